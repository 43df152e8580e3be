"""What the outside world must do after an event; each function looks at the case before and after it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.core import event_data as read
from assistant.core.breach import reckon_breach
from assistant.core.case import DATA_SUBJECT, MACHINE, Case, Effect, EffectKind, Event, Letter, Role, Status
from assistant.core.clock import reckon
from assistant.core.ledger import Kind, Ledger
from assistant.core.reckoning import Policy, RequestReckoning

Before = Case | None


def acknowledge(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Every case that came by mail is acknowledged; a case split off by a person was acknowledged with its parent."""
    if read.switch(event, "acknowledge", default=True):
        yield Effect(EffectKind.SEND_LETTER, letter=Letter.ACKNOWLEDGEMENT)


def breach_alarm(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A breach report rings at once, with the 72-hour moment (GDPR 33(1)), whatever else the message asks."""
    if "breach_report" in after.labels and (before is None or "breach_report" not in before.labels):
        ledger = Ledger(country=after.country, kind=Kind.BREACH, received=after.received)
        due = reckon_breach(ledger, policy).plain72
        yield Effect(EffectKind.ALARM, to=Role.SECURITY, reason="melding van een datalek", due=due)


def work(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """The case became workable: a draft answer is due. Which letter, ``choose`` decides, except for a breach report."""
    if after.status is Status.IN_PROGRESS and (before is None or before.status is not Status.IN_PROGRESS):
        letter = Letter.BREACH_RECEIVED if after.kind is Kind.BREACH else None
        yield Effect(EffectKind.DRAFT_LETTER, letter=letter, due=reckon(after.ledger, policy).target_day)


def redraft(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """What was drafted answers other labels: throw it away and draft anew."""
    if before is None or before.labels == after.labels:
        return
    yield from drop_drafts(before, after, event, policy)
    if after.status is Status.IN_PROGRESS and before.status is Status.IN_PROGRESS:
        yield Effect(EffectKind.DRAFT_LETTER, due=reckon(after.ledger, policy).target_day)


def drop_drafts(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Drafts and approvals rest on what has changed."""
    yield Effect(EffectKind.VOID_APPROVALS)
    yield Effect(EffectKind.DISCARD_DRAFTS)


def discard_unapproved(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """On closing, an approved answer still goes out; drafts nobody approved do not."""
    yield Effect(EffectKind.DISCARD_DRAFTS)


def schedule(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Reminders follow the dates: planned anew when these change or the case opens again, cancelled when it closes."""
    was_open = before is not None and before.is_open
    if not after.is_open:
        if was_open:
            yield Effect(EffectKind.CANCEL_REMINDERS)
    elif not was_open or before is None or before.ledger != after.ledger or before.status is not after.status:
        yield Effect(EffectKind.RESCHEDULE, due=reckon(after.ledger, policy).deadline_day)


def send_identification_request(
    before: Before, after: Case, event: Event, policy: Policy
) -> Iterator[Effect]:
    """The machine may ask this alone (DESIGN 3)."""
    yield Effect(EffectKind.SEND_LETTER, letter=Letter.IDENTIFICATION_REQUEST)


def send_identification_reminder(
    before: Before, after: Case, event: Event, policy: Policy
) -> Iterator[Effect]:
    """The machine may remind the data subject alone, once."""
    yield Effect(EffectKind.SEND_LETTER, letter=Letter.IDENTIFICATION_REMINDER)


def evidence_to_judge(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A person judges what came."""
    yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="identificatie te beoordelen")


def extension_result(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Late notice is no extension; a promise to execute is not stretched by one (LEGAL A6.1, A6.4)."""
    reckoning = reckon(after.ledger, policy)
    if not isinstance(reckoning, RequestReckoning):
        return
    if not reckoning.extended:
        yield Effect(
            EffectKind.ALARM,
            to=Role.HANDLER,
            reason="bericht van verlenging te laat: de termijn is niet verlengd",
            due=reckoning.due,
        )
    elif reckoning.due < reckoning.statutory:
        yield Effect(
            EffectKind.NOTIFY,
            to=Role.HANDLER,
            reason="de eigen belofte van de organisatie blijft gelden",
            due=reckoning.due,
        )


def closed_mail(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Mail on a closed case changes nothing by itself, but a person must see it."""
    if not after.is_open and event.actor in (DATA_SUBJECT, MACHINE):
        yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="bericht in een gesloten zaak")


def bounced(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """The data subject did not get our letter: a person finds another way."""
    yield Effect(EffectKind.ALARM, to=Role.HANDLER, reason="ons bericht kwam niet aan")


def answer_status(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A question how far the request is gets a draft answer."""
    yield Effect(EffectKind.DRAFT_LETTER, letter=Letter.STATUS_ANSWER)


def withdrawal(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A person confirms and closes."""
    yield Effect(EffectKind.DRAFT_LETTER, letter=Letter.WITHDRAWAL_CONFIRMED)
    yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="verzoek ingetrokken: sluiten of niet")


def isolated(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A person decides what happens to the document."""
    yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="ongevraagd bewijsstuk afgezonderd")


def masked(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """A person knows why a number is missing."""
    yield Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="persoonsnummer onleesbaar gemaakt")


def escalated(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """The FG is told why and by when."""
    due = reckon(after.ledger, policy).deadline_day
    yield Effect(EffectKind.ALARM, to=Role.FG, reason=read.text(event, "reason"), due=due)


def void_one(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """Editing an approved draft takes the approval away."""
    if before is not None and before.approved != after.approved:
        yield Effect(EffectKind.VOID_APPROVALS, reason=read.text(event, "draft"))


def purged(before: Before, after: Case, event: Event, policy: Policy) -> Iterator[Effect]:
    """The shell deletes what the scope names."""
    supplied = event.data.get("scope") == "supplied_data"
    yield Effect(EffectKind.PURGE_SUPPLIED_DATA if supplied else EffectKind.PURGE_CONTENT)
