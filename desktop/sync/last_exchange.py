"""How the last exchange ended, kept so that a program that only looks says the same as the one that tried."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select

from desktop.domain.errors import ErrorCode
from desktop.records.office_tables import (
    CLOCK_OFFSET,
    CLOCK_SURE_AT,
    LAST_FAULT,
    OFFICE_LINK,
    RETIRED,
    STORE_CLOCK_OFF,
    UNKNOWN,
)
from desktop.records.tables import utc_moment, utc_text

_SINCE: Final = "last_fault_since"
_PARAMS: Final = "last_fault_params"
_SHARED: Final = "last_shared"
_KEYS: Final = (
    LAST_FAULT, _PARAMS, _SINCE, _SHARED, CLOCK_OFFSET, STORE_CLOCK_OFF, CLOCK_SURE_AT, RETIRED, UNKNOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LastExchange:
    """How the last exchange ended.

    Attributes:
        shared_at: When everything was last seen to be shared; None for never.
        fault: Why the last one failed; None when it did not.
        params: For its sentence.
        since: Since when it has been failing so.
        clock_offset: How far this PC's clock was behind (positive) or ahead of the store's when it last answered.
        is_store_clock_off: Other counters agree with this PC's clock: the store's is the wrong one.
        clock_sure_at: When, by this PC, its clock and the store's were last alike; None for never.
        retired: The store answered that this counter takes part no more; holds until an exchange succeeds.
        unknown: The store was put back and answered that it knows nothing of this counter; holds as long.
    """

    shared_at: datetime | None = None
    fault: ErrorCode | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    clock_offset: timedelta = timedelta()
    is_store_clock_off: bool = False
    clock_sure_at: datetime | None = None
    retired: bool = False
    unknown: bool = False


def read_last(connection: Connection) -> LastExchange:
    """Give what was kept."""
    query = select(OFFICE_LINK).where(OFFICE_LINK.c.k.in_(_KEYS))
    kept = {str(row.k): str(row.v) for row in connection.execute(query)}
    fault = kept.get(LAST_FAULT, "")
    return LastExchange(
        shared_at=utc_moment(kept[_SHARED]) if kept.get(_SHARED) else None,
        fault=ErrorCode(fault) if fault in {code.value for code in ErrorCode} else None,
        params=json.loads(kept.get(_PARAMS) or "{}"),
        since=utc_moment(kept[_SINCE]) if fault and kept.get(_SINCE) else None,
        clock_offset=timedelta(seconds=int(kept.get(CLOCK_OFFSET, "0"))),
        is_store_clock_off=bool(kept.get(STORE_CLOCK_OFF)),
        clock_sure_at=utc_moment(kept[CLOCK_SURE_AT]) if kept.get(CLOCK_SURE_AT) else None,
        retired=bool(kept.get(RETIRED)),
        unknown=bool(kept.get(UNKNOWN)),
    )


def keep_last(connection: Connection, last: LastExchange) -> None:
    """Keep how an exchange ended."""
    rows = [
        {"k": LAST_FAULT, "v": "" if last.fault is None else last.fault.value},
        {"k": _PARAMS, "v": json.dumps(dict(last.params)) if last.fault is not None else ""},
        {"k": _SINCE, "v": "" if last.since is None else utc_text(last.since)},
        {"k": _SHARED, "v": "" if last.shared_at is None else utc_text(last.shared_at)},
        {"k": CLOCK_OFFSET, "v": str(round(last.clock_offset.total_seconds()))},
        {"k": STORE_CLOCK_OFF, "v": "1" if last.is_store_clock_off else ""},
        {"k": CLOCK_SURE_AT, "v": "" if last.clock_sure_at is None else utc_text(last.clock_sure_at)},
        {"k": RETIRED, "v": "1" if last.retired else ""},
        {"k": UNKNOWN, "v": "1" if last.unknown else ""},
    ]
    connection.execute(insert(OFFICE_LINK).prefix_with("OR REPLACE"), rows)
