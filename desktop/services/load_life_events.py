"""Reads life events from `resources/bundles/*.toml` and the office's own; a mistake names file, line, place and cure.

The words of a file are those of a form file (questions, conditions, persons) and one table more, `[[step]]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Final

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.system_faults import reason_of
from desktop.forms.building import build_form, options_of, read_condition
from desktop.forms.checking import check_form
from desktop.forms.conditions import All, AnyOf, Condition, Not, OneOf, keys_of
from desktop.forms.definition import Field, FieldType, FormDefinition, InForce, Place
from desktop.forms.page import read_template
from desktop.forms.problems import FormProblem, ProblemList, TooManyProblemsError, did_you_mean
from desktop.forms.reading import Plain, check_shape, read_raw
from desktop.forms.vocabulary import CONTEXT_KEYS, MAX_BYTES, TABLES, Key, Shape
from desktop.resources_dir import resources_dir
from desktop.services.life_event import SUBJECT, EventStep, GivenAnswer, LifeEvent

OWN_EVENTS: Final = "bundles"
_CHOICES: Final = frozenset({FieldType.CHOICE, FieldType.MULTI, FieldType.YES_NO})
_MOST_FILES: Final = 200


def _key(name: str, shape: Shape, about: str, *, must: bool = False, table: str = "") -> Key:
    return Key(name=name, shape=shape, about=about, must=must, table=table)


EVENT_TABLES: Final[Mapping[str, tuple[Key, ...]]] = MappingProxyType(
    {
        **TABLES,
        "event": (
            _key("id", Shape.TEXT, "Tên máy của sự kiện, trùng tên tệp", must=True),
            _key("name", Shape.TEXT, "Tên sự kiện như người dân nói", must=True),
            _key("source", Shape.TEXT, "Dựa trên văn bản, quy trình nào", must=True),
            _key("keywords", Shape.TEXTS, "Các từ để tìm"),
            _key("in_force", Shape.TABLE, "Dùng từ ngày nào đến ngày nào", must=True, table="in_force"),
            _key("checked", Shape.TABLE, "Đã đối chiếu ngày nào, với gì", must=True, table="checked"),
            _key("person", Shape.TABLES, "Những người có trong sự kiện", table="person"),
            _key("question", Shape.TABLES, "Các câu hỏi, theo thứ tự hỏi", table="question"),
            _key("step", Shape.TABLES, "Các việc phải làm, theo thứ tự làm", must=True, table="step"),
        ),
        "step": (
            _key("procedure", Shape.TEXT, "Mã thủ tục trong danh mục"),
            _key("title", Shape.TEXT, "Tên việc; bỏ trống thì lấy tên thủ tục"),
            _key("why", Shape.TEXT, "Vì sao phải làm, một câu nói với người dân", must=True),
            _key("when", Shape.CONDITION, "Chỉ khi đúng điều kiện; bỏ trống là luôn luôn"),
            _key("from", Shape.DAY, "Ngày đầu tiên có việc này"),
            _key("to", Shape.DAY, "Ngày cuối cùng có việc này"),
            _key("forms", Shape.TEXTS, "Tên máy các mẫu; bỏ trống thì lấy mẫu của thủ tục"),
            _key("forms_of", Shape.TEXTS, "Mã các thủ tục khác mà việc này cũng dùng mẫu của chúng"),
            _key("where", Shape.TEXT, "Nộp ở đâu; bỏ trống là tại quầy này"),
            _key("bring", Shape.TEXTS, "Mang theo gì ngoài giấy tờ của thủ tục"),
            _key("due", Shape.TEXT, "Người dân phải đến trước khi nào"),
            _key("about", Shape.TEXT, "Tờ khai của việc này nói về ai (tên vai); bỏ trống là subject"),
            _key("give", Shape.TABLES, "Điều đã biết, khỏi hỏi lại khi viết tờ khai", table="give"),
        ),
        "give": (
            _key("field", Shape.TEXT, "Tên máy của ô trên tờ khai", must=True),
            _key("value", Shape.TEXT, "Ghi sẵn chữ này"),
            _key("from", Shape.TEXT, "Ghi câu trả lời của câu hỏi này trong sự kiện"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class LifeEvents:
    """All events of this machine; a file with mistakes is left out and told in `problems`."""

    events: tuple[LifeEvent, ...]
    problems: tuple[FormProblem, ...] = ()

    def get(self, event_id: str) -> LifeEvent:
        """Give one event.

        Raises:
            DeskError: EVENT_UNKNOWN.
        """
        found = next((event for event in self.events if event.id == event_id), None)
        if found is None:
            raise DeskError(ErrorCode.EVENT_UNKNOWN, event=event_id)
        return found

    def on(self, day: date) -> tuple[LifeEvent, ...]:
        """Give the events offered on a day."""
        return tuple(event for event in self.events if event.asked.in_force.covers(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCheck:
    """What became of a file: the event if it is free of mistakes, and the mistakes from top to bottom."""

    event: LifeEvent | None
    problems: tuple[FormProblem, ...]


def load_life_events(data_dir: FilePath | None = None) -> LifeEvents:
    """Read the shipped events and the office's own over them.

    Args:
        data_dir: The data folder of this PC, whose folder `bundles` holds the office's own; None leaves them out.
    """
    folders = [resources_dir() / "bundles"]
    if data_dir is not None:
        folders.append(data_dir / OWN_EVENTS)
    return read_life_events(folders)


def read_life_events(folders: Iterable[FilePath]) -> LifeEvents:
    """Read every event of some folders; a later folder goes before an earlier one."""
    found: dict[str, LifeEvent] = {}
    problems: list[FormProblem] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml"))[:_MOST_FILES]:
            check = check_event_file(path)
            problems.extend(check.problems)
            if check.event is not None:
                found[check.event.id] = check.event
    return LifeEvents(tuple(found.values()), tuple(problems))


def check_event_file(path: FilePath) -> EventCheck:
    """Check a file on disk; one that is too big is not even read."""
    shown = f"{path.parent.name}/{path.name}"
    try:
        data = b" " * (MAX_BYTES + 1) if path.stat().st_size > MAX_BYTES else path.read_bytes()
    except OSError as error:
        problem = FormProblem(
            file=shown,
            line=0,
            place="",
            message="Không mở được tệp.",
            cure=f"Kiểm tra tệp và quyền đọc: {reason_of(error)}.",
        )
        return EventCheck(event=None, problems=(problem,))
    return check_event_text(data, shown, name=path.stem)


def check_event_text(data: bytes, file: str, *, name: str = "") -> EventCheck:
    """Check the bytes of an event file.

    Args:
        data: What stands in the file.
        file: Its name as an officer knows it, for the messages.
        name: The id the file's name promises; '' = do not compare.
    """
    raw = read_raw(data, file)
    event: LifeEvent | None = None
    if raw.plain is not None:
        try:
            check_shape(raw.plain, raw.problems, root="event", tables=EVENT_TABLES)
            event = _Events(raw.plain, raw.problems).build(name)
        except TooManyProblemsError:
            event = None
    problems = tuple(sorted(raw.problems, key=lambda problem: problem.line))
    return EventCheck(event=None if problems else event, problems=problems)


class _Events:
    """Makes the event of one file; what is wrong is noted and an empty value stands in."""

    def __init__(self, plain: Plain, problems: ProblemList) -> None:
        self._plain = plain
        self._problems = problems

    def build(self, name: str) -> LifeEvent:
        asked = _unprinted(build_form(self._plain, (), self._problems))
        check_form(asked, self._plain, self._problems)
        if name and asked.id and asked.id != name:
            self._problems.add(("id",), f"Tên máy “{asked.id}” khác tên tệp “{name}.toml”.", "Sửa cho trùng.")
        fields = {field.key: field for field in asked.fields}
        raw_steps = self._plain.get("step")
        steps = raw_steps if isinstance(raw_steps, list) else []
        return LifeEvent(
            asked=asked,
            steps=tuple(self._step(row, at, fields) for at, row in enumerate(steps) if isinstance(row, dict)),
            keywords=_texts(self._plain, "keywords"),
        )

    def _step(self, row: Plain, at: int, fields: Mapping[str, Field]) -> EventStep:
        path = ("step", at)
        code, title = _text(row, "procedure"), _text(row, "title")
        if not code and not title:
            self._problems.add(
                path, "Việc này không có thủ tục mà cũng không có tên.", "Thêm procedure hoặc title."
            )
        raw_when = row.get("when")
        when = (
            read_condition(raw_when, (*path, "when"), self._problems) if isinstance(raw_when, dict) else None
        )
        if when is not None:
            self._condition(when, at, fields)
        for key in ("why", "where"):
            self._places(_text(row, key), at, key)
        first, last = _day(row, "from") or date.min, _day(row, "to")
        if last is not None and last < first:
            self._problems.add((*path, "to"), "Ngày cuối đứng trước ngày đầu.", "Đổi lại from và to.")
        return EventStep(
            code=code,
            title=title,
            why=_text(row, "why"),
            when=when,
            in_force=InForce(first=first, last=last),
            forms=_texts(row, "forms"),
            forms_of=_texts(row, "forms_of"),
            where=_text(row, "where"),
            bring=_texts(row, "bring"),
            due=_text(row, "due"),
            about=_text(row, "about") or SUBJECT,
            given=self._given(row, at, fields),
        )

    def _given(self, row: Plain, at: int, fields: Mapping[str, Field]) -> tuple[GivenAnswer, ...]:
        raw = row.get("give")
        rows = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
        given = tuple(
            GivenAnswer(field=_text(one, "field"), value=_text(one, "value"), answer_of=_text(one, "from"))
            for one in rows
        )
        for number, one in enumerate(given):
            path = ("step", at, "give", number)
            if bool(one.value) is bool(one.answer_of):
                self._problems.add(
                    path, "Ghi sẵn thì phải có value hoặc from, một trong hai.", "Sửa dòng này."
                )
            elif one.answer_of and one.answer_of not in fields:
                self._problems.add(
                    path, f"Không có câu hỏi nào về “{one.answer_of}”.", did_you_mean(one.answer_of, fields)
                )
        return given

    def _condition(self, when: Condition, at: int, fields: Mapping[str, Field]) -> None:
        path = ("step", at, "when")
        for key in keys_of(when):
            if key not in fields:
                self._problems.add(path, f"Không có câu hỏi nào về “{key}”.", did_you_mean(key, fields))
        for key, value in _compared(when):
            field = fields.get(key)
            if field is None or field.type not in _CHOICES or field.other:
                continue
            if isinstance(value, bool) != (field.type is FieldType.YES_NO) or (
                isinstance(value, str) and value not in options_of(field)
            ):
                allowed = "true, false" if field.type is FieldType.YES_NO else ", ".join(options_of(field))
                self._problems.add(path, f"“{key}” không có lựa chọn “{value}”.", f"Được dùng: {allowed}.")

    def _places(self, text: str, at: int, key: str) -> None:
        pieces, slips = read_template(text)
        for what, cure in slips:
            self._problems.add(("step", at, key), what, cure)
        for piece in pieces:
            if isinstance(piece, Place) and piece.key not in CONTEXT_KEYS:
                self._problems.add(
                    ("step", at, key),
                    f"Không có chỗ {{{piece.key}}}.",
                    did_you_mean(piece.key, CONTEXT_KEYS),
                )


def _unprinted(form: FormDefinition) -> FormDefinition:
    """The questions of an event have no paper: nothing of them is missing on a page."""
    questions = tuple(
        replace(question, fields=tuple(replace(field, printed=False) for field in question.fields))
        for question in form.questions
    )
    return replace(form, questions=questions)


def _compared(condition: Condition) -> list[tuple[str, str | int | bool]]:
    match condition:
        case OneOf(key=key, values=values):
            return [(key, value) for value in values]
        case All(parts=parts) | AnyOf(parts=parts):
            return [pair for part in parts for pair in _compared(part)]
        case Not(part=part):
            return _compared(part)
        case _:
            return []


def _text(table: Plain, key: str) -> str:
    value = table.get(key)
    return value.strip() if isinstance(value, str) else ""


def _texts(table: Plain, key: str) -> tuple[str, ...]:
    value = table.get(key)
    return tuple(row for row in value if isinstance(row, str)) if isinstance(value, list) else ()


def _day(table: Plain, key: str) -> date | None:
    value = table.get(key)
    return value if isinstance(value, date) else None
