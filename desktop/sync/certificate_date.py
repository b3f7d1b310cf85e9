"""Whether a server's certificate is the right one, and only not good on the date this PC believes in.

libpq says no more than that the certificate could not be verified. A PC whose battery is empty would be told that the
office's server is an impostor, so the server is asked for its certificate once more, and OpenSSL for its reason.
"""

import socket
import ssl
import struct
from collections.abc import Mapping
from typing import Any, Final

_SECONDS: Final = 5.0
_PORT: Final = "5432"
# https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest
_REQUEST: Final = struct.pack("!ii", 8, 80877103)
_WILLING: Final = b"S"
# https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/: not yet valid, has expired. OpenSSL looks at the dates of
# what the authority vouches for only: an impostor's certificate fails before.
_DATE_ERRORS: Final = frozenset({9, 10})


def is_date_to_blame(parameters: Mapping[str, Any]) -> bool:
    """Tell whether a certificate that was refused comes from the right authority, and nothing but its dates is wrong.

    Args:
        parameters: Of the connection that was refused, as libpq knows them.
    """
    # Several hosts of one address share an authority: what the first one says is as good as what the others do.
    host, port = (
        str(value).partition(",")[0]
        for value in (
            parameters.get("hostaddr") or parameters.get("host") or "",
            parameters.get("port") or _PORT,
        )
    )
    authority = str(parameters.get("sslrootcert") or "")
    if not host or not authority:
        return False
    try:
        context = ssl.create_default_context(cafile=None if authority == "system" else authority)
        context.check_hostname = False  # nothing is sent, and the name is not what is asked about
        with socket.create_connection((host, int(port)), timeout=_SECONDS) as bare:
            bare.sendall(_REQUEST)
            if bare.recv(1) == _WILLING:
                context.wrap_socket(bare).close()
    except ssl.SSLCertVerificationError as error:
        return error.verify_code in _DATE_ERRORS
    except (OSError, ValueError):
        return False
    return False
