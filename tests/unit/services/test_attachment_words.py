from dataclasses import replace

import pytest

from desktop.services.attachment_values import AttachmentRow, BytesPlace
from desktop.services.attachment_words import content_words, place_words, size_words
from tests.support.record_samples import an_attachment


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (350_000, "342 KB"), (1_258_291, "1,2 MB"), (64 << 20, "64,0 MB")]
)
def test_sizes_are_written_the_vietnamese_way(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_file_is_told_by_kind_pages_and_size() -> None:
    assert content_words(an_attachment()) == "PDF · 2 trang · 1,1 MB"
    assert content_words(replace(an_attachment(), pages=1)) == "PDF · 1,1 MB"


def test_every_place_has_words_and_the_counter_that_has_the_bytes_is_named() -> None:
    rows = {place: AttachmentRow(attachment=an_attachment(), place=place) for place in BytesPlace}
    assert len({place_words(row, "Quầy 2") for row in rows.values()}) == len(BytesPlace)
    elsewhere = rows[BytesPlace.ELSEWHERE]
    assert place_words(elsewhere, "Quầy 2") == "bản quét còn ở Quầy 1"
    assert "quét lại" in place_words(elsewhere, "Quầy 1")
    unnamed = AttachmentRow(attachment=an_attachment(counter=""), place=BytesPlace.ELSEWHERE)
    assert place_words(unnamed, "Quầy 2") == "bản quét còn ở quầy khác"
