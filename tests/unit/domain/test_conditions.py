import pytest

from desktop.domain.case import SlipKind
from desktop.domain.conditions import papers_reason, slip_reason, verification_reason
from tests.support.rules_samples import NOW_PROFILE, SEED_PROFILE, a_case


@pytest.mark.parametrize("slip", list(SlipKind))
def test_every_slip_and_the_lack_of_one_names_the_law_of_its_time(slip: SlipKind) -> None:
    assert "118/2025" in slip_reason(slip, NOW_PROFILE).source
    assert "61/2018" in slip_reason(slip, SEED_PROFILE).source


def test_papers_and_verification_show_their_evidence() -> None:
    assert (
        papers_reason(a_case(papers_evidence="Đã kiểm tra 09:38"), NOW_PROFILE).source == "Đã kiểm tra 09:38"
    )
    settled = verification_reason(a_case(verification_evidence="Chị Hạnh xác nhận 09:47"), NOW_PROFILE)
    assert settled.met
    assert settled.source == "Chị Hạnh xác nhận 09:47"
