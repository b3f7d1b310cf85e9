"""Pictures of the form workbench over a real data folder: ``python -m tests.support.workbench_scenes --out DIR``."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.app.run import build_station
from desktop.app.workbench_wiring import form_starts
from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.domain.ids import FormRef
from desktop.services.form_drafts import FormDraft
from desktop.ui.workbench.trial_paper import SampleWords
from desktop.ui.workbench.workbench_page import WorkbenchPage
from tests.support.desk_office import Office, open_office
from tests.support.form_files import HEAD, QUESTION, form_text
from tests.support.official_pdfs import official_pdf
from tests.support.parked_visits import park_visit
from tests.support.unseen_form import water_filter

REF = "form:ho-tich.trich-luc:2024-06-06"
SIZES = (QSize(1366, 768), QSize(1920, 1080))


def plant_own_forms(office: Office) -> None:
    """Gives the office a form of its own and one with mistakes."""
    folder = office.core.data_dir / "forms" / "xa"
    for name, text in (("don", form_text()), ("hong", form_text(page="{khong.co}\n"))):
        file = folder / name / "2024-01-01.toml"
        file.parent.mkdir(parents=True)
        file.write_text(
            text.replace('"thu.mau"', f'"xa.{name}"').replace('"Mẫu thử"', '"Đơn xin xác nhận của xã"'),
            encoding="utf-8",
        )
    office.core.shelf.reload()


def _official(core: Core) -> FormDraft:
    text = (
        HEAD.replace('"Mẫu thử"', '"Đơn đề nghị của xã"') + QUESTION + '\n[print]\nbackground = "mau.pdf"\n'
    )
    return core.form_workbench.drafts.save(
        FormDraft(id="p", text=text, name="Đơn đề nghị", pdf=official_pdf())
    )


def settle(station: Workstation, seconds: float = 0.7) -> None:
    """Lets timers and workers come to rest."""
    end = time.monotonic() + seconds
    while time.monotonic() < end or not station.runner.is_idle:
        QApplication.processEvents()


def scenes(station: Workstation) -> Iterator[str]:
    """Walks through the page; each step is a picture."""
    station.window.show_page("forms")
    page = station.window.page_widget("forms")
    assert isinstance(page, WorkbenchPage)
    settle(station)
    yield "list"
    page.forms.search.set_text("trich luc")
    page.forms.search.edited.emit("trich luc")
    page.forms.show_key(REF)
    settle(station)
    yield "found"
    page.forms.ask("copy")
    settle(station)
    text = page.editor.edit.text()
    line = next(n for n, words in enumerate(text.split("\n"), start=1) if "Đã đăng ký tại" in words)
    page.editor.edit.go_to(line)
    settle(station)
    yield "editor"
    broken = text.replace('type = "choice"', 'type = "choise"', 1).replace("note = 2\n", "not = 2\n", 1)
    page.editor.edit.change_to(
        broken.replace('title = "Số bản sao"\n', 'title = "ỂẪỘỰỴ ĐẶNG THỊ BÍCH THỦY"\n')
    )
    settle(station)
    page.editor.next_problem()
    settle(station)
    yield "problems"
    page.editor.edit.undo()
    settle(station)
    page.editor.paper.choose(SampleWords.OVERFULL)
    settle(station)
    yield "overfull"
    for name in ("a", "b"):
        ref = FormRef(form_id="ho-tich.trich-luc", version="2024-06-06")
        park_visit(station._core.store.drafts, name, ref, extract__book="12/2001")
    page.forward()
    settle(station)
    yield "publish"
    yield from _from_files(station, page)


def _from_files(station: Workstation, page: WorkbenchPage) -> Iterator[str]:
    page.show_list()
    settle(station)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Mẫu 07 bể lọc nước.docx"
        file.write_bytes(water_filter())
        page.open_draft(form_starts(station._core).from_word(file))
    settle(station)
    page.editor.next_problem()
    settle(station)
    yield "word"
    page.show_list()
    settle(station)
    page.open_draft(_official(station._core))
    settle(station)
    page.editor.toggle_places()
    page.editor.places.placed.emit("requester.name")
    page.editor.places.placed.emit("requester.birth")
    settle(station)
    yield "places"


def main() -> int:
    """Saves every scene at both sizes and at 150 %."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--factor", type=float, default=1.0)
    parser.add_argument("--contrast", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder) / "data")
        plant_own_forms(office)
        station = build_station(app, office.core)
        station.settings._look.set_factor(arguments.factor)
        station.settings._look.set_high_contrast(arguments.contrast)
        station.start()
        station.sign_in(next(one for one in office.core.store.read.staff() if one.id == office.officer))
        station.window.resize(SIZES[0])
        station.window.show()
        settle(station)
        for name in scenes(station):
            for size in SIZES:
                station.window.resize(size)
                settle(station, 0.4)
                station.window.grab().save(
                    str(arguments.out / f"{name}-{round(arguments.factor * 100)}-{size.width()}.png")
                )
        station.stop()
        office.core.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
