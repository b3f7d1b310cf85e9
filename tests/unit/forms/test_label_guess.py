import pytest

from desktop.forms.definition import FieldType
from desktop.forms.label_guess import bare_label, guess, guess_paper_part, guess_role, slug


@pytest.mark.parametrize(
    ("label", "part"),
    [
        ("Họ, chữ đệm, tên", "name"),
        ("Họ và tên người yêu cầu", "name"),
        ("Tôi tên là", "name"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("Sinh ngày", "birth"),
        ("Giới tính", "sex"),
        ("Dân tộc", "ethnicity"),
        ("Quốc tịch", "nationality"),
        ("Nơi cư trú", "residence"),
        ("Hộ khẩu thường trú", "residence"),
        ("Nguyên quán", "hometown"),
        ("Giấy tờ tùy thân", "id_paper"),
        ("Số CMND/CCCD", "id_paper"),
        ("Số định danh cá nhân", "id_number"),
        ("Số điện thoại liên hệ", "phone"),
        ("Điện thoại", "phone"),
        ("Email", "email"),
        ("Họ và tên gọi khác", ""),
        ("Lý do", ""),
    ],
)
def test_the_part_of_a_person_is_guessed_from_the_label(label: str, part: str) -> None:
    assert guess(label).part == part


def test_other_kinds_are_guessed_too() -> None:
    assert guess("Lý do đề nghị").type is FieldType.TEXTAREA
    assert guess("Số tiền vay").type is FieldType.MONEY
    assert guess("Số lượng bản").type is FieldType.NUMBER
    assert guess("Từ ngày").type is FieldType.DATE


def test_roles_and_parts_of_papers_are_guessed() -> None:
    assert guess_role("II. THÔNG TIN VỀ CHỦ HỘ") == ("head", "Chủ hộ")
    assert guess_role("Họ tên người chết") == ("deceased", "Người chết")
    assert guess_role("Nội dung") is None
    assert [guess_paper_part(label) for label in ("cấp ngày", "nơi cấp", "điện thoại")] == [
        "issued",
        "issuer",
        "",
    ]


def test_labels_lose_their_numbers_and_keys_are_made_of_letters() -> None:
    assert [bare_label(text) for text in ("1. Họ tên:", "a) Quê quán :", "- Dân tộc", "(2) Lý do", "…")] == [
        "Họ tên",
        "Quê quán",
        "Dân tộc",
        "Lý do",
        "…",
    ]
    assert slug("Đơn vị: 3 tháng gần nhất của hộ gia đình") == "don_vi_3_thang_gan_nhat"
    assert slug("…") == "o"
    assert slug("30 ngày") == "o_30_ngay"
