"""A form begun from a file: a Word document is a draft without mistakes, an official page lacks only its places."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.workbench_wiring import form_starts
from desktop.domain.errors import DeskError, ErrorCode
from desktop.forms.place_rows import PlaceRow, with_place
from desktop.forms.sample_answers import SampleKind
from desktop.services.form_drafts import FormDraft
from desktop.services.messages import message_for
from tests.support.desk_office import Office, open_office
from tests.support.form_files import form_text
from tests.support.official_documents import housing
from tests.support.official_pdfs import official_pdf


@pytest.fixture
def office(data_dir: Path) -> Iterator[Office]:
    one = open_office(data_dir)
    yield one
    one.core.close()


def start(office: Office, path: Path) -> FormDraft:
    return form_starts(office.core).from_pdf(path)


@pytest.mark.parametrize("name", ["Đơn đề nghị hỗ trợ.pdf", 'Mẫu "1a" {x}.pdf', "---.pdf"])
def test_only_places_are_missing_whatever_the_file_is_called(
    office: Office, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(official_pdf())
    draft = start(office, file)
    workbench = office.core.form_workbench
    assert workbench.drafts.list() == (draft,)
    text = draft.text
    for at, key in enumerate(("requester.name", "requester.birth")):
        missing = workbench.try_out(text, SampleKind.FULL, draft.pdf).problems
        assert len(missing) == 2 - at, [str(one) for one in missing]
        text = with_place(text, PlaceRow(field=key, left=40, top=40 + 20 * at, width=100, height=15))
    trial = workbench.try_out(text, SampleKind.FULL, draft.pdf)
    assert not trial.problems
    assert trial.paper is not None


def test_what_is_no_pdf_or_is_gone_is_told_and_nothing_is_kept(office: Office, tmp_path: Path) -> None:
    wrong = tmp_path / "mau.pdf"
    wrong.write_bytes(b"PK\x03\x04")
    for file, code in (
        (wrong, ErrorCode.FORM_BACKGROUND_INVALID),
        (tmp_path / "x.pdf", ErrorCode.FILE_MISSING),
    ):
        with pytest.raises(DeskError) as caught:
            start(office, file)
        assert caught.value.code is code
    assert not office.core.form_workbench.drafts.list()


def test_a_word_document_loads_with_an_id_of_its_own(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "Trích lục.docx"
    file.write_bytes(housing())
    core = office.core
    own = core.data_dir / "forms" / "xa" / "trich-luc" / "2024-01-01.toml"
    own.parent.mkdir(parents=True)
    own.write_text(form_text().replace('"thu.mau"', '"xa.trich-luc"'), encoding="utf-8")
    core.shelf.reload()
    draft = form_starts(core).from_word(file)
    trial = core.form_workbench.try_out(draft.text, SampleKind.FULL)
    assert trial.form is not None, [str(one) for one in trial.problems]
    assert trial.form.id == "xa.trich-luc-2", "publishing it must not replace the office's own xa.trich-luc"
    assert draft.name == "ĐƠN ĐỀ NGHỊ HỖ TRỢ NHÀ Ở"
    assert draft.remarks
    assert core.form_workbench.drafts.list() == (draft,)


def test_a_file_that_is_too_large_is_told_by_its_size(office: Office, tmp_path: Path) -> None:
    large = tmp_path / "a.docx"
    large.write_bytes(bytes(25 * 1024 * 1024))
    with pytest.raises(DeskError) as caught:
        form_starts(office.core).from_word(large)
    assert "nhiều nhất 20 MB" in message_for(caught.value).happened


def test_the_id_is_short_however_long_the_name(office: Office, tmp_path: Path) -> None:
    file = tmp_path / f"{'Phụ lục kèm theo ' * 8}.docx"
    file.write_bytes(housing())
    trial = office.core.form_workbench.try_out(form_starts(office.core).from_word(file).text, SampleKind.FULL)
    assert trial.form is not None
    assert trial.form.id == "xa.phu-luc-kem-theo-phu-luc-kem-theo-phu-luc-kem-th"
