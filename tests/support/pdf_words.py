"""The words of a finished PDF, as a reader of the paper would take them down."""

import pypdfium2


def words_on(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()
