"""Lines of an official document turned into lines of a form's page: blanks become places, boxes become options."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.forms.definition import FieldType
from desktop.forms.label_guess import bare_label, guess_paper_part
from desktop.services.import_draft import DraftField, ImportDraft
from desktop.services.ports_documents import BOX, DocText

BLANKS: Final = re.compile(r"(?:[.…_‥]\s?){2,}[.…_‥]|…[.…]*|_{2,}|(?<=\s)\.{2}(?=\s|$)")
_DATE: Final = re.compile(
    rf"ngày\s*(?:{BLANKS.pattern})\s*tháng\s*(?:{BLANKS.pattern})\s*năm\s*(?:(?:20)?\s*(?:{BLANKS.pattern}))?"
    rf"|(?:{BLANKS.pattern})\s*/\s*(?:{BLANKS.pattern})\s*/\s*(?:20)?\s*(?:{BLANKS.pattern})",
    re.IGNORECASE,
)
_NOT_IN_OPTIONS: Final = str.maketrans("{}|^'", "()/ˆ’")
_EMPTY: Final = " \t.:;"
_AROUND_OPTION: Final = " \t;,.:"
_IF_ANY: Final = re.compile(r"nếu có", re.IGNORECASE)
_WRITTEN_IN: Final = re.compile(
    r"[.;]\s+(?=\S*[A-ZĐÀ-Ỹ])|,\s+(?=(?i:lý do|ghi rõ|nêu rõ|cụ thể|vì)\b)|\s*\((?=[^()]*$)"
)
_SPECIAL: Final = re.compile(r"^(?:[=~>#:*|] |\[|\\)")
_LONGEST: Final = 1800
_BEFORE_PLACE: Final = re.compile(r"(?<=\S) {2,}(?=\{)")
_BEHIND_PLACE: Final = re.compile(r"(\{[^{}]*\})(?=[^\W\d_])")


class LineImport:
    """Reads lines one after the other and remembers what the last one asked."""

    def __init__(self, draft: ImportDraft) -> None:
        self._draft = draft
        self._last: DraftField | None = None
        self._paper = ""
        self._label = ""
        self._open = ""
        self._group: DraftField | None = None

    def caption(self, words: str) -> None:
        """Words without a place: what follows in dots answers them when they end in a colon."""
        self._last = None
        self._group = None
        self._open = words if words.endswith(":") else ""

    def lines(self, texts: Sequence[DocText]) -> None:
        """Add the lines of a paragraph with something to fill in."""
        whole = marked_text(texts, self._draft)
        for row in whole.split("\n"):
            if not row.strip():
                continue
            if not BLANKS.sub("", row).strip(_EMPTY):
                self._more_room()
                continue
            if not _leads_with_box(row):
                self._group = None
            self._draft.page.append(guarded(self.line(row)))

    def line(self, row: str) -> str:
        """Give one line of the page; its blanks are asked for."""
        columns = [self._column(part) for part in re.split(r"\t+", row.strip()) if part.strip()]
        return " | ".join(columns)

    def cell(self, text: str, label: str) -> str:
        """Give the inside of a cell; an empty one is a place under this label."""
        if not BLANKS.sub("", text).strip(" .:"):
            return f"{{{self._draft.ask(label).key}}}"
        return self._column(text)

    def _more_room(self) -> None:
        """A line of nothing but dots belongs to what was asked before it."""
        if self._last is None:
            self._last = self._draft.ask(self._open or "Nội dung")
            self._last.type, self._last.usual = FieldType.TEXTAREA, False
            place = f"{{{self._last.key}}}"
            if self._open and self._draft.page and self._draft.page[-1].endswith(":"):
                self._draft.page[-1] += f" {place}"
            else:
                self._draft.page.append(place)
        elif self._last.type is FieldType.TEXT and not self._last.usual:
            self._last.type = FieldType.TEXTAREA

    def _column(self, text: str) -> str:
        if BOX in text:
            return self._boxes(text)
        return self._blanks(text)

    def _blanks(self, text: str) -> str:
        made, at = "", 0
        for kind, start, end in _finds(text):
            before = text[at:start]
            made += before
            label = _label_of(before) or self._label
            made += self._date(label, text[start:end]) if kind == "date" else f"{{{self._place(label)}}}"
            at = end
        rest = text[at:]
        self._label = bare_label(_unmarked(rest)) if rest.strip().endswith(":") else ""
        whole = f"{{{self._paper}}}"
        if self._paper and whole in made and f"{{{self._paper}:" in made:
            made = made.replace(
                whole, f"{{{self._paper}:number}}"
            )  # day and office stand in places of their own
        return _BEHIND_PLACE.sub(r"\1 ", _BEFORE_PLACE.sub(" ", made + rest))

    def _place(self, label: str) -> str:
        part = guess_paper_part(label) if self._paper else ""
        if part:
            return f"{self._paper}:{part}"
        field = self._draft.ask(label, optional=bool(_IF_ANY.search(label)))
        self._last = field
        self._paper = field.key if field.type is FieldType.ID_PAPER else ""
        return field.key

    def _date(self, label: str, written: str) -> str:
        if self._paper and (guess_paper_part(label) == "issued" or "cấp" in label.lower()):
            return f"{{{self._paper}:issued}}"
        if label and written[:4].lower() == "ngày" and "ngày" not in label.lower():
            label = f"{label} ngày"
        field = self._draft.ask(label or "Ngày, tháng, năm")
        if field.type is not FieldType.DATE:
            field.type, field.usual = FieldType.DATE, False
        self._last = field
        parts = iter(("day", "month", "year"))
        made = BLANKS.sub(lambda _: f"{{{field.key}:{next(parts, 'year')}}}", written)
        return re.sub(r"20\s*(?=\{[^{}]*:year\})", "", made)

    def _boxes(self, text: str) -> str:
        """Options with their boxes: before the words (☐ Nam) or behind them (Nam ☐)."""
        head, *parts = text.split(BOX)
        behind = not _unmarked(parts[-1]).strip(" .;,)") and bool(_unmarked(head).strip())
        label, first = _split_label(head)
        if behind:
            words = [first, *parts[:-1]]
        else:
            label, words = head, parts
        # What is to be written in front of the boxes has places of its own: "Sinh ngày: …  Giới tính: Nam ☐ Nữ ☐".
        end = max((end for _, _, end in _finds(label)), default=0)
        before, label = self._blanks(label[:end]) if end else "", label[end:]
        options = [_option(one) for one in words]
        if not behind and _leads_with_box(text):
            return self._one_of_several(label, options)
        named = bare_label(_unmarked(label)) or self._label
        field = self._draft.choose(named or "Đánh dấu", [one for one, _ in options if one] or ["Có"])
        if not named and len(options) == 1:
            field.label = field.options[0]
        return before + label + self._ticks(field, named, options)

    def _one_of_several(self, label: str, options: Sequence[tuple[str, str]]) -> str:
        """Lines that begin with a box, one under the other, are the options of what stands above them."""
        chosen = list(dict.fromkeys(one for one, _ in options if one))
        named = bare_label(self._open)
        if self._group is None or not chosen or set(chosen) & set(self._group.options):
            field = self._draft.choose(named or "Đánh dấu", chosen or ["Có"])
            if not named and len(chosen) == 1:
                field.label = chosen[0]
            self._group = field
        else:
            self._group.options += chosen
            self._group.type = FieldType.MULTI
        return label + self._ticks(self._group, named, options)

    def _ticks(self, field: DraftField, named: str, options: Sequence[tuple[str, str]]) -> str:
        made = ""
        for option, rest in options:
            self._label = f"{named}, {option}" if named else option
            made += f"{{{field.key}?{option or field.options[0]}}}{self._blanks(rest) if rest.strip() else rest or ' '}"
        return made.rstrip()


def _leads_with_box(text: str) -> bool:
    """Whether a line begins with a box, but for its number."""
    head, box, _ = text.partition(BOX)
    return bool(box) and not BLANKS.search(head) and not bare_label(f"{_unmarked(head).strip()} ")


def marked_text(texts: Sequence[DocText], draft: ImportDraft) -> str:
    """The letters with our marks for raised words, and those of our signs that stand in the text doubled."""
    made = ""
    for piece in texts:
        text = _doubled(piece.text, draft)
        raised = text.strip()
        if piece.superscript and 0 < len(raised) <= 12 and "^" not in raised:  # noqa: PLR2004 - the longest the page reads
            made += f"^{raised}^"
        else:
            made += text
    return _set_apart(made, draft)


def escaped(text: str, draft: ImportDraft) -> str:
    """Letters that mean something on our page, written so that they print themselves."""
    return _set_apart(_doubled(text, draft), draft)


def _doubled(text: str, draft: ImportDraft) -> str:
    for sign in "{}|":
        text = text.replace(sign, sign * 2)
    if "^" in text:
        draft.remark("Dấu “^” trong văn bản được viết thành “ˆ”: xem lại.", text)
    return text.replace("^", "ˆ")


def _set_apart(text: str, draft: ImportDraft) -> str:
    """Two stars or strokes would begin bold or italic letters; a space between them says they are meant."""
    for pattern, sign, instead in ((r"\*(?=\*)", "**", "* "), (r"(?<!:)/(?=/)", "//", "/ ")):
        text, count = re.subn(pattern, instead, text)
        if count:
            draft.remark(f"Dấu “{sign}” trong văn bản được viết thành “{instead}{sign[0]}”: xem lại.", text)
    return text


def guarded(line: str) -> str:
    """A line that would be taken for a command is taken as it is."""
    return f"\\{line}" if _SPECIAL.match(line) else line


def split_long(text: str) -> Iterator[str]:
    """A paragraph in pieces short enough for one line of the page."""
    while len(text) > _LONGEST:
        at = text.rfind(" ", 0, _LONGEST)
        at = at if at > 0 else _LONGEST
        yield text[:at]
        text = text[at:].lstrip()
    yield text


def _finds(text: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(text):
        date = _DATE.search(text, at)
        blank = BLANKS.search(text, at)
        if date is not None and (blank is None or date.start() <= blank.start()):
            yield "date", *date.span()
            at = date.end()
        elif blank is not None:
            yield "blank", *blank.span()
            at = blank.end()
        else:
            return


def _label_of(before: str) -> str:
    """The words in front of a blank, from the last full stop or semicolon on."""
    parts = re.split(r"[;.]\s+(?=\S*[A-ZĐÀ-Ỹ])", _unmarked(before))
    return bare_label(parts[-1].lstrip("( "))[-160:]


def _unmarked(text: str) -> str:
    kept = text.replace("{{", "\x01").replace("}}", "\x02").replace("||", "|")
    plain = re.sub(r"\^[^^]{1,12}\^|\{[^{}]*\}", "", kept)
    return plain.replace("\x01", "{").replace("\x02", "}")


def _split_label(head: str) -> tuple[str, str]:
    at = head.rfind(":")
    return (head[: at + 1] + " ", head[at + 1 :]) if at >= 0 else ("", head)


def _option(words: str) -> tuple[str, str]:
    """The option, and what stands behind it: signs, a blank of its own and the words that ask for it."""
    blank = BLANKS.search(words)
    text, rest = (words[: blank.start()], words[blank.start() :]) if blank else (words, "")
    asks = _WRITTEN_IN.search(text) if blank else None
    if asks is not None and text[: asks.start()].strip(_AROUND_OPTION):
        text, rest = text[: asks.start()], text[asks.start() :] + rest
    option = text.strip(_AROUND_OPTION)
    tail = text[text.find(option) + len(option) :] if option else text
    return " ".join(_unmarked(option).translate(_NOT_IN_OPTIONS)[:200].split()), tail + rest
