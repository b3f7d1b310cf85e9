"""Writing laid over the pages of an official PDF, of which not one byte of drawing is changed."""

import io
from typing import Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
)

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.official_pdf import OfficialPdf, PdfPage

_OVERLAY: Final = "/KhongvietOverlay"
_DEEPEST: Final = 30
_FORGED: Final = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def lay_over(official: OfficialPdf, overlay: bytes, further: bytes | None = None) -> bytes:
    """Return the official pages with ours over them, page by page, and further pages behind.

    Args:
        official: The background.
        overlay: A PDF with as many pages, each as large as the official page is seen.
        further: Whole pages to add.

    Raises:
        DeskError: FORM_BACKGROUND_INVALID for a file that only now shows that it is damaged.
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(official.data)))
        ours = PdfReader(io.BytesIO(overlay)).pages
        for page, seen, over in zip(writer.pages, official.pages, ours, strict=True):
            _lay_page(writer, page, seen, over)
        if further is not None:
            writer.append(io.BytesIO(further), import_outline=False)
        made = io.BytesIO()
        writer.write(made)
    except _FORGED as error:
        raise DeskError(
            ErrorCode.FORM_BACKGROUND_INVALID,
            what="tệp PDF bị hỏng, không vẽ lên được.",
            cure="Mở tệp rồi in ra tệp PDF mới (Microsoft Print to PDF), dùng tệp mới đó.",
        ) from error
    return made.getvalue()


def _lay_page(writer: PdfWriter, page: PageObject, seen: PdfPage, over: PageObject) -> None:
    drawn = over.get_contents()
    if drawn is None:
        return
    form = DecodedStreamObject()
    form.set_data(drawn.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(edge) for edge in (0, 0, seen.width, seen.height)]),
            NameObject("/Resources"): (_table(over, "/Resources") or DictionaryObject()).clone(writer),
        }
    )
    _resources_of(writer, page)[NameObject(_OVERLAY)] = writer._add_object(form.flate_encode())  # noqa: SLF001 - the only door for a new object
    old = page.get("/Contents")
    old = old.get_object() if old is not None else ArrayObject()
    before = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
    place = " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in _turned(seen))
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(writer, "q"), *before, _stream(writer, f"Q q {place} cm {_OVERLAY} Do Q")]
    )
    _without_text_widgets(page)


def _stream(writer: PdfWriter, operators: str) -> object:
    stream = DecodedStreamObject()
    stream.set_data(f"\n{operators}\n".encode())
    return writer._add_object(stream)  # noqa: SLF001 - the only door for a new object


def _resources_of(writer: PdfWriter, page: PageObject) -> DictionaryObject:
    """The table of drawn objects of this page alone: resources may be shared by pages, and inherited."""
    resources = _table(page, "/Resources")
    above: DictionaryObject = page
    for _ in range(_DEEPEST):
        if resources is not None:
            break
        parent = _table(above, "/Parent")
        if parent is None:
            break
        resources, above = _table(parent, "/Resources"), parent
    own = DictionaryObject(resources or {})
    objects = DictionaryObject(_table(own, "/XObject") or {})
    own[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = writer._add_object(own)  # noqa: SLF001 - the only door for a new object
    return objects


def _table(of: DictionaryObject, key: str) -> DictionaryObject | None:
    found = of.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else None


def _turned(seen: PdfPage) -> tuple[float, float, float, float, float, float]:
    """The matrix from the page as seen (origin lower left) to the coordinates of the file."""
    match seen.turned:
        case 90:
            return (0, 1, -1, 0, seen.right, seen.bottom)
        case 180:
            return (-1, 0, 0, -1, seen.right, seen.top)
        case 270:
            return (0, -1, 1, 0, seen.left, seen.top)
        case _:
            return (1, 0, 0, 1, seen.left, seen.bottom)


def _without_text_widgets(page: PageObject) -> None:
    """Boxes to type in would be drawn over the answers; boxes to tick stay, for they are part of the look."""
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes.get_object() if note.get_object().get("/FT") != "/Tx"]
    page[NameObject("/Annots")] = ArrayObject(kept)
