"""Senders that are no person: mailer-daemon, postmaster, list programs, no-reply."""

from __future__ import annotations

import re

from assistant.core import sender_form
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|postmaster|post_master|mail[-_.]?delivery|maildelivery|"
    r"double-bounce|mailerdaemon|mailsystem|mta|bounced?mail)(?:$|[^a-z])"
)
_DAEMON_NAME = re.compile(
    r"(?i)mail(?:er)?[ -]?(?:daemon|delivery (?:sub)?system|delivery service|administrator|"
    r"system administrator)|^system administrator$|^postmaster$|^microsoft outlook$|^microsoft exchange$"
)
_LIST = re.compile(
    r"(?:owner-|.*-(?:owner|bounces?|request|admin)$|(?:majordomo|listserv|mailman|sympa|listmaster|ezmlm|"
    r"list-?manager)(?:$|[^a-z]))"
)


def judge(facts: Facts) -> Finding | None:
    """A finding for the role names; a no-reply address with a person behind it is a contact form and none."""
    author = facts.mail.from_[0] if facts.mail.from_ else None
    if author is None:
        return None
    if _DAEMON.match(author.local) or _DAEMON_NAME.search(author.name[:200]):
        return Finding(
            "role_sender",
            "bounce",
            "De afzender is het bezorgprogramma of de postmeester van een mailserver.",
        )
    if _LIST.match(author.local):
        return Finding("role_sender", "list", "De afzender is een programma dat mailinglijsten beheert.")
    if sender_form.is_no_reply(author) and facts.reply_to is None:
        return Finding("role_sender", "machine", "De afzender is een adres dat geen antwoord leest.")
    if sender_form.is_no_reply(author) and not (sender_form.is_form(facts.mail) or facts.is_request):
        return Finding(
            "role_sender",
            "machine",
            "De afzender leest geen antwoord en de inhoud is geen ingevuld formulier.",
        )
    return None
