"""Days typed on the command line."""

from datetime import date

from desktop.domain.errors import DeskError, ErrorCode


def day_of_argument(text: str, place: str) -> date:
    """Read a day.

    Args:
        text: As typed.
        place: The option it was typed for, named in the fault.

    Raises:
        DeskError: INPUT_INVALID.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise DeskError(
            ErrorCode.INPUT_INVALID, place=place, problem=f"“{text}” không phải ngày; viết như 2026-11-23."
        ) from error
