from desktop.forms.remark_lines import line_remarks

TEXT = 'id = "xa.a"\n  label = "Họ  tên"\n> Kính gửi: {office.name}\n'


def test_a_remark_stands_at_the_line_it_numbers_or_quotes_and_else_at_none() -> None:
    remarks = (
        "Dòng 3: xem lại.",
        "“Họ tên”: ô gì?",
        "Dòng 99: hết tệp.",
        "“không có” xem lại.",
        "Đọc lại hết.",
    )
    assert [(one.line, one.words) for one in line_remarks(TEXT, remarks)] == [
        (3, "xem lại."),
        (2, "“Họ tên”: ô gì?"),
        (4, "hết tệp."),
        (0, "“không có” xem lại."),
        (0, "Đọc lại hết."),
    ]


def test_lines_added_above_move_it() -> None:
    assert line_remarks(f"# a\n# b\n{TEXT}", ("“Kính gửi”: xem lại.",))[0].line == 5
