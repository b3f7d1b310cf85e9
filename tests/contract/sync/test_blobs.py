"""Attachments, on every store."""

import random

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.attachment_seal import AttachmentSeal, SealedAttachment
from desktop.sync.blob_remote import CHUNK_BYTES, TAG_BYTES, BlobInfo, BlobRemote, chunk_count
from tests.support.sync_stores import OFFICE_KEY, StoreKit

SCAN = random.Random(4).randbytes(2 * CHUNK_BYTES + 1_000)
SEALED = AttachmentSeal(OFFICE_KEY).seal(SCAN)
# The same file under the key of another office.
FOREIGN = AttachmentSeal(bytes(32)).seal(SCAN)
DIGEST, SUM = SEALED.digest, SEALED.sealed_sum
PDF = "application/pdf"


def send(blobs: BlobRemote, sealed: SealedAttachment) -> bool:
    blobs.blob_begin(sealed.digest, sealed.size, PDF)
    for number in blobs.blob_missing(sealed.digest):
        blobs.blob_put(sealed.digest, number, sealed.chunks[number])
    return blobs.blob_finish(sealed.digest, sealed.sealed_sum)


def fetched(blobs: BlobRemote) -> bytes:
    seal, size = AttachmentSeal(OFFICE_KEY), len(SCAN)
    numbers = range(chunk_count(size))
    return b"".join(seal.open(DIGEST, size, number, blobs.blob_get(DIGEST, number)) for number in numbers)


@pytest.mark.usefixtures("binh")
def test_an_attachment_arrives_as_it_was_sent(office: StoreKit) -> None:
    sender, reader = office.blobs(1), office.blobs(2)
    assert sender.blob_find(DIGEST) is None
    assert send(sender, SEALED)
    info = reader.blob_find(DIGEST)
    assert info == BlobInfo(digest=DIGEST, size=len(SCAN), mime=PDF, sealed_sum=SUM)
    assert info.complete
    assert fetched(reader) == SCAN


@pytest.mark.usefixtures("binh")
def test_after_a_cut_another_counter_with_the_same_file_sends_only_what_is_missing(office: StoreKit) -> None:
    before = office.blobs(1)
    before.blob_begin(DIGEST, len(SCAN), PDF)
    before.blob_put(DIGEST, 1, SEALED.chunks[1])
    before.close()
    after, again = office.blobs(2), AttachmentSeal(OFFICE_KEY).seal(SCAN)
    after.blob_begin(DIGEST, len(SCAN), PDF)
    assert after.blob_missing(DIGEST) == (0, 2)
    assert not after.blob_finish(DIGEST, SUM)
    info = after.blob_find(DIGEST)
    assert info is not None
    assert not info.complete
    with pytest.raises(DeskError) as caught:
        after.blob_get(DIGEST, 1)
    assert caught.value.code is ErrorCode.RECORD_MISSING
    for number in (0, 2, 2, 1):
        after.blob_put(DIGEST, number, again.chunks[number])
    assert after.blob_missing(DIGEST) == ()
    assert after.blob_finish(DIGEST, SUM)
    assert after.blob_finish(DIGEST, SUM)
    after.blob_put(DIGEST, 0, bytes(CHUNK_BYTES + TAG_BYTES))
    assert fetched(office.blobs(1)) == SCAN


WRONG_CHUNKS = {
    "another chunk": (SEALED.chunks[0], bytes(CHUNK_BYTES + TAG_BYTES), SEALED.chunks[2]),
    "two chunks swapped": (SEALED.chunks[1], SEALED.chunks[0], SEALED.chunks[2]),
    "one chunk twice": (SEALED.chunks[0], SEALED.chunks[0], SEALED.chunks[2]),
    "a chunk under another office's key": (SEALED.chunks[0], FOREIGN.chunks[1], SEALED.chunks[2]),
}


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("chunks", WRONG_CHUNKS.values(), ids=WRONG_CHUNKS.keys())
def test_chunks_that_are_not_the_right_ones_are_sent_again(
    office: StoreKit, chunks: tuple[bytes, ...]
) -> None:
    blobs = office.blobs(1)
    blobs.blob_begin(DIGEST, len(SCAN), PDF)
    for number, content in enumerate(chunks):
        blobs.blob_put(DIGEST, number, content)
    assert not blobs.blob_finish(DIGEST, SUM)
    assert blobs.blob_missing(DIGEST) == (0, 1, 2)
    assert send(blobs, SEALED)
    assert fetched(blobs) == SCAN


@pytest.mark.usefixtures("binh")
def test_whoever_has_the_file_sees_that_the_store_holds_something_else_and_changes_nothing(
    office: StoreKit,
) -> None:
    assert send(office.blobs(1), FOREIGN)
    blobs = office.blobs(2)
    assert not send(blobs, SEALED)
    info = blobs.blob_find(DIGEST)
    assert info is not None
    assert info.sealed_sum == FOREIGN.sealed_sum
    with pytest.raises(DeskError) as caught:
        fetched(blobs)
    assert caught.value.code is ErrorCode.ATTACHMENT_SHARED_DAMAGED
    assert [blobs.blob_get(DIGEST, number) for number in range(3)] == list(FOREIGN.chunks)


@pytest.mark.usefixtures("anna")
def test_nobody_blocks_a_scan_for_good_by_a_wrong_size(office: StoreKit) -> None:
    blobs = office.blobs(1)
    for size in (99, len(SCAN) + 5 * CHUNK_BYTES, len(SCAN) - 1):
        blobs.blob_begin(DIGEST, size, PDF)
        last = chunk_count(size) - 1
        blobs.blob_put(DIGEST, last, bytes(size - last * CHUNK_BYTES + TAG_BYTES))
    assert send(blobs, SEALED)
    blobs.blob_begin(DIGEST, 99, PDF)
    assert fetched(blobs) == SCAN


@pytest.mark.usefixtures("anna")
def test_what_can_be_no_attachment_is_refused(office: StoreKit) -> None:
    blobs = office.blobs(1)
    for digest, size in (("../etc", 5), (DIGEST, 0), (DIGEST, 2**40), (DIGEST.upper(), 5)):
        with pytest.raises(ValueError, match="attachment"):
            blobs.blob_begin(digest, size, PDF)
    blobs.blob_begin(DIGEST, len(SCAN), PDF)
    plain = SCAN[:CHUNK_BYTES]
    for number, content in ((0, plain), (0, b"short"), (2, SEALED.chunks[0]), (3, b""), (-1, b"")):
        with pytest.raises(ValueError, match=r"chunk"):
            blobs.blob_put(DIGEST, number, content)
    assert blobs.blob_missing(DIGEST) == (0, 1, 2)
    for call in (lambda: blobs.blob_missing("0" * 64), lambda: blobs.blob_finish("0" * 64, SUM)):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code is ErrorCode.RECORD_MISSING
