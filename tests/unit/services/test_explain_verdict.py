import json
import re
import shutil
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.plain import Plain
from desktop.resources_dir import resources_dir
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
        (without(signers=[{"name": "A", "level": "boss"}]), "hồ sơ: signers[1].level"),
        (without(signers=[{"name": "A", "level": "delegate", "role": "x"}]), "hồ sơ: signers[1].role"),
        (
            without(signers=[{"name": "A", "level": "delegate", "from": "11:00", "until": "10:00"}]),
            "hồ sơ: signers[1].until",
        ),
    ],
)
def test_a_wrong_case_names_the_place_and_the_cure(case: object, place: str) -> None:
    with pytest.raises(DeskError) as caught:
        explain_verdict(case)
    assert caught.value.code is ErrorCode.CASE_INVALID
    assert caught.value.place == place
    assert caught.value.params["cure"]


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
