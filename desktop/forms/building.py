"""From checked plain tables to a `FormDefinition`; mistakes of meaning inside one table are found here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.forms.conditions import (
    After,
    AgeAtLeast,
    AgeBelow,
    All,
    AnyOf,
    AtLeast,
    AtMost,
    Before,
    Condition,
    Is,
    Not,
    OneOf,
    State,
)
from desktop.forms.definition import (
    Checked,
    CheckedLevel,
    Field,
    FieldType,
    FormDefinition,
    InForce,
    PageItem,
    PersonBlock,
    Question,
    TableColumn,
    Take,
)
from desktop.forms.paper import PaperSize
from desktop.forms.problems import Path, ProblemList, did_you_mean
from desktop.forms.reading import Plain
from desktop.forms.vocabulary import PERSON_PARTS

_CHOICES = frozenset({FieldType.CHOICE, FieldType.MULTI})
_OPERATORS = ("equals", "in", "is", "before", "after", "age_at_least", "age_below", "at_least", "at_most")
_GROUPS = ("all", "any", "not")
_YES_NO = ("Có", "Không")


@dataclass(frozen=True, slots=True)
class _SamePerson:
    role: str
    when: Condition | None


def build_form(plain: Plain, page: tuple[PageItem, ...], problems: ProblemList) -> FormDefinition:
    """Make the definition; where a value is missing an empty one stands in, the problem is already noted."""
    builder = _Builder(problems)
    persons = builder.persons(_tables(plain, "person"))
    printed = _table(plain, "print")
    checked = _table(plain, "checked")
    return FormDefinition(
        id=_text(plain, "id"),
        version=_text(plain, "version"),
        name=_text(plain, "name"),
        short_name=_text(plain, "short_name") or _text(plain, "name"),
        source=_text(plain, "source"),
        in_force=builder.in_force(_table(plain, "in_force")),
        procedures=_texts(plain, "procedures"),
        checked=Checked(
            on=_day(checked, "on") or date.min,
            against=_text(checked, "against"),
            certainty=_text(checked, "certainty"),
            level=CheckedLevel(_text(checked, "level") or CheckedLevel.LABELS.value),
        ),
        paper=PaperSize(_text(printed, "paper") or PaperSize.A4.value),
        questions=builder.questions(_tables(plain, "question")),
        page=page,
        persons=persons,
        eform_order=_texts(plain, "eform_order"),
        replaced_by=_text(plain, "replaced_by"),
    )


class _Builder:
    def __init__(self, problems: ProblemList) -> None:
        self._problems = problems
        self._same: dict[str, list[_SamePerson]] = {}
        self._roles: list[str] = []

    def in_force(self, table: Plain) -> InForce:
        first, last = _day(table, "from") or date.min, _day(table, "to")
        if last is not None and last < first:
            self._problems.add(
                ("in_force", "to"),
                f"Ngày hết hiệu lực {last:%d/%m/%Y} đứng trước ngày có hiệu lực {first:%d/%m/%Y}.",
                "Đổi lại: from là ngày đầu, to là ngày cuối.",
            )
            last = None
        return InForce(first=first, last=last)

    def persons(self, tables: Sequence[Plain]) -> tuple[PersonBlock, ...]:
        blocks: list[PersonBlock] = []
        for index, table in enumerate(tables):
            role = _text(table, "role")
            if role in self._roles:
                self._problems.add(
                    ("person", index, "role"), f"Vai “{role}” đã khai ở trên.", "Mỗi vai khai một lần."
                )
                continue
            self._roles.append(role)
            blocks.append(PersonBlock(role=role, title=_text(table, "title"), called=_text(table, "called")))
            self._same[role] = [
                _SamePerson(
                    _text(same, "person"),
                    self._optional_condition(same, ("person", index, "same_as", at, "when")),
                )
                for at, same in enumerate(_tables(table, "same_as"))
            ]
        return tuple(blocks)

    def questions(self, tables: Sequence[Plain]) -> tuple[Question, ...]:
        questions: list[Question] = []
        for index, table in enumerate(tables):
            path: Path = ("question", index)
            role = _text(table, "person")
            fields = [*self._asked_parts(table, role, path)]
            fields += [
                self._field(row, (*path, "field", at)) for at, row in enumerate(_tables(table, "field"))
            ]
            if not fields:
                self._problems.add(
                    path, "Câu hỏi không có ô nào.", "Thêm [[question.field]], hoặc person và ask."
                )
                continue
            if not _text(table, "say").strip() and "say" in table:
                self._problems.add((*path, "say"), "Câu hỏi để trống.", "Viết câu hỏi như nói với người dân.")
            title = _text(table, "title") or fields[0].label
            questions.append(
                Question(
                    id=fields[0].key,
                    say=_text(table, "say"),
                    title=title,
                    fields=tuple(fields),
                    role=role or fields[0].role,
                    hint=_text(table, "hint"),
                )
            )
        return tuple(questions)

    def _asked_parts(self, table: Plain, role: str, path: Path) -> list[Field]:
        asked = _texts(table, "ask")
        if asked and not role:
            self._problems.add((*path, "ask"), "Có ask mà không có person.", 'Thêm person = "vai".')
        if role and role not in self._roles:
            self._unknown_role((*path, "person"), role)
        fields: list[Field] = []
        for part in asked:
            if part not in PERSON_PARTS:
                self._problems.add(
                    (*path, "ask"), f"Không có mục “{part}” của người.", did_you_mean(part, PERSON_PARTS)
                )
                continue
            fields.append(self._field({"key": f"{role}.{part}"}, (*path, "ask")))
        return fields

    def _unknown_role(self, path: Path, role: str) -> None:
        cure = did_you_mean(role, self._roles) if self._roles else "Thêm [[person]] với role này."
        self._problems.add(path, f"Chưa khai người có vai “{role}”.", cure)

    def _field(self, table: Plain, path: Path) -> Field:
        key = _text(table, "key")
        role, _, name = key.partition(".")
        part = PERSON_PARTS.get(name) if role in self._roles else None
        kind = FieldType(_text(table, "type")) if "type" in table else (part.type if part else FieldType.TEXT)
        label = _text(table, "label") or (part.label if part else "")
        if not label:
            self._problems.add(path, f"Ô “{key}” thiếu nhãn.", 'Thêm label = "…" đúng chữ trên mẫu.')
        options = _texts(table, "options") or (part.options if part else ())
        default = table.get("default", part.default if part else None)
        field = Field(
            key=key,
            label=label,
            type=kind,
            required=table.get("optional") is not True,
            options=options,
            other=table.get("other") is True or bool(part and part.other),
            note=str(table.get("note", "")),
            capitals=table.get("capitals") is True,
            boxes=_whole(table, "boxes"),
            default=default if isinstance(default, str | int | bool) else None,
            hint=_text(table, "hint"),
            ask_when=self._optional_condition(table, (*path, "ask_when")),
            takes=self._takes(table, role if part else "", name, path),
            suggest=_texts(table, "suggest") or (part.suggest if part else ()),
            columns=self._columns(table, path),
            min_rows=_whole(table, "min_rows"),
            computed_from=_text(table, "from"),
            computed_as=_text(table, "as"),
            printed=table.get("not_printed") is not True,
        )
        self._check_field(field, table, path)
        return field

    def _takes(self, table: Plain, role: str, part: str, path: Path) -> tuple[Take, ...]:
        own = [
            Take(key=_text(row, "field"), when=self._optional_condition(row, (*path, "same_as", at, "when")))
            for at, row in enumerate(_tables(table, "same_as"))
        ]
        same = [Take(key=f"{other.role}.{part}", when=other.when) for other in self._same.get(role, [])]
        return tuple(own + same)

    def _columns(self, table: Plain, path: Path) -> tuple[TableColumn, ...]:
        columns: list[TableColumn] = []
        for at, row in enumerate(_tables(table, "columns")):
            width = row.get("width")
            column = TableColumn(
                key=_text(row, "key"),
                title=_text(row, "title"),
                type=FieldType(_text(row, "type") or "text"),
                width=float(width) if isinstance(width, int | float) else None,
                options=_texts(row, "options"),
                counted=row.get("counted") is True,
                by_hand=row.get("by_hand") is True,
            )
            if any(column.key == other.key for other in columns):
                self._problems.add(
                    (*path, "columns", at), f"Cột “{column.key}” có hai lần.", "Đổi tên một cột."
                )
            if column.type is FieldType.CHOICE and not column.options:
                self._problems.add(
                    (*path, "columns", at), f"Cột “{column.key}” thiếu lựa chọn.", "Thêm options = […]."
                )
            columns.append(column)
        if sum(column.width or 0 for column in columns) > 1.001:  # noqa: PLR2004 - shares of a whole, with room for rounding
            self._problems.add(
                (*path, "columns"), "Các cột cộng lại rộng hơn trang.", "Tổng width không quá 1."
            )
        return tuple(columns)

    def _check_field(self, field: Field, table: Plain, path: Path) -> None:
        if field.type in _CHOICES and not field.options:
            self._problems.add(
                path, f"Ô “{field.key}” là lựa chọn mà thiếu options.", 'Thêm options = ["…", "…"].'
            )
        if len(set(field.options)) != len(field.options):
            self._problems.add(
                (*path, "options"), f"Ô “{field.key}” có lựa chọn ghi hai lần.", "Xóa bớt một."
            )
        if any(not option.strip() for option in field.options):
            self._problems.add(
                (*path, "options"), f"Ô “{field.key}” có lựa chọn để trống.", "Xóa hoặc ghi rõ."
            )
        if field.options and field.type not in (*_CHOICES, FieldType.YES_NO):
            self._problems.add(
                (*path, "options"),
                f"Ô “{field.key}” không phải lựa chọn.",
                'Thêm type = "choice" hoặc bỏ options.',
            )
        if field.type is FieldType.TABLE and not field.columns:
            self._problems.add(path, f"Bảng “{field.key}” không có cột.", "Thêm [[question.field.columns]].")
        if field.columns and not any(column.typed for column in field.columns):
            self._problems.add(
                (*path, "columns"),
                f"Bảng “{field.key}” không có cột nào để hỏi.",
                "Thêm cột để ghi câu trả lời.",
            )
        if field.type is FieldType.COMPUTED and not field.computed_from:
            self._problems.add(
                path, f"Ô tự tính “{field.key}” thiếu from.", 'Thêm from = "ô gốc" và as = "words".'
            )
        if field.default is not None and "default" in table:
            self._check_default(field, path)

    def _check_default(self, field: Field, path: Path) -> None:
        number = isinstance(field.default, int) and not isinstance(field.default, bool)
        match field.type:
            case FieldType.YES_NO:
                fine, wanted = isinstance(field.default, bool), "true hoặc false"
            case FieldType.NUMBER | FieldType.MONEY:
                fine, wanted = number, "số nguyên"
            case FieldType.CHOICE:
                fine = field.other or field.default in field.options
                wanted = "một trong các lựa chọn"
            case FieldType.TEXT | FieldType.TEXTAREA | FieldType.ADDRESS | FieldType.PHONE:
                fine, wanted = isinstance(field.default, str), "chữ trong ngoặc kép"
            case _:
                fine, wanted = False, "bỏ đi, loại ô này không ghi sẵn được"
        if not fine:
            self._problems.add(
                (*path, "default"), f"Ghi sẵn của ô “{field.key}” không hợp loại ô.", f"Nên là {wanted}."
            )

    def _optional_condition(self, table: Plain, path: Path) -> Condition | None:
        raw = table.get(str(path[-1]))
        return self.condition(raw, path) if isinstance(raw, dict) else None

    def condition(self, raw: Plain, path: Path) -> Condition | None:
        used = [name for name in (*_OPERATORS, *_GROUPS) if name in raw]
        needs_field = bool(used) and used[0] in _OPERATORS
        if len(used) != 1 or needs_field != ("field" in raw):
            self._problems.add(
                path,
                "Điều kiện viết chưa đúng: cần một ô và đúng một phép so.",
                'Ví dụ { field = "requester.sex", equals = "Nữ" } hoặc { all = [ {…}, {…} ] }.',
            )
            return None
        operator, value = used[0], raw[used[0]]
        match operator:
            case "not":
                part = self.condition(value, (*path, "not")) if isinstance(value, dict) else None
                return Not(part=part) if part is not None else None
            case "all" | "any":
                rows = value if isinstance(value, list) else []
                read = [self.condition(row, (*path, operator, at)) for at, row in enumerate(rows)]
                parts = tuple(part for part in read if part is not None)
                if not rows:
                    self._problems.add(
                        (*path, operator),
                        f"“{operator}” không có điều kiện nào.",
                        "Thêm điều kiện trong [ … ].",
                    )
                return All(parts=parts) if operator == "all" else AnyOf(parts=parts)
            case _:
                return _simple(operator, _text(raw, "field"), value)


def read_condition(raw: Plain, path: Path, problems: ProblemList) -> Condition | None:
    """Make one condition of the closed vocabulary; a wrong one is noted and gives None."""
    return _Builder(problems).condition(raw, path)


def _simple(operator: str, key: str, value: object) -> Condition | None:  # noqa: PLR0911 - one line a kind
    match operator, value:
        case "is", str():
            return Is(key=key, state=State(value))
        case "equals", str() | int() | bool():
            return OneOf(key=key, values=(value,))
        case "in", list():
            return OneOf(key=key, values=tuple(row for row in value if isinstance(row, str | int | bool)))
        case "before", date():
            return Before(key=key, day=value)
        case "after", date():
            return After(key=key, day=value)
        case "age_at_least", int():
            return AgeAtLeast(key=key, years=value)
        case "age_below", int():
            return AgeBelow(key=key, years=value)
        case "at_least", int():
            return AtLeast(key=key, number=value)
        case "at_most", int():
            return AtMost(key=key, number=value)
        case _:
            return None


def options_of(field: Field) -> tuple[str, ...]:
    """The words that can be chosen or ticked, 'Có' and 'Không' for yes-no."""
    return field.options or (_YES_NO if field.type is FieldType.YES_NO else ())


def _text(table: Plain, key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _texts(table: Plain, key: str) -> tuple[str, ...]:
    value = table.get(key)
    return tuple(row for row in value if isinstance(row, str)) if isinstance(value, list) else ()


def _table(table: Plain, key: str) -> Plain:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _tables(table: Plain, key: str) -> list[Plain]:
    value = table.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _day(table: Plain, key: str) -> date | None:
    value = table.get(key)
    return value if isinstance(value, date) else None


def _whole(table: Plain, key: str) -> int:
    value = table.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
