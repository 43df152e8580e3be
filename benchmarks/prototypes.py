"""Some sixty cases that went through the real route and through people's hands: the patterns of a large database.

Each one carries all its rows, so that a copy of it, moved in time and given to another person, is a case like any other: its
history replays and verifies, its letters can be read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select

from assistant.core.case import Event, EventKind, Outcome, Status
from assistant.store import cases
from assistant.store.tables import (
    AlarmRow,
    ApprovalRow,
    Base,
    CaseRow,
    CorrectionRow,
    DraftRow,
    DraftVersionRow,
    MessageRow,
    MessageState,
    OutboxRow,
    RawMailRow,
)
from replies.facts import LetterKind
from tests.acceptance.staff import Staff
from tests.house import House, fresh_database

Columns = dict[str, Any]
PERSON, ADDRESS = "Jo Prototype", "jo@prototype.example"
OPEN_WISHES = (
    ("Verzoek om inzage", "Graag ontvang ik inzage in al mijn gegevens. Stuurt u mij een kopie?"),
    ("Mijn gegevens", "Wat nu? Ik kreeg post van u. Misschien wil ik inzage of moet u iets verwijderen."),
    ("Bezwaar", "Ik maak bezwaar tegen het gebruik van mijn gegevens voor uw onderzoek."),
    ("Datalek", "Ik kreeg een lijst met telefoonnummers van anderen. Dit is volgens mij een datalek."),
    ("Klacht", "Ik dien een klacht in over hoe u met mijn gegevens omgaat."),
    ("Verhuisd", "Ik ben verhuisd. Wilt u mijn adres verbeteren?"),
)
CLOSED_WISHES = (
    ("Verwijderen", "Ik verzoek u al mijn gegevens te verwijderen.", Outcome.GRANTED),
    ("Inzage", "Graag ontvang ik inzage in mijn gegevens.", Outcome.REFUSED),
    ("Bezwaar", "Ik maak bezwaar tegen het gebruik van mijn gegevens.", Outcome.GRANTED),
    ("Vraag", "Kunt u zeggen hoe lang bewaart u mijn gegevens?", Outcome.NO_DATA),
    ("Toestemming", "Ik trek mijn toestemming in voor de foto op uw site.", Outcome.GRANTED),
    ("Afmelden", "Ik wil mij afmelden en ook inzage in wat u van mij hebt.", Outcome.PARTLY_GRANTED),
    ("Overdragen", "Ik wil mijn gegevens overdragen aan een ander.", Outcome.WITHDRAWN),
)
STORY = (
    "\n\nIk leg uit waarom ik dit vraag. Vorig jaar deed ik mee aan een bijeenkomst en sindsdien krijg ik post en mail waar ik niet "
    "om heb gevraagd. Ik heb twee keer gebeld en kreeg geen duidelijk antwoord. Ik hoor graag van u binnen de termijn die daarvoor "
    "staat.\n\nMet vriendelijke groet,\n\n" + PERSON
)


@dataclass
class Prototype:
    """One case with every row that belongs to it, and its events as values."""

    row: Columns
    events: list[Event]
    rows: dict[type[Base], list[Columns]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.row["closed_at"] is None


@dataclass(frozen=True)
class Prototypes:
    """All patterns: cases, and mails that became no case (message, bytes)."""

    cases: list[Prototype]
    unanswered: list[tuple[Columns, Columns]]


def make(now: datetime) -> Prototypes:
    """Let the route and a member of staff handle the patterns, so that the newest came just before ``now``."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(fresh_database(f"sqlite:///{Path(folder)}/prototypes.sqlite3"))
        house.now = now - timedelta(days=49)
        _close_some(house)
        _leave_some_open(house, now)
        made = Prototypes(list(_cases(house)), list(_unanswered(house)))
        house.database.close()
    return made


def _receive(house: House, organisation: str, subject: str, body: str) -> str:
    number = len(house.cases)
    sender = f"{PERSON} {number} <{number}.{ADDRESS}>"
    house.receive(organisation, subject, body + STORY + f" {number}", sender=sender)
    reference = str(house.cases[-1].reference)
    ours = house.sent(to=f"{number}.{ADDRESS}")
    if number % 2 and ours:
        house.reply(organisation, ours[-1], "Kunt u zeggen hoe ver u bent?" + STORY, sender=sender)
    return reference


def _close_some(house: House) -> None:
    """Five weeks in which requests come and are answered, some of them late."""
    staff = Staff(house, "medewerker-2")
    waiting: list[tuple[str, Outcome]] = []
    for day in range(6):
        for organisation in house.settings.organisations:
            subject, body, outcome = CLOSED_WISHES[(day + len(waiting)) % len(CLOSED_WISHES)]
            waiting.append((_receive(house, organisation.id, subject, body), outcome))
        house.turn(days=1.3)
    for number, (reference, outcome) in enumerate(waiting):
        house.turn(days=0.4 if number < len(waiting) - 6 else 5)
        if house.row(reference).status == Status.AWAITING_IDENTIFICATION or outcome is Outcome.REFUSED:
            staff.identify(reference)
        if outcome is Outcome.REFUSED:
            staff.finish(staff.write(reference, LetterKind.REFUSAL), outcome)
        else:
            staff.happen(reference, EventKind.CLOSED, outcome=outcome, reason=f"afgehandeld, nummer {number}")


def _leave_some_open(house: House, now: datetime) -> None:
    """Requests of the last days, in every state."""
    staff = Staff(house, "medewerker-3")
    for number, (subject, body) in enumerate(OPEN_WISHES):
        house.now = now - timedelta(days=6 - number, hours=number)
        for organisation in house.settings.organisations:
            reference = _receive(house, organisation.id, subject, body)
            if number % 2:
                staff.happen(reference, EventKind.ASSIGNED, assignee=f"medewerker-{number + 2}")
            if number == 2:
                staff.happen(
                    reference, EventKind.NOTED, text="Gebeld; wil alleen weten wat er met het adres gebeurt."
                )
        house.receive("vng", "Nieuws van de week", "De nieuwsbrief van deze week." + STORY)


def columns(row: Base) -> Columns:
    """The values of a row by attribute, without what the database itself computes."""
    mapped = inspect(type(row)).column_attrs
    return {c.key: getattr(row, c.key) for c in mapped if not c.columns[0].computed}


def _cases(house: House) -> Iterator[Prototype]:
    with house.database.reading() as session:
        for row in session.scalars(select(CaseRow).order_by(CaseRow.id)):
            made = Prototype(columns(row), [r.event for r in cases.history(session, row.id)])
            for table in (MessageRow, OutboxRow, DraftRow, ApprovalRow, AlarmRow, CorrectionRow):
                found = select(table).where(table.case_id == row.id).order_by(table.id)
                made.rows[table] = [columns(one) for one in session.scalars(found)]
            raw_ids = [one["raw_id"] for one in made.rows[MessageRow]]
            made.rows[RawMailRow] = [
                columns(one) for one in session.scalars(select(RawMailRow).where(RawMailRow.id.in_(raw_ids)))
            ]
            drafts = [one["id"] for one in made.rows[DraftRow]]
            versions = select(DraftVersionRow).where(DraftVersionRow.draft_id.in_(drafts))
            made.rows[DraftVersionRow] = [columns(one) for one in session.scalars(versions)]
            yield made


def _unanswered(house: House) -> Iterator[tuple[Columns, Columns]]:
    with house.database.reading() as session:
        found = select(MessageRow, RawMailRow).join(RawMailRow, RawMailRow.id == MessageRow.raw_id)
        for message, raw in session.execute(found.where(MessageRow.state == MessageState.UNANSWERED)):
            yield columns(message), columns(raw)
