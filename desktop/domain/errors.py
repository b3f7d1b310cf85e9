"""Faults of the world: things an officer can meet that are nobody's programming mistake.

A ``DeskError`` carries a code and plain parameters. The sentences people read live in one
table (``desktop/services/messages.py``), so that the domain stays free of screen wording.
Anything that is not a ``DeskError`` is a bug.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType


class ErrorCode(StrEnum):
    """What went wrong; every code has one sentence in the table of messages."""

    # catalogue, calendars, offices, forms: files an officer may edit
    FILE_MISSING = "file_missing"
    SHIPPED_FILE_MISSING = "shipped_file_missing"
    FILE_INVALID = "file_invalid"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    PROCEDURE_NOT_IN_FORCE = "procedure_not_in_force"
    PROCEDURE_CHANNEL_UNKNOWN = "procedure_channel_unknown"
    OFFICE_UNKNOWN = "office_unknown"
    OFFICE_NOT_IN_FORCE = "office_not_in_force"
    CALENDAR_MISSING = "calendar_missing"
    CALENDAR_OUT_OF_RANGE = "calendar_out_of_range"
    FORM_INVALID = "form_invalid"
    FORM_UNKNOWN = "form_unknown"
    FORM_VERSION_UNKNOWN = "form_version_unknown"
    FORM_NOT_IN_FORCE = "form_not_in_force"
    FORM_VERSION_KEPT = "form_version_kept"
    FORM_BACKGROUND_INVALID = "form_background_invalid"
    DOCUMENT_INVALID = "document_invalid"
    EVENT_UNKNOWN = "event_unknown"

    # what is handed in from outside
    INPUT_INVALID = "input_invalid"
    CASE_INVALID = "case_invalid"
    MOMENT_INVALID = "moment_invalid"
    DATE_INVALID = "date_invalid"
    DATE_TWO_CENTURIES = "date_two_centuries"
    ANSWER_INVALID = "answer_invalid"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NUMBER_INVALID = "card_number_invalid"
    CARD_NUMBER_ONLY = "card_number_only"
    IMAGE_UNREADABLE = "image_unreadable"
    IMAGE_NOT_A_PICTURE = "image_not_a_picture"
    IMAGE_TOO_LARGE = "image_too_large"
    DRAFT_UNREADABLE = "draft_unreadable"

    # this machine
    SETTINGS_UNREADABLE = "settings_unreadable"
    SETTINGS_NOT_SAVED = "settings_not_saved"

    # deadlines, dossiers, help sessions, numbers
    DEADLINE_NOT_AGREED = "deadline_not_agreed"
    ILLEGAL_MOVE = "illegal_move"
    REASON_MISSING = "reason_missing"
    SUPPLEMENT_ONCE = "supplement_once"
    APOLOGY_ONCE = "apology_once"
    DUE_NOT_LATER = "due_not_later"
    SLIP_NOT_DUE = "slip_not_due"
    WRITING_BARRED = "writing_barred"
    HELP_INCOMPLETE = "help_incomplete"
    NUMBERS_USED_UP = "numbers_used_up"
    CLOCK_OFF = "clock_off"
    CLOCK_BACK = "clock_back"
    COUNTER_RETIRED = "counter_retired"
    COUNTER_UNKNOWN = "counter_unknown"
    NUMBERS_UNSURE = "numbers_unsure"
    NUMBER_INVALID = "number_invalid"

    # the records of this machine
    RECORD_MISSING = "record_missing"
    RECORD_CHANGED = "record_changed"
    VALUE_UNREADABLE = "value_unreadable"
    RECORD_TOO_LONG = "record_too_long"
    ANSWERS_ERASED = "answers_erased"
    ANSWERS_SEALED = "answers_sealed"
    DATABASE_BUSY = "database_busy"
    DATABASE_IN_USE = "database_in_use"
    DATABASE_DAMAGED = "database_damaged"
    DATABASE_UNREADABLE = "database_unreadable"
    DATABASE_KEY_WRONG = "database_key_wrong"
    DATABASE_KEY_MISSING = "database_key_missing"
    DATABASE_KEY_EXPOSED = "database_key_exposed"
    DATABASE_NEWER = "database_newer"
    LOG_BROKEN = "log_broken"
    DISK_FULL = "disk_full"
    FILE_NOT_WRITABLE = "file_not_writable"
    BACKUP_EMPTY = "backup_empty"
    BACKUP_UNRECORDED = "backup_unrecorded"
    BACKUP_UNREADABLE = "backup_unreadable"
    BACKUP_SECRET_WRONG = "backup_secret_wrong"  # noqa: S105 - the name of a fault, not a secret
    BACKUP_SECRET_WEAK = "backup_secret_weak"  # noqa: S105 - the name of a fault, not a secret

    # attachments
    ATTACHMENT_INVALID = "attachment_invalid"
    ATTACHMENT_TOO_LARGE = "attachment_too_large"
    ATTACHMENT_ELSEWHERE = "attachment_elsewhere"
    ATTACHMENT_LOST = "attachment_lost"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    ATTACHMENT_SHARED_DAMAGED = "attachment_shared_damaged"
    ATTACHMENT_ERASED = "attachment_erased"

    # the records shared by the counters of one office
    OFFICE_NOT_JOINED = "office_not_joined"
    OFFICE_ALREADY_JOINED = "office_already_joined"
    OFFICE_EXISTS = "office_exists"
    OFFICE_UNREACHABLE = "office_unreachable"
    OFFICE_BUSY = "office_busy"
    OFFICE_REFUSED = "office_refused"
    OFFICE_ADMIN_ONLY = "office_admin_only"
    OFFICE_READ_ONLY = "office_read_only"
    OFFICE_JOIN_UNREACHABLE = "office_join_unreachable"
    OFFICE_NOT_DONE = "office_not_done"
    OFFICE_SCANS_BLOCKED = "office_scans_blocked"
    OFFICE_FOREIGN = "office_foreign"
    OFFICE_WENT_BACK = "office_went_back"
    OFFICE_NEWER = "office_newer"
    OFFICE_OLDER = "office_older"
    OFFICE_SCANS_UNSEALED = "office_scans_unsealed"
    OFFICE_FULL = "office_full"
    OFFICE_DISK_FULL = "office_disk_full"
    OFFICE_SERVER_FULL = "office_server_full"
    OFFICE_STORE_UNSAFE = "office_store_unsafe"
    OFFICE_STORE_DAMAGED = "office_store_damaged"
    OFFICE_FILE_GONE = "office_file_gone"
    OFFICE_JOURNAL_STRAY = "office_journal_stray"
    OFFICE_STUMBLED = "office_stumbled"
    OFFICE_SERVER_UNPROVEN = "office_server_unproven"
    OFFICE_CERTIFICATE_DATE = "office_certificate_date"
    SHARED_LOG_BROKEN = "shared_log_broken"
    PAIRING_CODE_INVALID = "pairing_code_invalid"
    PAIRING_CODE_SPENT = "pairing_code_spent"

    # printers and their jobs
    PRINTER_UNKNOWN = "printer_unknown"
    PRINTER_OFF = "printer_off"
    PRINTER_REFUSED = "printer_refused"
    PRINTER_NO_PAPER = "printer_no_paper"
    PRINTER_COVER_OPEN = "printer_cover_open"
    PRINTER_OFFLINE = "printer_offline"
    PRINTER_SLOW = "printer_slow"
    PRINTER_CONNECTION_LOST = "printer_connection_lost"
    PRINTER_REJECTED = "printer_rejected"
    PRINTER_ADDRESS_INVALID = "printer_address_invalid"
    PRINT_SYSTEM_MISSING = "print_system_missing"
    PRINT_CONTENT_INVALID = "print_content_invalid"
    PRINT_CANCELLED = "print_cancelled"
    PRINT_INTERRUPTED = "print_interrupted"
    PRINT_STATE_CHANGED = "print_state_changed"


class DeskError(Exception):
    """A fault of the world, told by code and parameters.

    Args:
        code: What happened; the key into the table of sentences.
        place: File, line or key where it happened, for people to find it ("" if there is none).
        params: Values for the sentence. Never a name, an identity number or an answer.
    """

    def __init__(self, code: ErrorCode, *, place: str = "", **params: object) -> None:
        """Keep the code, the place and the parameters as text."""
        self.code = code
        self.place = place
        self.params: Mapping[str, str] = MappingProxyType(
            {name: str(value) for name, value in params.items()},
        )
        super().__init__(code, place, dict(self.params))

    @property
    def all(self) -> "tuple[DeskError, ...]":
        """Return every fault that was found at once: this one, where nobody collected more."""
        return (self,)

    def __str__(self) -> str:
        """Return the log line: code, place, parameters (no screen wording)."""
        parts = [self.code.value]
        if self.place:
            parts.append(f"[{self.place}]")
        parts.extend(f"{name}={value}" for name, value in self.params.items())
        return " ".join(parts)


class SeveralDeskErrors(DeskError):  # noqa: N818 - several of them
    """Several faults of one file, told at once; to whoever reads one fault only, the first of them.

    Args:
        faults: At least one, in the order of the file.
    """

    def __init__(self, faults: Sequence[DeskError]) -> None:
        """Stand for the first fault and keep all."""
        super().__init__(faults[0].code, place=faults[0].place, **faults[0].params)
        self._faults = tuple(faults)

    @property
    def all(self) -> tuple[DeskError, ...]:
        """Return every fault."""
        return self._faults
