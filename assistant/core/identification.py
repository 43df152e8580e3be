"""The identification ladder: which evidence is enough for which request (GDPR 12(2), 12(6); LEGAL (b)7).

Nothing is asked without reasonable doubt, nothing twice, and never an ID copy, a national number or a password. What was asked
and came is for a person to judge (DESIGN 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from assistant.core.organisation import OrganisationRules


class Level(IntEnum):
    """The rungs of the ladder. Level 3 is only ever chosen by a person, with a reason."""

    SENDER = 0  # the address on record, authenticated
    CONFIRMED = 1  # a reply to the address on record, or data known to both sides
    ACCOUNT = 2  # log-in, call-back on a known number, appointment
    SHOWN = 3  # an identity document shown, not copied


class Authentication(StrEnum):
    """What SPF, DKIM and DMARC of a trusted hop say about the From address."""

    PASS = "pass"  # noqa: S105 - an RFC 8601 result
    FAIL = "fail"
    NONE = "none"


class Representative(StrEnum):
    """Who writes for the data subject (LEGAL (b)8)."""

    NOBODY = "nobody"
    LAWYER = "lawyer"
    SERVICE = "service"  # a request service or another agent
    NGO = "ngo"
    GUARDIAN = "guardian"  # curator, mentor, bewindvoerder
    PARENT = "parent"
    OTHER = "other"  # relative, executor, colleague


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about the sender of a request.

    ``address_on_record``: the From address is one that the organisation already has for this person. ``asked`` is True once
    identification was asked. ``supplied`` names what came since (``known_data``, ``mandate`` …), not yet judged. ``confirmed``
    is the level that a person confirmed, None if nobody did.
    """

    authentication: Authentication = Authentication.NONE
    address_on_record: bool = False
    asked: bool = False
    supplied: frozenset[str] = frozenset()
    confirmed: Level | None = None
    representative: Representative = Representative.NOBODY

    @property
    def sender_proven(self) -> bool:
        """Rung 0. A From header alone proves nothing."""
        return self.address_on_record and self.authentication is Authentication.PASS


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked, as far as the ladder cares: the labels, and two traits of the text.

    ``marketing``: an objection is one to direct marketing (art. 21(2)). ``contact_data_only``: a correction concerns the
    person's contact data only.
    """

    labels: frozenset[str]
    marketing: bool = False
    contact_data_only: bool = False


@dataclass(frozen=True, slots=True)
class NoneNeeded:
    """Nothing may be asked for these labels."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Enough:
    """The evidence reaches the rung that the labels need."""

    level: Level
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask, once, for one of ``ways`` (lightest first); ``labels`` are those that wait for it, the others do not.

    Without ``reasonable_doubt`` (the sender is proven, the request weighs more) asking does not stop the clock (LEGAL A5.3).
    """

    level: Level
    ways: tuple[str, ...]
    labels: frozenset[str]
    reasonable_doubt: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Asked already and nothing came yet: ask nothing more."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ForPerson:
    """A person must judge: what was supplied, or the authority of somebody who writes for another."""

    reason: str
    source: str


Verdict = NoneNeeded | Enough | Ask | Wait | ForPerson

FREE = frozenset({"complaint", "breach_report", "question", "unsubscribe", "consent_withdrawal", "other"})
"""Labels for which nothing is ever asked: they disclose nothing, and stopping is as easy as starting was (7(3), 21(3))."""

WAY_LEVELS = {
    "reply_from_record": Level.CONFIRMED,
    "known_data": Level.CONFIRMED,
    "data_match": Level.CONFIRMED,
    "account": Level.ACCOUNT,
    "call_back": Level.ACCOUNT,
    "appointment": Level.ACCOUNT,
}
"""The ways that a machine may offer, and the rung that each reaches."""

_LIGHT = frozenset({"restriction", "objection"})
_MANDATE_WAYS = {
    Representative.LAWYER: ("client_confirmation", "mandate"),
    Representative.SERVICE: ("client_confirmation", "mandate"),
    Representative.NGO: ("mandate",),
    Representative.GUARDIAN: ("court_extract",),
}


def decide(rules: OrganisationRules, wish: Wish, evidence: Evidence) -> Verdict:
    """Whether to ask for identification, and for what. Pure; every verdict carries its reason in Dutch and its source."""
    waiting = frozenset(label for label in wish.labels if not _is_free(rules, label, wish, evidence))
    if not waiting:
        return NoneNeeded(
            "Voor dit verzoek is geen identificatie nodig.",
            "art. 11, 12 lid 2 en lid 6 AVG; art. 7 lid 3 en 21 lid 3 AVG",
        )
    needed = max(_needed(rules, label, wish) for label in waiting)
    return _from_history(evidence, needed) or _from_sender(rules, evidence, needed, waiting)


def _is_free(rules: OrganisationRules, label: str, wish: Wish, evidence: Evidence) -> bool:
    if label in FREE or (label == "objection" and wish.marketing):
        return True
    return label in rules.no_motivation and evidence.sender_proven


def _needed(rules: OrganisationRules, label: str, wish: Wish) -> Level:
    """The rung for a label: 0 for what only limits use or corrects contact data, 1 for what discloses, destroys or alters.

    Where health data are held, at least rung 1 for everything (ORGANISATIONS.md, VNG; EDPB 01/2022 par. 65, 70-71).
    """
    harmless = label in _LIGHT or (label == "rectification" and wish.contact_data_only)
    return Level.SENDER if harmless and not rules.health_data else Level.CONFIRMED


def _from_history(evidence: Evidence, needed: Level) -> Enough | ForPerson | Wait | None:
    """What earlier asking and answering already settled."""
    if evidence.confirmed is not None and evidence.confirmed >= needed:
        return Enough(
            evidence.confirmed, "Een medewerker heeft de identiteit al vastgesteld.", "art. 12 lid 6 AVG"
        )
    if evidence.supplied:
        return ForPerson(
            "Er zijn gegevens voor identificatie ontvangen. Een medewerker beoordeelt ze.",
            "art. 12 lid 6 AVG",
        )
    if evidence.asked:
        return Wait("Er is al om identificatie gevraagd. Wij vragen het niet twee keer.", "art. 12 lid 2 AVG")
    return None


def _from_sender(
    rules: OrganisationRules, evidence: Evidence, needed: Level, waiting: frozenset[str]
) -> Verdict:
    """What the message itself proves, and otherwise the one question."""
    if evidence.representative is not Representative.NOBODY:
        return _ask_representative(evidence.representative, waiting)
    if evidence.sender_proven and needed is Level.SENDER:
        return Enough(
            Level.SENDER,
            "Het bericht komt aantoonbaar van het adres dat wij van deze persoon hebben: er is geen twijfel.",
            "art. 12 lid 6 AVG; Richtsnoeren 01/2022 van de EDPB, punt 65 en 73",
        )
    return Ask(
        needed if needed > Level.SENDER else Level.CONFIRMED,
        _ways(rules, evidence),
        waiting,
        not evidence.sender_proven,
        _doubt(evidence),
        "art. 12 lid 6 AVG; Richtsnoeren 01/2022 van de EDPB, punt 58 en 65",
    )


def _ask_representative(who: Representative, waiting: frozenset[str]) -> Verdict:
    ways = _MANDATE_WAYS.get(who)
    if ways is None:
        return ForPerson(
            "Iemand schrijft voor een ander. Een medewerker beoordeelt of dat mag en vraagt alleen bij twijfel bewijs.",
            "Richtsnoeren 01/2022 van de EDPB, punt 80 en 81",
        )
    return Ask(
        Level.CONFIRMED,
        ways,
        waiting,
        True,
        "Iemand schrijft namens een ander: wij moeten kunnen aantonen dat dat mag.",
        "art. 80 AVG; Richtsnoeren 01/2022 van de EDPB, punt 80 en 81",
    )


def _ways(rules: OrganisationRules, evidence: Evidence) -> tuple[str, ...]:
    """The organisation's ways, lightest first, its own order within a rung; a reply from the address on record before all."""
    offered = [way for way in rules.ways if way in WAY_LEVELS and way not in rules.never_ask]
    if not any(WAY_LEVELS[way] is Level.CONFIRMED for way in offered):
        offered.append("known_data")  # an appointment or an account may never be the only way (12(2))
    if evidence.address_on_record:
        offered.append("reply_from_record")
    return tuple(
        sorted(dict.fromkeys(offered), key=lambda way: (WAY_LEVELS[way], way != "reply_from_record"))
    )


def _doubt(evidence: Evidence) -> str:
    if evidence.authentication is Authentication.FAIL:
        return "De controle van de afzender (SPF, DKIM, DMARC) is mislukt: het staat niet vast wie dit bericht stuurde."
    if not evidence.address_on_record:
        return "Het e-mailadres is bij ons niet bekend, dus wij weten niet zeker welke gegevens bij deze persoon horen."
    if evidence.authentication is Authentication.NONE:
        return "Het adres is bij ons bekend, maar niet zeker is dat het bericht echt van dat adres komt."
    return (
        "Voor dit verzoek vragen wij een korte bevestiging vanaf het adres dat wij van deze persoon hebben."
    )
