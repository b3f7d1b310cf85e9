"""From a field of the interview into the draft: the answer, the words not understood yet, the place of the hand."""

from collections.abc import Mapping

from desktop.domain.plain import Plain
from desktop.forms.answers import Source
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.held_answers import HeldAnswers


class AnswerWriter:
    """Writes every keystroke into the visit; keeps what cannot be understood yet word for word."""

    def __init__(self, visit: HeldAnswers) -> None:
        self._visit = visit
        self._raw: dict[str, str] = {}

    @property
    def raw(self) -> dict[str, str]:
        """The words not understood yet, by key."""
        return dict(self._raw)

    def restore(self) -> None:
        """Takes the words back from the draft, after a pause or a power cut."""
        raw = self._visit.draft.typing.get("raw", {})
        self._raw = {str(key): str(words) for key, words in raw.items()} if isinstance(raw, Mapping) else {}

    def write(self, field: AnswerField) -> bool:
        """Writes what stands in a field; gives whether other fields of the question came or went."""
        key, typed = field.asked.key, field.read()
        before = self._visit.interview
        if typed.value is None:
            interview = before.clear(key)
        else:
            interview = before.answer(key, typed.value, Source.TYPED, at=self._visit.now.isoformat())
        if typed.value is None and field.raw():
            self._raw[key] = field.raw()
        else:
            self._raw.pop(key, None)
        self._visit.keep_interview(interview, undo=f"Câu trả lời: {field.asked.label}")
        self.note(field)
        return shown_keys(interview) != shown_keys(before)

    def mark_unknown(self, field: AnswerField) -> None:
        """Writes "không nhớ" (F4)."""
        key = field.asked.key
        self._raw.pop(key, None)
        interview = self._visit.interview.mark_unknown(key, at=self._visit.now.isoformat())
        self._visit.keep_interview(interview, undo=f"Không nhớ: {field.asked.label}")
        field.show_answer(interview.look(key), "")

    def move(self, interview: Interview) -> None:
        """Goes to another question."""
        self._raw.clear()
        self._visit.keep_interview(interview)
        self._visit.note_typing({})

    def note(self, field: AnswerField | None) -> None:
        """Remembers the field and the caret."""
        typing: dict[str, Plain] = dict(self._visit.draft.typing)
        if field is not None:
            typing |= {"key": field.asked.key, "caret": field.caret()}
        typing["raw"] = dict(self._raw)
        self._visit.note_typing(typing)


def shown_keys(interview: Interview) -> tuple[str, ...]:
    """Gives the fields in view, by key."""
    question = interview.current
    return () if question is None else tuple(field.key for field in question.fields)
