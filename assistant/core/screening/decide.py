"""The rules as one ordered table, and the verdict that follows from what they find."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.mail import ParsedMail
from assistant.core.screening import (
    auto_submitted,
    bounce_content,
    list_headers,
    null_return_path,
    out_of_office,
    own_mail,
    report_multipart,
    role_sender,
)
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding, Screening, ScreeningContext

RULES: tuple[Callable[[Facts], Finding | None], ...] = (
    own_mail.judge,
    report_multipart.judge,
    bounce_content.judge,
    out_of_office.judge,
    auto_submitted.judge,
    null_return_path.judge,
    role_sender.judge,
    list_headers.judge,
)


def screen(mail: ParsedMail, context: ScreeningContext | None = None) -> Screening:
    """Decide whether a mail may get an automatic answer."""
    context = context or ScreeningContext()
    facts = Facts(mail, context)
    for rule in RULES:
        found = rule(facts)
        if found is not None:
            return Screening(False, found.rule, found.reason, facts.reply_to, False, found.kind)
    if facts.reply_to is None:
        return Screening(
            False, "no_sender", "Het bericht noemt geen afzender om te antwoorden.", None, True, "doubt"
        )
    return _capped(facts) or Screening(
        True, "person", "Geen teken van een machine: een mens schreef dit.", facts.reply_to, False, "person"
    )


def _capped(facts: Facts) -> Screening | None:
    context = facts.context
    if context.sent_to_address_today >= context.cap_per_address:
        reason = "Dit adres kreeg vandaag al het hoogste aantal automatische berichten."
        return Screening(False, "address_cap", reason, facts.reply_to, False, "person")
    if context.sent_in_thread >= context.cap_per_thread:
        reason = "In dit gesprek ging al het hoogste aantal automatische berichten."
        return Screening(False, "thread_cap", reason, facts.reply_to, False, "person")
    return None
