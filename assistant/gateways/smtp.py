"""Sends mail through aiosmtplib over a few connections that stay open."""

from __future__ import annotations

import asyncio
import contextlib
import time
from types import TracebackType
from typing import Self

import aiosmtplib

from assistant.gateways.errors import AuthenticationError, GatewayError, TemporaryError
from assistant.gateways.ports import Outgoing, SendResult, SmtpAccount
from assistant.gateways.smtp_answers import where
from assistant.gateways.smtp_session import BrokenBeforeDataError, check, hang_up, open_session, transact

# After a failed connection the mails that wait get the same answer at once instead of each a time-out of its own.
_OUTAGE_SECONDS = 5.0
# A refused sign-in is repeated less often: some servers lock an account after a few.
_LOCKOUT_SECONDS = 60.0


class _Line:
    """One place in the pool, with or without a live connection."""

    def __init__(self) -> None:
        self.client: aiosmtplib.SMTP | None = None

    @property
    def live(self) -> bool:
        return self.client is not None and self.client.is_connected

    def close(self) -> None:
        if self.client is not None:
            self.client.close()


class SmtpPool:
    """Implements :class:`assistant.gateways.ports.MailSender` with at most ``connections`` connections.

    Microsoft 365 takes three at a time per mailbox. The pool belongs to the event loop that uses it; on another loop it
    starts afresh. Raises ConfigurationError at once for settings that cannot work.
    """

    def __init__(self, account: SmtpAccount, connections: int = 4) -> None:
        check(account)
        if connections < 1:
            raise ValueError("a pool needs at least one connection")
        self.account = account
        self._size = connections
        self._loop: asyncio.AbstractEventLoop | None = None
        self._start_afresh()

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Hand over one mail on the first free connection; see the port."""
        self._follow_loop()
        free = self._free
        while True:
            line = await free.get()
            try:
                reused = line.live
                if not reused:
                    await self._connect(line)
            except BaseException as error:
                if isinstance(error, TemporaryError) and self._others_live(line):
                    # The server takes no further connection (RFC 5321 3.8: 421): go on with the ones that live.
                    asyncio.get_running_loop().call_later(_OUTAGE_SECONDS, free.put_nowait, line)
                    continue
                free.put_nowait(line)
                raise
            try:
                return await self._deliver(line, outgoing, reused=reused)
            finally:
                free.put_nowait(line)

    async def check(self) -> str:
        """Connect and sign in; one line for ``assistant check-config``. Raises what ``send`` raises."""
        client = await open_session(self.account)
        limit = client.esmtp_extensions.get("size", "").strip()
        await hang_up(client)
        size = f", mails up to {int(limit) // 1_000_000} MB" if limit.isdigit() and int(limit) else ""
        signed = "signed in" if self.account.auth is not None else "connected without sign-in"
        return f"{where(self.account)}: {signed}{size}"

    async def close(self) -> None:
        """QUIT on all connections; never raises."""
        self._follow_loop()
        lines = self._lines
        self._start_afresh()
        await asyncio.gather(*(hang_up(line.client) for line in lines))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _start_afresh(self) -> None:
        self._lines = [_Line() for _ in range(self._size)]
        # The one used last comes first, so that a quiet day keeps one connection warm and not four half-dead.
        self._free: asyncio.LifoQueue[_Line] = asyncio.LifoQueue()
        for line in self._lines:
            self._free.put_nowait(line)
        self._connecting = asyncio.Lock()
        self._outage: tuple[float, GatewayError] | None = None

    def _follow_loop(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not None and self._loop is not loop:
            for line in self._lines:
                with contextlib.suppress(Exception):  # its loop may be closed already
                    line.close()
            self._start_afresh()
        self._loop = loop

    def _others_live(self, line: _Line) -> bool:
        return any(other.live for other in self._lines if other is not line)

    async def _connect(self, line: _Line) -> None:
        async with self._connecting:
            if self._outage is not None:
                until, error = self._outage
                if time.monotonic() < until:
                    raise type(error)(str(error))
            try:
                line.client = await open_session(self.account)
            except GatewayError as error:
                wait = _LOCKOUT_SECONDS if isinstance(error, AuthenticationError) else _OUTAGE_SECONDS
                self._outage = (time.monotonic() + wait, error)
                raise
            self._outage = None

    async def _deliver(self, line: _Line, outgoing: Outgoing, *, reused: bool) -> SendResult:
        try:
            return await self._transact(line, outgoing)
        except BrokenBeforeDataError as broken:
            if not reused:
                return broken.result
        # Servers close connections that were quiet for a while; that is no fault of the mail.
        await self._connect(line)
        try:
            return await self._transact(line, outgoing)
        except BrokenBeforeDataError as broken:
            return broken.result

    async def _transact(self, line: _Line, outgoing: Outgoing) -> SendResult:
        client = line.client
        assert client is not None  # noqa: S101 - _connect came before
        try:
            return await transact(client, self.account, outgoing)
        except BaseException:
            # Also when cancelled: the next mail must not meet half a transaction.
            client.close()
            raise
