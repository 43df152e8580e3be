"""A real SMTP server (aiosmtpd, in a thread) that keeps what it accepts and can be told to misbehave."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import Certificates
from tests.servers.processes import free_port

# AUTH XOAUTH2 lines carry a whole token (RFC 4954 4: 12288 octets).
_AUTH_LINE = 12288


@dataclass(frozen=True)
class Received:
    """One mail that the sink accepted; ``at`` is time.monotonic, ``connection`` counts from 1."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)
    connection: int
    at: float


@dataclass
class _Rule:
    stage: str
    answer: str | None
    times: int
    when: Callable[[str], bool]
    keep: bool = False
    delay: float = 0.0


class SmtpSink:
    """What arrived, and the ways to misbehave; every method may be called while the server runs."""

    def __init__(self, port: int) -> None:
        self.host = "127.0.0.1"
        self.port = port
        self.mails: list[Received] = []
        self.connections = 0
        self.authenticated: list[str] = []
        self._rules: deque[_Rule] = deque()
        self._lock = threading.Lock()

    def answer(
        self, stage: str, text: str, times: int = 1, when: Callable[[str], bool] | None = None
    ) -> None:
        """Answer ``text`` at ``stage`` (MAIL, RCPT or DATA) the next ``times`` times that ``when(address)`` holds."""
        self._rules.append(_Rule(stage, text, times, when or (lambda _: True)))

    def drop(self, stage: str, times: int = 1, *, keep: bool = False) -> None:
        """Break the connection at ``stage``; at DATA after the content came, which ``keep`` still counts as received."""
        self._rules.append(_Rule(stage, None, times, lambda _: True, keep))

    def delay(self, stage: str, seconds: float, times: int = 1) -> None:
        """Be silent for ``seconds`` before the usual answer at ``stage``."""
        self._rules.append(_Rule(stage, "", times, lambda _: True, delay=seconds))

    def wait_for(self, count: int, seconds: float = 30.0) -> None:
        """Block until ``count`` mails came. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while len(self.mails) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.mails)} of {count} mails came within {seconds:g} s")
            time.sleep(0.02)

    def take(self, stage: str, subject: str) -> _Rule | None:
        """The first rule that applies now; used by the server."""
        with self._lock:
            for rule in self._rules:
                if rule.stage == stage and rule.when(subject):
                    rule.times -= 1
                    if rule.times <= 0:
                        self._rules.remove(rule)
                    return rule
        return None


def _abort(server: SMTP) -> None:
    """Break the connection without a word, as a crashing server or a cut cable does."""
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


class _NumberedSession(Session):
    number = 0


class _Handler:
    """aiosmtpd's hooks; a returned text is the answer, an aborted transport is a broken connection."""

    def __init__(
        self, sink: SmtpSink, users: Mapping[str, str] | None, valid_token: Callable[[str, str], bool] | None
    ) -> None:
        self._sink = sink
        self._users = users or {}
        self._valid_token = valid_token
        if valid_token is not None:
            # aiosmtpd announces whatever methods of this name it finds, so it exists only when it is wanted.
            self.auth_XOAUTH2 = self._xoauth2

    async def _misbehave(self, stage: str, subject: str, server: SMTP) -> str | None:
        rule = self._sink.take(stage, subject)
        if rule is None:
            return None
        if rule.delay:
            await asyncio.sleep(rule.delay)
            return None
        if rule.answer is None:
            _abort(server)
            raise ConnectionResetError("told to drop")
        return rule.answer

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        bad = await self._misbehave("MAIL", address, server)
        if bad is not None:
            return bad
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        bad = await self._misbehave("RCPT", address, server)
        if bad is not None:
            return bad
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        rule = self._sink.take("DATA", envelope.mail_from or "")
        if rule is not None and rule.delay:
            await asyncio.sleep(rule.delay)
        elif rule is not None and rule.answer is not None:
            return rule.answer
        if rule is None or rule.keep or rule.delay:
            self._keep(session, envelope)
        if rule is not None and rule.answer is None:
            _abort(server)
            raise ConnectionResetError("told to drop")
        return "250 2.0.0 queued"

    def _keep(self, session: Session, envelope: Envelope) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        number = getattr(session, "number", 0)
        self._sink.mails.append(
            Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, number, time.monotonic())
        )

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 {type(error).__name__}"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mech: str, data: Any
    ) -> AuthResult:
        """aiosmtpd's authenticator for PLAIN and LOGIN."""
        assert isinstance(data, LoginPassword)
        user, secret = data.login.decode(), data.password.decode()
        good = self._users.get(user) == secret
        if good:
            self._sink.authenticated.append(user)
        return AuthResult(success=good, handled=False)

    async def _xoauth2(self, server: SMTP, args: list[str]) -> AuthResult:
        """XOAUTH2: on failure a JSON challenge, then, after the client's empty line, 535."""
        if len(args) < 2:
            await server.push("334 ")
            args = [*args, (await server._reader.readline()).decode().strip()]
        parts = dict(
            part.split("=", 1) for part in base64.b64decode(args[1]).decode().split("\x01") if "=" in part
        )
        token = parts.get("auth", "").removeprefix("Bearer ")
        assert self._valid_token is not None
        if self._valid_token(parts.get("user", ""), token):
            self._sink.authenticated.append(parts["user"])
            return AuthResult(success=True, auth_data=parts["user"])
        await server.push("334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode())
        await server._reader.readline()
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)


class _Server(SMTP):
    def __init__(self, sink: SmtpSink, *args: Any, **kwargs: Any) -> None:
        if hasattr(args[0], "auth_XOAUTH2"):
            self.line_length_limit = _AUTH_LINE
        with warnings.catch_warnings():  # AUTH without TLS is meant here: it is loopback
            warnings.simplefilter("ignore", UserWarning)
            super().__init__(*args, **kwargs)
        self._sink = sink
        self.command_size_limits["AUTH"] = _AUTH_LINE

    def _create_session(self) -> Session:
        session = _NumberedSession(self.loop)
        self._sink.connections += 1
        session.number = self._sink.connections
        return session


class _Controller(Controller):
    def __init__(
        self, sink: SmtpSink, handler: _Handler, implicit_tls: ssl.SSLContext | None, **options: Any
    ) -> None:
        self._sink = sink
        super().__init__(
            handler, hostname=sink.host, port=sink.port, ssl_context=implicit_tls, ready_timeout=20
        )
        self.SMTP_kwargs = options

    def factory(self) -> SMTP:
        return _Server(self._sink, self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def smtp_sink(
    *,
    tls: Certificates | None = None,
    implicit_tls: bool = False,
    users: Mapping[str, str] | None = None,
    valid_token: Callable[[str, str], bool] | None = None,
    size_limit: int | None = 35 * 1024 * 1024,
    utf8: bool = True,
) -> Iterator[SmtpSink]:
    """Start the server and yield what it receives.

    ``tls`` offers STARTTLS, or TLS from the first byte with ``implicit_tls``. ``users`` demands AUTH with name and password;
    ``valid_token(user, token)`` demands AUTH and offers XOAUTH2. ``size_limit`` is announced as SIZE (RFC 1870).
    """
    sink = SmtpSink(free_port())
    handler = _Handler(sink, users, valid_token)
    context = tls.server_context() if tls else None
    signs_in = bool(users) or valid_token is not None
    options: dict[str, Any] = {
        "data_size_limit": size_limit,
        "enable_SMTPUTF8": utf8,
        "hostname": "localhost",
        "tls_context": None if implicit_tls else context,
        "auth_required": signs_in,
        "auth_require_tls": not signs_in,  # without users no AUTH is announced on a plain channel
    }
    if signs_in:
        options["authenticator"] = handler.authenticate
        options["auth_exclude_mechanism"] = () if users else ("PLAIN", "LOGIN")
    else:
        options["auth_exclude_mechanism"] = ("PLAIN", "LOGIN")
    controller = _Controller(sink, handler, context if implicit_tls else None, **options)
    controller.start()
    sink.connections = 0
    try:
        yield sink
    finally:
        controller.stop()
