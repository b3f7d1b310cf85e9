"""Every command that is listed can be asked for, in words people read."""

from pathlib import Path
from types import ModuleType

import pytest

from desktop.cli import build_parser, main
from desktop.commands import backup, card, deadline, doctor, forms, restore, ticket, verdict
from desktop.commands.parsers import CommandParser, shared_options


@pytest.mark.parametrize("module", [backup, card, deadline, doctor, forms, restore, ticket, verdict])
def test_a_listed_command_has_a_module_that_tells_its_words(
    module: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    name = module.__name__.rpartition(".")[2]
    assert name in build_parser().format_help()

    with pytest.raises(SystemExit, match="0"):
        build_parser().parse_args([name, "--help"])
    assert f"khongviet {name}" in capsys.readouterr().out


def test_a_command_is_learnt_once_and_can_be_used_again() -> None:
    parser = build_parser()

    assert parser.parse_args(["card", "a"]).text == "a"
    assert parser.parse_args(["card", "b"]).text == "b"


def test_shared_options_after_the_command_do_not_reset_those_before_it() -> None:
    again = CommandParser(parents=[shared_options(again=True)])

    assert not vars(again.parse_args([]))


def test_a_file_whose_name_no_answer_can_hold_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--data-dir", str(tmp_path / "d"), "backup", str(tmp_path / "a\udcff.kvb")])
    assert "tên tệp “" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()
