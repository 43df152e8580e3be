"""The doors as the stages see them: protocols and frozen values. Nothing here imports a mail library.

Errors of the door itself (unreachable, refused, wrongly configured) are raised as
:class:`assistant.gateways.errors.GatewayError`; what happens to one mail is a return value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self, TypeAlias

Security: TypeAlias = Literal["tls", "starttls", "plain"]


class TokenProvider(Protocol):
    """Gives OAuth 2 access tokens (RFC 6749); may be called from any thread."""

    def token(self) -> str:
        """A token that is valid now. Raises TemporaryError, AuthenticationError or ConfigurationError."""
        ...

    def invalidate(self) -> None:
        """Forget the cached token, because a server refused it."""
        ...


@dataclass(frozen=True, slots=True)
class Password:
    """Sign-in with a password (IMAP LOGIN, SMTP AUTH PLAIN)."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Sign-in with SASL XOAUTH2 and a token of ``tokens``."""

    tokens: TokenProvider = field(repr=False)


Auth: TypeAlias = Password | OAuth2


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """One mailbox on an IMAP server.

    ``role`` names the account in messages for people instead of its address ("mailbox vng/po"). ``plain`` is for loopback
    only. ``timeout_seconds`` bounds each wait for the server; a whole command may last ten times as long. A batch ends at
    ``batch_size`` mails or ``batch_bytes`` bytes, whichever comes first. IDLE is renewed every ``idle_renewal_seconds``,
    which stays under the 29 minutes of RFC 2177; half a minute, because news that comes in one packet with the server's
    go-ahead is only seen at the next renewal.
    """

    host: str
    port: int
    username: str = field(repr=False)
    auth: Auth
    security: Security = "tls"
    role: str = "mailbox"
    folder: str = "INBOX"
    processed_folder: str | None = None
    sent_folder: str | None = None
    timeout_seconds: float = 60.0
    ca_file: Path | None = None
    batch_size: int = 100
    batch_bytes: int = 16 * 1024 * 1024
    idle_renewal_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """One account on an SMTP submission server. ``auth`` None means a relay that asks for no sign-in.

    ``timeout_seconds`` bounds each answer but the last: how long to wait for the answer after the content is
    ``final_answer_seconds`` (RFC 5321 4.5.3.2.6 asks for 10 minutes; less means more outcomes that are unknown).
    ``local_hostname`` is what EHLO says; None asks the system.
    """

    host: str
    port: int
    username: str = field(default="", repr=False)
    auth: Auth | None = None
    security: Security = "starttls"
    role: str = "submission"
    timeout_seconds: float = 60.0
    final_answer_seconds: float = 300.0
    ca_file: Path | None = None
    local_hostname: str | None = None


@dataclass(frozen=True, slots=True)
class FolderState:
    """What SELECT told: UIDs mean something only together with ``uidvalidity`` (RFC 9051 2.3.1.1).

    ``uidnext`` is 0 when the server does not tell.
    """

    uidvalidity: int
    uidnext: int
    exists: int = 0


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """One message as the server has it; ``internal_date`` is the server's arrival time, aware, in UTC."""

    uid: int
    uidvalidity: int
    content: bytes = field(repr=False)
    internal_date: datetime
    size: int


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """One message that the server did not give although the others came; ``reason`` is one line that may be logged.

    Not final: try it again next round and alarm a person when it keeps failing; the next message still goes through.
    """

    uid: int
    uidvalidity: int
    reason: str


class StopSignal(Protocol):
    """What threading.Event offers: a flag that one can wait for."""

    def is_set(self) -> bool:
        """True once somebody asked to stop."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Block until set or until ``timeout`` seconds passed; True when set."""
        ...


class Mailbox(Protocol):
    """One folder of one account, for one thread at a time. It reconnects by itself; nothing is ever deleted.

    Every method raises TemporaryError, AuthenticationError or ConfigurationError when the door itself is the problem.
    """

    @property
    def offers_idle(self) -> bool:
        """Whether the server announces IDLE (RFC 2177); where it does not, ``idle`` just waits."""
        ...

    def select(self) -> FolderState:
        """Open the folder and say where it stands."""
        ...

    def new_uids(self, after_uid: int) -> list[int]:
        """All UIDs above ``after_uid``, ascending; 0 gives all."""
        ...

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """RFC822.SIZE in bytes; messages that are gone are absent."""
        ...

    def fetch(
        self, uids: Iterable[int], sizes: Mapping[int, int] | None = None
    ) -> Iterator[FetchedMail | FetchFailure]:
        """The messages in the order asked, in batches, without setting \\Seen; messages that are gone are left out.

        ``sizes`` saves the question when the caller knows them. When the connection drops, what was read has been yielded;
        the rest is asked again on a new connection.
        Raises TemporaryError when reconnecting fails and FolderChangedError when UIDVALIDITY became another.
        """
        ...

    def fetch_oversize(self, uid: int) -> FetchedMail | None:
        """One message of any size in partial fetches, so that no single answer is larger than a chunk; None when gone."""
        ...

    def mark_seen(self, uids: Iterable[int]) -> None:
        """Set \\Seen."""
        ...

    def move(self, uids: Iterable[int], folder: str) -> bool:
        """Move to ``folder``, made if missing. False when the server can only copy: then everything stays as it was."""
        ...

    def idle(self, stop: StopSignal, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds; True as soon as something new may be there, False on stop or time out."""
        ...

    def append(
        self, folder: str, content: bytes, flags: Sequence[str] = (), at: datetime | None = None
    ) -> None:
        """Store a copy in ``folder``, made if missing, with ``at`` (aware) as its arrival time."""
        ...

    def keepalive(self) -> None:
        """NOOP, so that the server does not log us out."""
        ...

    def close(self) -> None:
        """Log out; never raises. A later call connects again."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail for the wire: envelope (RFC 5321 3.3) and RFC 5322 bytes; ``message_id`` without angle brackets."""

    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    content: bytes = field(repr=False)
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """One recipient that the server refused; ``code`` 4xx is for now, 5xx for good. ``text`` has no addresses in it."""

    address: str = field(repr=False)
    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """Whether trying again is pointless (RFC 5321 4.2.1)."""
        return 500 <= self.code < 600


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility (250 after DATA), save for the recipients in ``refused``."""

    text: str
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class TemporaryFailure:
    """The server answered 4xx, or the connection broke before DATA: surely not accepted, try again later.

    ``code`` is None when there was no answer. ``text`` has no addresses in it.
    """

    code: int | None
    text: str
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class PermanentFailure:
    """The server answered 5xx: trying again is pointless, a person must look. ``text`` has no addresses in it."""

    code: int
    text: str
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The content went out but no final answer came: it may have been accepted. Try again with the same Message-ID."""

    text: str


SendResult: TypeAlias = Accepted | TemporaryFailure | PermanentFailure | Unknown


class MailSender(Protocol):
    """Sends mail over several connections; many ``send`` calls may run at the same time on one event loop."""

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Hand over one mail. What becomes of this mail is the return value.

        Raises TemporaryError, AuthenticationError or ConfigurationError when the account as a whole cannot be used; then
        nothing of this mail was sent, and it did not cost the mail an attempt.
        """
        ...

    async def close(self) -> None:
        """Say QUIT on all connections; never raises. A later send connects again."""
        ...


@dataclass(frozen=True, slots=True)
class OutgoingAttachment:
    """A file that goes along; ``content_type`` like ``application/pdf``."""

    filename: str = field(repr=False)
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that stands in one outgoing mail; :func:`assistant.gateways.message.build` makes the bytes.

    ``date`` is aware and becomes the Date header in its own offset. Message-IDs are without angle brackets.
    ``auto_submitted`` follows RFC 3834 5.1: ``auto-replied`` for an answer by the machine, ``auto-generated`` for a
    reminder, None for a letter that a person approved.
    """

    from_email: str = field(repr=False)
    to_email: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    date: datetime
    message_id: str
    from_name: str = ""
    to_name: str = field(default="", repr=False)
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: Literal["auto-replied", "auto-generated"] | None = None
    attachments: tuple[OutgoingAttachment, ...] = ()


class LetterBuilder(Protocol):
    """Makes the RFC 5322 bytes of a letter: the same letter always gives the same bytes."""

    def __call__(self, letter: Letter) -> bytes:
        """Raises MessageError for a line break in a header or an address that is none."""
        ...
