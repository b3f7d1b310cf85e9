import ctypes
import sys
from pathlib import Path

import keyring
import keyring.backend
import pytest

from desktop.domain.errors import DeskError, ErrorCode
from desktop.records.dpapi import DataBlob, DpapiWrap, WindowsDpapi
from desktop.records.key_id import KeyId
from desktop.records.key_store import FileKeyStore, NoWrap, new_key
from desktop.records.keyring_store import KeyringKeyStore

KEPT: dict[int, ctypes.Array[ctypes.c_char]] = {}


class FakeDpapi:
    """Windows' calls as they behave: own memory for the answer, 0 for a refusal."""

    def __init__(self, user: bytes = b"hoa") -> None:
        self.user = user
        self.freed = 0

    def CryptProtectData(  # noqa: N802 - Windows' own name
        self, *arguments: object
    ) -> int:
        source, _description, purpose, *rest = arguments
        return self._answer(rest, b"|".join((self.user, read(purpose), read(source))))

    def CryptUnprotectData(  # noqa: N802 - Windows' own name
        self, *arguments: object
    ) -> int:
        source, _description, purpose, *rest = arguments
        user, meant, plain = read(source).split(b"|", 2)
        if (user, meant) != (self.user, read(purpose)):
            return 0
        return self._answer(rest, plain)

    def LocalFree(self, memory: object) -> None:  # noqa: N802 - Windows' own name
        assert memory
        self.freed += 1

    def _answer(self, rest: list[object], content: bytes) -> int:
        _reserved, _prompt, flags, result = rest
        assert flags == 1
        buffer = ctypes.create_string_buffer(content, len(content))
        KEPT[id(buffer)] = buffer
        blob = result._obj  # type: ignore[attr-defined]  # what byref() was given
        blob.size, blob.data = len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char))
        return 1


def read(reference: object) -> bytes:
    blob: DataBlob = reference._obj  # type: ignore[attr-defined]  # what byref() was given
    return ctypes.string_at(blob.data, blob.size)


def test_a_key_file_is_for_its_owner_alone_and_is_never_replaced(tmp_path: Path) -> None:
    store, key = FileKeyStore(tmp_path / "beside" / "records.key", NoWrap()), new_key()
    assert store.load() is None
    store.save(key)
    assert store.load() == key
    assert store.exposed_to() == ""
    with pytest.raises(DeskError):
        store.save(new_key())
    assert store.load() == key


def test_a_key_file_that_others_may_read_is_found(tmp_path: Path) -> None:
    store = FileKeyStore(tmp_path / "records.key", NoWrap())
    assert store.exposed_to() == ""
    store.save(new_key())
    (tmp_path / "records.key").chmod(0o644)
    assert store.exposed_to() == "0644"


@pytest.mark.parametrize("content", ["", "????", "YWJj", "khóa"])
def test_a_broken_key_file_is_no_key(tmp_path: Path, content: str) -> None:
    (tmp_path / "records.key").write_text(content, encoding="utf-8")
    with pytest.raises(DeskError) as fault:
        FileKeyStore(tmp_path / "records.key", NoWrap()).load()
    assert fault.value.code is ErrorCode.DATABASE_KEY_MISSING


def test_windows_protects_the_key_for_one_user(tmp_path: Path) -> None:
    system, key = FakeDpapi(), new_key()
    store = FileKeyStore(tmp_path / "records.key", DpapiWrap(system))
    store.save(key)
    assert store.load() == key
    assert system.freed == 2
    with pytest.raises(DeskError) as fault:
        FileKeyStore(tmp_path / "records.key", DpapiWrap(FakeDpapi(b"other"))).load()
    assert fault.value.code is ErrorCode.DATABASE_KEY_WRONG


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has it")
def test_dpapi_elsewhere_is_a_mistake_of_the_program() -> None:
    with pytest.raises(RuntimeError):
        WindowsDpapi()


class KeyringInMemory(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types here
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


def test_the_keyring_keeps_the_key_and_never_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = KeyringInMemory()
    monkeypatch.setattr(keyring, "get_password", backend.get_password)
    monkeypatch.setattr(keyring, "set_password", backend.set_password)
    store, key = KeyringKeyStore("data"), new_key()
    assert store.load() is None
    store.save(key)
    assert store.load() == key
    assert store.exposed_to() == ""
    with pytest.raises(RuntimeError):
        store.save(new_key())


def test_a_fingerprint_tells_a_wrong_key_from_a_damaged_file(tmp_path: Path) -> None:
    key, wrong = new_key(), DeskError(ErrorCode.DATABASE_KEY_WRONG)
    KeyId(tmp_path, key).remember()
    KeyId(tmp_path, key).remember()
    assert KeyId(tmp_path, key).judge(wrong).code is ErrorCode.DATABASE_DAMAGED
    assert KeyId(tmp_path, new_key()).judge(wrong).code is ErrorCode.DATABASE_KEY_WRONG
    assert key not in (tmp_path / "records.key-id").read_bytes()
