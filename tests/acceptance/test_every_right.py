"""Every label at every organisation, from the mail that comes in to the final letter that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.core.case import Outcome, Status
from tests.acceptance.staff import Staff
from tests.house import SBB_ADDRESS, House, fresh_database

PREFIXES = {"vng": "VNG", "vng_connect": "CON", "vng_kchn": "KCHN", "vvsg": "VVSG", "sbb": "SBB"}
ADDRESSES = {
    "vng": "po@vng.nl", "vng_connect": "vngconnecttrainees@vng.nl", "vng_kchn": "naleving@vng.nl",
    "vvsg": "informatieveiligheid@vvsg.be", "sbb": SBB_ADDRESS,
}  # fmt: skip
REMEDIES = {
    "vng": ("Autoriteit Persoonsgegevens", "artikel 35"),
    "vng_connect": ("Autoriteit Persoonsgegevens", "artikel 35"),
    "vng_kchn": ("Autoriteit Persoonsgegevens", "artikel 35"),
    "vvsg": ("Gegevensbeschermingsautoriteit", "209"),
    "sbb": ("Autoriteit Persoonsgegevens", "bezwaar"),
}
RECEIVED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
A_MONTH = date(2026, 10, 1)
THIRTY_DAYS = date(2026, 10, 1)
FOUR_WEEKS = date(2026, 9, 29)
NOBODY_IS_ASKED = frozenset({"consent_withdrawal", "complaint", "breach_report", "unsubscribe", "question"})


@dataclass(frozen=True)
class Right:
    """What a person writes, how the acknowledgement repeats it, and which answer fits."""

    label: str
    body: str
    understood: str
    letter: str
    says: str
    remedies: bool = True


RIGHTS = (
    Right("access", "Graag krijg ik inzage in mijn gegevens.", "inzage", "access_answer", "Mailhuis N.V."),
    Right("rectification", "Ik ben verhuisd, pas mijn adres aan.", "verbeter", "rectified", "Janssen"),
    Right("erasure", "Verwijder al mijn gegevens.", "verwijder", "erased", "factuur van 12 mei 2024"),
    Right("restriction", "U moet mijn gegevens afschermen.", "beperk", "restricted", "sollicitatie van 2025"),
    Right("portability", "Ik wil mijn gegevens overdragen.", "overdra", "portability", "CSV"),
    Right("objection", "Ik maak bezwaar tegen deze verwerking.", "bezwaar", "objection", "voorkeuren te voorspellen"),
    Right("automated_decision", "Ik wil geen besluit van de computer.", "computer", "automated_decision", "medewerker leest"),
    Right("consent_withdrawal", "Ik trek mijn toestemming in.", "toestemming", "consent_withdrawn", "congres van 2025"),
    Right("complaint", "Ik dien een klacht in.", "klacht", "complaint_answer", "drie weken te laat", remedies=False),
    Right("breach_report", "Ik meld een datalek.", "melding", "breach_thanks", "melding", remedies=False),
    Right("unsubscribe", "Ik wil mij afmelden.", "mailing", "direct_marketing", "wekelijkse nieuwsbrief", remedies=False),
    Right("question", "Hoe lang bewaart u een cv?", "vraag", "question_answer", "vijf jaar", remedies=False),
)  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all of them, as in life: sixty people who write on the same day."""
    path: Path = tmp_path_factory.mktemp("rights")
    database = fresh_database(f"sqlite:///{path}/rights.sqlite3")
    yield House(database)
    database.close()


@pytest.mark.parametrize("organisation", PREFIXES)
@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.label)
def test_from_mail_in_to_letter_out(shared: House, organisation: str, right: Right) -> None:
    house, staff = shared, Staff(shared)
    house.now = RECEIVED
    person = f"{right.label}@{organisation}.example".replace("_", "-")
    house.receive(
        organisation,
        "Mijn gegevens",
        f"Geachte heer, mevrouw,\n\n{right.body}\n\nJo",
        sender=f"Jo <{person}>",
    )

    case = house.cases[-1]
    reference = case.reference
    assert (case.organisation, case.labels) == (organisation, [right.label])
    assert reference.startswith(f"{PREFIXES[organisation]}-2026-")
    assert case.due == due(organisation, right.label)

    acknowledgement, *asked = house.sent(person)
    text = acknowledgement.get_content()
    assert acknowledgement["From"].addresses[0].addr_spec == ADDRESSES[organisation]
    assert reference in text
    assert right.understood in text.lower()
    assert "1 september 2026" in text
    assert in_words(case.due) in text
    assert ("je " in text) == (organisation == "vvsg")
    assert (" u " in text) == (organisation != "vvsg")

    house.now += timedelta(days=2)
    if right.label in NOBODY_IS_ASKED:
        assert asked == []
        assert case.status == Status.IN_PROGRESS
    else:
        [question] = asked
        assert case.status == Status.AWAITING_IDENTIFICATION
        assert staff.drafts(reference) == []
        house.reply(organisation, question, "Mijn postcode is 1234 AB.", sender=f"Jo <{person}>")
        assert house.row(reference).status == Status.AWAITING_IDENTIFICATION
        staff.identify(reference)
        assert house.row(reference).status == Status.IN_PROGRESS

    house.now += timedelta(hours=3)
    [draft] = staff.drafts(reference)
    assert draft.kind == right.letter
    letter = staff.finish(draft, Outcome.GRANTED)

    answer = letter.get_content()
    assert letter["To"].addresses[0].addr_spec == person
    assert reference in letter["Subject"] + answer
    assert right.says in answer
    if right.remedies:
        assert all(words in answer for words in REMEDIES[organisation])
    assert len(house.sent(person)) == len(asked) + 2
    closed = house.row(reference)
    assert (closed.status, closed.outcome) == (Status.CLOSED, Outcome.GRANTED)
    assert closed.next_reminder is None


def due(organisation: str, label: str) -> date:
    """What binds for a mail of 1 September 2026: the statute, a promise of the statement, or 72 hours."""
    if label == "breach_report":
        return date(2026, 9, 4)
    if organisation == "sbb" and label == "access":
        return FOUR_WEEKS
    return THIRTY_DAYS if organisation == "vvsg" else A_MONTH


def in_words(day: date) -> str:
    """As it stands in a letter."""
    months = {9: "september", 10: "oktober"}
    return f"{day.day} {months[day.month]} {day.year}"
