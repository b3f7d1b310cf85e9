"""Plain values: what JSON and TOML can hold, and a strict reader that names the place of a fault."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import Enum
from functools import partial
from typing import TypeAlias, TypeVar, assert_never
from unicodedata import normalize

from desktop.domain.errors import DeskError, ErrorCode

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"
_EnumT = TypeVar("_EnumT", bound=Enum)


class Notation(Enum):
    """How the source is written, and so how a cure must be written."""

    TOML = "toml"
    JSON = "json"

    def example(self, key: str, value: str) -> str:
        """Return a key with a value as it is written in the source; the value as TOML writes it."""
        match self:
            case Notation.TOML:
                return f"{key} = {value}"
            case Notation.JSON:
                quoted = f'"{value}"' if value[:1].isdigit() and not value.isdigit() else value
                return f'"{key}": {quoted}'
            case _:
                assert_never(self)

    @property
    def first_number(self) -> int:
        """Return the number of a list's first item: officers who edit TOML count from 1, programs count from 0."""
        return 1 if self is Notation.TOML else 0


class PlainReader:
    """Reads a mapping from outside key by key; a wrong one gives a fault that names its place.

    Args:
        data: The mapping; anything else is a fault.
        place: Where it stands, for people: ``"ho-tich.toml: procedure[2]"``.
        code: The code of the faults raised.
        locate: Turns a place into one with a line number, where the source has lines.
        notation: How the source is written.
    """

    def __init__(
        self,
        data: object,
        place: str,
        code: ErrorCode,
        locate: Callable[[str], str] | None = None,
        notation: Notation = Notation.TOML,
    ) -> None:
        """Take the mapping and remember where it stands."""
        self._notation = notation
        self._place = place
        self._code = code
        self._locate = locate
        self._asked: set[str] = set()
        if not isinstance(data, Mapping):
            raise self.fault("", "phải là một bảng khóa và giá trị", "viết thành bảng khóa và giá trị")
        self._data: Mapping[object, object] = data

    @property
    def place(self) -> str:
        """Return where this mapping stands."""
        return self._place

    def fault(self, key: str, problem: str, cure: str) -> DeskError:
        """Return a fault at a key: what is wrong there and what to write instead."""
        place = self._at(key)
        located = self._locate(place) if self._locate else place
        source = self._place.partition(":")[0]
        return DeskError(self._code, place=located, file=source, problem=problem, cure=cure)

    def has(self, key: str) -> bool:
        """Return whether a key is there (and not JSON null)."""
        self._asked.add(key)
        return self._data.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, NFC; required unless a default is given."""
        value = self._value(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            raise self.fault(key, "phải là chữ trong dấu ngoặc kép", self._notation.example(key, '"..."'))
        text = normalize("NFC", value).strip()
        if default is None and not text:
            raise self.fault(key, "không được để trống", self._notation.example(key, '"..."'))
        return text

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; empty when it is not there."""
        items = self._list(key, required=required)
        if not all(isinstance(item, str) for item in items):
            raise self.fault(key, "phải là danh sách chữ", self._notation.example(key, '["...", "..."]'))
        return tuple(normalize("NFC", str(item)).strip() for item in items)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._value(key, required=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fault(key, "phải là true hoặc false", self._notation.example(key, "true"))
        return value

    def number(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000_000
    ) -> int:
        """Return a whole number within bounds; required unless a default is given."""
        value = self._value(key, default is None)
        if value is None:
            return default or 0
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(key, "phải là số nguyên", self._notation.example(key, str(least)))
        if not least <= value <= most:
            raise self.fault(key, f"phải từ {least} đến {most}", self._notation.example(key, str(least)))
        return value

    def day(self, key: str, default: date | None = None) -> date:
        """Return a date (TOML date or ``YYYY-MM-DD``); required unless a default is given."""
        found = self.optional_day(key)
        if found is not None:
            return found
        if default is not None:
            return default
        raise self._missing(key)

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None when it is not there."""
        value = self._value(key, required=False)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.fault(
                key, "không phải ngày có thật", self._notation.example(key, "2026-11-24")
            ) from None

    def clock(self, key: str) -> time | None:
        """Return a clock time (``"15:00"``), or None when it is not there."""
        value = self._value(key, required=False)
        if value is None:
            return None
        if isinstance(value, time):
            return value
        try:
            clock = time.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.fault(key, "không phải giờ có thật", self._notation.example(key, '"15:00"')) from None
        if clock.tzinfo is not None:
            raise self.fault(key, "giờ của trụ sở, không ghi múi giờ", self._notation.example(key, '"15:00"'))
        return clock

    def moment(self, key: str) -> datetime | None:
        """Return a moment as written, aware or naive, or None when it is not there."""
        value = self._value(key, required=False)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.fault(
                key,
                "không phải thời điểm có thật",
                self._notation.example(key, '"2026-11-24T09:00"'),
            ) from None

    def aware_moment(self, key: str) -> datetime:
        """Return a required moment with its time zone."""
        found = self.optional_aware_moment(key)
        if found is None:
            raise self._missing(key)
        return found

    def optional_aware_moment(self, key: str) -> datetime | None:
        """Return a moment with its time zone, or None when it is not there."""
        moment = self.moment(key)
        if moment is not None and moment.tzinfo is None:
            raise self.fault(key, "thiếu múi giờ", self._notation.example(key, '"2026-11-24T09:00+07:00"'))
        return moment

    def choice(self, key: str, kinds: type[_EnumT], default: _EnumT | None = None) -> _EnumT:
        """Return one value of a closed list; required unless a default is given."""
        value = self._value(key, default is None)
        if value is None and default is not None:
            return default
        try:
            return kinds(str(value))
        except ValueError:
            allowed = ", ".join(f'"{kind.value}"' for kind in kinds)
            raise self.fault(key, "giá trị lạ", f"chọn một trong: {allowed}") from None

    def child(self, key: str) -> "PlainReader":
        """Return the reader of a required inner mapping."""
        return PlainReader(
            self._value(key, required=True), self._at(key), self._code, self._locate, self._notation
        )

    def children(self, key: str, *, required: bool = False) -> tuple["PlainReader", ...]:
        """Return the readers of a list of mappings, numbered as the notation counts."""
        rows = enumerate(self._list(key, required=required), start=self._notation.first_number)
        return tuple(
            PlainReader(item, f"{self._at(key)}[{index}]", self._code, self._locate, self._notation)
            for index, item in rows
        )

    def mapping(self, key: str) -> Mapping[str, Plain]:
        """Return an inner mapping of plain values as it stands; empty when it is not there."""
        value = self._value(key, required=False)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.fault(key, "phải là một bảng khóa và giá trị", "viết thành bảng khóa và giá trị")
        return {str(name): _as_plain(item, partial(self._unkept, key)) for name, item in value.items()}

    def others(self) -> Mapping[str, Plain]:
        """Return the keys nobody asked for, as they stand."""
        return {
            str(key): _as_plain(value, partial(self._unkept, str(key)))
            for key, value in self._data.items()
            if str(key) not in self._asked
        }

    def names(self) -> tuple[str, ...]:
        """Return all keys, as texts."""
        return tuple(str(key) for key in self._data)

    def raw(self, key: str) -> object:
        """Return a value as it stands, or None."""
        return self._value(key, required=False)

    def refuse_others(self) -> None:
        """Raise a fault for the first key nobody asked for: most likely a slip of the pen."""
        for fault in self.unknown(self._asked):
            raise fault

    def unknown(self, known: Iterable[str]) -> tuple[DeskError, ...]:
        """Return a fault for every key that is none of the known ones, with the nearest of them."""
        allowed = sorted(known)
        faults: list[DeskError] = []
        for key in self.names():
            if key in allowed:
                continue
            close = get_close_matches(key, allowed, n=1)
            cure = f'có phải "{close[0]}"?' if close else f"các khóa dùng được: {', '.join(allowed)}"
            faults.append(self.fault(key, "khóa lạ", cure))
        return tuple(faults)

    def _unkept(self, key: str) -> DeskError:
        return self.fault(key, "giá trị không lưu được", "chỉ dùng chữ, số nguyên, đúng/sai, danh sách, bảng")

    def _at(self, key: str) -> str:
        if not key:
            return self._place
        return f"{self._place}.{key}" if not self._place.endswith(":") else f"{self._place} {key}"

    def _missing(self, key: str) -> DeskError:
        return self.fault(key, "thiếu", f"thêm khóa {key}")

    def _value(self, key: str, required: bool) -> object:  # noqa: FBT001 - private, one word
        self._asked.add(key)
        value = self._data.get(key)
        if value is None and required:
            raise self._missing(key)
        return value

    def _list(self, key: str, *, required: bool) -> Sequence[object]:
        value = self._value(key, required)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self.fault(key, "phải là danh sách", self._notation.example(key, "[...]"))
        return value


def _as_plain(value: object, fault: Callable[[], DeskError]) -> Plain:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(name): _as_plain(item, fault) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_as_plain(item, fault) for item in value]
    raise fault()
