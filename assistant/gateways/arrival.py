"""When a message reached the mailbox, by the server's clock: the moment that the statutory clock starts from."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Callable
from datetime import UTC, datetime

_FIRST_RECEIVED = re.compile(rb"^received:(?:[^\r\n]|\r?\n[ \t])*", re.IGNORECASE | re.MULTILINE)
_HEADER_BYTES = 65536


def arrival_time(internal_date: datetime | None, content: bytes, clock: Callable[[], datetime]) -> datetime:
    """INTERNALDATE in UTC; when the server gives none, the top Received line, which its own side wrote; else ``clock``.

    The Date header is the sender's word and never counts (LEGAL A4.3).
    """
    if internal_date is not None:
        return (internal_date if internal_date.tzinfo else internal_date.replace(tzinfo=UTC)).astimezone(UTC)
    head = content[:_HEADER_BYTES].partition(b"\r\n\r\n")[0]
    found = _FIRST_RECEIVED.search(head)
    if found:
        try:
            stamped = email.utils.parsedate_to_datetime(
                found.group().rpartition(b";")[2].strip().decode("ascii")
            )
        except (ValueError, TypeError, IndexError):
            stamped = None
        if stamped is not None and stamped.tzinfo is not None:
            return min(stamped.astimezone(UTC), clock())
    return clock()
