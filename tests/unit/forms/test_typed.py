"""What an officer types is understood or asked back, never changed silently."""

import pytest

from desktop.domain.partial_date import PartialDate
from desktop.domain.person import IdPaper, IdPaperKind
from desktop.forms.answer_file import answers_from_file
from desktop.forms.answers import Answer, Answers, AnswerValue, Moment
from desktop.forms.definition import Field, FieldType
from desktop.forms.read_back import read_back
from desktop.forms.typed import read_typed
from tests.support.form_files import CONTEXT, TODAY, shipped

DAY = PartialDate(year=2026, month=11, day=20)
RELATION = ("Vợ", "Chồng", "Con")


def field(kind: FieldType, *, options: tuple[str, ...] = (), other: bool = False) -> Field:
    return Field(key="a", label="A", type=kind, options=options, other=other)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.DATE, "5/3/51", PartialDate(year=1951, month=3, day=5)),
        (FieldType.DATE, "1951", PartialDate(year=1951)),
        (FieldType.MOMENT, "9h15 20/11/2026", Moment(day=DAY, hour=9, minute=15)),
        (FieldType.MOMENT, "9 giờ 15 phút, ngày 20/11/2026", Moment(day=DAY, hour=9, minute=15)),
        (FieldType.MOMENT, "21:05 20/11/2026", Moment(day=DAY, hour=21, minute=5)),
        (FieldType.MOMENT, "9h 20/11/2026", Moment(day=DAY, hour=9)),
        (FieldType.MOMENT, "20/11/2026", Moment(day=DAY)),
        (FieldType.MONEY, "1.500.000 đ", 1_500_000),
        (FieldType.MONEY, "500000", 500_000),
        (FieldType.NUMBER, "3 bản", 3),
        (FieldType.ID12, "042 151 000 123", "042151000123"),
        (FieldType.PHONE, "0912.345 678", "0912345678"),
        (FieldType.CHOICE, "2", "Chồng"),
        (FieldType.CHOICE, "vo", "Vợ"),
        (FieldType.MULTI, "vo; 3", ("Vợ", "Con")),
        (FieldType.YES_NO, "có", True),
        (FieldType.YES_NO, "k", False),
        (FieldType.TEXT, "  Lê Văn A  ", "Lê Văn A"),
        (
            FieldType.ID_PAPER,
            "042 151 000 123, Bộ Công an, 12/8/2024",
            IdPaper(
                kind=IdPaperKind.IDENTITY_CARD,
                number="042151000123",
                issuer="Bộ Công an",
                issued_on=PartialDate(year=2024, month=8, day=12),
            ),
        ),
        (FieldType.ID_PAPER, "183456789", IdPaper(kind=IdPaperKind.CMND, number="183456789")),
        (FieldType.TABLE, "Lê A; 1990\nLê B; 1992", (("Lê A", "1990"), ("Lê B", "1992"))),
    ],
)
def test_what_is_typed_is_understood(kind: FieldType, text: str, value: AnswerValue) -> None:
    typed = read_typed(
        field(kind, options=RELATION if kind in (FieldType.CHOICE, FieldType.MULTI) else ()), text, TODAY
    )
    assert (typed.value, typed.problem) == (value, "")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (FieldType.DATE, "31/2/2020", "lịch"),
        (FieldType.DATE, "hôm qua", "5/3/1951"),
        (FieldType.MOMENT, "25h 20/11/2026", "Giờ"),
        (FieldType.NUMBER, "ba", "chữ số"),
        (FieldType.NUMBER, "9" * 40, "chữ số"),
        (FieldType.ID12, "0421", "12"),
        (FieldType.PHONE, "12", "10"),
        (FieldType.CHOICE, "hàng xóm", "Chọn"),
        (FieldType.MULTI, "x; y", "Chọn"),
        (FieldType.YES_NO, "chắc", "có"),
        (FieldType.ID_PAPER, "12", "loại giấy tờ"),
    ],
)
def test_what_cannot_be_read_is_said(kind: FieldType, text: str, words: str) -> None:
    assert (
        words
        in read_typed(
            field(kind, options=RELATION if kind in (FieldType.CHOICE, FieldType.MULTI) else ()), text, TODAY
        ).problem
    )


def test_nothing_typed_is_nothing() -> None:
    assert all(read_typed(field(kind), "  ", TODAY).value is None for kind in FieldType)


def test_own_words_are_kept_where_the_form_allows_them() -> None:
    assert (
        read_typed(field(FieldType.CHOICE, options=RELATION, other=True), "Bà nội", TODAY).value == "Bà nội"
    )


def test_answers_of_a_file_are_read_and_unknown_keys_told() -> None:
    form = shipped().in_force("ho-tich.khai-tu", TODAY)
    fields = {asked.key: asked for asked in form.fields}
    plain: dict[str, object] = {
        "deceased.name": "Trần Văn Lâm",
        "copy.wanted": True,
        "copy.count": 2,
        "deceased.birth": {"t": "date", "v": "1948", "from": "card"},
        "nothing": "x",
        "requester.birth": "31/2/1951",
        "deceased.sex": {"t": "date", "v": 3},
    }
    answers, problems = answers_from_file(fields, plain, TODAY)
    assert answers.value("copy.wanted") is True
    assert answers.value("copy.count") == 2
    assert answers.value("deceased.birth") == PartialDate(year=1948)
    assert [problem.split(":")[0] for problem in problems] == ["nothing", "requester.birth", "deceased.sex"]


def test_the_read_back_says_dates_money_and_numbers_as_people_do() -> None:
    library = shipped()
    elder = library.get("bao-tro-xa-hoi.nd20-2021.mau-1d", "2021-07-01")
    values: dict[str, AnswerValue] = {
        "requester.declares_for": "Khai thay",
        "subject.birth": PartialDate(year=2021, month=9, day=14),
        "subject.id_paper": IdPaper(
            kind=IdPaperKind.IDENTITY_CARD, number="042151000123", issuer="Bộ Công an"
        ),
        "subject.health_insurance": True,
        "assistance.kinds": ("Lương hưu/Trợ cấp BHXH hàng tháng",),
        "assistance.pension_amount": 16_000,
    }
    answers = Answers()
    for key, value in values.items():
        answers = answers.with_answer(key, Answer(value=value))
    said = {line.key: line.spoken for line in read_back([elder], answers, CONTEXT)}
    assert said["subject.birth"] == "14 tháng 9 năm 2021"
    assert said["assistance.pension_amount"] == "16.000 đồng"
    assert said["subject.id_paper"] == "Thẻ căn cước số 042 151 000 123, Bộ Công an cấp"
    assert said["subject.health_insurance"] == "Có"
    death = library.in_force("ho-tich.khai-tu", TODAY)
    died = Answers().with_answer("deceased.died_at", Answer(value=Moment(day=DAY, hour=9, minute=5)))
    (line,) = [line for line in read_back([death], died, CONTEXT) if line.key == "deceased.died_at"]
    assert line.spoken == "9 giờ 5 phút, ngày 20 tháng 11 năm 2026"
    assert line.section == "Người đã chết"
