from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.procedure import CaseKind, Channel, FeeKind, FeeRule, PaperKind, SignerLevel
from desktop.domain.reason import Citation
from tests.support.rules_samples import DEATH, EXTRACT


def test_fees_are_reckoned_as_the_schedule_says() -> None:
    assert EXTRACT.fee.total(copies=2) == 16_000
    assert FeeRule(kind=FeeKind.FREE).total(copies=9) == 0
    assert FeeRule(kind=FeeKind.FIXED, amount=10_000).total(copies=3) == 10_000
    assert FeeRule(kind=FeeKind.SET_BY_PROVINCE).total() is None
    pages = FeeRule(
        kind=FeeKind.PER_PAGE, amount=2_000, pages_at_amount=2, amount_after=1_000, maximum=200_000
    )
    assert [pages.total(pages=count) for count in (1, 2, 3, 5, 999)] == [2_000, 4_000, 5_000, 7_000, 200_000]
    assert pages.total(copies=2, pages=3) == 10_000
    assert FeeRule(kind=FeeKind.PER_PAGE, amount=2_000).total(pages=3) == 6_000
    with pytest.raises(ValueError, match="negative"):
        pages.total(copies=-1)


def test_only_always_needed_papers_are_missed() -> None:
    assert [paper.key for paper in DEATH.missing_papers(frozenset({"id"}))] == ["death_notice"]
    assert DEATH.missing_papers(frozenset({"id", "death_notice"})) == ()


def test_a_higher_signer_may_sign_for_a_lower_one() -> None:
    chairman, deputy, delegate = SignerLevel
    assert delegate.may_be_signed_by(chairman)
    assert deputy.may_be_signed_by(deputy)
    assert not chairman.may_be_signed_by(deputy)
    assert not deputy.may_be_signed_by(delegate)


def test_an_edition_holds_from_its_first_day_on() -> None:
    assert not EXTRACT.is_in_force(EXTRACT.in_force_from - timedelta(days=1))
    assert EXTRACT.is_in_force(EXTRACT.in_force_from)


def test_everything_chosen_has_words() -> None:
    assert all(one.label for kinds in (Channel, PaperKind, SignerLevel) for one in kinds)


def test_a_dossier_from_the_portal_may_cost_less() -> None:
    fee = FeeRule(kind=FeeKind.FIXED, amount=20_000, channel_amounts={Channel.ONLINE: 10_000})
    assert [fee.total(channel=one) for one in Channel] == [20_000, 10_000, 20_000]
    copies = FeeRule(kind=FeeKind.PER_COPY, amount=8_000, channel_amounts={Channel.ONLINE: 4_000})
    assert copies.total(copies=3, channel=Channel.ONLINE) == 12_000


def test_a_kind_of_case_brings_its_own_limit_and_keeps_the_rest() -> None:
    quick = CaseKind(
        key="bo_sung",
        name="Bổ sung thông tin",
        limits={Channel.DIRECT: TimeLimit(kind=LimitKind.SAME_DAY)},
        citation=Citation(text="Luật thử"),
    )
    row = replace(DEATH, kinds=(quick, replace(quick, key="khac", same_day=EXTRACT.same_day)))
    chosen = row.of_kind("bo_sung")
    assert chosen.limits == quick.limits
    assert (chosen.limit_when_verified, chosen.limit_citation) == (None, quick.citation)
    assert (chosen.same_day, chosen.papers, chosen.name) == (DEATH.same_day, DEATH.papers, DEATH.name)
    assert row.of_kind("khac").same_day == EXTRACT.same_day
    form_only = CaseKind(key="mau", name="Theo mẫu riêng", forms=("a.b",), citation=Citation(text="Luật thử"))
    other_form = replace(DEATH, kinds=(form_only,)).of_kind("mau")
    assert (other_form.forms, other_form.limits) == (("a.b",), DEATH.limits)
    assert other_form.limit_when_verified == DEATH.limit_when_verified
    with pytest.raises(KeyError):
        row.of_kind("xa")
