"""What each event changes in a case: facts only; the status follows from the facts in :func:`standing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assistant.core import event_data as read
from assistant.core.case import Case, Event, Outcome, Status
from assistant.core.clock_json import from_json, promise_from_json
from assistant.core.errors import MalformedEvent
from assistant.core.ledger import Kind, Ledger, Moment
from assistant.core.pauses import Ground


def standing(case: Case) -> Status:
    """The status that the facts of a case amount to; a running question goes before the work."""
    if case.outcome is not None:
        return Status.CLOSED
    ledger = case.ledger
    if ledger.identification_asked is not None and ledger.identified is None:
        return Status.AWAITING_IDENTIFICATION
    if ledger.clarification_asked is not None and ledger.clarified is None:
        return Status.AWAITING_CLARIFICATION
    return Status.IN_PROGRESS if case.understood else Status.TRIAGE


def open_case(event: Event) -> Case:
    """The case that an ``opened`` event makes; raises MalformedEvent or LedgerError."""
    keys = ("country", "kind", "received", "promise", "at_once", "large_quantity", "reasonable_doubt")
    ledger = from_json({key: event.data[key] for key in keys if key in event.data})
    status = read.text(event, "status")
    if status not in (Status.TRIAGE, Status.IN_PROGRESS):
        raise MalformedEvent(f'{event.kind}: data.status must be "triage" or "in_progress"')
    return Case(
        reference=read.text(event, "reference"),
        organisation=read.text(event, "organisation"),
        country=ledger.country,
        kind=ledger.kind,
        status=Status(status),
        labels=read.labels(event),
        ledger=ledger,
        own_received=ledger.received,
        opened_by_machine=read.switch(event, "opened_by_machine", default=True),
        understood=status == Status.IN_PROGRESS,
        links=read.labels(event, "links") if event.data.get("links") else frozenset(),
        flags=read.labels(event, "flags") if event.data.get("flags") else frozenset(),
    )


def nothing(case: Case, event: Event) -> Case:
    """The event is history only."""
    return case


def confirm_labels(case: Case, event: Event) -> Case:
    """A person agrees with the labels; the case leaves triage."""
    return replace(case, understood=True, labels_confirmed=True)


def relabel(case: Case, event: Event) -> Case:
    """New labels, and with them the promise, the at-once target and, where given, the kind that go with them."""
    kind = Kind(kind_text) if (kind_text := read.optional_text(event, "kind")) in list(Kind) else case.kind
    if kind_text is not None and kind_text not in list(Kind):
        raise MalformedEvent(f'{event.kind}: data.kind must be "request" or "breach"')
    ledger = case.ledger
    if kind is not case.kind:
        ledger = Ledger(country=case.country, kind=kind, received=ledger.received)
    ledger = _with_terms(ledger, event)
    labels = read.labels(event)
    return replace(case, labels=labels, kind=kind, ledger=ledger, understood=True, labels_confirmed=True)


def _with_terms(ledger: Ledger, event: Event) -> Ledger:
    data: Mapping[str, object] = event.data
    if "promise" in data:
        ledger = replace(ledger, promise=promise_from_json(data["promise"]))
    if "at_once" in data:
        ledger = replace(ledger, at_once=read.switch(event, "at_once", default=False))
    return ledger


def assign(case: Case, event: Event) -> Case:
    """Somebody takes the case."""
    return replace(case, assignee=read.text(event, "assignee"))


def unassign(case: Case, event: Event) -> Case:
    """Nobody has the case any more."""
    return replace(case, assignee=None)


def acknowledge(case: Case, event: Event) -> Case:
    """The acknowledgement left."""
    return replace(case, acknowledged=True)


def ask_identification(case: Case, event: Event) -> Case:
    """The first asking stands; asking again after an insufficient answer prolongs the same pause (EDPB ex. 31)."""
    first = case.ledger.identification_asked or _not_before(
        case.ledger.received, read.moment(event, "asked_at")
    )
    doubt = read.switch(event, "reasonable_doubt", default=True)
    ledger = replace(case.ledger, identification_asked=first, reasonable_doubt=doubt)
    return replace(case, ledger=ledger, may_ask_again=False, identification_reminded=False)


def receive_evidence(case: Case, event: Event) -> Case:
    """Evidence arrived; the moment of arrival may end the pause."""
    return replace(case, evidence_received=read.moment(event, "received_at"))


def reject_evidence(case: Case, event: Event) -> Case:
    """A person found the evidence insufficient; asking again is allowed."""
    return replace(case, evidence_received=None, may_ask_again=True)


def remind_identification(case: Case, event: Event) -> Case:
    """The one reminder to the data subject was sent."""
    return replace(case, identification_reminded=True)


def identify(case: Case, event: Event) -> Case:
    """Identity settled; the pause ended when enough evidence *arrived*, not when a person looked at it (EDPB par. 159)."""
    ledger = case.ledger
    if ledger.identification_asked is not None:
        arrived = case.evidence_received or read.moment(event, "received_at")
        ledger = replace(ledger, identified=_not_before(ledger.identification_asked, arrived))
    return replace(case, ledger=ledger, identity_level=read.level(event, "level"), evidence_received=None)


def ask_clarification(case: Case, event: Event) -> Case:
    """The scope was asked; the first asking stands (recital 63)."""
    first = case.ledger.clarification_asked or _not_before(
        case.ledger.received, read.moment(event, "asked_at")
    )
    large = read.switch(event, "large_quantity", default=False)
    return replace(case, ledger=replace(case.ledger, clarification_asked=first, large_quantity=large))


def clarify(case: Case, event: Event) -> Case:
    """The scope is clear since the answer arrived."""
    asked = case.ledger.clarification_asked
    answered = read.moment(event, "received_at")
    clarified = answered if asked is None else _not_before(asked, answered)
    return replace(case, ledger=replace(case.ledger, clarified=clarified))


def suspend(case: Case, event: Event) -> Case:
    """A question that was put outside the mailbox (by telephone, at the desk), recorded by a person."""
    return (
        ask_identification(case, event)
        if ground(event) is Ground.IDENTIFICATION
        else ask_clarification(case, event)
    )


def resume(case: Case, event: Event) -> Case:
    """The answer to a question that was put outside the mailbox."""
    return identify(case, event) if ground(event) is Ground.IDENTIFICATION else clarify(case, event)


def ground(event: Event) -> Ground:
    """The ground of a suspension; the law knows two (LEGAL A5). Raises MalformedEvent."""
    value = read.text(event, "ground")
    if value not in list(Ground):
        raise MalformedEvent(f'{event.kind}: data.ground must be "identification" or "clarification"')
    return Ground(value)


def extend(case: Case, event: Event) -> Case:
    """The notice was sent; whether in time is for the clock to say."""
    sent = _not_before(case.ledger.received, read.moment(event, "sent_at"))
    return replace(case, ledger=replace(case.ledger, extension_notice_sent=sent))


def merge(case: Case, event: Event) -> Case:
    """This case ends as a duplicate of another."""
    into = read.text(event, "into")
    return _closed(replace(case, merged_into=into, links=case.links | {into}), Outcome.DUPLICATE, event.at)


def unmerge(case: Case, event: Event) -> Case:
    """The merge was a mistake; the case stands again as it was."""
    into = {case.merged_into} if case.merged_into else set()
    return _reopened(replace(case, merged_into=None, links=case.links - into))


def absorb(case: Case, event: Event) -> Case:
    """Another case was merged into this one: the first arrival of both counts (LEGAL A4.2)."""
    other = (read.text(event, "reference"), read.moment(event, "received"))
    return _with_absorbed(case, (*case.absorbed, other))


def release(case: Case, event: Event) -> Case:
    """A merged case goes its own way again, and takes its arrival along."""
    gone = read.text(event, "reference")
    return _with_absorbed(case, tuple(other for other in case.absorbed if other[0] != gone))


def _with_absorbed(case: Case, absorbed: tuple[tuple[str, datetime], ...]) -> Case:
    received = min([case.own_received, *(arrival for _, arrival in absorbed)])
    return replace(case, absorbed=absorbed, ledger=replace(case.ledger, received=received))


def split(case: Case, event: Event) -> Case:
    """Some labels leave for a case of their own; this one keeps the rest and a link."""
    ledger = _with_terms(case.ledger, event)
    into = read.text(event, "into")
    return replace(case, labels=case.labels - read.labels(event), links=case.links | {into}, ledger=ledger)


def unsplit(case: Case, event: Event) -> Case:
    """The split was a mistake; the labels come back."""
    ledger = _with_terms(case.ledger, event)
    into = read.text(event, "into")
    return replace(case, labels=case.labels | read.labels(event), links=case.links - {into}, ledger=ledger)


def link(case: Case, event: Event) -> Case:
    """Another case belongs with this one."""
    return replace(case, links=case.links | {read.text(event, "to")})


def unlink(case: Case, event: Event) -> Case:
    """The other case does not belong with this one."""
    return replace(case, links=case.links - {read.text(event, "to")})


def flag(case: Case, event: Event) -> Case:
    """A mark for people."""
    return replace(case, flags=case.flags | {read.text(event, "flag")})


def unflag(case: Case, event: Event) -> Case:
    """The mark is gone."""
    return replace(case, flags=case.flags - {read.text(event, "flag")})


def flag_as(name: str, case: Case) -> Case:
    """The case with one flag more."""
    return replace(case, flags=case.flags | {name})


def create_draft(case: Case, event: Event) -> Case:
    """A draft letter waits for review."""
    return replace(case, drafts=case.drafts | {read.text(event, "draft")})


def void_approval(case: Case, event: Event) -> Case:
    """Any change to a draft voids its approval (DESIGN 2, approve)."""
    return replace(case, approved=case.approved - {read.text(event, "draft")})


def discard_draft(case: Case, event: Event) -> Case:
    """A draft is thrown away, its approval with it."""
    gone = {read.text(event, "draft")}
    return replace(case, drafts=case.drafts - gone, approved=case.approved - gone)


def approve_draft(case: Case, event: Event) -> Case:
    """A person approved a draft."""
    return replace(case, approved=case.approved | {read.text(event, "draft")})


def send_mail(case: Case, event: Event) -> Case:
    """A letter left; its draft, if it had one, is no draft any more."""
    read.text(event, "letter")
    sent = read.optional_text(event, "draft")
    gone = {sent} if sent else set()
    return replace(case, drafts=case.drafts - gone, approved=case.approved - gone)


def bounce(case: Case, event: Event) -> Case:
    """Our mail came back undelivered."""
    return flag_as("bounced", case)


def ask_withdrawal(case: Case, event: Event) -> Case:
    """The data subject wants to stop; a person closes."""
    return flag_as("withdrawal_asked", case)


def isolate(case: Case, event: Event) -> Case:
    """A document that nobody asked for was put aside."""
    read.text(event, "attachment")
    return flag_as("isolated_attachment", case)


def mask(case: Case, event: Event) -> Case:
    """A national number was made unreadable."""
    return flag_as(f"masked_{read.text(event, 'identifier')}", case)


def escalate(case: Case, event: Event) -> Case:
    """The FG was told."""
    read.text(event, "reason")
    return flag_as("escalated", case)


def close(case: Case, event: Event) -> Case:
    """A person ended the case."""
    return _closed(case, outcome(event), event.at)


def outcome(event: Event) -> Outcome:
    """The outcome of a closing event; raises MalformedEvent."""
    value = read.text(event, "outcome")
    if value not in list(Outcome):
        raise MalformedEvent(f"{event.kind}: data.outcome must be one of {', '.join(Outcome)}")
    return Outcome(value)


def reopen(case: Case, event: Event) -> Case:
    """Open again; where the identity never came, a new question may be put (LEGAL A5.5)."""
    lapsed = case.outcome is Outcome.LAPSED_WITHOUT_IDENTIFICATION
    return replace(_reopened(case), may_ask_again=case.may_ask_again or lapsed)


def purge(case: Case, event: Event) -> Case:
    """Content, or what came with a request, was deleted."""
    scope = read.text(event, "scope")
    if scope not in ("content", "supplied_data"):
        raise MalformedEvent(f'{event.kind}: data.scope must be "content" or "supplied_data"')
    return replace(case, purged=True) if scope == "content" else flag_as("supplied_data_purged", case)


def _closed(case: Case, how: Outcome, at: datetime) -> Case:
    return replace(case, outcome=how, closed_at=at, drafts=case.approved)


def _reopened(case: Case) -> Case:
    return replace(case, outcome=None, closed_at=None)


def _not_before(first: Moment, moment: datetime) -> datetime:
    """The later of the two: clocks of two machines differ by seconds, and an answer cannot come before its question."""
    return first if isinstance(first, datetime) and moment < first else moment
