"""The blocks of an official document, one after the other, turned into the page and the fields of a draft."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.domain.text import fold
from desktop.forms.label_guess import bare_label
from desktop.services.import_draft import ImportDraft
from desktop.services.import_lines import BLANKS, LineImport, escaped, guarded, marked_text, split_long
from desktop.services.import_tables import answer_heading, grid_lines, signature_line
from desktop.services.ports_documents import (
    BOX,
    DocCell,
    DocPageBreak,
    DocParagraph,
    DocTable,
    OfficialDocument,
    TextAlign,
)

_NATION: Final = "cong hoa xa hoi chu nghia viet nam"
_MOTTO: Final = re.compile(r"doc lap\s*[-–—]\s*tu do\s*[-–—]\s*hanh phuc")
_RULE: Final = re.compile(r"^[\s\-–—_*=oO0.…]{3,}$")
_MARK: Final = re.compile(r"^(mau (so|don|to khai)?\s*:?\s*[\w\d/.\-]*\d|phu luc)")
_MARK_LINE: Final = "[mau-so"
_ISSUED: Final = re.compile(r"^\(?(ban hanh )?kem theo\b")
_NOTE: Final = re.compile(r"^(\(\d+\)|\*|ghi chu|chu thich)")
_SECTION: Final = re.compile(r"^([IVX]+[.)]|phan\s+[ivx\d]+|[A-Z][.)])\s", re.IGNORECASE)
_PLACE_DATE: Final = re.compile(r"^[^:]{0,60},?\s*ngày\b.{1,40}tháng\b.{1,40}năm\b.{0,20}$", re.IGNORECASE)
_SIGN: Final = re.compile(r"\(\s*(ky|chu ky|diem chi)")
_SIGNER: Final = re.compile(
    r"^(nguoi|dai dien|chu ho|xac nhan|tm\.|kt\.|chu tich|can bo|thu truong|ong|ba)\b"
)
_COMMITTEE: Final = re.compile(
    r"^(Chủ tịch )?(?:Ủy ban nhân dân|UBND)(?: cấp)?(?:[ /,(]*(?:xã|phường|thị trấn|đặc khu)\)?)+\s*"
    rf"{BLANKS.pattern}[\s.]*$",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(
    rf"^(?:ỦY BAN NHÂN DÂN|UBND) (?:XÃ|PHƯỜNG|XÃ/PHƯỜNG)\s*{BLANKS.pattern}[\s.]*$", re.IGNORECASE
)
_SHORT: Final = 100
_SIGNER_MOST: Final = 70
_HEAD_FIELDS: Final = 2


class PageImport:
    """Goes through a document once.

    Attributes:
        title: The title of the form, "" until it is found.
    """

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self._lines = LineImport(draft)
        self._signing: list[str] = []
        self._caption = ""
        self.title = ""

    def read(self, document: OfficialDocument) -> None:
        """Take every block."""
        for block in document.blocks:
            match block:
                case DocParagraph():
                    self._paragraph(block)
                case DocTable():
                    self._sign()
                    self._table(block)
                case DocPageBreak():
                    self._sign()
                    self._draft.page.append("[sang-trang]")
        self._sign()
        for number, note in enumerate(document.notes, start=1):
            self._say("* ", f"({number}) {note}")
        if not self.title:
            self._draft.remark("Không thấy tên mẫu: thêm dòng = TÊN MẪU = vào trang in.")

    def _paragraph(self, paragraph: DocParagraph) -> None:
        if paragraph.numbered:
            self._draft.remark(
                "Đoạn do Word tự đánh số: số không nằm trong chữ, gõ lại số ở đầu dòng.", paragraph.plain
            )
        plain = paragraph.plain
        words = fold(plain)
        if self._signing and not (BOX in plain or BLANKS.search(plain)):
            self._signing.append(plain)
            if _SIGN.search(words):
                self._sign()
            return
        self._sign()
        if not plain or (_RULE.match(plain) and not BLANKS.fullmatch(plain.replace(" ", ""))):
            return
        if self._heading(paragraph, plain, words):
            return
        if BOX in plain or BLANKS.search(plain):
            self._caption = ""
            self._lines.lines(paragraph.texts)
            return
        self._words(paragraph, plain, words)

    def _heading(self, paragraph: DocParagraph, plain: str, words: str) -> bool:
        """Take what stands in the head of a form."""
        if _NATION in words:
            self._draft.page.append("[quoc-hieu]")
        elif _MOTTO.search(words):
            pass
        elif _MARK.match(words) and (paragraph.boxed or not self.title) and len(plain) < _SHORT:
            self._mark(plain, first=paragraph.boxed)
        elif paragraph.boxed and _ISSUED.match(words):
            self._mark(plain, first=True)
        elif _PLACE_DATE.match(plain) and (BLANKS.search(plain) or paragraph.align is not TextAlign.LEFT):
            self._draft.page.append(
                '[noi-ngay "{office.place}, ngày {today:day} tháng {today:month} năm {today:year}"]'
            )
        elif words.startswith("kinh gui"):
            self._addressee(plain)
        else:
            return False
        return True

    def _mark(self, plain: str, *, first: bool) -> None:
        """The number of the form; a box may be anchored anywhere, what it says belongs to the head of the page."""
        page = self._draft.page
        at = next((n for n, line in enumerate(page) if not line.startswith(_MARK_LINE)), len(page))
        page.insert(at if first else len(page), f'{_MARK_LINE} "{_argument(plain)}"]')

    def _addressee(self, plain: str) -> None:
        head, _, rest = plain.partition(":")
        name = BLANKS.sub("", rest).strip(" .")
        if BLANKS.search(rest) and not name:
            self._draft.page.append(f"> {escaped(head, self._draft)}: {{office.name}}")
        elif found := _COMMITTEE.match(rest.strip()):
            self._draft.page.append(f"> {escaped(head, self._draft)}: {found.group(1) or ''}{{office.name}}")
            self._draft.remark("Nơi nhận có chỗ chấm được ghi bằng {office.name}: xem lại.", head)
        elif BLANKS.search(rest):
            self._draft.page.append(f"> {self._lines.line(escaped(plain, self._draft))}")
            self._draft.remark("Nơi nhận có chỗ chấm: xem có thay được bằng {office.name} không.", plain)
        else:
            self._say("> ", " ".join(plain.split()))

    def _words(self, paragraph: DocParagraph, plain: str, words: str) -> None:
        """Take words with nothing to fill in."""
        one_line = " ".join(plain.split())
        upper = plain.upper() == plain and any(sign.isalpha() for sign in plain)
        early = len(self._draft.fields) < _HEAD_FIELDS
        if self._is_signer(paragraph, words, len(plain)):
            self._signing.append(plain)
        elif upper and early and paragraph.align is not TextAlign.RIGHT and not _SECTION.match(plain):
            self.title = self.title or one_line
            self._say("= ", one_line)
        elif early and self.title and plain.startswith("(") and paragraph.align is TextAlign.CENTER:
            self._say("~ ", one_line)
        elif paragraph.heading or (_SECTION.match(plain) and (paragraph.bold or upper)) or upper:
            self._draft.speak_of(plain)
            self._say("# ", one_line)
        elif _NOTE.match(words):
            self._note(paragraph)
        else:
            self._text(paragraph, one_line)

    def _is_signer(self, paragraph: DocParagraph, words: str, length: int) -> bool:
        late = bool(self._draft.fields) and length <= _SIGNER_MOST
        aside = paragraph.align is not TextAlign.LEFT or words.isupper()
        return late and (aside or paragraph.bold) and bool(_SIGNER.match(words)) and not words.endswith(":")

    def _note(self, paragraph: DocParagraph) -> None:
        for row in marked_text(paragraph.texts, self._draft).split("\n"):
            if row.strip():
                self._say("* ", row.strip().removeprefix("* ").replace("\t", " "), marked=True)

    def _text(self, paragraph: DocParagraph, one_line: str) -> None:
        self._lines.caption(one_line)
        if one_line.endswith(":"):
            self._caption = one_line
            self._draft.speak_of(one_line)
        for row in marked_text(paragraph.texts, self._draft).split("\n"):
            text = " ".join(row.split())
            for part in split_long(text):
                if part and (len(part) < _SHORT or part.endswith(":")):
                    self._draft.page.append(guarded(part))
                elif part:
                    self._draft.page.append(f": {part}")

    def _say(self, mark: str, text: str, *, marked: bool = False) -> None:
        words = text if marked else escaped(text, self._draft)
        self._draft.page += [mark + part for part in split_long(words)]

    # --- tables ---

    def _table(self, table: DocTable) -> None:
        words = fold(" ".join(cell.plain for row in table.rows for cell in row))
        if _NATION in words:
            self._head_table(table)
        elif not table.ruled and _SIGN.search(words):
            self._signatures(table)
        elif not table.ruled:
            self._side_by_side(table)
        elif heading := answer_heading(table):
            self._answers(heading.titles, len(table.rows) - heading.rows)
        else:
            self._draft.page += grid_lines(table, self._lines, self._draft, self._caption)

    def _head_table(self, table: DocTable) -> None:
        agency: list[str] = []
        rest: list[DocParagraph] = []
        for row in table.rows:
            for cell in row:
                national = _NATION in fold(cell.plain) or bool(_MOTTO.search(fold(cell.plain)))
                for paragraph in cell.paragraphs:
                    folded = fold(paragraph.plain)
                    if _PLACE_DATE.match(paragraph.plain):
                        rest.append(paragraph)
                    elif not national and not _RULE.match(paragraph.plain):
                        agency += [line for line in paragraph.plain.split("\n") if line.strip()]
                    elif (
                        national
                        and _NATION not in folded
                        and not _MOTTO.search(folded)
                        and not _RULE.match(folded)
                    ):
                        rest.append(paragraph)
        known = ["{office.superior}" if _AGENCY.match(line) else "" for line in agency]
        words = " ".join(f'"{ours or _argument(line)}"' for ours, line in zip(known, agency, strict=True))
        if any(known):
            self._draft.remark("Tên cơ quan ở góc trái có chỗ chấm được ghi bằng {office.superior}: xem lại.")
        elif any(BLANKS.search(line) for line in agency):
            self._draft.remark(
                "Tên cơ quan ở góc trái có chỗ chấm: thay bằng {office.superior}, {office.name}.", agency[0]
            )
        self._draft.page.append(f"[quoc-hieu {words}]" if words else "[quoc-hieu]")
        for paragraph in rest:
            self._paragraph(paragraph)

    def _signatures(self, table: DocTable) -> None:
        columns = list(zip(*table.rows, strict=True))
        for column in columns:
            lines = [p for cell in column for p in cell.paragraphs if p.plain]
            made = signature_line([p.plain for p in lines], self._draft)
            self._draft.page.append(made or '[ky trong "" ""]')

    def _side_by_side(self, table: DocTable) -> None:
        for row in table.rows:
            cells = [cell for cell in row if not cell.covered and cell.plain]
            if len(cells) > 1 and all(len(cell.paragraphs) == 1 for cell in cells):
                texts = [
                    marked_text(cell.paragraphs[0].texts, self._draft).replace("\t", " ") for cell in cells
                ]
                line = "\t".join(text.replace("\n", " ") for text in texts)
                self._draft.page.append(guarded(self._lines.line(line)))
            else:
                self._one_by_one(cells)

    def _one_by_one(self, cells: Sequence[DocCell]) -> None:
        for cell in cells:
            for paragraph in cell.paragraphs:
                self._paragraph(paragraph)

    def _answers(self, titles: Sequence[str], rows: int) -> None:
        label = bare_label(self._caption) or ", ".join(titles)[:80]
        made = self._draft.table(label, titles, rows)
        self._draft.page.append(f"[bang {made.key}]")

    def _sign(self) -> None:
        if self._signing:
            line = signature_line(self._signing, self._draft)
            self._draft.page += [line] if line else []
            self._signing.clear()


def _argument(text: str) -> str:
    """Words inside the quotes of a command."""
    return " ".join(text.replace('"', "”").split()).replace("{", "{{").replace("}", "}}")
