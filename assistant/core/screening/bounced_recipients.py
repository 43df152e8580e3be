"""Whom a bounce says it could not reach, also where it is no standard report."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.core import parse_addresses
from assistant.core.mail import ParsedMail

_ADDRESS = re.compile(r"[^\s<>\[\]();:,\"'=|]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SERVER = re.compile(r"(?i)^(?:mailer[-_.]?daemon|postmaster|abuse|noreply|no-reply|bounces?)\b")
_IDENTIFIERS = re.compile(r"(?im)^(?:message-id|in-reply-to|references|x-[\w-]{1,60})[ \t]*+:[^\n]*+")
_READ = 4_000
_MOST = 20


def bounced_recipients(mail: ParsedMail, own_addresses: Collection[str] = ()) -> tuple[str, ...]:
    """Failed addresses (lower case, once each): from the report, else from the returned message, else from
    the text.
    """
    if mail.failed_recipients:
        return mail.failed_recipients
    returned = [
        address.email
        for attached in mail.attached_messages
        for address in parse_addresses.addresses(attached.header("to") or "")
    ]
    found = returned or [
        address.rstrip(".").lower() for address in _ADDRESS.findall(_IDENTIFIERS.sub("", mail.text[:_READ]))
    ]
    ours = {*own_addresses, *(address.email for address in (*mail.to, *mail.from_))}
    kept = [address for address in found if address not in ours and not _SERVER.match(address)]
    return tuple(dict.fromkeys(kept))[:_MOST]
