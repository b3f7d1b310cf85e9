"""Every form and slip as somebody looked at it, blank and filled; `make goldens` renews them after a wanted change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.forms.answers import Answers
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition, Piece, Words
from desktop.forms.sample_answers import SampleKind, sample_answers
from desktop.forms.vocabulary import CONTEXT_DAYS, CONTEXT_KEYS, CONTEXT_MOMENTS, CONTEXT_TABLES
from desktop.printing.pdf.form_pdf import draw_paper
from tests.support.form_files import ROOT, shipped
from tests.support.page_goldens import (
    PageGolden,
    differing_tiles,
    goldens_of,
    picture_of,
    read_goldens,
    write_goldens,
)

GOLDEN = Path(__file__).parent / "golden" / "library"
PICTURES = ROOT / "build" / "goldens"
LIBRARY = shipped()
DAY = date(2026, 11, 24)
MOST_BYTES = 3_000_000
TILES = 2
"""Tiles that may differ: a line that ends half a dot later is no other paper."""

OFFICE = {
    "office.name": "Ủy ban nhân dân xã Đức Thịnh",
    "office.superior": "UBND XÃ ĐỨC THỊNH",
    "office.unit": "Trung tâm Phục vụ hành chính công xã Đức Thịnh",
    "office.business_office": "Phòng Kinh tế xã Đức Thịnh",
    "office.commune": "xã Đức Thịnh",
    "office.district": "",
    "office.area": "tỉnh Hà Tĩnh",
    "office.province": "tỉnh Hà Tĩnh",
    "office.place": "Đức Thịnh",
}


def place_of(key: str) -> str:
    """What stands in a place of the office on the filled paper: a day, a moment, rows, or its own name."""
    if key in CONTEXT_DAYS:
        return DAY.isoformat()
    if key in CONTEXT_MOMENTS:
        return "2026-11-24T09:05"
    if key in CONTEXT_TABLES:
        return "Một cửa\t24/11/2026\tđủ giấy tờ\nPhòng Kinh tế\t25/11/2026"
    return OFFICE.get(key, f"‹{key}›")


FILLED = {key: place_of(key) for key in CONTEXT_KEYS}


def pages_of(form: FormDefinition) -> tuple[tuple[PageGolden, bytes], ...]:
    full = sample_answers(form, SampleKind.FULL, DAY)
    papers = {
        "blank": draw_paper(compose(form, Answers(), FILLED, blank=True)).pdf,
        "filled": draw_paper(compose(form, full, FILLED)).pdf,
    }
    return tuple((page, pdf) for name, pdf in papers.items() for page in goldens_of(name, pdf))


def file_of(form: FormDefinition) -> Path:
    return GOLDEN / f"{form.id}@{form.version}.txt"


def compare(
    name: str, kept: tuple[PageGolden, ...], drawn: tuple[tuple[PageGolden, bytes], ...]
) -> list[str]:
    """Say what differs, page by page, and leave a picture of each page that does."""
    by_name = {page.name: page for page in kept}
    told = [f"trang “{page}” không còn" for page in by_name.keys() - {page.name for page, _ in drawn}]
    for page, pdf in drawn:
        before = by_name.get(page.name)
        words = [] if before is None else sorted(set(before.words) ^ set(page.words))
        if before is not None and before.words != page.words:
            told.append(f"trang “{page.name}”, chữ: {words[:6] or 'thứ tự'}")
        tiles = differing_tiles(before, page) if before is not None else ()
        if before is None or len(tiles) > TILES:
            number = int(page.name.rpartition(" ")[2]) - 1
            picture = PICTURES / f"{name}-{page.name.replace(' ', '-')}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture_of(pdf, number, tiles).save(picture)
            told.append(f"trang “{page.name}”: {len(tiles) or 'mọi'} ô khác, xem {picture.relative_to(ROOT)}")
    return told


@pytest.mark.parametrize("form", LIBRARY.all(), ids=lambda form: f"{form.id}@{form.version}")
def test_a_form_looks_and_reads_as_it_did_when_somebody_looked_at_it(
    form: FormDefinition, request: pytest.FixtureRequest
) -> None:
    drawn, path = pages_of(form), file_of(form)
    if request.config.getoption("--renew-goldens"):
        write_goldens(path, [page for page, _ in drawn])
    assert path.exists(), f"{path.name} chưa có: xem trang in rồi chạy make goldens"
    told = compare(path.stem, read_goldens(path), drawn)
    assert not told, "\n".join([*told, "Đúng ý thì chạy make goldens rồi xem lại thay đổi."])


def test_no_golden_is_left_of_a_form_that_is_gone_and_all_are_small(request: pytest.FixtureRequest) -> None:
    wanted = {file_of(form) for form in LIBRARY.all()}
    kept = set(GOLDEN.glob("*.txt"))
    if request.config.getoption("--renew-goldens"):
        for path in kept - wanted:
            path.unlink()
        kept &= wanted
    assert kept <= wanted
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES


def mutated(form: FormDefinition, old: str, new: str) -> FormDefinition:
    """The form with other words printed on its page."""

    def said(part: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(
            replace(piece, text=piece.text.replace(old, new)) if isinstance(piece, Words) else piece
            for piece in part
        )

    page = tuple(replace(item, parts=tuple(said(part) for part in item.parts)) for item in form.page)
    return replace(form, page=page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI KHAI TỬ"),
        ("Nơi chết", "Nơi mất"),
        ("Quan hệ với người đã chết", "Quan hệ với người đã chêt"),
        ("Chú thích", "Ghi chú"),
    ],
)
def test_a_changed_title_or_label_is_noticed_and_a_picture_of_the_page_is_left(old: str, new: str) -> None:
    form = LIBRARY.in_force("ho-tich.khai-tu", DAY)
    changed = mutated(form, old, new)
    assert changed != form
    told = compare("thu", read_goldens(file_of(form)), pages_of(changed))
    assert any("chữ" in line for line in told)


def test_a_line_that_moves_without_a_changed_word_is_noticed() -> None:
    form = LIBRARY.in_force("ho-tich.khai-tu", DAY)
    gaps = tuple(replace(item, number=item.number + 5.0) if item.number else item for item in form.page)
    told = compare("thu", read_goldens(file_of(form)), pages_of(replace(form, page=gaps)))
    assert any("ô khác" in line for line in told)
    assert (PICTURES / "thu-blank-1.png").exists()
