"""The lifecycle table: every kind in every status, what each changes and causes, and that a case is the fold of its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.case import (
    DATA_SUBJECT,
    MACHINE,
    Case,
    Effect,
    EffectKind,
    Event,
    EventKind,
    Letter,
    Outcome,
    Role,
    Status,
)
from assistant.core.clock import Kind, RequestReckoning, reckon
from assistant.core.errors import IllegalTransition, MalformedEvent
from assistant.core.history import event_from_json, event_to_json
from assistant.core.lifecycle import TABLE, apply, fold, legal_kinds, replay

K = EventKind
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
PERSON = "behandelaar-7"
OPENING: dict[str, Any] = {
    "reference": "VNG-2026-0001",
    "organisation": "vng",
    "country": "NL",
    "kind": "request",
    "received": START.isoformat(),
    "labels": ["access", "erasure"],
    "status": "in_progress",
}


def event(kind: EventKind, /, actor: str = PERSON, day: float = 1, **data: Any) -> Event:
    return Event(kind=kind, at=START + timedelta(days=day), actor=actor, data=data)


def opened(**changes: Any) -> Event:
    return event(K.OPENED, MACHINE, 0, **(OPENING | changes))


def after(*events: Event, **opening: Any) -> Case:
    return fold((opened(**opening), *events))


def effects(case: Case | None, happened: Event) -> tuple[Effect, ...]:
    return apply(case, happened)[1]


def kinds(found: tuple[Effect, ...]) -> list[EffectKind]:
    return [effect.kind for effect in found]


ASKED = event(K.IDENTIFICATION_ASKED, MACHINE, 0)
IN_STATUS = {
    Status.TRIAGE: after(status="triage"),
    Status.IN_PROGRESS: after(),
    Status.AWAITING_IDENTIFICATION: after(ASKED),
    Status.AWAITING_CLARIFICATION: after(event(K.CLARIFICATION_ASKED, large_quantity=True)),
    Status.CLOSED: after(event(K.CLOSED, outcome="granted")),
}
DATA: dict[EventKind, dict[str, Any]] = {
    K.RELABELLED: {"labels": ["rectification"]},
    K.ASSIGNED: {"assignee": PERSON},
    K.IDENTIFIED: {"level": 1},
    K.SUSPENDED: {"ground": "identification"},
    K.RESUMED: {"ground": "identification", "level": 1},
    K.MERGED: {"into": "VNG-2026-0002"},
    K.ABSORBED: {"reference": "VNG-2026-0002", "received": (START - timedelta(days=3)).isoformat()},
    K.RELEASED: {"reference": "VNG-2026-0002"},
    K.SPLIT: {"into": "VNG-2026-0002", "labels": ["erasure"]},
    K.UNSPLIT: {"into": "VNG-2026-0002", "labels": ["erasure"]},
    K.LINKED: {"to": "VNG-2026-0002"},
    K.UNLINKED: {"to": "VNG-2026-0002"},
    K.MAIL_SENT: {"letter": "access_answer"},
    K.ATTACHMENT_ISOLATED: {"attachment": "a1"},
    K.IDENTIFIER_MASKED: {"identifier": "bsn"},
    K.FLAGGED: {"flag": "let_op"},
    K.UNFLAGGED: {"flag": "let_op"},
    K.ESCALATED: {"reason": "ingebrekestelling"},
    K.CLOSED: {"outcome": "withdrawn"},
    K.PURGED: {"scope": "supplied_data"},
    **{kind: {"draft": "d1"} for kind in EventKind if kind.startswith(("draft_", "approval_"))},
}
PREPARED: dict[EventKind, tuple[Event, ...]] = {
    K.UNASSIGNED: (event(K.ASSIGNED, assignee=PERSON),),
    K.IDENTIFICATION_INSUFFICIENT: (event(K.IDENTIFICATION_RECEIVED, DATA_SUBJECT),),
    K.IDENTIFICATION_REMINDED: (ASKED,),
    K.CLARIFIED: (event(K.CLARIFICATION_ASKED),),
    K.RESUMED: (event(K.SUSPENDED, ground="identification"),),
    K.UNMERGED: (event(K.MERGED, into="VNG-2026-0002"),),
    K.RELEASED: (event(K.ABSORBED, **DATA[K.ABSORBED]),),
    K.UNSPLIT: (event(K.SPLIT, **DATA[K.SPLIT]),),
    K.UNLINKED: (event(K.LINKED, to="VNG-2026-0002"),),
    K.UNFLAGGED: (event(K.FLAGGED, flag="let_op"),),
    K.DRAFT_EDITED: (event(K.DRAFT_CREATED, MACHINE, draft="d1"),),
    K.DRAFT_DISCARDED: (event(K.DRAFT_CREATED, MACHINE, draft="d1"),),
    K.DRAFT_APPROVED: (event(K.DRAFT_CREATED, MACHINE, draft="d1"),),
    K.APPROVAL_VOIDED: (event(K.DRAFT_CREATED, MACHINE, draft="d1"), event(K.DRAFT_APPROVED, draft="d1")),
    K.REOPENED: (event(K.CLOSED, outcome="refused"),),
}


class TestTable:
    def test_every_kind_but_the_opening_has_a_row(self) -> None:
        assert set(TABLE) == set(EventKind) - {K.OPENED}

    @pytest.mark.parametrize("status", Status)
    def test_the_examples_stand_where_they_should(self, status: Status) -> None:
        assert IN_STATUS[status].status is status

    @pytest.mark.parametrize("kind", TABLE)
    def test_every_kind_is_possible_somewhere(self, kind: EventKind) -> None:
        case = after(*PREPARED.get(kind, ()))
        assert kind in legal_kinds(case)
        happened, _ = apply(case, event(kind, day=2, **DATA.get(kind, {})))
        assert happened.reference == case.reference

    @pytest.mark.parametrize(
        ("kind", "status"),
        [(kind, status) for kind, row in TABLE.items() for status in Status if status not in row.allowed],
    )
    def test_a_status_that_the_row_does_not_name_refuses(self, kind: EventKind, status: Status) -> None:
        with pytest.raises(IllegalTransition, match=f"{kind}: not possible while case .* is {status}"):
            apply(IN_STATUS[status], event(kind, **DATA.get(kind, {})))

    @pytest.mark.parametrize("actor", [MACHINE, DATA_SUBJECT])
    @pytest.mark.parametrize("kind", [kind for kind, row in TABLE.items() if row.by_person])
    def test_what_only_a_person_may_do(self, kind: EventKind, actor: str) -> None:
        case = after(*PREPARED.get(kind, ()))
        with pytest.raises(IllegalTransition, match="only a person"):
            apply(case, event(kind, actor, day=2, **DATA.get(kind, {})))

    def test_the_list_of_what_only_a_person_may_do(self) -> None:
        assert {kind.value for kind, row in TABLE.items() if row.by_person} == {
            "labels_confirmed",
            "relabelled",
            "identification_insufficient",
            "clarification_asked",
            "suspended",
            "resumed",
            "extended",
            "merged",
            "unmerged",
            "absorbed",
            "released",
            "split",
            "unsplit",
            "draft_edited",
            "draft_approved",
            "closed",
            "reopened",
        }

    def test_a_stored_history_is_read_back_without_judging_it_anew(self) -> None:
        stored = [opened(status="triage"), event(K.CLOSED, MACHINE, outcome="granted")]
        assert replay(stored).outcome is Outcome.GRANTED
        with pytest.raises(IllegalTransition, match="only a person"):
            fold(stored)

    @pytest.mark.parametrize("stored", [[], [event(K.NOTED)], [opened(country="FR")]], ids=len)
    def test_a_stored_history_must_still_be_one(self, stored: list[Event]) -> None:
        with pytest.raises(IllegalTransition):
            replay(stored)

    def test_the_machine_alone_can_neither_answer_extend_nor_close(self) -> None:
        """DESIGN 3: answer, refuse, extend, decide an identity, close: a person, by name."""
        for kind in (K.DRAFT_APPROVED, K.EXTENDED, K.CLOSED, K.LABELS_CONFIRMED, K.MERGED, K.REOPENED):
            assert TABLE[kind].by_person

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            (K.RELABELLED, {}),
            (K.RELABELLED, {"labels": []}),
            (K.RELABELLED, {"labels": "access"}),
            (K.RELABELLED, {"labels": ["access"], "kind": "vraag"}),
            (K.IDENTIFIED, {"level": 4}),
            (K.IDENTIFIED, {"level": True}),
            (K.CLOSED, {"outcome": "klaar"}),
            (K.CLOSED, {}),
            (K.SUSPENDED, {"ground": "vakantie"}),
            (K.EXTENDED, {"sent_at": "gisteren"}),
            (K.EXTENDED, {"sent_at": "2026-09-02T10:00:00"}),
            (K.PURGED, {"scope": "alles"}),
            (K.ASSIGNED, {"assignee": ""}),
            (K.ESCALATED, {}),
            (K.MAIL_SENT, {}),
        ],
        ids=str,
    )
    def test_wrong_data_are_told(self, kind: EventKind, data: dict[str, Any]) -> None:
        with pytest.raises(MalformedEvent, match=f"^{kind}: data"):
            apply(after(), event(kind, **data))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": "closed"},
            {"labels": []},
            {"reference": ""},
            {"country": "FR"},
            {"received": "2026-09-01T10:00:00"},
            {"promise": {"days": 0}},
        ],
        ids=str,
    )
    def test_a_case_cannot_open_on_wrong_facts(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(IllegalTransition, match=r"^opened: "):
            apply(None, opened(**wrong))

    def test_only_opening_opens(self) -> None:
        with pytest.raises(IllegalTransition, match="no case yet"):
            apply(None, event(K.NOTED))
        with pytest.raises(IllegalTransition, match="open already"):
            apply(after(), opened())
        with pytest.raises(IllegalTransition, match="at least its opening"):
            fold(())

    def test_an_event_needs_a_zone_and_an_actor(self) -> None:
        with pytest.raises(IllegalTransition, match="offset"):
            apply(after(), Event(K.NOTED, datetime(2026, 9, 2), PERSON))  # noqa: DTZ001
        with pytest.raises(IllegalTransition, match="actor"):
            apply(after(), Event(K.NOTED, START, ""))


class TestOpening:
    def test_a_sure_label_is_acknowledged_drafted_and_scheduled(self) -> None:
        found = effects(None, opened())
        assert kinds(found) == [EffectKind.SEND_LETTER, EffectKind.DRAFT_LETTER, EffectKind.RESCHEDULE]
        assert found[0].letter is Letter.ACKNOWLEDGEMENT
        assert found[2].due == date(2026, 10, 1)

    def test_doubt_runs_the_clock_but_drafts_nothing(self) -> None:
        case, found = apply(None, opened(status="triage"))
        assert case.status is Status.TRIAGE
        assert kinds(found) == [EffectKind.SEND_LETTER, EffectKind.RESCHEDULE]

    def test_a_breach_rings_the_security_contact_with_its_72_hours(self) -> None:
        case, found = apply(None, opened(kind="breach", labels=["breach_report"]))
        alarm = next(effect for effect in found if effect.kind is EffectKind.ALARM)
        assert (alarm.to, alarm.due) == (Role.SECURITY, START + timedelta(hours=72))
        assert case.kind is Kind.BREACH
        assert Letter.BREACH_RECEIVED in [effect.letter for effect in found]

    def test_a_split_off_case_is_not_acknowledged_again(self) -> None:
        assert EffectKind.SEND_LETTER not in kinds(effects(None, opened(acknowledge=False)))

    def test_the_promise_goes_into_the_ledger(self) -> None:
        case = after(promise={"weeks": 4, "reaction_suffices": True}, at_once=True)
        assert case.ledger.promise is not None
        assert case.ledger.promise.weeks == 4
        assert case.ledger.at_once


class TestIdentity:
    def test_asking_pauses_and_sends_the_letter(self) -> None:
        case, found = apply(after(), event(K.IDENTIFICATION_ASKED, MACHINE, 1, reasonable_doubt=True))
        assert case.status is Status.AWAITING_IDENTIFICATION
        assert found[0] == Effect(EffectKind.SEND_LETTER, letter=Letter.IDENTIFICATION_REQUEST)

    def test_never_twice(self) -> None:
        with pytest.raises(IllegalTransition, match="asked already"):
            apply(after(ASKED), event(K.IDENTIFICATION_ASKED, MACHINE, 2))

    def test_evidence_waits_for_a_person(self) -> None:
        case, found = apply(after(ASKED), event(K.IDENTIFICATION_RECEIVED, DATA_SUBJECT, 5))
        assert case.status is Status.AWAITING_IDENTIFICATION
        assert case.evidence_waiting
        assert kinds(found) == [EffectKind.NOTIFY]
        with pytest.raises(IllegalTransition, match="judged by a person"):
            apply(case, event(K.IDENTIFIED, MACHINE, 6, level=1))

    def test_the_pause_ends_when_the_evidence_arrived_not_when_it_was_read(self) -> None:
        case = after(
            ASKED,
            event(K.IDENTIFICATION_RECEIVED, DATA_SUBJECT, 7),
            event(K.IDENTIFIED, PERSON, 12, level=1),
        )
        reckoning = reckon(case.ledger)
        assert isinstance(reckoning, RequestReckoning)
        assert (reckoning.suspended_days, reckoning.due) == (7, date(2026, 10, 8))
        assert case.status is Status.IN_PROGRESS
        assert (case.identity_level, case.evidence_waiting) == (1, False)

    def test_insufficient_evidence_may_be_asked_again_in_one_pause(self) -> None:
        """EDPB 01/2022 ex. 31."""
        case = after(
            ASKED,
            event(K.IDENTIFICATION_RECEIVED, DATA_SUBJECT, 3),
            event(K.IDENTIFICATION_INSUFFICIENT, PERSON, 4),
            event(K.IDENTIFICATION_ASKED, PERSON, 4),
            event(K.IDENTIFICATION_RECEIVED, DATA_SUBJECT, 10),
            event(K.IDENTIFIED, PERSON, 10, level=1),
        )
        assert case.ledger.identification_asked == ASKED.at
        assert case.ledger.identified == START + timedelta(days=10)

    def test_one_reminder(self) -> None:
        case, found = apply(after(ASKED), event(K.IDENTIFICATION_REMINDED, MACHINE, 7))
        assert found[0].letter is Letter.IDENTIFICATION_REMINDER
        with pytest.raises(IllegalTransition, match="reminded already"):
            apply(case, event(K.IDENTIFICATION_REMINDED, MACHINE, 8))

    def test_a_machine_may_note_what_the_sender_proves(self) -> None:
        case = after(event(K.IDENTIFIED, MACHINE, 0, level=0))
        assert (case.identity_level, case.ledger.identified) == (0, None)
        with pytest.raises(IllegalTransition, match="already settled"):
            apply(case, event(K.IDENTIFICATION_ASKED, MACHINE, 1))

    def test_triage_waits_behind_the_question(self) -> None:
        asked = after(ASKED, status="triage")
        assert asked.status is Status.AWAITING_IDENTIFICATION
        assert apply(asked, event(K.IDENTIFIED, PERSON, 2, level=1))[0].status is Status.TRIAGE

    def test_an_answer_before_the_question_by_clock_skew_is_no_crash(self) -> None:
        early = (START - timedelta(seconds=5)).isoformat()
        case = after(event(K.IDENTIFICATION_ASKED, MACHINE, 0, asked_at=early))
        assert case.ledger.identification_asked == START

    @pytest.mark.parametrize(
        "kind", [K.IDENTIFICATION_ASKED, K.CLARIFICATION_ASKED, K.EXTENDED, K.IDENTIFIED]
    )
    def test_a_breach_is_not_asked_paused_or_extended(self, kind: EventKind) -> None:
        breach = after(kind="breach", labels=["breach_report"])
        with pytest.raises(IllegalTransition, match="breach"):
            apply(breach, event(kind, level=1))


class TestTime:
    def test_clarification_pauses_only_for_much_data(self) -> None:
        asked = event(K.CLARIFICATION_ASKED, PERSON, 1, large_quantity=True)
        case = after(asked, event(K.CLARIFIED, DATA_SUBJECT, 9))
        reckoning = reckon(case.ledger)
        assert isinstance(reckoning, RequestReckoning)
        assert reckoning.suspended_days == 8
        with pytest.raises(IllegalTransition, match="second pause"):
            apply(case, event(K.CLARIFICATION_ASKED, PERSON, 10))

    def test_suspend_and_resume_record_a_question_by_telephone(self) -> None:
        paused = after(event(K.SUSPENDED, PERSON, 1, ground="identification"))
        assert paused.status is Status.AWAITING_IDENTIFICATION
        back, found = apply(paused, event(K.RESUMED, PERSON, 4, ground="identification", level=2))
        assert (back.status, back.identity_level) == (Status.IN_PROGRESS, 2)
        assert EffectKind.RESCHEDULE in kinds(found)
        with pytest.raises(IllegalTransition, match="no clarification was asked"):
            apply(paused, event(K.RESUMED, PERSON, 4, ground="clarification"))

    def test_extension_in_time_and_late(self) -> None:
        case, found = apply(after(), event(K.EXTENDED, PERSON, 20, reasons="veel dossiers"))
        assert found == (Effect(EffectKind.RESCHEDULE, due=date(2026, 12, 1)),)
        with pytest.raises(IllegalTransition, match="already"):
            apply(case, event(K.EXTENDED, PERSON, 21))
        late = effects(after(), event(K.EXTENDED, PERSON, 31))
        assert late[0].kind is EffectKind.ALARM
        assert late[0].due == date(2026, 10, 1)

    def test_a_promise_that_stays_is_told(self) -> None:
        found = effects(after(promise={"days": 30}), event(K.EXTENDED, PERSON, 20))
        assert found[0].kind is EffectKind.NOTIFY
        assert found[0].due == date(2026, 10, 1)


class TestLabels:
    def test_confirming_takes_a_case_out_of_triage(self) -> None:
        case, found = apply(after(status="triage"), event(K.LABELS_CONFIRMED))
        assert (case.status, case.labels_confirmed) == (Status.IN_PROGRESS, True)
        assert kinds(found) == [EffectKind.DRAFT_LETTER, EffectKind.RESCHEDULE]

    def test_relabelling_throws_drafts_away_and_changes_the_clock(self) -> None:
        case, found = apply(after(), event(K.RELABELLED, labels=["access"], promise={"weeks": 4}))
        assert case.labels == {"access"}
        assert kinds(found) == [
            EffectKind.VOID_APPROVALS,
            EffectKind.DISCARD_DRAFTS,
            EffectKind.DRAFT_LETTER,
            EffectKind.RESCHEDULE,
        ]
        assert found[-1].due == date(2026, 9, 29)

    def test_relabelling_keeps_the_terms_that_it_does_not_name(self) -> None:
        first = after(promise={"weeks": 4}, at_once=True)
        kept = apply(first, event(K.RELABELLED, labels=["access"]))[0].ledger
        assert (kept.promise, kept.at_once) == (first.ledger.promise, True)
        changed = apply(first, event(K.RELABELLED, labels=["access"], promise=None, at_once=False))[0].ledger
        assert (changed.promise, changed.at_once) == (None, False)

    def test_a_breach_found_later_rings_from_the_first_arrival(self) -> None:
        relabelled = event(K.RELABELLED, labels=["breach_report"], kind="breach", day=2)
        case, found = apply(after(ASKED), relabelled)
        assert (case.kind, case.status) == (Kind.BREACH, Status.IN_PROGRESS)
        alarms = [effect for effect in found if effect.kind is EffectKind.ALARM]
        assert [alarm.due for alarm in alarms] == [START + timedelta(hours=72)]


class TestSeveralCases:
    def test_merge_and_its_undoing(self) -> None:
        before = after(ASKED)
        merged, found = apply(before, event(K.MERGED, into="VNG-2026-0002"))
        assert (merged.status, merged.outcome) == (Status.CLOSED, Outcome.DUPLICATE)
        assert EffectKind.CANCEL_REMINDERS in kinds(found)
        with pytest.raises(IllegalTransition, match="undo that first"):
            apply(merged, event(K.REOPENED))
        back, found = apply(merged, event(K.UNMERGED))
        assert back == before
        assert EffectKind.RESCHEDULE in kinds(found)

    def test_the_first_arrival_counts_until_released(self) -> None:
        before = after()
        joined, found = apply(before, event(K.ABSORBED, **DATA[K.ABSORBED]))
        assert joined.received == START - timedelta(days=3)
        assert kinds(found) == [EffectKind.RESCHEDULE]
        assert apply(joined, event(K.RELEASED, reference="VNG-2026-0002"))[0] == before

    def test_split_and_its_undoing(self) -> None:
        before = after()
        rest, _ = apply(before, event(K.SPLIT, into="VNG-2026-0002", labels=["erasure"]))
        assert (rest.labels, rest.links) == ({"access"}, {"VNG-2026-0002"})
        assert apply(rest, event(K.UNSPLIT, into="VNG-2026-0002", labels=["erasure"]))[0] == before

    @pytest.mark.parametrize("labels", [["access", "erasure"], ["portability"]])
    def test_a_split_must_divide(self, labels: list[str]) -> None:
        with pytest.raises(IllegalTransition, match="label"):
            apply(after(), event(K.SPLIT, into="VNG-2026-0002", labels=labels))

    @pytest.mark.parametrize(
        ("kind", "data"), [(K.MERGED, {"into": "VNG-2026-0001"}), (K.LINKED, {"to": "VNG-2026-0001"})]
    )
    def test_never_with_itself(self, kind: EventKind, data: dict[str, Any]) -> None:
        with pytest.raises(IllegalTransition, match="itself"):
            apply(after(), event(kind, **data))


class TestMail:
    def test_our_mail_bounced_alarms_without_changing_the_status(self) -> None:
        case, found = apply(after(ASKED), event(K.MAIL_BOUNCED, MACHINE, mail="m1"))
        assert (case.status, "bounced" in case.flags) == (Status.AWAITING_IDENTIFICATION, True)
        assert kinds(found) == [EffectKind.ALARM]

    def test_mail_in_a_closed_case_is_shown_to_a_person(self) -> None:
        closed = IN_STATUS[Status.CLOSED]
        case, found = apply(closed, event(K.MAIL_RECEIVED, DATA_SUBJECT))
        assert (case, kinds(found)) == (closed, [EffectKind.NOTIFY])
        assert effects(after(), event(K.MAIL_RECEIVED, DATA_SUBJECT)) == ()

    def test_an_acknowledgement_is_remembered(self) -> None:
        assert not after().acknowledged
        assert after(event(K.ACKNOWLEDGED, MACHINE)).acknowledged

    def test_out_of_office_changes_nothing(self) -> None:
        assert apply(after(ASKED), event(K.OUT_OF_OFFICE, MACHINE)) == (after(ASKED), ())

    def test_questions_about_the_state_and_withdrawals_are_drafted(self) -> None:
        asked = effects(after(), event(K.STATUS_INQUIRED, DATA_SUBJECT))
        assert asked[0].letter is Letter.STATUS_ANSWER
        case, found = apply(after(), event(K.WITHDRAWAL_ASKED, DATA_SUBJECT))
        assert case.is_open
        assert found[0].letter is Letter.WITHDRAWAL_CONFIRMED


class TestDrafts:
    CREATED = event(K.DRAFT_CREATED, MACHINE, draft="d1", letter="access_answer")

    def test_editing_an_approved_draft_voids_the_approval(self) -> None:
        approved = after(self.CREATED, event(K.DRAFT_APPROVED, draft="d1"))
        assert approved.approved == {"d1"}
        case, found = apply(approved, event(K.DRAFT_EDITED, draft="d1"))
        assert case.approved == frozenset()
        assert found == (Effect(EffectKind.VOID_APPROVALS, reason="d1"),)
        assert effects(after(self.CREATED), event(K.DRAFT_EDITED, draft="d1")) == ()

    def test_a_draft_is_approved_once_and_must_exist(self) -> None:
        with pytest.raises(IllegalTransition, match="does not exist"):
            apply(after(), event(K.DRAFT_APPROVED, draft="d1"))
        with pytest.raises(IllegalTransition, match="approved already"):
            apply(
                after(self.CREATED, event(K.DRAFT_APPROVED, draft="d1")), event(K.DRAFT_APPROVED, draft="d1")
            )

    def test_sending_uses_the_draft_up(self) -> None:
        sent = event(K.MAIL_SENT, MACHINE, letter="access_answer", draft="d1")
        case = after(self.CREATED, event(K.DRAFT_APPROVED, draft="d1"), sent)
        assert (case.drafts, case.approved) == (frozenset(), frozenset())

    def test_an_approved_answer_survives_closing_others_do_not(self) -> None:
        case = after(
            self.CREATED,
            event(K.DRAFT_CREATED, MACHINE, draft="d2"),
            event(K.DRAFT_APPROVED, draft="d1"),
            event(K.CLOSED, outcome="granted"),
        )
        assert case.drafts == {"d1"}


class TestEnd:
    def test_closing_cancels_and_reopening_schedules(self) -> None:
        case, found = apply(after(), event(K.CLOSED, outcome="partly_granted"))
        assert (case.outcome, case.closed_at) == (Outcome.PARTLY_GRANTED, START + timedelta(days=1))
        assert kinds(found) == [EffectKind.DISCARD_DRAFTS, EffectKind.CANCEL_REMINDERS]
        back, found = apply(case, event(K.REOPENED, day=2))
        assert back == after()
        assert kinds(found) == [EffectKind.DRAFT_LETTER, EffectKind.RESCHEDULE]

    @pytest.mark.parametrize("outcome", Outcome)
    def test_every_outcome_can_close_some_case(self, outcome: Outcome) -> None:
        case = after(ASKED) if outcome is Outcome.LAPSED_WITHOUT_IDENTIFICATION else after()
        assert apply(case, event(K.CLOSED, outcome=outcome.value))[0].outcome is outcome

    @pytest.mark.parametrize("outcome", ["granted", "partly_granted", "refused", "no_data"])
    def test_what_is_not_understood_is_not_answered(self, outcome: str) -> None:
        with pytest.raises(IllegalTransition, match="confirm the labels"):
            apply(after(status="triage"), event(K.CLOSED, outcome=outcome))

    @pytest.mark.parametrize("outcome", ["granted", "partly_granted", "no_data"])
    def test_nothing_is_given_while_the_identity_is_open(self, outcome: str) -> None:
        with pytest.raises(IllegalTransition, match="identity"):
            apply(after(ASKED), event(K.CLOSED, outcome=outcome))

    def test_a_lapse_needs_an_unanswered_question_and_can_be_taken_up_again(self) -> None:
        lapse = event(K.CLOSED, outcome="lapsed_without_identification", day=29)
        with pytest.raises(IllegalTransition, match="lapse"):
            apply(after(), lapse)
        back = fold((opened(), ASKED, lapse, event(K.REOPENED, day=40)))
        assert back.status is Status.AWAITING_IDENTIFICATION
        asked_again, _ = apply(back, event(K.IDENTIFICATION_ASKED, PERSON, 41))
        assert asked_again.ledger.identification_asked == ASKED.at

    def test_content_goes_only_after_closing_and_then_for_good(self) -> None:
        with pytest.raises(IllegalTransition, match="only after closing"):
            apply(after(), event(K.PURGED, MACHINE, scope="content"))
        purged, found = apply(IN_STATUS[Status.CLOSED], event(K.PURGED, MACHINE, scope="content"))
        assert kinds(found) == [EffectKind.PURGE_CONTENT]
        with pytest.raises(IllegalTransition, match="purged"):
            apply(purged, event(K.REOPENED))

    def test_supplied_data_may_go_when_the_answer_leaves(self) -> None:
        case, found = apply(after(), event(K.PURGED, MACHINE, scope="supplied_data"))
        assert "supplied_data_purged" in case.flags
        assert kinds(found) == [EffectKind.PURGE_SUPPLIED_DATA]

    def test_escalation_reaches_the_fg(self) -> None:
        found = effects(after(), event(K.ESCALATED, MACHINE, reason="termijn verstreken"))
        assert found == (
            Effect(EffectKind.ALARM, to=Role.FG, reason="termijn verstreken", due=date(2026, 10, 1)),
        )


@st.composite
def stories(draw: st.DrawFn) -> list[Event]:
    actors = st.sampled_from([MACHINE, DATA_SUBJECT, PERSON, PERSON])
    opening = opened(
        status=draw(st.sampled_from(["triage", "in_progress"])),
        kind=draw(st.sampled_from(["request", "request", "breach"])),
    )
    story = [opening]
    for day in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from([*TABLE]))
        data = dict(DATA.get(kind, {}))
        if kind is K.CLOSED:
            data["outcome"] = draw(st.sampled_from([*Outcome])).value
        if kind in (K.SUSPENDED, K.RESUMED):
            data["ground"] = draw(st.sampled_from(["identification", "clarification"]))
        story.append(event(kind, draw(actors), day, **data))
    return story


@given(stories())
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_story_leaves_a_sound_case_that_is_the_fold_of_what_was_accepted(story: list[Event]) -> None:
    case: Case | None = None
    accepted: list[Event] = []
    for happened in story:
        before = case
        try:
            case, found = apply(case, happened)
        except IllegalTransition:
            assert case == before
            continue
        accepted.append(happened)
        assert (case.status is Status.CLOSED) == (case.outcome is not None)
        assert case.approved <= case.drafts
        assert case.labels
        assert reckon(case.ledger)
        assert all(isinstance(effect, Effect) for effect in found)
    assert case is not None
    assert fold(accepted) == replay(accepted) == case
    assert fold(event_from_json(event_to_json(happened)) for happened in accepted) == case


def test_a_refused_event_leaves_the_case_as_it_was() -> None:
    case = after(ASKED)
    copy = replace(case)
    with pytest.raises(IllegalTransition):
        apply(case, event(K.CLOSED, outcome="granted"))
    assert case == copy
