# ruff: noqa: S603, S607 - the test's own programs, found on the PATH as an administrator would
"""A print system of the test's own: D-Bus, Avahi, CUPS and an IPP Everywhere printer, all in one folder.

Nothing of the computer's real print system is touched. `ippeveprinter` refuses to start without DNS-SD, hence
the first two.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("dbus-daemon", "avahi-daemon", "cupsd", "ippeveprinter", "lpadmin", "lp", "pdfinfo", "pdftotext")
PRINTER = "SimA4"
RAW_QUEUE = "SimRaw"
_AVAHI_PID = Path("/run/avahi-daemon/pid")

_DBUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
<allow receive_sender="*"/><allow user="*"/></policy></busconfig>
"""
_CUPSD = """LogLevel warn
Listen {folder}/cups.sock
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
FileDevice Yes
Sandboxing relaxed
"""


def missing() -> str:
    """Say why there can be no print system here; empty where there can."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        return f"không có {', '.join(absent)} (cups, cups-ipp-utils, dbus, avahi-daemon, poppler-utils)"
    return "" if os.geteuid() == 0 else "cupsd và avahi-daemon chỉ chạy được với quyền root"


@dataclass(slots=True)
class PrivateCups:
    """The running print system.

    Attributes:
        folder: Everything lies here.
        port: Where the simulated printer listens.
        environment: For programs that talk to it.
    """

    folder: Path
    port: int
    environment: Mapping[str, str]
    _printer: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        """Address of the CUPS server."""
        return str(self.folder / "cups.sock")

    @property
    def arrived(self) -> list[Path]:
        """Documents that came out of the printer, oldest first."""
        return sorted((self.folder / "out").iterdir(), key=lambda path: path.stat().st_mtime_ns)

    def switch_on(self) -> None:
        """Start the printer and wait until it answers."""
        self._printer = subprocess.Popen(
            [
                "ippeveprinter", "-p", str(self.port), "-n", "localhost", "-k", "-d", str(self.folder / "out"),
                "-f", "application/pdf,image/urf,image/pwg-raster,image/jpeg", PRINTER,
            ],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # CUPS asks the printer what it can do only while the queue is added: too early, and it knows no paper.
        _until(self._answers)
        _until(lambda: self._add(PRINTER, f"ipp://localhost:{self.port}/ipp/print", "everywhere"))
        _until((self.folder / "root" / "ppd" / f"{PRINTER}.ppd").exists)

    def switch_off(self) -> None:
        """Pull the plug."""
        if self._printer is not None:
            _end(self._printer)
            self._printer = None

    def add_raw_queue(self, port: int) -> None:
        """Add a queue that hands bytes as they are to a port of this computer."""
        _until(lambda: self._add(RAW_QUEUE, f"socket://127.0.0.1:{port}", "raw"))

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("localhost", self.port), timeout=1):
            return True
        return False

    def _add(self, name: str, uri: str, model: str) -> bool:
        done = subprocess.run(
            ["lpadmin", "-p", name, "-E", "-v", uri, "-m", model],
            env=self.environment,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0


def _until(happened: object, seconds: float = 15.0) -> None:
    assert callable(happened)
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("the print system does not start")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _avahi_runs() -> bool:
    with suppress(OSError, ValueError):
        os.kill(int(_AVAHI_PID.read_text()), 0)
        return True
    return False


@contextmanager
def private_cups(port: int) -> Iterator[PrivateCups]:
    """Run the print system until the block ends."""
    with tempfile.TemporaryDirectory(prefix="kv-cups-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)  # CUPS filters run as another user
        for part in ("root", "spool", "cache", "state", "out"):
            (folder / part).mkdir()
        for file, text in (("dbus.conf", _DBUS), ("cupsd.conf", _CUPSD), ("cups-files.conf", _FILES)):
            (folder / file).write_text(text.format(folder=folder))
        environment = {**os.environ, "CUPS_SERVER": f"{folder}/cups.sock", "LC_ALL": "C"}
        commands = [["cupsd", "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]]
        if not _avahi_runs():
            environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder}/bus"
            commands = [
                ["dbus-daemon", f"--config-file={folder}/dbus.conf", "--nofork", "--nopidfile"],
                ["avahi-daemon", "--no-chroot", "--no-drop-root"],
                *commands,
            ]
        running: list[subprocess.Popen[bytes]] = []
        cups = PrivateCups(folder=folder, port=port, environment=environment)
        try:
            for command in commands:
                quiet = subprocess.DEVNULL
                running.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet))
                if command[0] == "dbus-daemon":
                    _until((folder / "bus").exists)
                elif command[0] == "avahi-daemon":
                    _until(_avahi_runs)
            _until((folder / "cups.sock").exists)
            yield cups
        finally:
            cups.switch_off()
            for process in reversed(running):
                _end(process)
