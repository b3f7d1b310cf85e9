import pytest

from desktop.domain.ids import StaffId, VisitId
from desktop.domain.person import Person
from desktop.domain.procedure import Channel
from desktop.domain.visit import VisitDraft
from desktop.services.visit_return import return_place_of, set_authorised_by, set_return, with_email
from tests.support.rules_samples import at

NOW = at("2026-12-01T09:00")
DRAFT = VisitDraft(id=VisitId("v"), owner=StaffId("s"), started_at=NOW, touched_at=NOW)
BUOI = Person(full_name="Nguyễn Thị Bưởi", residence="Thôn Đông Đoài", email="buoi@example.vn")


@pytest.mark.parametrize(
    ("way", "to", "words"),
    [
        (Channel.DIRECT, "", ""),
        (Channel.POSTAL, "", "Qua bưu chính công ích: Thôn Đông Đoài"),
        (Channel.POSTAL, "Thôn  Xuân Thịnh ", "Qua bưu chính công ích: Thôn Xuân Thịnh"),
        (Channel.ONLINE, "", "Trực tuyến: buoi@example.vn"),
        (Channel.ONLINE, "con@example.vn", "Trực tuyến: con@example.vn"),
    ],
)
def test_the_receipt_says_where_the_result_goes(way: Channel, to: str, words: str) -> None:
    assert return_place_of(set_return(DRAFT, way, NOW, to=to), BUOI) == words


def test_an_email_given_for_an_online_result_is_kept_with_the_citizen() -> None:
    online = set_return(DRAFT, Channel.ONLINE, NOW, to="con@example.vn")
    assert with_email(online, BUOI).email == "con@example.vn"
    assert with_email(set_return(DRAFT, Channel.ONLINE, NOW, to="Cổng"), BUOI) == BUOI
    assert with_email(set_return(DRAFT, Channel.POSTAL, NOW, to="a@b"), BUOI) == BUOI


def test_who_sent_the_citizen_is_taken_back_by_an_empty_answer() -> None:
    sent = set_authorised_by(DRAFT, " Trần Văn  Lâm ", NOW)
    assert sent.authorised_by == "Trần Văn Lâm"
    assert set_authorised_by(sent, "", NOW).authorised_by == ""
