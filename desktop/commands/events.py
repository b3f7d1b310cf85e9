"""`khongviet events`: what follows from something that happened in a family, and the guide slip for it."""

import argparse
from datetime import date, datetime
from pathlib import Path

from desktop.catalogue.calendars import load_calendar
from desktop.catalogue.offices import load_offices, office_on
from desktop.catalogue.procedures import load_procedures
from desktop.commands.days import day_of_argument
from desktop.commands.files import read_json, write_file
from desktop.commands.outcome import Outcome
from desktop.commands.parsers import shared_options
from desktop.domain.calendar import office_time
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.answer_file import answers_from_file
from desktop.forms.answers import Answers
from desktop.forms.paper import PaperSize
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.event_guide import compose_guide
from desktop.services.form_context import profile_context
from desktop.services.life_event import EventPlan, LifeEvent, PlanGround, PlannedStep
from desktop.services.load_forms import load_library
from desktop.services.load_life_events import load_life_events
from desktop.services.opening_words import opening_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two parts of the command."""
    shared = shared_options(again=True)
    parts = parser.add_subparsers(dest="part", required=True, metavar="list|plan")
    listing = parts.add_parser("list", parents=[shared], help="các sự kiện và câu hỏi của từng sự kiện")
    listing.add_argument("--on", metavar="YYYY-MM-DD", help="chỉ sự kiện dùng vào ngày này")
    listing.set_defaults(run=run_list)
    plan = parts.add_parser("plan", parents=[shared], help="các việc phải làm theo câu trả lời")
    plan.add_argument("id", metavar="ID", help="sự kiện, ví dụ sinh-con")
    plan.add_argument("--answers", type=Path, metavar="FILE.json", help="câu trả lời theo tên ô của sự kiện")
    plan.add_argument("--on", metavar="YYYY-MM-DD", help="ngày hỏi; không ghi thì hôm nay")
    plan.add_argument("--guide", type=Path, metavar="FILE.pdf", help="in giấy hướng dẫn ra tệp")
    plan.add_argument(
        "--paper",
        choices=[size.value for size in PaperSize],
        default=PaperSize.A5.value,
        help="khổ giấy hướng dẫn; A4-chu-to cho người mắt kém",
    )
    plan.set_defaults(run=run_plan)


def run_list(arguments: argparse.Namespace) -> Outcome:
    """List the events and what each of them asks.

    Raises:
        DeskError: INPUT_INVALID for what is no day.
    """
    found = load_life_events(arguments.data_dir)
    events = found.events if arguments.on is None else found.on(day_of_argument(arguments.on, "--on"))
    words = [line for event in events for line in _event_lines(event)]
    words += [f"SAI: {problem}" for problem in found.problems]
    return Outcome(
        plain={
            "events": [
                {
                    "id": event.id,
                    "name": event.name,
                    "certainty": event.checked.certainty,
                    "questions": [
                        {"key": field.key, "say": question.say, "options": list(field.options)}
                        for question in event.asked.questions
                        for field in question.fields
                    ],
                    "procedures": sorted({step.code for step in event.steps if step.code}),
                }
                for event in events
            ],
            "problems": [str(problem) for problem in found.problems],
        },
        text="\n".join(words),
    )


def run_plan(arguments: argparse.Namespace) -> Outcome:
    """Tell what follows from the answers, and draw the guide slip when it is asked for.

    Raises:
        DeskError: EVENT_UNKNOWN, ANSWER_INVALID, FILE_INVALID, FILE_NOT_WRITABLE, INPUT_INVALID.
    """
    day = (
        office_time(datetime.now().astimezone()).date()
        if arguments.on is None
        else day_of_argument(arguments.on, "--on")
    )
    event = load_life_events(arguments.data_dir).get(arguments.id)
    ground = _ground(arguments.data_dir, day)
    answers = Answers() if arguments.answers is None else _answers(event, arguments.answers, day)
    plan = ground.plan(event, answers)
    plain = plan_to_plain(plan)
    words = _plan_lines(plan)
    if arguments.guide is not None:
        paper = compose_guide(plan, ground.context, opening=_opening(day), size=PaperSize(arguments.paper))
        drawn = PdfPapers().draw(paper)
        write_file(arguments.guide, drawn.pdf)
        plain |= {"guide": str(arguments.guide), "pages": drawn.page_count}
        words.append(f"Giấy hướng dẫn: {arguments.guide}, {drawn.page_count} trang.")
    return Outcome(plain=plain, text="\n".join(words))


def plan_to_plain(plan: EventPlan) -> dict[str, object]:
    """Give a plan as JSON-able values."""
    return {
        "event": plan.event.id,
        "day": plan.day.isoformat(),
        "procedures": list(plan.codes),
        "forms": [{"id": form.id, "version": form.version} for form in plan.forms],
        "steps": [
            {
                "procedure": step.code,
                "title": step.title,
                "why": step.why,
                "where": step.where,
                "bring": list(step.bring),
                "due": step.due,
                "limit": step.limit,
                "fee": step.fee,
                "online_only": step.online_only,
                "forms": [form.id for form in step.forms],
                "forms_missing": list(step.forms_missing),
            }
            for step in plan.steps
        ],
        "not_in_force": list(plan.not_in_force),
        "missing": [{"key": one.key, "label": one.label} for one in plan.missing],
    }


def _ground(data_dir: Path, day: date) -> PlanGround:
    resources = resources_dir()
    profile = office_on(load_offices(resources / "offices"), day)
    return PlanGround(
        day=day,
        procedures=load_procedures(resources / "procedures", day),
        library=load_library(data_dir),
        context=profile_context(profile, day),
    )


def _opening(day: date) -> str:
    resources = resources_dir()
    profile = office_on(load_offices(resources / "offices"), day)
    return opening_words(load_calendar(resources / "calendars", profile.calendar_id), profile.model, day)


def _answers(event: LifeEvent, file: Path, day: date) -> Answers:
    fields = {field.key: field for field in event.asked.fields}
    answers, problems = answers_from_file(fields, read_json(file), day)
    if problems:
        raise DeskError(ErrorCode.ANSWER_INVALID, place=str(file), problem=" ".join(problems))
    return answers


def _event_lines(event: LifeEvent) -> list[str]:
    lines = [f"{event.id}  {event.name}"]
    for question in event.asked.questions:
        for field in question.fields:
            options = f" [{' | '.join(field.options)}]" if field.options else ""
            lines.append(f"    {field.key}: {field.label}{options}")
    return lines


def _plan_lines(plan: EventPlan) -> list[str]:
    lines = [f"{plan.event.name}, ngày {plan.day:%d/%m/%Y}: {len(plan.steps)} việc"]
    for number, step in enumerate(plan.steps, 1):
        lines += _step_lines(number, step)
    if plan.not_in_force:
        lines.append(f"Chưa có trong danh mục ngày này: {', '.join(plan.not_in_force)}.")
    if plan.missing:
        lines.append(f"Còn phải hỏi: {'; '.join(one.label for one in plan.missing)}.")
    return lines


def _step_lines(number: int, step: PlannedStep) -> list[str]:
    forms = ", ".join(form.id for form in step.forms)
    rows = (
        ("vì sao", step.why),
        ("ở đâu", step.where),
        ("khi nào", step.due),
        ("thời hạn", step.limit),
        ("mang theo", "; ".join(step.bring)),
        ("mẫu", forms),
        ("thiếu mẫu", ", ".join(step.forms_missing)),
    )
    code = f"  ({step.code})" if step.code else ""
    return [f"{number}. {step.title}{code}", *(f"     {label}: {text}" for label, text in rows if text)]
