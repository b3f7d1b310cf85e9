"""Says the decisions that wait for somebody in the officer's words, record by record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, assert_never

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.ids import DossierId, StaffId
from desktop.domain.plain import Plain
from desktop.services.field_words import (
    EMPTY,
    REMOVED,
    UNREADABLE,
    call_to_choose,
    entity_word,
    field_word,
    value_words,
)
from desktop.services.messages import message_for
from desktop.services.office_values import Conflict, ConflictKind, QuarantinedWork
from desktop.services.office_words import moment_words, stuck_words
from desktop.services.ports_office import SharedOffice
from desktop.services.ports_records import RecordReader
from desktop.services.record_values import Entity
from desktop.services.workday import Clock
from desktop.ui.office.conflict_view import (
    ConflictGroup,
    ConflictLine,
    ConflictList,
    ConflictSide,
    StuckLine,
)

_SHORT: Final = 40
"""Longer values are read in the tiles below the sentence, not twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSource:
    """Reads for the page; called off the GUI thread.

    Attributes:
        office: The shared records.
        reader: Names of staff and titles of dossiers.
        answer_labels: The official words of a form's field by its key, for answers.
        actor: Who looks; what they wrote themselves, at this counter, is called theirs.
        clock: The moment.
    """

    office: SharedOffice
    reader: RecordReader
    answer_labels: Callable[[], Mapping[str, str]]
    actor: Callable[[], StaffId | None]
    clock: Clock

    def load(self) -> ConflictList:
        """Give everything that waits, the oldest first, what concerns one record together."""
        found = self.office.conflicts()
        labels = self.answer_labels() if any(one.entity is Entity.ANSWERS for one in found) else {}
        names = {str(one.id): one.name for one in self.reader.staff()}
        here = self.office.status().name
        told = _Teller(names=names, labels=labels, actor=self.actor(), here=here, now=self.clock())
        groups: dict[tuple[Entity, str], list[Conflict]] = {}
        for one in found:
            groups.setdefault((one.entity, one.row_id), []).append(one)
        return ConflictList(
            groups=tuple(
                ConflictGroup(
                    title=conflicts[0].title or entity_word(entity),
                    kind=entity_word(entity),
                    dossier_id=row_id if entity is Entity.DOSSIER else "",
                    lines=tuple(told.line(one, self._title(one.holder)) for one in conflicts),
                )
                for (entity, row_id), conflicts in groups.items()
            ),
            stuck=tuple(told.stuck(one) for one in self.office.quarantined()),
        )

    def _title(self, dossier_id: str) -> str:
        if not dossier_id:
            return ""
        try:
            dossier = self.reader.detail(DossierId(dossier_id)).dossier
        except DeskError:  # not copied to this counter yet, or no dossier at all
            return "bản ghi kia"
        return f"{dossier.number} · {dossier.requester_name}" if dossier.number else dossier.requester_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Says one decision."""

    names: Mapping[str, str]
    labels: Mapping[str, str]
    actor: StaffId | None
    here: str
    now: datetime

    def line(self, conflict: Conflict, holder: str) -> ConflictLine:
        label = self._label(conflict)
        standing = self._side(
            conflict, conflict.stands, conflict.stands_by, conflict.stands_at, conflict.stands_counter
        )
        offered = self._side(
            conflict, conflict.offered, conflict.offered_by, conflict.offered_at, conflict.offered_counter
        )
        if conflict.is_offered_unreadable:
            offered = replace(offered, value=UNREADABLE)
        if conflict.is_standing_unreadable:
            standing = replace(standing, value=UNREADABLE, is_empty=False)
        match conflict.kind:
            case ConflictKind.FIELD:
                sentence = self._field_sentence(conflict, label, standing, offered)
            case ConflictKind.REMOVAL:
                offered = replace(offered, value=REMOVED, is_empty=False)
                sentence = (
                    f"{self._changed(conflict, label)}; {self._offerer(conflict)} đã xóa cả mục này. "
                    "Giữ mục ấy như đang có, hoặc xóa."
                )
            case ConflictKind.GONE:
                place = conflict.stands_counter or "Nơi khác"
                sentence = (
                    f"{place} đã xóa mục này{self._when(conflict)}; "
                    f"{self._wrote(self._offerer(conflict), offered)} vào ô “{label}”. "
                    "Giữ như đang có; cần mục ấy thì nhập lại trong Thiết lập."
                )
            case ConflictKind.STATE:
                sentence = (
                    f"{self._mover(conflict)} sang “{standing.value}”; "
                    f"{self._offerer(conflict)} muốn chuyển sang "
                    f"“{offered.value}”. Giữ như đang có, hoặc mở hồ sơ để làm lại bước ấy."
                )
            case ConflictKind.NUMBER:
                sentence = (
                    f"Hai hồ sơ cùng mang {label[:1].lower()}{label[1:]} “{offered.value}”: "
                    f"{holder} ghi trước ({standing.source}), {conflict.title} ghi sau ({offered.source}). "
                    "Mở từng hồ sơ xem có phải một việc nhập hai lần; số đã in thì không đổi."
                )
                standing = ConflictSide(value=holder, source=f"mang số này trước · {standing.source}")
                offered = ConflictSide(value=conflict.title, source=offered.source)
            case kind:
                assert_never(kind)
        return ConflictLine(
            conflict=conflict, label=label, sentence=sentence, standing=standing, offered=offered
        )

    def stuck(self, work: QuarantinedWork) -> StuckLine:
        kinds = dict.fromkeys(_kind_word(entity) for entity, _ in work.what)
        who = self.names.get(work.actor, "không rõ ai")
        return StuckLine(
            sentence=f"{moment_words(work.made_at, self.now)} · {who} · {', '.join(kinds)}",
            why=stuck_words(work.why),
        )

    def _label(self, conflict: Conflict) -> str:
        if conflict.entity is Entity.ANSWERS:
            return self.labels.get(conflict.field, conflict.field)
        # A number's kind is written with its record: `dossier.portal_code`.
        field = conflict.field.rpartition(".")[2] if conflict.kind is ConflictKind.NUMBER else conflict.field
        return field_word(conflict.entity, field)

    def _side(
        self, conflict: Conflict, value: Plain, by: str, at: datetime | None, counter: str
    ) -> ConflictSide:
        words = value_words(conflict.entity, conflict.field, value)
        source = [part for part in (self.names.get(by, ""), counter) if part]
        if at is not None:
            source.append(moment_words(at, self.now))
        return ConflictSide(
            value=words, source=", ".join(source) or "không rõ ai ghi", is_empty=words == EMPTY
        )

    def _field_sentence(
        self, conflict: Conflict, label: str, standing: ConflictSide, offered: ConflictSide
    ) -> str:
        asked = call_to_choose(conflict.entity, conflict.field, (conflict.offered, conflict.stands))
        happened = self._changed(conflict, label)
        if conflict.is_standing_unreadable:
            return f"{happened}; máy này {UNREADABLE} nội dung đang có. Chọn ở quầy khác."
        if conflict.is_offered_unreadable:
            keep = message_for(DeskError(ErrorCode.VALUE_UNREADABLE)).to_do
            return f"{happened}; {self._offerer(conflict)} ghi nội dung khác, máy này {UNREADABLE}. {keep}"
        if max(len(standing.value), len(offered.value)) > _SHORT:
            return f"{happened}, khác với {self._offerer(conflict)}. {asked}"
        first = self._wrote(self._offerer(conflict), offered)
        second = self._wrote(self._subject(conflict, conflict.stands_by, conflict.stands_counter), standing)
        return f"{happened}: {first}, {second}. {asked}"

    def _mover(self, conflict: Conflict) -> str:
        return f"{conflict.stands_counter or 'Nơi khác'} đã chuyển hồ sơ{self._when(conflict)}"

    def _changed(self, conflict: Conflict, label: str) -> str:
        return f"{conflict.stands_counter or 'Nơi khác'} đã sửa ô “{label}”{self._when(conflict)}"

    def _when(self, conflict: Conflict) -> str:
        return "" if conflict.stands_at is None else f" lúc {moment_words(conflict.stands_at, self.now)}"

    def _offerer(self, conflict: Conflict) -> str:
        return self._subject(conflict, conflict.offered_by, conflict.offered_counter)

    def _subject(self, conflict: Conflict, by: str, counter: str) -> str:
        is_one_person = (
            conflict.offered_by == conflict.stands_by
        )  # at two counters: only these tell the sides apart
        if by == self.actor and counter in {"", self.here} and not is_one_person:
            return "anh/chị"
        return f"{counter[:1].lower()}{counter[1:]}" if counter.startswith("Quầy ") else counter or "nơi khác"

    @staticmethod
    def _wrote(subject: str, side: ConflictSide) -> str:
        return f"{subject} {EMPTY}" if side.is_empty else f"{subject} ghi {side.value}"


def _kind_word(entity: str) -> str:
    known = {one.value: one for one in Entity}
    return entity_word(known[entity]) if entity in known else entity
