from desktop.domain.dossier import DossierState, Move, MoveKind
from desktop.domain.dossier_path import path_to
from tests.support.rules_samples import OFFICER, at

NOW = at("2026-12-01T10:00")


def _step(start: DossierState, end: DossierState, minute: int = 0) -> Move:
    kind = MoveKind.PROCESS
    return Move(
        kind=kind, at=NOW.replace(minute=minute), by=OFFICER, from_state=start, to_state=end, reason=""
    )


def test_of_two_moves_from_one_state_only_the_one_that_held_is_part_of_the_way() -> None:
    received = _step(DossierState.DRAFT, DossierState.RECEIVED)
    processed = _step(DossierState.RECEIVED, DossierState.PROCESSING, 1)
    refused = _step(DossierState.RECEIVED, DossierState.REFUSED, 2)
    moves = (received, refused, processed)
    assert path_to(DossierState.PROCESSING, moves) == (received, processed)
    assert path_to(DossierState.REFUSED, moves) == (received, refused)


def test_a_round_trip_is_part_of_the_way_and_a_move_made_twice_counts_once() -> None:
    received = _step(DossierState.DRAFT, DossierState.RECEIVED)
    asked = _step(DossierState.RECEIVED, DossierState.SUPPLEMENT_REQUESTED, 1)
    back = _step(DossierState.SUPPLEMENT_REQUESTED, DossierState.RECEIVED, 2)
    again = _step(DossierState.RECEIVED, DossierState.PROCESSING, 3)
    twice = _step(DossierState.RECEIVED, DossierState.PROCESSING, 4)
    assert path_to(DossierState.PROCESSING, (received, asked, back, again, twice)) == (
        received,
        asked,
        back,
        again,
    )
    assert path_to(DossierState.PROCESSING, ()) == ()
