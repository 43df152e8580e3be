"""What an event makes the outside world do, carried out in the same transaction: letters queued, people told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.core.case import (
    DATA_SUBJECT,
    MACHINE,
    Case,
    Effect,
    EffectKind,
    EventKind,
    Json,
    Letter,
    Role,
    Status,
)
from assistant.core.reminders import plan
from assistant.stages import casework, post
from assistant.stages.casework import Work
from assistant.stages.context import Context, log
from assistant.stages.letters import (
    KINDS,
    WAYS,
    LetterFacts,
    LetterKind,
    StaffFacts,
    case_facts,
    organisation_facts,
)
from assistant.stages.purge import empty
from assistant.stages.rules import offsets_of
from assistant.stages.staff import tell_staff
from assistant.store import mails, outbox
from assistant.store.later import settle
from assistant.store.tables import ApprovalRow, DraftRow, DraftState, MessageRow, OutboxRow, OutboxState
from replies.dates import in_words
from replies.facts import Doubt, OrganisationFacts, Phase
from replies.render import render

AUTOMATIC = frozenset({Letter.ACKNOWLEDGEMENT, Letter.IDENTIFICATION_REQUEST, Letter.IDENTIFICATION_REMINDER})
"""What a machine may send alone (DESIGN 3)."""
_PHASES: Mapping[Letter | None, Phase] = {
    Letter.STATUS_ANSWER: Phase.STATUS_ASKED,
    Letter.WITHDRAWAL_CONFIRMED: Phase.WITHDRAWN,
    Letter.IDENTIFICATION_LAPSE: Phase.IDENTITY_LAPSED,
    Letter.REFERRAL: Phase.ANSWER,
    Letter.BREACH_RECEIVED: Phase.ANSWER,
}
"""The letters that are drafted whatever the status, and the phase that the letter room chooses them by."""


def record(
    context: Context,
    session: Session,
    case_id: int,
    kind: EventKind,
    data: Mapping[str, Json] | None = None,
    *,
    actor: str = MACHINE,
    at: datetime | None = None,
) -> Case:
    """Let one event happen to a stored case and carry out its effects.

    Raises:
        IllegalTransition: the case does not allow it now; nothing has changed.
    """
    work = casework.load(context, session, case_id)
    casework.happen(context, session, work, kind, data, actor=actor, at=at)
    carry_out(context, session, work)
    return work.case


def carry_out(context: Context, session: Session, work: Work) -> None:
    """Do what the events in ``work`` ask for. Letters are written last, so that they speak of the case as it has become."""
    effects, work.effects = work.effects, []
    effects.sort(key=lambda effect: effect.kind is EffectKind.SEND_LETTER)
    for effect in effects:
        _DO[effect.kind](context, session, work, effect)
    if work.effects:
        carry_out(context, session, work)


def _send_letter(context: Context, session: Session, work: Work, effect: Effect) -> None:
    if effect.letter not in AUTOMATIC:
        _want_draft(context, session, work, effect)
        return
    mail = _asked_by(session, work)
    if mail is None or work.row.person_address is None:
        return
    if effect.letter is Letter.ACKNOWLEDGEMENT and work.case.acknowledged:
        return
    # Screening and caps bind the machine; a person who asks knows to whom.
    if not _by_person(work) and (not mail.answer or _capped(context, session, work)):
        return
    kind = _automatic_kind(work.case, effect.letter)
    known: dict[str, Any] = {"language": "en" if work.row.language == "en" else "nl"}
    if effect.letter is Letter.ACKNOWLEDGEMENT:
        known["labels"] = tuple(sorted((work.case.labels | work.beside) - {"other"}))
    else:
        known |= {"reply_by": _reply_by(work, context), "doubt": work.doubt or Doubt.NOT_LINKED}
    facts = case_facts(work.case, work.reckoning, work.organisation, context.now(), **known)
    letter = render(kind, LetterFacts(_organisation_as_asked(work), facts))
    round_ = f":{work.last.sequence}" if effect.letter is not Letter.ACKNOWLEDGEMENT and work.last else ""
    post.queue(
        context,
        session,
        work.organisation,
        post.Mail(
            kind=effect.letter.replace("_", "-"),
            dedupe_key=f"{effect.letter}:{work.row.id}{round_}",
            to=work.row.person_address,
            subject=letter.subject,
            body=letter.body,
            mark=work.case.reference,
            case_id=work.row.id,
            in_reply_to=mail.parsed["message_id"],
            references=tuple(mail.parsed["references"]),
        ),
    )
    if effect.letter is Letter.ACKNOWLEDGEMENT:
        casework.happen(context, session, work, EventKind.ACKNOWLEDGED)


def _by_person(work: Work) -> bool:
    return work.last is not None and work.last.event.actor not in {MACHINE, DATA_SUBJECT}


def _organisation_as_asked(work: Work) -> OrganisationFacts:
    """The organisation with the ways that the ladder chose, where it chose any that a letter can offer."""
    facts = organisation_facts(work.organisation)
    chosen = tuple(WAYS[way] for way in work.ways if way in WAYS)
    return replace(facts, identification_ways=chosen) if chosen else facts


def _asked_by(session: Session, work: Work) -> MessageRow | None:
    """The latest message of the person: the thread that an automatic letter answers in."""
    if work.mail is not None:
        return work.mail
    received = [mail for mail in mails.of_case(session, work.row.id) if mail.kind in {"person", "doubt"}]
    return received[-1] if received else None


def _capped(context: Context, session: Session, work: Work) -> bool:
    if may_mail(context, session, work):
        return False
    tell_staff(
        context, session, work.organisation.id, "unanswered", f"cap:{work.row.id}",
        "Geen automatisch bericht verstuurd: dit adres kreeg er vandaag al genoeg. Antwoord zelf.",
        case_id=work.row.id, facts=_facts(context, work),
    )  # fmt: skip
    return True


def may_mail(context: Context, session: Session, work: Work, letters: int = 1) -> bool:
    """Whether so many automatic letters may still go to this address today, and in this thread ever."""
    limits = context.settings.limits
    # A case of this very transaction has no letters but its own two; only what comes later needs counting.
    if not work.fresh:
        settle(session)
        if outbox.automatic_of_case(session, work.row.id) + letters > limits.automatic_per_thread:
            return False
    midnight = context.now().astimezone(work.organisation.timezone).replace(hour=0, minute=0, second=0)
    # Who is written to counts, which is not always who wrote last.
    recipient = context.database.vault.lookup(work.row.person_address) if work.row.person_address else ""
    today = post.automatic_today(session, recipient, midnight)
    return today + letters <= limits.automatic_per_address_per_day


def _automatic_kind(case: Case, letter: Letter) -> LetterKind:
    if letter is Letter.ACKNOWLEDGEMENT and case.status is Status.TRIAGE:
        return LetterKind.NEUTRAL_ACKNOWLEDGEMENT
    return KINDS[letter]


def _reply_by(work: Work, context: Context) -> Any:
    return (context.now() + timedelta(days=14)).astimezone(work.organisation.timezone).date()


def _want_draft(context: Context, session: Session, work: Work, effect: Effect) -> None:
    if work.case.status is Status.IN_PROGRESS or effect.letter in _PHASES:
        # A question how far it is may come before the answer was drafted: both letters wait then.
        waiting = [phase for phase in (work.row.draft_wanted or "").split(",") if phase]
        phase = _PHASES.get(effect.letter, Phase.ANSWER)
        kept = [old for old in waiting if (old == Phase.ANSWER) != (phase is Phase.ANSWER)]
        work.row.draft_wanted = ",".join(sorted([*kept, phase]))


def _alarm(context: Context, session: Session, work: Work, effect: Effect) -> None:
    organisation = work.organisation
    to: tuple[str, ...] | None = None
    letter = LetterKind.STAFF_ALARM
    if effect.to == Role.SECURITY:
        letter = LetterKind.STAFF_BREACH_ALARM
        contact = organisation.staff.security_contact
        to = (contact,) if contact else None
    elif effect.to == Role.FG:
        letter = LetterKind.STAFF_ESCALATION
        to = (organisation.dpo.address,) if organisation.dpo and organisation.dpo.address else None
    due = effect.due
    zone = organisation.timezone
    staff = StaffFacts(
        reason=effect.reason,
        link=f"{context.settings.desk.base_url}/zaken/{work.case.reference}",
        days_left=(work.row.due - context.now().astimezone(zone).date()).days,
        moment=_moment(context.now().astimezone(zone)),
        deadline=_moment(due.astimezone(zone))
        if isinstance(due, datetime)
        else in_words(due or work.row.due),
    )
    sequence = work.last.sequence if work.last else 0
    tell_staff(
        context, session, organisation.id, "breach" if effect.to == Role.SECURITY else "alarm",
        f"alarm:{work.row.id}:{sequence}:{effect.to}:{effect.reason}", effect.reason, case_id=work.row.id,
        facts=_facts(context, work), letter=letter, staff_facts=staff, to=to,
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{in_words(at.date())} om {at:%H.%M} uur"


def _notify(context: Context, session: Session, work: Work, effect: Effect) -> None:
    sequence = work.last.sequence if work.last else 0
    tell_staff(
        context, session, work.organisation.id, "notice", f"notice:{work.row.id}:{sequence}:{effect.reason}",
        effect.reason, case_id=work.row.id, facts=_facts(context, work),
    )  # fmt: skip


def _facts(context: Context, work: Work) -> Any:
    return case_facts(work.case, work.reckoning, work.organisation, context.now())


def _forward(context: Context, session: Session, work: Work, effect: Effect) -> None:
    """Tell the mailbox inside the house which case is theirs; the mail itself stays on the desk, so nothing leaks."""
    staff = StaffFacts(
        reason=effect.reason,
        link=f"{context.settings.desk.base_url}/zaken/{work.case.reference}",
        attached=False,
    )
    letter = (
        LetterKind.FORWARD_MEMBERS
        if effect.to in work.organisation.forwards.values()
        else LetterKind.FORWARD_PO
    )
    told = tell_staff(
        context, session, work.organisation.id, "forward", f"forward:{work.row.id}:{effect.to}", effect.reason,
        case_id=work.row.id, facts=_facts(context, work), letter=letter, staff_facts=staff, to=(effect.to,),
    )  # fmt: skip
    if told:
        casework.happen(
            context, session, work, EventKind.FORWARDED, {"to": effect.to, "reason": effect.reason}
        )


def _reschedule(context: Context, session: Session, work: Work, effect: Effect) -> None:
    """The day of the first planned reminder; where that was sent already, the sweep of that day finds the next one."""
    today = context.now().astimezone(work.organisation.timezone).date()
    planned = plan(work.case, offsets_of(work.organisation), work.policy)
    work.row.next_reminder = min((max(reminder.day, today) for reminder in planned), default=None)


def _cancel_reminders(context: Context, session: Session, work: Work, effect: Effect) -> None:
    work.row.next_reminder = None
    work.row.draft_wanted = None


def _discard_drafts(context: Context, session: Session, work: Work, effect: Effect) -> None:
    session.execute(
        update(DraftRow)
        .where(DraftRow.case_id == work.row.id, DraftRow.state == DraftState.OPEN)
        .values(state=DraftState.SUPERSEDED)
    )


def _void_approvals(context: Context, session: Session, work: Work, effect: Effect) -> None:
    """A void approval takes its mail out of the outbox, unless it is on its way, and opens its letter again.

    The effect's reason names the one draft; without it all approvals of the case are void.
    """
    statement = select(ApprovalRow).where(ApprovalRow.case_id == work.row.id, ApprovalRow.voided_at.is_(None))
    if effect.reason:
        statement = statement.where(ApprovalRow.draft_id == int(effect.reason))
    for approval in session.scalars(statement):
        queued = (
            session.get(OutboxRow, approval.outbox_id, with_for_update=True) if approval.outbox_id else None
        )
        if queued is None or queued.state == OutboxState.PENDING:
            approval.voided_at = context.now()
            if queued is not None:
                queued.state = OutboxState.CANCELLED
            draft = session.get_one(DraftRow, approval.draft_id)
            local, _, domain = draft.message_id.rpartition("@")
            draft.message_id = f"{local}.{approval.id}@{domain}"  # the cancelled mail keeps its own
            draft.state = DraftState.OPEN


def _purge_supplied(context: Context, session: Session, work: Work, effect: Effect) -> None:
    """SBB without data on the person: what came with the request goes as soon as the answer has left (privacy statement)."""
    empty(context, session, work)
    if "supplied_data_purged" not in work.case.flags:
        casework.happen(context, session, work, EventKind.PURGED, {"scope": "supplied_data"})


def _log_only(context: Context, session: Session, work: Work, effect: Effect) -> None:
    log.info("effect", case=work.case.reference, effect=effect.kind)


_DO = {
    EffectKind.SEND_LETTER: _send_letter,
    EffectKind.DRAFT_LETTER: _want_draft,
    EffectKind.ALARM: _alarm,
    EffectKind.NOTIFY: _notify,
    EffectKind.FORWARD: _forward,
    EffectKind.RESCHEDULE: _reschedule,
    EffectKind.CANCEL_REMINDERS: _cancel_reminders,
    EffectKind.DISCARD_DRAFTS: _discard_drafts,
    EffectKind.VOID_APPROVALS: _void_approvals,
    EffectKind.ISOLATE_ATTACHMENT: _log_only,
    EffectKind.MASK_IDENTIFIER: _log_only,
    EffectKind.PURGE_SUPPLIED_DATA: _purge_supplied,
    EffectKind.PURGE_CONTENT: _log_only,
}
