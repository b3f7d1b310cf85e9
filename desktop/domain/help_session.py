"""The record of writing for a citizen: on request, read back, signed, and free of charge.

There is no amount of money anywhere in this module, on purpose: the plan says
"không thu phí viết hộ", so no such field can exist. A test holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import FormRef, HelpSessionId, StaffId
from desktop.domain.plain import Plain, PlainReader


class Finger(StrEnum):
    """The finger of a print."""

    RIGHT_THUMB = "right_thumb"
    RIGHT_INDEX = "right_index"
    RIGHT_MIDDLE = "right_middle"
    RIGHT_RING = "right_ring"
    RIGHT_LITTLE = "right_little"
    LEFT_THUMB = "left_thumb"
    LEFT_INDEX = "left_index"
    LEFT_MIDDLE = "left_middle"
    LEFT_RING = "left_ring"
    LEFT_LITTLE = "left_little"

    @property
    def label(self) -> str:
        """Return the Vietnamese name."""
        side, finger = self.value.split("_")
        fingers = {
            "thumb": "ngón cái",
            "index": "ngón trỏ",
            "middle": "ngón giữa",
            "ring": "ngón áp út",
            "little": "ngón út",
        }
        return f"{fingers[finger]} {'phải' if side == 'right' else 'trái'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness of a signing: capable, without interest in the matter, shows an identity paper."""

    name: str
    id_number: str = ""
    residence: str = ""


class SigningKind(StrEnum):
    """How the citizen put his or her will under the paper."""

    SIGNED = "signed"
    FINGERPRINT = "fingerprint"
    WITNESSED = "witnessed"

    @property
    def label(self) -> str:
        """Return the Vietnamese words."""
        return {
            "signed": "Ký",
            "fingerprint": "Điểm chỉ",
            "witnessed": "Không ký, không điểm chỉ được; có người làm chứng",
        }[self.value]


WITNESSES_NEEDED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How and when it was signed.

    Attributes:
        finger: FINGERPRINT only.
        witnesses: WITNESSED only, exactly two different persons.
    """

    kind: SigningKind
    at: datetime
    finger: Finger | None = None
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """The written text was read aloud to the citizen."""

    by: StaffId
    at: datetime
    agreed: bool = True
    interpreter: str = ""


class HelpGap(StrEnum):
    """What a help session still lacks."""

    REQUEST = "request"
    WRITER = "writer"
    DICTATED_BY = "dictated_by"
    FORMS = "forms"
    READ_BACK = "read_back"
    AGREEMENT = "agreement"
    SIGNING = "signing"
    FINGER = "finger"
    WITNESSES = "witnesses"

    @property
    def label(self) -> str:
        """Return what to do, in Vietnamese."""
        return _GAP_LABELS[self]


_GAP_LABELS = {
    HelpGap.REQUEST: "Ghi nhận người dân có yêu cầu viết hộ",
    HelpGap.WRITER: "Ghi người viết hộ",
    HelpGap.DICTATED_BY: "Ghi người đọc cho viết",
    HelpGap.FORMS: "Ghi tờ khai đã viết",
    HelpGap.READ_BACK: "Đọc lại cho người dân nghe",
    HelpGap.AGREEMENT: "Người dân chưa đồng ý nội dung: sửa rồi đọc lại",
    HelpGap.SIGNING: "Người dân ký, điểm chỉ hoặc có người làm chứng",
    HelpGap.FINGER: "Ghi ngón đã điểm chỉ",
    HelpGap.WITNESSES: "Ghi đủ hai người làm chứng khác nhau",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSession:
    """One citizen's forms written by the desk, from the request to the signature.

    Attributes:
        requested_by_citizen: The plan allows writing only on request.
        requested_at: When the citizen asked; None until asked.
        writer_id: Who wrote.
        dictated_by: Who told what to write (the requester, or a relative named here).
        form_refs: The forms written, with their versions.
        fields_written: How many fields the desk filled in, 0 or more.
    """

    id: HelpSessionId
    started_at: datetime
    requested_by_citizen: bool = False
    requested_at: datetime | None = None
    writer_id: StaffId | None = None
    dictated_by: str = ""
    form_refs: tuple[FormRef, ...] = ()
    read_back: ReadBack | None = None
    signing: Signing | None = None
    fields_written: int = 0
    finished_at: datetime | None = None

    def request(self, at: datetime, writer_id: StaffId) -> "HelpSession":
        """Return the session with the citizen's request and the writer."""
        return replace(self, requested_by_citizen=True, requested_at=at, writer_id=writer_id)

    def write(
        self,
        form_refs: tuple[FormRef, ...],
        fields_written: int,
        dictated_by: str,
    ) -> "HelpSession":
        """Return the session with what was written; a new text has to be read back again."""
        return replace(
            self,
            form_refs=form_refs,
            fields_written=fields_written,
            dictated_by=dictated_by,
            read_back=None,
            signing=None,
        )

    def read_aloud(self, read_back: ReadBack) -> "HelpSession":
        """Return the session with the reading back; an earlier signature no longer counts."""
        return replace(self, read_back=read_back, signing=None)

    def sign(self, signing: Signing) -> "HelpSession":
        """Return the session with the signature.

        Raises:
            DeskError: HELP_INCOMPLETE, when it was not read back and agreed to before.
        """
        before = [gap for gap in self.gaps() if gap in {HelpGap.READ_BACK, HelpGap.AGREEMENT}]
        if before:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing=before[0].label)
        return replace(self, signing=signing)

    def gaps(self) -> tuple[HelpGap, ...]:
        """Return what is still missing, in the order it has to be done; empty when complete."""
        found: list[HelpGap] = []
        if not self.requested_by_citizen or self.requested_at is None:
            found.append(HelpGap.REQUEST)
        if self.writer_id is None:
            found.append(HelpGap.WRITER)
        if not self.dictated_by.strip():
            found.append(HelpGap.DICTATED_BY)
        if not self.form_refs:
            found.append(HelpGap.FORMS)
        if self.read_back is None:
            found.append(HelpGap.READ_BACK)
        elif not self.read_back.agreed:
            found.append(HelpGap.AGREEMENT)
        if self.signing is None:
            found.append(HelpGap.SIGNING)
        else:
            found.extend(_signing_gaps(self.signing))
        return tuple(found)

    def finish(self, at: datetime) -> "HelpSession":
        """Return the finished session.

        Raises:
            DeskError: HELP_INCOMPLETE with the first thing to do.
        """
        gaps = self.gaps()
        if gaps:
            raise DeskError(ErrorCode.HELP_INCOMPLETE, missing=gaps[0].label)
        return replace(self, finished_at=at)

    def to_plain(self) -> dict[str, Plain]:
        """Return the session as JSON-able values."""
        return {
            "id": self.id,
            "started_at": self.started_at.isoformat(),
            "requested_by_citizen": self.requested_by_citizen,
            "requested_at": _iso(self.requested_at),
            "writer_id": self.writer_id,
            "dictated_by": self.dictated_by,
            "form_refs": [{"form_id": ref.form_id, "version": ref.version} for ref in self.form_refs],
            "read_back": _read_back_to_plain(self.read_back),
            "signing": signing_to_plain(self.signing),
            "fields_written": self.fields_written,
            "finished_at": _iso(self.finished_at),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Plain], place: str = "help") -> "HelpSession":
        """Return the session from ``to_plain``; unknown keys are ignored.

        Raises:
            DeskError: DRAFT_UNREADABLE naming the place.
        """
        reader = PlainReader(plain, place, ErrorCode.DRAFT_UNREADABLE)
        return cls(
            id=HelpSessionId(reader.text("id")),
            started_at=reader.aware_moment("started_at"),
            requested_by_citizen=reader.flag("requested_by_citizen"),
            requested_at=reader.optional_aware_moment("requested_at"),
            writer_id=StaffId(reader.text("writer_id")) if reader.has("writer_id") else None,
            dictated_by=reader.text("dictated_by", ""),
            form_refs=tuple(
                FormRef(form_id=ref.text("form_id"), version=ref.text("version"))
                for ref in reader.children("form_refs")
            ),
            read_back=_read_back_from_plain(reader.child("read_back")) if reader.has("read_back") else None,
            signing=signing_from_plain(reader.child("signing")) if reader.has("signing") else None,
            fields_written=reader.number("fields_written", 0),
            finished_at=reader.optional_aware_moment("finished_at"),
        )


def _signing_gaps(signing: Signing) -> tuple[HelpGap, ...]:
    match signing.kind:
        case SigningKind.SIGNED:
            return ()
        case SigningKind.FINGERPRINT:
            return () if signing.finger is not None else (HelpGap.FINGER,)
        case SigningKind.WITNESSED:
            named = {(witness.name.strip(), witness.id_number) for witness in signing.witnesses}
            enough = len(signing.witnesses) == len(named) == WITNESSES_NEEDED and all(
                name for name, _ in named
            )
            return () if enough else (HelpGap.WITNESSES,)
        case _:
            assert_never(signing.kind)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _read_back_to_plain(read_back: ReadBack | None) -> dict[str, Plain] | None:
    if read_back is None:
        return None
    return {
        "by": read_back.by,
        "at": read_back.at.isoformat(),
        "agreed": read_back.agreed,
        "interpreter": read_back.interpreter,
    }


def _read_back_from_plain(reader: PlainReader) -> ReadBack:
    return ReadBack(
        by=StaffId(reader.text("by")),
        at=reader.aware_moment("at"),
        agreed=reader.flag("agreed"),
        interpreter=reader.text("interpreter", ""),
    )


def signing_to_plain(signing: Signing | None) -> dict[str, Plain] | None:
    """Return a signing as JSON-able values; None stays None."""
    if signing is None:
        return None
    return {
        "kind": signing.kind.value,
        "at": signing.at.isoformat(),
        "finger": signing.finger.value if signing.finger is not None else None,
        "witnesses": [
            {"name": one.name, "id_number": one.id_number, "residence": one.residence}
            for one in signing.witnesses
        ],
    }


def signing_from_plain(reader: PlainReader) -> Signing:
    """Return the signing from `signing_to_plain`.

    Raises:
        DeskError: As the reader says.
    """
    return Signing(
        kind=reader.choice("kind", SigningKind),
        at=reader.aware_moment("at"),
        finger=reader.choice("finger", Finger) if reader.has("finger") else None,
        witnesses=tuple(
            Witness(
                name=one.text("name", ""),
                id_number=one.text("id_number", ""),
                residence=one.text("residence", ""),
            )
            for one in reader.children("witnesses")
        ),
    )
