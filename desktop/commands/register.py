"""`khongviet register`: the register of dossiers without a window - open an office, enter, correct, move, look up."""

import argparse
import contextlib
from pathlib import Path

from desktop.commands import attachments, erasing
from desktop.commands.actor import actor_of, add_actor_option
from desktop.commands.files import read_json, read_words
from desktop.commands.outcome import Outcome
from desktop.core import Core
from desktop.domain.dossier import Dossier, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, StaffId
from desktop.services.office_setup import PROFILE_SETTING, FirstStartAnswers
from desktop.services.office_words import moment_words, unchecked_clock_words
from desktop.services.register_entry import CORRECTABLE, CorrectDossier, EnterDossier, RegisterEntry

_LOOK_FIRST = frozenset(
    {ErrorCode.CLOCK_OFF, ErrorCode.CLOCK_BACK, ErrorCode.COUNTER_RETIRED, ErrorCode.COUNTER_UNKNOWN}
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true")
    shared.add_argument("--data-dir", type=Path)
    add_actor_option(shared)
    shared.set_defaults(by="")

    start = parts.add_parser("open", parents=[shared], help="mở sổ lần đầu: xã nào, tên người dùng, mã PIN")
    start.add_argument("--profile", required=True, metavar="MÃ", help="mã hồ sơ đơn vị, ví dụ duc-thinh-2026")
    start.add_argument("--name", required=True, metavar="TÊN")
    start.add_argument(
        "--pin-file", type=Path, required=True, metavar="FILE", help="tệp chứa mã PIN, 4 đến 12 số"
    )
    start.set_defaults(run=run_open)

    new = parts.add_parser("new", parents=[shared], help="ghi một hồ sơ")
    new.add_argument("--procedure", required=True, metavar="CODE", help="mã thủ tục")
    new.add_argument("--name", required=True, metavar="TÊN", help="người yêu cầu")
    new.add_argument("--note", default="", metavar="GHI_CHÚ")
    new.add_argument("--answers", type=Path, metavar="FILE.json", help="câu trả lời, theo từng ô")
    new.set_defaults(run=run_new)

    correct = parts.add_parser("set", parents=[shared], help="sửa ô của một hồ sơ")
    correct.add_argument("id", metavar="ID")
    correct.add_argument(
        "changes", nargs="+", metavar="Ô=GIÁ_TRỊ", help=f"ô sửa được: {', '.join(CORRECTABLE)}"
    )
    correct.set_defaults(run=run_set)

    move = parts.add_parser("move", parents=[shared], help="chuyển trạng thái")
    move.add_argument("id", metavar="ID")
    move.add_argument("kind", choices=[one.value for one in MoveKind], metavar="BƯỚC")
    move.add_argument("--reason", default="", metavar="LÝ_DO")
    move.set_defaults(run=run_move)

    attachments.add_parts(parts, shared)
    erasing.add_parts(parts, shared)

    show = parts.add_parser("show", parents=[shared], help="xem một hồ sơ, cả lịch sử và câu trả lời")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=run_show)

    find = parts.add_parser("find", parents=[shared], help="tìm hồ sơ, gõ không dấu cũng được")
    find.add_argument("words", metavar="CHỮ")
    find.add_argument("--limit", type=int, default=50)
    find.set_defaults(run=run_find)


def run_open(arguments: argparse.Namespace) -> Outcome:
    """Open the register of a new office; raises `DeskError` as the first start does."""
    pin = read_words(arguments.pin_file).strip()
    with Core.open(arguments.data_dir) as core:
        if arguments.profile not in {one.id for one in core.load_workday.profiles}:
            raise DeskError(ErrorCode.OFFICE_UNKNOWN, office=arguments.profile)
        if core.store.read.staff():
            raise DeskError(ErrorCode.INPUT_INVALID, problem="sổ trên máy này đã mở rồi.")
        officer = core.first_start(
            FirstStartAnswers(profile_id=arguments.profile, name=arguments.name, pin=pin)
        )
    return Outcome(plain={"staff_id": officer.id, "name": officer.name}, text=f"Đã mở sổ cho {officer.name}.")


def run_new(arguments: argparse.Namespace) -> Outcome:
    """Enter a dossier; raises `DeskError` as `EnterDossier` does."""
    answers = {} if arguments.answers is None else read_json(arguments.answers)
    with Core.open(arguments.data_dir) as core:
        actor = actor_of(core, arguments)
        profile = core.store.read.office_settings().get(PROFILE_SETTING)
        dossier = _entered(
            core,
            actor,
            RegisterEntry(
                procedure_code=arguments.procedure.strip(),
                requester_name=arguments.name,
                note=arguments.note,
                answers=answers,
                profile_id=str(profile or ""),
            ),
        )
        warning = unchecked_clock_words(core.office.status(), core.clock())
    lines = [f"{dossier.number}  {dossier.requester_name}", dossier.id, warning]
    return Outcome(
        plain=_plain(dossier) | {"warning": warning}, text="\n".join(line for line in lines if line)
    )


def _entered(core: Core, actor: StaffId, entry: RegisterEntry) -> Dossier:
    """Enter a dossier; a refusal that the store may have a newer word about is looked into once."""
    enter = EnterDossier(core.store, clock=core.clock, new_id=core.new_id)
    try:
        return enter(actor, entry)
    except DeskError as error:
        if error.code is ErrorCode.NUMBERS_UNSURE:
            with contextlib.suppress(DeskError):  # without an exchange the same refusal says what to do
                core.office.sync_once()
        elif error.code in _LOOK_FIRST:
            core.office.look()
        else:
            raise
    return enter(actor, entry)


def run_set(arguments: argparse.Namespace) -> Outcome:
    """Correct a dossier; raises `DeskError` as `CorrectDossier` does."""
    changes: dict[str, str] = {}
    for one in arguments.changes:
        name, sign, value = one.partition("=")
        if not sign:
            raise DeskError(ErrorCode.INPUT_INVALID, place=one, problem="viết như note=giá trị.")
        changes[name.strip()] = value
    with Core.open(arguments.data_dir) as core:
        dossier = CorrectDossier(core.store)(actor_of(core, arguments), DossierId(arguments.id), changes)
    return Outcome(plain=_plain(dossier), text="Đã sửa.")


def run_move(arguments: argparse.Namespace) -> Outcome:
    """Move a dossier; raises `DeskError` as `MoveDossier` does."""
    with Core.open(arguments.data_dir) as core:
        actor = actor_of(core, arguments)
        core.move_dossier(actor, DossierId(arguments.id), MoveKind(arguments.kind), reason=arguments.reason)
        dossier = core.store.read.detail(DossierId(arguments.id)).dossier
    return Outcome(plain=_plain(dossier), text=f"{dossier.number}: {dossier.state.label}")


def run_show(arguments: argparse.Namespace) -> Outcome:
    """Show a dossier; raises `DeskError(RECORD_MISSING)`."""
    with Core.open(arguments.data_dir) as core:
        dossier, now = core.store.read.detail(DossierId(arguments.id)).dossier, core.clock()
        answers = {}
        if dossier.answers_id is not None:
            with core.store.begin(actor_of(core, arguments)) as work:
                answers = dict(work.answers.load(dossier.answers_id))
    plain = _plain(dossier) | {
        "answers": answers,
        "moves": [
            {
                "kind": move.kind.value,
                "at": move.at.isoformat(),
                "by": move.by,
                "to": move.to_state.value,
                "reason": move.reason,
            }
            for move in dossier.moves
        ],
    }
    lines = [f"{dossier.number}  {dossier.requester_name}  {dossier.state.label}", dossier.note]
    lines += [
        f"{moment_words(move.at, now)}  {move.kind.label}{f': {move.reason}' if move.reason else ''}"
        for move in dossier.moves
    ]
    return Outcome(plain=plain, text="\n".join(line for line in lines if line))


def run_find(arguments: argparse.Namespace) -> Outcome:
    """Find dossiers."""
    with Core.open(arguments.data_dir) as core:
        hits = core.store.read.search(arguments.words, limit=arguments.limit)
    rows = [
        {
            "id": hit.row.id,
            "number": hit.row.number,
            "name": hit.row.requester_name,
            "state": hit.row.state.value,
        }
        for hit in hits
    ]
    text = (
        "\n".join(f"{row['number']}  {row['name']}  {row['id']}" for row in rows) or "Không thấy hồ sơ nào."
    )
    return Outcome(plain={"dossiers": rows}, text=text)


def _plain(dossier: Dossier) -> dict[str, object]:
    return {
        "id": dossier.id,
        "number": dossier.number,
        "procedure": dossier.procedure_code,
        "requester_name": dossier.requester_name,
        "state": dossier.state.value,
        "due": None if dossier.due is None else dossier.due.isoformat(),
        "note": dossier.note,
        "portal_code": dossier.portal_code,
        "copies": dossier.copies,
    }
