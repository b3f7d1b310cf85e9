from desktop.domain.moves import MoveKind


def test_every_move_has_words_of_its_own_that_begin_with_a_capital() -> None:
    words = [kind.label for kind in MoveKind]
    assert len(set(words)) == len(words)
    assert all(one[0].isupper() for one in words)
