import hashlib
from dataclasses import dataclass, field

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.services.attachment_values import ATTACHMENT_BYTES_MAX, AttachmentKind, ContentKind
from desktop.services.attachments import AddAttachment, OpenAttachment
from desktop.services.messages import message_for
from desktop.services.record_values import AuditAction
from tests.support.fake_records import FakeRecords
from tests.support.record_samples import MORNING, OFFICER, a_dossier, an_id

PDF = b"%PDF-1.7 a scan"
DOSSIER = DossierId(an_id(1001))


@dataclass
class Kept:
    content: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.content[sha256] = content
        return sha256

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.content:
            raise DeskError(ErrorCode.RECORD_MISSING)
        return self.content[sha256]


@dataclass
class Store:
    """What the office's store has; `fetch` brings it here."""

    kept: Kept
    content: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, sha256: str) -> bool:
        if sha256 in self.content:
            self.kept.content[sha256] = self.content[sha256]
        return sha256 in self.content


def two_pages(content: bytes, kind: ContentKind) -> int:
    if b"broken" in content:
        raise DeskError(ErrorCode.ATTACHMENT_INVALID, kind=kind)
    return 2


@pytest.fixture
def records() -> FakeRecords:
    records = FakeRecords()
    with records.begin(OFFICER) as work:
        work.dossiers.save(a_dossier())
    return records


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def add(records: FakeRecords, kept: Kept) -> AddAttachment:
    return AddAttachment(
        records, kept, two_pages, clock=lambda: MORNING, new_id=records.new_id, counter=lambda: "Quầy 3"
    )


def refused(add: AddAttachment, content: bytes, dossier_id: str = DOSSIER) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        add(OFFICER, DossierId(dossier_id), "tệp", content)
    return caught.value.code


def test_a_scan_is_kept_with_its_record(records: FakeRecords, kept: Kept, add: AddAttachment) -> None:
    attachment = add(OFFICER, DOSSIER, " Gia\u0302\u0301y chu\u031b\u0301ng tu\u031b\u0309.pdf ", PDF)
    assert kept.read(attachment.sha256) == PDF
    assert (attachment.name, attachment.pages, attachment.counter) == ("Giấy chứng tử.pdf", 2, "Quầy 3")
    assert attachment.content is ContentKind.PDF
    assert [row.attachment for row in records.read.attachments_of(DOSSIER)] == [attachment]


def test_the_same_file_once_more_changes_nothing(records: FakeRecords, add: AddAttachment) -> None:
    first = add(OFFICER, DOSSIER, "a.pdf", PDF)
    assert add(OFFICER, DOSSIER, "b.pdf", PDF) == first
    assert len(records.read.attachments_of(DOSSIER)) == 1


def test_a_file_without_a_name_is_called_what_it_is(add: AddAttachment) -> None:
    attachment = add(OFFICER, DOSSIER, "", PDF, AttachmentKind.ID_PAPER)
    assert attachment.name == "giấy tờ tùy thân.pdf"


def test_what_is_no_scan_is_refused_and_nothing_is_kept(
    records: FakeRecords, kept: Kept, add: AddAttachment
) -> None:
    assert refused(add, b"PK\x03\x04 a Word file") is ErrorCode.ATTACHMENT_INVALID
    assert refused(add, b"%PDF-1.7 broken") is ErrorCode.ATTACHMENT_INVALID
    assert refused(add, b"") is ErrorCode.ATTACHMENT_INVALID
    assert refused(add, b"%PDF-" + bytes(ATTACHMENT_BYTES_MAX)) is ErrorCode.ATTACHMENT_TOO_LARGE
    assert refused(add, PDF, an_id(1009)) is ErrorCode.RECORD_MISSING
    assert not kept.content
    assert not records.read.attachments_of(DOSSIER)


def test_opening_leaves_word_of_who_looked(records: FakeRecords, kept: Kept, add: AddAttachment) -> None:
    attachment = add(OFFICER, DOSSIER, "a.pdf", PDF)
    opened = OpenAttachment(records, kept, Store(kept))(OFFICER, attachment.id)
    assert (opened.attachment, opened.content) == (attachment, PDF)
    OpenAttachment(records, kept, Store(kept))(OFFICER, attachment.id, action=AuditAction.EXPORTED)
    with records.begin(OFFICER) as work:
        actions = [event.action for event in work.audit.of("attachment", attachment.id)]
    assert actions == [AuditAction.VIEWED, AuditAction.EXPORTED]


def test_bytes_that_are_not_here_come_from_the_store_or_their_counter_is_named(
    records: FakeRecords, kept: Kept, add: AddAttachment
) -> None:
    attachment = add(OFFICER, DOSSIER, "a.pdf", PDF)
    store = Store(kept)
    store.content.update(kept.content)
    kept.content.clear()
    assert OpenAttachment(records, kept, store)(OFFICER, attachment.id).content == PDF
    kept.content.clear()
    with pytest.raises(DeskError) as caught:
        OpenAttachment(records, kept, Store(kept))(OFFICER, attachment.id)
    assert caught.value.code is ErrorCode.ATTACHMENT_ELSEWHERE
    told = message_for(caught.value)
    assert "chỉ có ở Quầy 3" in told.happened
    assert told.to_do.startswith("Mở ở Quầy 3")
    assert "gửi" not in told.text  # whether that counter ever sends, nobody here knows
    with pytest.raises(DeskError) as caught:
        OpenAttachment(records, kept, Store(kept), counter=lambda: "Quầy 3")(OFFICER, attachment.id)
    assert caught.value.code is ErrorCode.ATTACHMENT_LOST


def test_an_erased_attachment_is_not_opened(records: FakeRecords, kept: Kept, add: AddAttachment) -> None:
    attachment = add(OFFICER, DOSSIER, "a.pdf", PDF)
    with records.begin(OFFICER) as work:
        work.erase_attachment(attachment.id)
    with pytest.raises(DeskError) as caught:
        OpenAttachment(records, kept, Store(kept))(OFFICER, attachment.id)
    assert caught.value.code is ErrorCode.ATTACHMENT_ERASED
