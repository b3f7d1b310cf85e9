from datetime import UTC, date, datetime
from types import MappingProxyType

from desktop.domain.ids import FormRef
from desktop.forms.library import FormLibrary
from desktop.services.case_misfits import CaseMisfits
from tests.support.fake_records import FakeDrafts
from tests.support.form_files import form_of, form_text
from tests.support.parked_visits import park_visit

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KIND = 'key = "request.kind"\nlabel = "Loại"\ntype = "choice"\noptions = ["A", "B"]'
OLD = form_of(form_text(KIND, page="{request.kind}\n"))
NEW = form_of(
    form_text(KIND.replace('"A", ', '"C", '), page="{request.kind}\n")
    .replace('version = "2024-01-01"', 'version = "2027-01-01"')
    .replace('"birth"]', '"birth", "phone"]')
    .replace("Sinh:", "{requester.phone} Sinh:")
)
LIBRARY = FormLibrary(MappingProxyType({(form.id, form.version): form for form in (OLD, NEW)}))


def visit(drafts: FakeDrafts, name: str, version: str, **answers: str) -> None:
    park_visit(drafts, name, FormRef(form_id="thu.mau", version=version), **answers)


def test_unfinished_visits_of_an_earlier_version_are_counted_and_nobody_is_named() -> None:
    drafts = FakeDrafts(lambda: NOW)
    visit(drafts, "a", "2024-01-01", request__kind="A", requester__name="Nguyễn Thị Bưởi")
    visit(drafts, "b", "2024-01-01", request__kind="B", requester__name="Lê An", other__form="x")
    visit(drafts, "c", "2027-01-01", request__kind="A")
    drafts.save("d", {"không": "đọc được"})
    report = CaseMisfits(drafts).run(NEW, LIBRARY, TODAY)
    assert (report.visits, report.unfit) == (2, 2)
    counted = {row.what: row.visits for row in report.rows}
    assert counted["request.kind: “Loại” không còn lựa chọn đã ghi."] == 1
    assert counted["requester.phone: “Số điện thoại” phải hỏi thêm."] == 2
    assert not any("Bưởi" in row.what or "other.form" in row.what for row in report.rows)
    assert "2 lượt" in report.text
    assert not any("birth" in what for what in counted), "what the old version still has to ask is no misfit"


def test_a_visit_that_only_is_not_finished_fits() -> None:
    drafts = FakeDrafts(lambda: NOW)
    visit(drafts, "a", "2024-01-01", requester__name="Lê An")
    same = form_of(
        form_text(KIND, page="{request.kind}\n").replace('version = "2024-01-01"', 'version = "2027-01-01"')
    )
    report = CaseMisfits(drafts).run(same, LIBRARY, TODAY)
    assert (report.visits, report.unfit) == (1, 0)


def test_nothing_begun_with_an_earlier_version_is_said_so() -> None:
    report = CaseMisfits(FakeDrafts(lambda: NOW)).run(NEW, LIBRARY, TODAY)
    assert (report.visits, report.unfit, report.rows) == (0, 0, ())
    assert "Không có lượt nào" in report.text
