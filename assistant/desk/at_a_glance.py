"""A line of the work list: how long there still is, why that date binds, and what helps the case on now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from assistant.desk.words import days_left, urgency
from assistant.store.tables import CaseRow

_SHORT_SPAN = timedelta(hours=48)
_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "triage": "Beoordeel wat er wordt gevraagd",
        "awaiting_identification": "Wacht op identificatie",
        "awaiting_clarification": "Wacht op verduidelijking",
        "in_progress": "Schrijf het antwoord",
    }
)
_FLAGGED: Mapping[str, str] = MappingProxyType(
    {
        "bounced": "Zoek een adres dat wel werkt",
        "reply_to_judge": "Beoordeel het antwoord",
        "withdrawal_asked": "Beoordeel of het verzoek is ingetrokken",
        "identity_for_person": "Beoordeel om wie het gaat",
        "sent_but_unchanged": "Werk de zaak bij: de brief is weg",
    }
)
"""Flags that ask for a person before anything else, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Glance:
    """``urgency`` is laat, gauw, rustig or klaar; the rest are Dutch words. ``ours`` is False while somebody else must act."""

    urgency: str
    left: str
    why: str
    step: str
    ours: bool
    past_target: bool


def glance(row: CaseRow, now: datetime, today: date, *, drafted: bool = False) -> Glance:
    """What one line says; ``today`` is the organisation's local date."""
    if row.closed_at is not None:
        return Glance("klaar", "klaar", "", "", ours=False, past_target=False)
    step = _step(row, drafted=drafted)
    return Glance(
        urgency=_urgency(row, now, today),
        left=_left(row, now, today),
        why=why_due(row),
        step=step,
        ours=not step.startswith("Wacht"),
        past_target=row.due_at is None and row.target < today <= row.due,
    )


def _urgency(row: CaseRow, now: datetime, today: date) -> str:
    if row.due_at is not None:
        return "laat" if row.due_at < now else "gauw"
    return urgency(row.due, today)


def _left(row: CaseRow, now: datetime, today: date) -> str:
    """Days, or hours where the term itself is counted in hours."""
    if row.due_at is None or abs(row.due_at - now) > _SHORT_SPAN:
        return days_left(row.due, today)
    hours = int(abs(row.due_at - now) / timedelta(hours=1))
    shown = f"{hours} uur" if hours else "minder dan 1 uur"
    return f"{shown} te laat" if row.due_at < now else f"nog {shown}"


def why_due(row: CaseRow) -> str:
    """Which rule gives the binding date (GDPR 12(3) and 33(1); LEGAL (a) A2, A5, A6).

    An extension can be announced until the end of the first month, pauses included: so that day tells which rule binds.
    """
    if row.due_at is not None:
        return "72 uur na de melding"
    if row.notice_due is None or row.due == row.notice_due:
        longer = row.unsuspended < row.due
        return "één maand, langer door een pauze" if longer else "één maand na ontvangst"
    return "eigen kortere termijn" if row.due < row.notice_due else "verlengd tot drie maanden"


def _step(row: CaseRow, *, drafted: bool) -> str:
    for flag, step in _FLAGGED.items():
        if flag in row.flags:
            return step
    if row.status == "in_progress" and drafted:
        return "Vul het concept aan en keur het goed"
    return _STEPS.get(row.status, "")
