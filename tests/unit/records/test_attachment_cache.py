import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.attachment_cache import CHUNK_BYTES, AttachmentCache

KEY = bytes(range(32))
SCAN = bytes(range(251)) * 2_400
SHA256 = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tep-dinh-kem"


@pytest.fixture
def cache(folder: Path) -> AttachmentCache:
    return AttachmentCache(folder, KEY)


def file_of(folder: Path) -> Path:
    return folder / SHA256[:2] / SHA256


def code_of(cache: AttachmentCache) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        cache.read(SHA256)
    return caught.value.code


def chunks() -> list[bytes]:
    return [SCAN[start : start + CHUNK_BYTES] for start in range(0, len(SCAN), CHUNK_BYTES)]


def test_bytes_come_back_as_they_were_put_and_nothing_of_them_is_readable(
    cache: AttachmentCache, folder: Path
) -> None:
    assert cache.put(SCAN) == SHA256
    assert cache.has(SHA256)
    assert cache.digests() == {SHA256}
    assert cache.read(SHA256) == SCAN
    raw = file_of(folder).read_bytes()
    assert SCAN[:64] not in raw
    assert file_of(folder).stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


@settings(max_examples=30, deadline=None)
@given(size=st.sampled_from([1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES]))
def test_any_size_comes_back(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    cache = AttachmentCache(tmp_path_factory.mktemp("cache"), KEY)
    content = bytes(size)
    assert cache.read(cache.put(content)) == content


def test_another_key_opens_nothing(cache: AttachmentCache, folder: Path) -> None:
    cache.put(SCAN)
    assert code_of(AttachmentCache(folder, bytes(32))) is ErrorCode.ATTACHMENT_DAMAGED


def test_what_is_not_here_is_told(cache: AttachmentCache) -> None:
    assert not cache.has(SHA256)
    assert code_of(cache) is ErrorCode.RECORD_MISSING


@pytest.mark.parametrize("cut", [0, 3, 13, 20, 13 + CHUNK_BYTES + 28, -1])
def test_a_cut_file_is_told_and_put_right_by_putting_again(
    cache: AttachmentCache, folder: Path, cut: int
) -> None:
    cache.put(SCAN)
    file = file_of(folder)
    file.write_bytes(file.read_bytes()[:cut])
    assert code_of(cache) is ErrorCode.ATTACHMENT_DAMAGED
    cache.put(SCAN)
    assert cache.read(SHA256) == SCAN


@pytest.mark.parametrize("place", [2, 9, 40, 13 + CHUNK_BYTES + 28 + 5])
def test_a_changed_byte_is_told(cache: AttachmentCache, folder: Path, place: int) -> None:
    cache.put(SCAN)
    raw = bytearray(file_of(folder).read_bytes())
    raw[place] ^= 1
    file_of(folder).write_bytes(raw)
    assert code_of(cache) is ErrorCode.ATTACHMENT_DAMAGED


def test_bytes_behind_the_end_are_told(cache: AttachmentCache, folder: Path) -> None:
    cache.put(SCAN)
    with file_of(folder).open("ab") as stream:
        stream.write(b"x")
    assert code_of(cache) is ErrorCode.ATTACHMENT_DAMAGED


def test_bytes_that_come_in_chunks_go_on_where_a_killed_program_stopped(
    cache: AttachmentCache, folder: Path
) -> None:
    first, second, third = chunks()
    assert cache.coming(SHA256, len(SCAN)) == 0
    cache.take(SHA256, len(SCAN), 0, first)
    cache.take(SHA256, len(SCAN), 1, second)
    with (file_of(folder).with_suffix(".part")).open("ab") as stream:
        stream.write(b"half a chunk")
    later = AttachmentCache(folder, KEY)
    assert later.coming(SHA256, len(SCAN)) == 2
    assert not later.has(SHA256)
    later.take(SHA256, len(SCAN), 2, third)
    assert later.finish(SHA256, len(SCAN))
    assert later.read(SHA256) == SCAN


def test_chunks_of_something_else_are_never_shown(cache: AttachmentCache) -> None:
    first, second, third = chunks()
    for number, chunk in enumerate((first, bytes(len(second)), third)):
        cache.take(SHA256, len(SCAN), number, chunk)
    assert not cache.finish(SHA256, len(SCAN))
    assert not cache.has(SHA256)
    assert cache.coming(SHA256, len(SCAN)) == 0


def test_what_a_killed_program_left_is_cleaned_and_what_is_wanted_stays(
    cache: AttachmentCache, folder: Path
) -> None:
    cache.put(SCAN)
    other = hashlib.sha256(b"other").hexdigest()
    cache.take(other, 10, 0, b"0123456789")
    gone = hashlib.sha256(b"gone").hexdigest()
    cache.take(gone, 10, 0, b"0123456789")
    half = folder / SHA256[:2] / f"{SHA256}.dang-ghi-0011"
    half.write_bytes(b"half")
    cache.clean({other})
    assert not half.exists()
    assert cache.coming(gone, 10) == 0
    assert (folder / other[:2] / f"{other}.part").exists()
    assert cache.read(SHA256) == SCAN


def test_removed_bytes_are_gone(cache: AttachmentCache) -> None:
    cache.put(SCAN)
    cache.remove(SHA256)
    cache.remove(SHA256)
    assert cache.digests() == frozenset()


@pytest.mark.parametrize("how", ["absolute", "climbing", "shouting", ""])
def test_a_name_that_is_no_sum_reaches_no_file(cache: AttachmentCache, tmp_path: Path, how: str) -> None:
    """The name comes from another counter's record: it must not lead to a file of this PC."""
    letter = tmp_path / "cong-van.part"
    letter.write_text("giữ lại")
    names = {"absolute": str(letter), "climbing": "../cong-van.part", "shouting": SHA256.upper()}
    name = names.get(how, how)
    assert not cache.has(name)
    cache.remove(name)
    for call in (
        lambda: cache.read(name),
        lambda: cache.take(name, 4, 0, b"junk"),
        lambda: cache.coming(name, 4),
    ):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code is ErrorCode.RECORD_MISSING
    assert letter.read_text() == "giữ lại"
