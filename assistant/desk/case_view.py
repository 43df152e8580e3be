"""A case as its page shows it: the conversation with own words first, and what carried the labels marked in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from assistant.core import identification
from assistant.core.case import Case, Status
from assistant.core.clock import reckon_if_answered
from assistant.core.parse import parse
from assistant.core.reckoning import Reckoning, RequestReckoning
from assistant.stages import casework, ladder_advice
from assistant.stages.act import Action
from assistant.stages.actions import possible
from assistant.stages.casework import Work
from assistant.stages.context import Context
from assistant.store import cases, mails
from assistant.store.cases import Recorded
from assistant.store.tables import DraftRow, DraftState, MessageRow, OutboxRow


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the labels it carries, none for the rest."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One mail of the conversation. ``incoming`` or ours; ``pieces`` are the sender's own words."""

    id: int
    at: datetime
    incoming: bool
    who: str
    subject: str
    pieces: tuple[Piece, ...]
    rest: str = ""
    kind: str = ""
    state: str = ""
    attachments: tuple[Mapping[str, Any], ...] = ()
    checks: Mapping[str, str] | None = None
    followup: str | None = None
    sure: bool | None = None
    scores: tuple[tuple[str, float], ...] = ()
    model: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that the page of a case needs."""

    work: Work
    reckoning: Reckoning
    entries: tuple[Entry, ...]
    drafts: Sequence[DraftRow]
    lapsed: Sequence[DraftRow]
    history: Sequence[Recorded]
    actions: tuple[Action, ...]
    ladder: identification.Verdict | None
    if_answered_today: datetime | None
    linked: Mapping[str, bool]
    todo: tuple[str, str]

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.work.case


def pieces(text: str, evidence: Mapping[str, Iterable[Sequence[int]]]) -> tuple[Piece, ...]:
    """The text cut where evidence begins and ends; offsets outside it are left out."""
    spans = [
        (start, end, label)
        for label, found in evidence.items()
        for start, end in found
        if 0 <= start < end <= len(text)
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    made = []
    for start, end in pairwise(cuts):
        carried = tuple(dict.fromkeys(label for s, e, label in spans if s <= start and end <= e))
        made.append(Piece(text[start:end], carried))
    return tuple(made)


def view(context: Context, session: Session, case_id: int) -> CaseView:
    """Gather everything for the page of a case."""
    work = casework.load(context, session, case_id, lock=False)
    entries = [_received(mail) for mail in mails.of_case(session, case_id)]
    entries += [_sent(row, work) for row in _ours(session, case_id)]
    written = session.scalars(select(DraftRow).where(DraftRow.case_id == case_id).order_by(DraftRow.id)).all()
    drafts = [draft for draft in written if draft.state == DraftState.OPEN]
    # What a colleague wrote stays to be found when the letter itself is not wanted any more.
    lapsed = [
        draft
        for draft in written
        if draft.state == DraftState.SUPERSEDED and draft.version > 1 and draft.body
    ]
    today = context.now().astimezone(work.organisation.timezone).date()
    reckoning = work.reckoning
    answered = None
    if isinstance(reckoning, RequestReckoning) and reckoning.suspension_open:
        answered = reckon_if_answered(work.case.ledger, today, work.policy).deadline
    linked = {
        reference: cases.by_reference(session, reference) is not None for reference in sorted(work.case.links)
    }
    verdict = ladder_advice.advice(session, work)
    return CaseView(
        work, reckoning, tuple(sorted(entries, key=lambda entry: entry.at)), drafts, lapsed, cases.history(session, case_id),
        possible(work), verdict, answered, linked, _todo(work, drafts, verdict),
    )  # fmt: skip


def _ours(session: Session, case_id: int) -> Sequence[OutboxRow]:
    statement = select(OutboxRow).where(OutboxRow.case_id == case_id, ~OutboxRow.to_staff)
    return session.scalars(statement.options(undefer(OutboxRow.content))).all()


def _received(mail: MessageRow) -> Entry:
    kept, verdict = mail.parsed, mail.verdict or {}
    text = kept.get("own_text") or ""
    scores = sorted((verdict.get("scores") or {}).items(), key=lambda pair: -pair[1])
    name, address = kept.get("from_name") or "", kept.get("from") or ""
    return Entry(
        id=mail.id,
        at=mail.received_at,
        incoming=True,
        who=f"{name} <{address}>" if name else address or "afzender onbekend",
        subject=kept.get("subject") or "(geen onderwerp)",
        pieces=pieces(text, verdict.get("evidence") or {}),
        rest=kept.get("rest") or "",
        kind=mail.kind,
        attachments=tuple(kept.get("attachments") or ()),
        checks=kept.get("sender") or {},
        followup=verdict.get("followup"),
        sure=verdict.get("confident"),
        scores=tuple(pair for pair in scores if pair[1] >= 0.05)[:5],
        model=mail.model or "",
        gone=not text and not kept.get("subject"),
    )


def _sent(row: OutboxRow, work: Work) -> Entry:
    mail = parse(row.content) if row.content else None
    return Entry(
        id=row.id, at=row.sent_at or row.created_at, incoming=False, who=work.organisation.mail.display_name,
        subject=mail.subject if mail else "(inhoud verwijderd)", pieces=(Piece(mail.text if mail else ""),), kind=row.kind,
        state=row.state, attachments=tuple({"filename": a.filename, "size": a.size} for a in mail.attachments) if mail else (),
        gone=mail is None,
    )  # fmt: skip


def _todo(work: Work, drafts: Sequence[DraftRow], verdict: identification.Verdict | None) -> tuple[str, str]:  # noqa: PLR0911 - the first that fits
    """The one thing that helps this case on most now: a sentence and where to do it."""
    case, base = work.case, f"/zaken/{work.case.reference}"
    if not case.is_open:
        return "", ""
    if not case.understood:
        return "Beoordeel wat er wordt gevraagd. De machine twijfelt.", "#labels"
    if case.evidence_waiting:
        return (
            "Er kwam een antwoord op de vraag om identificatie. Beoordeel of het genoeg is.",
            f"{base}/doe/identificeer",
        )
    if "reply_to_judge" in case.flags:
        return (
            "Er kwam een antwoord dat de machine niet zeker begreep. Lees het, doe wat nodig is en haal de markering weg.",
            f"{base}/doe/markering-weg",
        )
    if case.status is Status.AWAITING_IDENTIFICATION:
        return "Wacht op identificatie. De machine herinnert de betrokkene een keer.", ""
    if case.status is Status.AWAITING_CLARIFICATION:
        return "Wacht op verduidelijking van de betrokkene.", ""
    if "identity_for_person" in case.flags and case.identity_level is None:
        return "Beoordeel of u weet om wie het gaat.", f"{base}/doe/identificeer"
    if drafts:
        return "Er staat een concept klaar. Vul het aan en keur het goed.", f"{base}/concept/{drafts[-1].id}"
    if case.approved:
        return "De brief is goedgekeurd en gaat weg.", ""
    return "Schrijf het antwoord.", f"{base}/doe/brief"
