"""Answers belong to the case, not to a form: one value a key, with where it came from and when.

Plain shape (for drafts and sealed records): `{key: {"t": type, "v": value, "from": source, "at": instant}}`, only
strings, numbers, booleans, lists and tables inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.domain.text import nfc


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day with an hour and a minute that may be unknown (time of death)."""

    day: PartialDate
    hour: int | None = None
    minute: int | None = None

    def __post_init__(self) -> None:
        if self.minute is not None and self.hour is None:
            raise ValueError("a minute needs its hour")
        if self.hour is not None and not 0 <= self.hour <= 23:  # noqa: PLR2004 - hours of a day
            raise ValueError("hour out of range")
        if self.minute is not None and not 0 <= self.minute <= 59:  # noqa: PLR2004 - minutes of an hour
            raise ValueError("minute out of range")


Rows = tuple[tuple[str, ...], ...]
AnswerValue = str | int | bool | PartialDate | Moment | IdPaper | tuple[str, ...] | Rows


class Source(Enum):
    """Where an answer came from; shown beside it on screen."""

    TYPED = "typed"
    CARD = "card"
    EARLIER = "earlier"
    EVENT = "event"
    DEFAULT = "default"
    COMPUTED = "computed"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The words beside the answer; empty for what the officer typed."""
        return _SOURCE_WORDS[self]


_SOURCE_WORDS = {
    Source.TYPED: "",
    Source.CARD: "lấy từ thẻ",
    Source.EARLIER: "lấy từ lần trước",
    Source.EVENT: "đã trả lời ở phần sự kiện",
    Source.DEFAULT: "ghi sẵn",
    Source.COMPUTED: "tự tính",
    Source.UNKNOWN: "không nhớ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `at` is an aware UTC instant in ISO form, or '' where nobody needs it."""

    value: AnswerValue
    source: Source = Source.TYPED
    at: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing to print: no text, no row, or 'không nhớ'."""
        if self.source is Source.UNKNOWN:
            return True
        if isinstance(self.value, str):
            return not self.value.strip()
        if isinstance(self.value, tuple):
            return not any(_has_text(row) for row in self.value)
        if isinstance(self.value, IdPaper):
            return not self.value.number.strip()
        return False


def _has_text(row: str | tuple[str, ...]) -> bool:
    return bool(row.strip()) if isinstance(row, str) else any(cell.strip() for cell in row)


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a case; a change gives a new value."""

    entries: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, key: str) -> Answer | None:
        """The answer to that key, or None."""
        return self.entries.get(key)

    def value(self, key: str) -> AnswerValue | None:
        """The value alone, or None; also None for 'không nhớ'."""
        answer = self.entries.get(key)
        return None if answer is None or answer.source is Source.UNKNOWN else answer.value

    def with_answer(self, key: str, answer: Answer) -> "Answers":
        """These answers with one more, or one changed."""
        return Answers(MappingProxyType({**self.entries, key: _normal(answer)}))

    def without(self, key: str) -> "Answers":
        """These answers with one taken away."""
        return Answers(MappingProxyType({k: v for k, v in self.entries.items() if k != key}))

    def to_plain(self) -> dict[str, object]:
        """Strings, numbers, lists and tables only; `from_plain` gives the same answers back."""
        return {key: answer_to_plain(answer) for key, answer in self.entries.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> "Answers":
        """Read what `to_plain` wrote.

        Raises:
            ValueError: the shape is not that of `to_plain`.
        """
        return cls(MappingProxyType({key: answer_from_plain(entry) for key, entry in plain.items()}))


def _normal(answer: Answer) -> Answer:
    value = answer.value
    if isinstance(value, str):
        return replace(answer, value=nfc(value))
    if isinstance(value, tuple):
        words = tuple(nfc(row) for row in value if isinstance(row, str))
        rows = tuple(tuple(nfc(cell) for cell in row) for row in value if not isinstance(row, str))
        return replace(answer, value=rows or words)
    return answer


def answer_to_plain(answer: Answer) -> dict[str, object]:
    """One answer as plain values."""
    kind, value = _value_to_plain(answer.value)
    plain: dict[str, object] = {"t": kind, "v": value, "from": answer.source.value}
    if answer.at:
        plain["at"] = answer.at
    return plain


def _value_to_plain(value: AnswerValue) -> tuple[str, object]:  # noqa: PLR0911 - one line a kind
    match value:
        case bool():
            return "yes_no", value
        case int():
            return "number", value
        case str():
            return "text", value
        case PartialDate():
            return "date", value.iso()
        case Moment():
            return "moment", {"day": value.day.iso(), "hour": value.hour, "minute": value.minute}
        case IdPaper():
            return "id_paper", {
                "kind": value.kind.value,
                "number": value.number,
                "issuer": value.issuer,
                "issued_on": value.issued_on.iso() if value.issued_on else None,
            }
        case _:
            if value and isinstance(value[0], tuple):
                return "rows", [list(row) for row in value]
            return "list", list(value)


def answer_from_plain(entry: object) -> Answer:
    """Read one answer of `answer_to_plain`.

    Raises:
        ValueError: the shape is wrong.
    """
    if not isinstance(entry, Mapping):
        raise ValueError("an answer must be a table")  # noqa: TRY004 - one kind of error for a wrong shape
    source = Source(entry.get("from", Source.TYPED.value))
    return _normal(
        Answer(
            value=_value_from_plain(str(entry.get("t")), entry.get("v")),
            source=source,
            at=str(entry.get("at", "")),
        )
    )


def _value_from_plain(kind: str, raw: object) -> AnswerValue:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int) and kind == "number":
        return raw
    if isinstance(raw, str) and kind in ("text", "date"):
        return raw if kind == "text" else PartialDate.from_iso(raw)
    if isinstance(raw, list):
        rows = tuple(tuple(str(cell) for cell in row) for row in raw if isinstance(row, list))
        return rows if kind == "rows" else tuple(str(row) for row in raw)
    if isinstance(raw, Mapping):
        return _moment(raw) if kind == "moment" else _id_paper(raw)
    raise ValueError(f"unknown kind of answer: {kind}")


def _moment(raw: Mapping[object, object]) -> Moment:
    day = PartialDate.from_iso(str(raw.get("day")))
    return Moment(day=day, hour=_whole(raw.get("hour")), minute=_whole(raw.get("minute")))


def _id_paper(raw: Mapping[object, object]) -> IdPaper:
    issued = raw.get("issued_on")
    return IdPaper(
        kind=IdPaperKind(raw.get("kind")),
        number=str(raw.get("number", "")),
        issuer=str(raw.get("issuer", "")),
        issued_on=PartialDate.from_iso(str(issued)) if issued else None,
    )


def _whole(raw: object) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
