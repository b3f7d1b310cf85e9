"""Sets answers into the places of an official PDF. What has no place is kept apart, for the continuation sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.text import capitals
from desktop.forms.answers import AnswerValue
from desktop.forms.building import options_of
from desktop.forms.definition import Background, Field, FieldType, FormDefinition, Place, PlacedField
from desktop.forms.office_rows import clean_rows
from desktop.forms.paper import ApartItem, OfficialSheet, PlacedItem, RunKind
from desktop.forms.vocabulary import CONTEXT_KEYS


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValues:
    """What the composer knows of the answers.

    Attributes:
        value: The answer of a key, None where there is none.
        rows: The lines of a place, ('',) where there is nothing.
        is_ticked: Whether an option of a field is chosen.
        kind: An answer, or a suggestion.
    """

    value: Callable[[str], AnswerValue | None]
    rows: Callable[[Place], tuple[str, ...]]
    is_ticked: Callable[[str, str], bool]
    kind: Callable[[str], RunKind]


def official_sheet(
    form: FormDefinition, background: Background, values: PlaceValues, *, signed: Mapping[str, Sequence[str]]
) -> OfficialSheet:
    """Set every place of a form.

    Args:
        form: The form.
        background: Its official PDF.
        values: The answers.
        signed: Lines that belong under the signature of a role (finger, witnesses); the official page has no room.
    """
    fields = {field.key: field for field in form.fields}
    items = tuple(_item(place, fields.get(place.key), values) for place in form.places)
    apart = [one for field in form.fields if field.printed for one in _apart(form, field, values)]
    for role, lines in signed.items():
        block = form.person(role)
        if lines:
            title = block.title if block is not None else "Người khai"
            apart.append(ApartItem(key=f"{role}.name", label=f"Ký tên: {title}", rows=tuple(lines)))
    return OfficialSheet(pdf=background.pdf, items=items, apart=tuple(apart))


def _item(place: PlacedField, field: Field | None, values: PlaceValues) -> PlacedItem:
    rows = _cell(place, field, values) if place.row else _rows(place, field, values)
    return PlacedItem(
        key=place.key,
        label=_label(place, field),
        page=place.page - 1,
        left=place.left,
        top=place.top,
        width=place.width,
        height=place.height,
        rows=rows,
        marked=values.is_ticked(place.key, place.option) if place.option else None,
        kind=values.kind(place.key),
        size=place.size,
        smallest=place.smallest,
        align=place.align,
        boxes=place.boxes,
        pitch=place.pitch,
    )


def _rows(place: PlacedField, field: Field | None, values: PlaceValues) -> tuple[str, ...]:
    if place.option:
        return ()
    rows = values.rows(Place(key=place.key, format=place.format))
    loud = place.capitals or bool(field and field.capitals)
    return tuple(capitals(row) if loud else row for row in rows if row)


def _cell(place: PlacedField, field: Field | None, values: PlaceValues) -> tuple[str, ...]:
    rows = _table(place.key, values)
    at = [column.key for column in field.columns].index(place.column) if field is not None else 0
    if place.row > len(rows) or at >= len(rows[place.row - 1]):
        return ()
    text = " ".join(clean_rows(rows[place.row - 1][at]))
    return (capitals(text) if place.capitals else text,) if text else ()


def _table(key: str, values: PlaceValues) -> list[tuple[str, ...]]:
    value = values.value(key)
    rows = [row for row in value if isinstance(row, tuple)] if isinstance(value, tuple) else []
    return [row for row in rows if any(cell.strip() for cell in row)]


def _label(place: PlacedField, field: Field | None) -> str:
    label = field.label if field is not None else CONTEXT_KEYS.get(place.key, place.key).partition(":")[0]
    title = next((c.title for c in field.columns if c.key == place.column), "") if field is not None else ""
    return f"{label}, dòng {place.row}, {title}" if place.row else label


def _apart(form: FormDefinition, field: Field, values: PlaceValues) -> list[ApartItem]:
    """What of an answer stands in no place."""
    places = [place for place in form.places if place.key == field.key]
    kind = values.kind(field.key)
    if values.value(field.key) is None or not places:
        return []
    if field.type is FieldType.TABLE:
        return _rows_apart(field, places, values)
    if any(not place.option for place in places):
        return []
    missing = _options_apart(field, {place.option for place in places}, values)
    return [ApartItem(key=field.key, label=field.label, rows=missing, kind=kind)] if missing else []


def _options_apart(field: Field, placed: set[str], values: PlaceValues) -> tuple[str, ...]:
    value = values.value(field.key)
    if isinstance(value, bool):
        chosen = [option for option in options_of(field) if values.is_ticked(field.key, option)]
    else:
        chosen = [row for row in value if isinstance(row, str)] if isinstance(value, tuple) else [str(value)]
    return tuple(row for text in chosen if text not in placed for row in clean_rows(text))


def _rows_apart(field: Field, places: Sequence[PlacedField], values: PlaceValues) -> list[ApartItem]:
    placed = {(place.row, place.column) for place in places}
    found: list[ApartItem] = []
    for number, row in enumerate(_table(field.key, values), start=1):
        cells = [
            f"{column.title}: {' '.join(clean_rows(text))}"
            for column, text in zip(field.columns, row, strict=False)
            if text.strip() and (number, column.key) not in placed
        ]
        cells += [" ".join(clean_rows(text)) for text in row[len(field.columns) :] if text.strip()]
        if cells:
            label = f"{field.label}, dòng {number}"
            found.append(
                ApartItem(key=field.key, label=label, rows=("; ".join(cells),), kind=values.kind(field.key))
            )
    return found
