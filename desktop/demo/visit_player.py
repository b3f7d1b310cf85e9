"""Plays one sample visit on the real window, key by key, and takes its pictures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt

from desktop.app.workstation import Workstation
from desktop.core import Core
from desktop.demo.hands import Hands
from desktop.demo.online_copy import copy_online
from desktop.demo.results import DemoFolder, VisitResult, signing_words, verdict_plain
from desktop.demo.set_clock import SetClock
from desktop.domain.help_session import SigningKind
from desktop.domain.visit import VisitDraft, VisitStep
from desktop.forms.building import options_of
from desktop.forms.definition import Field, FieldType
from desktop.services.ports_printing import PrintState
from desktop.services.sample_day import SampleSign, SampleVisit, fill_words
from desktop.services.visit_flow import VisitFlow
from desktop.ui.desk.desk_steps import DeskSteps
from desktop.ui.desk.open_visit import OpenVisit

_WAITING = frozenset({PrintState.QUEUED, PrintState.SENDING})
_PICKED = frozenset({FieldType.CHOICE, FieldType.YES_NO})
_MOST_DIGITS = 9


class VisitPlayer:
    """Plays visits; the clock moves on as a real visit would take.

    Args:
        station: The running window.
        core: Its core.
        clock: The demo's clock.
        folder: Where the pictures go.
    """

    def __init__(self, station: Workstation, core: Core, clock: SetClock, folder: DemoFolder) -> None:
        self._station = station
        self._core = core
        self._clock = clock
        self._folder = folder
        self.hands = Hands(station.window)

    def play(self, sample: SampleVisit, result: VisitResult) -> VisitDraft:
        """Play one visit from the card to the empty desk; gives its last draft.

        Raises:
            Stuck: The window did not answer: a bug of ours.
        """
        pressed = self.hands.pressed
        self._card(sample, result)
        self._procedures(sample, result)
        self._papers(sample, result)
        if self._draft.step is VisitStep.INTERVIEW:
            self._interview(sample, result)
            self._read_back(sample, result)
        self._verdict(sample, result)
        draft = self._print(result)
        result.keys_pressed = self.hands.pressed - pressed
        return draft

    # --- the eight steps ---

    def _card(self, sample: SampleVisit, result: VisitResult) -> None:
        self._station.look_at_clock()
        self._step(VisitStep.CARD)
        self._visit.act(lambda _flow, draft, _now: replace(draft, ticket=sample.ticket))
        self.hands.scan(sample.card)
        self.hands.wait(lambda: self._draft.person, "the card to be read")
        self._picture(result, "the")
        self._later(1)
        self.hands.press(Qt.Key.Key_Return)
        self._step(VisitStep.PROCEDURES)

    def _procedures(self, sample: SampleVisit, result: VisitResult) -> None:
        for code in sample.codes_on(self._visit.flow.workday):
            self.hands.pause()
            search = self._steps.procedures
            self.hands.type(self._visit.flow.workday.procedure(code).short_name)
            self.hands.wait(partial(self._is_listed, code), f"procedure {code} to be found")
            place = next(at for at, item in enumerate(search.list.items) if item.key == code)
            for _ in range(place):
                self.hands.press(Qt.Key.Key_Down)
            self.hands.press(Qt.Key.Key_Return)
            self.hands.wait(partial(self._is_chosen, code), f"procedure {code} to be chosen")
            if self._visit.flow.workday.procedure(code).kinds:
                self.hands.pause()
                self.hands.press(Qt.Key.Key_Return)  # the usual kind of case stands first
        self._picture(result, "thu-tuc")
        if self._draft.form_refs:
            self.hands.digit(1 if sample.requested_help else 2)
        else:
            if sample.requested_help:
                self._visit.act(lambda flow, draft, now: flow.request_help(draft, now, requested=True))
            self.hands.press(Qt.Key.Key_Return)
        self._step(VisitStep.PAPERS)
        self._later(1)

    def _papers(self, sample: SampleVisit, result: VisitResult) -> None:
        self.hands.pause()
        for number in _paper_digits(self._visit.flow, self._draft, sample):
            self.hands.digit(number)
        for chosen in self._draft.procedures:
            self._visit.act(partial(_verified, chosen.code, sample))
        self._steps.papers.open()
        self._picture(result, "giay-to")
        self.hands.press(Qt.Key.Key_Return)
        self.hands.wait(lambda: self._draft.step is not VisitStep.PAPERS, "the papers to be left")
        self._later(1)

    def _interview(self, sample: SampleVisit, result: VisitResult) -> None:
        asked = 0
        while self._draft.step is VisitStep.INTERVIEW:
            self.hands.pause()
            question = self._visit.interview.current
            if question is None:
                self._picture(result, "hoi-xong")
                self.hands.press(Qt.Key.Key_Return)
                self._step(VisitStep.READ_BACK)
                return
            asked += 1
            for field in question.fields:
                if self._visit.interview.current is None or self._visit.interview.current.id != question.id:
                    break
                self._answer(sample, field)
            if asked in (1, 4):
                self._picture(result, f"hoi-{asked}")
            if self._visit.interview.current is not None and self._visit.interview.current.id == question.id:
                self.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.hands.wait(partial(self._is_past, question.id), f"question {question.id} to be left")
            self._later(0.5)

    def _answer(self, sample: SampleVisit, field: Field) -> None:
        """Answer the field that has the keyboard as the sample says; what it does not say stays or is not known."""
        day = self._visit.flow.workday.day
        words = fill_words(
            sample.answers.get(field.key, ""), self._visit.flow.workday, day - timedelta(days=1)
        )
        if not words:
            known = self._visit.interview.look(field.key)
            if known is None or known.is_empty:
                self.hands.press(Qt.Key.Key_F4)
            else:
                self.hands.press(Qt.Key.Key_Return)
            return
        options = options_of(field) if field.type is FieldType.YES_NO else field.options
        folded = [option.casefold() for option in options]
        if field.type in _PICKED and words.casefold() in folded[:_MOST_DIGITS]:
            self.hands.digit(folded.index(words.casefold()) + 1)
            return
        if field.type is FieldType.MULTI and words.casefold() in folded[:_MOST_DIGITS]:
            self.hands.digit(folded.index(words.casefold()) + 1)
        else:
            self.hands.type(words)
            self.hands.press(Qt.Key.Key_Escape)
        self.hands.press(Qt.Key.Key_Return)

    def _read_back(self, sample: SampleVisit, result: VisitResult) -> None:
        self._step(VisitStep.READ_BACK)
        self._picture(result, "doc-lai")
        page = self._steps.read_back
        while not page.is_agreed:
            self.hands.press(Qt.Key.Key_Return)
            self.hands.wait(lambda: not page.is_busy, "the line to be read")
        self._later(4)
        self._picture(result, "ky")
        is_print = sample.sign is SampleSign.FINGERPRINT
        self.hands.digit(
            list(SigningKind).index(SigningKind.FINGERPRINT if is_print else SigningKind.SIGNED) + 1
        )
        if is_print:
            self.hands.pause()
            self.hands.digit(1)
        self.hands.wait(lambda: not page.is_busy, "the declarations to be printed")
        if self._draft.step is VisitStep.READ_BACK:
            self._picture(result, "cho-ky")
            self.hands.press(Qt.Key.Key_Return)
        self._step(VisitStep.VERDICT)
        self._later(1)

    def _verdict(self, sample: SampleVisit, result: VisitResult) -> None:
        self._step(VisitStep.VERDICT)
        if sample.appointment_reason:
            self._picture(result, "ket-luan-truoc")
            self.hands.press(Qt.Key.Key_F9)
            self.hands.pause()
            self.hands.press(Qt.Key.Key_Tab)
            self.hands.type(sample.appointment_reason)
            self.hands.press(Qt.Key.Key_Return)
            self.hands.wait(
                lambda: any(one.appointment_reason for one in self._draft.procedures), "the appointment"
            )
        self._picture(result, "ket-luan")
        result.verdicts = [verdict_plain(one) for one in self._visit.flow.judge(self._draft, self._clock())]
        self.hands.press(Qt.Key.Key_Return)
        self._step(VisitStep.PRINT)

    def _print(self, result: VisitResult) -> VisitDraft:
        jobs = self._core.store.print_jobs
        ids = self._draft.print_jobs
        self.hands.wait(
            lambda: all((job := jobs.get(one)) is None or job.state not in _WAITING for one in ids),
            "the papers to be printed",
        )
        self._picture(result, "in")
        if self._steps.print.sheet.is_next:
            copy_online(self._steps.print.sheet, self.hands, partial(self._picture, result))
        draft = self._draft
        for number, one in enumerate(ids, start=1):
            job = jobs.get(one)
            if job is not None:
                result.papers.append(self._folder.write_paper(result.key, number, job))
        result.signing = signing_words(draft)
        result.fields_written = draft.help.fields_written if draft.help is not None else 0
        self._press_until(
            Qt.Key.Key_Return, lambda: self._draft.step is VisitStep.DONE, "the visit to be done"
        )
        self._picture(result, "xong")
        self.hands.press(Qt.Key.Key_F2)
        self.hands.wait(lambda: self._visit.is_empty, "the desk to be empty")
        return draft

    def _is_listed(self, code: str) -> bool:
        return any(item.key == code for item in self._steps.procedures.list.items)

    def _is_chosen(self, code: str) -> bool:
        return any(one.code == code for one in self._draft.procedures)

    def _is_past(self, question_id: str) -> bool:
        here = self._visit.interview.current
        return self._draft.step is not VisitStep.INTERVIEW or here is None or here.id != question_id

    # --- looking and waiting ---

    @property
    def _visit(self) -> OpenVisit:
        visit = self._station.desk.visit
        if visit is None:
            raise RuntimeError("nobody is signed in")
        return visit

    @property
    def _steps(self) -> DeskSteps:
        steps = self._station.desk.steps
        if steps is None:
            raise RuntimeError("nobody is signed in")
        return steps

    @property
    def _draft(self) -> VisitDraft:
        return self._visit.draft

    def _step(self, step: VisitStep) -> None:
        self.hands.wait(lambda: self._draft.step is step, f"step {step.value}")
        self.hands.pause()

    def _press_until(self, key: Qt.Key, done: Callable[[], bool], what: str) -> None:
        for _ in range(3):
            if not done():
                self.hands.press(key)
                self.hands.pause()
        self.hands.wait(done, what)

    def _picture(self, result: VisitResult, name: str) -> None:
        file = self._folder.next_screen(f"{result.key}-{name}")
        self.hands.grab(file)
        result.screens.append(f"screens/{file.name}")

    def _later(self, minutes: float) -> None:
        self._clock.forward(timedelta(minutes=minutes))
        self._station.look_at_clock()


def _verified(
    code: str, sample: SampleVisit, flow: VisitFlow, draft: VisitDraft, now: datetime
) -> VisitDraft:
    return flow.set_verification(
        draft, code, now, needed=sample.needs_verification, note=sample.verification_note
    )


def _paper_digits(flow: VisitFlow, draft: VisitDraft, sample: SampleVisit) -> list[int]:
    digits, number = list[int](), 0
    for chosen in draft.procedures:
        written = flow.papers_written_here(draft, chosen.code) if draft.requested_help else frozenset()
        for paper in flow.workday.procedure(chosen.code).papers:
            if paper.key in written:
                continue
            number += 1
            if (paper.key in sample.papers) != (paper.key in chosen.papers) and number <= _MOST_DIGITS:
                digits.append(number)
    return digits
