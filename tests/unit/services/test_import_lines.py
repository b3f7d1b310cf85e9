import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms.definition import FieldType
from desktop.forms.loader import check_form_text
from desktop.forms.page import read_page
from desktop.services.import_draft import ImportDraft, draft_text
from desktop.services.import_lines import LineImport, guarded, split_long
from desktop.services.ports_documents import DocText
from tests.support.form_files import TODAY


def line(text: str) -> tuple[str, ImportDraft]:
    draft = ImportDraft(prefix="thu")
    LineImport(draft).lines([DocText(text=text)])
    return "\n".join(draft.page), draft


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Lý do: ……", "Lý do: {thu.ly_do}"),
        (
            "Nghề nghiệp ____ Nơi làm việc ____",
            "Nghề nghiệp {thu.nghe_nghiep} Nơi làm việc {thu.noi_lam_viec}",
        ),
        ("Vào ngày …/…/20…", "Vào ngày {thu.vao_ngay:day}/{thu.vao_ngay:month}/{thu.vao_ngay:year}"),
        ("Nhà: ☐ Thuê ☐ Mượn", "Nhà: {thu.nha?Thuê} {thu.nha?Mượn}"),
        ("Nhà: Thuê ☐ Mượn ☐", "Nhà: {thu.nha?Thuê} {thu.nha?Mượn}"),
        (
            "2. Ngày sinh: …/…/20…   3. Nhà ở: Thuê ☐  Mượn ☐",
            (
                "2. Ngày sinh: {requester.birth:day}/{requester.birth:month}/{requester.birth:year}"
                "   3. Nhà ở: {thu.nha_o?Thuê} {thu.nha_o?Mượn}"
            ),
        ),
        (
            "Tên …… Nhà: ☐ Thuê ☐ Mượn",
            "Tên {thu.ten} Nhà: {thu.nha?Thuê} {thu.nha?Mượn}",
        ),
        ("Nhà: ☐  Đi  thuê ☐ Mượn", "Nhà: {thu.nha?Đi thuê} {thu.nha?Mượn}"),
        ("☐ Không. Lý do: ……", "{thu.danh_dau?Không}. Lý do: {thu.ly_do}"),
        ("☐ Chưa đi học (Lý do: ……)", "{thu.danh_dau?Chưa đi học} (Lý do: {thu.ly_do})"),
        ("☐ Khác, ghi rõ: ……", "{thu.danh_dau?Khác}, ghi rõ: {thu.ghi_ro}"),
        ("…… ☐ Có", "{thu.noi_dung} {thu.danh_dau?Có}"),
        ("Giá {đồng}: …… | ghi rõ", "Giá {{đồng}}: {thu.gia_dong} || ghi rõ"),
        ("Cột một: ….\tCột hai: ….", "Cột một: {thu.cot_mot} | Cột hai: {thu.cot_hai}"),
    ],
)
def test_blanks_and_boxes_become_places(text: str, made: str) -> None:
    assert line(text)[0] == made


def test_dots_alone_give_the_answer_above_more_room() -> None:
    page, draft = line("Lý do xin nghỉ ……\n……………\n……………")
    assert page == "Lý do xin nghỉ {thu.ly_do_xin_nghi}"
    assert draft.fields[0].type is FieldType.TEXTAREA


def test_one_option_written_twice_is_one_option() -> None:
    assert line("☐ Nam ☐ Nam")[1].fields[0].options == ["Nam"]
    assert line("☐ Nữ\n☐ Nam ☐ Nam")[1].fields[0].options == ["Nữ", "Nam"]


def test_a_line_that_looks_like_a_command_is_taken_as_it_is() -> None:
    for text in ("[Phần A]", "= x", "* sao", "\\ngược"):
        (item,), slips = read_page(guarded(text))
        assert not slips
        assert item.parts[0][0].text == text  # type: ignore[union-attr]  # it has parts


def test_a_long_paragraph_is_cut_at_spaces_and_loses_nothing() -> None:
    text = "chữ " * 3000
    assert " ".join(split_long(text)).split() == text.split()
    assert "".join(split_long("x" * 5000)) == "x" * 5000


pieces = st.lists(
    st.sampled_from(
        ["Họ tên", ":", "……", "....", "____", "☐", "\t", "\n", "{", "}", "|", "[", "]", "**", "//", "^", '"', "\\",
         "'''", " ", "Nam", "ngày … tháng … năm 20…", "=", "(1)", "số 5", "#", ">", "https://a.vn"]
    ),
    max_size=14,
)  # fmt: skip


@given(st.lists(pieces, max_size=4))
def test_whatever_stands_in_a_line_gives_a_form_that_loads(lines: list[list[str]]) -> None:
    draft = ImportDraft(prefix="thu")
    reader = LineImport(draft)
    for parts in lines:
        reader.lines([DocText(text="".join(parts))])
    draft.page.append("= HẾT =")
    text = draft_text(
        draft, form_id="xa.thu", name="Thử", source="Thử", today=TODAY, paper="A4", against="Tệp"
    )
    assert not [str(problem) for problem in check_form_text(text.encode(), "mau.toml").problems]
