"""Where an office's store may be, and how each kind is opened and made."""

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.blob_remote import BlobRemote
from desktop.sync.file_blobs import FileBlobs
from desktop.sync.file_office import create_shared_file, is_begun_file
from desktop.sync.file_remote import FileRemote
from desktop.sync.link import Link
from desktop.sync.pg_blobs import PgBlobs
from desktop.sync.pg_connection import entry_of, fault_of, fault_on_the_way, patient_connection
from desktop.sync.pg_office import (
    CounterRole,
    create_office,
    found_office,
    has_role,
    is_begun,
    is_prepared,
    make_counter_role,
    own_role,
)
from desktop.sync.pg_remote import PgRemote
from desktop.sync.remote import Remote

SHARED_FILE: Final = "khongviet-so-chung.db"
_SERVER: Final = ("postgresql://", "postgres://")
_CONNECT_SECONDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """With what a counter comes to the store.

    Attributes:
        address: Where the store is, without a password.
        role: The counter's database role, empty for a file.
        password: The role's password.
        authority: The certificate (PEM) that signs the server's.
    """

    address: str
    role: str = ""
    password: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTry:
    """A founding that was broken off.

    Attributes:
        client_id: The founder's name.
        role: The founder's database role, if it had one already.
        password: The role's password.
    """

    client_id: str
    role: str = ""
    password: str = field(default="", repr=False)


class Stores(Protocol):
    """Opens and makes stores; tests have their own."""

    def open(self, link: Link) -> Remote:
        """Give the way to a counter's store; the first call connects."""
        ...

    def open_blobs(self, link: Link) -> BlobRemote:
        """Give the way to the attachments of a counter's store, on a connection of its own."""
        ...

    def make(
        self, address: str, *, dataset_id: str, office_key: bytes, again: EarlierTry | None = None
    ) -> Access:
        """Make an empty store for a new office; gives how its first counter comes in.

        Args:
            address: Where.
            dataset_id: The new office.
            office_key: What opens its records.
            again: A try before may have made it: then a store of this office is taken in which nobody else is.

        Raises:
            DeskError: `OFFICE_EXISTS`, `OFFICE_STORE_UNSAFE`, `OFFICE_SERVER_UNPROVEN`, `OFFICE_UNREACHABLE`,
                `OFFICE_REFUSED`.
        """
        ...

    def admit(self, link: Link) -> Access:
        """Give what one more counter needs to come in beside its invitation: on a server, a role of its own.

        Raises:
            DeskError: `OFFICE_REFUSED` where this counter may not admit others.
        """
        ...


class RealStores:
    """A file on a share, or a PostgreSQL server.

    Args:
        authorities: A folder for the certificates that sign servers'; libpq reads them from files.
    """

    def __init__(self, authorities: Path) -> None:
        self._authorities = authorities

    def open(self, link: Link) -> Remote:
        """See `Stores`."""
        if not is_server(link.address):
            return FileRemote(Path(link.address), link.office_key)
        return PgRemote(self._address(link), link.password)

    def open_blobs(self, link: Link) -> BlobRemote:
        """See `Stores`."""
        if not is_server(link.address):
            return FileBlobs(Path(link.address))
        return PgBlobs(self._address(link), link.password)

    def make(
        self, address: str, *, dataset_id: str, office_key: bytes, again: EarlierTry | None = None
    ) -> Access:
        """See `Stores`. A server is entered as its keeper; the password comes from where libpq looks for it."""
        if is_server(address):
            return make_on_server(address, dataset_id=dataset_id, again=again)
        file = shared_file(address)
        try:
            create_shared_file(file, office_key, dataset_id=dataset_id)
        except DeskError as error:
            if error.code is not ErrorCode.OFFICE_EXISTS or again is None:
                raise
            if not is_begun_file(file, office_key, dataset_id=dataset_id, client_id=again.client_id):
                raise
        return Access(address=str(file))

    def admit(self, link: Link) -> Access:
        """See `Stores`."""
        if not is_server(link.address):
            return Access(address=link.address)
        with contextlib.closing(entered(self._address(link), link.password)) as connection:
            role = make_counter_role(connection)
        return Access(address=link.address, role=role.role, password=role.password, authority=link.authority)

    def _address(self, link: Link) -> str:
        parameters: dict[str, str] = {"user": link.role}
        if link.authority:
            file = self._authorities / "so-chung-ca.pem"
            _write_authority(file, link.authority)
            parameters["sslrootcert"] = str(file)
        return make_conninfo(link.address, **parameters)


def is_server(address: str) -> bool:
    """Tell whether an address is a server's."""
    return address.startswith(_SERVER)


def make_on_server(
    address: str, *, dataset_id: str, password: str = "", again: EarlierTry | None = None
) -> Access:
    """Make an office on a server; gives the role of its first counter, which may invite others.

    Args:
        address: As the server's keeper enters it; or, where `khongviet server init` was there before, as that wrote it
            for the first counter, with its password.
        dataset_id: The new office.
        password: The keeper's; empty leaves it to libpq (`PGPASSWORD`, `.pgpass`).
        again: See `Stores.make`.

    Raises:
        DeskError: `OFFICE_EXISTS`, `OFFICE_REFUSED`, `OFFICE_UNREACHABLE`, `OFFICE_SERVER_UNPROVEN`.
    """
    try:
        with contextlib.closing(entered(address, password)) as connection:
            _found(connection, dataset_id, again)
            role = own_role(connection)
            if role is None and again is not None and has_role(connection, again.role):
                role = CounterRole(role=again.role, password=again.password)
            role = role or make_counter_role(connection, admin=True)
    except psycopg.Error as error:
        raise fault_of(error) or error from error
    return Access(
        address=bare_address(address), role=role.role, password=role.password, authority=_authority(address)
    )


def _found(connection: psycopg.Connection, dataset_id: str, again: EarlierTry | None) -> None:
    try:
        if is_prepared(connection):
            found_office(connection, dataset_id)
        else:
            create_office(connection, dataset_id=dataset_id)
    except DeskError as error:
        if error.code is not ErrorCode.OFFICE_EXISTS or again is None:
            raise
        if not is_begun(connection, dataset_id, again.client_id):
            raise


def entered(address: str, password: str = "") -> psycopg.Connection:
    """Enter a server, in autocommit; raises `DeskError` as the store's calls do."""
    parameters: dict[str, Any] = {}
    try:
        parameters = {"connect_timeout": _CONNECT_SECONDS} | entry_of(address)
        if password:
            parameters["password"] = password
        return patient_connection(parameters)
    except psycopg.Error as error:
        raise fault_on_the_way(error, parameters) or DeskError(ErrorCode.OFFICE_UNREACHABLE) from error


def bare_address(address: str) -> str:
    """Give an address without who enters, how, and where a certificate lies on this PC."""
    parameters = conninfo_to_dict(address)
    host = parameters.get("host") or parameters.get("hostaddr") or "localhost"
    port = f":{parameters['port']}" if parameters.get("port") else ""
    kept = {name: parameters[name] for name in ("sslmode", "sslrootcert") if parameters.get(name)}
    if kept.get("sslrootcert") != "system":  # a file of this PC; its content travels in the pairing code
        kept.pop("sslrootcert", None)
    mode = "?" + "&".join(f"{name}={value}" for name, value in kept.items()) if kept else ""
    host = f"[{host}]" if ":" in str(host) else host
    return f"postgresql://{host}{port}/{parameters.get('dbname', 'khongviet')}{mode}"


def shared_file(address: str) -> Path:
    """Give the file an address means: the file itself, or the office's file in a folder."""
    place = Path(address).expanduser().absolute()
    return place / SHARED_FILE if place.is_dir() else place


def _authority(address: str) -> str:
    file = conninfo_to_dict(address).get("sslrootcert", "")
    if not file or file == "system":
        return ""
    try:
        return Path(str(file)).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(ErrorCode.FILE_MISSING, file=file) from error


def _write_authority(file: Path, authority: str) -> None:
    try:
        if file.is_file() and file.read_text(encoding="ascii") == authority:
            return
        part = file.with_name(f".{file.name}.{os.getpid()}")
        part.write_text(authority, encoding="ascii")
        part.replace(file)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=file) from error
