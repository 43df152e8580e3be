"""The arrival time is the server's word, in UTC, and never the sender's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.gateways.arrival import arrival_time

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MAIL = b"Date: Mon, 01 Jan 2001 00:00:00 +0000\r\nSubject: x\r\n\r\nReceived: not a header; Mon, 02 Jan 2006 10:00:00 +0000\r\n"


def arrived(internal: datetime | None, content: bytes = MAIL) -> datetime:
    return arrival_time(internal, content, lambda: NOW)


def test_internaldate_counts_in_utc() -> None:
    at = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    assert arrived(at) == at
    assert arrived(at).tzinfo is UTC


def test_without_internaldate_the_top_received_line_counts() -> None:
    received = (
        b"Received: from mx.vng.example by box.vng.example\r\n\twith LMTP; Sun, 3 May 2026 23:59:58 +0200 (CEST)\r\n"
        b"Received: from evil by mx; Mon, 1 Jan 1990 00:00:00 +0000\r\n"
    )
    assert arrived(None, received + MAIL) == datetime(2026, 5, 3, 21, 59, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Received: by x\r\n",
        b"Received: by x; nonsense\r\n",
        b"Received: by x; Sun, 3 May 2026 23:59:58 -0000\r\n",
        b"Received: by x; Sun, 99 May 2026 23:59:58 +0200\r\n",
        b"Received: \xff\xfe; \xff\r\n",
        b"Received: by x; Mon, 4 May 2037 10:00:00 +0000\r\n",
    ],
)
def test_what_cannot_be_read_or_lies_in_the_future_gives_now(head: bytes) -> None:
    assert arrived(None, head + MAIL) == NOW
