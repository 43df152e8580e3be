"""The rules as ordered tables, and the verdict that follows from what they find."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.mail import ParsedMail
from assistant.core.quoting import OwnWords
from assistant.core.screening import (
    address_cap,
    auto_response_suppress,
    auto_submitted,
    autoreply_headers,
    bounce_content,
    calendar_object,
    challenge_response,
    failed_recipients,
    feedback_report,
    list_headers,
    list_program,
    newsletter,
    no_sender,
    null_return_path,
    out_of_office,
    own_mail,
    precedence,
    read_receipt,
    report_multipart,
    role_sender,
    thread_cap,
    ticket_acknowledgement,
)
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding, Screening, ScreeningContext

Rule = Callable[[Facts], Finding | None]

# Who wrote it is clear from what it is.
FINAL: tuple[Rule, ...] = (own_mail.judge, report_multipart.judge)
# What the text says; these also tell bounces and absence apart from other machines.
CONTENT: tuple[Rule, ...] = (
    failed_recipients.judge,
    feedback_report.judge,
    calendar_object.judge,
    bounce_content.judge,
    out_of_office.judge,
    read_receipt.judge,
    challenge_response.judge,
    list_program.judge,
    ticket_acknowledgement.judge,
    newsletter.judge,
)
# What the headers say.
HEADERS: tuple[Rule, ...] = (
    auto_submitted.judge,
    autoreply_headers.judge,
    auto_response_suppress.judge,
    precedence.judge,
    null_return_path.judge,
    role_sender.judge,
    list_headers.judge,
)
# Reasons not to answer a person either.
PERSON: tuple[Callable[[Facts], Screening | None], ...] = (
    no_sender.judge,
    address_cap.judge,
    thread_cap.judge,
)


def screen(
    mail: ParsedMail, context: ScreeningContext | None = None, own: OwnWords | None = None
) -> Screening:
    """Decide whether a mail may get an automatic answer. Never raises on what ``parse`` returns.

    ``own`` saves work where the mail was taken apart already.
    """
    facts = Facts(mail, context or ScreeningContext(), own)
    first = _found(FINAL, facts)
    for finding in first:
        if finding.final:
            return _machine(finding, facts)
    content = _found(CONTENT, facts)
    headers = [*_found(HEADERS, facts), *first]
    if not content and not headers:
        return _person(facts)
    return _weigh(content, headers, facts)


def _found(rules: tuple[Rule, ...], facts: Facts) -> list[Finding]:
    return [finding for rule in rules if (finding := rule(facts)) is not None]


def _weigh(content: list[Finding], headers: list[Finding], facts: Facts) -> Screening:
    """Machine signs against a person who asks something: the stronger wins, equals go to a person."""
    findings = [*content, *headers]
    if facts.is_filled_form:
        return _person(facts)
    weak = all(finding.weak for finding in findings) and not (content and headers)
    if facts.is_request:
        return _person(facts) if weak else _doubt(findings[0], facts, "Er staat een verzoek in")
    if not content and facts.reads_as_person:
        asks = weak and facts.is_personal and facts.is_wish
        return _person(facts) if asks else _doubt(findings[0], facts, "De tekst leest als die van een mens")
    return _machine(findings[0], facts)


def _doubt(finding: Finding, facts: Facts, what: str) -> Screening:
    reason = f"{what}, maar: {finding.reason[0].lower()}{finding.reason[1:]} Een mens beslist."
    return Screening(False, finding.rule, reason, facts.reply_to, True, "doubt")


def _machine(finding: Finding, facts: Facts) -> Screening:
    return Screening(False, finding.rule, finding.reason, facts.reply_to, False, finding.kind)


def _person(facts: Facts) -> Screening:
    for rule in PERSON:
        verdict = rule(facts)
        if verdict is not None:
            return verdict
    return Screening(
        True, "person", "Geen teken dat een programma dit schreef.", facts.reply_to, False, "person"
    )
