"""What is printed is what was said: boxes, ticks, tables, pending words, and each way of signing."""

from datetime import UTC, datetime

from desktop.domain.help_session import Finger, Signing, SigningKind, Witness
from desktop.domain.partial_date import PartialDate
from desktop.forms.answers import Answer, Answers, AnswerValue, Source
from desktop.forms.compose import compose
from desktop.forms.definition import FormDefinition
from desktop.forms.paper import (
    Boxes,
    ComposedPaper,
    Line,
    NationalHeading,
    QrCode,
    Run,
    RunKind,
    Signatures,
    SignatureVariant,
    Table,
    Tick,
)
from tests.support.form_files import CONTEXT, TODAY, form_of, form_text, shipped

LIBRARY = shipped()
EXTRACT = LIBRARY.in_force("ho-tich.trich-luc", TODAY)
DEATH = LIBRARY.in_force("ho-tich.khai-tu", TODAY)
SLIP = LIBRARY.in_force("mot-cua.giay-tiep-nhan", TODAY)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def given(**values: AnswerValue) -> Answers:
    answers = Answers()
    for key, value in values.items():
        answers = answers.with_answer(key.replace("__", "."), Answer(value=value))
    return answers


def line_with(paper: ComposedPaper, words: str) -> Line:
    return next(b for b in paper.blocks if isinstance(b, Line) and words in words_of(b))


def words_of(line: Line) -> str:
    return "".join(item.text for cell in line.cells for item in cell.items if isinstance(item, Run))


def small(field: str, page: str) -> FormDefinition:
    return form_of(form_text(field, page=page))


def test_a_name_is_printed_in_bold_capitals_and_signed_as_it_is_written() -> None:
    paper = compose(EXTRACT, given(requester__name="Nguyễn Thị Bưởi"), CONTEXT)
    (run,) = [
        i
        for i in line_with(paper, "Họ, chữ đệm, tên người yêu cầu").cells[0].items
        if getattr(i, "key", None)
    ]
    assert isinstance(run, Run)
    assert (run.text, run.bold, run.kind) == ("NGUYỄN THỊ BƯỞI", True, RunKind.VALUE)
    signatures = [block for block in paper.blocks if isinstance(block, Signatures)]
    assert signatures[0].columns[0].name == "Nguyễn Thị Bưởi"


def test_a_date_in_the_middle_of_a_line_gives_dots_when_it_is_not_known() -> None:
    line = line_with(compose(EXTRACT, given(), CONTEXT), " tháng ")
    dots = [i for i in line.cells[0].items if isinstance(i, Run) and i.key == "extract.registered_on"]
    assert [run.text for run in dots] == ["......", "......", ""]
    assert line.cells[0].leader
    known = compose(EXTRACT, given(extract__registered_on=PartialDate(year=1999, month=2)), CONTEXT)
    assert words_of(line_with(known, "tháng 02")) == "ngày ...... tháng 02 năm 1999"


def test_columns_of_a_line_end_in_dots_each() -> None:
    cells = line_with(compose(EXTRACT, given(), CONTEXT), "Quyển số").cells
    assert [cell.leader for cell in cells] == [True, True, True]


def test_boxes_are_ticked_by_the_answer() -> None:
    def ticks(paper: ComposedPaper) -> list[bool]:
        return [i.checked for i in line_with(paper, "bản sao").cells[0].items if isinstance(i, Tick)]

    assert ticks(compose(DEATH, given(copy__wanted=True), CONTEXT)) == [True, False]
    assert ticks(compose(DEATH, given(copy__wanted=False), CONTEXT)) == [False, True]
    assert ticks(compose(DEATH, given(), CONTEXT)) == [False, False]


def test_own_words_tick_the_box_khac() -> None:
    form = small(
        'key = "a"\nlabel = "A"\ntype = "choice"\noptions = ["Cha", "Khác"]\nother = true',
        "{a?Cha} {a?Khác}: {a}\n",
    )
    line = line_with(compose(form, given(a="Chú"), CONTEXT), "Chú")
    assert [i.checked for i in line.cells[0].items if isinstance(i, Tick)] == [False, True]
    assert "Chú" in words_of(line)


def test_digits_stand_in_boxes_and_never_fall_out_of_them() -> None:
    form = small('key = "a"\nlabel = "A"\ntype = "id12"\nboxes = 12', "Số: {a}\n")
    assert (
        Boxes(digits="042151000123", count=12, key="a")
        in line_with(compose(form, given(a="042 151 000 123"), CONTEXT), "Số").cells[0].items
    )
    assert (
        Boxes(digits="", count=12, key="a")
        in line_with(compose(form, given(), CONTEXT, blank=True), "Số").cells[0].items
    )
    assert "0421510001234" in words_of(line_with(compose(form, given(a="0421510001234"), CONTEXT), "Số"))


def test_a_table_keeps_its_rows_and_its_empty_lines() -> None:
    columns = 'columns = [ { key = "x", title = "X", width = 0.25 }, { key = "y", title = "Y" } ]'
    form = small(f'key = "a"\nlabel = "A"\ntype = "table"\nmin_rows = 3\n{columns}', "[bang a]\n")
    (table,) = [
        b for b in compose(form, given(a=(("1", "một"), ("2",))), CONTEXT).blocks if isinstance(b, Table)
    ]
    assert (table.min_rows, [column.width for column in table.columns]) == (3, [0.25, None])
    assert [[cell.items[0].text for cell in row if isinstance(cell.items[0], Run)] for row in table.rows] == [
        ["1", "một"],
        ["2", ""],
    ]


def test_a_suggested_value_is_pending_until_it_is_accepted() -> None:
    paper = compose(EXTRACT, given(), CONTEXT, pending={"extract.registered_at": "UBND xã Thanh Bình Thịnh"})
    run = line_with(paper, "Đã đăng ký tại").cells[0].items[-1]
    assert isinstance(run, Run)
    assert (run.kind, run.text) == (RunKind.PENDING, "UBND xã Thanh Bình Thịnh")


def test_a_blank_form_holds_the_office_but_no_day_and_no_person() -> None:
    paper = compose(EXTRACT, given(requester__name="A"), CONTEXT, blank=True)
    text = str(paper)
    assert "Ủy ban nhân dân xã Đức Thịnh" in text
    assert "2026" not in text
    assert "text='A'" not in text


def test_not_remembered_leaves_dots() -> None:
    answers = Answers().with_answer("subject.name", Answer(value="", source=Source.UNKNOWN))
    assert (
        words_of(line_with(compose(EXTRACT, answers, CONTEXT), "Họ, chữ đệm, tên:")) == "Họ, chữ đệm, tên: "
    )


def test_lines_of_a_long_answer_become_lines_of_the_paper() -> None:
    form = small('key = "a"\nlabel = "A"\ntype = "textarea"', "Con cháu: {a}\n")
    lines = [
        words_of(b) for b in compose(form, given(a="một\nhai\n\nba"), CONTEXT).blocks if isinstance(b, Line)
    ]
    assert lines[-3:] == ["Con cháu: một", "hai", "ba"]


def test_each_way_of_signing_is_said_under_the_signature() -> None:
    def column(signing: Signing) -> tuple[SignatureVariant, tuple[str, ...]]:
        paper = compose(EXTRACT, given(requester__name="Bưởi"), CONTEXT, signing={"requester": signing})
        (signatures,) = [block for block in paper.blocks if isinstance(block, Signatures)]
        return signatures.columns[0].variant, signatures.columns[0].below

    assert column(Signing(kind=SigningKind.SIGNED, at=AT)) == (SignatureVariant.SIGN, ())
    finger = Signing(kind=SigningKind.FINGERPRINT, at=AT, finger=Finger.RIGHT_INDEX)
    assert column(finger) == (SignatureVariant.FINGERPRINT, ("Điểm chỉ: ngón trỏ phải",))
    two = (Witness(name="Lê A", id_number="042151000124"), Witness(name="Lê B", residence="Thôn Tây"))
    variant, below = column(Signing(kind=SigningKind.WITNESSED, at=AT, witnesses=two))
    assert variant is SignatureVariant.WITNESSES
    assert below == (
        "Người làm chứng 1: Lê A, số định danh 042151000124",
        "Người làm chứng 2: Lê B, Thôn Tây",
    )


def test_a_slip_is_filled_from_the_dossier_alone() -> None:
    context = {
        **CONTEXT,
        "office.superior": "UBND XÃ ĐỨC THỊNH",
        "office.unit": "Trung tâm Phục vụ hành chính công",
        "office.desk_heading": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "officer.name": "Lê Thị Hoa",
        "dossier.person": "Nguyễn Thị Bưởi",
        "dossier.papers": "Tờ khai, 01 bản chính\nThẻ căn cước (xuất trình)",
        "dossier.received": "2026-11-24T15:20",
        "dossier.due": "2026-11-25T10:00",
    }
    paper = compose(SLIP, Answers(), context)
    lines = [words_of(block) for block in paper.blocks if isinstance(block, Line)]
    assert "1. Tờ khai, 01 bản chính" in lines
    assert "2. Thẻ căn cước (xuất trình)" in lines
    assert "Thời gian nhận hồ sơ: 15 giờ 20 phút, ngày 24 tháng 11 năm 2026" in lines
    assert (
        NationalHeading(agency_left=("UBND XÃ ĐỨC THỊNH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"))
        in paper.blocks
    )
    assert [c.name for b in paper.blocks if isinstance(b, Signatures) for c in b.columns] == [
        "",
        "Lê Thị Hoa",
    ]


def test_a_code_to_scan_is_printed_only_when_there_is_one() -> None:
    form = small('key = "a"\nlabel = "A"', "{a}\n[qr dossier.qr]\n")
    assert QrCode(text="261124-0001") in compose(form, Answers(), {"dossier.qr": "261124-0001"}).blocks
    assert not any(isinstance(block, QrCode) for block in compose(form, Answers(), {}).blocks)
