"""What was kept long enough, from the window: counted in one line, erased after one question, over real records."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.core import Core
from desktop.domain.dossier import DossierState, MoveKind
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import StaffId
from desktop.services.office_setup import PROFILE_SETTING
from desktop.ui.look import Look
from tests.support.fake_office import NOW
from tests.support.office import SetClock
from tests.support.office_scene import alone_office, office_core, office_scene
from tests.support.record_samples import a_dossier, a_person, an_id, moved

S1 = StaffId("s1")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Core]:
    """One PC with a dossier that ended on 17 March, and one that did not."""
    with office_core(tmp_path) as core:
        with core.store.begin(S1) as work:
            work.office_settings.save({PROFILE_SETTING: "duc-thinh-2026"})
            work.people.save(a_person())
            work.dossiers.save(moved(a_dossier(), MoveKind.RETURN_RESULT, DossierState.RETURNED))
            work.dossiers.save(a_dossier(2))
            for number in (2001, 2002):
                work.answers.save(an_id(number), {"reason": "chuyện riêng"})
        yield core


def years_later(core: Core) -> None:
    assert isinstance(core.clock, SetClock)
    core.clock.now = NOW + timedelta(days=8000)


def answers(core: Core, number: int) -> object:
    with core.store.begin(S1) as work:
        return work.answers.load(an_id(number))


def test_while_nothing_has_expired_there_is_one_calm_line_and_nothing_to_press(look: Look, own: Core) -> None:
    with office_scene(look, own, alone_office()) as scene:
        scene.open("backup")
        assert scene.retention.line.text() == "Chưa có hồ sơ nào hết hạn lưu nội dung."
        assert "7305 ngày" in scene.retention.source.text()
        assert "chưa kiểm chứng" in scene.retention.source.text()
        assert not scene.retention.erase.isVisible()


def test_what_has_expired_is_erased_only_after_the_question(look: Look, own: Core) -> None:
    years_later(own)
    with office_scene(look, own, alone_office()) as scene:
        scene.open("backup")
        assert scene.retention.line.text() == "1 hồ sơ đã hết hạn lưu nội dung."
        scene.retention.erase.click()
        assert "Xóa nội dung của 1 hồ sơ" in scene.retention.question.sentence
        _, no = scene.retention.question.buttons
        no.click()
        scene.settle()
        assert answers(own, 2001)
        scene.retention.erase.click()
        yes, _ = scene.retention.question.buttons
        yes.click()
        scene.settle()
        assert (answers(own, 2001), answers(own, 2002)) == ({}, {"reason": "chuyện riêng"})
        assert "Đã xóa nội dung của 1 hồ sơ" in scene.window.toast.text
        assert scene.retention.line.text() == "Chưa có hồ sơ nào hết hạn lưu nội dung."


def test_the_question_is_not_left_standing(look: Look, own: Core) -> None:
    years_later(own)
    with office_scene(look, own, alone_office()) as scene:
        scene.open("backup")
        scene.retention.erase.click()
        assert scene.retention.question.isVisible()
        scene.window.show_page("desk")
        scene.open("backup")
        assert not scene.retention.question.isVisible()


def test_the_office_changes_how_long_and_a_wrong_number_is_said_at_the_field(look: Look, own: Core) -> None:
    with office_scene(look, own, alone_office()) as scene:
        scene.open("backup")
        for typed, told in (("mười", "chữ số"), ("30", "từ 365")):
            scene.retention.days.set_text(typed)
            scene.retention.change.click()
            scene.settle()
            assert told in scene.retention.days.message
        unchanged = own.erase_expired.retention()
        scene.retention.days.set_text(str(unchanged.days))
        scene.retention.change.click()
        scene.settle()
        assert scene.retention.days.message == ""
        assert own.erase_expired.retention() == unchanged  # no number of the office's own
        scene.retention.days.set_text("1000")
        scene.retention.change.click()
        scene.settle()
        assert scene.retention.days.message == ""
        assert own.erase_expired.retention().days == 1000
        assert "1000 ngày" in scene.retention.source.text()


def test_a_store_that_does_not_answer_is_said_and_nothing_is_erased(
    look: Look, own: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    years_later(own)
    with office_scene(look, own, alone_office()) as scene:
        scene.open("backup")
        monkeypatch.setattr(type(own.office), "erasable", unreachable)
        scene.retention.erase.click()
        scene.retention.question.buttons[0].click()
        scene.settle()
        assert answers(own, 2001)
        assert scene.retention.days.message


def unreachable(*_: object) -> frozenset[str]:
    raise DeskError(ErrorCode.OFFICE_UNREACHABLE)
