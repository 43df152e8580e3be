"""The identification ladder for the five organisations: what is asked, of whom, and what never is (LEGAL (b)7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.case import EffectKind, Role
from assistant.core.identification import (
    FREE,
    WAY_LEVELS,
    Ask,
    Authentication,
    Enough,
    Evidence,
    ForPerson,
    Level,
    NoneNeeded,
    Representative,
    Wait,
    Wish,
    decide,
)
from assistant.core.ledger import Country
from assistant.core.organisation import RIGHTS, OrganisationRules
from assistant.core.unasked_proof import care_for

CONNECT = OrganisationRules("vng_connect", Country.NL, ways=("appointment", "known_data"))
VNG = OrganisationRules("vng", Country.NL, ways=("account", "known_data"), health_data=True)
KCHN = OrganisationRules("vng_kchn", Country.NL)
VVSG = OrganisationRules("vvsg", Country.BE, no_motivation=frozenset({"erasure"}))
SBB = OrganisationRules("sbb", Country.NL, ways=("data_match",))
ALL = (CONNECT, VNG, KCHN, VVSG, SBB)

STRANGER = Evidence(Authentication.PASS)
PROVEN = Evidence(Authentication.PASS, address_on_record=True)
UNSURE = Evidence(Authentication.NONE, address_on_record=True)
FORGED = Evidence(Authentication.FAIL, address_on_record=True)


def wish(*labels: str, marketing: bool = False, contact: bool = False) -> Wish:
    return Wish(frozenset(labels), marketing=marketing, contact_data_only=contact)


def asked(verdict: object) -> Ask:
    assert isinstance(verdict, Ask)
    return verdict


class TestNothingAsked:
    @pytest.mark.parametrize("rules", ALL, ids=lambda rules: rules.id)
    @pytest.mark.parametrize("label", sorted(FREE))
    @pytest.mark.parametrize("evidence", [STRANGER, FORGED, Evidence(), replace(STRANGER, asked=True)])
    def test_free_labels(self, rules: OrganisationRules, label: str, evidence: Evidence) -> None:
        assert isinstance(decide(rules, wish(label), evidence), NoneNeeded)

    def test_free_labels_are_those_of_the_law(self) -> None:
        assert {
            "complaint",
            "breach_report",
            "question",
            "unsubscribe",
            "consent_withdrawal",
            "other",
        } == FREE

    def test_an_objection_to_marketing_is_free_another_is_not(self) -> None:
        assert isinstance(decide(KCHN, wish("objection", marketing=True), FORGED), NoneNeeded)
        assert isinstance(decide(KCHN, wish("objection"), STRANGER), Ask)

    def test_vvsg_removal_from_a_known_address(self) -> None:
        assert isinstance(decide(VVSG, wish("erasure"), PROVEN), NoneNeeded)
        assert isinstance(decide(VVSG, wish("erasure"), STRANGER), Ask)
        assert isinstance(decide(VVSG, wish("erasure"), FORGED), Ask)

    def test_removal_elsewhere_needs_a_confirmation(self) -> None:
        assert asked(decide(KCHN, wish("erasure"), PROVEN)).ways[0] == "reply_from_record"


class TestLadder:
    @pytest.mark.parametrize("labels", [("restriction",), ("objection",)])
    def test_the_proven_sender_is_enough_for_what_only_limits_use(self, labels: tuple[str, ...]) -> None:
        verdict = decide(SBB, wish(*labels), PROVEN)
        assert isinstance(verdict, Enough)
        assert verdict.level is Level.SENDER

    def test_contact_data_from_the_proven_sender(self) -> None:
        assert isinstance(decide(SBB, wish("rectification", contact=True), PROVEN), Enough)
        assert isinstance(decide(SBB, wish("rectification"), PROVEN), Ask)

    def test_where_health_data_are_held_a_confirmation_is_needed_for_all(self) -> None:
        assert asked(decide(VNG, wish("restriction"), PROVEN)).level is Level.CONFIRMED

    def test_a_from_header_alone_proves_nothing(self) -> None:
        assert isinstance(decide(SBB, wish("restriction"), UNSURE), Ask)
        assert "SPF" in asked(decide(SBB, wish("restriction"), FORGED)).reason

    @pytest.mark.parametrize("label", ["access", "erasure", "portability", "automated_decision"])
    def test_what_discloses_or_destroys_needs_rung_one(self, label: str) -> None:
        assert asked(decide(KCHN, wish(label), PROVEN)).level is Level.CONFIRMED

    def test_without_doubt_asking_does_not_pause(self) -> None:
        """Vector S13: known address, authenticated."""
        assert not asked(decide(KCHN, wish("access"), PROVEN)).reasonable_doubt
        assert asked(decide(KCHN, wish("access"), STRANGER)).reasonable_doubt

    def test_only_the_labels_that_need_it_wait(self) -> None:
        verdict = asked(decide(KCHN, wish("access", "complaint", "unsubscribe"), STRANGER))
        assert verdict.labels == {"access"}

    @pytest.mark.parametrize(
        ("rules", "ways"),
        [
            (CONNECT, ("known_data", "appointment")),  # a lighter way first
            (VNG, ("known_data", "account")),
            (KCHN, ("known_data",)),
            (SBB, ("data_match",)),
        ],
        ids=lambda part: getattr(part, "id", ""),
    )
    def test_the_ways_are_the_organisations_lightest_first(
        self, rules: OrganisationRules, ways: tuple[str, ...]
    ) -> None:
        assert asked(decide(rules, wish("access"), STRANGER)).ways == ways

    def test_an_appointment_is_never_the_only_way(self) -> None:
        only = OrganisationRules("x", Country.NL, ways=("appointment",))
        assert asked(decide(only, wish("access"), STRANGER)).ways == ("known_data", "appointment")

    def test_a_careless_configuration_cannot_ask_for_a_copy(self) -> None:
        careless = OrganisationRules("x", Country.NL, ways=("id_copy", "bsn", "password"))
        assert asked(decide(careless, wish("access"), STRANGER)).ways == ("known_data",)


class TestNeverTwice:
    def test_asked_and_silent(self) -> None:
        assert isinstance(decide(KCHN, wish("access"), replace(STRANGER, asked=True)), Wait)

    def test_what_was_supplied_is_for_a_person(self) -> None:
        supplied = replace(STRANGER, asked=True, supplied=frozenset({"known_data"}))
        assert isinstance(decide(KCHN, wish("access"), supplied), ForPerson)

    def test_what_a_person_confirmed_stands(self) -> None:
        confirmed = replace(STRANGER, asked=True, confirmed=Level.CONFIRMED)
        verdict = decide(KCHN, wish("access"), confirmed)
        assert isinstance(verdict, Enough)
        assert verdict.level is Level.CONFIRMED

    def test_a_lower_confirmation_is_not_stretched(self) -> None:
        low = replace(STRANGER, confirmed=Level.SENDER)
        assert isinstance(decide(KCHN, wish("access"), low), Ask)


class TestRepresentatives:
    @pytest.mark.parametrize(
        ("who", "ways"),
        [
            (Representative.LAWYER, ("client_confirmation", "mandate")),
            (Representative.SERVICE, ("client_confirmation", "mandate")),
            (Representative.NGO, ("mandate",)),
            (Representative.GUARDIAN, ("court_extract",)),
        ],
    )
    def test_authority_is_asked_not_an_id_copy(self, who: Representative, ways: tuple[str, ...]) -> None:
        verdict = asked(decide(SBB, wish("access"), replace(PROVEN, representative=who)))
        assert (verdict.ways, verdict.reasonable_doubt) == (ways, True)

    @pytest.mark.parametrize("who", [Representative.PARENT, Representative.OTHER])
    def test_parents_and_relatives_are_judged_by_a_person(self, who: Representative) -> None:
        assert isinstance(decide(SBB, wish("access"), replace(STRANGER, representative=who)), ForPerson)

    def test_a_breach_report_by_a_lawyer_is_still_free(self) -> None:
        lawyer = replace(STRANGER, representative=Representative.LAWYER)
        assert isinstance(decide(SBB, wish("breach_report"), lawyer), NoneNeeded)


evidences = st.builds(
    Evidence,
    authentication=st.sampled_from(Authentication),
    address_on_record=st.booleans(),
    asked=st.booleans(),
    supplied=st.sets(st.sampled_from(["known_data", "mandate", "id_copy"])).map(frozenset),
    confirmed=st.none() | st.sampled_from(Level),
    representative=st.sampled_from(Representative),
)
wishes = st.builds(
    Wish,
    labels=st.sets(st.sampled_from(sorted(RIGHTS | FREE)), min_size=1).map(frozenset),
    marketing=st.booleans(),
    contact_data_only=st.booleans(),
)


@given(st.sampled_from(ALL), wishes, evidences)
@settings(deadline=None, max_examples=500)
def test_no_verdict_ever_asks_twice_or_for_the_forbidden(
    rules: OrganisationRules, of: Wish, evidence: Evidence
) -> None:
    verdict = decide(rules, of, evidence)
    assert verdict.reason
    assert verdict.source
    if isinstance(verdict, Ask):
        assert not evidence.asked
        assert verdict.level is Level.CONFIRMED
        assert verdict.ways
        assert verdict.labels <= of.labels - FREE
        assert set(verdict.ways) <= {*WAY_LEVELS, "mandate", "client_confirmation", "court_extract"}


class TestUnaskedProof:
    def test_copies_are_isolated_and_numbers_masked_and_a_person_told(self) -> None:
        found = care_for(
            [("a1", "id_copy"), ("a2", "invoice")], ["bsn", "bsn", "iban", "rijksregisternummer"]
        )
        assert [(effect.kind, effect.to or effect.reason) for effect in found] == [
            (EffectKind.ISOLATE_ATTACHMENT, "a1"),
            (EffectKind.MASK_IDENTIFIER, "bsn"),
            (EffectKind.MASK_IDENTIFIER, "rijksregisternummer"),
            (EffectKind.NOTIFY, Role.HANDLER),
        ]

    def test_ordinary_mail_causes_nothing(self) -> None:
        assert care_for([("a2", "invoice")], ["iban", "postcode"]) == ()
