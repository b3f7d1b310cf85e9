"""From bytes to checked plain tables: size, letters, TOML, and the shape of every key. Nothing here builds a form."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, assert_never

from desktop.domain.text import nfc
from desktop.forms.locator import key_lines
from desktop.forms.problems import Path, ProblemList, did_you_mean
from desktop.forms.vocabulary import MAX_BYTES, MAX_CONDITION_DEPTH, TABLES, Key, Shape

# Controls, and the signs that turn the direction of writing round: what is printed would not be what was read.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST_MM: Final = 1000

Plain = dict[str, object]

_SYNTAX = (
    (
        "Cannot overwrite a value",
        "Khóa này đã có trước đó, ghi hai lần.",
        "Xóa bớt một dòng.",
    ),
    (
        "Duplicate inline table key",
        "Khóa này đã có trước đó trong cùng ngoặc { }.",
        "Xóa bớt một khóa.",
    ),
    (
        "Cannot declare",
        "Bảng này đã khai trước đó.",
        "Dùng hai ngoặc [[…]] nếu là thêm một câu hỏi, một ô; nếu không thì gộp lại.",
    ),
    (
        "Expected '=' after a key",
        "Thiếu dấu = sau tên khóa.",
        'Viết: khóa = "giá trị".',
    ),
    (
        "Expected newline or end of document",
        "Sau giá trị còn chữ thừa.",
        'Mỗi khóa một dòng; chữ phải nằm trong ngoặc kép "…".',
    ),
    (
        "Unclosed array",
        "Dấu [ mở mà không đóng.",
        "Thêm ] ở cuối danh sách; giữa các mục có dấu phẩy.",
    ),
    (
        "Unclosed inline table",
        "Dấu { mở mà không đóng.",
        "Thêm } ở cuối, viết trên cùng một dòng.",
    ),
    (
        "Unterminated string",
        "Ngoặc kép mở mà không đóng.",
        "Thêm dấu đóng \"; trang in kết thúc bằng '''.",
    ),
    (
        'Expected "\'"',
        "Ngoặc đơn mở mà không đóng.",
        "Thêm dấu đóng; trang in kết thúc bằng '''.",
    ),
    (
        "Expected \"'''\"",
        "Trang in mở bằng ''' mà không đóng.",
        "Thêm ''' ở dòng cuối của trang.",
    ),
    (
        "Illegal character",
        "Có chữ không được phép ở đây (thường là xuống dòng trong ngoặc kép).",
        "Đóng ngoặc kép trước khi xuống dòng.",
    ),
    (
        "Unescaped '\\'",
        "Dấu \\ trong ngoặc kép cần gõ hai lần.",
        "Gõ \\\\ hoặc dùng ngoặc đơn '…'.",
    ),
    (
        "Invalid initial character for a key part",
        "Tên khóa viết chưa đúng.",
        "Tên khóa chỉ gồm chữ không dấu, số, gạch dưới.",
    ),
    (
        "Invalid statement",
        "Dòng này không phải là khóa = giá trị.",
        "Xóa dòng, hoặc đặt dấu # ở đầu để thành ghi chú.",
    ),
    (
        "Invalid value",
        "Giá trị viết chưa đúng.",
        'Chữ đặt trong ngoặc kép "…"; ngày viết 2026-11-24; đúng sai viết true, false.',
    ),
    (
        "Invalid date or datetime",
        "Không có ngày này trên lịch.",
        "Viết năm-tháng-ngày, ví dụ 2026-11-24.",
    ),
    (
        "Cannot mutate",
        "Khóa này thuộc một ngoặc { } đã đóng.",
        "Ghi thêm vào trong ngoặc { } đó.",
    ),
)


@dataclass(frozen=True, slots=True)
class RawForm:
    """A file whose TOML could be read. `plain` is None when not even that was possible."""

    text: str
    plain: Plain | None
    problems: ProblemList


def read_raw(data: bytes, file: str) -> RawForm:
    """Read the bytes of a form file; every mistake goes to `problems`, nothing is raised."""
    problems = ProblemList(file, {})
    if len(data) > MAX_BYTES:
        problems.add(
            (),
            f"Tệp dài quá {MAX_BYTES // 1024} KB, quá lớn cho một mẫu đơn.",
            "Kiểm tra có chép nhầm tệp không; một mẫu thường dưới 20 KB.",
        )
        return RawForm("", None, problems)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(
            (),
            "Tệp không phải chữ UTF-8.",
            "Lưu lại bằng bảng mã UTF-8.",
            line=data[: error.start].count(b"\n") + 1,
        )
        return RawForm("", None, problems)
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    problems = ProblemList(file, key_lines(text))
    try:
        plain: Plain | None = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _syntax(str(error), text, problems)
        plain = None
    except (RecursionError, ValueError):
        problems.add(
            (),
            "Các ngoặc lồng nhau quá sâu hoặc giá trị không đọc được.",
            "Viết lại cho đơn giản hơn.",
            line=1,
        )
        plain = None
    return RawForm(text, plain, problems)


def check_shape(
    plain: Plain, problems: ProblemList, *, root: str = "form", tables: Mapping[str, tuple[Key, ...]] = TABLES
) -> None:
    """Check every key against the vocabulary; what does not fit is told and taken out of `plain`.

    Args:
        plain: The file.
        problems: Where mistakes are noted.
        root: Name of the outermost table.
        tables: The vocabulary; files that speak of questions and conditions too bring their own keys besides.

    Raises:
        TooManyProblemsError: this is no such file.
    """
    _Shapes(problems, tables).table(plain, root, ())


def _syntax(message: str, text: str, problems: ProblemList) -> None:
    at = re.search(r"at line (\d+), column (\d+)", message)
    line = int(at.group(1)) if at else text.count("\n") + 1
    lines = text.split("\n")
    shown = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    known = next((entry for entry in _SYNTAX if entry[0] in message), None)
    what, cure = (
        (known[1], known[2]) if known else ("Không đọc được dòng này.", "So với một mẫu có sẵn cùng loại.")
    )
    quoted = f" Dòng ghi: “{shown}”." if shown else ""
    problems.add((), what + quoted, cure, line=line)


class _Shapes:
    """Walks the tables of a file beside the tables of a vocabulary."""

    def __init__(self, problems: ProblemList, tables: Mapping[str, tuple[Key, ...]]) -> None:
        self._problems = problems
        self._tables = tables

    def table(self, table: Plain, name: str, path: Path, depth: int = 0) -> None:
        """Check the keys of one table and everything below."""
        keys = {key.name: key for key in self._tables[name]}
        for word in list(table):
            if word not in keys:
                self._problems.add((*path, word), f"Không có khóa “{word[:60]}”.", did_you_mean(word, keys))
                del table[word]
        for key in keys.values():
            here = (*path, key.name)
            if key.name not in table:
                if key.must:
                    self._problems.add(
                        path, f"Thiếu khóa “{key.name}” ({key.about}).", f"Thêm dòng {key.name} = …"
                    )
                continue
            if not self._value(table[key.name], key, here, depth):
                del table[key.name]

    def _value(self, value: object, key: Key, path: Path, depth: int) -> bool:
        fault = _fault(value, key)
        if fault is not None:
            self._problems.add(path, *fault)
            return False
        is_condition = key.shape in (Shape.CONDITION, Shape.CONDITIONS)
        if is_condition and depth >= MAX_CONDITION_DEPTH:
            self._problems.add(
                path,
                "Điều kiện lồng nhau quá sâu.",
                f"Nhiều nhất {MAX_CONDITION_DEPTH} lớp; tách thành ô riêng.",
            )
            return False
        inner = "condition" if is_condition else key.table
        below = depth + 1 if is_condition else 0
        if isinstance(value, dict):
            self.table(value, inner, path, below)
        elif isinstance(value, list) and inner:
            if len(value) > key.most:
                self._problems.add(
                    path, f"“{key.name}” có {len(value)} mục, quá nhiều.", f"Nhiều nhất {key.most}."
                )
                return False
            for index, row in enumerate(value):
                self.table(row, inner, (*path, index), below)
        return True


def _fault(value: object, key: Key) -> tuple[str, str] | None:
    """Return what is wrong with one value and how to put it right, or None."""
    wanted = _mismatch(value, key)
    if wanted:
        return f"“{key.name}” phải là {wanted}.", f"{key.about}."
    if isinstance(value, int | float) and value > key.highest:
        return f"“{key.name}” là {value}, quá lớn.", f"Nhiều nhất {key.highest}."
    return _fault_of_text(value, key) if isinstance(value, str) else None


def _fault_of_text(text: str, key: Key) -> tuple[str, str] | None:
    if key.must and not text.strip():
        return f"“{key.name}” đang để trống ({key.about}).", "Ghi vào giữa hai ngoặc kép."
    if _UNPRINTABLE.search(text):
        return f"“{key.name}” có ký tự ẩn không in được.", "Xóa chữ ở chỗ này rồi gõ lại."
    if key.words and text not in key.words:
        return f"“{key.name}” không có giá trị “{text[:60]}”.", did_you_mean(text, key.words)
    return None


def _mismatch(value: object, key: Key) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    whole = isinstance(value, int) and not isinstance(value, bool)
    texts = isinstance(value, list) and all(isinstance(row, str) for row in value)
    tables = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    match key.shape:
        case Shape.TEXT:
            return "" if isinstance(value, str) else "chữ trong ngoặc kép"
        case Shape.FLAG:
            return "" if isinstance(value, bool) else "true hoặc false"
        case Shape.WHOLE:
            return "" if whole and 0 <= int(str(value)) <= 10**12 else "số nguyên không âm"
        case Shape.SHARE:
            share = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
            return "" if 0 < share <= 1 else "số lớn hơn 0 và không quá 1"
        case Shape.MEASURE:
            length = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
            return "" if 0 <= length <= _LONGEST_MM else f"số từ 0 đến {_LONGEST_MM}, ví dụ 62.5"
        case Shape.DAY:
            is_day = isinstance(value, date) and not isinstance(value, datetime)
            return "" if is_day else "ngày viết năm-tháng-ngày, không có ngoặc kép, ví dụ 2026-11-24"
        case Shape.TEXTS:
            return "" if texts else 'danh sách chữ, ví dụ ["a", "b"]'
        case Shape.SCALAR:
            return "" if isinstance(value, str | bool) or whole else "chữ, số nguyên, true hoặc false"
        case Shape.SCALARS:
            fine = isinstance(value, list) and all(isinstance(row, str | bool | int) for row in value)
            return "" if fine else "danh sách chữ hoặc số"
        case Shape.NOTE:
            return "" if isinstance(value, str) or whole else "số chú thích"
        case Shape.TABLE | Shape.CONDITION:
            return "" if isinstance(value, dict) else "ngoặc { … }"
        case Shape.TABLES | Shape.CONDITIONS:
            return "" if tables else f"danh sách bảng, mỗi bảng bắt đầu bằng [[…{key.name}]] hoặc {{ … }}"
        case _:
            assert_never(key.shape)
