"""What a command gives back, and how faults become exit codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.domain.errors import ErrorCode

EXIT_OK: Final = 0
EXIT_WRONG_USE: Final = 2
EXIT_BAD_INPUT: Final = 3
EXIT_WORLD_FAULT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a command.

    Attributes:
        plain: What `--json` prints, as one object.
        text: What people read without `--json`.
        exit_code: 0, or another code for a command that finished and found something wrong (doctor, check).
        complaints: What was found wrong, as (code, sentence); each goes to stderr on a line of its own.
    """

    plain: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    exit_code: int = EXIT_OK
    complaints: tuple[tuple[str, str], ...] = ()


_BAD_INPUT: Final = frozenset(
    {
        ErrorCode.FILE_MISSING,
        ErrorCode.FILE_INVALID,
        ErrorCode.PROCEDURE_UNKNOWN,
        ErrorCode.PROCEDURE_NOT_IN_FORCE,
        ErrorCode.PROCEDURE_CHANNEL_UNKNOWN,
        ErrorCode.OFFICE_UNKNOWN,
        ErrorCode.OFFICE_NOT_IN_FORCE,
        ErrorCode.CALENDAR_MISSING,
        ErrorCode.CALENDAR_OUT_OF_RANGE,
        ErrorCode.FORM_INVALID,
        ErrorCode.FORM_BACKGROUND_INVALID,
        ErrorCode.DOCUMENT_INVALID,
        ErrorCode.FORM_UNKNOWN,
        ErrorCode.FORM_VERSION_UNKNOWN,
        ErrorCode.FORM_NOT_IN_FORCE,
        ErrorCode.FORM_VERSION_KEPT,
        ErrorCode.EVENT_UNKNOWN,
        ErrorCode.INPUT_INVALID,
        ErrorCode.CASE_INVALID,
        ErrorCode.MOMENT_INVALID,
        ErrorCode.DATE_INVALID,
        ErrorCode.DATE_TWO_CENTURIES,
        ErrorCode.ANSWER_INVALID,
        ErrorCode.CARD_UNREADABLE,
        ErrorCode.CARD_NUMBER_INVALID,
        ErrorCode.CARD_NUMBER_ONLY,
        ErrorCode.IMAGE_UNREADABLE,
        ErrorCode.IMAGE_NOT_A_PICTURE,
        ErrorCode.IMAGE_TOO_LARGE,
        ErrorCode.DRAFT_UNREADABLE,
        ErrorCode.DEADLINE_NOT_AGREED,
        ErrorCode.NUMBER_INVALID,
        ErrorCode.SETTINGS_UNREADABLE,
        ErrorCode.ATTACHMENT_INVALID,
        ErrorCode.ATTACHMENT_TOO_LARGE,
        ErrorCode.BACKUP_EMPTY,
        ErrorCode.BACKUP_UNREADABLE,
        ErrorCode.BACKUP_SECRET_WRONG,
        ErrorCode.BACKUP_SECRET_WEAK,
        ErrorCode.PRINTER_ADDRESS_INVALID,
        ErrorCode.PRINT_CONTENT_INVALID,
        ErrorCode.PAIRING_CODE_INVALID,
        ErrorCode.PAIRING_CODE_SPENT,
    }
)


def exit_code_of(code: ErrorCode) -> int:
    """Give 3 for what the caller handed in, 4 for a fault of the world."""
    return EXIT_BAD_INPUT if code in _BAD_INPUT else EXIT_WORLD_FAULT
