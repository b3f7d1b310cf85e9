"""The office changes a form: copied, tried, published; older versions and their cases stay as they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.core import Core
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import FormRef
from desktop.forms.sample_answers import SampleKind
from desktop.services.form_drafts import FormDraft
from desktop.services.form_workbench import FormStanding
from desktop.services.messages import message_for
from tests.support.desk_office import Office, open_office
from tests.support.form_files import form_text
from tests.support.official_forms import TEXT
from tests.support.official_pdfs import official_pdf
from tests.support.parked_visits import park_visit

REF = FormRef(form_id="ho-tich.trich-luc", version="2024-06-06")
TOMORROW = date(2026, 11, 18)


def with_text(draft: FormDraft, text: str) -> FormDraft:
    return replace(draft, text=text)


@pytest.fixture
def office(data_dir: Path) -> Iterator[Office]:
    one = open_office(data_dir)
    yield one
    one.core.close()


@pytest.fixture
def core(office: Office) -> Core:
    return office.core


def test_the_list_tells_which_versions_new_cases_use(core: Core) -> None:
    known = {(one.form.id, one.form.version): one for one in core.form_workbench.overview().forms}
    new, old = known["ho-tich.trich-luc", "2024-06-06"], known["ho-tich.trich-luc", "2020-07-16"]
    assert (new.standing, new.last) == (FormStanding.IN_FORCE, None)
    assert (old.standing, old.last) == (FormStanding.ENDED, date(2024, 6, 5))
    assert not new.is_own


def test_a_draft_is_there_again_after_the_program_was_killed(core: Core) -> None:
    draft = core.form_workbench.copy(REF)
    again = core.form_workbench.overview().drafts
    assert [one.text for one in again] == [draft.text]
    assert again[0].origin == REF
    assert again[0].saved_at == core.clock()


def test_a_draft_nobody_can_read_is_left_alone(core: Core) -> None:
    draft = core.form_workbench.copy(REF)
    folder = core.data_dir / "form-drafts"
    (folder / "hong.json").write_text("{", encoding="utf-8")
    assert [one.id for one in core.form_workbench.overview().drafts] == [draft.id]
    core.form_workbench.drafts.delete(draft.id)
    core.form_workbench.drafts.delete(draft.id)
    assert [file.name for file in folder.iterdir()] == ["hong.json"]


def test_a_text_is_checked_and_drawn_at_once(core: Core) -> None:
    workbench = core.form_workbench
    good = workbench.try_out(form_text(), SampleKind.FULL)
    assert good.form is not None
    assert good.paper is not None
    assert good.paper.page_count == 1
    bad = workbench.try_out(form_text(page="{khong.co}\n"), SampleKind.FULL)
    assert bad.paper is None
    assert bad.problems[0].line == form_text(page="{khong.co}\n").split("\n").index("{khong.co}") + 1


def test_a_published_form_is_used_from_its_day_and_old_cases_keep_theirs(core: Core) -> None:
    workbench = core.form_workbench
    draft = workbench.copy(REF)
    changed = draft.text.replace('label = "Số lượng bản sao yêu cầu cấp"', 'label = "Số bản xin cấp"')
    held = core.library
    form = workbench.publish(core.form_workbench.drafts.save(with_text(draft, changed)), TOMORROW)
    assert form.version == "2026-11-18"
    assert core.library.in_force(REF.form_id, TOMORROW).version == "2026-11-18"
    assert core.library.in_force(REF.form_id, date(2026, 11, 17)).version == REF.version
    assert core.library.get(REF.form_id, REF.version) == held.get(REF.form_id, REF.version)
    assert not workbench.overview().drafts
    known = {one.form.version: one for one in workbench.overview().forms if one.form.id == REF.form_id}
    assert known["2026-11-18"].is_own
    assert known["2026-11-18"].standing is FormStanding.COMING
    assert known[REF.version].last == date(2026, 11, 17)


def test_the_day_of_a_version_that_stands_already_is_refused(core: Core) -> None:
    workbench = core.form_workbench
    draft = workbench.copy(REF)
    day = date(2024, 6, 6)
    with pytest.raises(DeskError) as caught:
        workbench.publish(draft, day)
    assert caught.value.code is ErrorCode.FORM_VERSION_KEPT
    form = core.library.get(REF.form_id, REF.version)
    assert workbench.succession(form, day).taken
    follows = workbench.succession(form, TOMORROW)
    assert not follows.taken
    assert follows.before == form
    assert follows.after is None
    assert workbench.succession(form, date(2022, 1, 1)).after == form
    assert workbench.overview().drafts


def test_a_form_with_a_mistake_is_refused_with_its_line_and_cure(core: Core) -> None:
    workbench = core.form_workbench
    draft = with_text(workbench.copy(REF), form_text(page="{khong.co}\n"))
    with pytest.raises(DeskError) as caught:
        workbench.publish(draft, TOMORROW)
    message = message_for(caught.value)
    assert "…" not in message.happened
    assert "dòng" in message.happened


def test_a_broken_file_of_the_office_is_listed_and_put_right_in_its_place(core: Core) -> None:
    own = core.data_dir / "forms" / "thu" / "mau" / "2024-01-01.toml"
    own.parent.mkdir(parents=True)
    own.write_text(form_text(page="{khong.co}\n"), encoding="utf-8")
    core.shelf.reload()
    workbench = core.form_workbench
    broken = workbench.overview().broken
    assert [one.file for one in broken] == ["thu/mau/2024-01-01.toml"]
    assert broken[0].problems[0].line
    draft = workbench.mend(broken[0].file)
    assert workbench.mend(broken[0].file).id == draft.id, "one draft a file"
    with pytest.raises(DeskError):
        workbench.put_right(draft)
    form = workbench.put_right(with_text(draft, form_text()))
    assert core.library.get("thu.mau", "2024-01-01") == form
    assert not workbench.overview().broken


def test_a_file_that_is_gone_is_told(core: Core) -> None:
    with pytest.raises(DeskError) as caught:
        core.form_workbench.mend("thu/mau/khong-con.toml")
    assert caught.value.code is ErrorCode.FILE_MISSING


def test_answers_of_the_copied_version_that_no_longer_fit_are_named(core: Core) -> None:
    workbench = core.form_workbench
    draft = workbench.copy(REF)
    same = workbench.try_out(draft.text, SampleKind.FULL).form
    assert same is not None
    assert workbench.misfits(draft, same).invented == ()
    at = draft.text.index('key = "extract.kind"')
    rest = draft.text[at:].replace('"khai sinh", ', "", 1).replace("  other = true\n", "", 1)
    fewer = draft.text[:at] + rest
    changed = workbench.try_out(fewer, SampleKind.FULL).form
    assert changed is not None
    assert any("extract.kind" in one for one in workbench.misfits(draft, changed).invented)


def test_visits_parked_with_the_copied_version_are_counted_before_the_day_is_known(core: Core) -> None:
    park_visit(core.store.drafts, "a", REF, extract__book="12/2001", requester__name="Nguyễn Thị Bưởi")
    park_visit(core.store.drafts, "b", REF, requester__name="Lê An")
    workbench = core.form_workbench
    draft = workbench.copy(REF)
    text = draft.text.replace("extract.book", "extract.tome")
    changed = workbench.try_out(text, SampleKind.FULL).form
    assert changed is not None
    found = workbench.misfits(draft, changed)
    assert found.visits.visits == 2
    counted = {row.what: row.visits for row in found.visits.rows}
    assert counted["extract.book: mẫu không còn ô này."] == 1
    assert not any("Bưởi" in what for what in counted)
    assert workbench.misfits(replace(draft, origin=None), changed).visits == found.visits


def test_a_form_on_an_official_page_is_tried_published_and_copied_with_its_page(core: Core) -> None:
    bench = core.form_workbench
    begun = FormDraft(id="khung", text=TEXT, name="Mẫu thử", pdf=official_pdf())
    assert bench.try_out(begun.text, SampleKind.FULL).paper is None
    trial = bench.try_out(begun.text, SampleKind.FULL, begun.pdf)
    assert trial.paper is not None
    assert trial.paper.pdf != official_pdf()
    blank = bench.try_out(begun.text, SampleKind.BLANK, begun.pdf).paper
    assert blank is not None
    assert blank.pdf == official_pdf()
    form = bench.publish(bench.drafts.save(begun), TOMORROW)
    assert form.background is not None
    copied = bench.copy(FormRef(form_id=form.id, version=form.version))
    assert bench.drafts.list()[0].pdf == copied.pdf == official_pdf()


def test_mending_a_form_never_changes_the_official_page_of_an_older_version(core: Core) -> None:
    bench = core.form_workbench
    old = bench.publish(bench.drafts.save(FormDraft(id="a", text=TEXT, pdf=official_pdf())), TOMORROW)
    file = core.data_dir / "forms" / "thu" / "mau" / "2027-05-05.toml"
    file.write_text(
        TEXT.replace("2024-01-01", "2027-05-05").replace("page = 1", "page = 3", 1), encoding="utf-8"
    )
    draft = bench.mend("thu/mau/2027-05-05.toml")
    assert draft.pdf == official_pdf()
    mended = bench.put_right(replace(draft, pdf=official_pdf(3)))
    assert mended.background is not None
    assert mended.background.name == "mau-2027-05-05.pdf"
    again = bench.overview().forms
    kept = next(one.form for one in again if one.form.version == old.version and one.form.id == old.id)
    assert kept.background is not None
    assert kept.background.pdf.data == official_pdf()
