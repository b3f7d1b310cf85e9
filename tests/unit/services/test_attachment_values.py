import pytest

from desktop.services.attachment_values import AttachmentKind, ContentKind, content_kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", ContentKind.PDF),
        (b"scanner noise\n%PDF-1.4", ContentKind.PDF),
        (b"\xff\xd8\xff\xe0JFIF", ContentKind.JPEG),
        (b"\x89PNG\r\n\x1a\n....", ContentKind.PNG),
        (b"II*\0....", ContentKind.TIFF),
        (b"MM\0*....", ContentKind.TIFF),
        (b"PK\x03\x04 a Word file", None),
        (b"MZ a program", None),
        (b"%PDG-", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_how_it_begins(content: bytes, kind: ContentKind | None) -> None:
    assert content_kind(content) is kind


def test_every_kind_has_words_and_an_ending() -> None:
    assert all(kind.label for kind in AttachmentKind)
    assert all(kind.label and kind.ending.startswith(".") for kind in ContentKind)
