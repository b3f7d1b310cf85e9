"""A reader of its own, written from docs/log-format.md, follows the chain of the shared log."""

import hashlib
import json
from dataclasses import replace

import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.sync.entries import log_genesis, verify_entries
from desktop.sync.merge import merge
from tests.support.sync_samples import ANNA, DATASET, a_line, a_patch, signed


def plain(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_chain_can_be_followed_from_the_written_format() -> None:
    lines = [a_line(a_patch({"tên": "Nguyễn “A”\n"}), op=op) for op in (1, 2, 3)]
    genesis = log_genesis(DATASET)
    entries = merge(signed(lines), client_id=ANNA, head=0, chain=genesis, rows={}, holders={}).entries
    assert genesis == hashlib.sha256(b"khongviet office 1\n" + DATASET.encode()).digest()
    own, chain = hashlib.sha256(b"khongviet counter 1\n" + ANNA.encode()).digest(), genesis
    for entry in entries:
        line = {name: getattr(entry.line, name) for name in type(entry.line).__slots__}
        own = hashlib.sha256(own + plain(line)).digest()
        assert entry.op_hash == own
        link = {
            "client_id": ANNA,
            "decision": entry.decision,
            "op_hash": own.hex(),
            "refusal": entry.refusal,
            "seq": entry.seq,
        }
        chain = hashlib.sha256(chain + plain(link)).digest()
        assert entry.chain == chain


def test_a_changed_decision_or_a_hole_is_found() -> None:
    lines = [a_line(a_patch({"a": op}), op=op) for op in (1, 2, 3)]
    genesis = log_genesis(DATASET)
    good = merge(signed(lines), client_id=ANNA, head=0, chain=genesis, rows={}, holders={}).entries
    verify_entries(good, cursor=0, chain=genesis)
    changed = replace(good[1], refusal='{"claims":[],"fields":{"a":1}}')
    for bad in ((good[0], changed, good[2]), (good[0], good[2])):
        with pytest.raises(DeskError) as fault:
            verify_entries(bad, cursor=0, chain=genesis)
        assert fault.value.code is ErrorCode.SHARED_LOG_BROKEN
        assert fault.value.params["seq"] == "2"
