"""Search as you type, against the bare FTS5 query of the same words, on one encrypted database in one run.

    python benchmarks/search.py [--dossiers 100000] [--json]

The rows are written straight into the typed tables (the log is not what is measured). Each typed letter is one
query, as in the window. "bare" is one hand-written statement on a bare driver connection that gives 50 row numbers;
"bare + rows" also fetches the columns of the list.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import insert, text
from sqlcipher3 import dbapi2 as sqlcipher

from desktop.domain.text import fold, nfc
from desktop.records.derive import office_day, search_words, words_of
from desktop.records.engine import open_encrypted
from desktop.records.key_store import FileKeyStore, NoWrap, key_file_of
from desktop.records.search import match_expression
from desktop.records.store import DATABASE_FILE, RecordStore, open_records
from desktop.records.tables import DOSSIER_ROW

SURNAMES: Final = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
SHARES: Final = (38, 11, 10, 7, 5, 5, 4, 2, 2, 2, 2, 1, 1)
MIDDLES: Final = (
    "Thị",
    "Văn",
    "Đức",
    "Hữu",
    "Thị Thanh",
    "Thị Kim",
    "Quang",
    "Xuân",
    "Ngọc",
    "Minh",
    "Thị Thu",
)
GIVEN: Final = (
    *(
        "An",
        "Bưởi",
        "Bình",
        "Cúc",
        "Chiến",
        "Dung",
        "Đào",
        "Đức",
        "Giang",
        "Hà",
        "Hạnh",
        "Hiếu",
        "Hoa",
        "Hồng",
    ),
    *(
        "Hùng",
        "Huệ",
        "Hương",
        "Khánh",
        "Lan",
        "Làn",
        "Lâm",
        "Liên",
        "Long",
        "Lộc",
        "Mai",
        "Minh",
        "Nam",
        "Nga",
    ),
    *(
        "Ngân",
        "Nghĩa",
        "Nhung",
        "Oanh",
        "Phúc",
        "Phương",
        "Quân",
        "Quế",
        "Sơn",
        "Tâm",
        "Thảo",
        "Thắng",
        "Thủy",
    ),
    *("Trang", "Tuấn", "Tú", "Uyên", "Vân", "Việt", "Xuân", "Yến"),
)
PROCEDURES: Final = (
    ("2.000635", "Cấp bản sao trích lục hộ tịch"),
    ("1.000656", "Đăng ký khai tử"),
    ("1.001776", "Thực hiện trợ cấp xã hội hàng tháng"),
    ("2.000815", "Chứng thực bản sao từ bản chính"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân"),
)
BATCH: Final = 5_000
LIMIT: Final = 50
QUERIES: Final = 150
SEED: Final = 20260317


def a_name(chance: random.Random) -> str:
    """Give a name as common as names are."""
    return " ".join((chance.choices(SURNAMES, SHARES)[0], chance.choice(MIDDLES), chance.choice(GIVEN)))


def rows(count: int, chance: random.Random) -> Iterator[dict[str, object]]:
    """Give the list rows of many dossiers, some twenty thousand a year."""
    start = datetime(2020, 1, 6, 1, 0, tzinfo=UTC)
    for number in range(1, count + 1):
        received = start + timedelta(minutes=6 * number)
        code, name = chance.choice(PROCEDURES)
        yield {
            "id": number,
            "dossier_id": f"0194c000-0000-7000-8000-{number:012d}",
            "revision": number,
            "number": f"{received:%y%m%d}-{number % 10000:04d}",
            "portal_code": "",
            "procedure_code": code,
            "procedure_name": name,
            "requester_id": f"0194c000-0000-7000-9000-{number % 50_000:012d}",
            "requester_name": a_name(chance),
            "received_at": received,
            "day": office_day(received),
            "due": received + timedelta(days=3),
            "state": "returned" if number < count - 300 else "received",
            "promise": "same_day",
            "slip_printed_at": None,
            "officer_id": "officer",
            "answers_id": "",
        }


def fill(store: RecordStore, count: int) -> None:
    """Write the rows and their words."""
    batch: list[dict[str, object]] = []
    for row in rows(count, random.Random(SEED)):  # noqa: S311 - sample names
        batch.append(row)
        if len(batch) == BATCH:
            write(store, batch)
            batch = []
    write(store, batch)
    with store._database.write() as connection:  # noqa: SLF001 - the benchmark fills tables past the log
        for name in ("search_folded", "search_marked"):
            connection.execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))


def write(store: RecordStore, batch: list[dict[str, object]]) -> None:
    """Write some rows in one transaction."""
    if not batch:
        return
    words = [(row["id"], *search_words(row)) for row in batch]
    with store._database.write() as connection:  # noqa: SLF001 - same
        connection.execute(insert(DOSSIER_ROW), batch)
        for place, name in ((1, "search_folded"), (2, "search_marked")):
            statement = text(f"INSERT INTO {name}(rowid, words) VALUES (:row, :words)")
            connection.execute(statement, [{"row": one[0], "words": one[place]} for one in words])


def typed() -> list[str]:
    """Give what the search field holds after each letter of many names, half of them without marks."""
    chance = random.Random(SEED + 1)  # noqa: S311 - sample names
    states: list[str] = []
    for number in range(QUERIES):
        name = nfc(a_name(chance))
        name = fold(name) if number % 2 else name
        states.extend(name[:length] for length in range(1, len(name) + 1))
    chance.shuffle(states)
    return states


def timed(run: Callable[[str], object], query: str) -> float:
    """Give the milliseconds of one query."""
    start = time.perf_counter()
    run(query)
    return (time.perf_counter() - start) * 1000


def summary(times: list[float]) -> dict[str, float]:
    """Give the median, the 95th and 99th percentile and the worst, in milliseconds."""
    hundredths = statistics.quantiles(times, n=100)
    return {"p50": hundredths[49], "p95": hundredths[94], "p99": hundredths[98], "worst": max(times)}


def measure(store: RecordStore, bare: sqlcipher.Connection) -> dict[str, dict[str, float]]:
    """Time the three ways on the same letters, in turns, so that they share the machine's moods."""
    numbers = "SELECT rowid FROM search_folded WHERE search_folded MATCH ? ORDER BY rowid DESC LIMIT ?"
    whole = (
        "SELECT d.* FROM search_folded s JOIN dossier_row d ON d.id = s.rowid "
        "WHERE search_folded MATCH ? ORDER BY s.rowid DESC LIMIT ?"
    )

    def bare_numbers(query: str) -> object:
        return bare.execute(numbers, (match_expression(words_of(fold(query))), LIMIT)).fetchall()

    def bare_rows(query: str) -> object:
        return bare.execute(whole, (match_expression(words_of(fold(query))), LIMIT)).fetchall()

    ways: dict[str, Callable[[str], object]] = {
        "bare": bare_numbers,
        "bare + rows": bare_rows,
        "khongviet": lambda query: store.read.search(query, limit=LIMIT),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for query in typed():
        if words_of(query):
            for name, run in ways.items():
                times[name].append(timed(run, query))
    return {name: summary(values) for name, values in times.items()}


def main() -> int:
    """Fill a database, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khongviet-search-") as place:
        folder = Path(place) / "data"
        keys = FileKeyStore(key_file_of(folder), NoWrap())
        with open_records(folder, keys) as store:
            start = time.perf_counter()
            fill(store, options.dossiers)
            filled = time.perf_counter() - start
            bare = open_encrypted(folder / DATABASE_FILE, keys.load() or b"")
            bare.execute("PRAGMA cache_size=-32768")
            figures = measure(store, bare)
            bare.close()
        size = (folder / DATABASE_FILE).stat().st_size
    ratios = {name: figures["khongviet"]["p95"] / figures[name]["p95"] for name in ("bare", "bare + rows")}
    if options.json:
        print(json.dumps({"dossiers": options.dossiers, "ms": figures, "p95_ratio": ratios, "bytes": size}))
        return 0
    print(f"{options.dossiers:,} dossiers, {size / 1e6:,.0f} MB, filled in {filled:.0f} s; milliseconds")
    for name, values in figures.items():
        print(f"  {name:12}" + "".join(f"  {key} {value:7.2f}" for key, value in values.items()))
    print("  p95 ratio   " + "".join(f"  to {name}: {ratio:.2f}" for name, ratio in ratios.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
