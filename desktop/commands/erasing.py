"""`khongviet register erase` and `register keep`: letting go of answers kept long enough, and how long that is."""

import argparse
import sys
from datetime import date, timedelta
from typing import Final

from desktop.commands.actor import actor_of
from desktop.commands.outcome import Outcome
from desktop.core import Core
from desktop.domain.calendar import date_text
from desktop.services.erase_expired import Expiry, erased_words, retention_words

_NONE: Final = "Chưa có hồ sơ nào hết thời hạn lưu."
_YES: Final = "xóa"


def add_parts(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the words of the commands."""
    erase = parts.add_parser(
        "erase",
        parents=[shared],
        help="xóa câu trả lời, bản quét của hồ sơ đã hết thời hạn lưu; sổ giữ nguyên",
    )
    erase.add_argument(
        "--before", type=date.fromisoformat, metavar="YYYY-MM-DD", help="chỉ hồ sơ xong trước ngày này"
    )
    erase.add_argument("--dry-run", action="store_true", help="chỉ đếm, chưa xóa gì")
    erase.set_defaults(run=run_erase)

    keep = parts.add_parser("keep", parents=[shared], help="xem, đổi số ngày lưu câu trả lời của cơ quan")
    keep.add_argument("--days", type=int, metavar="NGÀY", help="số ngày mới, tính từ ngày hồ sơ xong")
    keep.set_defaults(run=run_keep)


def run_erase(arguments: argparse.Namespace) -> Outcome:
    """Erase what has expired; raises `DeskError` as `EraseExpired` does."""
    last_day = None if arguments.before is None else arguments.before - timedelta(days=1)
    with Core.open(arguments.data_dir) as core:
        expiry = core.erase_expired.look(last_day)
        plain: dict[str, object] = {
            "keep_days": expiry.retention.days,
            "last_day": expiry.last_day.isoformat(),
            "expired": expiry.dossiers,
        }
        if arguments.dry_run or not expiry.dossiers:
            return Outcome(plain=plain | {"erased": 0, "kept": 0}, text=_told(expiry))
        if not arguments.json and not _agreed(expiry):
            return Outcome(plain=plain | {"erased": 0, "kept": 0}, text="Chưa xóa gì.")
        erasure = core.erase_expired(actor_of(core, arguments), last_day)
    return Outcome(plain=plain | {"erased": erasure.erased, "kept": erasure.kept}, text=erased_words(erasure))


def run_keep(arguments: argparse.Namespace) -> Outcome:
    """Show or change how long answers are kept; raises `DeskError(INPUT_INVALID)`."""
    with Core.open(arguments.data_dir) as core:
        if arguments.days is not None:
            core.save_office.keep_answers(actor_of(core, arguments), arguments.days)
        retention = core.erase_expired.retention()
    return Outcome(
        plain={
            "keep_days": retention.days,
            "source": retention.citation.text,
            "certainty": retention.citation.certainty.value,
        },
        text=retention_words(retention),
    )


def _told(expiry: Expiry) -> str:
    if not expiry.dossiers:
        return f"{_NONE} {retention_words(expiry.retention)}"
    return f"{expiry.dossiers} hồ sơ xong đến hết ngày {date_text(expiry.last_day)} đã hết thời hạn lưu."


def _agreed(expiry: Expiry) -> bool:
    """Ask whoever sits at the keyboard; a script without one has said what it wants."""
    if not sys.stdin.isatty():
        return True
    answer = input(f"{_told(expiry)} Xóa rồi không lấy lại được. Gõ “{_YES}” để xóa: ")
    return answer.strip().casefold() == _YES
