"""Time in the life of a case: the pause, clarification, extension in time and too late, lapse without identification."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.core.case import EventKind, Outcome, Status
from assistant.gateways.ports import TemporaryFailure
from assistant.stages.approve import NotApprovable, approve
from replies.facts import LetterKind
from tests.acceptance.staff import Staff, kinds_of
from tests.house import House

ACCESS = "Graag krijg ik inzage in mijn gegevens.\n\nJo"
JO = "jo@person.example"


def test_pause_lasts_from_asking_until_the_evidence_arrives(house: House) -> None:
    staff = Staff(house)
    house.receive("vng", "Inzage", ACCESS)
    _, question = house.sent(JO)
    reference = house.cases[0].reference
    house.now += timedelta(days=6)
    house.reply("vng", question, "Mijn postcode is 1234 AB.")
    house.now += timedelta(days=4)  # how long staff take to look costs the person nothing
    staff.identify(reference)

    row = house.row(reference)
    assert (row.unsuspended, row.due) == (date(2026, 10, 1), date(2026, 10, 7))
    letter = staff.answer(reference, Outcome.GRANTED)
    assert letter["In-Reply-To"] == f"<{house.messages[-1].parsed['message_id']}>"
    assert house.row(reference).status == Status.CLOSED


def test_insufficient_evidence_is_asked_again_in_the_same_pause(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng_connect", "Inzage", ACCESS)
    _, question = house.sent(JO)
    reference = house.cases[0].reference
    house.now += timedelta(days=2)
    house.reply("vng_connect", question, "Mijn postcode is geheim.")
    staff.happen(reference, EventKind.IDENTIFICATION_INSUFFICIENT, reason="niets om mee te vergelijken")
    staff.happen(
        reference, EventKind.IDENTIFICATION_ASKED, asked_at=house.now.isoformat(), reasonable_doubt=True
    )
    assert len(house.sent(JO)) == 3
    house.now += timedelta(days=3)
    house.reply("vng_connect", house.sent(JO)[-1], "Mijn postcode is 1234 AB, ik was er op 12 maart.")
    staff.identify(reference)
    assert house.row(reference).due == date(2026, 10, 6)


def test_clarification_pauses_from_the_letter_until_the_answer(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng_kchn", "Inzage", ACCESS)
    reference = house.cases[0].reference
    staff.identify(reference)
    letter = staff.finish(staff.write(reference, LetterKind.CLARIFICATION))
    assert house.row(reference).status == Status.AWAITING_CLARIFICATION
    house.now += timedelta(days=5)
    house.reply("vng_kchn", letter, "Het gaat mij om de inschrijvingen.")
    assert house.row(reference).status == Status.IN_PROGRESS
    assert house.row(reference).due == date(2026, 10, 6)


@pytest.mark.parametrize(
    ("organisation", "due"),
    [("vng", date(2026, 12, 1)), ("vvsg", date(2026, 12, 1)), ("sbb", date(2026, 12, 1))],
)
def test_approved_notice_of_extension_moves_the_due_date(
    sqlite_house: House, organisation: str, due: date
) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive(organisation, "Inzage", ACCESS)
    reference = house.cases[0].reference
    staff.identify(reference)
    house.now += timedelta(days=20)
    before = house.row(reference).due
    notice = staff.finish(staff.write(reference, LetterKind.EXTENSION)).get_content()

    row = house.row(reference)
    assert before < row.due == due
    assert row.status == Status.IN_PROGRESS
    assert "1 december 2026" in notice
    assert "negen systemen" in notice
    assert not [alarm for alarm in house.alarms if "te laat" in alarm.summary]
    house.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    answer = next(d for d in staff.drafts(reference) if d.kind == LetterKind.ACCESS_ANSWER)
    staff.finish(answer, Outcome.GRANTED)
    assert house.row(reference).outcome == Outcome.GRANTED


def test_notice_of_extension_after_the_last_day_is_not_approved(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Inzage", ACCESS)
    reference = house.cases[0].reference
    staff.identify(reference)
    house.now = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
    draft = staff.fill(staff.write(reference, LetterKind.EXTENSION))
    house.now = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
    assert staff.look(draft).errors
    with pytest.raises(NotApprovable, match="verleng"):
        approve(house.context, draft.id, approver="ann")
    assert house.row(reference).due == date(2026, 10, 1)


def test_notice_that_leaves_too_late_does_not_extend_and_alarms(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Inzage", ACCESS)
    reference = house.cases[0].reference
    staff.identify(reference)
    house.now = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
    staff.approve(staff.fill(staff.write(reference, LetterKind.EXTENSION)))
    house.sender.answers.extend([TemporaryFailure(451, "later")])
    house.send()
    house.now += timedelta(hours=12)
    house.send()

    assert house.row(reference).due == date(2026, 10, 1)
    assert any("te laat: de termijn is niet verlengd" in alarm.summary for alarm in house.alarms)


def test_silence_brings_one_reminder_then_the_lapse_letter_then_the_end(house: House) -> None:
    staff = Staff(house)
    house.receive("sbb", "Inzage", ACCESS)
    reference = house.cases[0].reference
    for _ in range(24 * 2):
        house.turn(hours=12)
    to_person = [str(row.kind) for row in house.outbox if not row.to_staff]
    assert to_person == ["acknowledgement", "identification-request", "identification-reminder"]
    assert "1 september 2026" in house.sent(JO)[-1].get_content()

    house.turn(hours=3)
    [draft] = staff.drafts(reference)
    assert draft.kind == LetterKind.IDENTIFICATION_LAPSED
    assert house.now.date() <= house.row(reference).unsuspended

    letter = staff.finish(draft, Outcome.LAPSED_WITHOUT_IDENTIFICATION).get_content()
    assert "Autoriteit Persoonsgegevens" in letter
    assert "1 september 2026" in letter
    row = house.row(reference)
    assert (row.status, row.outcome) == (Status.CLOSED, Outcome.LAPSED_WITHOUT_IDENTIFICATION)
    before = len(house.sent(JO))
    house.turn(days=30)
    assert len(house.sent(JO)) == before


def test_late_proof_reopens_a_lapsed_case(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Inzage", ACCESS)
    reference = house.cases[0].reference
    house.turn(days=28)
    [draft] = staff.drafts(reference)
    letter = staff.finish(draft, Outcome.LAPSED_WITHOUT_IDENTIFICATION)
    house.now += timedelta(days=10)
    house.reply("vng", letter, "Sorry, hier is het: mijn postcode is 1234 AB.")
    assert any("gesloten zaak" in alarm.summary for alarm in house.alarms)
    staff.happen(reference, EventKind.REOPENED, reason="identificatie alsnog ontvangen")
    staff.identify(reference)
    assert kinds_of(staff.drafts(reference)) == [LetterKind.ACCESS_ANSWER]


def test_what_could_not_be_sent_today_does_not_count_as_asked(house: House) -> None:
    limit = house.settings.limits.automatic_per_address_per_day
    house.receive("vng", "Inzage", ACCESS)
    house.receive("vng", "Bezwaar", "Ik maak bezwaar tegen dit onderzoek.")
    first, second = house.cases
    assert first.status == Status.AWAITING_IDENTIFICATION
    assert second.status == Status.IN_PROGRESS  # its clock runs on: nobody was asked anything
    assert "identity_for_person" in second.flags
    assert house.events(second.reference, EventKind.IDENTIFICATION_ASKED) == []
    assert len(house.sent(JO)) == limit == 3
    assert second.reference in house.sent(JO)[2]["Subject"]


@pytest.mark.parametrize("organisation", ["vng", "vng_connect", "vng_kchn", "vvsg", "sbb"])
def test_triage_runs_its_clock_and_a_person_says_what_it_is(sqlite_house: House, organisation: str) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive(organisation, "vraagje", "Hoi, ik stond toen op die lijst. Wat nu?\n\nJo")
    [case] = house.cases
    assert case.status == Status.TRIAGE
    assert staff.drafts(case.reference) == []
    [acknowledgement] = house.sent(JO)
    assert case.reference in acknowledgement["Subject"]
    house.now += timedelta(days=2)
    staff.happen(case.reference, EventKind.RELABELLED, labels=["question"])
    row = house.row(case.reference)
    assert (row.status, row.due) == (Status.IN_PROGRESS, case.due)
    letter = staff.answer(case.reference, Outcome.GRANTED).get_content()
    assert "vijf jaar" in letter
    assert house.row(case.reference).outcome == Outcome.GRANTED


def test_no_request_after_all_is_closed_without_a_letter(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "vraagje", "Hoi, ik stond toen op die lijst. Wat nu?\n\nJo")
    reference = house.cases[0].reference
    staff.happen(reference, EventKind.CLOSED, outcome=Outcome.NOT_A_REQUEST)
    assert house.row(reference).outcome == Outcome.NOT_A_REQUEST
    assert len(house.sent(JO)) == 1
