"""Numbers only one record of the office may carry: what two counters gave twice is noticed."""

import pytest

from desktop.records.canonical import Fields, Value
from desktop.sync.claims import claims_of
from desktop.sync.entries import Claim, Clash, Refusal
from desktop.sync.merge import merge, wanted_claims
from tests.support.sync_samples import ANNA, a_line, a_patch, signed

HELD: dict[str, Value] = {
    "register_sector": "Hộ tịch",
    "register_no": "42",
    "received_at": "2026-11-17T02:00:00+00:00",
}


def register_claims(fields: Fields) -> list[str]:
    return [claim.key for claim in claims_of("dossier", fields) if claim.scope == "dossier.register_no"]


def test_a_number_of_the_register_is_claimed_with_its_year_and_sector() -> None:
    assert register_claims(HELD) == ["2026/Hộ tịch/42"]
    assert register_claims(HELD | {"register_no": "2-42"}) == ["2026/Hộ tịch/2-42"]
    assert register_claims(HELD | {"register_sector": "Chứng thực"}) == ["2026/Chứng thực/42"]


def test_the_year_is_that_of_the_office_day() -> None:
    assert register_claims(HELD | {"received_at": "2026-12-31T17:30:00+00:00"}) == ["2027/Hộ tịch/42"]


@pytest.mark.parametrize("lacking", sorted(HELD))
def test_what_is_not_entered_in_a_register_claims_no_line_of_it(lacking: str) -> None:
    assert register_claims({name: value for name, value in HELD.items() if name != lacking}) == []


def test_one_line_of_the_register_given_by_two_counters_is_noticed() -> None:
    line = a_line(a_patch(HELD), entity="dossier", row_id="d2")
    (claim,) = wanted_claims([line], {})
    merged = merge(signed([line]), client_id=ANNA, head=0, chain=b"x" * 32, rows={}, holders={claim: "d1"})
    assert Refusal.from_text(merged.entries[0].refusal).clashes == (
        Clash(claim=Claim(scope="dossier.register_no", key="2026/Hộ tịch/42"), holder="d1"),
    )
