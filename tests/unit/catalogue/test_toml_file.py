from pathlib import Path

import pytest

from desktop.catalogue.toml_file import read_citation, read_folder, read_toml
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.reason import Certainty, Citation


def written(folder: Path, text: str) -> Path:
    path = folder / "thu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fault_names_file_line_and_key(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'a = 1\n\n[[row]]\nname = "x"\n[row.fee]\nkind = "free"\n\n[[row]]\nname = 3\nin = { to = 1 }\n',
    )
    second = read_toml(path).children("row")[1]
    with pytest.raises(DeskError) as caught:
        second.text("name")
    assert caught.value.place == "thu.toml, dòng 9: row[2].name"
    assert caught.value.params["file"] == "thu.toml"
    with pytest.raises(DeskError) as caught:
        second.child("in").text("to")
    assert caught.value.place == "thu.toml, dòng 10: row[2].in.to"
    with pytest.raises(DeskError) as caught:
        read_toml(path).children("row")[0].child("fee").number("kind")
    assert caught.value.place == "thu.toml, dòng 6: row[1].fee.kind"
    with pytest.raises(DeskError) as caught:
        read_toml(path).text("missing")
    assert caught.value.place == "thu.toml: missing"


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        read_toml(written(tmp_path, 'a = 1\nb = "\n'))
    assert caught.value.code is ErrorCode.FILE_INVALID
    assert caught.value.place == "thu.toml, dòng 2"


def test_a_file_in_another_encoding_or_missing_is_a_plain_fault(tmp_path: Path) -> None:
    (tmp_path / "thu.toml").write_bytes("a = 'Đức'".encode("utf-16"))
    with pytest.raises(DeskError) as caught:
        read_folder(tmp_path)
    assert "UTF-8" in caught.value.params["problem"]
    for missing in (lambda: read_toml(tmp_path / "no.toml"), lambda: read_folder(tmp_path / "no")):
        with pytest.raises(DeskError) as caught:
            missing()
        assert caught.value.code is ErrorCode.SHIPPED_FILE_MISSING


def test_a_citation_is_a_text_or_a_text_with_its_certainty(tmp_path: Path) -> None:
    reader = read_toml(
        written(
            tmp_path,
            'a = "Luật"\nb = { text = "Luật", certainty = "memory" }\nc = { text = "x", sure = 1 }\n',
        )
    )
    assert read_citation(reader, "a") == Citation(text="Luật")
    assert read_citation(reader, "b").certainty is Certainty.MEMORY
    with pytest.raises(DeskError) as caught:
        read_citation(reader, "c")
    assert caught.value.place == "thu.toml, dòng 3: c.sure"
