"""Bytes of a message -> ParsedMail with its defects. Never raises, on any input; linear in the size of the
message.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.core import (
    parse_addresses,
    parse_body,
    parse_charset,
    parse_files,
    parse_headers,
    parse_report,
    parse_security,
)
from assistant.core.mail import Address, AttachedMessage, Attachment, ParsedMail
from assistant.core.parse_structure import MESSAGES, Part, Structure, scan

MAX_ATTACHED_MESSAGES = 50
_STATUS = {"message/delivery-status", "message/global-delivery-status", "message/feedback-report"}
_ONCE = (
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "message-id",
    "in-reply-to",
    "references",
    "subject",
    "date",
)


def parse(content: bytes) -> ParsedMail:
    """Read a message. What was wrong with it stands in ``defects``; a failure of the reader itself is a
    defect as well.
    """
    try:
        return _parse(content)
    except Exception as error:  # the promise to the caller: a mail is never lost to an unforeseen spelling
        return _unread(content, f"parser-failure:{type(error).__name__}")


def attachment_payloads(content: bytes) -> Iterator[tuple[Attachment, bytes]]:
    """The attached files of a message with their bytes, in the order of ``ParsedMail.attachments``. Never
    raises.
    """
    try:
        yield from parse_files.payloads(parse_security.opened(scan(content)))
    except Exception:  # as in parse: the rest of the message is still there
        return


def _parse(content: bytes) -> ParsedMail:
    outer = scan(content)
    top = outer.parts[0]
    security = parse_security.examine(outer)
    structure = parse_security.opened(outer)
    defects: dict[str, None] = dict.fromkeys(outer.defects)
    bodies = parse_body.bodies(structure, defects)
    text = security.text_of(parse_body.readable(bodies[0], defects))
    attached = _attached(structure, bodies, defects)
    from_ = _addresses(top, "from")
    senders = from_ or _addresses(top, "sender")
    identifiers = parse_headers.identifiers(top.header("message-id"))
    defects.update(dict.fromkeys(_header_defects(top, from_)))
    return ParsedMail(
        message_id=identifiers[0] if identifiers else "",
        in_reply_to=parse_headers.identifiers(_all(top, "in-reply-to")),
        references=parse_headers.identifiers(_all(top, "references")),
        subject=parse_headers.decoded(top.header("subject")),
        sender=senders[0] if senders else None,
        from_=from_,
        reply_to=_addresses(top, "reply-to"),
        to=_addresses(top, "to"),
        cc=_addresses(top, "cc"),
        date=parse_headers.date(top.header("date")),
        text=text,
        html=bodies[0].raw_html,
        attachments=tuple(found for found, _ in parse_files.payloads(structure)),
        headers=tuple((name, parse_headers.decoded(value)) for name, value in top.headers),
        content_type=top.content_type,
        auto_generated_parts=_machine_parts(structure),
        signed=security.signed,
        encrypted=security.encrypted,
        defects=tuple(defects),
        failed_recipients=_failed_recipients(structure, top),
        attached_messages=attached,
    )


def _machine_parts(structure: Structure) -> tuple[str, ...]:
    kinds = (part.content_type for part in structure.parts)
    return tuple(dict.fromkeys(kind for kind in kinds if kind in parse_body.MACHINE_PARTS))


def _failed_recipients(structure: Structure, top: Part) -> tuple[str, ...]:
    reports = [
        parse_body.text_of(structure, part, {}) for part in structure.parts if part.content_type in _STATUS
    ]
    return parse_report.failed_recipients(reports, [_all(top, "x-failed-recipients")])


def _all(part: Part, name: str) -> str:
    return " ".join(value for key, value in part.headers if key == name)


def _addresses(part: Part, name: str) -> tuple[Address, ...]:
    found = [
        address for key, value in part.headers if key == name for address in parse_addresses.addresses(value)
    ]
    return tuple(dict.fromkeys(found))


def _header_defects(top: Part, from_: tuple[Address, ...]) -> Iterator[str]:
    names = [name for name, _ in top.headers]
    for name in _ONCE:
        if names.count(name) > 1:
            yield f"duplicate-{name}"
    for name in ("from", "date", "message-id"):
        if name not in names:
            yield f"missing-{name}"
    if "from" in names and not from_:
        yield "unreadable-from"
    if len(from_) > 1:
        yield "several-from"
    if "date" in names and parse_headers.date(top.header("date")) is None:
        yield "unreadable-date"
    if any(len(value) >= parse_headers.MAX_VALUE for _, value in top.headers):
        yield "huge-header"


def _attached(
    structure: Structure, bodies: dict[int, parse_body.Body], defects: dict[str, None]
) -> tuple[AttachedMessage, ...]:
    found: list[AttachedMessage] = []
    for index, part in enumerate(structure.parts):
        if len(found) >= MAX_ATTACHED_MESSAGES:
            defects["many-attached-messages"] = None
            break
        if index and part.parent in bodies and structure.parts[part.parent].content_type in MESSAGES:
            found.append(_message(part.headers, parse_body.readable(bodies[part.parent], {})))
        elif part.content_type == "text/rfc822-headers" or (
            part.content_type in MESSAGES and part.encoding == "base64"
        ):
            inner = scan(parse_body.payload(structure, part)[0])
            found.append(
                _message(inner.parts[0].headers, parse_body.readable(parse_body.bodies(inner, {})[0], {}))
            )
    return tuple(found)


def _message(headers: list[tuple[str, str]], text: str) -> AttachedMessage:
    first = dict(reversed(headers))
    senders = parse_addresses.addresses(first.get("from", ""))
    identifiers = parse_headers.identifiers(first.get("message-id", ""))
    return AttachedMessage(
        subject=parse_headers.decoded(first.get("subject", "")),
        sender=senders[0] if senders else None,
        message_id=identifiers[0] if identifiers else "",
        date=parse_headers.date(first.get("date", "")),
        text=text,
        headers=tuple((name, parse_headers.decoded(value)) for name, value in headers),
    )


def _unread(content: bytes, defect: str) -> ParsedMail:
    text, _ = parse_charset.decode(content)
    return ParsedMail(
        message_id="",
        in_reply_to=(),
        references=(),
        subject="",
        sender=None,
        from_=(),
        reply_to=(),
        to=(),
        cc=(),
        date=None,
        text=text,
        html="",
        attachments=(),
        headers=(),
        content_type="",
        defects=(defect,),
    )
