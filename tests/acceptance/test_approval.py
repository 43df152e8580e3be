"""Approval: bound to the exact bytes, void after any change, by two people where four eyes are asked, and done once."""

from __future__ import annotations

import pytest

from assistant.core.case import EventKind, Outcome, Status
from assistant.stages.approve import NotApprovable, approve, save
from assistant.store.errors import StaleVersion
from assistant.store.tables import ApprovalRow, DraftRow, OutboxRow, OutboxState
from replies.facts import LetterKind
from tests.acceptance.staff import Staff, kinds_of
from tests.house import House

JO = "jo@person.example"


def complained(house: House) -> str:
    """A case with one letter in review."""
    house.receive("vng", "Klacht", "Ik dien een klacht in.\n\nJo")
    reference: str = house.cases[0].reference
    return reference


def test_edit_after_approval_sends_nothing_until_approved_again(house: House) -> None:
    staff = Staff(house)
    reference = complained(house)
    draft = staff.fill(staff.drafts(reference)[0])
    first = staff.approve(draft, Outcome.GRANTED)
    edited = staff.edit(draft, draft.body.replace("Dat klopt.", "Dat klopt helaas."))
    house.send()
    assert len(house.sent(JO)) == 1  # the acknowledgement
    assert house.all(OutboxRow, OutboxRow.id == first.id)[0].state == OutboxState.CANCELLED
    assert house.all(ApprovalRow)[0].voided_at is not None
    assert house.row(reference).status == Status.IN_PROGRESS
    assert house.case(reference).case.approved == frozenset()

    staff.approve(edited, Outcome.GRANTED)
    house.send()
    assert "Dat klopt helaas." in house.sent(JO)[1].get_content()
    assert len(house.sent(JO)) == 2
    assert house.row(reference).outcome == Outcome.GRANTED


def test_bytes_changed_behind_our_back_are_not_sent(house: House) -> None:
    staff = Staff(house)
    reference = complained(house)
    queued = staff.approve(staff.fill(staff.drafts(reference)[0]), Outcome.GRANTED)
    with house.database.transaction() as session:
        row = session.get_one(OutboxRow, queued.id)
        row.content = (row.content or b"").replace(b"spijt", b"bevalt")
    house.send()
    assert len(house.sent(JO)) == 1
    assert any(alarm.kind == "delivery" for alarm in house.alarms)
    assert house.row(reference).status == Status.IN_PROGRESS


def test_another_recipient_is_not_what_was_approved(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    queued = staff.approve(staff.fill(staff.drafts(complained(house))[0]), Outcome.GRANTED)
    with house.database.transaction() as session:
        session.get_one(OutboxRow, queued.id).recipients = ["mal@elders.example"]
    house.send()
    assert house.sent("mal@elders.example") == []


def test_a_letter_that_left_cannot_be_changed(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    draft = staff.fill(staff.drafts(complained(house))[0])
    staff.approve(draft)
    house.send()
    with pytest.raises(NotApprovable):
        staff.edit(draft, "iets anders")
    assert len(house.sent(JO)) == 2


def test_new_labels_take_the_approval_and_the_letter_away(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = complained(house)
    staff.approve(staff.fill(staff.drafts(reference)[0]), Outcome.GRANTED)
    staff.happen(reference, EventKind.RELABELLED, labels=["question"])
    assert len(house.sent(JO)) == 1
    assert kinds_of(staff.drafts(reference)) == [LetterKind.QUESTION_ANSWER]


def test_four_eyes_ask_a_colleague(house: House) -> None:
    ann, bob = Staff(house, "ann"), Staff(house, "bob")
    reference = complained(house)
    draft = ann.fill(ann.drafts(reference)[0])
    with pytest.raises(NotApprovable, match="four eyes"):
        ann.approve(draft, Outcome.GRANTED, four_eyes=True)
    house.send()
    assert len(house.sent(JO)) == 1
    bob.approve(draft, Outcome.GRANTED, four_eyes=True)
    house.send()
    assert len(house.sent(JO)) == 2
    assert house.all(ApprovalRow)[0].approver == "bob"
    assert house.events(reference, EventKind.CLOSED)[0].actor == "bob"


def test_second_click_sends_nothing_more(house: House) -> None:
    staff = Staff(house)
    draft = staff.fill(staff.drafts(complained(house))[0])
    staff.approve(draft)
    with pytest.raises(NotApprovable):
        staff.approve(draft)
    house.send()
    assert len(house.sent(JO)) == 2


def test_who_edits_an_old_version_is_told(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    draft = staff.drafts(complained(house))[0]
    staff.edit(draft, f"{draft.body}\nBob was hier.")
    with pytest.raises(StaleVersion), house.database.transaction() as session:
        save(house.context, session, draft.id, version=draft.version, subject="x", body="y", actor="ann")
    assert "Bob was hier." in house.all(DraftRow)[0].body


def test_what_was_not_looked_at_is_not_approved(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    draft = staff.fill(staff.drafts(complained(house))[0])
    seen = staff.look(draft)
    Staff(house, "bob").edit(draft, f"{draft.body}\nNog een zin.")
    with pytest.raises(StaleVersion):
        approve(house.context, draft.id, approver="ann", expected_digest=seen.digest)
    assert house.all(ApprovalRow) == []


def test_open_fields_block(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    [draft] = staff.drafts(complained(house))
    with pytest.raises(NotApprovable, match="Niet ingevuld"):
        approve(house.context, draft.id, approver="ann")


def test_machine_cannot_approve_or_close(sqlite_house: House) -> None:
    house = sqlite_house
    reference = complained(house)
    machine = Staff(house, "machine")
    from assistant.core.errors import IllegalTransition

    with pytest.raises(IllegalTransition):
        machine.happen(reference, EventKind.CLOSED, outcome=Outcome.GRANTED)
    draft = Staff(house).fill(machine.drafts(reference)[0])
    with pytest.raises(IllegalTransition):
        machine.approve(draft)
    assert len(house.outbox) == len([row for row in house.outbox if row.automatic])
