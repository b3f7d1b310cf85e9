"""What only the store in PostgreSQL promises: rights that hold against a counter, and an end to every wait."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.operations import PATCH_MAX, WORD_MAX
from desktop.sync.attachment_seal import AttachmentSeal
from desktop.sync.entries import Claim
from desktop.sync.pg_connection import patient_connection, proving
from desktop.sync.pg_functions import CONNECTIONS_MAX, DOC_MAX
from desktop.sync.pg_office import create_office, make_counter_role, renew_functions
from desktop.sync.pg_remote import PgRemote
from desktop.sync.remote import WRAPPED_BYTES, Presence, PushRefusedError, Remote, Seal, invitation_hash
from desktop.sync.stores import EarlierTry, bare_address, make_on_server
from desktop.sync.trial_server import TrialServer
from tests.support.cabled_remote import over
from tests.support.postgres import PgKit, server_folder, write_certificates
from tests.support.sync_samples import ANNA, BINH, DATASET, a_line, a_patch, a_push, invited
from tests.support.sync_stores import OFFICE_KEY
from tests.support.tcp_proxy import TcpProxy

HELLO = Presence(client_id=ANNA, cursor=0, schema_level=1, app_version="")
TABLES = (
    "sync_meta", "sync_head", "sync_client", "sync_change", "sync_row", "sync_claim", "sync_given", "sync_seal",
    "sync_erased", "sync_arrival", "sealed_blob", "sealed_chunk",
)  # fmt: skip


@pytest.fixture
def kit(embedded: TrialServer) -> Iterator[PgKit]:
    office = PgKit(embedded)
    yield office
    office.close()


@pytest.fixture
def anna(kit: PgKit) -> PgRemote:
    remote = kit.counter(1)
    remote.register(ANNA, "Quầy 1")
    return remote


@pytest.fixture
def binh(kit: PgKit, anna: PgRemote) -> PgRemote:
    """A counter that is no administrator."""
    remote = kit.counter(3)
    remote.register(BINH, "Quầy 3", secret=invited(anna))
    return remote


@contextlib.contextmanager
def logged_in(kit: PgKit, number: int) -> Iterator[psycopg.Connection]:
    role = kit.role(number)
    with psycopg.connect(kit.address(number), password=role.password, autocommit=True) as connection:
        yield connection


def code_of(call: Callable[[], object]) -> ErrorCode:
    with pytest.raises(DeskError) as caught:
        call()
    return caught.value.code


def test_no_counter_can_change_or_take_away_what_stands_in_the_office(kit: PgKit, anna: PgRemote) -> None:
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    for number in (1, 3):
        with logged_in(kit, number) as connection:
            for table in TABLES:
                for statement in (
                    f"DELETE FROM khongviet.{table}",  # noqa: S608 - our own names
                    f"TRUNCATE khongviet.{table} CASCADE",
                    f"DROP TABLE khongviet.{table}",
                    f"INSERT INTO khongviet.{table} DEFAULT VALUES",
                    f"ALTER TABLE khongviet.{table} ADD x int",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(statement)
            for statement in (
                "UPDATE khongviet.sync_change SET patch = ''",
                "UPDATE khongviet.sync_head SET seq = 0",
                "UPDATE khongviet.sync_client SET retired_at = now()",
                "SELECT * FROM khongviet.sync_invitation",
                "SELECT khongviet.keep_state(1, 1" + ", '{}'" * 12 + ")",
                "CREATE TABLE khongviet.x (y int)",
                "CREATE TABLE public.x (y int)",
                "CREATE TEMP TABLE sync_head (y int)",
                "CREATE SCHEMA mine",
                "SET ROLE khongviet_owner",
                "CREATE ROLE other SUPERUSER",
                "COPY khongviet.sync_row TO PROGRAM 'true'",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
    assert len(anna.pull(0, 10).entries) == 1


def test_a_counter_cannot_write_under_another_name(kit: PgKit, anna: PgRemote, binh: PgRemote) -> None:
    push = a_push(anna, ANNA, [a_line(a_patch({"a": 1}))])
    for call in (
        lambda: binh.cas(push),
        lambda: binh.snap(ANNA, (), ()),
        lambda: binh.reserve(ANNA, "dossier", date(2026, 3, 17), 1),
        lambda: binh.register(ANNA, "Quầy 1"),
        lambda: binh.retire(ANNA),
        lambda: kit.counter(2).register("another", "Quầy 2", copy_of=ANNA),
    ):
        assert code_of(call) is ErrorCode.OFFICE_REFUSED
    assert not binh.hello(HELLO).registered
    assert anna.cas(push)


def test_only_administrators_invite_and_put_a_tail_back(kit: PgKit, anna: PgRemote, binh: PgRemote) -> None:
    entries = a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]).merged.entries
    for call in (
        lambda: binh.invite(b"x" * 32, datetime.now(UTC)),
        lambda: binh.set_min_writer_level(9),
        lambda: binh.relog(entries),
    ):
        assert code_of(call) is ErrorCode.OFFICE_REFUSED
    with logged_in(kit, 3) as connection:
        assert code_of(lambda: make_counter_role(connection)) is ErrorCode.OFFICE_REFUSED
    with logged_in(kit, 1) as connection:
        made = make_counter_role(connection)
        for role, verifier in (("postgres", "SCRAM-SHA-256$x"), (made.role, "a plain password")):
            with pytest.raises(psycopg.Error) as caught:
                connection.execute("SELECT khongviet.make_counter_role(%s, %s, false)", (role, verifier))
            assert caught.value.sqlstate == "KV001"
    fresh = PgRemote(kit.server.address(kit.database, made.role), made.password)
    assert fresh.hello(HELLO).dataset_id == DATASET
    fresh.close()


def test_passwords_are_kept_as_scram_only(kit: PgKit) -> None:
    with kit.server.connect() as connection:
        kept = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'khongviet_quay_%'"
        ).fetchall()
    assert kept
    assert all(password.startswith("SCRAM-SHA-256$") for (password,) in kept)


def test_a_retired_counter_does_not_even_get_in(anna: PgRemote, binh: PgRemote) -> None:
    anna.retire(BINH)
    binh.close()
    with pytest.raises(DeskError, match="office_refused") as caught:
        binh.pull(0, 10)
    assert caught.value.params["retired"]  # not merely a wrong password: it gives no more numbers


def test_a_key_is_destroyed_only_by_what_the_log_says(kit: PgKit, anna: PgRemote) -> None:
    seal = Seal(scope="r1", key_id=b"k", wrapped=b"w")
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))], seals=(seal,)))
    with logged_in(kit, 1) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM khongviet.sync_seal")
    assert anna.pull(0, 10).seals == (seal,)


def test_no_counter_puts_junk_in_the_place_of_a_key(kit: PgKit, anna: PgRemote, binh: PgRemote) -> None:
    seal = Seal(scope="r1", key_id=b"k", wrapped=b"w" * WRAPPED_BYTES)
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))], seals=(seal,)))
    for op, wrapped in enumerate((b"\0", b"x" * WRAPPED_BYTES), start=1):
        junk = replace(seal, wrapped=wrapped)
        assert binh.cas(a_push(binh, BINH, [a_line(a_patch({"a": 2}), op=op)], seals=(junk, junk)))
    assert kit.counter(3).pull(0, 10).seals == (seal,)


def test_a_counter_changes_no_record_that_its_entries_are_not_about(anna: PgRemote, binh: PgRemote) -> None:
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    key = ("office", "r1")
    (stands,) = anna.snap(ANNA, [key], ()).rows.values()
    honest = a_push(binh, BINH, [a_line(a_patch({"a": 1}), row_id="r2")])
    for forged in (replace(stands, fields={"a": 2}), replace(stands, rev=2, fields={"a": 2})):
        rows = {**honest.merged.rows, key: forged}
        with pytest.raises(PushRefusedError):
            binh.cas(replace(honest, merged=replace(honest.merged, rows=rows)))
    assert anna.snap(ANNA, [key], ()).rows == {key: stands}
    assert binh.cas(honest)


def test_a_newer_program_puts_its_functions_on_a_server_in_use(kit: PgKit, anna: PgRemote) -> None:
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 1}))]))
    with kit.server.connect(kit.database) as connection:
        connection.execute("DROP FUNCTION khongviet.retire; ALTER FUNCTION khongviet.hello RENAME TO hello_1")
        assert code_of(lambda: anna.hello(HELLO)) is ErrorCode.OFFICE_FOREIGN
        renew_functions(connection)
        left = connection.execute("SELECT FROM pg_proc WHERE proname = 'hello_1'").fetchall()
    assert anna.hello(HELLO).head == 1
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": 2}), op=2)]))
    assert not left
    with logged_in(kit, 3) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT khongviet.invite('', now())")
    with kit.server.connect() as connection:
        assert code_of(lambda: renew_functions(connection)) is ErrorCode.OFFICE_FOREIGN


def test_other_people_of_the_server_do_not_get_into_the_office(kit: PgKit) -> None:
    with kit.server.connect() as connection, contextlib.suppress(psycopg.errors.DuplicateObject):
        connection.execute("CREATE ROLE accountant LOGIN PASSWORD 'a'")
    accountant = PgRemote(kit.server.address(kit.database, "accountant"), "a")
    assert code_of(lambda: accountant.pull(0, 1)) is ErrorCode.OFFICE_REFUSED


def test_a_counter_does_not_get_into_another_office_of_the_server(kit: PgKit, anna: PgRemote) -> None:
    """The groups belong to the whole server; an administrator of one office would be one of all."""
    other = PgKit(kit.server)
    stranger = other.role(1)
    address = kit.server.address(kit.database, stranger.role)
    with kit.server.connect(kit.database) as connection:
        # As a program before this one left it.
        connection.execute(f"GRANT CONNECT ON DATABASE {kit.database} TO khongviet_counter")
        psycopg.connect(address, password=stranger.password).close()
        renew_functions(connection)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(address, password=stranger.password)
    assert anna.counters()
    anna.close()
    assert anna.hello(HELLO).registered
    with logged_in(kit, 1) as connection:
        fresh = make_counter_role(connection)
    psycopg.connect(kit.server.address(kit.database, fresh.role), password=fresh.password).close()
    other.close()


def test_no_counter_takes_a_number_for_a_record_that_nobody_has(anna: PgRemote) -> None:
    number = Claim(scope="dossier.number", key="261130-0007")
    push = a_push(anna, ANNA, [a_line(a_patch({"v": "1"}), row_id="r1")])
    assert anna.cas(replace(push, merged=replace(push.merged, claims={number: "nobody"})))
    assert anna.snap(ANNA, (), {number}).holders == {}
    push = a_push(anna, ANNA, [a_line(a_patch({"v": "2"}), op=2, row_id="r1")])
    assert anna.cas(replace(push, merged=replace(push.merged, claims={number: "r1"})))
    assert anna.snap(ANNA, (), {number}).holders == {number: "r1"}


def test_a_counter_finds_no_other_place_on_the_server_to_fill(kit: PgKit) -> None:
    def enter(database: str) -> None:
        address = kit.server.address(database, kit.role(3).role)
        psycopg.connect(address, password=kit.role(3).password).close()

    with kit.server.connect(kit.database) as keeper:
        keeper.execute("DROP ROLE IF EXISTS accountant")
        renew_functions(keeper)
        for database in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                enter(database)
        with logged_in(kit, 3) as connection:
            for call in (
                "lo_creat(-1)",
                "lo_create(0)",
                "lo_from_bytea(0, 'x')",
                "pg_logical_emit_message(true, 'a', 'x')",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT {call}")
            assert connection.execute("SHOW temp_file_limit").fetchone() == ("1GB",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SET temp_file_limit = -1")
        # Whom else a server serves, and where they go in, is not for an office to say.
        keeper.execute("GRANT CONNECT ON DATABASE postgres TO PUBLIC")
        keeper.execute("CREATE ROLE bookkeeper LOGIN")
        try:
            renew_functions(keeper)
            enter("postgres")
        finally:
            keeper.execute("DROP ROLE bookkeeper")


def test_a_wrong_address_is_told_apart(kit: PgKit, anna: PgRemote) -> None:
    server, role = kit.server, kit.role()
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {kit.database}_empty")
    for address, password, code in (
        (kit.address(), "wrong", ErrorCode.OFFICE_REFUSED),
        (server.address(f"{kit.database}_empty", role.role), role.password, ErrorCode.OFFICE_FOREIGN),
        (server.address("nowhere", role.role), role.password, ErrorCode.OFFICE_FOREIGN),
        (f"postgresql://{role.role}@127.0.0.1:1/x", role.password, ErrorCode.OFFICE_UNREACHABLE),
    ):
        remote = PgRemote(address, password)
        assert code_of(lambda remote=remote: remote.hello(HELLO)) is code  # type: ignore[misc]  # bound now
        remote.close()
    assert code_of(lambda: PgRemote("postgresql://x?nonsense=1", "")) is ErrorCode.OFFICE_FOREIGN
    with server.connect(kit.database) as connection:
        assert code_of(lambda: create_office(connection, dataset_id="another")) is ErrorCode.OFFICE_EXISTS
    assert anna.hello(HELLO).dataset_id == DATASET


def test_a_server_must_prove_its_name(with_tls: TrialServer, tls_folder: Path) -> None:
    kit = PgKit(with_tls, query=f"?sslmode=verify-full&sslrootcert={tls_folder}/ca.pem")
    good, password = kit.counter(1), kit.role(1).password
    assert good.hello(HELLO).dataset_id == DATASET
    with server_folder() as other:
        write_certificates(other)
        impostor = kit.address().replace(str(tls_folder), str(other))
        assert code_of(lambda: PgRemote(impostor, password).hello(HELLO)) is ErrorCode.OFFICE_SERVER_UNPROVEN
    named = kit.address().replace("127.0.0.1", "localhost")
    assert code_of(lambda: PgRemote(named, password).hello(HELLO)) is ErrorCode.OFFICE_SERVER_UNPROVEN
    bare = kit.address().split("?")[0] + "?sslmode=disable"
    assert code_of(lambda: PgRemote(bare, password).hello(HELLO)) is ErrorCode.OFFICE_REFUSED
    kit.close()


def test_a_certificate_that_is_not_good_today_speaks_of_this_pcs_clock_not_of_an_impostor(
    with_tls: TrialServer, tls_folder: Path
) -> None:
    """An empty battery makes it 2017: the certificate is not good yet, and the server is the right one."""
    kit = PgKit(with_tls, query=f"?sslmode=verify-full&sslrootcert={tls_folder}/ca.pem")
    names = ("ca.pem", "server.pem", "server.key")
    kept = {name: (tls_folder / name).read_bytes() for name in names}
    try:
        for days in (400, -400):
            write_certificates(tls_folder, days=days)
            assert after_reload(kit, ErrorCode.OFFICE_SERVER_UNPROVEN) is ErrorCode.OFFICE_CERTIFICATE_DATE
            with server_folder() as other:
                write_certificates(other)
                impostor = PgRemote(kit.address().replace(str(tls_folder), str(other)), "x")
                assert code_of(impostor.counters) is ErrorCode.OFFICE_SERVER_UNPROVEN
    finally:
        for name in names:
            (tls_folder / name).write_bytes(kept[name])
    assert after_reload(kit, ErrorCode.OFFICE_CERTIFICATE_DATE, ErrorCode.OFFICE_SERVER_UNPROVEN) is None
    kit.close()


def after_reload(kit: PgKit, *old: ErrorCode) -> ErrorCode | None:
    """Let the server read its certificate again, and give what a counter meets then."""
    with kit.server.connect() as keeper:
        keeper.execute("SELECT pg_reload_conf()")
    for _ in range(50):
        remote = kit.counter(1)
        try:
            remote.hello(HELLO)
        except DeskError as error:
            if error.code not in old:
                return error.code
        else:
            return None
        time.sleep(0.1)
    return old[0]


def test_an_address_in_figures_is_as_distant_as_a_name() -> None:
    assert proving({"hostaddr": "192.168.1.9"})["sslmode"] == "verify-full"
    assert "sslmode" not in proving({"hostaddr": "127.0.0.1"})
    assert bare_address("postgresql:///xa?hostaddr=192.168.1.9") == "postgresql://192.168.1.9/xa"


def test_authorities_that_the_system_knows_are_not_forgotten_on_the_way_to_a_counter() -> None:
    address = "postgresql://quay@may/xa?sslmode=verify-full&sslrootcert=system"
    assert bare_address(address) == "postgresql://may/xa?sslmode=verify-full&sslrootcert=system"
    assert bare_address("postgresql://quay@may/xa?sslrootcert=ca.crt") == "postgresql://may/xa"


def test_without_a_word_about_tls_a_distant_server_has_to_prove_its_name() -> None:
    distant = PgRemote("postgresql://a@192.0.2.1/office", "x")
    assert distant._connection._parameters["sslmode"] == "verify-full"
    near = PgRemote("postgresql://a@127.0.0.1/office", "x")
    assert "sslmode" not in near._connection._parameters


@pytest.fixture
def cable(kit: PgKit) -> Iterator[TcpProxy]:
    with TcpProxy(kit.server.port) as proxy:
        yield proxy


def test_a_black_hole_ends_in_time_and_stops_nobody_else(kit: PgKit, binh: Remote, cable: TcpProxy) -> None:
    remote = over(cable, kit, seconds=1.0)
    push = a_push(remote, ANNA, [a_line(a_patch({"a": 1}))])
    cable.silent = True
    began = time.monotonic()
    assert code_of(lambda: remote.cas(push)) is ErrorCode.OFFICE_UNREACHABLE
    assert time.monotonic() - began < 3
    began = time.monotonic()
    assert binh.cas(a_push(binh, BINH, [a_line(a_patch({"b": 1}))]))
    assert time.monotonic() - began < 2
    cable.silent = False
    again = a_push(remote, ANNA, [a_line(a_patch({"a": 1}))])
    assert remote.cas(again)
    remote.close()


def test_making_a_role_over_a_line_that_goes_silent_ends_in_time(kit: PgKit, cable: TcpProxy) -> None:
    role = kit.role()
    parameters = conninfo_to_dict(kit.address()) | {"port": cable.port, "password": role.password}
    with contextlib.closing(patient_connection(parameters, seconds=1.0)) as connection:
        time.sleep(1.2)  # a person thinks: the patience is with each statement
        assert make_counter_role(connection).role
        cable.silent = True
        began = time.monotonic()
        assert code_of(lambda: make_counter_role(connection)) is ErrorCode.OFFICE_UNREACHABLE
        assert time.monotonic() - began < 3
    cable.silent = False


def test_a_line_that_is_cut_anywhere_while_an_office_is_founded_is_told_and_founding_goes_on(
    embedded: TrialServer,
) -> None:
    with embedded.connect() as connection:
        connection.execute("CREATE DATABASE founded")
    told = set[ErrorCode]()
    with TcpProxy(embedded.port) as cable:
        address = f"postgresql://postgres@127.0.0.1:{cable.port}/founded"
        for cut in (*range(100, 1_000, 75), 2_000, 8_000, 30_000, 100_000):
            cable.cut_after = cut
            with contextlib.suppress(DeskError):
                try:
                    make_on_server(address, dataset_id=DATASET, password=embedded.password)
                except DeskError as error:
                    told.add(error.code)
                    raise
        cable.cut_after = None
        assert make_on_server(address, dataset_id=DATASET, password=embedded.password).role
    assert told == {ErrorCode.OFFICE_UNREACHABLE}


@pytest.mark.parametrize("came_in", [False, True])
def test_founding_that_was_broken_off_goes_on_with_the_role_and_the_name_it_had(
    embedded: TrialServer, came_in: bool
) -> None:
    database = f"founded_{came_in}".lower()
    with embedded.connect() as connection:
        connection.execute(f"CREATE DATABASE {database}")
    address = embedded.address(database, "postgres")
    first = make_on_server(address, dataset_id=DATASET, password=embedded.password)
    if came_in:  # and never heard of it
        remote = PgRemote(embedded.address(database, first.role), first.password)
        assert remote.register(ANNA, "Quầy 1") == 1
        remote.close()
    again = EarlierTry(client_id=ANNA, role=first.role, password=first.password)
    assert make_on_server(address, dataset_id=DATASET, password=embedded.password, again=again) == first
    remote = PgRemote(embedded.address(database, first.role), first.password)
    assert remote.register(ANNA, "Quầy 1") == 1
    remote.close()
    stranger = replace(again, client_id=BINH)
    for other in (None, stranger):
        with pytest.raises(DeskError, match="office_exists"):
            make_on_server(address, dataset_id=DATASET, password=embedded.password, again=other)


def test_a_line_that_is_cut_anywhere_in_a_push_takes_it_whole_or_not_at_all(
    kit: PgKit, anna: Remote, binh: Remote, cable: TcpProxy
) -> None:
    """Half a message, a whole message without its answer: the next look tells, and nobody waits."""
    taken = 0
    for cut in (1, 200, 2_000, 40_000, 90_000, 150_000, 10_000_000):
        remote = over(cable, kit)
        cable.cut_after = None
        lines = [
            a_line(
                a_patch({"x": f"{cut}" * 200}),
                op=taken + 1 + i,
                row_id=f"{cut}/{i}",
                txn_no=cut,
                txn_end=i == 99,
            )
            for i in range(100)
        ]
        push = a_push(remote, ANNA, lines)
        cable.cut_after = cut
        with contextlib.suppress(DeskError):
            remote.cas(push)
        remote.close()
        assert anna.reserve(ANNA, "waits", date(2026, 3, 17), 1)
        last = anna.snap(ANNA, (), ()).last_op
        assert last in {taken, taken + 100}
        taken = last
    assert taken >= 100
    assert len(binh.pull(0, 10_000).entries) == taken


@pytest.mark.usefixtures("anna")
def test_the_bell_is_deaf_to_a_black_hole_but_ends(kit: PgKit, cable: TcpProxy) -> None:
    remote = over(cable, kit, seconds=1.0)
    assert not remote.wait(0, 0.05)
    cable.silent = True
    began = time.monotonic()
    assert code_of(lambda: remote.wait(0, 0.3)) is ErrorCode.OFFICE_UNREACHABLE
    assert time.monotonic() - began < 4
    remote.close()


def test_a_false_bell_wakes_nobody(kit: PgKit, anna: PgRemote) -> None:
    """Whoever may listen may ring, with any number: a counter would exchange without a rest from then on."""
    told: list[bool] = []
    thread = threading.Thread(target=lambda: told.extend(anna.wait(0, 1) for _ in range(2)))
    thread.start()
    time.sleep(0.3)
    with logged_in(kit, 3) as connection:
        connection.execute("NOTIFY khongviet_sync, '999999999'")
    thread.join(10)
    assert told == [False, False]


def test_what_was_not_lost_cannot_be_erased_by_writing_back(embedded: TrialServer) -> None:
    """The floor under erasing holds against an administrator's role too, with whatever program."""
    kit = PgKit(embedded, keep_days=365)
    anna = kit.counter(1)
    anna.register(ANNA, "Quầy 1")
    seal = Seal(scope="d1", key_id=b"k" * 8, wrapped=b"w" * 60)
    assert anna.cas(a_push(anna, ANNA, [a_line(a_patch({"a": "s1.x"}), row_id="d1")], seals=(seal,)))
    erasing = a_push(anna, ANNA, [a_line('{"clear":[],"erase":true,"set":{}}', op=2, row_id="d1", base=1)])
    assert not anna.relog(erasing.merged.entries)
    assert anna.pull(0, 10).seals == (seal,)
    # What the store lost and what is lost with it is another matter: it was erased by the rules then.
    lost = a_push(
        anna,
        ANNA,
        [
            a_line(a_patch({"a": 1}), op=2, row_id="d2"),
            a_line('{"clear":[],"erase":true,"set":{}}', op=3, txn_no=3, row_id="d2", base=2),
        ],
    ).merged.entries
    assert anna.relog(lost[:1])
    assert anna.relog(lost[1:])
    kit.close()


def test_a_pairing_code_that_was_never_used_opens_nothing_after_its_time(kit: PgKit, anna: PgRemote) -> None:
    def expires(role: str) -> object:
        with kit.server.connect(kit.database) as connection:
            return connection.execute(
                "SELECT rolvaliduntil, rolconnlimit FROM pg_roles WHERE rolname = %s", (role,)
            ).fetchone()

    until = datetime.now(UTC) + timedelta(hours=1)
    anna.invite(invitation_hash("mật"), until)
    with logged_in(kit, 1) as connection:
        role = make_counter_role(connection)
    assert expires(role.role) == (until, CONNECTIONS_MAX)
    with psycopg.connect(
        kit.server.address(kit.database, role.role), password=role.password, autocommit=True
    ) as connection:
        connection.execute(
            "SELECT khongviet.register(%s, %s, %s, '')", (BINH, "Quầy 2", invitation_hash("mật"))
        )
        row = connection.execute(
            "SELECT rolvaliduntil = 'infinity' FROM pg_roles WHERE rolname = session_user"
        ).fetchone()
        assert row == (True,)


def test_a_server_that_was_restarted_is_found_again(kit: PgKit, anna: PgRemote) -> None:
    with kit.server.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (kit.database,)
        )
    with contextlib.suppress(DeskError):
        anna.hello(HELLO)
    assert anna.hello(HELLO).registered


def test_nobody_blocks_a_scan_for_good_by_junk(kit: PgKit) -> None:
    sealed = AttachmentSeal(OFFICE_KEY).seal(b"%PDF-scan")
    blobs = kit.blobs(1)
    blobs.blob_begin(sealed.digest, sealed.size, "application/pdf")
    with kit.server.connect(kit.database) as connection:
        connection.execute(
            "INSERT INTO khongviet.sealed_chunk VALUES (%s, 77, 'junk'), (%s, 0, 'junk')",
            (sealed.digest, sealed.digest),
        )
    blobs.blob_put(sealed.digest, 0, sealed.chunks[0])
    assert not blobs.blob_finish(sealed.digest, sealed.sealed_sum)
    assert blobs.blob_missing(sealed.digest) == (0,)
    blobs.blob_put(sealed.digest, 0, sealed.chunks[0])
    assert blobs.blob_finish(sealed.digest, sealed.sealed_sum)
    assert blobs.blob_get(sealed.digest, 0) == sealed.chunks[0]


def test_long_lines_come_in_pages_that_a_slow_cable_carries_in_time(anna: PgRemote) -> None:
    patch = a_patch({"a": "x" * (PATCH_MAX - 100)})
    for op in range(1, 13, 3):
        lines = [
            a_line(patch, op=one, row_id=f"r{one}", txn_no=op, txn_end=one == op + 2)
            for one in range(op, op + 3)
        ]
        assert anna.cas(a_push(anna, ANNA, lines))
    pages, cursor = [], 0
    while (page := anna.pull(cursor, 500)).entries:
        pages.append(len(page.entries))
        cursor = page.entries[-1].seq
    assert pages == [3, 3, 3, 3]  # one line more than fills a page, the third ends its unit of work
    rows, last = [], None
    while (row_page := anna.row_page(last, 500)).last is not None:
        rows.append(len(row_page.rows))
        last = row_page.last
    assert sum(rows) == 12
    assert max(rows) == 2


def test_a_record_a_claim_or_a_key_as_long_as_a_book_is_kept_from_the_others(anna: PgRemote) -> None:
    push = a_push(anna, ANNA, [a_line(a_patch({"number": "H-1"}), entity="dossier")])
    key, row = next(iter(push.merged.rows.items()))
    long = replace(row, fields={"number": "9" * (DOC_MAX + 1)})
    with pytest.raises(PushRefusedError):
        anna.cas(replace(push, merged=replace(push.merged, rows={key: long})))
    claim = Claim(scope="dossier.number", key="H-2")
    seal = Seal(scope="r1", key_id=b"k", wrapped=b"w" * (WORD_MAX + 1))
    merged = replace(push.merged, claims={claim: "x" * (WORD_MAX + 1)})
    assert anna.cas(replace(push, merged=merged, seals=(seal,)))
    assert anna.snap(ANNA, (), [claim]).holders == {}
    assert anna.pull(0, 10).seals == ()
