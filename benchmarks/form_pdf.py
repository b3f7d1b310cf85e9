"""A filled two-page form as a PDF: our drawing against bare reportlab, and against what an office would use instead.

    python benchmarks/form_pdf.py [rounds]

All figures come from one run in one process; each round draws with every engine in turn, so that a busy machine slows
all of them alike. "Bare reportlab" writes the very same words at the very same places with `drawString`, one call
each, and the same leaders with `line`, with no layout at all. docxtpl + LibreOffice, WeasyPrint and typst are measured
only where they are installed; they set the same words in a simple document of their own, without leaders or boxes,
which favours them.
"""

import importlib.util
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from time import perf_counter
from typing import Any

from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from desktop.printing.pdf.fonts import Face, paper_fonts
from desktop.printing.pdf.form_pdf import draw_paper, lay_out
from desktop.printing.pdf.inline import Typesetter
from desktop.printing.pdf.page_setup import PageSetup, page_setup
from desktop.printing.pdf.pages import Page, paginate
from desktop.services.rendered_paper import Look
from tests.support.paper_texts import paper_texts
from tests.support.sample_papers import allowance_paper

PAPER = allowance_paper()
TEXTS = paper_texts(PAPER)


def bare_reportlab(pages: Sequence[Page], setup: PageSetup) -> bytes:
    """Draw the same words and leaders at the same places, with nothing to work out."""
    fonts = paper_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(setup.width, setup.height), invariant=1, pageCompression=1)
    for page in pages:
        for placed in page.placed:
            top = setup.height - setup.top - placed.top
            for words in placed.sketch.words:
                canvas.setFont(fonts[words.pen.face].name, words.pen.size)
                canvas.drawString(setup.left + words.x, top - words.y, words.text)
            for dots in placed.sketch.dots:
                canvas.setDash((0.6, 1.9))
                canvas.line(setup.left + dots.left, top - dots.y, setup.left + dots.right, top - dots.y)
            canvas.setDash()
            for stroke in placed.sketch.strokes:
                canvas.line(setup.left + stroke.x1, top - stroke.y1, setup.left + stroke.x2, top - stroke.y2)
            for frame in placed.sketch.frames:
                canvas.rect(setup.left + frame.x, top - frame.y - frame.height, frame.width, frame.height)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def office_suite(folder: Path) -> Callable[[], object] | None:
    """Docxtpl fills a document, LibreOffice turns it into a PDF."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or importlib.util.find_spec("docxtpl") is None:
        return None
    docx: Any = importlib.import_module("docx")
    docxtpl: Any = importlib.import_module("docxtpl")
    template = folder / "template.docx"
    blank = docx.Document()
    for number in range(len(TEXTS)):
        blank.add_paragraph("{{ t" + str(number) + " }}")
    blank.save(str(template))
    filled = folder / "filled.docx"

    def run() -> None:
        document = docxtpl.DocxTemplate(str(template))
        document.render({f"t{number}": text for number, text in enumerate(TEXTS)})
        document.save(str(filled))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(filled),
        ]
        subprocess.run(command, check=True, capture_output=True)

    return run


def filled_only(folder: Path) -> Callable[[], object] | None:
    """Docxtpl alone: an editable document, no PDF yet."""
    if importlib.util.find_spec("docxtpl") is None:
        return None
    docx: Any = importlib.import_module("docx")
    docxtpl: Any = importlib.import_module("docxtpl")
    template = folder / "only.docx"
    blank = docx.Document()
    for number in range(len(TEXTS)):
        blank.add_paragraph("{{ t" + str(number) + " }}")
    blank.save(str(template))

    def run() -> None:
        document = docxtpl.DocxTemplate(str(template))
        document.render({f"t{number}": text for number, text in enumerate(TEXTS)})
        document.save(str(folder / "only-filled.docx"))

    return run


def weasyprint() -> Callable[[], object] | None:
    """WeasyPrint from HTML."""
    if importlib.util.find_spec("weasyprint") is None:
        return None
    engine: Any = importlib.import_module("weasyprint")
    page = "".join(f"<p>{escape(text)}</p>" for text in TEXTS)
    return lambda: engine.HTML(string=page).write_pdf()


def typst() -> Callable[[], object] | None:
    """typst-py from its own markup."""
    if importlib.util.find_spec("typst") is None:
        return None
    engine: Any = importlib.import_module("typst")
    source = "\n\n".join(f"#text({text!r})".replace("'", '"') for text in TEXTS if '"' not in text)
    return lambda: engine.compile(source.encode())


def measure(engines: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median time of each engine in milliseconds, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for engine in engines.values():
        engine()
    for _ in range(rounds):
        for name, engine in engines.items():
            start = perf_counter()
            engine()
            times[name].append((perf_counter() - start) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    start = perf_counter()
    for face in Face:
        _ = paper_fonts()[face]
    loading = (perf_counter() - start) * 1000
    setter = Typesetter(paper_fonts(), page_setup(PAPER.size), Look.PRINT)
    pages = paginate(lay_out(setter, PAPER.blocks), setter.page)
    quick = measure(
        {"ours": lambda: draw_paper(PAPER), "bare reportlab": lambda: bare_reportlab(pages, setter.page)},
        rounds,
    )
    with tempfile.TemporaryDirectory() as folder:
        others = {
            "docxtpl, no PDF": filled_only(Path(folder)),
            "docxtpl + LibreOffice": office_suite(Path(folder)),
            "WeasyPrint": weasyprint(),
            "typst": typst(),
        }
        slow = measure({name: engine for name, engine in others.items() if engine}, max(rounds // 5, 3))
    ours = quick["ours"]
    print(
        f"six faces loaded in {loading:.0f} ms, once per process; {len(pages)} pages, {rounds} rounds, medians"
    )
    for name, time in {**quick, **slow}.items():
        print(f"{name:24}{time:9.1f} ms   {time / ours:6.2f} x ours")
    for name, engine in others.items():
        if engine is None:
            print(f"{name:24} not installed, not measured")
    print(f"ours / bare reportlab = {ours / quick['bare reportlab']:.2f} (aim <= 1.30)")


if __name__ == "__main__":
    main()
