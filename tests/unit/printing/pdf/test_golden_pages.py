"""Pages compared with pictures a person has looked at; after a wanted change delete the picture and run again."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from desktop.forms.paper import ComposedPaper
from desktop.printing.pdf.form_pdf import draw_paper
from tests.support.rasterize import page_images
from tests.support.sample_papers import allowance_paper, extract_paper, receipt_paper

GOLDEN = Path(__file__).parent / "golden"
SCALE = 0.75


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("extract-filled", extract_paper()),
        ("extract-blank", extract_paper(filled=False)),
        ("allowance-filled", allowance_paper()),
        ("receipt-a5", receipt_paper()),
    ],
)
def test_pages_look_as_they_did_when_somebody_looked_at_them(name: str, paper: ComposedPaper) -> None:
    for number, page in enumerate(page_images(draw_paper(paper).pdf, SCALE), start=1):
        path = GOLDEN / f"{name}-{number}.png"
        grey = page.convert("L")
        if not path.exists():
            grey.quantize(16).save(path, optimize=True)
            pytest.skip(f"{path.name} written; look at it before it is committed")
        golden = Image.open(path).convert("L")
        assert golden.size == grey.size
        difference = ImageStat.Stat(ImageChops.difference(golden, grey)).mean[0]
        assert difference < 1.0, f"{path.name} differs by {difference:.2f}"
