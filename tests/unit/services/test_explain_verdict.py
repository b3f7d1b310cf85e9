import json
import re
import shutil
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode, SeveralDeskErrors
from desktop.domain.plain import Plain
from desktop.resources_dir import resources_dir
from desktop.services.case_file import KEYS, SIGNER_KEYS
from desktop.services.explain_deadline import explain_deadline
from desktop.services.explain_verdict import explain_verdict

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "verdict-case.md"
EXAMPLES = [
    json.loads(text)
    for text in re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
]
CASE: dict[str, object] = EXAMPLES[0]


def without(*keys: str, **changes: object) -> dict[str, object]:
    return {**{key: value for key, value in CASE.items() if key not in keys}, **changes}


def keys_of(reasons: Plain) -> list[str]:
    return [row["key"] for row in json.loads(json.dumps(reasons))]


def test_the_documented_examples_answer_as_documented() -> None:
    extract, marital, will = (explain_verdict(case) for case in EXAMPLES)
    assert (extract["writing"], extract["same_day"], extract["slip"]) == ("allowed", True, "none")
    assert keys_of(extract["reasons"])[-1] == "slip"
    assert (marital["same_day"], marital["slip"]) == (False, "receipt")
    assert marital["due"] == "2026-12-04T17:30:00+07:00"
    assert keys_of(marital["reasons"])[0] == "verification"
    assert (will["writing"], will["same_day"]) == ("barred", False)


def test_every_documented_key_of_the_answer_is_there() -> None:
    answer = DOCUMENT.read_text(encoding="utf-8").partition("## Câu trả lời")[2].partition("## Ví dụ")[0]
    documented = {
        key
        for row in re.findall(r"^\| (`.*?) \|", answer, re.MULTILINE)
        for key in re.findall(r"`(\w+)`", row)
    }
    assert documented == set(explain_verdict(CASE))


def test_papers_may_be_told_whole_or_one_by_one() -> None:
    missing = explain_verdict(without("papers", papers_complete=False))
    assert (missing["promise"], missing["slip"], missing["due"]) == ("supplement", "supplement", None)
    assert missing["counted_days"] == []
    assert explain_verdict(without(papers=[]))["promise"] == "supplement"
    assert explain_verdict(without(papers=["id", "authorisation"]))["promise"] == "same_day"


def test_the_officer_s_own_figures_are_used() -> None:
    slow = explain_verdict(without(minutes_needed=900))
    assert slow["same_day"] is False
    late = explain_verdict(without(received="2026-12-01T15:20+07:00", finish_at_once=False, signers=[]))
    assert late["due"] == "2026-12-02T17:30:00+07:00"


def test_after_15_hours_the_promise_and_the_limit_of_the_law_are_told_apart() -> None:
    found = explain_verdict(
        without(received="2026-12-01T15:20", signers=[{"name": "A", "level": "chairman"}])
    )

    assert found["same_day"] is True
    assert found["due"] == "2026-12-01T17:30:00+07:00"
    assert found["counted_days"] == ["2026-12-01"]
    assert found["statutory_due"] == "2026-12-02T17:30:00+07:00"
    statutory = explain_deadline("2.000635", "2026-12-01T15:20")
    assert statutory["due"] == found["statutory_due"]
    late = next(row for row in json.loads(json.dumps(statutory["reasons"])) if row["key"] == "late_receipt")
    assert "làm xong ngay thì trả luôn" in late["detail"]


@pytest.mark.parametrize("procedure", ["1.000894", "2.000635", "LT.000001"])
def test_from_the_day_of_the_new_law_every_answer_of_civil_status_warns(procedure: str) -> None:
    def told(day: str) -> list[dict[str, str]]:
        case = without("papers", papers_complete=True, procedure=procedure, received=f"{day}T09:00")
        verdict, deadline = explain_verdict(case), explain_deadline(procedure, f"{day}T09:00")
        rows = [*json.loads(json.dumps(verdict["warnings"])), *json.loads(json.dumps(deadline["reasons"]))]
        return [row for row in rows if row["key"] == "law_changed"]

    assert told("2027-02-26") == []
    for row in told("2027-03-02"):
        assert "03/2026/QH16" in row["source"]
        assert "24 giờ" in row["detail"]
        assert row["certainty"] != "verified"
    assert len(told("2027-03-02")) == 2


def test_from_the_day_of_the_new_law_the_old_one_is_no_longer_called_checked() -> None:
    def certainty(day: str, key: str) -> str:
        rows = json.loads(json.dumps(explain_verdict(without(received=f"{day}T09:00"))["reasons"]))
        return str(next(row["certainty"] for row in rows if row["key"] == key))

    assert certainty("2027-02-23", "listed") == "verified"
    assert certainty("2027-03-02", "listed") == "memory"
    limit = json.loads(json.dumps(explain_deadline("2.000635", "2027-03-02T09:00")["reasons"]))[0]
    assert (limit["key"], limit["certainty"]) == ("limit", "memory")


def test_a_missing_paper_after_the_new_law_warns_too() -> None:
    found = explain_verdict(without(received="2027-03-02T09:00", papers=[]))
    assert keys_of(found["warnings"]) == ["law_changed"]


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ([], "hồ sơ:"),
        (without("received"), "hồ sơ: received"),
        (without("papers"), "hồ sơ: papers"),
        (without("signers"), "hồ sơ: signers"),
        (without(papers_complete=True), "hồ sơ: papers"),
        (without(papers=["visa"]), "hồ sơ: papers"),
        (without(channel="fax"), "hồ sơ: channel"),
        (without(procedure="2.001019", channel="online"), "hồ sơ: channel"),
        (without(requested_help="yes"), "hồ sơ: requested_help"),
        (without(minutes_needed=-5), "hồ sơ: minutes_needed"),
        (without(now="2026-01-01T08:00"), "hồ sơ: now"),
        (without(recieved="x"), "hồ sơ: recieved"),
        (without(signers=[{"name": "A", "level": "boss"}]), "hồ sơ: signers[0].level"),
        (without(signers=[{"name": "A", "level": "delegate", "role": "x"}]), "hồ sơ: signers[0].role"),
        (
            without(signers=[{"name": "A", "level": "delegate", "from": "11:00", "until": "10:00"}]),
            "hồ sơ: signers[0].until",
        ),
    ],
)
def test_a_wrong_case_names_the_place_and_the_cure(case: object, place: str) -> None:
    with pytest.raises(DeskError) as caught:
        explain_verdict(case)
    assert caught.value.code is ErrorCode.CASE_INVALID
    assert caught.value.place == place
    assert caught.value.params["cure"]


def test_every_mistake_of_a_case_is_told_at_once_and_its_cure_is_json() -> None:
    case = without("papers", papr=["id"], channel="fax", requested_help="yes")
    case["signers"] = [{"name": "", "level": "chairman"}, {"name": "B", "level": "delegate", "tel": "1"}]
    with pytest.raises(SeveralDeskErrors) as caught:
        explain_verdict({**case, "minutes_needed": "x"}, place="ca.json")

    told = {fault.place.removeprefix("ca.json: "): fault.params["cure"] for fault in caught.value.all}
    assert set(told) == {
        "papr",
        "papers",
        "channel",
        "requested_help",
        "minutes_needed",
        "signers[0].name",
        "signers[1].tel",
    }
    assert told["papr"] == 'có phải "papers"?'
    assert told["requested_help"] == '"requested_help": true'
    assert told["minutes_needed"] == '"minutes_needed": 0'


def test_mistakes_are_told_together_with_an_unknown_procedure() -> None:
    with pytest.raises(SeveralDeskErrors) as caught:
        explain_verdict(without(procedure="9.999999", papr=[]))
    assert [fault.code for fault in caught.value.all] == [ErrorCode.CASE_INVALID, ErrorCode.PROCEDURE_UNKNOWN]


def test_the_document_names_every_key_and_no_other() -> None:
    keys = DOCUMENT.read_text(encoding="utf-8").partition("## Các khóa")[2].partition("## Câu trả lời")[0]
    written = {
        key
        for row in re.findall(r"^\| (`.*?) \|", keys, re.MULTILINE)
        for key in re.findall(r"`([\w.\[\]]+)`", row)
    }
    assert {key for key in written if not key.startswith("signers[]") and key != "until"} == KEYS
    assert {key.removeprefix("signers[].") for key in written if "[]" in key} | {"until"} == SIGNER_KEYS


def test_an_unknown_procedure_or_a_day_before_the_catalogue_is_a_plain_fault() -> None:
    with pytest.raises(DeskError) as caught:
        explain_verdict(without(procedure="9.999999"))
    assert caught.value.code is ErrorCode.PROCEDURE_UNKNOWN
    with pytest.raises(DeskError) as caught:
        explain_verdict(without(procedure="1.014027", received="2023-07-25T09:00"))
    assert caught.value.code is ErrorCode.PROCEDURE_NOT_IN_FORCE


def test_a_limit_on_agreement_asks_for_the_agreed_moment(tmp_path: Path) -> None:
    for folder in ("procedures", "offices", "calendars"):
        shutil.copytree(resources_dir() / folder, tmp_path / folder)
    table = tmp_path / "procedures" / "chung-thuc.toml"
    text = table.read_text(encoding="utf-8").replace(
        'direct = "2 ngày làm việc"', 'direct = "theo thỏa thuận"'
    )
    table.write_text(text, encoding="utf-8")
    will = EXAMPLES[2]
    with pytest.raises(DeskError) as caught:
        explain_verdict(will, resources=tmp_path)
    assert caught.value.place == "hồ sơ: agreed"
    agreed = explain_verdict({**will, "agreed": "2026-12-08T09:00"}, resources=tmp_path)
    assert agreed["due"] == "2026-12-08T09:00:00+07:00"
