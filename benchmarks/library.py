"""The whole library in one run: every form and slip, filled, against the very same letters drawn by bare reportlab.

    python -m benchmarks.library [rounds]

Each round draws every paper twice, once by us and once bare (`form_pdf.bare_reportlab`: no layout, one call a piece of
text), one right after the other, so that a busy machine slows both alike. A paper's ratio is the median over the rounds
of ours divided by bare in the same round. Milliseconds are those of the processor: what other programs do meanwhile
counts for neither. The table goes to the screen, everything to `build/bench/library.json`.
"""

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from time import process_time_ns

from benchmarks.form_pdf import bare_reportlab
from benchmarks.measuring import KEPT
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.library import FormLibrary
from desktop.forms.paper import ComposedPaper
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.printing.pdf.fonts import Face, paper_fonts
from desktop.printing.pdf.form_pdf import draw_paper, lay_out
from desktop.printing.pdf.inline import Typesetter
from desktop.printing.pdf.page_setup import page_setup
from desktop.printing.pdf.pages import paginate
from desktop.resources_dir import resources_dir
from desktop.services.rendered_paper import Look

DAY = date(2026, 11, 24)
AIM = 1.30
CONTEXT = {
    "today": DAY.isoformat(),
    "office.name": "Ủy ban nhân dân xã Đức Thịnh",
    "office.commune": "xã Đức Thịnh",
    "office.province": "tỉnh Hà Tĩnh",
    "office.place": "Đức Thịnh",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFigure:
    """One paper; milliseconds are medians."""

    form: str
    pages: int
    ours_ms: float
    bare_ms: float
    ratio: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two ways to draw one paper, and what each took."""

    form: str
    pages: int
    ours: Callable[[], object]
    bare: Callable[[], object]
    taken: list[tuple[float, float]]

    def round(self, *, ours_first: bool) -> None:
        order = (self.ours, self.bare) if ours_first else (self.bare, self.ours)
        first, second = (_milliseconds(draw) for draw in order)
        self.taken.append((first, second) if ours_first else (second, first))

    def figure(self) -> PaperFigure:
        return PaperFigure(
            form=self.form,
            pages=self.pages,
            ours_ms=statistics.median(ours for ours, _ in self.taken),
            bare_ms=statistics.median(bare for _, bare in self.taken),
            ratio=statistics.median(ours / bare for ours, bare in self.taken),
        )


def _milliseconds(draw: Callable[[], object]) -> float:
    began = process_time_ns()
    draw()
    return (process_time_ns() - began) / 1e6


def _pair(form: FormDefinition) -> _Pair:
    paper: ComposedPaper = compose(form, sample_answers(form, SampleKind.FULL, DAY), CONTEXT)
    setter = Typesetter(paper_fonts(), page_setup(paper.size), Look.PRINT)
    pages = paginate(lay_out(setter, paper.blocks), setter.page)
    return _Pair(
        f"{form.id}@{form.version}",
        len(pages),
        lambda: draw_paper(paper),
        lambda: bare_reportlab(pages, setter.page),
        [],
    )


def measure(forms: Sequence[FormDefinition], rounds: int) -> tuple[PaperFigure, ...]:
    """Draw every form `rounds` times each way, after one round that warms the caches; the slowest ratio first."""
    pairs = [_pair(form) for form in forms]
    for number in range(rounds + 1):
        for pair in pairs:
            pair.round(ours_first=number % 2 == 0)
        if number == 0:
            for pair in pairs:
                pair.taken.clear()
    return tuple(sorted((pair.figure() for pair in pairs), key=lambda one: -one.ratio))


def main() -> None:
    """Print the table and keep the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for face in Face:
        _ = paper_fonts()[face]
    library = FormLibrary.load(resources_dir() / "forms", resources_dir() / "slips")
    figures = measure(library.all(), rounds)
    print(f"{'paper':52}{'pages':>6}{'ours':>10}{'bare':>10}  ours is")
    for one in figures:
        times = f"{one.ours_ms:>7.1f} ms{one.bare_ms:>7.1f} ms"
        print(
            f"{one.form:52}{one.pages:>6}{times}  {one.ratio:.2f}x{'  over the aim' if one.ratio > AIM else ''}"
        )
    ratios = [one.ratio for one in figures]
    over = sum(ratio > AIM for ratio in ratios)
    ours, bare = sum(one.ours_ms for one in figures), sum(one.bare_ms for one in figures)
    print(f"\n{len(figures)} papers, {rounds} rounds: whole library {ours:.0f} ms, bare {bare:.0f} ms")
    print(f"whole {ours / bare:.2f}x, median {statistics.median(ratios):.2f}x, worst {max(ratios):.2f}x")
    print(f"{over} papers over the aim of {AIM:.2f}x")
    KEPT.mkdir(parents=True, exist_ok=True)
    plain = {
        "aim": AIM,
        "rounds": rounds,
        "library_ms": ours,
        "bare_ms": bare,
        "median_ratio": statistics.median(ratios),
        "worst_ratio": max(ratios),
        "over_the_aim": over,
        "papers": [asdict(one) for one in figures],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    (KEPT / "library.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
