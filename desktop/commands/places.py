"""`khongviet places`: what the names of an old address are called now; the address itself is never changed."""

import argparse
from datetime import datetime

from desktop.commands.days import day_of_argument
from desktop.commands.outcome import Outcome
from desktop.domain.calendar import office_time
from desktop.services.place_offers import place_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("address", metavar="ĐỊA_CHỈ", help="địa chỉ như ghi trên giấy")
    parser.add_argument("--on", metavar="YYYY-MM-DD", help="ngày xét; không ghi thì hôm nay")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Tell what is to be said beside an address.

    Raises:
        DeskError: INPUT_INVALID for what is no day; FILE_INVALID.
    """
    day = (
        office_time(datetime.now().astimezone()).date()
        if arguments.on is None
        else day_of_argument(arguments.on, "--on")
    )
    offers = place_names(arguments.data_dir).offers(arguments.address, day)
    rows = [
        {
            "written": one.written,
            "now": one.now,
            "since": one.since.isoformat() if one.since is not None else None,
            "ambiguous": one.ambiguous,
            "note": one.note,
            "certainty": one.certainty.value,
            "source": one.source,
        }
        for one in offers
    ]
    words = [one.words for one in offers] or ["Không có tên nào đã đổi, hoặc chưa có trong dữ liệu."]
    return Outcome(plain={"address": arguments.address, "offers": rows}, text="\n".join(words))
