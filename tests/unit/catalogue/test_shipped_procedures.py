"""The shipped catalogue: every row of the commune, dated, with its ground."""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.catalogue.procedures import find_procedure, load_editions, load_procedures
from desktop.domain.deadline import LimitKind
from desktop.domain.errors import DeskError
from desktop.domain.office import OfficeProfile
from desktop.domain.procedure import Channel, FeeKind, Procedure, SameDayClass, WritingClass
from desktop.domain.reason import Certainty, Citation
from tests.support.form_files import ROOT, shipped
from tests.support.rules_samples import EDITIONS, NOW_PROFILE, RESOURCES, SEED_PROFILE

SEED_DAY = date(2023, 7, 24)
NOW = date(2026, 11, 24)
LIBRARY = shipped()

# The commune's rows by class: same day A, B, C, F and writing W0-W3 ("-": nothing to write).
ROWS = """
1.001193 A W0 | 1.000656 A W0 | 1.000894 A W1 | 1.004873 B W0 | 2.000635 A W0 | 2.002516 B W0 | 1.004884 C W0
1.004772 C W2 | 1.000689 B W1 | 1.001022 B W1 | 1.004859 B W0 | 1.004837 B W0 | 1.004845 B W0 | 1.004746 C W1
1.005461 C W0 | LT.000001 C W0 | LT.000002 C W0 | 2.000815 A - | 2.000884 A W2 | 2.000992 A - | 2.001008 A -
2.001035 B W2 | 2.000913 B W2 | 2.000927 B W2 | 2.000942 B W2 | 2.001019 C W3 | 2.001016 B W2 | 2.001406 C W2
2.000908 B W0 | 1.010041 F W0 | 1.004222 F W1 | 1.004194 F W1 | 1.002755 F W1 | 1.003197 F W1 | 1.010038 F W1
1.010039 F W1 | 1.003677 F W0 | 2.001159 F W0 | 1.001776 C W0 | 1.014027 C W0 | 1.014028 C W0 | 1.001731 B W0
1.001699 C W2 | 1.001653 B W0 | 1.011607 C W0 | 1.011608 C W0 | 1.011609 C W0 | 3.000412 C W0 | 1.010803 C W0
1.010833 B W0 | 1.013750 B W0 | 1.010824 C W0 | 2.002307 C W0 | 2.002308 C W0 | 1.014359 C W0 | 1.001612 B W1
2.000720 B W1 | 2.000575 B W1 | 1.001570 B W1 | 1.001266 C W1 | 1.013978 C W0 | 1.013831 F W0 | 1.012812 C W2
1.013947 C W0 | 1.001939 F W0 | 1.002759 F W0 | 1.002179 F W0 | 2.001263 C W2 | 2.001255 C W1 | 1.013225 C W0
XA.000001 A W2 | XA.000002 A W2 | XA.000003 B W0 | XA.000004 A W2 | XA.000005 A W0 | XA.000006 A W2
XA.000007 A W2 | XA.000008 C W0
"""
CLASSES = [tuple(row.split()) for row in ROWS.replace("\n", "|").split("|") if row.strip()]
SAME_DAY = {
    "A": SameDayClass.BY_LAW,
    "B": SameDayClass.WHEN_POSSIBLE,
    "C": SameDayClass.NEVER,
    "F": SameDayClass.FORWARDED,
}
WRITING = {
    "W0": WritingClass.ALLOWED,
    "W1": WritingClass.PRESENCE,
    "W2": WritingClass.LIMITED,
    "W3": WritingClass.BARRED,
    "-": WritingClass.NOTHING_TO_WRITE,
}
ONE_EFORM_FOR_SEVERAL = {"2.000986", "LT.000001", "LT.000002"}
PAPERLESS = {
    "1.001193",
    "1.000656",
    "1.000894",
    "LT.000001",
    "LT.000002",
    "1.004222",
    "1.004194",
    "1.003677",
    "2.001159",
    "1.013831",
}


def _name(one: Procedure) -> str:
    return f"{one.code}@{one.edition}"


def _forms_of(row: Procedure) -> set[str]:
    return set(row.forms).union(*(kind.forms for kind in row.kinds))


def _in_force(code: str, day: date) -> bool:
    try:
        find_procedure(EDITIONS, code, day)
    except DeskError:
        return False
    return True


@pytest.mark.parametrize(("code", "same_day", "writing"), CLASSES)
def test_every_row_of_the_commune_is_there_today_with_its_classes(
    code: str, same_day: str, writing: str
) -> None:
    row = find_procedure(EDITIONS, code, NOW)
    assert row.same_day.kind is SAME_DAY[same_day]
    assert row.writing.kind is WRITING[writing]


def test_today_has_no_row_beyond_the_list() -> None:
    assert set(load_procedures(RESOURCES / "procedures", NOW)) == {code for code, _, _ in CLASSES}


@pytest.mark.parametrize("row", EDITIONS, ids=_name)
def test_a_row_names_its_law_who_decides_and_when_it_was_checked(row: Procedure) -> None:
    citations: list[Citation | None] = [row.source, row.writing.citation, row.same_day.citation]
    citations += [kind.citation for kind in row.kinds]
    assert all(one is not None and len(one.text) > 5 for one in citations)
    assert row.checked_on is not None
    assert row.authority
    assert row.result
    assert row.tuesday or row.writing.kind in {
        WritingClass.NOTHING_TO_WRITE,
        WritingClass.LIMITED,
        WritingClass.BARRED,
    }
    assert len(row.short_name) <= 60
    assert row.fee.kind is FeeKind.FREE or row.fee.citation is not None or row.fee.note
    if row.fee.kind in {FeeKind.FIXED, FeeKind.PER_COPY, FeeKind.PER_PAGE}:
        assert row.fee.amount
        assert row.fee.unit


@pytest.mark.parametrize("row", EDITIONS, ids=_name)
def test_people_find_a_row_by_words_without_marks(row: Procedure) -> None:
    assert row.keywords
    assert all(re.fullmatch(r"[a-z0-9 ]+", word) for word in row.keywords)


@pytest.mark.parametrize("row", EDITIONS, ids=_name)
def test_limited_or_barred_writing_says_why_and_what_to_see_to(row: Procedure) -> None:
    if row.writing.kind in {WritingClass.LIMITED, WritingClass.PRESENCE}:
        assert row.writing.conditions
    if row.writing.kind in {WritingClass.LIMITED, WritingClass.BARRED, WritingClass.PRESENCE}:
        assert len(row.writing.reason) > 30
        assert re.search(r"Điều|Mẫu|Thông tư|Luật|Nghị định|Cổng", row.writing.citation.text)
    if row.writing.kind is WritingClass.PRESENCE and "Hộ tịch" in row.sector:
        assert row.presence
        assert not row.delegation


@pytest.mark.parametrize("row", EDITIONS, ids=_name)
def test_a_doubtful_fact_makes_the_row_doubtful(row: Procedure) -> None:
    doubts = {row.source.certainty}
    if row.limit_citation is not None:
        doubts.add(row.limit_citation.certainty)
    if Certainty.MEMORY in doubts:
        assert row.certainty is Certainty.MEMORY


@pytest.mark.parametrize("row", EDITIONS, ids=_name)
def test_papers_have_keys_of_their_own_and_optional_ones_say_when(row: Procedure) -> None:
    keys = [paper.key for paper in row.papers]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys)
    assert all(paper.required or paper.condition for paper in row.papers)


@pytest.mark.parametrize("row", [row for row in EDITIONS if _forms_of(row)], ids=_name)
def test_every_form_named_exists_and_is_in_force_while_the_row_is(row: Procedure) -> None:
    assert len(set(row.forms)) == len(row.forms)
    last = row.in_force_to or NOW
    for form_id in _forms_of(row):
        for day in (SEED_DAY, NOW, last):
            if row.is_in_force(day):
                assert LIBRARY.in_force(form_id, day).id == form_id


def test_one_visit_never_asks_the_forms_of_several_groups_of_people() -> None:
    """Mẫu 1a to 1đ are for different people: the kind of case chooses among them."""
    for row in EDITIONS:
        assert len(row.forms) <= (3 if row.code in ONE_EFORM_FOR_SEVERAL else 2)
        for kind in row.kinds:
            assert kind.limits or kind.forms


def test_a_form_that_serves_a_procedure_is_named_in_its_row() -> None:
    for day in (SEED_DAY, NOW):
        rows = load_procedures(RESOURCES / "procedures", day)
        for form in LIBRARY.all():
            if form.in_force.covers(day):
                for code in form.procedures:
                    assert code not in rows or form.id in _forms_of(rows[code]), (form.id, code, day)


@pytest.mark.parametrize(
    ("code", "seed_day", "now"),
    [
        ("1.001776", "2023", "2026"),
        ("1.014027", None, "2026"),
        ("1.001193", "2016", "2026"),
        ("1.000894", "2016", "2026"),
        ("1.004222", "2021", "2026"),
        ("1.001731", "2023", "2026"),
        ("1.010803", "2022", "2026"),
        ("2.000986", "2015", None),
        ("LT.000001", None, "2024"),
        ("2.000992", None, "2026"),
        ("1.001612", None, "2026"),
        ("1.013978", None, "2026"),
        ("2.000635", "2020", "2026"),
    ],
)
def test_each_day_has_the_edition_of_its_time(code: str, seed_day: str | None, now: str | None) -> None:
    for day, edition in ((SEED_DAY, seed_day), (NOW, now)):
        if edition is None:
            assert not _in_force(code, day)
        else:
            assert find_procedure(EDITIONS, code, day).edition == edition


def test_no_row_leaves_a_gap_between_its_editions() -> None:
    for one in EDITIONS:
        later = [row for row in EDITIONS if row.code == one.code and row.in_force_from > one.in_force_from]
        if one.in_force_to is not None and later:
            assert min(row.in_force_from for row in later) == one.in_force_to + timedelta(days=1)


def test_the_district_of_2023_is_named_only_in_its_time() -> None:
    for row in EDITIONS:
        if row.in_force_to is None:
            assert "huyện" not in row.authority


def test_centres_take_no_paper_for_the_listed_services_since_october_2025() -> None:
    for code in PAPERLESS:
        assert find_procedure(EDITIONS, code, NOW).online_only
    assert {row.code for row in EDITIONS if row.online_only} == PAPERLESS
    for code in ("1.001193", "1.000656", "1.000894", "1.004222", "1.003677", "1.013831"):
        assert not find_procedure(EDITIONS, code, date(2025, 9, 30)).online_only
        assert find_procedure(EDITIONS, code, date(2025, 10, 1)).online_only


def test_every_service_without_paper_has_a_sheet_to_copy_from() -> None:
    for code in PAPERLESS:
        forms = _forms_of(find_procedure(EDITIONS, code, NOW))
        assert forms, code
        assert all(LIBRARY.in_force(form_id, NOW).fields for form_id in forms)


def test_marriage_asked_for_the_certificate_of_marital_status_before_the_data_were_joined() -> None:
    then, now = (find_procedure(EDITIONS, "1.000894", day) for day in (SEED_DAY, NOW))
    assert "marital_status" in {paper.key for paper in then.papers}
    assert "marital_status" not in {paper.key for paper in now.papers}
    assert then.papers[0].name == now.papers[0].name
    assert (then.papers[0].data_available, now.papers[0].data_available) == (False, True)


def test_adding_to_the_register_is_done_the_same_day_and_correcting_it_in_three() -> None:
    row = find_procedure(EDITIONS, "1.004859", NOW)
    added, corrected = row.of_kind("bo_sung"), row.of_kind("thay_doi_cai_chinh")
    assert added.limits[Channel.DIRECT].kind is LimitKind.SAME_DAY
    assert added.same_day.kind is SameDayClass.BY_LAW
    assert added.same_day.late_rule
    assert corrected.limits[Channel.DIRECT].amount == 3
    assert corrected.limit_when_verified is not None
    assert corrected.limit_when_verified.amount == 6
    assert corrected.same_day.kind is SameDayClass.WHEN_POSSIBLE


def test_fees_follow_the_channel_and_name_who_is_exempt() -> None:
    residence = find_procedure(EDITIONS, "1.004222", NOW).fee
    assert (residence.total(), residence.total(channel=Channel.ONLINE)) == (20_000, 10_000)
    assert any("hộ nghèo" in group for group in residence.exemptions)
    adoption = find_procedure(EDITIONS, "2.001263", NOW).fee
    assert adoption.total() == 400_000
    assert len(adoption.exemptions) == 4
    assert find_procedure(EDITIONS, "1.001612", NOW).fee.total() is None


def test_a_land_file_takes_as_long_as_its_channel_says() -> None:
    limits = find_procedure(EDITIONS, "1.013978", NOW).limits
    assert [limits[one].amount for one in (Channel.ONLINE, Channel.POSTAL, Channel.DIRECT)] == [17, 20, 27]


@pytest.mark.parametrize(("profile", "day"), [(SEED_PROFILE, SEED_DAY), (NOW_PROFILE, NOW)])
def test_an_office_promises_only_what_can_be_done_at_once(profile: OfficeProfile, day: date) -> None:
    codes = profile.model.same_day.codes
    assert len(set(codes)) == len(codes)
    for code in codes:
        row = find_procedure(EDITIONS, code, day)
        quick = (
            row.limits[Channel.DIRECT].kind is LimitKind.WORKING_HOURS
            or row.limits[Channel.DIRECT].amount == 1
        )
        assert row.same_day.kind in {SameDayClass.BY_LAW, SameDayClass.WHEN_POSSIBLE} or (
            row.same_day.kind is SameDayClass.FORWARDED and quick
        )


def test_the_handbook_explains_every_key_the_rows_use() -> None:
    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    used: set[str] = set()
    for path in (RESOURCES / "procedures").glob("*.toml"):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["procedure"]:
            used.update(row, *(row[name] for name in ("in_force", "limits", "fee", "writing", "same_day")))
            for inner in (*row.get("paper", ()), *row.get("kind", ())):
                used.update(inner)
    assert [key for key in sorted(used) if f"`{key}`" not in text] == []


def test_the_example_of_the_handbook_is_a_row_that_loads(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    (tmp_path / "vi-du.toml").write_text(example, encoding="utf-8")
    (row,) = load_editions(tmp_path)
    assert row.code == "1.004837"


def test_july_2023_knows_no_law_of_later_years_and_asks_for_the_papers_themselves() -> None:
    rows = load_procedures(RESOURCES / "procedures", SEED_DAY)
    assert len(rows) > 50
    for row in rows.values():
        assert not re.search(r"/202[4-9]/|202[4-9]/QĐ|Chỉ thị 24", row.source.text), row.code
        assert row.edition < "2024", row.code
        assert not any(paper.data_available for paper in row.papers), row.code


def test_data_take_the_place_of_papers_from_the_first_day_of_2026() -> None:
    for code in ("2.000635", "1.004837", "1.010041", "2.000884"):
        before, after = (
            find_procedure(EDITIONS, code, day) for day in (date(2025, 12, 31), date(2026, 1, 1))
        )
        assert not any(paper.data_available for paper in before.papers)
        assert any(paper.data_available for paper in after.papers)
        assert [paper.key for paper in before.papers] == [paper.key for paper in after.papers]


def test_a_dispute_about_land_came_to_the_commune_in_2023_too() -> None:
    (then,) = [row for row in EDITIONS if row.forms == ("dat-dai.hoa-giai",) and row.in_force_from < SEED_DAY]
    limit = then.limits[Channel.DIRECT]
    assert (limit.kind, limit.amount, then.certainty) == (LimitKind.DAYS, 45, Certainty.MEMORY)
    assert then.in_force_to == find_procedure(EDITIONS, "1.012812", NOW).in_force_from - timedelta(days=1)
