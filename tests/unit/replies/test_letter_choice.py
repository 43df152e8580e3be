"""Which letters fit: by phase, by label, by what staff decided, and by organisation."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from replies.choose import Choice, choose, may_extend
from replies.facts import Decision, IdentityNeed, LetterFacts, LetterKind, OrganisationFacts, Part, Phase
from replies.render import render_letter
from replies.rights import RIGHTS
from replies.samples import ORGANISATIONS, SBB, VNG, VNG_CONNECT, VVSG, sample_case

_K = LetterKind


def _choose(organisation: OrganisationFacts, *labels: str, **case: Any) -> tuple[Choice, ...]:
    return choose(LetterFacts(organisation, replace(sample_case(organisation, labels), **case)))


def _preferred(organisation: OrganisationFacts, *labels: str, **case: Any) -> list[tuple[LetterKind, ...]]:
    chosen = _choose(organisation, *labels, **case)
    return [tuple(part.kind for part in choice.parts) for choice in chosen if choice.preferred]


@pytest.mark.parametrize("label", RIGHTS)
@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda each: each.id)
def test_every_chosen_letter_can_be_written(
    label: str, phase: Phase, organisation: OrganisationFacts
) -> None:
    from replies.facts import StaffFacts

    facts = LetterFacts(organisation, replace(sample_case(organisation, (label,)), phase=phase), StaffFacts())
    for choice in choose(facts):
        letter = render_letter(facts.with_parts(*choice.parts))
        assert facts.case.reference in letter.subject
        assert choice.why


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("access", _K.ACCESS_ANSWER),
        ("rectification", _K.RECTIFIED),
        ("erasure", _K.ERASED),
        ("restriction", _K.RESTRICTED),
        ("portability", _K.PORTABILITY),
        ("objection", _K.OBJECTION),
        ("automated_decision", _K.AUTOMATED_DECISION),
        ("consent_withdrawal", _K.CONSENT_WITHDRAWN),
        ("complaint", _K.COMPLAINT_ANSWER),
        ("breach_report", _K.BREACH_THANKS),
        ("unsubscribe", _K.DIRECT_MARKETING),
        ("question", _K.QUESTION_ANSWER),
    ],
)
def test_each_label_has_its_answer(label: str, kind: LetterKind) -> None:
    assert _preferred(VNG, label) == [(kind,)]


def test_other_gets_no_letter() -> None:
    assert _choose(VNG, "other") == ()
    assert _choose(VNG, "other", phase=Phase.OPENED) == ()


def test_several_rights_are_one_letter_with_a_part_per_right() -> None:
    decisions = {
        "access": Decision.GRANTED,
        "erasure": Decision.PARTLY_GRANTED,
        "objection": Decision.REFUSED,
    }
    assert _preferred(VNG, "erasure", "access", "objection", decisions=decisions) == [
        (_K.ACCESS_ANSWER, _K.ERASED, _K.REFUSAL, _K.REFUSAL)
    ]
    chosen = _choose(VNG, "erasure", "access", "objection", decisions=decisions)
    assert [part.labels for part in chosen[0].parts] == [
        ("access",),
        ("erasure",),
        ("erasure",),
        ("objection",),
    ]


def test_no_data_for_all_is_said_once() -> None:
    decisions = {"access": Decision.NO_DATA, "erasure": Decision.NO_DATA}
    chosen = _choose(VNG, "access", "erasure", decisions=decisions)
    assert chosen == (Choice((Part(_K.NO_DATA, ("access", "erasure")),), chosen[0].why),)


def test_marketing_and_unsubscription_are_one_part() -> None:
    assert _preferred(VNG, "objection", "unsubscribe", direct_marketing=True) == [(_K.DIRECT_MARKETING,)]


def test_decided_cases_have_no_alternatives_and_undecided_ones_do() -> None:
    decided = _choose(VNG, "access", decisions={"access": Decision.GRANTED})
    assert len(decided) == 1
    undecided = [choice.kinds for choice in _choose(VNG, "access") if not choice.preferred]
    assert undecided == [{_K.NO_DATA}, {_K.REFUSAL}, {_K.EXTENSION}]


def test_a_promised_removal_is_neither_refused_nor_extended() -> None:
    kinds = set().union(*(choice.kinds for choice in _choose(VVSG, "erasure")))
    assert kinds == {_K.ERASED, _K.NO_DATA}
    assert _choose(VVSG, "erasure", phase=Phase.EXTEND) == ()
    assert _preferred(VVSG, "access", phase=Phase.EXTEND) == [(_K.EXTENSION,)]


def test_marketing_is_never_offered_for_refusal() -> None:
    kinds = set().union(*(choice.kinds for choice in _choose(VNG, "objection", direct_marketing=True)))
    assert _K.REFUSAL not in kinds


def test_referral_only_where_the_organisation_works_for_others() -> None:
    def kinds(organisation: OrganisationFacts) -> set[LetterKind]:
        return set().union(*(choice.kinds for choice in _choose(organisation, "access")))

    assert _K.PROCESSOR_REFERRAL in kinds(replace(VNG, may_be_processor=True))
    assert _K.PROCESSOR_REFERRAL not in kinds(SBB)


@pytest.mark.parametrize(
    ("today", "allowed"), [(date(2026, 4, 7), True), (date(2026, 4, 8), False), (date(2026, 3, 5), True)]
)
def test_extension_only_until_its_last_day(today: date, allowed: bool) -> None:
    facts = LetterFacts(VNG, replace(sample_case(VNG), today=today, phase=Phase.EXTEND))
    assert may_extend(facts) is allowed
    assert bool(choose(facts)) is allowed


def test_clarification_only_for_access_and_portability() -> None:
    assert _preferred(VNG, "access", "erasure", phase=Phase.ASK_CLARIFICATION) == [(_K.CLARIFICATION,)]
    assert _choose(VNG, "erasure", phase=Phase.ASK_CLARIFICATION) == ()


def test_opening_acknowledges_asks_and_forwards() -> None:
    opened = Phase.OPENED
    assert _preferred(VNG, "access", phase=opened) == [(_K.ACKNOWLEDGEMENT,)]
    assert _preferred(VNG, "access", phase=opened, identity=IdentityNeed.LETTER_FOLLOWS) == [
        (_K.ACKNOWLEDGEMENT,),
        (_K.IDENTIFICATION_REQUEST,),
    ]
    assert _preferred(VNG, phase=opened) == [(_K.NEUTRAL_ACKNOWLEDGEMENT,)]
    assert _preferred(VNG, "breach_report", phase=opened) == [(_K.ACKNOWLEDGEMENT,), (_K.STAFF_BREACH_ALARM,)]
    assert _preferred(VNG_CONNECT, "complaint", phase=opened) == [(_K.ACKNOWLEDGEMENT,), (_K.FORWARD_PO,)]
    assert _preferred(VNG, "complaint", phase=opened) == [(_K.ACKNOWLEDGEMENT,)]
    assert _preferred(VNG, "unsubscribe", phase=opened, magazine=True) == [
        (_K.ACKNOWLEDGEMENT,),
        (_K.FORWARD_MEMBERS,),
    ]


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        (Phase.TRIAGE, _K.NEUTRAL_ACKNOWLEDGEMENT),
        (Phase.ASK_IDENTITY, _K.IDENTIFICATION_REQUEST),
        (Phase.IDENTITY_SILENT, _K.IDENTIFICATION_REMINDER),
        (Phase.IDENTITY_LAPSED, _K.IDENTIFICATION_LAPSED),
        (Phase.WARN_FEE, _K.FEE_WARNING),
        (Phase.STATUS_ASKED, _K.STATUS_ANSWER),
        (Phase.WITHDRAWN, _K.REQUEST_WITHDRAWN),
        (Phase.LIFT_RESTRICTION, _K.RESTRICTION_LIFTING),
    ],
)
def test_each_phase_has_its_letter(phase: Phase, kind: LetterKind) -> None:
    assert _preferred(VNG, "access", phase=phase) == [(kind,)]
