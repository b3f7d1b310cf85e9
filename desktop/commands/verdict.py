"""`khongviet verdict CASE.json`: may we write, is it finished today, which slip (see docs/verdict-case.md)."""

import argparse
from pathlib import Path

from desktop.commands.deadline import explained
from desktop.commands.files import read_json
from desktop.commands.outcome import Outcome
from desktop.services.explain_verdict import explain_verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("case", type=Path, metavar="CASE.json", help="tệp tình huống, - để đọc từ stdin")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Judge the case.

    Raises:
        DeskError: FILE_MISSING, CASE_INVALID, PROCEDURE_UNKNOWN and the like.
    """
    name = "stdin" if str(arguments.case) == "-" else arguments.case.name
    plain = explain_verdict(read_json(arguments.case), place=name)
    return Outcome(plain=plain, text=explained(plain))
