"""The desk's own slips of both generations: right words, right paper, one sheet."""

from datetime import date

import pytest
import zxingcpp

from desktop.domain.dossier import DossierState
from desktop.domain.handover import Handover
from desktop.domain.office import SlipSet
from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.paper import NationalHeading, PaperSize
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.resources_dir import resources_dir
from desktop.services.form_context import dossier_context, profile_context
from desktop.services.rendered_paper import PaperRenderer
from desktop.services.slip_places import (
    RegisterEntry,
    apology_places,
    control_places,
    register_places,
    stop_places,
)
from tests.support.paper_texts import paper_texts
from tests.support.rasterize import bare, page_images, pdfium_text
from tests.support.rules_samples import DEATH, NOW_PROFILE, SEED_PROFILE, at, received

LIBRARY = FormLibrary.load(resources_dir() / "slips")
PAPERS: PaperRenderer = PdfPapers()
PERSON = Person(
    full_name="Nguyễn Thị Mẫu",
    id_number="042151000123",
    residence="Thôn Đông Đoài, xã Đức Thịnh",
    phone="0912 000 000",
)
STEP = Handover(
    dossier_id=received().id,
    by=received().officer_id,
    at=at("2026-12-01T09:05"),
    from_unit="Trung tâm Phục vụ hành chính công",
    giver="Lê Thị Hạnh",
    to_unit="Phòng Văn hóa - Xã hội",
    taker="Phan Văn Cường",
)
OLD, NEW = "2019-01-06", "2025-09-15"
SETS = {
    "giay-tiep-nhan": (OLD, NEW),
    "phieu-bo-sung": (OLD, NEW),
    "tu-choi": (OLD, NEW),
    "xin-loi": (OLD, NEW),
    "dung-giai-quyet": (NEW,),
    "phieu-kiem-soat": (OLD, NEW),
    "so-theo-doi": (OLD, NEW),
}
# Width and height in millimetres.
SHEETS = {PaperSize.A5: (148, 210), PaperSize.A4_LANDSCAPE: (297, 210)}
each_slip = pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}-{form.version}")


def places(form: FormDefinition) -> dict[str, str]:
    profile, slip_set = (
        (SEED_PROFILE, SlipSet.CIRCULAR_2018) if form.version == OLD else (NOW_PROFILE, SlipSet.CIRCULAR_2025)
    )
    dossier = received().entered_in_register("Hộ tịch", "07")
    entry = RegisterEntry(dossier=dossier, person=PERSON, authority="Ủy ban nhân dân xã")
    return {
        **profile_context(profile, date(2026, 12, 1)),
        **dossier_context(
            dossier, PERSON, DEATH, None, missing=("Giấy báo tử",), reason="Hồ sơ phải tra sổ nơi khác"
        ),
        **apology_places(dossier.due, at("2026-12-03T10:00")),
        **stop_places(
            asked_at=at("2026-12-02T08:05"),
            asked_by=Channel.DIRECT,
            state=DossierState.PROCESSING,
            returned="Trả lại bản chính giấy báo tử",
        ),
        **control_places((STEP,), dossier.due, partner="Công an xã"),
        **register_places(
            (entry,), slip_set, sector="Hộ tịch", first=date(2026, 1, 1), last=date(2026, 12, 31)
        ),
        "officer.name": "Lê Thị Hạnh",
    }


def test_both_generations_are_whole() -> None:
    found: dict[str, tuple[str, ...]] = {}
    for form in LIBRARY.all():
        name = form.id.removeprefix("mot-cua.")
        found[name] = (*found.get(name, ()), form.version)
    assert found == SETS
    assert not [str(problem) for problem in LIBRARY.problems]


@each_slip
@pytest.mark.parametrize("blank", [True, False], ids=["blank", "filled"])
def test_a_slip_is_one_sheet_of_its_size_with_every_word_on_it(form: FormDefinition, blank: bool) -> None:
    paper = compose(form, Answers(), places(form), blank=blank)
    drawn = PAPERS.draw(paper)
    assert drawn.page_count == 1
    assert drawn.warnings == ()
    letters = bare(pdfium_text(drawn.pdf))
    for text in paper_texts(paper):
        for word in text.split():
            if not set(word) & set(".…"):
                assert bare(word) in letters, word
    wide, high = page_images(drawn.pdf, scale=1.0)[0].size
    assert [round(side * 25.4 / 72) for side in (wide, high)] == list(SHEETS[paper.size])


@each_slip
def test_a_slip_asks_nothing_and_a_register_lies_across_an_a4(form: FormDefinition) -> None:
    assert not form.fields
    assert form.paper is (PaperSize.A4_LANDSCAPE if form.id == "mot-cua.so-theo-doi" else PaperSize.A5)


@pytest.mark.parametrize(
    ("slip", "version", "words"),
    [
        ("tu-choi", OLD, "không tiếp nhận, giải quyết hồ sơ này"),
        ("tu-choi", NEW, "042151000123"),
        ("xin-loi", OLD, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        ("xin-loi", NEW, "10 giờ 00 phút, ngày 03 tháng 12 năm 2026"),
        ("dung-giai-quyet", NEW, "08 giờ 05 phút, ngày 02 tháng 12 năm 2026"),
        ("phieu-kiem-soat", OLD, "Người nhận: Phan Văn Cường"),
        ("phieu-kiem-soat", NEW, "Công an xã"),
        ("so-theo-doi", OLD, "Giải quyết ngay"),
        ("so-theo-doi", NEW, "Lĩnh vực: Hộ tịch - năm 2026"),
    ],
)
def test_a_slip_tells_what_it_is_for(slip: str, version: str, words: str) -> None:
    form = LIBRARY.get(f"mot-cua.{slip}", version)
    letters = bare(pdfium_text(PAPERS.draw(compose(form, Answers(), places(form))).pdf))
    assert bare(words) in letters


def test_the_slip_nobody_has_seen_the_original_of_says_so() -> None:
    assert "CHƯA ĐỌC ĐƯỢC MẪU GỐC" in LIBRARY.get("mot-cua.dung-giai-quyet", NEW).checked.certainty


@each_slip
def test_the_code_on_a_slip_opens_its_dossier(form: FormDefinition) -> None:
    """Read back from the drawn page, as a scanner at the counter would."""
    page = page_images(PAPERS.draw(compose(form, Answers(), places(form))).pdf, scale=4.0)[0]
    found = [one.text for one in zxingcpp.read_barcodes(page)]
    assert found == ([] if form.id == "mot-cua.so-theo-doi" else ["261201-0001"])


def test_a_receipt_says_where_it_stands_in_the_register() -> None:
    for version in (OLD, NEW):
        form = LIBRARY.get("mot-cua.giay-tiep-nhan", version)
        letters = bare(pdfium_text(PAPERS.draw(compose(form, Answers(), places(form))).pdf))
        assert bare("Quyển số: 01/2026 Hộ tịch") in letters
        assert bare("Số thứ tự: 07") in letters


def test_the_head_of_a_slip_names_the_commune_in_capitals() -> None:
    for version, commune in ((OLD, "XÃ THANH BÌNH THỊNH"), (NEW, "XÃ ĐỨC THỊNH")):
        form = LIBRARY.get("mot-cua.giay-tiep-nhan", version)
        heading = compose(form, Answers(), places(form)).blocks[1]
        assert isinstance(heading, NationalHeading)
        assert heading.agency_left[0] == f"ỦY BAN NHÂN DÂN {commune}"
        assert all(line == line.upper() for line in heading.agency_left)
