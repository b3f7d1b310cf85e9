"""A reader of the office's log written from docs/log-format.md alone: nothing of the program is asked but to write."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher

from tests.support.command_desk import Desk

COLUMNS = (
    "seq", "client_id", "op", "txn_no", "txn_end", "kind", "entity", "row_id", "base", "patch", "actor", "made_at",
    "hlc", "schema_level", "op_hash", "decision", "refusal", "chain",
)  # fmt: skip
OF_A_LINE = (
    "actor", "base", "entity", "hlc", "kind", "made_at", "op", "patch", "row_id", "schema_level", "txn_end", "txn_no",
)  # fmt: skip


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def spelled(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def secrets_of(code: str) -> dict[str, Any]:
    text = code.removeprefix("KV1.")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert sha256(raw[4:])[:4] == raw[:4]
    secrets: dict[str, Any] = json.loads(raw[4:])
    return secrets


def read_log(folder: Path, office_key: bytes) -> tuple[str, list[dict[str, Any]], tuple[int, bytes]]:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"khongviet shared file 1").derive(office_key)
    connection = sqlcipher.connect(str(folder / "khongviet-so-chung.db"))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        (dataset_id,) = connection.execute("SELECT v FROM sync_meta WHERE k = 'dataset_id'").fetchone()
        head = connection.execute("SELECT seq, chain FROM sync_head").fetchone()
        rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM sync_change ORDER BY seq").fetchall()  # noqa: S608 - our own words
    finally:
        connection.close()
    return dataset_id, [dict(zip(COLUMNS, row, strict=True)) for row in rows], head


def verify(dataset_id: str, entries: list[dict[str, Any]]) -> bytes:
    chain, lines = sha256(b"khongviet office 1\n" + dataset_id.encode()), dict[str, tuple[int, bytes]]()
    for seq, entry in enumerate(entries, start=1):
        client_id = entry["client_id"]
        op, before = lines.get(client_id, (0, sha256(b"khongviet counter 1\n" + client_id.encode())))
        line = {name: entry[name] for name in OF_A_LINE} | {"txn_end": bool(entry["txn_end"])}
        line_hash = sha256(before + spelled(line))
        assert (entry["seq"], entry["op"], entry["op_hash"]) == (seq, op + 1, line_hash)
        lines[client_id] = entry["op"], line_hash
        decided = {name: entry[name] for name in ("client_id", "decision", "refusal", "seq")}
        chain = sha256(chain + spelled(decided | {"op_hash": line_hash.hex()}))
        assert entry["chain"] == chain
    return chain


def test_a_share_is_opened_read_and_verified_from_the_page_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys)
    desk.pair()
    dossier = desk.new("one", "Bà H'Mông “Đỗ”", "một\n“hai”")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    for counter, note in (("one", "của một"), ("two", "của hai")):
        desk(counter, "register", "set", dossier["id"], f"note={note}")
    for counter in ("one", "two"):
        desk(counter, "office", "sync", "--once")
    code = secrets_of((tmp_path / "code").read_text(encoding="utf-8"))
    dataset_id, entries, head = read_log(tmp_path / "share", bytes.fromhex(code["office_key"]))
    assert dataset_id == code["dataset_id"]
    assert {entry["decision"] for entry in entries} == {"accepted", "rejected"}
    assert head == (len(entries), verify(dataset_id, entries))
