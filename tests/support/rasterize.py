"""Pages of a PDF as pictures and as text, read back by programs other than the one that wrote it."""

import subprocess
from pathlib import Path

import pypdfium2
from PIL import Image


def page_images(pdf: bytes, scale: float = 1.5) -> list[Image.Image]:
    """Return every page as an RGB picture, `scale` pixels a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def pdfium_text(pdf: bytes) -> str:
    """Return the text of all pages as pdfium reads it; it has signs of its own for a hyphen that ends a line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        return text.replace("\x02", "-").replace("\ufffe", "-")
    finally:
        document.close()


def poppler_text(pdf: bytes, folder: Path) -> str:
    """Return the text of all pages as poppler's pdftotext reads it."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout  # noqa: S603 - a fixed program on our own file


def bare(text: str) -> str:
    """Return text without any white space, so that a wrapped answer compares equal."""
    return "".join(text.split())
