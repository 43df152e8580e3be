"""Builds the RFC 5322 bytes of an outgoing letter: plain text, UTF-8, safe on every relay, the same each time."""

from __future__ import annotations

import binascii
import email.utils
import hashlib
import re
from collections.abc import Iterator
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from assistant.core.relay_safe import suits_every_relay
from assistant.gateways.addresses import outgoing_address
from assistant.gateways.errors import MessageError
from assistant.gateways.ports import Letter, OutgoingAttachment

_CRLF = "\r\n"
# Everything that some mail program somewhere takes for the end of a line, and the other controls.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_IDENTIFIER = re.compile(r"[!-;=?-~]{1,900}")
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
# A header that is ASCII and this short goes out as it is; everything else as encoded words (RFC 2047).
_PLAIN_LENGTH = 66
# RFC 5322 sets no limit, but some servers refuse very long headers: keep the root of the thread and its newest part.
_NEWEST_REFERENCES = 20
_LONGEST_STEM = 80
_TEXT_HEAD = b"".join(
    (
        b'Content-Type: text/plain; charset="utf-8"\r\n',
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"MIME-Version: 1.0\r\n\r\n",
    )
)


def build(letter: Letter) -> bytes:
    """The bytes of ``letter`` with CRLF line ends, all ASCII unless an address itself is not (RFC 6532).

    The text goes quoted-printable, so that no relay needs to change it and a DKIM signature stays whole. Identifiers of others
    that are malformed are left out, since they come from the sender's mail; everything else that is malformed is refused.
    Raises MessageError for a control character in a header, an address that is none or a Date without offset.
    """
    head = "".join(f"{name}: {value}{_CRLF}" for name, value in _headers(letter))
    if letter.attachments:
        return head.encode() + _body(letter).as_bytes(policy=SMTP)
    return head.encode() + _TEXT_HEAD + _quoted_printable(_text(letter))


def _headers(letter: Letter) -> Iterator[tuple[str, str]]:
    if letter.date.tzinfo is None:
        raise MessageError("the Date of a letter needs an aware datetime")
    yield "Date", email.utils.format_datetime(letter.date)
    yield "From", _mailbox("From", letter.from_name, letter.from_email)
    yield "To", _mailbox("To", letter.to_name, letter.to_email)
    if letter.reply_to:
        yield "Reply-To", _mailbox("Reply-To", "", letter.reply_to)
    yield "Subject", _words("Subject", letter.subject)
    if not _IDENTIFIER.fullmatch(letter.message_id) or "@" not in letter.message_id:
        raise MessageError(
            "the Message-ID of a letter must be like 'left@right', without brackets and spaces"
        )
    yield "Message-ID", f"<{letter.message_id}>"
    if _IDENTIFIER.fullmatch(letter.in_reply_to):
        yield "In-Reply-To", f"<{letter.in_reply_to}>"
    thread = _thread(letter.references)
    if thread:
        yield "References", f"{_CRLF} ".join(f"<{one}>" for one in thread)
    if letter.auto_submitted is not None:
        yield "Auto-Submitted", letter.auto_submitted
        yield "X-Auto-Response-Suppress", "All"


def _thread(references: tuple[str, ...]) -> list[str]:
    good = [one for one in dict.fromkeys(references) if _IDENTIFIER.fullmatch(one)]
    return good if len(good) <= _NEWEST_REFERENCES else [good[0], *good[-_NEWEST_REFERENCES:]]


def _words(name: str, text: str) -> str:
    """Unstructured text, as it is or in encoded words; the library's own refolding loses and adds spaces."""
    if _CONTROL.search(text):
        raise MessageError(f"the {name} of a letter holds a line break or another control character")
    if text.isascii() and len(text) <= _PLAIN_LENGTH and text == text.strip() and "=?" not in text:
        return text
    try:
        return Header(text, "utf-8", header_name=name, maxlinelen=76).encode(linesep=_CRLF)
    except UnicodeEncodeError:
        raise MessageError(f"the {name} of a letter is not valid Unicode") from None


def _mailbox(name: str, display_name: str, address: str) -> str:
    spec = _address(name, address)
    shown = _words(name, display_name)
    if not display_name:
        return spec
    if shown == display_name:
        shown = '"' + re.sub(r'(["\\])', r"\\\1", display_name) + '"'
    return f"{shown}{_CRLF} <{spec}>"


def _address(name: str, address: str) -> str:
    good = outgoing_address(address)
    if good is None:
        raise MessageError(f"the {name} address of a letter is not an e-mail address")
    return good


def _body(letter: Letter) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part.set_content(_text(letter).decode(), charset="utf-8", cte="quoted-printable")
    part.make_mixed(boundary=_boundary(letter))
    for attachment in letter.attachments:
        _attach(part, attachment)
    return part


def _text(letter: Letter) -> bytes:
    """The text with LF line ends, in UTF-8."""
    try:
        return letter.text.replace("\r\n", "\n").replace("\r", "\n").encode()
    except UnicodeEncodeError:
        raise MessageError("the text of a letter is not valid Unicode") from None


def _quoted_printable(text: bytes) -> bytes:
    """RFC 2045 6.7 with CRLF line ends; the C codec, because most letters are text only and go out in numbers."""
    ended = text if text.endswith(b"\n") else text + b"\n"
    encoded = binascii.b2a_qp(ended, quotetabs=False, istext=True, header=False)
    return encoded.replace(b"\n", b"\r\n")


def _attach(part: EmailMessage, attachment: OutgoingAttachment) -> None:
    kind = attachment.content_type.lower()
    if kind == "message/rfc822":
        _attach_mail(part, attachment)
        return
    if not _CONTENT_TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        raise MessageError("the type of an attachment must be like 'application/pdf'")
    major, minor = kind.split("/")
    part.add_attachment(
        attachment.content,
        maintype=major,
        subtype=minor,
        filename=_filename(attachment.filename),
        cte="base64",
    )


def _attach_mail(part: EmailMessage, attachment: OutgoingAttachment) -> None:
    """A whole mail, exactly as given: message/rfc822 may not be encoded (RFC 2046 5.2.1), so its bytes must suit every relay."""
    if not suits_every_relay(attachment.content):
        raise MessageError("a mail that goes along must be ASCII with CRLF line ends and short lines")
    inner = EmailMessage(policy=SMTP)
    inner["Content-Type"] = "message/rfc822"
    inner["Content-Transfer-Encoding"] = "7bit"
    inner.add_header("Content-Disposition", "attachment", filename=_filename(attachment.filename))
    inner.set_payload(attachment.content.decode("ascii"))
    part.attach(inner)


def _filename(name: str) -> str:
    """A name that is a name only: no path, no controls, not too long, with its ending kept."""
    if _CONTROL.search(name):
        raise MessageError("the name of an attachment holds a line break or another control character")
    last = re.split(r"[/\\]", name)[-1].strip(" .") or "bijlage"
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:_LONGEST_STEM]}.{ending[:16]}" if dot else last[:_LONGEST_STEM]


def _boundary(letter: Letter) -> str:
    """A boundary that follows from the content, so that the same letter gives the same bytes."""
    digest = hashlib.sha256(letter.message_id.encode() + b"\0" + letter.text.encode("utf-8", "replace"))
    for attachment in letter.attachments:
        digest.update(len(attachment.content).to_bytes(8, "big") + attachment.content)
    return "=_" + digest.hexdigest()[:40]
