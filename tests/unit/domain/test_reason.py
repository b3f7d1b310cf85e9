from desktop.domain.reason import Certainty, Citation, Reason, failed_first


def test_what_is_not_checked_says_so_wherever_it_is_shown() -> None:
    assert Citation(text="Luật A").display == "Luật A"
    assert Citation(text="Luật A", certainty=Certainty.MEMORY).display == "Luật A (chưa kiểm chứng)"
    assert "bản gốc" in Citation(text="Luật A", certainty=Certainty.REPRODUCTION).display
    assert not Citation(text="", certainty=Certainty.MEMORY).display
    reason = Reason(key="k", text="t", source="Luật A", certainty=Certainty.MEMORY)
    assert reason.source_display == "Luật A (chưa kiểm chứng)"


def test_failed_conditions_come_first_and_keep_their_order() -> None:
    rows = tuple(Reason(key=key, text=key, met=key in "bd") for key in "abcd")
    assert [row.key for row in failed_first(rows)] == ["a", "c", "b", "d"]
