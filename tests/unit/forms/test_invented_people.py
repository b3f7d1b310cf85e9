from datetime import date
from random import Random

from desktop.forms.invented_people import invent_person, invent_text

TODAY = date(2026, 11, 23)


def test_an_invented_person_fits_together() -> None:
    for seed in range(200):
        for child in (False, True):
            person = invent_person(Random(seed), TODAY, child=child)
            assert person.birth.first_day < TODAY
            assert person.paper.issued_on is not None
            assert person.birth.first_day < person.paper.issued_on.first_day <= TODAY
            assert person.paper.number[4:6] == f"{person.birth.year % 100:02d}"
            assert int(person.paper.number[3]) % 2 == int(person.sex == "Nữ")
            assert (TODAY.year - person.birth.year <= 15) is child
            assert all(person.words.values())


def test_each_seed_gives_another_person_and_always_the_same() -> None:
    assert invent_person(Random(1), TODAY) == invent_person(Random(1), TODAY)
    assert len({invent_person(Random(seed), TODAY).name for seed in range(20)}) > 5
    assert invent_text(Random(3)) == invent_text(Random(3))
