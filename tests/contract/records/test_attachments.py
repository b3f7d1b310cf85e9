from dataclasses import replace

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId
from desktop.services.attachment_values import AttachmentRow, BytesPlace
from desktop.services.ports_records import Records
from desktop.services.record_values import Entity
from tests.support.record_samples import OFFICER, a_dossier, an_attachment, an_id

DOSSIER = DossierId(an_id(1001))


def test_attachments_belong_to_their_dossier_and_keep_their_order(records: Records) -> None:
    other = an_attachment(3, dossier_id=DossierId(an_id(1002)))
    with records.begin(OFFICER) as work:
        for one in (an_attachment(2), an_attachment(1), other):
            work.attachments.save(one)
        assert work.attachments.of_dossier(DOSSIER) == (an_attachment(2), an_attachment(1))
        assert work.attachments.get(an_id(3001)) == an_attachment(1)
    assert work.changes.ids(Entity.ATTACHMENT) == {an_id(3001), an_id(3002), an_id(3003)}
    assert [row.attachment for row in records.read.attachments_of(DOSSIER)] == [
        an_attachment(2),
        an_attachment(1),
    ]


def test_bytes_that_are_not_known_to_be_here_are_elsewhere(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.attachments.save(an_attachment())
    expected = AttachmentRow(attachment=an_attachment(), place=BytesPlace.ELSEWHERE)
    assert records.read.attachment(an_id(3001)) == expected
    with pytest.raises(DeskError) as caught:
        records.read.attachment(an_id(3009))
    assert caught.value.code is ErrorCode.RECORD_MISSING


def test_an_erased_attachment_keeps_its_line_and_loses_its_name(records: Records) -> None:
    with records.begin(OFFICER) as work:
        work.attachments.save(an_attachment())
    with records.begin(OFFICER) as work:
        work.erase_attachment(an_id(3001))
        work.erase_attachment(an_id(3001))
    (row,) = records.read.attachments_of(DOSSIER)
    assert row == AttachmentRow(attachment=replace(an_attachment(), name=""), place=BytesPlace.ERASED)


def test_erasing_a_case_erases_the_attachments_of_its_dossiers_and_no_others(records: Records) -> None:
    with records.begin(OFFICER) as work:
        for number in (1, 2):
            work.dossiers.save(a_dossier(number))
            work.answers.save(an_id(2000 + number), {"a": {"v": number}})
            work.attachments.save(an_attachment(number, dossier_id=DossierId(an_id(1000 + number))))
    with records.begin(OFFICER) as work:
        work.answers.erase(an_id(2001))
    assert records.read.attachment(an_id(3001)).place is BytesPlace.ERASED
    assert records.read.attachment(an_id(3002)).place is BytesPlace.ELSEWHERE
    assert records.read.attachment(an_id(3002)).attachment.name == an_attachment().name
