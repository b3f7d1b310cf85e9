"""Mistakes that only show when the whole form is looked at: order, names, places of the page."""

import re
from collections.abc import Iterable

from desktop.forms.building import options_of
from desktop.forms.conditions import Condition, keys_of
from desktop.forms.definition import (
    Field,
    FieldType,
    FormDefinition,
    PageItem,
    PageKind,
    Piece,
    Place,
    TickPlace,
    Words,
)
from desktop.forms.note_marks import doubt_notes
from desktop.forms.page import read_template
from desktop.forms.problems import Path, ProblemList, did_you_mean
from desktop.forms.reading import Plain
from desktop.forms.vocabulary import (
    CONTEXT_DAYS,
    CONTEXT_KEYS,
    CONTEXT_MOMENTS,
    CONTEXT_OF_CASES,
    CONTEXT_TABLES,
    FORMATS,
    MAX_FIELDS,
    PERSON_PARTS,
    SPEECH_PARTS,
)

_KEY = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")
_ID = re.compile(r"^[a-z0-9\-]+(\.[a-z0-9\-]+)*$")
_VERSION = re.compile(r"^[A-Za-z0-9]+([.\-][A-Za-z0-9]+)*$")
_CONTEXT_TYPES = {
    **dict.fromkeys(CONTEXT_DAYS, FieldType.DATE),
    **dict.fromkeys(CONTEXT_MOMENTS, FieldType.MOMENT),
    **dict.fromkeys(CONTEXT_TABLES, FieldType.TABLE),
}


def check_form(form: FormDefinition, plain: Plain, problems: ProblemList) -> None:
    """Add every mistake of the whole to `problems`. `plain` gives the paths of the fields."""
    _Checker(form, plain, problems).run()


class _Checker:
    def __init__(self, form: FormDefinition, plain: Plain, problems: ProblemList) -> None:
        self._form = form
        self._problems = problems
        self._paths = _field_paths(plain)
        self._fields = {field.key: field for field in form.fields}

    def run(self) -> None:
        self._names()
        self._order()
        self._speech()
        self._eform()
        shown = self._page() | {place.key for place in self._form.places}
        self._never_printed(shown)
        doubt_notes(self._form, self._problems)

    def _names(self) -> None:
        form = self._form
        if form.id and not _ID.match(form.id):
            self._problems.add(
                ("id",),
                f"Tên máy “{form.id[:60]}” có chữ không dùng được.",
                "Chỉ dùng a-z, 0-9, gạch nối, chấm.",
            )
        if form.version and not _VERSION.match(form.version):
            self._problems.add(
                ("version",),
                f"Phiên bản “{form.version[:60]}” không đặt làm tên tệp được.",
                "Chỉ dùng chữ không dấu, số, gạch nối, chấm; thường là ngày: 2026-07-01.",
            )
        if len(form.fields) > MAX_FIELDS:
            self._problems.add(
                ("question",),
                f"Mẫu có {len(form.fields)} ô.",
                f"Nhiều nhất {MAX_FIELDS}; tách thành hai mẫu.",
            )
        for field in form.fields:
            if not _KEY.match(field.key):
                self._problems.add(
                    self._path(field, "key"),
                    f"Tên ô “{field.key[:60]}” có chữ không dùng được.",
                    "Chỉ dùng a-z không dấu, số, gạch dưới và dấu chấm.",
                )
            if field.key in CONTEXT_KEYS:
                self._problems.add(
                    self._path(field, "key"),
                    f"Tên ô “{field.key}” là chỗ của cơ quan.",
                    "Đặt tên khác cho ô.",
                )

    def _order(self) -> None:
        seen: set[str] = set()
        for field in self._form.fields:
            if field.key in seen:
                self._problems.add(
                    _second_path(self._paths.get(field.key, []), self._path(field, "key")),
                    f"Ô “{field.key}” có hai lần.",
                    "Xóa một, hoặc đổi tên.",
                )
                continue
            self._condition(field, field.ask_when, seen, "ask_when")
            for take in field.takes:
                self._condition(field, take.when, seen, "same_as")
                if take.key == field.key:
                    self._problems.add(self._path(field, "same_as"), "Ô lấy từ chính nó.", "Ghi tên ô khác.")
            if field.type is FieldType.COMPUTED and field.computed_from:
                self._computed(field, seen)
            seen.add(field.key)

    def _condition(self, field: Field, condition: Condition | None, seen: set[str], key: str) -> None:
        for wanted in keys_of(condition) if condition is not None else ():
            if wanted in seen:
                self._values(field, condition, key)
                continue
            path = self._path(field, key)
            if wanted in self._fields:
                self._problems.add(
                    path,
                    f"Điều kiện của ô “{field.key}” nhìn vào ô “{wanted}” được hỏi sau nó.",
                    f"Đưa câu hỏi có “{wanted}” lên trước.",
                )
            else:
                self._problems.add(
                    path,
                    f"Điều kiện nhìn vào ô “{wanted}” không có trong mẫu.",
                    did_you_mean(wanted, self._fields),
                )

    def _values(self, field: Field, condition: Condition | None, key: str) -> None:
        for wanted, value in _texts_compared(condition):
            other = self._fields.get(wanted)
            if other is None or other.type not in (FieldType.CHOICE, FieldType.MULTI):
                continue
            if value in other.options:
                continue
            if other.other:
                self._problems.doubt(
                    self._path(field, key),
                    f"“{value}” không có trong các lựa chọn của ô “{wanted}”: chỉ đúng khi có người tự gõ y như vậy.",
                    did_you_mean(value, other.options),
                )
            else:
                self._problems.add(
                    self._path(field, key),
                    f"Ô “{wanted}” không có lựa chọn “{value}”.",
                    did_you_mean(value, other.options),
                )

    def _computed(self, field: Field, seen: set[str]) -> None:
        if field.computed_from not in seen:
            cure = did_you_mean(field.computed_from, seen)
            self._problems.add(
                self._path(field, "from"), f"Ô gốc “{field.computed_from}” chưa hỏi trước đó.", cure
            )
            return
        self._format(field.computed_as, self._fields[field.computed_from].type, self._path(field, "as"), 0)

    def _speech(self) -> None:
        for index, question in enumerate(self._form.questions):
            path: Path = ("question", index, "say")
            pieces, slips = read_template(question.say)
            for what, cure in slips:
                self._problems.add(path, what, cure)
            for piece in pieces:
                if isinstance(piece, Place | TickPlace):
                    self._known(piece.key, path, 0, speech=True)

    def _eform(self) -> None:
        for key in self._form.eform_order:
            if key not in self._fields:
                self._problems.add(("eform_order",), f"Không có ô “{key}”.", did_you_mean(key, self._fields))

    def _page(self) -> set[str]:
        shown: set[str] = set()
        for item in self._form.page:
            if item.name:
                self._named(item, shown)
            for part in item.parts:
                for piece in part:
                    self._piece(piece, item, shown)
        return shown

    def _named(self, item: PageItem, shown: set[str]) -> None:
        path: Path = ("print", "page")
        if item.kind is PageKind.SIGN:
            if item.name not in ("office", "officer", "trong") and self._form.person(item.name) is None:
                roles = ["office", "officer", "trong", *(block.role for block in self._form.persons)]
                self._problems.add(
                    path,
                    f"Chỗ ký: chưa khai vai “{item.name}”.",
                    did_you_mean(item.name, roles),
                    line=item.line,
                )
            return
        if item.kind is PageKind.ROWS:
            if item.name not in CONTEXT_TABLES:
                cure = did_you_mean(item.name, CONTEXT_TABLES)
                self._problems.add(path, f"Không có bảng “{item.name}”.", cure, line=item.line)
            return
        shown.add(item.name)
        field = self._fields.get(item.name)
        if (
            field is None
            and item.kind is not PageKind.TABLE
            and item.name in CONTEXT_KEYS.keys() - CONTEXT_TABLES
        ):
            return
        if field is None:
            tables = [f.key for f in self._form.fields if f.type is FieldType.TABLE]
            self._problems.add(
                path, f"Không có ô “{item.name}”.", did_you_mean(item.name, tables), line=item.line
            )
        elif item.kind is PageKind.TABLE and field.type is not FieldType.TABLE:
            self._problems.add(
                path, f"Ô “{item.name}” không phải bảng.", 'Đổi type = "table".', line=item.line
            )

    def _piece(self, piece: Piece, item: PageItem, shown: set[str]) -> None:
        path: Path = ("print", "page")
        if isinstance(piece, Words):
            return
        kind = self._known(piece.key, path, item.line, speech=False)
        shown.add(piece.key)
        field = self._fields.get(piece.key)
        if isinstance(piece, Place):
            if kind is FieldType.TABLE:
                self._problems.add(
                    path,
                    f"Bảng “{piece.key}” không đặt trong dòng được.",
                    f"Viết [{'dong' if piece.key in CONTEXT_TABLES else 'bang'} {piece.key}] ở dòng riêng.",
                    line=item.line,
                )
            elif kind is not None:
                self._format(piece.format, kind, path, item.line)
        elif field is not None and piece.option not in options_of(field):
            self._problems.add(
                path,
                f"Ô “{piece.key}” không có lựa chọn “{piece.option}”.",
                did_you_mean(piece.option, options_of(field)),
                line=item.line,
            )

    def _known(self, key: str, path: Path, line: int, *, speech: bool) -> FieldType | None:
        if key in self._fields:
            return self._fields[key].type
        if key in CONTEXT_KEYS:
            return _CONTEXT_TYPES.get(key, FieldType.TEXT)
        role, _, part = key.partition(".")
        cure = _nearest_place(key, self._fields)
        if speech and self._form.person(role) is not None:
            if part in PERSON_PARTS:
                return PERSON_PARTS[part].type
            if part in SPEECH_PARTS:
                return FieldType.TEXT
            cure = did_you_mean(key, [f"{role}.{name}" for name in (*PERSON_PARTS, *SPEECH_PARTS)])
        self._problems.add(path, f"Chỗ điền {{{key}}} không có ô nào tên như vậy.", cure, line=line)
        return None

    def _format(self, name: str, kind: FieldType, path: Path, line: int) -> None:
        if not name:
            return
        if name not in FORMATS:
            self._problems.add(path, f"Không có dạng viết “{name}”.", did_you_mean(name, FORMATS), line=line)
        elif kind not in FORMATS[name]:
            fitting = [form for form, kinds in FORMATS.items() if kind in kinds]
            cure = f"Loại {kind.value} viết được: {', '.join(fitting) or 'không có dạng riêng'}."
            self._problems.add(path, f"Dạng “{name}” không dùng cho loại {kind.value}.", cure, line=line)

    def _never_printed(self, shown: set[str]) -> None:
        sources = {field.computed_from for field in self._form.fields if field.key in shown}
        for field in self._form.fields:
            if field.printed and field.key not in shown and field.key not in sources:
                where = (
                    f"Thêm {{{field.key}}} vào trang in,"
                    if self._form.background is None
                    else f'Thêm [[print.place]] có field = "{field.key}",'
                )
                self._problems.add(
                    self._path(field, "key"),
                    f"Ô “{field.key}” được hỏi mà không có chỗ in.",
                    f"{where} hoặc not_printed = true nếu cố ý.",
                )

    def _path(self, field: Field, key: str) -> Path:
        paths = self._paths.get(field.key, [])
        return (*paths[0], key) if paths else ("question",)


def _second_path(paths: list[Path], first: Path) -> Path:
    return (*paths[1], "key") if len(paths) > 1 else first


def _nearest_place(key: str, fields: Iterable[str]) -> str:
    """The cure for a place nothing fills; what only slips fill is named only where it is nearly spelt."""
    own = list(fields)
    office = [name for name in CONTEXT_KEYS if not name.startswith(CONTEXT_OF_CASES)]
    likely = office if key.startswith("offic") or not own else own
    return did_you_mean(key, [*own, *CONTEXT_KEYS], likely=likely)


def _field_paths(plain: Plain) -> dict[str, list[Path]]:
    paths: dict[str, list[Path]] = {}
    questions = plain.get("question")
    for index, question in enumerate(questions if isinstance(questions, list) else []):
        role = question.get("person", "")
        for part in question.get("ask", []):
            paths.setdefault(f"{role}.{part}", []).append(("question", index, "ask"))
        for at, row in enumerate(question.get("field", [])):
            paths.setdefault(str(row.get("key")), []).append(("question", index, "field", at))
    return paths


def _texts_compared(condition: object) -> list[tuple[str, str]]:
    parts = getattr(condition, "parts", None)
    if parts is not None:
        return [pair for part in parts for pair in _texts_compared(part)]
    inner = getattr(condition, "part", None)
    if inner is not None:
        return _texts_compared(inner)
    values = getattr(condition, "values", ())
    return [(getattr(condition, "key", ""), value) for value in values if isinstance(value, str)]
