"""A mail of another as bytes that every relay passes on unchanged (RFC 5321 4.5.3.1.6: 1000 octets a line; 2.4: seven bits)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

LONGEST_LINE = 998
_LINE_END = re.compile(rb"\r\n|\r|\n")
_SEVEN_BITS = policy.compat32.clone(cte_type="7bit", linesep="\r\n", max_line_length=0)


def suits_every_relay(content: bytes) -> bool:
    """Whether the bytes are ASCII without NUL, end their lines with CRLF, and have no line that a relay would break."""
    return (
        content.isascii()
        and b"\0" not in content
        and all(
            len(line) <= LONGEST_LINE and b"\r" not in line and b"\n" not in line
            for line in content.split(b"\r\n")
        )
    )


def relay_safe(content: bytes) -> bytes | None:
    """The mail with the same meaning in bytes that suit every relay; unchanged but for line ends where it does already.

    Parts of eight bits are encoded anew, so a DKIM signature over them no longer holds. None where that does not work out.
    """
    plain = _LINE_END.sub(b"\r\n", content)
    if suits_every_relay(plain):
        return plain
    try:
        encoded = message_from_bytes(content).as_bytes(policy=_SEVEN_BITS)
    except Exception:  # the library fails in many ways on what is no mail
        return None
    return encoded if suits_every_relay(encoded) else None
