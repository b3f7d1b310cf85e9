"""A card reading as plain values, the contract of `khongviet card --json`."""

from desktop.domain.cards.reading import CardReading
from desktop.domain.partial_date import PartialDate


def reading_to_plain(reading: CardReading) -> dict[str, object]:
    """Return a reading as JSON-ready values; what the card did not say is None or ""."""
    return {
        "kind": reading.kind.value,
        "kind_name": reading.kind.label,
        "id_number": reading.id_number,
        "old_id_number": reading.old_id_number,
        "document_number": reading.document_number,
        "full_name": reading.full_name,
        "birth_date": _plain_date(reading.birth),
        "sex": None if reading.sex is None else reading.sex.label,
        "address": reading.address,
        "issue_date": _plain_date(reading.issue_date),
        "expiry_date": _plain_date(reading.expiry),
        "extra": list(reading.extra),
        "warnings": [{"code": warning.code.value, "text": warning.text} for warning in reading.warnings],
        "repairs": [
            {"kind": repair.kind.value, "before": repair.before, "after": repair.after}
            for repair in reading.repairs
        ],
    }


def _plain_date(day: PartialDate | None) -> dict[str, int | None] | None:
    return None if day is None else {"day": day.day, "month": day.month, "year": day.year}
