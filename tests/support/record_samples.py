"""Valid dossiers, people and stores for tests of the records; a test changes only what it is about."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.domain.dossier import Dossier, DossierState, Move, MoveKind
from desktop.domain.ids import AnswersId, DossierId, PersonId, StaffId
from desktop.domain.partial_date import PartialDate
from desktop.domain.person import Person, Sex
from desktop.records.key_store import FileKeyStore, NoWrap, key_file_of
from desktop.records.store import RecordStore, open_records
from desktop.services.attachment_values import Attachment, AttachmentKind, ContentKind

MORNING = datetime(2026, 3, 17, 1, 30, tzinfo=UTC)
TUESDAY = date(2026, 3, 17)
OFFICER = StaffId("0194c000-0000-7000-8000-00000000000a")
COLLEAGUE = StaffId("0194c000-0000-7000-8000-00000000000b")


@dataclass
class StandingClock:
    """A clock that a test sets; it goes on by a second at each look so that events have an order."""

    now: datetime = MORNING
    step: timedelta = timedelta(seconds=1)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def an_id(number: int) -> str:
    """A well-formed id that says in a failing test which one it is."""
    return f"0194c000-0000-7000-8000-{number:012d}"


def a_person(number: int = 1, /, **changes: object) -> Person:
    person = Person(
        id=PersonId(an_id(number)),
        full_name="Nguyễn Thị Bưởi",
        birth=PartialDate(year=1951, month=3, day=5),
        sex=Sex.FEMALE,
        id_number=f"04215100{number:04d}",
        residence="Thôn Đông Hà, xã Thanh Bình Thịnh",
        ethnicity="Kinh",
    )
    return replace(person, **changes)  # type: ignore[arg-type]  # a test names real fields


def a_dossier(number: int = 1, /, **changes: object) -> Dossier:
    dossier = Dossier(
        id=DossierId(an_id(1000 + number)),
        procedure_code="2.000635",
        procedure_edition="2025",
        procedure_name="Cấp bản sao trích lục hộ tịch",
        requester_id=PersonId(an_id(number)),
        requester_name="Nguyễn Thị Bưởi",
        officer_id=OFFICER,
        created_at=MORNING,
        state=DossierState.RECEIVED,
        received_at=MORNING,
        due=MORNING + timedelta(hours=6),
        answers_id=AnswersId(an_id(2000 + number)),
        moves=(a_move(MoveKind.RECEIVE, DossierState.DRAFT, DossierState.RECEIVED),),
    )
    return replace(dossier, **changes)  # type: ignore[arg-type]  # a test names real fields


def an_attachment(number: int = 1, /, **changes: object) -> Attachment:
    attachment = Attachment(
        id=an_id(3000 + number),
        sha256=f"{number:064x}",
        size=1_200_000,
        content=ContentKind.PDF,
        name="Giấy chứng tử bà Bưởi.pdf",
        kind=AttachmentKind.PROOF,
        added_at=MORNING,
        added_by=OFFICER,
        counter="Quầy 1",
        dossier_id=DossierId(an_id(1001)),
        pages=2,
    )
    return replace(attachment, **changes)  # type: ignore[arg-type]  # a test names real fields


def a_move(kind: MoveKind, start: DossierState, end: DossierState, reason: str = "") -> Move:
    return Move(kind=kind, at=MORNING, by=OFFICER, from_state=start, to_state=end, reason=reason)


def moved(dossier: Dossier, kind: MoveKind, state: DossierState, reason: str = "") -> Dossier:
    """The dossier after one more move, without the rules of the domain."""
    move = a_move(kind, dossier.state, state, reason)
    return replace(dossier, state=state, moves=(*dossier.moves, move))


def key_store_of(data_dir: Path) -> FileKeyStore:
    return FileKeyStore(key_file_of(data_dir), NoWrap())


def open_store(data_dir: Path, clock: StandingClock | None = None) -> RecordStore:
    return open_records(data_dir, key_store_of(data_dir), clock=clock or StandingClock())
