"""The life of a case as one table: which event is legal when, what it changes, and what the outside world must do.

An illegal event raises IllegalTransition and changes nothing. A case is what its events make of it: :func:`fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.core import lifecycle_changes as change
from assistant.core import lifecycle_effects as effect
from assistant.core import lifecycle_guards as guard
from assistant.core.case import DATA_SUBJECT, MACHINE, Case, Effect, Event, EventKind, Status
from assistant.core.clock import DEFAULT_POLICY, Policy
from assistant.core.errors import IllegalTransition, LedgerError

Change = Callable[[Case, Event], Case]
Effects = Callable[[Case | None, Case, Event, Policy], Iterator[Effect]]
Guard = Callable[[Case, Event], str | None]

_OPEN = frozenset(Status) - {Status.CLOSED}
_CLOSED = frozenset({Status.CLOSED})
_ANY = frozenset(Status)
_AWAITING_ID = frozenset({Status.AWAITING_IDENTIFICATION})


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of event: the statuses that allow it, whether only a person may cause it (DESIGN 3), and what follows."""

    allowed: frozenset[Status]
    change: Change
    effects: tuple[Effects, ...] = ()
    guards: tuple[Guard, ...] = ()
    by_person: bool = False


K = EventKind
TABLE: MappingProxyType[EventKind, Row] = MappingProxyType(
    {
        # understanding
        K.LABELS_CONFIRMED: Row(_OPEN, change.confirm_labels, (effect.work,), by_person=True),
        K.RELABELLED: Row(
            _OPEN, change.relabel, (effect.redraft, effect.work, effect.breach_alarm), by_person=True
        ),
        K.ASSIGNED: Row(_OPEN, change.assign),
        K.UNASSIGNED: Row(_OPEN, change.unassign, guards=(guard.is_assigned,)),
        K.NOTED: Row(_ANY, change.nothing),
        K.ACKNOWLEDGED: Row(_ANY, change.acknowledge),
        # identity
        K.IDENTIFICATION_ASKED: Row(
            _OPEN,
            change.ask_identification,
            (effect.send_identification_request,),
            (guard.is_request, guard.identity_may_be_asked),
        ),
        K.IDENTIFICATION_RECEIVED: Row(
            _OPEN,
            change.receive_evidence,
            (effect.evidence_to_judge,),
            (guard.is_request, guard.not_identified),
        ),
        K.IDENTIFICATION_INSUFFICIENT: Row(
            _OPEN, change.reject_evidence, guards=(guard.evidence_waits,), by_person=True
        ),
        K.IDENTIFICATION_REMINDED: Row(
            _AWAITING_ID,
            change.remind_identification,
            (effect.send_identification_reminder,),
            (guard.not_reminded,),
        ),
        K.IDENTIFIED: Row(
            _OPEN,
            change.identify,
            (effect.work,),
            (guard.is_request, guard.not_identified, guard.machine_decides_no_identity),
        ),
        # scope and time
        K.CLARIFICATION_ASKED: Row(
            _OPEN,
            change.ask_clarification,
            guards=(guard.is_request, guard.clarification_not_answered),
            by_person=True,
        ),
        K.CLARIFIED: Row(_OPEN, change.clarify, (effect.work,), (guard.clarification_runs,)),
        K.SUSPENDED: Row(_OPEN, change.suspend, guards=(guard.is_request, guard.may_suspend), by_person=True),
        K.RESUMED: Row(_OPEN, change.resume, (effect.work,), (guard.may_resume,), by_person=True),
        K.EXTENDED: Row(
            _OPEN,
            change.extend,
            (effect.extension_result,),
            (guard.is_request, guard.not_extended),
            by_person=True,
        ),
        # several cases
        K.MERGED: Row(_OPEN, change.merge, (effect.drop_drafts,), (guard.other_case,), by_person=True),
        K.UNMERGED: Row(
            _CLOSED, change.unmerge, (effect.work,), (guard.is_merged, guard.not_purged), by_person=True
        ),
        K.ABSORBED: Row(_OPEN, change.absorb, guards=(guard.other_case, guard.not_absorbed), by_person=True),
        K.RELEASED: Row(_ANY, change.release, guards=(guard.has_absorbed,), by_person=True),
        K.SPLIT: Row(
            _OPEN, change.split, (effect.redraft,), (guard.other_case, guard.labels_divide), by_person=True
        ),
        K.UNSPLIT: Row(_OPEN, change.unsplit, (effect.redraft,), (guard.is_linked,), by_person=True),
        K.LINKED: Row(_ANY, change.link, guards=(guard.other_case,)),
        K.UNLINKED: Row(_ANY, change.unlink, guards=(guard.is_linked,)),
        # mail
        K.MAIL_RECEIVED: Row(_ANY, change.nothing, (effect.closed_mail,)),
        K.MAIL_SENT: Row(_ANY, change.send_mail),
        K.MAIL_BOUNCED: Row(_ANY, change.bounce, (effect.bounced,)),
        K.OUT_OF_OFFICE: Row(_ANY, change.nothing),
        K.STATUS_INQUIRED: Row(_OPEN, change.nothing, (effect.answer_status,)),
        K.WITHDRAWAL_ASKED: Row(_OPEN, change.ask_withdrawal, (effect.withdrawal,)),
        K.FORWARDED: Row(_ANY, change.nothing),
        # drafts
        K.DRAFT_CREATED: Row(_OPEN, change.create_draft, guards=(guard.draft_is_new,)),
        K.DRAFT_EDITED: Row(
            _OPEN, change.void_approval, (effect.void_one,), (guard.draft_exists,), by_person=True
        ),
        K.DRAFT_DISCARDED: Row(_ANY, change.discard_draft, (effect.void_one,), (guard.draft_exists,)),
        K.DRAFT_APPROVED: Row(
            _OPEN,
            change.approve_draft,
            guards=(guard.draft_exists, guard.draft_not_approved),
            by_person=True,
        ),
        K.APPROVAL_VOIDED: Row(_ANY, change.void_approval, (effect.void_one,), (guard.draft_is_approved,)),
        # care
        K.ATTACHMENT_ISOLATED: Row(_ANY, change.isolate, (effect.isolated,)),
        K.IDENTIFIER_MASKED: Row(_ANY, change.mask, (effect.masked,)),
        K.FLAGGED: Row(_ANY, change.flag),
        K.UNFLAGGED: Row(_ANY, change.unflag, guards=(guard.has_flag,)),
        K.REMINDED: Row(_OPEN, change.nothing),
        K.ESCALATED: Row(_OPEN, change.escalate, (effect.escalated,)),
        # the end
        K.CLOSED: Row(
            _OPEN, change.close, (effect.discard_unapproved,), (guard.outcome_fits,), by_person=True
        ),
        K.REOPENED: Row(
            _CLOSED, change.reopen, (effect.work,), (guard.not_merged, guard.not_purged), by_person=True
        ),
        K.PURGED: Row(_ANY, change.purge, (effect.purged,), (guard.content_only_when_closed,)),
    }
)
OPENING: tuple[Effects, ...] = (effect.acknowledge, effect.breach_alarm, effect.work)
"""What follows from opening a case; ``opened`` is the one event that needs no case before it."""


def apply(
    case: Case | None, event: Event, policy: Policy = DEFAULT_POLICY
) -> tuple[Case, tuple[Effect, ...]]:
    """The case after an event and the effects, reminders' rescheduling included.

    ``case`` is None only for ``opened``. Raises IllegalTransition (its MalformedEvent for wrong data) and changes nothing.
    """
    if event.at.utcoffset() is None:
        raise IllegalTransition(f"{event.kind}: the moment of an event needs an offset")
    if not event.actor:
        raise IllegalTransition(f"{event.kind}: an event needs an actor")
    try:
        after, effects = _opened(case, event) if event.kind is K.OPENED else _changed(case, event)
        after = replace(after, status=change.standing(after))
        found = tuple(
            made
            for effects_of in (*effects, effect.schedule)
            for made in effects_of(case, after, event, policy)
        )
    except LedgerError as error:
        raise IllegalTransition(f"{event.kind}: {error}") from error
    return after, found


def fold(events: Iterable[Event], policy: Policy = DEFAULT_POLICY) -> Case:
    """The case that a history amounts to; raises IllegalTransition at the first event that does not fit."""
    case: Case | None = None
    for event in events:
        case, _ = apply(case, event, policy)
    if case is None:
        raise IllegalTransition("a case needs at least its opening event")
    return case


def replay(events: Iterable[Event]) -> Case:
    """The case that a *stored* history amounts to: what was accepted once stays a fact, also when the rules grow stricter.

    No guards and no effects, so it is cheaper than :func:`fold`; the hash chain (:mod:`assistant.core.history`) answers for the
    events. Raises IllegalTransition when the history does not begin with an opening or cannot be read.
    """
    case: Case | None = None
    for event in events:
        try:
            if event.kind is K.OPENED:
                case = change.open_case(event)
            elif case is None:
                raise IllegalTransition(f"{event.kind}: there is no case yet; the first event must be opened")
            else:
                case = TABLE[event.kind].change(case, event)
            case = replace(case, status=change.standing(case))
        except LedgerError as error:
            raise IllegalTransition(f"{event.kind}: {error}") from error
    if case is None:
        raise IllegalTransition("a case needs at least its opening event")
    return case


def legal_kinds(case: Case) -> frozenset[EventKind]:
    """The kinds of events that the case's status allows; guards may still refuse one of them."""
    return frozenset(kind for kind, row in TABLE.items() if case.status in row.allowed)


def _opened(case: Case | None, event: Event) -> tuple[Case, tuple[Effects, ...]]:
    if case is not None:
        raise IllegalTransition(f"{event.kind}: case {case.reference} is open already")
    return change.open_case(event), OPENING


def _changed(case: Case | None, event: Event) -> tuple[Case, tuple[Effects, ...]]:
    if case is None:
        raise IllegalTransition(f"{event.kind}: there is no case yet; the first event must be opened")
    row = TABLE[event.kind]
    if case.status not in row.allowed:
        raise IllegalTransition(f"{event.kind}: not possible while case {case.reference} is {case.status}")
    if row.by_person and event.actor in (MACHINE, DATA_SUBJECT):
        raise IllegalTransition(f"{event.kind}: only a person may do this, not {event.actor}")
    for refuses in row.guards:
        reason = refuses(case, event)
        if reason is not None:
            raise IllegalTransition(f"{event.kind}: {reason} (case {case.reference})")
    return row.change(case, event), row.effects
