"""Where a message goes besides its case, and which clock its labels get, per organisation (issue 3.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.core.case import EffectKind, Letter, Outcome, Role
from assistant.core.default_notice import DefaultNotice
from assistant.core.ledger import Country, Kind, Promise
from assistant.core.organisation import OrganisationRules, RouteStep
from assistant.core.routes import RouteFacts, after_sending, complaint_route, routes
from assistant.core.terms import Terms, by_kind, terms

NOW = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)  # 1 October in Amsterdam
FACTS = RouteFacts(received=NOW)
STEPS = (
    RouteStep("controller", "Privacy Officer van VNG Connect", "po.connect@vng.nl"),
    RouteStep("authority", "Autoriteit Persoonsgegevens"),
)
CONNECT = OrganisationRules(
    "vng_connect", Country.NL, complaint_route=STEPS, complaint_mailbox="po.connect@vng.nl"
)
VNG = OrganisationRules("vng", Country.NL, processor_referral=True, forwards={"magazine": "vngleden@vng.nl"})
VVSG = OrganisationRules(
    "vvsg",
    Country.BE,
    no_motivation=frozenset({"erasure"}),
    promise=Promise(days=30),
    executed_labels=frozenset({"erasure"}),
)
SBB = OrganisationRules(
    "sbb",
    Country.NL,
    promise=Promise(weeks=4),
    promise_labels=frozenset({"access"}),
    immediate=frozenset({"rectification"}),
    purge_on_no_data=True,
)


def labels(*names: str) -> frozenset[str]:
    return frozenset(names)


class TestRoutes:
    def test_a_complaint_at_connect_goes_to_its_privacy_officer(self) -> None:
        (found,) = routes(CONNECT, labels("complaint"), FACTS)
        assert (found.kind, found.to) == (EffectKind.FORWARD, "po.connect@vng.nl")
        assert complaint_route(CONNECT) == STEPS

    def test_a_complaint_elsewhere_stays_with_the_privacy_officer(self) -> None:
        (found,) = routes(VNG, labels("complaint"), FACTS)
        assert (found.kind, found.to) == (EffectKind.NOTIFY, Role.PRIVACY_OFFICER)

    @pytest.mark.parametrize("rules", [CONNECT, VNG, VVSG, SBB], ids=lambda rules: rules.id)
    def test_a_breach_rings_first_and_names_its_72_hours(self, rules: OrganisationRules) -> None:
        found = routes(rules, labels("complaint", "breach_report"), FACTS)
        assert (found[0].kind, found[0].to) == (EffectKind.ALARM, Role.SECURITY)
        assert found[0].due == NOW + timedelta(hours=72)

    def test_as_processor_vng_refers_the_same_day(self) -> None:
        facts = replace(FACTS, processor_for="Ministerie van BZK")
        (found,) = routes(VNG, labels("access"), facts)
        assert (found.kind, found.letter, found.to) == (
            EffectKind.DRAFT_LETTER,
            Letter.REFERRAL,
            "Ministerie van BZK",
        )
        assert found.due == date(2026, 10, 1)
        assert routes(SBB, labels("access"), facts) == ()

    def test_the_magazine_is_stopped_by_the_members_desk(self) -> None:
        facts = replace(FACTS, magazine=True)
        (found,) = routes(VNG, labels("unsubscribe"), facts)
        assert (found.kind, found.to) == (EffectKind.FORWARD, "vngleden@vng.nl")
        assert routes(VNG, labels("question"), facts) == ()
        assert routes(VNG, labels("unsubscribe"), FACTS) == ()
        assert routes(CONNECT, labels("unsubscribe"), facts) == ()

    def test_a_notice_of_default_is_escalated_the_same_local_day(self) -> None:
        found = routes(SBB, labels("access"), replace(FACTS, default_notice=DefaultNotice.NOTICE))
        assert [(effect.kind, effect.to) for effect in found] == [
            (EffectKind.ALARM, Role.HANDLER),
            (EffectKind.ALARM, Role.FG),
        ]
        assert {effect.due for effect in found} == {date(2026, 10, 1)}

    def test_a_threat_of_one_is_only_told(self) -> None:
        (found,) = routes(SBB, labels("access"), replace(FACTS, default_notice=DefaultNotice.THREAT))
        assert (found.kind, found.to) == (EffectKind.NOTIFY, Role.HANDLER)

    def test_vvsg_removal_is_carried_out_without_asking_why(self) -> None:
        (found,) = routes(VVSG, labels("erasure"), FACTS)
        assert "niet vragen waarom" in found.reason
        assert routes(SBB, labels("erasure"), FACTS) == ()

    def test_an_ordinary_request_goes_nowhere_else(self) -> None:
        assert routes(CONNECT, labels("access"), FACTS) == ()

    def test_sbb_purges_what_was_supplied_when_it_holds_nothing(self) -> None:
        (found,) = after_sending(SBB, Outcome.NO_DATA)
        assert found.kind is EffectKind.PURGE_SUPPLIED_DATA
        assert after_sending(SBB, Outcome.GRANTED) == ()
        assert after_sending(VNG, Outcome.NO_DATA) == ()


class TestTerms:
    def test_sbb_promises_four_weeks_for_access_only(self) -> None:
        assert terms(SBB, labels("access")).promise == Promise(weeks=4, reaction_suffices=True)
        assert terms(SBB, labels("erasure")).promise is None
        assert terms(SBB, labels("access", "erasure")).promise is not None

    def test_vvsg_promises_all_rights_and_to_carry_out_removal(self) -> None:
        assert terms(VVSG, labels("portability")).promise == Promise(days=30, reaction_suffices=True)
        assert terms(VVSG, labels("access", "erasure")).promise == Promise(days=30)
        assert terms(VVSG, labels("question")).promise is None
        assert terms(VVSG, labels("breach_report")).promise is None

    @pytest.mark.parametrize(
        ("rules", "names", "marketing", "at_once"),
        [
            (SBB, ("rectification",), False, True),
            (VNG, ("rectification",), False, False),
            (VNG, ("consent_withdrawal",), False, True),
            (VNG, ("unsubscribe",), False, True),
            (VNG, ("objection",), True, True),
            (VNG, ("objection",), False, False),
            (VNG, ("access",), True, False),
        ],
    )
    def test_what_is_done_at_once(
        self, rules: OrganisationRules, names: tuple[str, ...], marketing: bool, at_once: bool
    ) -> None:
        assert terms(rules, labels(*names), marketing=marketing).at_once is at_once

    def test_no_promise_no_terms(self) -> None:
        assert terms(CONNECT, labels("access")) == Terms(promise=None, at_once=False)

    def test_a_breach_beside_a_request_has_its_own_clock(self) -> None:
        assert by_kind(["access", "breach_report"]) == (
            (Kind.BREACH, labels("breach_report")),
            (Kind.REQUEST, labels("access")),
        )
        assert by_kind(["access"]) == ((Kind.REQUEST, labels("access")),)
        assert by_kind([]) == ()
