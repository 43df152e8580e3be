"""The dates of a case in their order, with today among them: the reckoning of the clock before one reads its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.core.case import Case
from assistant.core.reckoning import Reckoning, RequestReckoning


@dataclass(frozen=True, slots=True)
class Milestone:
    """One local date; ``kind`` is past, today, ahead, or due for the binding one."""

    day: date
    name: str
    kind: str


def milestones(case: Case, found: Reckoning, today: date) -> tuple[Milestone, ...]:
    """What was, what is and what comes, oldest first; an open case shows today."""
    ledger = case.ledger
    named = [(ledger.day_received, "Ontvangen")]
    for asked, answered, what in (
        (ledger.identification_asked, ledger.identified, "identificatie"),
        (ledger.clarification_asked, ledger.clarified, "verduidelijking"),
    ):
        if asked is not None:
            named.append((ledger.day(asked), f"Om {what} gevraagd"))
        if answered is not None:
            named.append((ledger.day(answered), f"Antwoord met {what}"))
    if isinstance(found, RequestReckoning):
        named += _of_request(case, found)
    made = [Milestone(day, name, "past" if day < today else "ahead") for day, name in named]
    if case.is_open:
        made.append(Milestone(today, "Vandaag", "today"))
    made.append(Milestone(found.deadline_day, "Uiterlijk", "due"))
    rank = {"past": 0, "ahead": 1, "today": 2, "due": 3}
    return tuple(sorted(made, key=lambda one: (one.day, rank[one.kind])))


def _of_request(case: Case, found: RequestReckoning) -> list[tuple[date, str]]:
    ledger = case.ledger
    made = [(found.target, "Streefdatum")]
    if ledger.extension_notice_sent is not None:
        made.append((ledger.day(ledger.extension_notice_sent), "Verlenging gemeld"))
    elif case.is_open and found.notice_due != found.due:
        made.append((found.notice_due, "Laatste dag om te verlengen"))
    if found.unsuspended != found.due:
        made.append((found.unsuspended, "Uiterlijk zonder pauze"))
    return made
