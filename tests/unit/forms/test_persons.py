from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answers import Answer, Answers
from desktop.forms.persons import numbers_on_form


def test_every_identity_number_on_the_forms_is_found_with_its_person() -> None:
    answers = (
        Answers()
        .with_answer("requester.name", Answer(value="Nguyễn Thị Bưởi"))
        .with_answer("requester.id_number", Answer(value="042 151 000 123"))
        .with_answer("subject.id_paper", Answer(value=IdPaper(kind=IdPaperKind.CMND, number="184000456")))
        .with_answer("extract.copies", Answer(value=2))
    )
    assert numbers_on_form(answers) == {"042151000123": "Nguyễn Thị Bưởi", "184000456": ""}
