"""Senders that are no person: mailer-daemon, postmaster, no-reply."""

from __future__ import annotations

import re

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|mail-?daemon)(?:\b|_)")
_NO_REPLY = re.compile(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|niet[-_.]?beantwoorden|geen[-_.]?antwoord|nepasrepondre)"
)


def judge(facts: Facts) -> Finding | None:
    """A finding for the role names; a no-reply address with a person in Reply-To is a web form and none."""
    local = facts.author.partition("@")[0]
    if _DAEMON.match(local):
        return Finding(
            "role_sender",
            "bounce",
            "certain",
            "De afzender is de postmeester of het bezorgprogramma van een mailserver.",
        )
    if _NO_REPLY.search(local) and facts.reply_to is None:
        return Finding(
            "role_sender", "machine", "certain", "De afzender is een adres dat geen antwoord leest."
        )
    return None
