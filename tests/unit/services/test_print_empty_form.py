from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.ports_printing import PrintState
from desktop.services.print_empty_form import PrintEmptyForm
from tests.support.desk_office import Office, open_office


@pytest.fixture
def office(data_dir: Path) -> Iterator[Office]:
    one = open_office(data_dir)
    yield one
    one.core.close()


def test_an_old_version_is_queued_empty_without_any_visit(office: Office) -> None:
    core = office.core
    form = core.library.get("ho-tich.trich-luc", "2020-07-16")
    job = PrintEmptyForm(core.store, core.papers)(core.workday(), form, office.officer, core.clock())
    queued = core.store.print_jobs.get(job)
    assert queued is not None
    assert queued.title == form.short_name
    assert queued.payload.startswith(b"%PDF")
    office.print_all()
    sent = core.store.print_jobs.get(job)
    assert sent is not None
    assert sent.state is PrintState.SENT
