"""What counts as one e-mail address on its way out (RFC 5321 4.1.2), and its form for servers that know ASCII only."""

from __future__ import annotations

import contextlib
import re

_DOT_ATOM = r"[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f-\x9f]+"
_ADDRESS = re.compile(rf"(?:{_DOT_ATOM}|\"(?:[^\"\\\x00-\x1f\x7f-\x9f]|\\[ -~])*\")@({_DOT_ATOM})")
_LONGEST = 254


def outgoing_address(text: str) -> str | None:
    """The address with its domain in ASCII (IDNA), or None for anything that is not exactly one address.

    A local part beyond ASCII stays as it is; it needs SMTPUTF8 (RFC 6531).
    """
    found = _ADDRESS.fullmatch(text)
    if found is None or len(text) > _LONGEST:
        return None
    with contextlib.suppress(UnicodeError):
        text.encode()
        return text[: found.start(1)] + found.group(1).encode("idna").decode("ascii")
    return None
