"""What was already asked, in a few lines: people from the card first, then the last answers. No widgets."""

from desktop.forms.answers import Source
from desktop.forms.definition import Question
from desktop.forms.interview import Interview
from desktop.ui.desk.answer_text import short_text
from desktop.ui.desk.answered_row import AnsweredLine
from desktop.ui.icon_set import Icon


def answered_lines(interview: Interview, most: int) -> tuple[AnsweredLine, ...]:
    """Gives at most `most` lines above the current question; what does not fit is counted in the first."""
    here = interview.current
    lines: list[AnsweredLine] = []
    given = 0
    for question in interview.questions:
        if here is not None and question.id == here.id:
            break
        if not interview.needs_asking(question):
            given += len(question.fields)
            if any(line.icon is Icon.CARD for line in lines):
                continue
        lines.append(line_of(interview, question))
    first = next((line for line in lines if line.icon is Icon.CARD), None)
    rest = [line for line in lines if line is not first]
    shown = (
        rest[-(most - 1 if first is not None else most) or len(rest) :] if most > 1 or first is None else []
    )
    top = [_counted(first, given)] if first is not None else []
    return (*top, *shown)


def line_of(interview: Interview, question: Question) -> AnsweredLine:
    """Gives the line of one question."""
    looks = [(field, interview.look(field.key)) for field in question.fields]
    words = [short_text(look, field) for field, look in looks if look is not None]
    sources = {look.source for _, look in looks if look is not None}
    is_open = any(
        field.required and (look is None or (look.is_empty and look.source is not Source.UNKNOWN))
        for field, look in looks
    )
    source = next(
        (one for one in (Source.CARD, Source.EARLIER, Source.EVENT, Source.UNKNOWN) if one in sources), None
    )
    if Source.CARD in sources or (sources and sources <= {Source.EARLIER, Source.COMPUTED}):
        icon = Icon.CARD
    else:
        icon = Icon.WARNING if is_open else Icon.CHECK
    value = " · ".join(word for word in words if word)
    return AnsweredLine(
        key=question.id,
        title=question.title,
        value=value[:1].upper() + value[1:] or ("chưa có câu trả lời" if is_open else ""),
        source=source.words if source is not None else "",
        icon=icon,
        is_open=is_open,
    )


def _counted(line: AnsweredLine, given: int) -> AnsweredLine:
    words = f"{given} ô có sẵn" if given > 1 else line.source
    return AnsweredLine(key=line.key, title=line.title, value=line.value, source=words, icon=Icon.CARD)
