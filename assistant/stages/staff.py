"""Tell staff: an alarm on the desk, and a mail to whoever the organisation named."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.gateways.ports import OutgoingAttachment
from assistant.settings import Organisation
from assistant.stages import post
from assistant.stages.context import Context, log
from assistant.stages.letters import CaseFacts, LetterKind, StaffFacts, organisation_facts
from assistant.store import alarms
from replies.render import render_notice


def tell_staff(
    context: Context,
    session: Session,
    organisation_id: str,
    kind: str,
    key: str,
    reason: str,
    *,
    case_id: int | None = None,
    raw_id: int | None = None,
    facts: CaseFacts | None = None,
    letter: LetterKind = LetterKind.STAFF_ALARM,
    staff_facts: StaffFacts | None = None,
    to: tuple[str, ...] | None = None,
    attachments: tuple[OutgoingAttachment, ...] = (),
) -> bool:
    """Raise an alarm once per ``key``; False where it was raised before. ``reason`` holds no personal data."""
    now = context.now()
    raised = alarms.raise_alarm(
        session, organisation_id, kind, key, reason, now, case_id=case_id, raw_id=raw_id
    )
    if raised is None:
        return False
    log.warning(
        "alarm",
        organisation=organisation_id,
        kind=kind,
        reason=reason,
        case=facts.reference if facts else None,
    )
    if organisation_id not in {organisation.id for organisation in context.settings.organisations}:
        return True  # its file was taken away while mail or cases of it were left: the desk is the only place
    organisation = context.organisation(organisation_id)
    today = now.astimezone(organisation.timezone).date()
    staff = staff_facts or StaffFacts(reason=reason, link=context.settings.desk.base_url)
    rendered = render_notice(letter, organisation_facts(organisation), staff, today, facts)
    send_to_staff(
        context, session, organisation, kind, key, rendered.subject, rendered.body, to=to, case_id=case_id, attachments=attachments
    )  # fmt: skip
    return True


def send_to_staff(
    context: Context,
    session: Session,
    organisation: Organisation,
    kind: str,
    key: str,
    subject: str,
    body: str,
    *,
    to: tuple[str, ...] | None = None,
    case_id: int | None = None,
    attachments: tuple[OutgoingAttachment, ...] = (),
) -> None:
    """One mail per staff address, each queued once per ``key``; without a sending address the desk is the only place."""
    if organisation.mail.address is None:
        return
    for address in to if to is not None else organisation.staff.addresses:
        mail = post.Mail(
            kind=f"staff-{kind}",
            dedupe_key=f"staff:{key}:{context.database.vault.lookup(address)[:16]}",
            to=address,
            subject=subject,
            body=body,
            mark=f"staff.{organisation.id}".replace("_", "-"),
            case_id=case_id,
            auto_submitted="auto-generated",
            to_staff=True,
            attachments=attachments,
        )
        post.queue(context, session, organisation, mail)
