from desktop.forms.field_names import field_names
from tests.support.form_files import FORMS, form_text


def test_fields_are_named_also_while_the_form_cannot_be_used() -> None:
    text = form_text('key = "job"\nlabel = "Nghề nghiệp"', 'key = "age"\ntype = "nonsense"')
    assert field_names(text) == {
        "requester.name": "Họ, chữ đệm, tên",
        "requester.birth": "Ngày, tháng, năm sinh",
        "job": "Nghề nghiệp",
        "age": "age",
    }


def test_what_is_no_toml_names_nothing() -> None:
    assert field_names('a = "') == {}
    assert field_names("question = 3") == {}
    assert field_names("[[question]]\nfield = [1, { key = 2 }]\nask = [3]") == {}


def test_every_shipped_form_is_named_whole() -> None:
    for path in FORMS.rglob("*.toml"):
        names = field_names(path.read_text(encoding="utf-8"))
        assert all(names.values())
