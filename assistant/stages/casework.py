"""A case between the store and the core: load it, let an event happen to it, and keep its columns true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.core import clock, lifecycle
from assistant.core.case import DATA_SUBJECT, MACHINE, Case, Effect, Event, EventKind, Json
from assistant.core.ledger import Ledger
from assistant.core.reckoning import BreachReckoning, Policy, Reckoning
from assistant.settings import Organisation
from assistant.stages.context import Context
from assistant.stages.letters import as_date
from assistant.store import cases
from assistant.store.cases import Recorded
from assistant.store.tables import CaseRow, MessageRow
from replies.facts import Doubt


@dataclass
class Work:
    """One case in hand: its row, its value, its last recorded event, and the effects that still have to be carried out.

    ``mail`` is the message that the case is being handled for, where there is one; ``beside`` are the labels of other cases
    that it opened.
    """

    organisation: Organisation
    row: CaseRow
    case: Case
    last: Recorded | None
    effects: list[Effect] = field(default_factory=list)
    fresh: bool = False
    mail: MessageRow | None = None
    ways: tuple[str, ...] = ()
    doubt: Doubt | None = None
    beside: frozenset[str] = frozenset()
    _reckoned: tuple[Ledger, Reckoning] | None = None

    @property
    def policy(self) -> Policy:
        """The organisation's choices where the law leaves room."""
        return policy_of(self.organisation)

    @property
    def reckoning(self) -> Reckoning:
        """All dates of the case as it stands."""
        if self._reckoned is None or self._reckoned[0] is not self.case.ledger:
            self._reckoned = self.case.ledger, clock.reckon(self.case.ledger, self.policy)
        return self._reckoned[1]


def policy_of(organisation: Organisation) -> Policy:
    """The clock's policy of one organisation."""
    return Policy(
        suspend=organisation.clock.suspend,
        buffer_working_days=organisation.clock.buffer_working_days,
        asking_limit_working_days=organisation.clock.asking_limit_working_days,
    )


def load(context: Context, session: Session, case_id: int, *, lock: bool = True) -> Work:
    """Take a case in hand; locked, so that two workers do not write its history at once."""
    row = cases.by_id(session, case_id, lock=lock)
    organisation = context.organisation(row.organisation)
    history = cases.history(session, case_id)
    case = lifecycle.replay(recorded.event for recorded in history)
    return Work(organisation, row, case, history[-1])


def begin(
    context: Context, session: Session, organisation: Organisation, row: CaseRow, opened: Event
) -> Work:
    """A new case with its opening event. ``row`` needs no columns that follow from the case."""
    case, effects = lifecycle.apply(None, opened, policy_of(organisation))
    work = Work(organisation, row, case, None, list(effects), fresh=True)
    row.reference, row.organisation, row.received_at = case.reference, organisation.id, case.received
    _refresh(context, work)
    session.add(row)
    session.flush()
    work.last = cases.append(session, row, opened, None)
    return work


def happen(
    context: Context,
    session: Session,
    work: Work,
    kind: EventKind,
    data: Mapping[str, Json] | None = None,
    *,
    actor: str = MACHINE,
    at: datetime | None = None,
) -> Case:
    """Let one event happen to the case in hand; its effects are added to ``work.effects``.

    Raises:
        IllegalTransition: the case does not allow it now; nothing has changed.
    """
    event = Event(kind=kind, at=at or context.now(), actor=actor, data=data or {})
    before = work.case
    work.case, effects = lifecycle.apply(before, event, work.policy)
    work.effects.extend(effects)
    work.last = cases.append(session, work.row, event, work.last)
    # What a person did makes older forms of this case stale, also where only its history grew: a note is not made twice.
    if work.case != before or actor not in (MACHINE, DATA_SUBJECT):
        _refresh(context, work)
    return work.case


def _refresh(context: Context, work: Work) -> None:
    """The columns that lists are filtered by follow from the case and its clock."""
    row, case, organisation = work.row, work.case, work.organisation
    reckoning = work.reckoning
    row.kind, row.status = case.kind, case.status
    row.outcome = case.outcome
    row.labels, row.flags = sorted(case.labels), sorted(case.flags)
    row.reply_to_judge = "reply_to_judge" in case.flags
    row.assignee, row.closed_at = case.assignee, case.closed_at
    row.due, row.target = reckoning.deadline_day, reckoning.target_day
    if isinstance(reckoning, BreachReckoning):
        row.due_at, row.unsuspended, row.notice_due = reckoning.plain72, reckoning.deadline_day, None
    else:
        row.due_at, row.unsuspended, row.notice_due = None, reckoning.unsuspended, reckoning.notice_due
    row.version = (row.version or 0) + 1
    closed = as_date(case.closed_at, organisation)
    row.purge_on = closed + timedelta(days=context.settings.retention.case_days) if closed else None
