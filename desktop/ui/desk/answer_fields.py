"""The one table from the type of a field to the widget that asks for it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from desktop.forms.definition import Field as Asked
from desktop.forms.definition import FieldType
from desktop.services.place_offers import PlaceNames
from desktop.ui.desk.answer_field import AnswerField
from desktop.ui.desk.choice_answer import ChoiceAnswer
from desktop.ui.desk.multi_answer import MultiAnswer
from desktop.ui.desk.table_answer import TableAnswer
from desktop.ui.desk.text_answer import Suggest, TextAnswer
from desktop.ui.widgets.choice_row import MOST

Builder = Callable[[Asked, date, Suggest, PlaceNames], AnswerField]


def _typed(asked: Asked, today: date, suggest: Suggest, places: PlaceNames) -> AnswerField:
    return TextAnswer(asked, today, suggest, places)


def _choice(asked: Asked, today: date, suggest: Suggest, places: PlaceNames) -> AnswerField:
    """Nine can be picked with a digit; a longer list is searched."""
    return (
        ChoiceAnswer(asked, today)
        if len(asked.options) <= MOST
        else TextAnswer(asked, today, suggest, places)
    )


def _multi(asked: Asked, today: date, suggest: Suggest, places: PlaceNames) -> AnswerField:
    return (
        MultiAnswer(asked, today) if len(asked.options) <= MOST else TextAnswer(asked, today, suggest, places)
    )


def _table(asked: Asked, _today: date, _suggest: Suggest, _places: PlaceNames) -> AnswerField:
    return TableAnswer(asked)


BUILDERS: Final[Mapping[FieldType, Builder]] = MappingProxyType(
    {
        FieldType.TEXT: _typed,
        FieldType.TEXTAREA: _typed,
        FieldType.DATE: _typed,
        FieldType.MOMENT: _typed,
        FieldType.NUMBER: _typed,
        FieldType.MONEY: _typed,
        FieldType.ID12: _typed,
        FieldType.PHONE: _typed,
        FieldType.ADDRESS: _typed,
        FieldType.ID_PAPER: _typed,
        FieldType.COMPUTED: _typed,
        FieldType.CHOICE: _choice,
        FieldType.YES_NO: _choice,
        FieldType.MULTI: _multi,
        FieldType.TABLE: _table,
    }
)


def field_for(asked: Asked, today: date, suggest: Suggest, places: PlaceNames) -> AnswerField:
    """Gives the widget that asks for a field of a form."""
    return BUILDERS[asked.type](asked, today, suggest, places)
