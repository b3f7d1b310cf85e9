"""Work leaves the window free; its results and faults come back where widgets may be touched."""

import threading
from functools import partial

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError, ErrorCode
from desktop.ui.task_runner import Lane, TaskRunner


def test_work_runs_elsewhere_and_the_result_comes_back_here(qtbot: QtBot, runner: TaskRunner) -> None:
    threads: list[threading.Thread] = []

    def work() -> int:
        threads.append(threading.current_thread())
        return 7

    def take(result: int) -> None:
        assert result == 7
        threads.append(threading.current_thread())

    with qtbot.waitSignal(runner.idle):
        runner.run(work, take)
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()


def test_the_database_is_asked_one_after_another(qtbot: QtBot, runner: TaskRunner) -> None:
    order: list[int] = []
    names: set[str] = set()

    def work(number: int) -> int:
        names.add(threading.current_thread().name)
        return number

    for number in range(20):
        runner.run(partial(work, number), order.append)
    qtbot.waitUntil(lambda: runner.is_idle)
    assert order == list(range(20))
    assert len(names) == 1


def test_a_fault_goes_to_the_one_who_asked(qtbot: QtBot, runner: TaskRunner) -> None:
    faults: list[DeskError] = []
    ended: list[bool] = []

    def work() -> None:
        raise DeskError(ErrorCode.RECORD_MISSING)

    with qtbot.assertNotEmitted(runner.fault):
        runner.run(work, on_error=faults.append, on_end=lambda: ended.append(True))
        qtbot.waitUntil(lambda: bool(ended))
    assert faults[0].code is ErrorCode.RECORD_MISSING


def test_a_fault_nobody_takes_reaches_the_message_bar(qtbot: QtBot, runner: TaskRunner) -> None:
    def work() -> None:
        raise DeskError(ErrorCode.RECORD_MISSING)

    with qtbot.waitSignal(runner.fault):
        runner.run(work, lane=Lane.FREE)


def test_a_bug_in_work_or_in_a_callback_reaches_the_crash_handler(qtbot: QtBot, runner: TaskRunner) -> None:
    with qtbot.waitSignal(runner.bug):
        runner.run(lambda: 1 // 0)
    with qtbot.waitSignal(runner.bug):
        runner.run(lambda: 0, _divide)


def test_a_widget_that_only_work_still_knows_dies_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    ends: list[threading.Thread] = []
    window_is_done = threading.Event()
    # The worker is held up just after it has reported, until the window has taken the result.
    runner._arrived.connect(lambda: window_is_done.wait(5), Qt.ConnectionType.DirectConnection)
    one = _Mortal(ends)
    runner.run(one.work, one.take, on_end=one.end, lane=Lane.FREE)
    del one
    qtbot.waitUntil(lambda: runner.is_idle)
    window_is_done.set()
    runner.close()
    assert ends == [threading.current_thread()]


def test_after_closing_nothing_comes_back(qtbot: QtBot, runner: TaskRunner) -> None:
    taken: list[int] = []
    runner.run(lambda: 1, taken.append)
    runner.close()
    runner.run(lambda: 2, taken.append)
    qtbot.wait(20)
    assert taken == []


def test_a_draft_still_waiting_to_be_saved_when_the_window_closes_is_saved(runner: TaskRunner) -> None:
    begun = threading.Event()
    go_on = threading.Event()
    saved: list[str] = []

    def slow() -> None:
        begun.set()
        go_on.wait(5)

    runner.run(slow)
    for draft in ("a", "b", "c"):
        runner.run(partial(saved.append, draft))
    assert begun.wait(5)
    threading.Timer(0.05, go_on.set).start()  # while the runner is being closed
    runner.close()
    assert saved == ["a", "b", "c"]


class _Mortal:
    """Tells which thread let go of it last."""

    def __init__(self, ends: list[threading.Thread]) -> None:
        self._ends = ends

    def __del__(self) -> None:
        self._ends.append(threading.current_thread())

    def work(self) -> None:
        """Takes no time, so that worker and window race to let go."""

    def take(self, _result: None) -> None:
        """Takes nothing."""

    def end(self) -> None:
        """Ends nothing."""


def _divide(zero: int) -> None:
    1 // zero
