"""How a request can end other than granted: refused, partly granted, nothing found, referred, forwarded to the FG."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from assistant.core.case import EventKind, Outcome, Status
from assistant.stages.approve import NotApprovable, approve
from assistant.store.tables import DraftRow, OutboxRow
from replies.facts import LetterKind
from tests.acceptance.staff import Staff
from tests.house import House

JO = "jo@person.example"


def ask(house: House, organisation: str, body: str) -> str:
    """A request whose sender was identified; its reference."""
    house.receive(organisation, "Mijn gegevens", f"{body}\n\nJo Bloem")
    reference: str = house.cases[-1].reference
    Staff(house).identify(reference)
    house.now += timedelta(days=3)
    return reference


@pytest.mark.parametrize(
    ("organisation", "remedy"),
    [
        ("vng", "artikel 35"),
        ("vng_connect", "artikel 35"),
        ("vng_kchn", "artikel 35"),
        ("vvsg", "209"),
        ("sbb", "bezwaar"),
    ],
)
def test_refusal_names_ground_reasons_authority_and_remedy(
    sqlite_house: House, organisation: str, remedy: str
) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, organisation, "Graag krijg ik inzage.")
    letter = staff.finish(staff.write(reference, LetterKind.REFUSAL), Outcome.REFUSED).get_content()
    assert "artikel 15" in letter
    assert "een andere deelnemer over zijn gezondheid" in letter
    assert remedy in letter
    assert "terecht bij de " in letter or "terecht bij onze " in letter
    assert ("Gegevensbeschermingsautoriteit" in letter) == (organisation == "vvsg")
    assert ("Autoriteit Persoonsgegevens" in letter) == (organisation != "vvsg")
    assert house.row(reference).outcome == Outcome.REFUSED


def test_partly_granted_is_one_letter_with_a_part_each(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, "vng", "Graag krijg ik inzage.")
    draft = staff.write(reference, LetterKind.ACCESS_ANSWER, LetterKind.REFUSAL)
    letter = staff.finish(draft, Outcome.PARTLY_GRANTED).get_content()
    assert letter.index("1. ") < letter.index("2. ")
    assert "Mailhuis N.V." in letter
    assert "drie e-mails tussen medewerkers" in letter
    assert house.row(reference).outcome == Outcome.PARTLY_GRANTED


def test_two_rights_are_answered_in_one_letter(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, "vng_kchn", "Graag krijg ik inzage, en verwijder daarna alles.")
    letter = staff.answer(reference, Outcome.GRANTED).get_content()
    assert "Mailhuis N.V." in letter
    assert "factuur van 12 mei 2024" in letter


def test_sbb_without_data_deletes_all_that_was_supplied_on_sending(house: House) -> None:
    staff = Staff(house)
    reference = ask(house, "sbb", "Graag krijg ik inzage, mijn deelnemernummer is 99-12.")
    letter = staff.finish(staff.write(reference, LetterKind.NO_DATA), Outcome.NO_DATA).get_content()
    assert "verwijder" in letter
    row = house.row(reference)
    assert (row.status, row.outcome, row.person_address, row.person_name) == (
        Status.CLOSED, Outcome.NO_DATA, None, None,
    )  # fmt: skip
    assert house.contents == [None]
    assert not any(message.parsed["own_text"] for message in house.messages)
    assert all(draft.body == "" and draft.recipients == [] for draft in house.all(DraftRow))
    with house.database.reading() as session:
        statement = select(OutboxRow.content).where(OutboxRow.case_id == row.id)
        assert set(session.scalars(statement)) == {None}
    assert not any(sent.recipients for sent in house.outbox if sent.case_id == row.id)
    assert house.events(reference, EventKind.PURGED)[0].data["scope"] == "supplied_data"
    history = repr(house.events(reference))
    assert "person.example" not in history
    assert "99-12" not in history
    assert (row.received_at.date(), row.due) == (
        date(2026, 9, 1),
        date(2026, 9, 29),
    )  # the register line stays


def test_nothing_is_deleted_while_the_letter_has_not_left(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, "sbb", "Graag krijg ik inzage.")
    staff.approve(staff.fill(staff.write(reference, LetterKind.NO_DATA)), Outcome.NO_DATA)
    assert house.row(reference).person_address == JO
    assert house.row(reference).status == Status.IN_PROGRESS
    house.send()
    assert house.row(reference).person_address is None


@pytest.mark.parametrize("organisation", ["vng", "vng_connect", "vng_kchn", "vvsg"])
def test_elsewhere_no_data_keeps_the_file(sqlite_house: House, organisation: str) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, organisation, "Graag krijg ik inzage.")
    letter = staff.finish(staff.write(reference, LetterKind.NO_DATA), Outcome.NO_DATA).get_content()
    assert "het inschrijfsysteem" in letter
    assert house.row(reference).person_address == JO
    assert None not in house.contents


def test_referral_to_the_controller(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, "vng", "Graag krijg ik inzage.")
    draft = staff.write(reference, LetterKind.PROCESSOR_REFERRAL)
    letter = staff.finish(draft, Outcome.REFERRED_TO_CONTROLLER, forwarded_on="2026-09-01").get_content()
    assert "ministerie van Binnenlandse Zaken" in letter
    assert "Postbus 20011" in letter
    assert house.row(reference).outcome == Outcome.REFERRED_TO_CONTROLLER


def test_forwarded_to_the_fg(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    reference = house.cases[0].reference
    letter = staff.finish(
        staff.write(reference, LetterKind.FORWARDED_TO_FG), Outcome.FORWARDED_TO_FG
    ).get_content()
    assert "geheim" in letter
    assert house.row(reference).outcome == Outcome.FORWARDED_TO_FG


def test_an_answer_is_not_approved_while_the_identity_is_asked(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Inzage", "Graag krijg ik inzage.")
    reference = house.cases[0].reference
    draft = staff.fill(staff.write(reference, LetterKind.ACCESS_ANSWER))
    with pytest.raises(NotApprovable, match="identity"):
        approve(house.context, draft.id, approver="ann", outcome=Outcome.GRANTED)
    assert len(house.sent(JO)) == 2


def test_the_chain_of_every_history_holds(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = ask(house, "vng", "Graag krijg ik inzage.")
    staff.answer(reference, Outcome.GRANTED)
    from assistant.core import history
    from assistant.store import cases

    def intact() -> bool:
        with house.database.reading() as session:
            row = cases.by_reference(session, reference)
            assert row is not None
            return history.verify([r.link for r in cases.history(session, row.id)], row.head) is None

    assert intact()
    with house.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE case_events SET actor = 'bob' WHERE actor = 'ann' AND kind = 'closed'")
        )
    assert not intact()
