"""Hypothesis strategies for composed papers: any order of blocks, any text an officer could get from a citizen."""

import unicodedata
from itertools import count

from hypothesis import strategies as st

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
    PageBreak,
    PaperSize,
    Paragraph,
    PlaceDate,
    Rule,
    Run,
    RunKind,
    Section,
    SignatureColumn,
    Signatures,
    SignatureVariant,
    Subtitle,
    Table,
    Tick,
    Title,
)

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
_SIGNS = "0123456789/,.;:()'’+&%–"

words = st.text(alphabet=LETTERS + LETTERS.upper() + _SIGNS, min_size=1, max_size=14)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
long_text = st.one_of(
    sentences,
    st.builds(lambda word, times: word * times, words, st.integers(5, 60)),
    st.builds(lambda text, times: " ".join([text] * times), sentences, st.integers(2, 25)),
).map(lambda text: unicodedata.normalize("NFC", text))


@st.composite
def papers(draw: st.DrawFn) -> ComposedPaper:
    """Draw a whole paper; every answer has a key of its own."""
    numbers = count()

    def key() -> str:
        return f"k{next(numbers)}"

    def runs() -> st.SearchStrategy[Run]:
        label = st.builds(Run, text=long_text, bold=st.booleans(), italic=st.booleans())
        answer = st.builds(
            Run,
            text=st.one_of(st.just(""), long_text),
            kind=st.just(RunKind.VALUE),
            bold=st.booleans(),
            key=st.builds(key),
        )
        return st.one_of(label, answer)

    tick = st.builds(Tick, checked=st.booleans(), label=st.tuples(runs()), key=st.builds(key))
    boxes = st.builds(
        Boxes,
        digits=st.text(alphabet="0123456789", max_size=12),
        count=st.integers(1, 14),
        key=st.builds(key),
    )
    items: st.SearchStrategy[tuple[Item, ...]] = st.lists(
        st.one_of(runs(), runs(), tick, boxes), min_size=0, max_size=4
    ).map(tuple)
    cell = st.builds(
        Cell, items=items, leader=st.booleans(), width=st.one_of(st.none(), st.floats(0.05, 1.0))
    )

    def table(columns: int) -> st.SearchStrategy[Table]:
        return st.builds(
            Table,
            columns=st.lists(
                st.builds(Column, title=words, width=st.one_of(st.none(), st.floats(0.1, 0.5))),
                min_size=columns,
                max_size=columns,
            ).map(tuple),
            rows=st.lists(st.lists(cell, min_size=columns, max_size=columns).map(tuple), max_size=6).map(
                tuple
            ),
            min_rows=st.integers(0, 5),
            key=st.builds(key),
        )

    column = st.builds(
        SignatureColumn,
        title=sentences,
        instruction=sentences,
        variant=st.sampled_from(SignatureVariant),
        name=long_text,
        key=st.builds(key),
        below=st.lists(sentences, max_size=2).map(tuple),
    )
    blocks: st.SearchStrategy[Block] = st.one_of(
        st.builds(Line, cells=st.lists(cell, max_size=4).map(tuple), indent_mm=st.floats(0, 20)),
        st.builds(Paragraph, items=items, first_line_mm=st.floats(0, 20), justified=st.booleans()),
        st.integers(1, 5).flatmap(table),
        st.builds(Signatures, columns=st.lists(column, min_size=1, max_size=3).map(tuple)),
        st.builds(PlaceDate, items=items),
        st.builds(Notes, items=items),
        st.builds(Section, text=sentences),
        st.builds(Title, text=long_text),
        st.builds(Subtitle, items=items),
        st.builds(Addressee, items=items),
        st.builds(FormMark, text=sentences),
        st.builds(NationalHeading, agency_left=st.lists(sentences, max_size=3).map(tuple)),
        st.builds(Gap, mm=st.floats(0, 40)),
        st.just(Rule()),
        st.just(PageBreak()),
    )
    return ComposedPaper(
        form_id="thu.mau",
        version="1",
        title="Thử",
        size=draw(st.sampled_from(PaperSize)),
        blocks=tuple(draw(st.lists(blocks, min_size=1, max_size=7))),
        footer="thu.mau · 1",
    )
