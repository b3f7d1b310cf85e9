from desktop.forms.loader import load_form
from desktop.forms.text_places import TextPlaces
from tests.support.form_files import FORMS, form_text

TEXT = form_text(
    'key = "job"\nlabel = "Nghề"', page="Nghề: {job} | {requester.name:capitals}\n[ky requester]\n"
)


def line_with(words: str, text: str = TEXT) -> int:
    return next(number for number, line in enumerate(text.split("\n"), start=1) if words in line)


def test_a_line_inside_a_field_speaks_of_that_field() -> None:
    places = TextPlaces.of(TEXT)
    assert places.keys_at(line_with('label = "Nghề"')) == ("job",)
    assert places.line_of("job") == line_with("[[question.field]]")


def test_the_parts_asked_of_a_person_have_the_line_that_asks_them() -> None:
    places = TextPlaces.of(TEXT)
    assert places.keys_at(line_with("ask =")) == ("requester.name", "requester.birth")
    assert places.line_of("requester.birth") == line_with("ask =")


def test_a_line_of_the_page_speaks_of_every_place_in_it() -> None:
    places = TextPlaces.of(TEXT)
    assert places.keys_at(line_with("Nghề: {job}")) == ("job", "requester.name")
    assert places.keys_at(line_with("[ky requester]")) == ("requester",)
    assert places.keys_at(line_with("MẪU THỬ")) == ()


def test_a_half_written_file_is_read_as_far_as_it_goes() -> None:
    broken = TEXT.replace('label = "Nghề"', 'label = "Nghề')
    assert TextPlaces.of(broken).line_of("job") == TextPlaces.of(TEXT).line_of("job")
    assert TextPlaces.of("").line_of("job") == 0
    assert TextPlaces.of("[[question.field]]\nkey =").keys_at(1) == ()


def test_every_field_of_every_shipped_form_has_a_line_to_go_to() -> None:
    lost = {
        f"{path.stem} {field.key}"
        for path in FORMS.rglob("*.toml")
        for field in load_form(path).fields
        if not TextPlaces.of(path.read_text(encoding="utf-8")).line_of(field.key)
    }
    assert not lost
