"""The checker is worth what it finds: each of these well-known mistakes is put in, and has to be found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from desktop.domain.errors import DeskError
from desktop.records.office_tables import OUTBOX
from desktop.sync import exchange, fork, merge, outbox, replica, sending
from desktop.sync.beneath import ValuesBeneath
from desktop.sync.entries import SignedLine
from desktop.sync.link import Link, as_another
from desktop.sync.row_state import RowState
from desktop.sync.sending import Batch, Standing
from tests.support.sync_simulator import Simulator

SEEDS = range(1, 61)
Mutate = Callable[[pytest.MonkeyPatch], None]


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merge, "_refused_fields", lambda *_: {})


def states_move_from_anywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merge, "_refused_transition", lambda *_: None)
    patch.setattr(merge, "_refused_fields", lambda *_: {})


def who_wrote_a_field_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    real = merge._taken_over

    def forgetful(*words: object) -> RowState:
        row = real(*words)  # type: ignore[arg-type]  # passed on as they came
        return RowState(rev=row.rev, fields=row.fields, origins={}, erased=row.erased)

    patch.setattr(merge, "_taken_over", forgetful)


def a_copied_disk_goes_on_counting(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exchange, "standing_of", lambda *_: Standing.OURS)
    patch.setattr(sending, "_is_partly_there", lambda *_: False)


def an_earlier_life_is_not_looked_for(patch: pytest.MonkeyPatch) -> None:
    def at_once(connection: Connection, link: Link, client_id: str, *, catch_up: int) -> Link:  # noqa: ARG001 - the shape
        return outbox.renumber(
            connection, as_another(outbox.line_up(connection, link), client_id, catch_up=0)
        )

    patch.setattr(fork, "go_on_as_another", at_once)
    patch.setattr(exchange, "go_on_as_another", at_once)


def the_outbox_is_emptied_when_something_was_sent(patch: pytest.MonkeyPatch) -> None:
    real = sending.prepare

    def eager(
        connection: Connection, link: Link, fresh: tuple[SignedLine, ...], *, limit: int, alone: int
    ) -> Batch | None:
        batch = real(connection, link, fresh, limit=limit, alone=alone)
        if batch is not None:
            connection.execute(delete(OUTBOX).where(OUTBOX.c.op <= batch.lines[-1].line.op))
        return batch

    patch.setattr(exchange, "prepare", eager)


def bases_are_what_stands_now_instead_of_what_was_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(replica, "line_up", lambda _, link: link)


def ones_own_waiting_value_is_taken_for_what_lies_beneath(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ValuesBeneath, "seen", lambda _, __, ___, base: base)


MUTANTS: tuple[Mutate, ...] = (
    last_writer_wins,
    states_move_from_anywhere,
    who_wrote_a_field_is_not_kept,
    a_copied_disk_goes_on_counting,
    an_earlier_life_is_not_looked_for,
    the_outbox_is_emptied_when_something_was_sent,
    bases_are_what_stands_now_instead_of_what_was_seen,
    ones_own_waiting_value_is_taken_for_what_lies_beneath,
)


@pytest.mark.faults
@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__)
def test_a_known_mistake_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutate: Mutate) -> None:
    mutate(monkeypatch)
    for seed in SEEDS:
        simulator = Simulator(tmp_path / str(seed), seed)
        try:
            simulator.run(200)
            simulator.check()
        except (AssertionError, DeskError):
            return  # anything else would be a mistake of the mutant, not of the program
        finally:
            simulator.office.close()
    pytest.fail(f"{len(SEEDS)} offices did not notice")
