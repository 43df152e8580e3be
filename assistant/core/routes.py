"""Where a message goes besides its case: complaint mailbox, security contact, the real controller, and what must happen today.

The effects say what and why; the shell knows how. Nothing here sends anything to the data subject by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.core.breach import reckon_breach
from assistant.core.case import Effect, EffectKind, Letter, Outcome, Role
from assistant.core.clock import DEFAULT_POLICY, Policy
from assistant.core.default_notice import DefaultNotice
from assistant.core.ledger import Kind, Ledger
from assistant.core.organisation import OrganisationRules, RouteStep

STOP_LABELS = frozenset({"unsubscribe", "objection", "erasure", "rectification", "consent_withdrawal"})


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What the routes need to know of one message.

    ``default_notice`` comes from :mod:`assistant.core.default_notice`, ``magazine`` from :mod:`assistant.core.wish_traits`;
    ``processor_for`` names the controller when a person found that we only process on its behalf.
    """

    received: datetime
    default_notice: DefaultNotice = DefaultNotice.NONE
    magazine: bool = False
    processor_for: str | None = None


def routes(
    rules: OrganisationRules, labels: frozenset[str], facts: RouteFacts, policy: Policy = DEFAULT_POLICY
) -> tuple[Effect, ...]:
    """All effects of a message's labels and facts, the most urgent first."""
    return (
        *_breach(rules, labels, facts, policy),
        *_default(rules, facts),
        *_complaint(rules, labels),
        *_processor(rules, facts),
        *_magazine(rules, labels, facts),
        *_removal(rules, labels),
    )


def complaint_route(rules: OrganisationRules) -> tuple[RouteStep, ...]:
    """The stations in the statement's order. Nobody may be forced through the first ones before authority or court."""
    return rules.complaint_route


def after_sending(rules: OrganisationRules, outcome: Outcome) -> tuple[Effect, ...]:
    """What must happen once the answer has left: SBB deletes all that came with a request when it holds no data."""
    if outcome is Outcome.NO_DATA and rules.purge_on_no_data:
        return (
            Effect(
                EffectKind.PURGE_SUPPLIED_DATA,
                reason="geen gegevens gevonden: alles wat bij het verzoek is verstrekt wordt verwijderd (privacyverklaring)",
            ),
        )
    return ()


def _breach(
    rules: OrganisationRules, labels: frozenset[str], facts: RouteFacts, policy: Policy
) -> Iterator[Effect]:
    """GDPR 33(1): the alarm rings at once and names the 72-hour moment."""
    if "breach_report" in labels:
        ledger = Ledger(country=rules.country, kind=Kind.BREACH, received=facts.received)
        due = reckon_breach(ledger, policy).plain72
        yield Effect(EffectKind.ALARM, to=Role.SECURITY, reason="melding van een datalek", due=due)


def _default(rules: OrganisationRules, facts: RouteFacts) -> Iterator[Effect]:
    """Awb 4:17: two weeks after a notice of default a penalty runs, so a person looks the same day (LEGAL A6.6)."""
    today = facts.received.astimezone(rules.country.zone).date()
    if facts.default_notice is DefaultNotice.NOTICE:
        for role in (Role.HANDLER, Role.FG):
            yield Effect(EffectKind.ALARM, to=role, reason="ingebrekestelling: vandaag oppakken", due=today)
    elif facts.default_notice is DefaultNotice.THREAT:
        yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="dreigt met ingebrekestelling", due=today)


def _complaint(rules: OrganisationRules, labels: frozenset[str]) -> Iterator[Effect]:
    """A complaint goes to the mailbox that handles it (VNG Connect: po.connect@vng.nl), else to the privacy officer here."""
    if "complaint" not in labels:
        return
    if rules.complaint_mailbox is not None:
        yield Effect(EffectKind.FORWARD, to=rules.complaint_mailbox, reason="klacht")
    else:
        yield Effect(EffectKind.NOTIFY, to=Role.PRIVACY_OFFICER, reason="klacht")


def _processor(rules: OrganisationRules, facts: RouteFacts) -> Iterator[Effect]:
    """GDPR 28(3)(e): a processor answers nothing itself and brings the person to the controller the same day."""
    if facts.processor_for is not None and rules.processor_referral:
        today = facts.received.astimezone(rules.country.zone).date()
        yield Effect(
            EffectKind.DRAFT_LETTER,
            letter=Letter.REFERRAL,
            to=facts.processor_for,
            reason="wij zijn verwerker",
            due=today,
        )


def _magazine(rules: OrganisationRules, labels: frozenset[str], facts: RouteFacts) -> Iterator[Effect]:
    """VNG Magazine: addresses stop directly after a request to the members' desk."""
    mailbox = rules.forwards.get("magazine")
    if facts.magazine and mailbox is not None and labels & STOP_LABELS:
        yield Effect(EffectKind.FORWARD, to=mailbox, reason="VNG Magazine")


def _removal(rules: OrganisationRules, labels: frozenset[str]) -> Iterator[Effect]:
    """VVSG: removal needs no motivation, is answered positively and carried out within the promised days (statement)."""
    if labels & rules.no_motivation:
        yield Effect(
            EffectKind.NOTIFY,
            to=Role.HANDLER,
            reason="verwijdering zonder motivering: niet vragen waarom, wel uitvoeren",
        )
