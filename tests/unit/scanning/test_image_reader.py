from pathlib import Path

import pytest
import segno
from PIL import Image

from desktop.domain.errors import DeskError, ErrorCode
from desktop.scanning import image_reader
from desktop.scanning.image_reader import ZxingCardImageReader
from desktop.services.ports_scanning import CardImageReader

CARD = "042192000456|184000123|Đặng Thị Quốc Ngọc|12091992|Nữ|Xã Đức Thịnh, Hà Tĩnh|01012022"


def code(folder: Path, text: str = CARD, *, scale: int = 4, name: str = "the.png") -> Path:
    place = folder / name
    segno.make(text, error="m", micro=False, encoding="utf-8").save(str(place), scale=scale, border=4)
    return place


def refusal(picture: Path) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        ZxingCardImageReader().read(picture)
    return caught.value.code


def test_a_picture_gives_the_bytes_of_the_code(tmp_path: Path) -> None:
    assert ZxingCardImageReader().read(code(tmp_path)).decode() == CARD


def test_a_turned_photo_is_read(tmp_path: Path) -> None:
    place = code(tmp_path)
    with Image.open(place) as picture:
        picture.convert("RGB").rotate(30, expand=True, fillcolor="white").save(tmp_path / "turned.jpg")
    assert ZxingCardImageReader().read(tmp_path / "turned.jpg").decode() == CARD


def test_a_code_too_small_at_first_is_read_at_double_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []

    def only_wide(grey: Image.Image) -> list[bytes]:
        widths.append(grey.width)
        return [CARD.encode()] if len(widths) > 1 else []

    monkeypatch.setattr(image_reader, "_codes", only_wide)
    assert ZxingCardImageReader().read(code(tmp_path)).decode() == CARD
    assert widths[1] == 2 * widths[0]


def test_see_through_pictures_are_read_on_white(tmp_path: Path) -> None:
    place = code(tmp_path)
    with Image.open(place) as picture:
        grey = picture.convert("L")
    clear = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    clear.putalpha(grey.point([255 - value for value in range(256)]))
    clear.save(place)
    assert ZxingCardImageReader().read(place).decode() == CARD


def test_of_several_codes_the_card_is_taken(tmp_path: Path) -> None:
    with (
        Image.open(code(tmp_path, "https://example.org/tờ-rơi", name="a.png")) as other,
        Image.open(code(tmp_path)) as card,
    ):
        both = Image.new("L", (other.width + card.width, card.height), 255)
        both.paste(other, (0, 0))
        both.paste(card, (other.width, 0))
    both.save(tmp_path / "both.png")
    assert ZxingCardImageReader().read(tmp_path / "both.png").decode() == CARD


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.png") is ErrorCode.FILE_MISSING
    assert refusal(tmp_path) is ErrorCode.FILE_MISSING


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0broken"]
)
def test_what_is_no_picture_is_told(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(content)
    assert refusal(place) is ErrorCode.IMAGE_NOT_A_PICTURE


def test_a_torn_picture_is_told(tmp_path: Path) -> None:
    place = code(tmp_path, scale=20)
    place.write_bytes(place.read_bytes()[:-200])
    assert refusal(place) is ErrorCode.IMAGE_NOT_A_PICTURE


@pytest.mark.parametrize("side", [8_100, 10_000, 20_000])
def test_a_flood_of_pixels_is_refused(tmp_path: Path, side: int) -> None:
    place = tmp_path / "flood.png"
    Image.new("1", (side, side)).save(place)
    assert refusal(place) is ErrorCode.IMAGE_TOO_LARGE


def test_a_flood_of_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_reader, "_MOST_BYTES", 10)
    assert refusal(code(tmp_path)) is ErrorCode.IMAGE_TOO_LARGE


@pytest.mark.parametrize("side", [200, 4_100])
def test_a_picture_without_code_is_told(tmp_path: Path, side: int) -> None:
    place = tmp_path / "white.png"
    Image.new("L", (side, side), 255).save(place)
    assert refusal(place) is ErrorCode.IMAGE_UNREADABLE


def test_the_reader_of_pictures_fills_the_port_of_the_desk() -> None:
    reader: CardImageReader = ZxingCardImageReader()

    assert callable(reader.read)
