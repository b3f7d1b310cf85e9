import pytest

from desktop.forms.paper import ComposedPaper, PaperSize, Title
from desktop.printing.pdf.form_pdf import PdfPapers
from desktop.services.rendered_paper import Look, PaperRenderer, PaperWarning


@pytest.mark.parametrize(
    ("character", "code"), [("\N{GRINNING FACE}", "U+1F600"), ("\N{GREEK SMALL LETTER ALPHA}", "U+03B1")]
)
def test_a_letter_that_cannot_be_printed_is_told_without_the_answer_around_it(
    character: str, code: str
) -> None:
    told = PaperWarning(character=character, key="subject.name").text
    assert code in told
    assert "□" in told
    assert "subject" not in told


def test_two_signs_that_belong_together_are_both_named() -> None:
    assert (
        "U+1F1FB U+1F1F3"
        in PaperWarning(
            character="\N{REGIONAL INDICATOR SYMBOL LETTER V}\N{REGIONAL INDICATOR SYMBOL LETTER N}", key=None
        ).text
    )


def test_the_shipped_drawing_keeps_the_promise_of_the_port() -> None:
    renderer: PaperRenderer = PdfPapers()
    paper = ComposedPaper(
        form_id="thu", version="1", title="Thử", size=PaperSize.A5, blocks=(Title(text="THỬ"),), footer=""
    )
    for look in Look:
        drawn = renderer.draw(paper, look)
        assert drawn.pdf.startswith(b"%PDF")
        assert drawn.page_count == 1
        assert (round(drawn.page_width), round(drawn.page_height)) in ((420, 595), (595, 420))
