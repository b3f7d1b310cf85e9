"""Composed papers as the forms room makes them, filled, sparse and blank, for tests and benchmarks of the drawing."""

from desktop.forms.paper import (
    Addressee,
    Block,
    Boxes,
    Cell,
    Column,
    ComposedPaper,
    FormMark,
    Gap,
    Item,
    Line,
    NationalHeading,
    Notes,
    PaperSize,
    Paragraph,
    PlaceDate,
    Rule,
    Run,
    RunKind,
    Section,
    SignatureColumn,
    Signatures,
    SignatureVariant,
    Subtitle,
    Table,
    Tick,
    Title,
)

NAME = "NGUYỄN THỊ BƯỞI"
HOME = "Thôn Đông Đoài, xã Đức Thịnh, tỉnh Hà Tĩnh"
PAPER = "Thẻ căn cước số 042151000123, Bộ Công an, cấp ngày 12/8/2024"


def label(text: str, *, bold: bool = False, italic: bool = False) -> Run:
    """Printed words."""
    return Run(text=text, bold=bold, italic=italic)


def value(text: str, key: str, *, bold: bool = False) -> Run:
    """An answer; an empty one is a place to write."""
    return Run(text=text, kind=RunKind.VALUE, key=key, bold=bold)


def pair(words: str, text: str, key: str, *, bold: bool = False, width: float | None = None) -> Cell:
    """A label, its answer and dots to the end."""
    return Cell(items=(label(f"{words}: "), value(text, key, bold=bold)), leader=True, width=width)


def line(*cells: Cell, indent_mm: float = 0.0) -> Line:
    """Cells side by side."""
    return Line(cells=cells, indent_mm=indent_mm)


def day(text: str, key: str) -> tuple[Item, ...]:
    """A date in three places, or dots where it is not known."""
    if not text:
        return tuple(
            part
            for word, dots, name in (
                ("ngày ", "......", "d"),
                (" tháng ", "......", "m"),
                (" năm ", "........", "y"),
            )
            for part in (label(word), Run(text=dots, key=f"{key}.{name}"))
        )
    number, month, year = text.split("/")
    return (
        label("ngày "),
        value(number, f"{key}.d"),
        label(" tháng "),
        value(month, f"{key}.m"),
        label(" năm "),
        value(year, f"{key}.y"),
    )


def extract_paper(*, filled: bool = True, home: str = HOME, name: str = NAME) -> ComposedPaper:
    """Tờ khai cấp bản sao trích lục hộ tịch."""

    def known(text: str) -> str:
        return text if filled else ""

    blocks: tuple[Block, ...] = (
        NationalHeading(),
        Title(text="TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH"),
        Addressee(items=(label("Kính gửi: (1) "), value(known("Ủy ban nhân dân xã Đức Thịnh"), "office"))),
        Gap(mm=2),
        line(pair("Họ, chữ đệm, tên người yêu cầu", known(name), "requester.name", bold=True)),
        line(pair("Ngày, tháng, năm sinh", known("05/3/1951"), "requester.birth")),
        line(pair("Nơi cư trú: (2)", known(home), "requester.home")),
        line(pair("Giấy tờ tùy thân: (3)", known(PAPER), "requester.paper")),
        line(
            pair(
                "Quan hệ với người được cấp bản sao Trích lục hộ tịch", known("Bà nội"), "requester.relation"
            )
        ),
        Paragraph(
            items=(
                label("Đề nghị cơ quan cấp bản sao trích lục (4) "),
                value(known("khai sinh"), "event"),
                label(" cho người có tên dưới đây:"),
            ),
            first_line_mm=0,
        ),
        line(pair("Họ, chữ đệm, tên", known("TRẦN GIA BẢO"), "subject.name", bold=True)),
        line(pair("Ngày, tháng, năm sinh", known("14/9/2021"), "subject.birth")),
        line(
            pair("Giới tính", known("Nam"), "subject.sex"),
            pair("Dân tộc", known("Kinh"), "subject.ethnicity"),
            pair("Quốc tịch", known("Việt Nam"), "subject.nationality"),
        ),
        line(pair("Nơi cư trú: (2)", known(home), "subject.home")),
        line(pair("Giấy tờ tùy thân: (3)", "", "subject.paper")),
        line(pair("Đã đăng ký tại: (5)", known("Ủy ban nhân dân xã Thanh Bình Thịnh"), "registered.at")),
        line(
            Cell(items=day(known("20/9/2021"), "registered.day")),
            pair("số", known("87"), "registered.number"),
            pair("quyển số", known("01/2021"), "registered.book"),
        ),
        line(
            pair("Số lượng bản sao yêu cầu cấp: (6)", known("02"), "copies", width=0.6),
            Cell(items=(label("bản."),)),
        ),
        Paragraph(
            items=(
                label(
                    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật "
                    "về cam đoan của mình."
                ),
            )
        ),
        PlaceDate(
            items=(
                label("Làm tại: "),
                value(known("xã Đức Thịnh"), "made.at"),
                label(", "),
                *day(known("24/11/2026"), "made.day"),
            )
        ),
        Signatures(
            columns=(
                SignatureColumn(
                    title="Người yêu cầu",
                    instruction="(Ký, ghi rõ họ, chữ đệm, tên)",
                    name=known("Nguyễn Thị Bưởi"),
                    key="requester.signature",
                ),
            )
        ),
        Rule(),
        Notes(items=(label("Chú thích:", bold=True),)),
        Notes(items=(label("(1) Ghi rõ tên cơ quan đề nghị cấp bản sao trích lục hộ tịch."),)),
        Notes(
            items=(
                label(
                    "(2) Chỉ khai khi người yêu cầu không có số định danh cá nhân; ghi theo nơi thường trú, nếu không "
                    "có nơi thường trú thì ghi nơi tạm trú, không có cả hai thì ghi nơi ở hiện tại."
                ),
            )
        ),
    )
    return ComposedPaper(
        form_id="ho-tich.trich-luc",
        version="2024-06-06",
        title="Tờ khai cấp bản sao trích lục hộ tịch",
        blocks=blocks,
        footer="ho-tich.trich-luc · 2024-06-06",
    )


def allowance_paper(
    *, filled: bool = True, career: str = "Thanh niên xung phong 1969-1972."
) -> ComposedPaper:
    """Mẫu số 1d: ticks, sub-lines, a table, a fingerprint and the office's confirmation, over two pages."""

    def known(text: str) -> str:
        return text if filled else ""

    def tick(words: str, *, checked: bool, key: str) -> Tick:
        return Tick(checked=checked and filled, label=(label(words),), key=key)

    benefits = ("Lương hưu/Trợ cấp BHXH hàng tháng", "Trợ cấp bảo trợ xã hội hàng tháng")
    blocks: tuple[Block, ...] = (
        FormMark(text="Mẫu số 1d"),
        NationalHeading(),
        Title(text="TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI"),
        Subtitle(
            items=(
                label(
                    "(Áp dụng đối với đối tượng quy định tại khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP "
                    "ngày 15 tháng 3 năm 2021 của Chính phủ)",
                    italic=True,
                ),
            )
        ),
        Section(text="THÔNG TIN CỦA ĐỐI TƯỢNG"),
        line(pair("1. Họ và tên (Viết chữ in hoa)", known(NAME), "person.name", bold=True)),
        line(
            pair("Ngày/tháng/năm sinh", known("05/3/1951"), "person.birth"),
            pair("Giới tính", known("Nữ"), "person.sex"),
            pair("Dân tộc", known("Kinh"), "person.ethnicity"),
        ),
        line(
            Cell(
                items=(
                    label("Số định danh: "),
                    Boxes(digits=known("042151000123"), count=12, key="person.id"),
                )
            ),
        ),
        line(
            pair("Cấp ngày", known("12/8/2024"), "person.id.day", width=0.4),
            pair("Nơi cấp", known("Bộ Công an"), "person.id.issuer"),
        ),
        line(pair("2. Hộ khẩu thường trú", known(HOME), "person.home")),
        line(pair("Hiện đang ở với ai và địa chỉ nơi ở?", known(f"Ở với con trai, {HOME}"), "person.living")),
        line(
            Cell(
                items=(
                    label("3. Có thẻ BHYT không?   "),
                    tick("Không", checked=False, key="insurance"),
                    tick("Có", checked=True, key="insurance"),
                )
            )
        ),
        line(Cell(items=(label("4. Đang hưởng chế độ nào sau đây:"),))),
        *(
            line(
                Cell(items=(tick(f"{words}: ", checked=False, key=f"benefit.{number}"),)),
                Cell(items=(value("", f"benefit.{number}.amount"),), leader=True),
                Cell(items=(label("đồng."),)),
                pair("Hưởng từ tháng", "", f"benefit.{number}.from"),
                indent_mm=5,
            )
            for number, words in enumerate(benefits)
        ),
        line(pair("5. Thuộc hộ nghèo, cận nghèo không?", known("Không"), "poor")),
        line(pair("9. Quá trình hoạt động của bản thân (Không bắt buộc)", known(career), "career")),
        Section(text="Người có nghĩa vụ và quyền phụng dưỡng"),
        Table(
            columns=(
                Column(title="STT", width=0.08),
                Column(title="Họ và tên", width=0.3),
                Column(title="Năm sinh", width=0.14),
                Column(title="Nghề nghiệp, nơi ở"),
            ),
            rows=tuple(
                (
                    Cell(items=(label(str(number + 1)),)),
                    Cell(items=(value(name, f"kin.{number}.name"),)),
                    Cell(items=(value(born, f"kin.{number}.birth"),)),
                    Cell(items=(value(work, f"kin.{number}.work"),)),
                )
                for number, (name, born, work) in enumerate(
                    (
                        ("Trần Văn Hữu", "1975", "Làm ruộng, thôn Đông Đoài, xã Đức Thịnh"),
                        ("Trần Thị Đỗ Quỳnh Ẵm", "1979", "Công nhân, phường Thành Sen"),
                    )
                )
                if filled
            ),
            min_rows=4,
            key="kin",
        ),
        Gap(mm=2),
        Paragraph(
            items=(
                label(
                    "Tôi xin cam đoan những lời khai trên là đúng, nếu có điều gì khai không đúng tôi xin "
                    "hoàn toàn chịu trách nhiệm."
                ),
            )
        ),
        PlaceDate(items=day(known("24/11/2026"), "made.day")),
        Signatures(
            columns=(
                SignatureColumn(
                    title="Thông tin người khai thay",
                    below=(
                        "Giấy CMND hoặc CCCD số: ..........................",
                        "Mối quan hệ với đối tượng: .........",
                    ),
                ),
                SignatureColumn(
                    title="NGƯỜI KHAI",
                    instruction="(Ký, ghi rõ họ tên. Trường hợp khai thay phải ghi đầy đủ thông tin người khai thay)",
                    variant=SignatureVariant.FINGERPRINT,
                    name=known("Nguyễn Thị Bưởi"),
                    key="person.signature",
                    below=("Điểm chỉ ngón trỏ phải",) if filled else (),
                ),
            )
        ),
        Section(text="XÁC NHẬN CỦA ỦY BAN NHÂN DÂN CẤP XÃ"),
        Paragraph(
            items=(
                label("Ủy ban nhân dân xã "),
                value("", "office.name"),
                label(" đã xem xét hồ sơ, xác minh thông tin cá nhân của "),
                value("", "office.person"),
                label(" và họp ngày "),
                Run(text="...........", key="office.day"),
                label(" thống nhất kết luận như sau:"),
            )
        ),
        Signatures(
            columns=(
                SignatureColumn(title="CÁN BỘ TIẾP NHẬN HỒ SƠ", instruction="(Ký, ghi rõ họ tên)"),
                SignatureColumn(title="CHỦ TỊCH", instruction="(Ký tên, đóng dấu)"),
            )
        ),
    )
    return ComposedPaper(
        form_id="tro-giup.1d",
        version="2021-07-01",
        title="Tờ khai đề nghị trợ giúp xã hội",
        blocks=blocks,
        footer="tro-giup.1d · 2021-07-01",
    )


def receipt_paper(size: PaperSize = PaperSize.A5) -> ComposedPaper:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả, with the agency left of the national heading."""
    return ComposedPaper(
        form_id="mot-cua.01",
        version="2025-07-01",
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        size=size,
        blocks=(
            NationalHeading(
                agency_left=("ỦY BAN NHÂN DÂN XÃ ĐỨC THỊNH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG")
            ),
            Title(text="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
            Subtitle(items=(label("Mã hồ sơ: "), value("261124-0007", "number"))),
            Paragraph(
                items=(label("Bộ phận tiếp nhận: "), value("Trung tâm Phục vụ hành chính công", "office"))
            ),
            line(pair("Tiếp nhận hồ sơ của", NAME, "name", bold=True)),
            line(pair("Địa chỉ", HOME, "home")),
            line(pair("Nội dung yêu cầu giải quyết", "Đăng ký khai tử", "what")),
            line(pair("Thời gian trả kết quả", "16 giờ 30 phút, ngày 27 tháng 11 năm 2026", "due")),
            Signatures(
                columns=(
                    SignatureColumn(title="NGƯỜI NỘP HỒ SƠ", instruction="(Ký và ghi rõ họ tên)"),
                    SignatureColumn(title="NGƯỜI TIẾP NHẬN HỒ SƠ", instruction="(Ký và ghi rõ họ tên)"),
                )
            ),
        ),
        footer="mot-cua.01 · 2025-07-01",
    )
