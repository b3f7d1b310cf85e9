"""What is said about a procedure the moment it is found: may we write, can it be today, what does it cost."""

from dataclasses import dataclass

from desktop.domain.procedure import Channel, FeeKind, FeeRule, Procedure, SameDayClass, WritingClass
from desktop.domain.speech import money
from desktop.domain.text import fold
from desktop.services.visit_events import VisitEvents
from desktop.services.workday import Workday
from desktop.ui.icon_set import Icon
from desktop.ui.widgets.suggestion_list import Suggestion

BASE_KIND = "-"
"""Stands for the procedure's ordinary case in the list of its kinds."""


EVENT = "event:"
"""Stands before the id of a life event in the list of what was found."""

_BEFORE_EVENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureWords:
    """The three short answers, and the sentence behind the first."""

    writing: str
    same_day: str
    fee: str
    writing_reason: str
    is_barred: bool
    is_same_day: bool

    @property
    def line(self) -> str:
        """Everything in one line for the list."""
        return f"{self.writing} · {self.same_day} · {self.fee}"


def procedure_words(procedure: Procedure, workday: Workday) -> ProcedureWords:
    """Gives the words for a procedure on a workday; the verdict itself comes at its own step."""
    same_day, is_same_day = _same_day(procedure, workday)
    rule = procedure.writing
    return ProcedureWords(
        writing=_WRITING[rule.kind],
        same_day=same_day,
        fee=fee_words(procedure.fee),
        writing_reason=" ".join(part for part in (rule.reason, *rule.conditions) if part),
        is_barred=rule.kind is WritingClass.BARRED,
        is_same_day=is_same_day,
    )


_WRITING = {
    WritingClass.ALLOWED: "Viết hộ được",
    WritingClass.PRESENCE: "Viết hộ được, phải có mặt",
    WritingClass.LIMITED: "Viết hộ có điều kiện",
    WritingClass.BARRED: "Người dân phải tự viết",
    WritingClass.NOTHING_TO_WRITE: "Không có tờ khai",
}


def usual_procedures(workday: Workday) -> tuple[Procedure, ...]:
    """Gives what is done most often first: the posted same-day list."""
    posted = workday.profile.model.same_day.codes
    return tuple(sorted(workday.find_procedures(""), key=lambda one: one.code not in posted))


def found_items(events: VisitEvents, procedures: tuple[Procedure, ...], text: str) -> tuple[Suggestion, ...]:
    """Gives the rows of the search: procedures, and the life events that hold the typed words.

    An event stands first where no procedure is called so; else it stands behind the procedures that are.
    """
    workday = events.flow.workday
    rows = [
        Suggestion(
            key=one.code,
            title=one.short_name,
            detail=procedure_words(one, workday).line,
            cap="" if text else str(number),
        )
        for number, one in enumerate(procedures, start=1)
    ]
    phrase = " ".join(fold(text).split())
    named = sum(phrase in fold(one.short_name) for one in procedures)
    place = min(named, _BEFORE_EVENTS)
    found = [
        Suggestion(
            key=f"{EVENT}{one.id}",
            title=one.name,
            detail="Sự kiện: hỏi vài câu, ra mọi việc phải làm",
            icon=Icon.PEOPLE,
        )
        for one in events.find(text)
    ]
    return (*rows[:place], *found, *rows[place:])


def kind_name(procedure: Procedure, key: str) -> str:
    """Gives the name of a kind of case, empty for the ordinary one."""
    return next((kind.name for kind in procedure.kinds if kind.key == key), "")


def kind_suggestions(procedure: Procedure) -> tuple[Suggestion, ...]:
    """Gives the kinds of case of a procedure; the ordinary one first where it has forms of its own."""
    kinds = [(kind.key, kind.name, kind.citation.text) for kind in procedure.kinds]
    if procedure.forms:
        kinds.insert(0, (BASE_KIND, "Trường hợp thường", procedure.short_name))
    return tuple(
        Suggestion(key=key, title=name, detail=detail, cap="" if number == 1 else str(number))
        for number, (key, name, detail) in enumerate(kinds, start=1)
    )


def _same_day(procedure: Procedure, workday: Workday) -> tuple[str, bool]:
    limit = procedure.limits.get(Channel.DIRECT)
    waiting = f"Hẹn {limit.words}" if limit is not None else "Có hẹn"
    model = workday.profile.model
    match procedure.same_day.kind:
        case SameDayClass.BY_LAW:
            return "Trả trong ngày", True
        case SameDayClass.WHEN_POSSIBLE if procedure.code in model.same_day.codes:
            is_today = model.is_model_day(workday.day, workday.calendar)
            return ("Hôm nay trả ngay được", True) if is_today else (waiting, False)
        case _:
            return waiting, False


def fee_words(fee: FeeRule) -> str:
    """Gives the statutory fee in a few words."""
    match fee.kind:
        case FeeKind.FREE:
            return "Không thu phí"
        case FeeKind.SET_BY_PROVINCE:
            return "Lệ phí theo tỉnh"
        case FeeKind.FIXED:
            return money(fee.amount)
        case FeeKind.PER_COPY | FeeKind.PER_PAGE:
            return f"{money(fee.amount)}/{fee.unit}"
