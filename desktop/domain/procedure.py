"""A procedure of the catalogue as it stood on a date: limits, fee, papers, writing, same day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from desktop.domain.deadline import TimeLimit
from desktop.domain.ids import FormRef
from desktop.domain.reason import Certainty, Citation

__all__ = [
    "CaseKind",
    "Channel",
    "FeeKind",
    "FeeRule",
    "FormRef",
    "OnlineLevel",
    "PaperKind",
    "PaperNeed",
    "Procedure",
    "SameDayClass",
    "SameDayRule",
    "SignerLevel",
    "WritingClass",
    "WritingRule",
]


class Channel(StrEnum):
    """How a dossier comes in (portal codes 1, 2, 3)."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"

    @property
    def label(self) -> str:
        """Return the Vietnamese name."""
        return {"direct": "Trực tiếp", "online": "Trực tuyến", "postal": "Qua bưu chính công ích"}[self.value]


class WritingClass(StrEnum):
    """May the desk write for the citizen?"""

    ALLOWED = "allowed"
    PRESENCE = "presence"
    LIMITED = "limited"
    BARRED = "barred"
    NOTHING_TO_WRITE = "nothing_to_write"


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingRule:
    """May the desk write for the citizen, why, and what must be seen to.

    Attributes:
        kind: The class of the rule.
        reason: One Vietnamese sentence, shown when writing is limited or barred.
        citation: The law behind it.
        conditions: What limits it: who must be present, witnesses, no pre-signing.
    """

    kind: WritingClass
    reason: str
    citation: Citation
    conditions: tuple[str, ...] = ()


class SameDayClass(StrEnum):
    """Can it be finished on the day it is received?"""

    BY_LAW = "by_law"
    WHEN_POSSIBLE = "when_possible"
    NEVER = "never"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDayRule:
    """Can it be finished on the day it is received, and on what ground.

    Attributes:
        kind: ``BY_LAW`` holds on every working day; ``WHEN_POSSIBLE`` only where the office's
            model lists it; the others never.
        reason: One Vietnamese sentence.
        citation: The law behind it.
        late_rule: After 15:00 the law moves it to the next working day when it cannot be
            finished at once (civil status, certification).
        minutes: Usual minutes from receipt to result at the counter.
    """

    kind: SameDayClass
    reason: str
    citation: Citation
    late_rule: bool = False
    minutes: int = 30


class PaperKind(StrEnum):
    """In what shape a paper is asked for."""

    ORIGINAL = "original"
    CERTIFIED_COPY = "certified_copy"
    COPY = "copy"
    FORM = "form"

    @property
    def label(self) -> str:
        """Return the Vietnamese name."""
        return {
            "original": "bản chính",
            "certified_copy": "bản sao chứng thực",
            "copy": "bản sao",
            "form": "tờ khai",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNeed:
    """One paper of a dossier.

    Attributes:
        key: Stable key within the procedure.
        name: Official name.
        kind: Shape asked for.
        copies: How many.
        show_only: The citizen only shows it; it does not go into the file.
        data_available: Do not ask for it where a national database gives it.
        condition: When it is needed, in words; empty means always.
        required: False for papers that depend on ``condition``; the officer decides.
    """

    key: str
    name: str
    kind: PaperKind = PaperKind.ORIGINAL
    copies: int = 1
    show_only: bool = False
    data_available: bool = False
    condition: str = ""
    required: bool = True


class FeeKind(StrEnum):
    """How the statutory fee is reckoned. Writing for a citizen has no fee and no kind."""

    FREE = "free"
    FIXED = "fixed"
    PER_COPY = "per_copy"
    PER_PAGE = "per_page"
    SET_BY_PROVINCE = "set_by_province"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule:
    """The statutory fee of a procedure, in whole đồng.

    Attributes:
        amount: Per case, per copy, or per page up to ``pages_at_amount``.
        unit: ``"bản"``, ``"trường hợp"``, ``"trang"``.
        pages_at_amount: PER_PAGE: pages at the full amount.
        amount_after: PER_PAGE: amount of each further page.
        maximum: PER_PAGE: most for one copy; 0 means none.
        channel_amounts: FIXED and PER_COPY: another amount where the dossier comes in that way.
        exemptions: Who pays nothing, one group an entry, in words; the officer decides.
        note: What else to know, in words.
    """

    kind: FeeKind
    amount: int = 0
    unit: str = ""
    pages_at_amount: int = 0
    amount_after: int = 0
    maximum: int = 0
    channel_amounts: Mapping[Channel, int] = field(default_factory=lambda: MappingProxyType({}))
    exemptions: tuple[str, ...] = ()
    note: str = ""
    citation: Citation | None = None

    def total(self, *, copies: int = 1, pages: int = 1, channel: Channel = Channel.DIRECT) -> int | None:
        """Return the fee in đồng, or None where the province sets it and nobody entered it.

        Args:
            copies: Copies or cases, 0 or more.
            pages: Pages of one copy, 1 or more (PER_PAGE only).
            channel: How the dossier comes in.

        Raises:
            ValueError: A count is negative.
        """
        if copies < 0 or pages < 0:
            message = "counts cannot be negative"
            raise ValueError(message)
        if self.kind is FeeKind.FREE:
            return 0
        if self.kind is FeeKind.SET_BY_PROVINCE:
            return None
        amount = self.channel_amounts.get(channel, self.amount)
        if self.kind is FeeKind.FIXED:
            return amount
        if self.kind is FeeKind.PER_COPY:
            return amount * copies
        full = min(pages, self.pages_at_amount) if self.pages_at_amount else pages
        one_copy = self.amount * full + self.amount_after * (pages - full)
        if self.maximum:
            one_copy = min(one_copy, self.maximum)
        return one_copy * copies


class SignerLevel(StrEnum):
    """Who may sign the result."""

    CHAIRMAN = "chairman"
    CHAIRMAN_OR_DEPUTY = "chairman_or_deputy"
    DELEGATE = "delegate"

    @property
    def label(self) -> str:
        """Return who has to sign, in Vietnamese."""
        return {
            "chairman": "Chủ tịch ký, không ủy quyền",
            "chairman_or_deputy": "Chủ tịch hoặc Phó Chủ tịch ký",
            "delegate": "Chủ tịch, Phó Chủ tịch hoặc người được ủy quyền ký",
        }[self.value]

    def may_be_signed_by(self, signer: "SignerLevel") -> bool:
        """Return whether somebody of another level is competent for this one."""
        order = list(SignerLevel)
        return order.index(signer) <= order.index(self)


class OnlineLevel(StrEnum):
    """How far the procedure can be filed on the national portal."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind:
    """A kind of case of one procedure: another limit ("bổ sung" beside "cải chính") or another form (Mẫu 1a, 1b).

    Attributes:
        key: Stable key within the procedure.
        name: What the officer chooses from.
        citation: The law behind it.
        limits: Time limit by channel, in place of the procedure's; empty keeps the procedure's.
        limit_when_verified: In place of the procedure's, where the kind has limits of its own.
        same_day: In place of the procedure's; None keeps it.
        forms: In place of the procedure's; empty keeps them.
    """

    key: str
    name: str
    citation: Citation
    limits: Mapping[Channel, TimeLimit] = field(default_factory=lambda: MappingProxyType({}))
    limit_when_verified: TimeLimit | None = None
    same_day: SameDayRule | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChange:
    """A law that changes while the rows of a sector still follow the old one.

    Attributes:
        since: First day of the new law.
        text: What happened, one sentence.
        detail: What to check before anything is promised.
        citation: The new law.
    """

    since: date
    text: str
    detail: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure in one edition of the catalogue.

    Attributes:
        code: National code, ``"2.000635"``; ``"LT.000001"`` or ``"XA.000001"`` where there is none (yet).
        edition: Name of this version of the row, ``"2026"``; a dossier keeps it.
        limits: Time limit by channel.
        limit_when_verified: Limit that holds once the case needs verification; None keeps the
            ordinary one.
        forms: Ids of the form definitions, to be asked for in force on the day.
        copies_from: Key of the answer that says how many copies are asked for; empty when no form asks.
        authority: Who solves it.
        in_force_to: Last day in force, or None.
        presence: Who must come in person; empty means nobody in particular.
        delegation: Whether somebody else may be authorised to come.
        verification: When this kind of case needs verification, in words.
        kinds: Kinds of case with a limit or forms of their own; most procedures have none.
        online_only: Centres stopped taking paper for it; the desk helps with the e-form.
        law_changes: Changes of the sector's law, past and to come; a row written for the new law follows it.
    """

    code: str
    edition: str
    name: str
    short_name: str
    sector: str
    limits: Mapping[Channel, TimeLimit]
    fee: FeeRule
    papers: tuple[PaperNeed, ...]
    writing: WritingRule
    same_day: SameDayRule
    signer_level: SignerLevel
    in_force_from: date
    source: Citation
    in_force_to: date | None = None
    limit_when_verified: TimeLimit | None = None
    limit_citation: Citation | None = None
    verification: str = ""
    presence: str = ""
    delegation: bool = True
    forms: tuple[str, ...] = ()
    copies_from: str = ""
    online_level: OnlineLevel = OnlineLevel.NONE
    online_only: bool = False
    authority: str = ""
    result: str = ""
    tuesday: str = ""
    checked_on: date | None = None
    certainty: Certainty = Certainty.VERIFIED
    keywords: tuple[str, ...] = ()
    kinds: tuple[CaseKind, ...] = ()
    law_changes: tuple[LawChange, ...] = ()

    def law_change_on(self, day: date) -> LawChange | None:
        """Return the latest change that holds on a day and that this row was not written for."""
        passed = [one for one in self.law_changes if self.in_force_from < one.since <= day]
        return max(passed, key=lambda one: one.since, default=None)

    def as_known_on(self, day: date) -> "Procedure":
        """Return this procedure with what a changed law puts in doubt marked as no longer checked."""
        if self.law_change_on(day) is None:
            return self
        limit = self.limit_citation
        return replace(
            self,
            source=self.source.doubted,
            limit_citation=limit.doubted if limit is not None else None,
            same_day=replace(self.same_day, citation=self.same_day.citation.doubted),
            certainty=Certainty.MEMORY,
        )

    def of_kind(self, key: str) -> "Procedure":
        """Return this procedure with the limit, the same-day rule and the forms of one kind of case.

        Raises:
            KeyError: The procedure has no such kind.
        """
        chosen = next((kind for kind in self.kinds if kind.key == key), None)
        if chosen is None:
            raise KeyError(key)
        own = chosen.limits
        return replace(
            self,
            limits=own or self.limits,
            limit_citation=chosen.citation if own else self.limit_citation,
            limit_when_verified=chosen.limit_when_verified if own else self.limit_when_verified,
            same_day=chosen.same_day or self.same_day,
            forms=chosen.forms or self.forms,
        )

    def is_in_force(self, day: date) -> bool:
        """Return whether this edition holds on a date."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def missing_papers(self, ticked: frozenset[str]) -> tuple[PaperNeed, ...]:
        """Return the always-needed papers that are not on the table."""
        return tuple(paper for paper in self.papers if paper.required and paper.key not in ticked)
