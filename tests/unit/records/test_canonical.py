import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.canonical import DEPTH_MAX, canonical, canonical_json, diff, is_too_deep, read_fields

SCALARS = st.text() | st.integers() | st.booleans()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=8)
DOCUMENTS = st.dictionaries(st.text("abcd", min_size=1, max_size=2), VALUES, max_size=5)


def test_one_value_has_one_spelling() -> None:
    assert canonical_json({"b": 1, "a": ["x", True]}) == '{"a":["x",true],"b":1}'
    assert canonical_json({"tên": "Bu\u031bo\u031b\u0309i"}) == '{"tên":"Bưởi"}'


@pytest.mark.parametrize("value", [None, 1.0, {"a": None}, [0.5], b"bytes", {"a": {1, 2}}, object()])
def test_floats_nulls_and_foreign_things_have_no_place_in_a_record(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_only_brackets_inside_each_other_are_deep() -> None:
    assert not is_too_deep("[" * DEPTH_MAX + "]" * DEPTH_MAX)
    assert is_too_deep('{"a":' + "[" * DEPTH_MAX + "]" * DEPTH_MAX + "}")
    assert not is_too_deep(json.dumps([["["], {"a": "{" * DEPTH_MAX}] * DEPTH_MAX))
    canonical_json(json.loads("[" * DEPTH_MAX + "]" * DEPTH_MAX))


@given(DOCUMENTS)
def test_what_is_written_is_read_back_in_one_normal_form(document: dict[str, object]) -> None:
    text = canonical_json(document)
    assert read_fields(text) == canonical(document)
    assert canonical_json(read_fields(text)) == text
    assert unicodedata.is_normalized("NFC", text)
    assert json.loads(text) == canonical(document)


@given(DOCUMENTS, DOCUMENTS)
def test_a_difference_leads_from_one_document_to_the_other(
    before: dict[str, object], after: dict[str, object]
) -> None:
    one, other = read_fields(canonical_json(before)), read_fields(canonical_json(after))
    changed, cleared = diff(one, other)
    made = {name: value for name, value in one.items() if name not in cleared} | changed
    assert canonical_json(made) == canonical_json(other)


def test_true_and_one_are_two_values() -> None:
    assert diff({"a": 1}, {"a": True}) == ({"a": True}, [])


def test_a_document_is_an_object() -> None:
    with pytest.raises(TypeError):
        read_fields("[1]")
