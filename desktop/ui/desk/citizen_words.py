"""How the citizen is spoken to and named on the screen. Pure words, no widgets."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.person import Person, form_of_address


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenWords:
    """The words for one citizen.

    Attributes:
        term: "bà", "ông", "chị", "anh", "em".
        called: "bà Bưởi".
        name: the full name, empty while nobody is known.
        facts: "Nữ · 75 tuổi · Thôn Đông Đoài".
    """

    term: str = "người dân"
    called: str = "người dân"
    name: str = ""
    facts: str = ""

    @property
    def term_first(self) -> str:
        """The address at the start of a sentence."""
        return _first(self.term)

    @property
    def called_first(self) -> str:
        """Address and name at the start of a sentence: "Bà Bưởi"."""
        return _first(self.called)


def words_for(person: Person | None, today: date, *, chosen_term: str = "") -> CitizenWords:
    """Gives the words for a person on a day; `chosen_term` is the officer's own choice of address."""
    if person is None or not person.full_name:
        return CitizenWords()
    age = person.birth.age_on(today) if person.birth is not None else None
    term = chosen_term or form_of_address(person.sex, age).value
    given = person.full_name.split()[-1]
    place = person.residence.split(",")[0].strip()
    sex = person.sex.label if person.sex is not None else ""
    years = f"{age} tuổi" if age is not None else f"sinh {person.birth.display()}" if person.birth else ""
    return CitizenWords(
        term=term,
        called=f"{term} {given}",
        name=person.full_name,
        facts=" · ".join(part for part in (sex, years, place) if part),
    )


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
