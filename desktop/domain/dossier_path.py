"""Which of the moves that several counters have made lead to where a dossier is."""

from typing import Final

from desktop.domain.dossier import DossierState, Move

_MOVES_SEARCHED: Final = 12
"""A dossier has some six moves; more than this are taken as they are rather than searched."""


def path_to(state: DossierState, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """Return the moves that lead to a state, out of all that several counters have made.

    Two counters that cannot hear of each other may both move a dossier from one state. Which move held is said by the
    state; the others are history, but no part of the way. Without such moves this is every move, in order.

    Args:
        state: Where the dossier is.
        moves: Every move, in the order of entry.
    """
    if _is_way(moves, state) or len(moves) > _MOVES_SEARCHED:
        return moves
    start = next((move.from_state for move in moves if move.from_state is DossierState.DRAFT), None)
    found = _longest_way(start or moves[0].from_state, state, moves) if moves else None
    return moves if found is None else found


def _is_way(moves: tuple[Move, ...], state: DossierState) -> bool:
    ends = [move.to_state for move in moves]
    return not moves or ([move.from_state for move in moves[1:]] == ends[:-1] and ends[-1] is state)


def _longest_way(here: DossierState, goal: DossierState, left: tuple[Move, ...]) -> tuple[Move, ...] | None:
    best: tuple[Move, ...] | None = () if here is goal else None
    tried: set[DossierState] = set()
    for place, move in enumerate(left):
        if move.from_state is not here or move.to_state in tried:
            continue
        tried.add(move.to_state)  # of two moves to one state the one entered first counts
        rest = _longest_way(move.to_state, goal, left[:place] + left[place + 1 :])
        if rest is not None and (best is None or len(rest) + 1 > len(best)):
            best = (move, *rest)
    return best
