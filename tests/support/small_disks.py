"""A real file system of its own, small or read-only; only an administrator can make one."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def mounted(folder: Path, *, size: str) -> Iterator[Path]:
    """Mount a file system in memory; skips the test where that is not allowed."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only an administrator can mount a small disk")
    if not _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        assert _run("umount", str(folder))


def make_read_only(folder: Path) -> None:
    """Take the right to write away from everybody."""
    assert _run("mount", "-o", "remount,ro", str(folder))


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - paths of ours
