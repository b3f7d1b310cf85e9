"""The guide slip after a life event: what to do, where, what to bring, until when. No official paper, no name on it."""

from collections.abc import Mapping
from typing import Final

from desktop.forms.paper import (
    Block,
    Cell,
    ComposedPaper,
    Gap,
    Line,
    Notes,
    PaperSize,
    Paragraph,
    Rule,
    Run,
    Section,
    Subtitle,
    Tick,
    Title,
)
from desktop.services.life_event import EventPlan, PlannedStep

_INDENT_MM: Final = 5.0
_ONLINE: Final = (
    "Chỉ nhận trực tuyến: {unit} giúp khai trên Cổng, người dân tự đăng nhập VNeID (mang điện thoại)."
)


def compose_guide(
    plan: EventPlan, context: Mapping[str, str], *, opening: str, size: PaperSize = PaperSize.A5
) -> ComposedPaper:
    """Set the guide slip of a plan.

    Args:
        plan: What follows from the answers.
        context: The places of the office; `office.unit`, `office.phone` and the day are used.
        opening: Days and hours of the office, in words.
        size: `A5` for the hand, `A4_LARGE` for eyes that read badly.
    """
    unit, phone = context.get("office.unit", ""), context.get("office.phone", "")
    blocks: list[Block] = [
        Title(text="GIẤY HƯỚNG DẪN"),
        Subtitle(items=(Run(text=f"{plan.event.name}: {len(plan.steps)} việc cần làm"),)),
        Gap(mm=2),
    ]
    if unit and any(step.where == unit for step in plan.steps):
        blocks.append(
            Paragraph(items=(Run(text=f"Làm tại {unit}, trừ việc nào có ghi nơi khác."),), first_line_mm=0.0)
        )
    blocks.append(_row(("Giờ làm việc", f"{opening}.")))
    if plan.always_bring:
        blocks += [Section(text="Lần nào đến cũng mang theo"), *(_bullet(one) for one in plan.always_bring)]
    for number, step in enumerate(plan.steps, 1):
        blocks += _step(number, step, plan.always_bring, unit)
    if not plan.steps:
        blocks.append(Paragraph(items=(Run(text="Theo những gì đã nói thì không có việc nào phải làm."),)))
    blocks += _not_yet(plan)
    asking = f"Cần hỏi thêm: {unit}" + (f", điện thoại {phone}." if phone else ".")
    blocks += [
        Rule(),
        Notes(items=(Run(text=asking),)),
        Notes(
            items=(
                Run(
                    text=f"Lập ngày {plan.day:%d/%m/%Y}. Giấy này chỉ để hướng dẫn, không thay giấy tiếp nhận hồ sơ."
                ),
            )
        ),
    ]
    return ComposedPaper(
        form_id=f"huong-dan.{plan.event.id}",
        version=plan.day.isoformat(),
        title=f"Giấy hướng dẫn: {plan.event.name}",
        size=size,
        blocks=tuple(blocks),
    )


def _not_yet(plan: EventPlan) -> list[Block]:
    """Give what the event asks for and the day does not have: the citizen is told, not left to wonder."""
    if not plan.not_in_force:
        return []
    titles = {step.code: step.title for step in plan.event.steps if step.title}
    return [
        Section(text="Chưa có vào ngày này"),
        *(
            Paragraph(
                items=(Run(text=f"Thủ tục {_named(code, titles)}: hỏi lại tại quầy."),), first_line_mm=0.0
            )
            for code in plan.not_in_force
        ),
    ]


def _named(code: str, titles: Mapping[str, str]) -> str:
    return f"{titles[code]} ({code})" if code in titles else code


def _when(step: PlannedStep, *, is_here: bool) -> str:
    """Say when one may come, where no day is set: never that there is no limit, for that nobody has checked."""
    if step.online_only:
        return "nộp trên Cổng lúc nào cũng được; cần giúp thì đến trong giờ làm việc"
    return "trong giờ làm việc nêu trên" if is_here else "theo giờ làm việc của nơi đó"


def _step(number: int, step: PlannedStep, said: tuple[str, ...], unit: str) -> list[Block]:
    here = step.where == unit
    rows = [
        ("Vì sao", step.why),
        ("Ở đâu", "" if here else step.where),
        ("Cách nộp", _ONLINE.format(unit=unit or "quầy một cửa") if step.online_only else ""),
        ("Khi nào", step.due or _when(step, is_here=here)),
    ]
    costs = [(label, text) for label, text in (("Xong trong", step.limit), ("Lệ phí", step.fee)) if text]
    bring = [paper for paper in step.bring if paper not in said]
    return [
        Section(text=f"{number}. {step.title}"),
        *(_row((label, text)) for label, text in rows if text),
        *([_row(*costs)] if costs else []),
        *([_row(("Mang theo", ""))] if bring else []),
        *(_bullet(paper) for paper in bring),
    ]


def _row(*parts: tuple[str, str]) -> Line:
    return Line(
        cells=tuple(
            Cell(items=(Run(text=f"{label}: ", bold=True), *((Run(text=text),) if text else ())))
            for label, text in parts
        )
    )


def _bullet(text: str) -> Line:
    return Line(
        cells=(Cell(items=(Tick(checked=False, label=(Run(text=text),)),)),),
        indent_mm=_INDENT_MM,
    )
