"""How every benchmark here measures and reports: medians of one run in one process, and ratios between them.

Milliseconds belong to the machine they were taken on; ratios travel. So each benchmark times what a user would pick
instead in the same run, and says how many times longer or shorter ours takes.
"""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter_ns

KEPT = Path(__file__).resolve().parents[1] / "build" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that was timed.

    Attributes:
        name: what was done.
        median_ms: the middle of all rounds.
        first_ms: the first round, with cold caches.
        p95_ms: nineteen rounds of twenty were at least this fast.
        rounds: how often it was done.
    """

    name: str
    median_ms: float
    first_ms: float
    p95_ms: float
    rounds: int


def figure_of(name: str, milliseconds: Sequence[float]) -> Figure:
    """Sum up timings that were taken elsewhere, in the order they were taken."""
    ordered = sorted(milliseconds)
    return Figure(
        name=name,
        median_ms=statistics.median(ordered),
        first_ms=milliseconds[0],
        p95_ms=ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        rounds=len(ordered),
    )


def timed(name: str, work: Callable[[], object], *, rounds: int = 20) -> Figure:
    """Do the work `rounds` times and sum up how long each took."""
    taken = []
    for _ in range(rounds):
        began = perf_counter_ns()
        work()
        taken.append((perf_counter_ns() - began) / 1e6)
    return figure_of(name, taken)


def report(
    key: str, title: str, ours: Figure, others: Sequence[Figure], *, notes: Sequence[str] = ()
) -> None:
    """Print the figures with ours as a ratio of each other one, and keep them as `build/bench/<key>.json`."""
    print(f"\n{title}")
    print(f"{'':44}{'median':>10}{'p95':>10}{'first':>10}   ours is")
    for figure in (ours, *others):
        ratio = "" if figure is ours else f"{ours.median_ms / figure.median_ms:.2f}x"
        times = f"{figure.median_ms:>7.1f} ms{figure.p95_ms:>7.1f} ms{figure.first_ms:>7.1f} ms"
        print(f"{figure.name:44}{times}   {ratio}")
    for note in notes:
        print(f"  {note}")
    KEPT.mkdir(parents=True, exist_ok=True)
    plain = {
        "title": title,
        "ours": asdict(ours),
        "others": [asdict(other) for other in others],
        "notes": list(notes),
    }
    (KEPT / f"{key}.json").write_text(
        json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
