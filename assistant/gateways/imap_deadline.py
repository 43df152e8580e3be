"""Ends a command that takes too long altogether: a server that drips bytes never trips the socket's own time-out."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from imapclient import IMAPClient

# So many time-outs may one command last; a batch of 16 MB in 10 minutes needs no more than 27 kB/s.
PATIENCE = 10


class TooSlowError(TimeoutError):
    """The command was cut off; the connection is gone."""


@contextlib.contextmanager
def deadline(client: IMAPClient, seconds: float) -> Iterator[None]:
    """Break the connection when the block lasts longer. Raises TooSlowError instead of what the block raised then."""
    expired = threading.Event()

    def cut() -> None:
        expired.set()
        with contextlib.suppress(Exception):
            # Not the TLS socket's own shutdown, which is not safe while another thread reads from it.
            socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception:
        if expired.is_set():
            raise TooSlowError from None
        raise
    finally:
        timer.cancel()
