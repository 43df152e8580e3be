"""Why an event may be refused although the status allows it; each guard gives the reason, or None when it agrees."""

from __future__ import annotations

from assistant.core import event_data as read
from assistant.core.case import MACHINE, Case, Event, Outcome
from assistant.core.ledger import Kind
from assistant.core.lifecycle_changes import ground, outcome
from assistant.core.pauses import Ground

_NEEDS_UNDERSTANDING = frozenset({Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NO_DATA})
_NEEDS_IDENTITY = frozenset({Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.NO_DATA})


def is_request(case: Case, event: Event) -> str | None:
    """A breach report asks nothing of its reporter and knows no pause or extension (LEGAL (d)7)."""
    return (
        None if case.kind is Kind.REQUEST else "a breach report knows no identification, pause or extension"
    )


def identity_may_be_asked(case: Case, event: Event) -> str | None:
    """Never twice, unless a person found the answer insufficient (EDPB 01/2022 ex. 31)."""
    if case.identity_level is not None:
        return "the identity is already settled"
    if case.ledger.identification_asked is not None and not case.may_ask_again:
        return "identification was asked already; record the answer as insufficient first"
    return None


def evidence_waits(case: Case, event: Event) -> str | None:
    """Only evidence that came can be found insufficient."""
    return None if case.evidence_waiting else "no identification evidence is waiting for judgement"


def not_reminded(case: Case, event: Event) -> str | None:
    """The data subject is reminded once."""
    return "the data subject was reminded already" if case.identification_reminded else None


def machine_decides_no_identity(case: Case, event: Event) -> str | None:
    """The machine may note what the sender's own address proves; evidence that was asked for is a person's to judge."""
    asked = case.ledger.identification_asked is not None
    return "asked evidence is judged by a person" if asked and event.actor == MACHINE else None


def not_identified(case: Case, event: Event) -> str | None:
    """An identity is settled once."""
    return "the identity is already settled" if case.identity_level is not None else None


def clarification_not_answered(case: Case, event: Event) -> str | None:
    """Recital 63 gives one pause."""
    return (
        "clarification was asked and given already; a second pause has no basis"
        if case.ledger.clarified
        else None
    )


def clarification_runs(case: Case, event: Event) -> str | None:
    """An answer needs a question."""
    running = case.ledger.clarification_asked is not None and case.ledger.clarified is None
    return None if running else "no clarification was asked"


def may_suspend(case: Case, event: Event) -> str | None:
    """As for asking, by the ground that the event names."""
    if ground(event) is Ground.IDENTIFICATION:
        return identity_may_be_asked(case, event)
    return clarification_not_answered(case, event)


def may_resume(case: Case, event: Event) -> str | None:
    """Only a running question can be answered."""
    if ground(event) is Ground.CLARIFICATION:
        return clarification_runs(case, event)
    running = case.ledger.identification_asked is not None and case.ledger.identified is None
    return None if running else "no identification was asked"


def not_extended(case: Case, event: Event) -> str | None:
    """The law gives one extension (art. 12(3))."""
    return "an extension notice was sent already" if case.ledger.extension_notice_sent else None


def other_case(case: Case, event: Event) -> str | None:
    """A case is not merged with, split into or linked to itself."""
    for key in ("into", "to", "reference"):
        if event.data.get(key) == case.reference:
            return "a case cannot be joined to itself"
    return None


def is_merged(case: Case, event: Event) -> str | None:
    """Only a merge can be undone."""
    return None if case.merged_into is not None else "the case is not merged into another"


def not_merged(case: Case, event: Event) -> str | None:
    """A merged case lives on in the other."""
    return "the case is merged into another; undo that first" if case.merged_into is not None else None


def not_absorbed(case: Case, event: Event) -> str | None:
    """A case is merged into another once."""
    known = event.data.get("reference") in {reference for reference, _ in case.absorbed}
    return "that case is merged into this one already" if known else None


def has_absorbed(case: Case, event: Event) -> str | None:
    """Only what was merged in can be released."""
    known = event.data.get("reference") in {reference for reference, _ in case.absorbed}
    return None if known else "that case is not merged into this one"


def labels_divide(case: Case, event: Event) -> str | None:
    """A split takes some labels of this case and leaves some."""
    moved = read.labels(event)
    if not moved <= case.labels:
        return "the labels to move are not on this case"
    return "a split must leave at least one label" if moved == case.labels else None


def is_linked(case: Case, event: Event) -> str | None:
    """Only a link can be undone."""
    other = event.data.get("to", event.data.get("into"))
    return None if other in case.links else "that case is not linked"


def is_assigned(case: Case, event: Event) -> str | None:
    """Only an assignment can be undone."""
    return None if case.assignee is not None else "the case is not assigned"


def has_flag(case: Case, event: Event) -> str | None:
    """Only a flag that is there can be taken off."""
    return None if event.data.get("flag") in case.flags else "the case does not carry that flag"


def draft_is_new(case: Case, event: Event) -> str | None:
    """A draft has one beginning."""
    return "that draft exists already" if event.data.get("draft") in case.drafts else None


def draft_exists(case: Case, event: Event) -> str | None:
    """Only a draft that waits can be edited, approved or discarded."""
    return None if event.data.get("draft") in case.drafts else "that draft does not exist"


def draft_is_approved(case: Case, event: Event) -> str | None:
    """Only a standing approval can be voided."""
    return None if event.data.get("draft") in case.approved else "that draft is not approved"


def draft_not_approved(case: Case, event: Event) -> str | None:
    """A draft is approved once."""
    return "that draft is approved already" if event.data.get("draft") in case.approved else None


def outcome_fits(case: Case, event: Event) -> str | None:
    """An answer needs an understood request and, where identity was asked, an identity; a lapse needs an unanswered asking."""
    how = outcome(event)
    waiting = case.ledger.identification_asked is not None and case.ledger.identified is None
    if how in _NEEDS_UNDERSTANDING and not case.understood:
        return "confirm the labels before closing with an answer"
    if how in _NEEDS_IDENTITY and waiting:
        return "the identity is still asked; settle it before closing with an answer"
    if how is Outcome.LAPSED_WITHOUT_IDENTIFICATION and not waiting:
        return "the case can only lapse while identification is asked and not given"
    return None


def content_only_when_closed(case: Case, event: Event) -> str | None:
    """Retention starts at closing (LEGAL (d)4); only SBB's supplied data may go before."""
    early = case.is_open and event.data.get("scope") == "content"
    return "content is purged only after closing" if early else None


def not_purged(case: Case, event: Event) -> str | None:
    """What was deleted cannot be worked on."""
    return "the content of this case is purged" if case.purged else None
