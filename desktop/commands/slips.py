"""`khongviet slips`: the slips of a dossier and the register, listed and drawn into a file."""

import argparse
from datetime import datetime
from pathlib import Path

from desktop.commands.days import day_of_argument
from desktop.commands.files import write_file
from desktop.commands.outcome import Outcome
from desktop.commands.parsers import shared_options
from desktop.core import Core
from desktop.domain.calendar import office_time
from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.services.dossier_slips import DossierFile, DossierSlips, slips_of
from desktop.services.print_register import RegisterSpan
from desktop.services.record_values import PaperKind
from desktop.services.slips import Slip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the three parts of the command."""
    shared = shared_options(again=True)
    parts = parser.add_subparsers(dest="part", required=True, metavar="list|render|register")
    listing = parts.add_parser("list", parents=[shared], help="các phiếu một hồ sơ đang có")
    listing.add_argument("number", metavar="SỐ", help="số hồ sơ, ví dụ 261124-0007")
    listing.set_defaults(run=run_list)
    render = parts.add_parser("render", parents=[shared], help="dựng một phiếu của hồ sơ thành PDF")
    render.add_argument("number", metavar="SỐ", help="số hồ sơ, ví dụ 261124-0007")
    render.add_argument(
        "kind", choices=[kind.value for kind in PaperKind], metavar="PHIẾU", help="như lệnh list nêu"
    )
    render.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    render.set_defaults(run=run_render)
    register = parts.add_parser("register", parents=[shared], help="sổ theo dõi của một lĩnh vực")
    register.add_argument("sector", metavar="LĨNH-VỰC", help="ví dụ “Hộ tịch”")
    register.add_argument("--year", type=int, metavar="NĂM", help="cả năm; không ghi thì năm nay")
    register.add_argument("--on", metavar="YYYY-MM-DD", help="chỉ một ngày")
    register.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    register.set_defaults(run=run_register)


def run_list(arguments: argparse.Namespace) -> Outcome:
    """List the slips a dossier has now, and how often each was printed.

    Raises:
        DeskError: RECORD_MISSING; faults of the records.
    """
    with Core.open(arguments.data_dir) as core:
        dossier = _dossier(core, arguments.number)
        papers = core.store.read.detail(dossier.id).papers
        kinds = slips_of(dossier, core.workday().profile.slip_set)
    rows = [
        {"kind": kind.value, "name": kind.label, "printed": sum(one.kind is kind for one in papers)}
        for kind in kinds
    ]
    words = [f"{row['kind']}  {row['name']}: đã in {row['printed']} lần" for row in rows]
    return Outcome(plain={"dossier": dossier.number, "slips": rows}, text="\n".join(words))


def run_render(arguments: argparse.Namespace) -> Outcome:
    """Draw a slip as it stands now; nothing is queued and nothing counts as printed.

    Raises:
        DeskError: RECORD_MISSING, SLIP_NOT_DUE, FILE_NOT_WRITABLE; faults of the records.
    """
    with Core.open(arguments.data_dir) as core:
        dossier = _dossier(core, arguments.number)
        person = core.store.read.detail(dossier.id).requester
        with core.store.begin(dossier.officer_id) as work:
            handovers = work.handovers.of_dossier(dossier.id)
        file = DossierFile(dossier=dossier, person=person, handovers=handovers)
        slips = DossierSlips(core.slips, core.papers)
        slip = slips.compose(core.workday(), PaperKind(arguments.kind), file, core.clock())
    return _drawn(slip, arguments.out)


def run_register(arguments: argparse.Namespace) -> Outcome:
    """Draw the register of a sector, of a year or a day.

    Raises:
        DeskError: INPUT_INVALID for a sector or a day without entries; FILE_NOT_WRITABLE; faults of the records.
    """
    year = arguments.year or office_time(datetime.now().astimezone()).year
    span = RegisterSpan.of_year(arguments.sector, year)
    if arguments.on is not None:
        day = day_of_argument(arguments.on, "--on")
        span = RegisterSpan(sector=arguments.sector, first=day, last=day)
    with Core.open(arguments.data_dir) as core:
        slip = core.print_register.compose(core.workday(), span)
    return _drawn(slip, arguments.out)


def _dossier(core: Core, number: str) -> Dossier:
    found = [
        hit.row for hit in core.store.read.search(number) if number in (hit.row.number, hit.row.portal_code)
    ]
    if not found:
        raise DeskError(ErrorCode.RECORD_MISSING, entity="dossier", row_id=number)
    return core.store.read.detail(found[0].id).dossier


def _drawn(slip: Slip, file: Path) -> Outcome:
    drawn = PdfPapers().draw(slip.paper)
    write_file(file, drawn.pdf)
    plain = {"kind": slip.kind.value, "form": slip.definition.id, "version": slip.definition.version}
    text = f"{slip.definition.name}: {drawn.page_count} trang, {file}"
    return Outcome(plain={**plain, "file": str(file), "pages": drawn.page_count}, text=text)
