"""`khongviet office verify`: is the office's log whole, and does everything follow from it?"""

import argparse
import sys

from desktop.commands.outcome import EXIT_WORLD_FAULT, Outcome
from desktop.core import Core
from desktop.services.office_values import LogCheck
from desktop.services.still_read import still_read_words


def run_verify(arguments: argparse.Namespace) -> Outcome:
    """Read the whole log again; raises `DeskError` as `SharedOffice.verify` does."""
    with Core.open(arguments.data_dir) as core:
        check = core.office.verify(_tell_progress)
        waiting = core.office.status().waiting
    return Outcome(
        plain={
            "entries": check.entries,
            "records": check.records,
            "unreadable": list(check.unreadable),
            "wrong_in_store": [list(key) for key in check.wrong_in_store],
            "put_right": [list(key) for key in check.put_right],
            "held_up": None if check.held_up is None else check.held_up.value,
            "waiting": waiting,
        },
        text=_words(check, waiting),
        exit_code=EXIT_WORLD_FAULT if check.wrong_in_store or check.unreadable else 0,
    )


def _words(check: LogCheck, waiting: int) -> str:
    said = [f"Sổ chung nguyên vẹn: {check.entries} mục, {check.records} bản ghi; từng mục khớp mã của nó."]
    if check.put_right:
        said.append(f"Máy này có {len(check.put_right)} bản ghi sai so với sổ, đã lấy lại cho đúng.")
    if check.wrong_in_store:
        said.append(
            f"Nơi để sổ chung có {len(check.wrong_in_store)} bản ghi không khớp với sổ; quầy mới nối vào hôm nay có thể"
            " thấy sai. Báo người trông nơi ấy xem ai đã sửa thẳng vào đó. Sửa lại hồ sơ ấy ở một quầy là nó đúng lại;"
            " rồi chạy lại lệnh này."
        )
    if check.unreadable:
        said.append(
            f"{len(check.unreadable)} mục không quầy nào đọc được nên đã bỏ qua; xem ở trang Cơ quan."
        )
    if check.held_up is not None:
        said.append(still_read_words(check.held_up, waiting))
    return "\n".join(said)


def _tell_progress(read: int, all_: int) -> None:
    # A program that runs this one reads faults from stderr, so only a person is told.
    if sys.stderr.isatty():
        sys.stderr.write(f"Đã đọc {read} trong {all_} mục.\n")
