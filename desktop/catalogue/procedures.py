"""The procedures in force on a day, from ``resources/procedures/*.toml``, one file per sector."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from desktop.catalogue.earlier_editions import with_earlier
from desktop.catalogue.toml_file import read_citation, read_folder
from desktop.domain.calendar import date_text
from desktop.domain.deadline import LimitKind, TimeLimit
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import PlainReader
from desktop.domain.procedure import (
    CaseKind,
    Channel,
    FeeKind,
    FeeRule,
    LawChange,
    OnlineLevel,
    PaperKind,
    PaperNeed,
    Procedure,
    SameDayClass,
    SameDayRule,
    SignerLevel,
    WritingClass,
    WritingRule,
)
from desktop.domain.reason import Certainty

_LIMIT_WORDS: Final = {
    "trong ngày": LimitKind.SAME_DAY,
    "theo thỏa thuận": LimitKind.ON_AGREEMENT,
}
_LIMIT_UNITS: Final = {
    "giờ làm việc": LimitKind.WORKING_HOURS,
    "ngày làm việc": LimitKind.WORKING_DAYS,
    "ngày": LimitKind.DAYS,
    "tháng": LimitKind.MONTHS,
}
_AMOUNT_AND_UNIT: Final = re.compile(r"(?P<amount>\d{1,3}) (?P<unit>\D+)")
_LIMIT_CURE: Final = (
    'ghi như "trong ngày", "8 giờ làm việc", "22 ngày làm việc", "15 ngày", "1 tháng", "theo thỏa thuận"'
)
# LT: a bundle of several agencies whose national code is not known; XA: a row of the office's own.
_CODE: Final = re.compile(r"(?:\d|LT|XA)\.\d{6}")


def load_editions(folder: Path) -> tuple[Procedure, ...]:
    """Return every edition of every procedure, whether in force or not.

    Raises:
        DeskError: FILE_MISSING; FILE_INVALID naming file, line, key and cure, also when two
            editions of a code overlap in time.
    """
    editions: list[tuple[Procedure, PlainReader]] = []
    for reader in read_folder(folder):
        sector = reader.text("sector")
        changes = tuple(_law_change(row) for row in reader.children("law_change"))
        rows = reader.children("procedure", required=True)
        editions.extend(
            (replace(one, law_changes=changes), row) for row in rows for one in _editions(row, sector)
        )
        reader.refuse_others()
    _refuse_overlaps(editions)
    return tuple(procedure for procedure, _ in editions)


def load_procedures(folder: Path, as_of: date) -> Mapping[str, Procedure]:
    """Return the procedures in force on a day, by code.

    Raises:
        DeskError: FILE_MISSING, FILE_INVALID.
    """
    return MappingProxyType({one.code: one for one in load_editions(folder) if one.is_in_force(as_of)})


def find_procedure(editions: tuple[Procedure, ...], code: str, as_of: date) -> Procedure:
    """Return the edition of a code in force on a day.

    Raises:
        DeskError: PROCEDURE_UNKNOWN; PROCEDURE_NOT_IN_FORCE naming from and to of what is known.
    """
    known = [one for one in editions if one.code == code]
    if not known:
        raise DeskError(ErrorCode.PROCEDURE_UNKNOWN, procedure=code)
    for one in known:
        if one.is_in_force(as_of):
            return one
    spans = "; ".join(
        f"{date_text(one.in_force_from)} – {date_text(one.in_force_to)}"
        if one.in_force_to is not None
        else f"từ {date_text(one.in_force_from)}"
        for one in known
    )
    raise DeskError(ErrorCode.PROCEDURE_NOT_IN_FORCE, procedure=code, day=date_text(as_of), spans=spans)


def parse_limit(words: str) -> TimeLimit | None:
    """Return the limit said in words (``"22 ngày làm việc"``), or None when it is not one."""
    text = " ".join(words.lower().split())
    if text in _LIMIT_WORDS:
        return TimeLimit(kind=_LIMIT_WORDS[text])
    match = _AMOUNT_AND_UNIT.fullmatch(text)
    if match is None or match["unit"] not in _LIMIT_UNITS or not int(match["amount"]):
        return None
    return TimeLimit(kind=_LIMIT_UNITS[match["unit"]], amount=int(match["amount"]))


def _editions(reader: PlainReader, sector: str) -> tuple[Procedure, ...]:
    rows = reader.children("earlier")
    procedure = _procedure(reader, sector)
    return with_earlier(procedure, rows)


def _procedure(reader: PlainReader, sector: str) -> Procedure:
    code = reader.text("code")
    if _CODE.fullmatch(code) is None:
        raise reader.fault(
            "code",
            "không phải mã thủ tục quốc gia",
            'ghi như "2.000635"; thủ tục chưa có mã quốc gia: "XA.000001"',
        )
    in_force = reader.child("in_force")
    first, last = in_force.day("from"), in_force.optional_day("to")
    if last is not None and last < first:
        raise in_force.fault("to", "trước ngày bắt đầu có hiệu lực", "sửa from hoặc to")
    in_force.refuse_others()
    procedure = Procedure(
        code=code,
        edition=reader.text("edition"),
        name=reader.text("name"),
        short_name=reader.text("short_name"),
        sector=sector,
        limits=_limits(reader),
        limit_when_verified=_limit(reader, "limit_when_verified")
        if reader.has("limit_when_verified")
        else None,
        limit_citation=read_citation(reader, "limit_source") if reader.has("limit_source") else None,
        fee=_fee(reader.child("fee")),
        papers=_papers(reader),
        writing=_writing(reader.child("writing")),
        same_day=_same_day(reader.child("same_day")),
        signer_level=reader.choice("signer", SignerLevel, SignerLevel.CHAIRMAN_OR_DEPUTY),
        in_force_from=first,
        in_force_to=last,
        source=read_citation(reader, "source"),
        verification=reader.text("verification", ""),
        presence=reader.text("presence", ""),
        delegation=reader.flag("delegation", default=True),
        forms=reader.texts("forms"),
        copies_from=reader.text("copies_from", ""),
        online_level=reader.choice("online_level", OnlineLevel, OnlineLevel.NONE),
        online_only=reader.flag("online_only"),
        authority=reader.text("authority", ""),
        result=reader.text("result", ""),
        tuesday=reader.text("tuesday", ""),
        checked_on=reader.optional_day("checked_on"),
        certainty=reader.choice("certainty", Certainty, Certainty.VERIFIED),
        keywords=reader.texts("keywords"),
        kinds=_kinds(reader),
    )
    reader.refuse_others()
    return procedure


def _law_change(reader: PlainReader) -> LawChange:
    change = LawChange(
        since=reader.day("from"),
        text=reader.text("text"),
        detail=reader.text("detail"),
        citation=read_citation(reader, "source"),
    )
    reader.refuse_others()
    return change


def _kinds(reader: PlainReader) -> tuple[CaseKind, ...]:
    kinds: list[CaseKind] = []
    for row in reader.children("kind"):
        kind = CaseKind(
            key=row.text("key"),
            name=row.text("name"),
            limits=_limits(row) if row.has("limits") else MappingProxyType({}),
            limit_when_verified=_limit(row, "limit_when_verified")
            if row.has("limit_when_verified")
            else None,
            forms=row.texts("forms"),
            same_day=_same_day(row.child("same_day")) if row.has("same_day") else None,
            citation=read_citation(row, "source"),
        )
        row.refuse_others()
        if any(kind.key == earlier.key for earlier in kinds):
            raise row.fault("key", f'khóa "{kind.key}" đã dùng', "đặt khóa khác cho loại việc này")
        kinds.append(kind)
    return tuple(kinds)


def _limits(reader: PlainReader) -> Mapping[Channel, TimeLimit]:
    inner = reader.child("limits")
    limits = {channel: _limit(inner, channel.value) for channel in Channel if inner.has(channel.value)}
    inner.refuse_others()
    if not limits:
        raise reader.fault("limits", "chưa có thời hạn nào", 'limits = { direct = "3 ngày làm việc" }')
    return MappingProxyType(limits)


def _limit(reader: PlainReader, key: str) -> TimeLimit:
    limit = parse_limit(reader.text(key))
    if limit is None:
        raise reader.fault(key, "không phải thời hạn", _LIMIT_CURE)
    return limit


def _fee(reader: PlainReader) -> FeeRule:
    kind = reader.choice("kind", FeeKind)
    priced = kind in {FeeKind.FIXED, FeeKind.PER_COPY, FeeKind.PER_PAGE}
    fee = FeeRule(
        kind=kind,
        amount=reader.number("amount", None if priced else 0),
        unit=reader.text("unit", ""),
        pages_at_amount=reader.number("pages_at_amount", 0),
        amount_after=reader.number("amount_after", 0),
        maximum=reader.number("maximum", 0),
        channel_amounts=_channel_amounts(reader),
        exemptions=reader.texts("exemptions"),
        note=reader.text("note", ""),
        citation=read_citation(reader, "source") if reader.has("source") else None,
    )
    reader.refuse_others()
    return fee


def _channel_amounts(reader: PlainReader) -> Mapping[Channel, int]:
    if not reader.has("channels"):
        return MappingProxyType({})
    inner = reader.child("channels")
    amounts = {channel: inner.number(channel.value) for channel in Channel if inner.has(channel.value)}
    inner.refuse_others()
    return MappingProxyType(amounts)


def _papers(reader: PlainReader) -> tuple[PaperNeed, ...]:
    papers: list[PaperNeed] = []
    for row in reader.children("paper"):
        paper = PaperNeed(
            key=row.text("key"),
            name=row.text("name"),
            kind=row.choice("kind", PaperKind, PaperKind.ORIGINAL),
            copies=row.number("copies", 1, least=1, most=99),
            show_only=row.flag("show_only"),
            data_available=row.flag("data_available"),
            condition=row.text("condition", ""),
            required=row.flag("required", default=not row.has("condition")),
        )
        row.refuse_others()
        if any(paper.key == earlier.key for earlier in papers):
            raise row.fault("key", f'khóa "{paper.key}" đã dùng', "đặt khóa khác cho giấy này")
        papers.append(paper)
    return tuple(papers)


def _writing(reader: PlainReader) -> WritingRule:
    rule = WritingRule(
        kind=reader.choice("kind", WritingClass),
        reason=reader.text("reason"),
        citation=read_citation(reader, "source"),
        conditions=reader.texts("conditions"),
    )
    reader.refuse_others()
    return rule


def _same_day(reader: PlainReader) -> SameDayRule:
    rule = SameDayRule(
        kind=reader.choice("kind", SameDayClass),
        reason=reader.text("reason"),
        citation=read_citation(reader, "source"),
        late_rule=reader.flag("late_rule"),
        minutes=reader.number("minutes", 30, least=1, most=480),
    )
    reader.refuse_others()
    return rule


def _refuse_overlaps(editions: list[tuple[Procedure, PlainReader]]) -> None:
    for index, (later, reader) in enumerate(editions):
        for earlier, _ in editions[:index]:
            ends = (earlier.in_force_to or date.max, later.in_force_to or date.max)
            if earlier.code == later.code and max(earlier.in_force_from, later.in_force_from) <= min(ends):
                raise reader.fault(
                    "in_force",
                    f"trùng thời gian với bản {earlier.edition} của {earlier.code}",
                    "đóng bản cũ bằng to = ngày trước ngày bản mới có hiệu lực",
                )
