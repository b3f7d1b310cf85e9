"""Who a command acts for. The system account guards the data folder; the name goes into the log."""

import argparse

from desktop.core import Core
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.records.store import RecordStore


def add_actor_option(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--by", default="", metavar="TÊN", help="người làm; không ghi thì người đầu danh sách"
    )


def actor_of(core: Core, arguments: argparse.Namespace) -> StaffId:
    """Give the member of staff; raises as `member_of` does."""
    return member_of(core.store, arguments)


def member_of(store: RecordStore, arguments: argparse.Namespace) -> StaffId:
    """Give the member of staff.

    Raises:
        DeskError: INPUT_INVALID when there is nobody of that name, or nobody at all.
    """
    staff = [one for one in store.read.staff() if one.active]
    if not staff:
        raise DeskError(
            ErrorCode.INPUT_INVALID, problem="máy này chưa có ai. Chạy khongviet register open trước."
        )
    if not arguments.by:
        return staff[0].id
    for one in staff:
        if arguments.by in {one.id, one.name}:
            return one.id
    raise DeskError(ErrorCode.INPUT_INVALID, place="--by", problem=f"không có ai tên “{arguments.by}”.")
