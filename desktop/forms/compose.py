"""Sets a form, its answers and the office's places into a `ComposedPaper`: filled, blank, or with pending values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from desktop.domain.help_session import Signing
from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, Answers, AnswerValue, Rows
from desktop.forms.building import options_of
from desktop.forms.compose_places import PlaceValues, official_sheet
from desktop.forms.definition import (
    Field,
    FieldType,
    FormDefinition,
    PageItem,
    PageKind,
    Piece,
    Place,
    TickPlace,
    Words,
)
from desktop.forms.office_rows import answer_rows, clean_rows, office_rows
from desktop.forms.page import COLUMN_SHARE
from desktop.forms.paper import (
    Addressee,
    Block,
    Boxes,
    Cell,
    Column,
    ComposedPaper,
    FormMark,
    Gap,
    Item,
    Line,
    NationalHeading,
    Notes,
    OfficialSheet,
    PageBreak,
    Paragraph,
    PlaceDate,
    QrCode,
    Rule,
    Run,
    RunKind,
    Section,
    SignatureColumn,
    Signatures,
    Subtitle,
    Table,
    Tick,
    Title,
)
from desktop.forms.places import context_value, show
from desktop.forms.scope import ID_DIGITS, scope_of
from desktop.forms.signature_lines import lines_below, variant_of
from desktop.forms.vocabulary import CONTEXT_KEYS

_SHORT_DOTS = {"day": 6, "month": 6, "year": 10, "hour": 6, "minute": 6}
_TYPE_DOTS = {FieldType.NUMBER: 8, FieldType.MONEY: 16, FieldType.YES_NO: 8, FieldType.DATE: 20}
_USUAL_DOTS = 26
_BLANK_LIST_ROWS = 3
_OTHER = ("khác", "khác:", "khác (ghi rõ)")


def compose(
    definition: FormDefinition,
    answers: Answers,
    context: Mapping[str, str],
    *,
    blank: bool = False,
    pending: Mapping[str, AnswerValue] | None = None,
    signing: Mapping[str, Signing] | None = None,
) -> ComposedPaper:
    """Set the paper.

    Args:
        definition: The form.
        answers: The case's answers; hidden fields are left out.
        context: Places of the office (`CONTEXT_KEYS`); `today` is also the day conditions are judged on.
        blank: Print the empty form: no answers, no day, but the office's own name.
        pending: Values suggested but not yet accepted, by key; shown as `RunKind.PENDING`.
        signing: How each role signed; without it the place to sign by hand is printed.
    """
    setter = _Setter(
        form=definition,
        answers=MappingProxyType({}) if blank else _visible(definition, answers, context),
        pending=MappingProxyType(dict(pending or {})),
        context=_blank_context(context) if blank else context,
        signing=MappingProxyType(dict(signing or {})),
        fields=MappingProxyType({field.key: field for field in definition.fields}),
        show_names=not blank,
    )
    return ComposedPaper(
        form_id=definition.id,
        version=definition.version,
        title=definition.name,
        size=definition.paper,
        blocks=setter.blocks(),
        footer=f"{definition.id} · {definition.version}",
        official=_official(setter),
    )


def day_of(context: Mapping[str, str]) -> date:
    """The day of the case; a context without a day judges ages and dates as on the first day there is."""
    today = context_value("today", context)
    return today.first_day if isinstance(today, PartialDate) else date.min


def _visible(form: FormDefinition, answers: Answers, context: Mapping[str, str]) -> Mapping[str, Answer]:
    return scope_of(form, answers, day_of(context)).answers


def _blank_context(context: Mapping[str, str]) -> Mapping[str, str]:
    return {key: value for key, value in context.items() if key.startswith("office.")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setter:
    form: FormDefinition
    answers: Mapping[str, Answer]
    pending: Mapping[str, AnswerValue]
    context: Mapping[str, str]
    signing: Mapping[str, Signing]
    fields: Mapping[str, Field]
    show_names: bool

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        columns: list[SignatureColumn] = []
        for item in self.form.page:
            if item.kind is PageKind.SIGN:
                columns.append(self._signature(item))
                continue
            if columns:
                found.append(Signatures(columns=tuple(columns)))
                columns = []
            grid = found[-1] if found else None
            if item.kind is PageKind.ROW and isinstance(grid, Table):
                found[-1] = replace(grid, rows=(*grid.rows, self._grid_row(item, len(grid.columns))))
            elif item.kind is PageKind.ROWS and isinstance(grid, Table):
                rows = office_rows(self.context, item, columns=len(grid.columns))
                found[-1] = replace(grid, rows=(*grid.rows, *rows))
            else:
                found.extend(self._block(item))
        if columns:
            found.append(Signatures(columns=tuple(columns)))
        return tuple(found)

    def _block(self, item: PageItem) -> list[Block]:  # noqa: C901, PLR0911, PLR0912 - one line a kind, nothing else
        match item.kind:
            case PageKind.NATIONAL:
                left = tuple(text for text in (self._plain(part) for part in item.parts) if text)
                return [NationalHeading(agency_left=left)]
            case PageKind.MARK:
                return [FormMark(text=" ".join(self._plain(part) for part in item.parts))]
            case PageKind.TITLE:
                return [Title(text=self._plain(item.parts[0]))]
            case PageKind.SECTION:
                return [Section(text=self._plain(item.parts[0]), note=_raised(item.parts[0]))]
            case PageKind.SUBTITLE:
                return [Subtitle(items=self._inline(item.parts[0]))]
            case PageKind.ADDRESSEE:
                return [Addressee(items=self._inline(item.parts[0]))]
            case PageKind.TEXT:
                return [Paragraph(items=self._inline(item.parts[0]))]
            case PageKind.NOTE:
                return [Notes(items=self._inline(part)) for part in item.parts]
            case PageKind.PLACE_DATE:
                return [PlaceDate(items=self._inline(part)) for part in item.parts]
            case PageKind.LINE:
                return self._line(item)
            case PageKind.TABLE:
                return [self._table(item.name)]
            case PageKind.GRID:
                return [Table(columns=tuple(_column(self._plain(part)) for part in item.parts), rows=())]
            case PageKind.LIST:
                return self._list(item.name)
            case PageKind.RULE:
                return [Rule()]
            case PageKind.GAP:
                return [Gap(mm=item.number)]
            case PageKind.PAGE_BREAK:
                return [PageBreak()]
            case PageKind.QR:
                text = self.text(Place(key=item.name))[0]
                return [QrCode(text=text)] if text else []
            case PageKind.SIGN | PageKind.ROW | PageKind.ROWS:
                return []

    # --- lines ---------------------------------------------------------------------------------------------------

    def _line(self, item: PageItem) -> list[Block]:
        cells: list[Cell] = []
        overflow: list[Run] = []
        for at, part in enumerate(item.parts):
            cell, more = self._cell(part, last_cell=at == len(item.parts) - 1)
            cells.append(cell)
            overflow.extend(more)
        lines: list[Block] = [Line(cells=tuple(cells), indent_mm=item.number)]
        lines += [Line(cells=(Cell(items=(run,), leader=True),), indent_mm=item.number) for run in overflow]
        return lines

    def _cell(self, part: tuple[Piece, ...], *, last_cell: bool) -> tuple[Cell, list[Run]]:
        """Set one cell. Lines of a long answer after the first go into lines of their own when it is the last place."""
        items: list[Item] = []
        overflow: list[Run] = []
        for at, piece in enumerate(part):
            is_end = at == len(part) - 1
            if not (is_end and isinstance(piece, Place)):
                items.extend(self._piece(piece))
                continue
            rows = self.text(piece)
            boxes = self._boxes(piece)
            if boxes is not None:
                items.append(boxes)
            elif last_cell and len(rows) > 1:
                items.append(self._run(piece, rows[0]))
                overflow = [self._run(piece, row) for row in rows[1:]]
            else:
                items.append(self._run(piece, " ".join(rows)))
        ends_open = bool(part) and isinstance(part[-1], Place) and not isinstance(items[-1], Boxes)
        return Cell(items=tuple(items), leader=ends_open), overflow

    def _inline(self, part: tuple[Piece, ...]) -> tuple[Item, ...]:
        return tuple(item for piece in part for item in self._piece(piece))

    def _piece(self, piece: Piece) -> tuple[Item, ...]:
        match piece:
            case Words():
                return (_label(piece),)
            case TickPlace(key=key, option=option):
                checked = self.is_ticked(key, option)
                return (Tick(checked=checked, label=(Run(text=option, key=key),), key=key),)
            case Place():
                boxes = self._boxes(piece)
                if boxes is not None:
                    return (boxes,)
                text = " ".join(self.text(piece))
                if text:
                    return (self._run(piece, text),)
                return (Run(text="." * self._dots(piece), key=piece.key),)

    def _plain(self, part: tuple[Piece, ...]) -> str:
        """Give the words of a heading; raised ones stand apart, see `_raised`."""
        words = (
            p.text if isinstance(p, Words) else p.option if isinstance(p, TickPlace) else self.text(p)[0]
            for p in part
            if not (isinstance(p, Words) and p.superscript)
        )
        return "".join(words).strip()

    def _run(self, piece: Place, text: str) -> Run:
        field = self.fields.get(piece.key)
        loud = piece.format == "capitals" or bool(field and field.capitals)
        return Run(
            text=text, kind=self.kind(piece.key), bold=piece.bold or loud, italic=piece.italic, key=piece.key
        )

    def _dots(self, piece: Place) -> int:
        field = self.fields.get(piece.key)
        if piece.format in _SHORT_DOTS:
            return _SHORT_DOTS[piece.format]
        return _TYPE_DOTS.get(field.type, _USUAL_DOTS) if field else _USUAL_DOTS

    # --- values --------------------------------------------------------------------------------------------------

    def value(self, key: str) -> AnswerValue | None:
        if key in self.pending:
            return self.pending[key]
        if key in CONTEXT_KEYS:
            return context_value(key, self.context) or None
        answer = self.answers.get(key)
        return None if answer is None or answer.is_empty else answer.value

    def kind(self, key: str) -> RunKind:
        return RunKind.PENDING if key in self.pending else RunKind.VALUE

    def text(self, piece: Place) -> tuple[str, ...]:
        value = self.value(piece.key)
        if value is None:
            return ("",)
        field = self.fields.get(piece.key)
        form = piece.format or ("capitals" if field and field.capitals else "")
        text = show(
            value,
            form,
            money=bool(field and field.type is FieldType.MONEY),
            yes_no=options_of(field) if field and field.type is FieldType.YES_NO else (),
        )
        return tuple(clean_rows(text)) or ("",)

    def _boxes(self, piece: Place) -> Boxes | None:
        field = self.fields.get(piece.key)
        wanted = field.boxes if field else 0
        if not wanted and piece.format == "boxes":
            wanted = ID_DIGITS
        if not wanted or piece.format not in ("", "boxes"):
            return None
        digits = "".join(self.text(piece)[0].split())
        return Boxes(digits=digits, count=wanted, key=piece.key) if len(digits) <= wanted else None

    def is_ticked(self, key: str, option: str) -> bool:
        value = self.value(key)
        field = self.fields.get(key)
        if value is None or field is None:
            return False
        if isinstance(value, bool):
            return option == show(value, yes_no=options_of(field))
        chosen = [row for row in value if isinstance(row, str)] if isinstance(value, tuple) else [value]
        if option in chosen:
            return True
        own_words = any(isinstance(row, str) and row not in field.options for row in chosen)
        return field.other and own_words and option.casefold() in _OTHER

    # --- tables, lists, signatures -------------------------------------------------------------------------------

    def _table(self, key: str) -> Table:
        field = self.fields[key]
        columns = tuple(Column(title=column.title, width=column.width) for column in field.columns)
        value = self.value(key)
        rows: Rows = tuple(row for row in value if isinstance(row, tuple)) if isinstance(value, tuple) else ()
        cells = answer_rows(field, rows, self.kind(key))
        return Table(columns=columns, rows=cells, min_rows=field.min_rows, key=key)

    def _grid_row(self, item: PageItem, columns: int) -> tuple[Cell, ...]:
        """A ruled row. A box alone in its cell stands without words: the column's heading says them."""
        cells: list[Cell] = []
        for part in item.parts:
            if len(part) == 1 and isinstance(part[0], TickPlace):
                tick = part[0]
                cells.append(Cell(items=(Tick(checked=self.is_ticked(tick.key, tick.option), key=tick.key),)))
            else:
                cells.append(replace(self._cell(part, last_cell=False)[0], leader=False))
        return (*cells, *[Cell()] * (columns - len(cells)))

    def _list(self, key: str) -> list[Block]:
        rows = [row for row in self.text(Place(key=key)) if row]
        wanted = rows or [""] * _BLANK_LIST_ROWS
        return [
            Line(
                cells=(Cell(items=(Run(text=f"{at}. "), self._run(Place(key=key), row)), leader=True),),
                indent_mm=5.0,
            )
            for at, row in enumerate(wanted, 1)
        ]

    def _signature(self, item: PageItem) -> SignatureColumn:
        title, instruction, note = *map(self._plain, (*item.parts, (), ())[:2]), _raised((*item.parts, ())[0])
        date_line = self._inline(item.parts[2]) if len(item.parts) > 2 else ()  # noqa: PLR2004 - third argument
        below = tuple(self._plain(part) for part in item.parts[3:])
        key = _signer_key(item.name)
        value = self.value(key) if self.show_names and key is not None else None
        name = " ".join(clean_rows(value)) if isinstance(value, str) else ""
        signing = self.signing.get(item.name)
        return SignatureColumn(
            title=title,
            note=note,
            instruction=instruction,
            variant=variant_of(signing),
            name=name,
            key=key,
            date_line=date_line,
            below=(*below, *lines_below(signing)),
        )


def _official(setter: _Setter) -> OfficialSheet | None:
    if setter.form.background is None:
        return None
    values = PlaceValues(value=setter.value, rows=setter.text, is_ticked=setter.is_ticked, kind=setter.kind)
    signed = {role: lines_below(signing) for role, signing in setter.signing.items()}
    return official_sheet(setter.form, setter.form.background, values, signed=signed)


def _signer_key(role: str) -> str | None:
    """Give the key of who signs; the office itself and an empty place have no name printed."""
    if role in ("office", "trong"):
        return None
    return "officer.name" if role == "officer" else f"{role}.name"


def _column(title: str) -> Column:
    found = COLUMN_SHARE.search(title)
    return (
        Column(title=title[: found.start()], width=int(found.group(1)) / 100)
        if found
        else Column(title=title)
    )


def _raised(part: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in part if isinstance(piece, Words) and piece.superscript)


def _label(words: Words) -> Run:
    return Run(text=words.text, bold=words.bold, italic=words.italic, superscript=words.superscript)
