from desktop.sync.row_keys import SLICE, in_slices


def test_every_name_comes_once_in_order_and_no_slice_is_larger_than_a_statement_takes() -> None:
    names = [f"{number:05d}" for number in reversed(range(2 * SLICE + 1))]
    slices = list(in_slices(names))
    assert [len(some) for some in slices] == [SLICE, SLICE, 1]
    assert [name for some in slices for name in some] == sorted(names)
    assert list(in_slices(frozenset[str]())) == []
