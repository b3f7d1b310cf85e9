"""Builds the sections of the office's page over an open data folder."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.app.backup_work import BackupWork
from desktop.app.keeping_work import KeepingWork
from desktop.core import Core
from desktop.domain.ids import StaffId
from desktop.records.form_drafts import write_whole
from desktop.records.trail import StoredTrail
from desktop.services.export_trail import ExportTrail
from desktop.services.ports_office import SharedOffice, Trail
from desktop.ui.icon_set import Icon
from desktop.ui.office.backup_section import BackupSection
from desktop.ui.office.conflict_section import ConflictSection
from desktop.ui.office.conflict_source import ConflictSource
from desktop.ui.office.counter_section import CounterSection
from desktop.ui.office.file_dialogs import FileDialogs
from desktop.ui.office.office_page import OfficeSection
from desktop.ui.office.retention_card import RetentionCard
from desktop.ui.office.trail_section import TrailSection
from desktop.ui.task_runner import TaskRunner
from desktop.ui.tokens import Space
from desktop.ui.widgets.empty_state import EmptyState

CHOOSE: Final = "choose"
COUNTERS: Final = "counters"
BACKUP: Final = "backup"
TRAIL: Final = "trail"


class OfficeSections:
    """The sections, built once; without shared records the first two are one sentence.

    Args:
        core: The open data folder.
        office: The shared records; None shows that this PC works alone.
        runner: Runs what may take long.
        actor: Who is signed in, None at the lock.
        dialogs: Ask for files and folders.
        trail: Where the trail is read; None for the counter's own log.
    """

    def __init__(
        self,
        core: Core,
        office: SharedOffice | None,
        runner: TaskRunner,
        actor: Callable[[], StaffId | None],
        dialogs: FileDialogs,
        *,
        trail: Trail | None = None,
    ) -> None:
        self._core = core
        store = core.store
        self.choose: ConflictSection | None = None
        self.counters: CounterSection | None = None
        if office is not None:
            source = ConflictSource(
                office=office,
                reader=store.read,
                answer_labels=self._answer_labels,
                actor=actor,
                clock=core.clock,
            )
            self.choose = ConflictSection(source.load, office, runner, actor)
            self.counters = CounterSection(office, runner, core.clock, dialogs)
        self.backup = BackupSection(BackupWork(core), runner, core.clock, actor, dialogs)
        self.retention = RetentionCard(KeepingWork(core), runner, actor)
        self.trail = TrailSection(
            StoredTrail(store.database) if trail is None else trail,
            lambda: {str(one.id): one.name for one in store.read.staff()},
            ExportTrail(store, write_whole),
            runner,
            core.clock,
            actor,
            dialogs,
        )

    def all(self) -> tuple[OfficeSection, ...]:
        """Give the sections from left to right."""
        return (
            *self._shared(),
            OfficeSection(
                key=BACKUP,
                label="Sao lưu",
                icon=Icon.ARCHIVE,
                widget=_below(self.backup, self.retention),
                open=self._open_backup,
                leave=self._leave_backup,
            ),
            OfficeSection(
                key=TRAIL,
                label="Nhật ký",
                icon=Icon.BOOK,
                widget=self.trail,
                open=self.trail.refresh,
                fills=True,
            ),
        )

    def _open_backup(self) -> None:
        self.backup.refresh()
        self.retention.refresh()

    def _leave_backup(self) -> None:
        self.backup.put_away()
        self.retention.put_away()

    def _shared(self) -> tuple[OfficeSection, ...]:
        choose, counters = self.choose, self.counters
        if choose is None or counters is None:
            words = "Mọi việc đều làm được; dữ liệu nằm trên máy này. Sao lưu đều để không mất."
            alone = EmptyState(Icon.DESK, "Máy này làm việc một mình", words)
            return (
                OfficeSection(
                    key=COUNTERS, label="Các quầy", icon=Icon.OFFICE, widget=alone, open=alone.update
                ),
            )
        return (
            OfficeSection(key=CHOOSE, label="Cần chọn", icon=Icon.LIST, widget=choose, open=choose.open),
            OfficeSection(
                key=COUNTERS,
                label="Các quầy",
                icon=Icon.OFFICE,
                widget=counters,
                open=counters.refresh,
                leave=counters.put_away,
            ),
        )

    def _answer_labels(self) -> Mapping[str, str]:
        return {
            field.key: field.label
            for form in self._core.library.all()
            for question in form.questions
            for field in question.fields
        }


def _below(*widgets: QWidget) -> QWidget:
    """Put widgets one below the other."""
    holder = QWidget()
    holder.setProperty("surface", "clear")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.TWO)
    for widget in widgets:
        column.addWidget(widget)
    return holder
