from desktop.domain.case import Verdict
from desktop.domain.verdict import decide
from tests.support.rules_samples import CALENDAR, NOW_PROFILE, a_case


def test_a_case_is_complete_when_nothing_is_missing() -> None:
    assert a_case().papers_complete
    assert not a_case(missing=("Giấy báo tử",)).papers_complete


def test_a_verdict_gives_its_failed_conditions() -> None:
    verdict: Verdict = decide(a_case(signers=()), CALENDAR, NOW_PROFILE)
    assert [reason.key for reason in verdict.failed] == ["signer"]
