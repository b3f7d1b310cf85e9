"""A start for a form from an official document: a draft that loads, and what a person must look at."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.loader import check_form_text
from desktop.forms.official_pdf import read_official_pdf
from desktop.forms.place_rows import with_background
from desktop.services.import_draft import ImportDraft, draft_text
from desktop.services.import_page import PageImport
from desktop.services.ports_documents import DocumentReader, OfficialDocument

_ID: Final = re.compile(r"^[a-z0-9\-]+(?:\.[a-z0-9\-]+)+$")
_A5_MM: Final = 160.0
_MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSeed:
    """What the officer says of the form.

    Attributes:
        id: Its id, sector first: xa.ho-tro-nha-o.
        name: "" takes the title of the document.
        source: What issued it.
        today: First day of use and of checking, to be changed when it is published.
    """

    id: str
    name: str = ""
    source: str = ""
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedForm:
    """A draft.

    Attributes:
        text: The form file.
        name: What the form is called.
        remarks: Sentences on what a person must look at.
        fields: How many fields were found.
    """

    text: str
    name: str
    remarks: tuple[str, ...]
    fields: int


class FormImport:
    """Makes a draft of a form from an official document.

    Args:
        reader: Reads the document.
    """

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader

    def run(self, data: bytes, seed: ImportSeed) -> ImportedForm:
        """Read a document and write the draft.

        Raises:
            DeskError: DOCUMENT_INVALID for a file that cannot be used; INPUT_INVALID for an id that is none.
        """
        _check_id(seed.id)
        document = self._reader.read(data)
        draft = ImportDraft(prefix=_prefix(seed.id))
        page = PageImport(draft)
        page.read(document)
        name = seed.name or page.title or "Mẫu đơn"
        text = draft_text(
            draft,
            form_id=seed.id,
            name=name,
            source=seed.source or "Tệp văn bản đã nhập, chưa ghi văn bản ban hành",
            today=seed.today,
            paper=_paper(document),
            against="Tệp văn bản đã nhập",
        )
        remarks = [*_about(document, draft), *draft.remarks]
        problems = check_form_text(text.encode(), "mẫu vừa nhập").problems
        remarks += [
            f"Dòng {problem.line}: {problem.message} {problem.cure}" for problem in problems[:_MOST_SHOWN]
        ]
        return ImportedForm(text=text, name=name, remarks=tuple(remarks), fields=len(draft.fields))


def start_from_pdf(data: bytes, seed: ImportSeed, file: str) -> ImportedForm:
    """Give a draft that is printed on an official PDF: name and birth are asked, nothing has its place yet.

    Args:
        data: The PDF.
        seed: What the officer says of the form.
        file: The PDF's file name.

    Raises:
        DeskError: FORM_BACKGROUND_INVALID for a PDF that cannot be used; INPUT_INVALID for an id that is none.
    """
    _check_id(seed.id)
    pdf = read_official_pdf(data)
    draft = ImportDraft(prefix=_prefix(seed.id))
    draft.ask("Họ, chữ đệm, tên")
    draft.ask("Ngày, tháng, năm sinh")
    name = seed.name or file.rpartition(".")[0]
    source = seed.source or "Chưa ghi văn bản ban hành"
    text = draft_text(
        draft,
        form_id=seed.id,
        name=name,
        source=source,
        today=seed.today,
        paper="A4",
        against=f"Trang PDF {file}",
    )
    text = with_background(text[: text.index("[print]")].rstrip("\n") + "\n\n[print]\n", file, pdf.sha256)
    remarks = (
        f"Tệp nền có {len(pdf.pages)} trang: thêm câu hỏi cho từng ô, rồi đặt chỗ điền trên trang.",
        "Xem lại tên mẫu, văn bản ban hành, câu hỏi cho từng ô.",
    )
    return ImportedForm(text=text, name=name, remarks=remarks, fields=len(draft.fields))


def _check_id(form_id: str) -> None:
    if not _ID.match(form_id):
        raise DeskError(
            ErrorCode.INPUT_INVALID,
            place=form_id,
            problem="tên máy gồm lĩnh vực, dấu chấm, tên mẫu; chỉ a-z, 0-9, gạch nối. Ví dụ xa.ho-tro-nha-o.",
        )


def _prefix(form_id: str) -> str:
    """Keys of a new form are its own, so that they are never mixed up with those of another form."""
    name = form_id.rpartition(".")[2].replace("-", "_").strip("_")
    return name if name[:1].isalpha() else f"m_{name}"


def _paper(document: OfficialDocument) -> str:
    if document.width_mm > document.height_mm:
        return "A4-ngang"
    return "A5" if document.width_mm <= _A5_MM else "A4"


def _about(document: OfficialDocument, draft: ImportDraft) -> list[str]:
    found: list[str] = []
    if document.legacy_fonts:
        fonts = ", ".join(document.legacy_fonts[:_MOST_SHOWN])
        found.append(
            f"Văn bản dùng phông đời cũ ({fonts}): chữ ở đó sai dấu. "
            "Chuyển sang Unicode bằng công cụ chuyển mã, rồi nhập lại."
        )
    if not draft.fields:
        found.append("Không thấy chỗ điền nào: kiểm tra có đúng mẫu trống không, hay cả trang là hình.")
    if document.header:
        found.append(f"Đầu trang có chữ không nhập: “{document.header[:120]}”.")
    found.append("Loại ô, vai người và câu hỏi do máy đoán: đọc lại từng ô, sửa câu hỏi cho đúng lời nói.")
    return found
