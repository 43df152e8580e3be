"""An IMAP server (pymap, in memory) and an SMTP server (aiosmtpd) on loopback, in a thread of their own."""

from __future__ import annotations

import asyncio
import socket
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pymap.user import Passwords, UserMetadata

LOOPBACK = "127.0.0.1"


@dataclass
class Received:
    """What the SMTP server was handed, in order: envelope recipient and bytes."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep the message (aiosmtpd handler hook)."""
        self.mails.extend((recipient, envelope.content) for recipient in envelope.rcpt_tos)
        return "250 2.0.0 kept"


@dataclass(frozen=True)
class DemoServers:
    """Where the embedded servers listen, and what was sent."""

    imap_port: int
    smtp_port: int
    password: str
    received: Received


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


async def _serve_imap(
    port: int, users: tuple[str, ...], password: str, started: Future[Callable[[], None]]
) -> None:
    """Serve until the callable that ``started`` is given is called from any thread."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    args = Namespace(
        host=LOOPBACK, port=port, debug=False, cert=None, key=None, tls=False, proxy_protocol=None,
        inherited_sockets=None, passlib_cfg=None, demo_data=False, demo_user=users[0], demo_password=password,
    )  # fmt: skip
    backend, config = await DictBackend.init(args, reject_dnsbl=False)
    config.apply_context()
    hashed = await Passwords(config).hash_password(password)
    for user in users:
        backend.login.users_dict[user] = UserMetadata(config, user, password=hashed)
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)

        def stop_from_any_thread() -> None:
            loop.call_soon_threadsafe(stop.set)

        started.set_result(stop_from_any_thread)
        await stop.wait()


@contextmanager
def demo_servers(users: tuple[str, ...], password: str) -> Iterator[DemoServers]:
    """Run both servers until the block ends."""
    imap_port = _free_port()
    started: Future[Callable[[], None]] = Future()

    def serve() -> None:
        try:
            asyncio.run(_serve_imap(imap_port, users, password, started))
        except Exception as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = Thread(target=serve, name="demo-imap", daemon=True)
    thread.start()
    stop_imap = started.result(10)
    received = Received()
    smtp = Controller(received, hostname=LOOPBACK, port=_free_port())
    smtp.start()
    try:
        yield DemoServers(imap_port, smtp.port, password, received)
    finally:
        smtp.stop()
        stop_imap()
        thread.join(5)
