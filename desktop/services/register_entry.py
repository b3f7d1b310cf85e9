"""Entering a dossier in the register without an interview: the paper book of a power cut, written up afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.domain.calendar import office_time
from desktop.domain.case import Promise
from desktop.domain.dossier import Dossier
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import AnswersId, DossierId, StaffId
from desktop.resources_dir import resources_dir
from desktop.services.explain_deadline import explain_deadline, ground_of
from desktop.services.ports_records import Records
from desktop.services.workday import Clock, IdSource

# What may be corrected by hand; state and deadline follow moves, numbers are final.
CORRECTABLE = ("note", "portal_code", "requester_name", "copies")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """What the paper book says of one case.

    Attributes:
        procedure_code: National code.
        requester_name: Who asked.
        note: Anything else.
        answers: Answers that were taken down, by field.
        profile_id: The office's profile; empty takes the one in force.
    """

    procedure_code: str
    requester_name: str
    note: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    profile_id: str = ""


class EnterDossier:
    """Receives a dossier by appointment, numbered and dated as at the desk."""

    def __init__(self, records: Records, *, clock: Clock, new_id: IdSource) -> None:
        self._records = records
        self._clock = clock
        self._new_id = new_id

    def __call__(self, actor: StaffId, entry: RegisterEntry) -> Dossier:
        """Store the dossier with its answers.

        Raises:
            DeskError: INPUT_INVALID for an empty name; PROCEDURE_UNKNOWN and the like; NUMBERS_USED_UP.
        """
        name = " ".join(entry.requester_name.split())
        if not name:
            raise DeskError(ErrorCode.INPUT_INVALID, problem="chưa ghi họ tên người yêu cầu.")
        now = self._clock()
        procedure = ground_of(resources_dir(), entry.procedure_code, now, entry.profile_id).procedure
        reckoned = explain_deadline(
            entry.procedure_code, office_time(now).isoformat(), office_id=entry.profile_id
        )
        draft = Dossier(
            id=DossierId(self._new_id()),
            procedure_code=procedure.code,
            procedure_edition=procedure.edition,
            procedure_name=procedure.name,
            requester_id=None,
            requester_name=name,
            officer_id=actor,
            created_at=now,
            note=entry.note,
            answers_id=AnswersId(self._new_id()) if entry.answers else None,
        )
        with self._records.begin(actor) as work:
            number = work.next_dossier_number(office_time(now).date())
            dossier = draft.receive(
                now,
                actor,
                number=number,
                promise=Promise.APPOINTMENT,
                due=datetime.fromisoformat(str(reckoned["due"])),
            )
            if dossier.answers_id is not None:
                work.answers.save(dossier.answers_id, entry.answers)
            work.dossiers.save(dossier)
        return dossier


class CorrectDossier:
    """Corrects what was entered wrongly; the log keeps both."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __call__(self, actor: StaffId, dossier_id: DossierId, changes: Mapping[str, str]) -> Dossier:
        """Store the corrections.

        Raises:
            DeskError: INPUT_INVALID for a field that is not corrected by hand; RECORD_MISSING, RECORD_CHANGED.
        """
        strange = sorted(set(changes) - set(CORRECTABLE))
        if strange:
            problem = f"không sửa tay ô “{strange[0]}”; sửa được: {', '.join(CORRECTABLE)}."
            raise DeskError(ErrorCode.INPUT_INVALID, problem=problem)
        values: dict[str, str | int] = dict(changes)
        if "copies" in changes:
            if not changes["copies"].isdecimal():
                raise DeskError(ErrorCode.INPUT_INVALID, problem="số bản phải là một số.")
            values["copies"] = int(changes["copies"])
        with self._records.begin(actor) as work:
            dossier = replace(work.dossiers.get(dossier_id), **values)  # type: ignore[arg-type]  # names checked above
            work.dossiers.save(dossier)
        return dossier
