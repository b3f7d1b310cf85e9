"""Secrets typed openly as words of a command: refused, and never said again.

Words of a command stand in the history of the shell and in the list of processes, where everybody of the PC reads them.
"""

import re
from typing import Final
from urllib.parse import unquote

from desktop.domain.errors import DeskError, ErrorCode

# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING: all three spellings.
_OF_USER: Final = re.compile(r"(\w:/{1,2}[^/\s:@]*:).*(?=@)")
_NAMED: Final = re.compile(r"((?:^|[\s?&])(?:ssl)?password\s*=\s*)(?:'[^']*'|[^\s&]+)", re.IGNORECASE)
_PAIRING: Final = re.compile(r"(KV1\.)[\w-]{8,}")
_STARS: Final = r"\1***"


def hidden(words: str) -> str:
    """Give words that may repeat what somebody typed without the secrets in them."""
    for pattern in (_OF_USER, _NAMED, _PAIRING):
        words = pattern.sub(_STARS, words)
    return words


def has_password(address: str) -> bool:
    """Tell whether an address has a password in it, however libpq lets it be spelled."""
    plain = unquote(address)
    return any(pattern.search(text) for pattern in (_OF_USER, _NAMED) for text in (address, plain))


def refuse_password(address: str, option: str, instead: str) -> None:
    """Refuse an address with a password.

    Args:
        address: As it was typed.
        option: Where.
        instead: What to do instead, beginning with a capital.

    Raises:
        DeskError: `INPUT_INVALID`; the password is not in it.
    """
    if has_password(address):
        problem = (
            f"địa chỉ sau {option} có mật khẩu, ai xem lịch sử lệnh cũng đọc được. {instead}."
            " Mật khẩu vừa gõ coi như đã lộ, cần đổi."
        )
        raise DeskError(ErrorCode.INPUT_INVALID, place=option, problem=problem)
