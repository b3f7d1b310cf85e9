"""What the list of forms shows: frozen plain values made from the overview."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from desktop.domain.calendar import office_time
from desktop.domain.ids import FormRef
from desktop.domain.text import fold
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import BrokenForm, FormOverview, FormStanding, KnownForm
from desktop.ui.widgets.pill import PillKind

_PILLS: Final = {
    FormStanding.IN_FORCE: PillKind.IN_USE,
    FormStanding.COMING: PillKind.COMING,
    FormStanding.ENDED: PillKind.REPLACED,
}


class FormFilter(Enum):
    """The filters behind Ctrl+1 to Ctrl+4, in order."""

    IN_USE = "Đang dùng"
    OWN = "Của cơ quan"
    DRAFTS = "Đang sửa"
    ALL = "Mọi phiên bản"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One row: a version of a form, a draft, or a file with mistakes.

    Attributes:
        key: Names the row; kept current when rows change.
        title: The official name.
        detail: Id and legal source, or what the draft came from, or the first mistake.
        days: "Từ 06/06/2024".
        pill: Its state.
        is_own: The office's own.
        filters: Under which filters it stands.
        facts: Lines of the detail pane, label and words.
        ref: The version, for a form of the library.
        draft: The draft, for a draft.
        broken: The file and its mistakes, for a file with mistakes.
    """

    key: str
    title: str
    detail: str
    days: str
    pill: PillKind
    is_own: bool
    filters: frozenset[FormFilter]
    facts: tuple[tuple[str, str], ...] = ()
    ref: FormRef | None = None
    draft: FormDraft | None = None
    broken: BrokenForm | None = None

    def matches(self, query: str) -> bool:
        """Whether every typed word stands in the row, marks or not."""
        text = fold(f"{self.title} {self.detail} {self.days}")
        return all(word in text for word in fold(query).split())


def form_lines(overview: FormOverview) -> tuple[FormLine, ...]:
    """Give every row: what is being changed first, then what is broken, then the library by name."""
    forms = sorted(overview.forms, key=lambda one: (fold(one.form.name), one.form.id, -_ordinal(one)))
    return (
        *(_draft_line(draft) for draft in overview.drafts),
        *(_broken_line(one) for one in overview.broken),
        *(_form_line(one) for one in forms),
    )


def _ordinal(one: KnownForm) -> int:
    return one.form.in_force.first.toordinal()


def form_key(ref: FormRef) -> str:
    """Give the key of a version's row."""
    return f"form:{ref.form_id}:{ref.version}"


def _form_line(one: KnownForm) -> FormLine:
    form, ref = one.form, FormRef(form_id=one.form.id, version=one.form.version)
    filters = {FormFilter.ALL}
    if one.standing is FormStanding.IN_FORCE:
        filters.add(FormFilter.IN_USE)
    if one.is_own:
        filters |= (
            {FormFilter.OWN, FormFilter.IN_USE} if one.standing is FormStanding.COMING else {FormFilter.OWN}
        )
    fields = len(form.fields)
    certainty = f" {form.checked.certainty}" if form.checked.certainty else ""
    return FormLine(
        key=form_key(ref),
        title=form.name,
        detail=f"{form.id} · {form.source}",
        days=_days(form.in_force.first, one.last),
        pill=_PILLS[one.standing],
        is_own=one.is_own,
        filters=frozenset(filters),
        facts=(
            ("Mã mẫu", f"{form.id}, phiên bản {form.version}"),
            ("Ban hành theo", form.source),
            ("Dùng", _days(form.in_force.first, one.last).lower()),
            ("Đã đối chiếu", f"{form.checked.on:%d/%m/%Y}: {form.checked.against}.{certainty}"),
            ("Thủ tục", ", ".join(form.procedures) or "không gắn thủ tục nào"),
            (
                "Có",
                f"{len(form.questions)} câu hỏi, {fields} ô" if fields else "không câu hỏi nào, máy tự điền",
            ),
        ),
        ref=ref,
    )


def _draft_line(draft: FormDraft) -> FormLine:
    saved = f"{office_time(draft.saved_at):%H:%M, %d/%m/%Y}" if draft.saved_at is not None else "chưa lưu"
    short = f"{office_time(draft.saved_at):%H:%M %d/%m}" if draft.saved_at is not None else ""
    if draft.mends:
        origin = f"sửa lại tệp {draft.mends}"
    elif draft.origin is not None:
        origin = f"chép từ {draft.origin.form_id}, phiên bản {draft.origin.version}"
    else:
        origin = "mẫu mới"
    return FormLine(
        key=f"draft:{draft.id}",
        title=draft.name or "Mẫu chưa có tên",
        detail=origin,
        days=f"Lưu {short}",
        pill=PillKind.BEING_CHANGED,
        is_own=True,
        filters=frozenset({FormFilter.DRAFTS, FormFilter.IN_USE}),
        facts=(("Nguồn", origin), ("Lưu lần cuối", saved)),
        draft=draft,
    )


def _broken_line(one: BrokenForm) -> FormLine:
    first = one.problems[0]
    more = f" Còn {len(one.problems) - 1} chỗ nữa." if len(one.problems) > 1 else ""
    where = f"Dòng {first.line}: " if first.line else ""
    return FormLine(
        key=f"broken:{one.file}",
        title=one.file,
        detail=f"{where}{first.message}",
        days="Chưa dùng được",
        pill=PillKind.BROKEN,
        is_own=True,
        filters=frozenset({FormFilter.OWN, FormFilter.DRAFTS, FormFilter.IN_USE}),
        facts=(
            ("Chỗ sai", f"{where}{first.message}{more}"),
            ("Cách sửa", first.cure or "Mở ra xem từng chỗ."),
        ),
        broken=one,
    )


def _days(first: date, last: date | None) -> str:
    return f"Từ {first:%d/%m/%Y}" if last is None else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
