"""Secrets typed as arguments are refused, and nothing the program says or notes repeats them."""

from pathlib import Path

import pytest

from desktop.cli import main
from desktop.commands.open_secrets import has_password, hidden
from desktop.program_log import COMMAND_LOG

SECRET = "s3cr:et@Ạ"
WITH_PASSWORD = (
    f"postgresql://quay:{SECRET}@127.0.0.1/xa",
    f"postgres://quay:{SECRET}@[::1]:5432/xa",
    "postgresql://127.0.0.1/xa?user=quay&password=s3cr:et",
    "postgresql://127.0.0.1/xa?p%61ssword=s3cr:et",
    "postgresql://quay@127.0.0.1/xa?sslmode=verify-full&sslpassword=s3cr:et",
    "postgresql://quay:s3cr et@127.0.0.1/xa",
    "host=127.0.0.1 password='s3cr:et'",
)


def complaint(words: list[str], code: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    try:
        given = main([*words, "--data-dir", str(folder)])
    except SystemExit as end:
        given = int(str(end.code))
    told = capsys.readouterr()
    assert given == code, told.err
    log = folder / COMMAND_LOG
    noted = log.read_text(encoding="utf-8") if log.exists() else ""
    assert "s3cr" not in told.out + told.err + noted
    assert not told.out
    return told.err


@pytest.mark.parametrize("address", WITH_PASSWORD)
def test_an_address_with_a_password_is_refused_and_the_way_out_is_named(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert has_password(address)
    told = complaint(["office", "create", "--at", address], 3, tmp_path, capsys)
    assert "--at-file" in told
    told = complaint(
        ["server", "init", "--url", address, "--out", str(tmp_path / "out")], 3, tmp_path, capsys
    )
    assert "--password-file" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://quay@127.0.0.1:5432/xa",
        "postgresql://127.0.0.1:5432,127.0.0.2:5432/xa?sslmode=verify-full",
        "postgresql://quay@[fd00::1]:5432/xa",
        "/mnt/o chung/so",
        r"\\may-chu\so chung",
        r"D:\so@chung",
    ],
)
def test_an_address_without_a_password_is_left_alone(address: str) -> None:
    assert not has_password(address)
    assert hidden(address) == address


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["office", "create", f"postgresql://quay:{SECRET}@127.0.0.1/xa"], 2),
        (["office", "create", "--at", "/x", f"postgresql://quay:{SECRET}@127.0.0.1/xa"], 2),
        (["office", "create", "--at-file", f"postgresql://quay:{SECRET}@127.0.0.1/xa"], 3),
        (["office", "join", "KV1.s3cret-AbCdEf0123_"], 2),
        (["office", "join", "--code-file", "KV1.s3cret-AbCdEf0123_"], 3),
    ],
)
def test_a_secret_in_a_wrong_place_is_not_said_again(
    words: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert complaint(words, code, tmp_path, capsys)
