"""The case file of ``khongviet verdict``, read whole: every mistake in it is told at once.

What a case file holds is described in ``docs/verdict-case.md``.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from desktop.domain.calendar import OFFICE_ZONE, office_time
from desktop.domain.case import Case, SignerPresence
from desktop.domain.deadline import LimitKind
from desktop.domain.errors import DeskError, ErrorCode, SeveralDeskErrors
from desktop.domain.plain import Notation, PlainReader
from desktop.domain.procedure import Channel, PaperNeed, Procedure, SignerLevel

KEYS: Final = frozenset(
    {
        "procedure",
        "received",
        "papers_complete",
        "papers",
        "signers",
        "office",
        "channel",
        "now",
        "requested_help",
        "writer",
        "writer_on_roster",
        "needs_verification",
        "verification_note",
        "minutes_needed",
        "finish_at_once",
        "appointment_reason",
        "agreed",
    }
)
SIGNER_KEYS: Final = frozenset({"name", "title", "level", "from", "until"})

_MOST_MINUTES: Final = 24 * 60
_T = TypeVar("_T")


class CaseFile:
    """Reads what needs no catalogue at once; the rest when the procedure is known.

    Args:
        case: The JSON object.
        place: Name of the file, for errors.

    Attributes:
        code: Code of the procedure; empty where it is missing or wrong.
        received: Aware moment of receipt; None where it is missing or wrong.
        office: The office profile; empty for the one of the day.

    Raises:
        DeskError: CASE_INVALID for what is no object.
    """

    def __init__(self, case: object, place: str) -> None:
        self._reader = reader = PlainReader(case, f"{place}:", ErrorCode.CASE_INVALID, notation=Notation.JSON)
        self._found: list[DeskError] = list(reader.unknown(KEYS))
        self.code = self._take(lambda: reader.text("procedure"), "")
        self.received = self._take(self._received, None)
        self.office = self._take(lambda: reader.text("office", ""), "")
        self._agreed = self._take(lambda: _moment(reader, "agreed"), None)
        self._case = partial(
            Case,
            now=self._take(self._now, None),
            requested_help=self._flag("requested_help"),
            writer_name=self._take(lambda: reader.text("writer", ""), ""),
            writer_on_roster=self._flag("writer_on_roster"),
            needs_verification=self._flag("needs_verification"),
            verification_note=self._take(lambda: reader.text("verification_note", ""), ""),
            signers=self._take(self._signers, tuple[SignerPresence, ...]()),
            minutes_needed=self._take(self._minutes, None),
            finish_at_once=self._flag("finish_at_once") if reader.has("finish_at_once") else None,
            agreed=self._agreed,
            appointment_reason=self._take(lambda: reader.text("appointment_reason", ""), ""),
        )

    def _take(self, read: Callable[[], _T], otherwise: _T) -> _T:
        """Read one thing; a fault is noted, and `otherwise` is read instead."""
        try:
            return read()
        except DeskError as fault:
            self._found.append(fault)
            return otherwise

    def facts(self, procedure: Procedure, received: datetime) -> Case:
        """Give the case.

        Raises:
            SeveralDeskErrors: Everything that is wrong in the file.
        """
        channel = self._take(lambda: self._channel(procedure), Channel.DIRECT)
        nothing = tuple[str, ...]()
        needed, missing = self._take(lambda: self._papers(procedure), (nothing, nothing))
        if self._found:
            raise self.mistakes()
        return self._case(
            procedure=procedure,
            received=received,
            channel=channel,
            missing=missing,
            papers_total=len(needed),
            papers_note=" · ".join(needed),
        )

    def mistakes(self, *more: DeskError) -> SeveralDeskErrors:
        """Give what was found so far, and what came on top of it, as one fault; something must have been."""
        return SeveralDeskErrors([*self._found, *more])

    def _flag(self, key: str) -> bool:
        return self._take(lambda: self._reader.flag(key), otherwise=False)

    def _received(self) -> datetime:
        received = _moment(self._reader, "received")
        if received is None:
            raise self._reader.fault("received", "thiếu", 'thêm "received": "2026-12-01T09:00"')
        return received

    def _now(self) -> datetime | None:
        now = _moment(self._reader, "now")
        if now is not None and self.received is not None and now < self.received:
            raise self._reader.fault(
                "now", "đứng trước received", "now là lúc kết luận, không sớm hơn lúc nhận hồ sơ"
            )
        return now

    def _minutes(self) -> int | None:
        has = self._reader.has("minutes_needed")
        return self._reader.number("minutes_needed", 0, most=_MOST_MINUTES) if has else None

    def _channel(self, procedure: Procedure) -> Channel:
        channel = self._reader.choice("channel", Channel, Channel.DIRECT)
        if channel not in procedure.limits:
            allowed = ", ".join(f'"{one.value}"' for one in procedure.limits)
            raise self._reader.fault("channel", f"thủ tục {procedure.code} không nhận cách nộp này", allowed)
        if procedure.limits[channel].kind is LimitKind.ON_AGREEMENT and self._agreed is None:
            raise self._reader.fault(
                "agreed", "thiếu thời điểm đã thỏa thuận", '"agreed": "2026-12-04T16:00"'
            )
        return channel

    def _papers(self, procedure: Procedure) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the papers this case needs, and of those missing."""
        reader = self._reader
        if reader.has("papers_complete"):
            if reader.has("papers"):
                raise reader.fault("papers", "đã ghi papers_complete", "chỉ ghi một trong hai khóa")
            required = tuple(paper.name for paper in procedure.papers if paper.required)
            return required, () if reader.flag("papers_complete") else required
        known = {paper.key: paper for paper in procedure.papers}
        ticked = frozenset(reader.texts("papers", required=True))
        for key in sorted(ticked - known.keys()):
            self._found.append(
                reader.fault("papers", f'không có giấy tờ "{key}"', _paper_keys(procedure.papers))
            )
        needed = tuple(paper.name for paper in procedure.papers if paper.required or paper.key in ticked)
        return needed, tuple(paper.name for paper in procedure.missing_papers(ticked))

    def _signers(self) -> tuple[SignerPresence, ...]:
        rows = self._reader.children("signers", required=True)
        signers = [self._take(partial(_signer, row), None) for row in rows]
        self._found.extend(fault for row in rows for fault in row.unknown(SIGNER_KEYS))
        return tuple(one for one in signers if one is not None)


def _signer(row: PlainReader) -> SignerPresence | None:
    start, until = row.clock("from"), row.clock("until")
    if start is not None and until is not None and until <= start:
        raise row.fault("until", "phải sau from", '"until": "11:30"')
    return SignerPresence(
        name=row.text("name"),
        title=row.text("title", ""),
        level=row.choice("level", SignerLevel),
        start=start,
        until=until,
    )


def _paper_keys(papers: tuple[PaperNeed, ...]) -> str:
    return "các khóa: " + ", ".join(f'"{paper.key}"' for paper in papers)


def _moment(reader: PlainReader, key: str) -> datetime | None:
    moment = reader.moment(key)
    if moment is None:
        return None
    return office_time(moment if moment.tzinfo is not None else moment.replace(tzinfo=OFFICE_ZONE))
