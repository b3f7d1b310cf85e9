"""All words that have to be found on a printed paper."""

from collections.abc import Iterable, Iterator

from desktop.forms.paper import (
    Block,
    Boxes,
    ComposedPaper,
    FormMark,
    Item,
    Line,
    NationalHeading,
    Run,
    Section,
    SignatureColumn,
    Signatures,
    Table,
    Tick,
    Title,
)


def paper_texts(paper: ComposedPaper) -> list[str]:
    """Return every text of a paper, labels and answers."""
    return [text for block in paper.blocks for text in _block_texts(block) if text.strip()]


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Line():
            yield from _texts(item for cell in block.cells for item in cell.items)
        case Table():
            yield from (column.title for column in block.columns)
            yield from _texts(item for row in block.rows for cell in row for item in cell.items)
        case Signatures():
            for column in block.columns:
                yield from _signature_texts(column)
        case Title() | Section() | FormMark():
            yield block.text
        case NationalHeading():
            yield from block.agency_left
        case _:
            yield from _texts(getattr(block, "items", ()))


def _signature_texts(column: SignatureColumn) -> Iterator[str]:
    yield from (column.title, column.note, column.instruction, column.name, *column.below)
    yield from _texts(column.date_line)


def _texts(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        match item:
            case Run():
                yield item.text
            case Tick():
                yield from _texts(item.label)
            case Boxes():
                yield from item.digits
