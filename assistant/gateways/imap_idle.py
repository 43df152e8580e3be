"""Waits for news with IDLE (RFC 2177) without missing any and without holding a connection beyond its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from assistant.gateways.ports import StopSignal

# The stop signal is looked at this often.
_LOOK_SECONDS = 0.5
# An EXISTS that came along with an earlier answer, or in one packet with the server's go-ahead, is never told again: so the
# first IDLE is short, a search follows each, and the renewal (see `ports.ImapAccount`) bounds how long a missed one stays unseen.
_FIRST_CYCLE_SECONDS = 2.0


def wait_for_news(
    client: IMAPClient,
    stop: StopSignal,
    timeout: float,
    renewal_seconds: float,
    something_new: Callable[[], bool],
) -> bool:
    """True when a message came, False on ``stop`` or after ``timeout`` seconds.

    ``something_new`` searches; it runs before each IDLE. Raises imapclient's errors when the connection breaks.
    """
    end = time.monotonic() + timeout
    longest = min(_FIRST_CYCLE_SECONDS, renewal_seconds)
    while True:
        if something_new():
            return True
        left = end - time.monotonic()
        if stop.is_set() or left <= 0:
            return False
        if _one_cycle(client, stop, min(left, longest)):
            return True
        longest = renewal_seconds


def _one_cycle(client: IMAPClient, stop: StopSignal, seconds: float) -> bool:
    client.idle()
    end = time.monotonic() + seconds
    news = False
    while not news and not stop.is_set() and (left := end - time.monotonic()) > 0:
        patience = min(left, _LOOK_SECONDS)
        asked_at = time.monotonic()
        answers = client.idle_check(timeout=patience)
        news = _tells_of_mail(answers)
        if not answers and time.monotonic() - asked_at < patience / 2:
            break  # readable but empty: the connection may have ended; DONE finds out
    _, late = client.idle_done()
    return news or _tells_of_mail(late)


def _tells_of_mail(answers: Sequence[Sequence[Any]]) -> bool:
    if any(answer and answer[0] == b"BYE" for answer in answers):
        raise IMAPClientAbortError("BYE during IDLE")
    return any(len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT") for answer in answers)
