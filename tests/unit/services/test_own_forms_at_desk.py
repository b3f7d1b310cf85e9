"""A form the office published is written in visits: with the procedures it names, or under its own name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import Core
from desktop.domain.ids import FormRef, VisitId
from desktop.domain.visit import VisitDraft
from tests.support.desk_office import Office, open_office
from tests.support.form_files import form_text


@pytest.fixture
def office(data_dir: Path) -> Iterator[Office]:
    one = open_office(data_dir)
    yield one
    one.core.close()


def plant(core: Core, *, procedures: str = "", first: str = "2024-01-01") -> None:
    text = form_text().replace('"thu.mau"', '"xa.nha-o"').replace('"Mẫu thử"', '"Đơn mượn loa kéo"')
    text = text.replace("2024-01-01", first).replace(
        "\n\n[in_force]", f"\nprocedures = [{procedures}]\n\n[in_force]"
    )
    file = core.data_dir / "forms" / "xa" / "nha-o" / f"{first}.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert not core.shelf.reload().problems


def refs(core: Core, office: Office, code: str) -> tuple[FormRef, ...]:
    flow = core.flow()
    now = core.clock()
    draft = VisitDraft(id=VisitId("v"), owner=office.officer, started_at=now, touched_at=now)
    return flow.choose(draft, code, now).form_refs


def test_a_form_without_a_procedure_is_found_by_its_name_and_written(office: Office) -> None:
    core = office.core
    plant(core)
    found = core.workday().find_procedures("muon loa keo")
    assert [one.code for one in found] == ["xa.nha-o"]
    assert refs(core, office, "xa.nha-o") == (FormRef(form_id="xa.nha-o", version="2024-01-01"),)


def test_a_form_that_names_a_procedure_is_written_with_it(office: Office) -> None:
    core = office.core
    plant(core, procedures='"2.000635"')
    assert not core.workday().find_procedures("muon loa keo")
    assert [ref.form_id for ref in refs(core, office, "2.000635")] == ["ho-tich.trich-luc", "xa.nha-o"]


def test_a_form_that_names_no_known_procedure_is_not_lost(office: Office) -> None:
    plant(office.core, procedures='"9.999999"')
    assert office.core.workday().find_procedures("muon loa keo")


def test_a_form_of_tomorrow_is_not_offered_today(office: Office) -> None:
    core = office.core
    plant(core, first="2026-11-18")
    assert not core.workday().find_procedures("muon loa keo")
    office.watch.go_on(days=1)
    assert core.workday().find_procedures("muon loa keo")


def test_a_changed_copy_of_a_shipped_form_stands_once(office: Office) -> None:
    core = office.core
    draft = core.form_workbench.copy(FormRef(form_id="ho-tich.trich-luc", version="2024-06-06"))
    core.form_workbench.publish(draft, core.workday().day)
    assert core.shelf.own == frozenset()
    assert [ref.form_id for ref in refs(core, office, "2.000635")] == ["ho-tich.trich-luc"]
