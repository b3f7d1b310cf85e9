import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.attachment_seal import AttachmentSeal, SealedAttachment
from desktop.sync.blob_remote import CHUNK_BYTES, TAG_BYTES, chunk_length

KEYS = st.binary(min_size=32, max_size=32)
# Hypothesis draws the ends; what is between them is long.
CONTENTS = st.builds(
    lambda head, length, tail: head + bytes(length) + tail,
    st.binary(min_size=1, max_size=40),
    st.sampled_from((0, CHUNK_BYTES - 41, CHUNK_BYTES - 20, CHUNK_BYTES, 2 * CHUNK_BYTES)),
    st.binary(max_size=40),
)


def opened(key: bytes, sealed: SealedAttachment) -> bytes:
    seal = AttachmentSeal(key)
    return b"".join(
        seal.open(sealed.digest, sealed.size, number, chunk) for number, chunk in enumerate(sealed.chunks)
    )


def is_refused(key: bytes, digest: str, size: int, number: int, chunk: bytes) -> bool:
    with pytest.raises(DeskError) as caught:
        AttachmentSeal(key).open(digest, size, number, chunk)
    return caught.value.code is ErrorCode.ATTACHMENT_SHARED_DAMAGED


@given(KEYS, CONTENTS)
def test_what_is_sealed_opens_again_and_is_named_by_its_own_bytes(key: bytes, content: bytes) -> None:
    sealed = AttachmentSeal(key).seal(content)
    assert (sealed.digest, sealed.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert opened(key, sealed) == content
    lengths = [chunk_length(len(content), number) + TAG_BYTES for number in range(len(sealed.chunks))]
    assert [len(chunk) for chunk in sealed.chunks] == lengths


@given(KEYS, CONTENTS)
def test_two_counters_with_one_file_make_the_same_sealed_bytes(key: bytes, content: bytes) -> None:
    assert AttachmentSeal(key).seal(content) == AttachmentSeal(key).seal(bytes(bytearray(content)))


@given(KEYS, KEYS, CONTENTS)
def test_another_office_makes_and_opens_nothing_of_ours(ours: bytes, theirs: bytes, content: bytes) -> None:
    if ours == theirs:
        return
    sealed, foreign = AttachmentSeal(ours).seal(content), AttachmentSeal(theirs).seal(content)
    assert sealed.sealed_sum != foreign.sealed_sum
    assert not set(sealed.chunks) & set(foreign.chunks)
    assert is_refused(theirs, sealed.digest, sealed.size, 0, sealed.chunks[0])


@given(KEYS, CONTENTS, st.data())
def test_a_chunk_that_was_changed_cut_or_put_elsewhere_is_refused(
    key: bytes, content: bytes, data: st.DataObject
) -> None:
    sealed = AttachmentSeal(key).seal(content)
    number = data.draw(st.integers(0, len(sealed.chunks) - 1))
    chunk = sealed.chunks[number]
    place = data.draw(st.integers(0, len(chunk) - 1))
    changed = bytearray(chunk)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert is_refused(key, sealed.digest, sealed.size, number, bytes(changed))
    assert is_refused(key, sealed.digest, sealed.size, number, chunk[:place])
    assert is_refused(key, sealed.digest, sealed.size, number, chunk + b"\0")
    assert is_refused(key, sealed.digest, sealed.size, number + 1, chunk)
    assert is_refused(key, sealed.digest, sealed.size + 1, number, chunk)
    assert is_refused(key, "0" * 64, sealed.size, number, chunk)


def test_an_independent_reader_opens_a_scan_from_the_page_on_the_log() -> None:
    """Written from docs/log-format.md alone."""
    office_key, content = bytes(range(32)), b"%PDF-1.7\n" + bytes(CHUNK_BYTES) + "Cấp cho bà Bưởi".encode()
    sealed = AttachmentSeal(office_key).seal(content)
    digest, size = hashlib.sha256(content).hexdigest(), len(content)
    extracted = hmac.digest(bytes(32), office_key, "sha256")
    info = f"khongviet shared attachment 1\n{digest}/{size}".encode()
    key = hmac.digest(extracted, info + b"\x01", "sha256")
    plain = b""
    for number, chunk in enumerate(sealed.chunks):
        nonce, bound = number.to_bytes(12, "big"), f"{digest}/{size}/{number}".encode()
        plain += AESGCM(key).decrypt(nonce, chunk, bound)
    assert plain == content
    tags = b"".join(chunk[-16:] for chunk in sealed.chunks)
    assert hashlib.sha256(tags).hexdigest() == sealed.sealed_sum
