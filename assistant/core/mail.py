"""Values for mail on its way in: the bytes as they came, and what could be read from them (RFC 5322)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message as the server gave it.

    ``received_at`` is the server's arrival time (IMAP INTERNALDATE, aware), never the Date header (LEGAL
    A4.3).
    """

    content: bytes
    mailbox: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322 3.4; ``email`` is lower case, ``name`` the decoded display name or empty."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What stands after the last @, or an empty string."""
        return self.email.rpartition("@")[2] if "@" in self.email else ""

    @property
    def local(self) -> str:
        """What stands before the last @."""
        return self.email.rpartition("@")[0] if "@" in self.email else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file, listed but never unpacked; ``content_type`` is found from the content,
    ``declared_type`` is claimed.
    """

    filename: str
    content_type: str
    declared_type: str
    size: int
    sha256: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class AttachedMessage:
    """A message inside the message (message/rfc822, or the header block that a bounce returns)."""

    subject: str
    sender: Address | None
    message_id: str
    date: datetime | None
    text: str
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return _first(self.headers, name)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What could be read from a message. Reading never raises; what was wrong with it stands in
    ``defects``.

    ``text`` is the readable body (plain text, or HTML made readable); ``html`` the raw HTML alternative or
    empty. ``headers`` holds all decoded headers in their order with lower-case names. ``message_id`` and
    ``references`` are without angle brackets. ``date`` is the aware Date header or None. ``sender`` is the
    author: the first usable From, else Sender. ``auto_generated_parts`` names the content types of the parts
    that only machines make (delivery status, calendar).
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    from_: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]
    content_type: str
    auto_generated_parts: tuple[str, ...] = ()
    signed: bool = False
    encrypted: bool = False
    defects: tuple[str, ...] = ()
    failed_recipients: tuple[str, ...] = field(default=())
    attached_messages: tuple[AttachedMessage, ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return _first(self.headers, name)

    def header_all(self, name: str) -> tuple[str, ...]:
        """All values of a header, in order of appearance."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    wanted = name.lower()
    return next((value for key, value in headers if key == wanted), None)
