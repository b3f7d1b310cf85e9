"""`khongviet deadline CODE --received ...`: when a dossier is due, and why."""

import argparse

from desktop.commands.outcome import Outcome
from desktop.domain.procedure import Channel
from desktop.services.explain_deadline import explain_deadline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument("code", metavar="CODE", help="mã thủ tục, ví dụ 1.001776")
    parser.add_argument("--received", required=True, metavar="2026-02-13T09:00", help="lúc nhận đủ hồ sơ")
    parser.add_argument("--channel", choices=[one.value for one in Channel], default=Channel.DIRECT.value)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Outcome:
    """Reckon the deadline.

    Raises:
        DeskError: PROCEDURE_UNKNOWN, PROCEDURE_NOT_IN_FORCE, MOMENT_INVALID and the like.
    """
    plain = explain_deadline(arguments.code.strip(), arguments.received, channel=arguments.channel)
    return Outcome(plain=plain, text=explained(plain))


def explained(plain: object) -> str:
    """Give an explanation as lines people read."""
    if isinstance(plain, dict):
        return "\n".join(f"{key}: {explained(value)}" for key, value in plain.items())
    if isinstance(plain, list | tuple):
        return "".join(f"\n  - {explained(one)}" for one in plain)
    return "—" if plain is None else str(plain)
