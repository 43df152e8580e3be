"""Which letters fit a case: several rights are answered in one letter with a part per right."""

from collections.abc import Iterator
from dataclasses import dataclass

from replies.facts import Decision, IdentityNeed, LetterFacts, LetterKind, Part, Phase
from replies.rights import STATUTORY, in_order

_K = LetterKind
_D = Decision

_GRANTED: dict[str, LetterKind] = {
    "access": _K.ACCESS_ANSWER,
    "rectification": _K.RECTIFIED,
    "erasure": _K.ERASED,
    "restriction": _K.RESTRICTED,
    "portability": _K.PORTABILITY,
    "objection": _K.OBJECTION,
    "automated_decision": _K.AUTOMATED_DECISION,
    "consent_withdrawal": _K.CONSENT_WITHDRAWN,
    "complaint": _K.COMPLAINT_ANSWER,
    "breach_report": _K.BREACH_THANKS,
    "unsubscribe": _K.DIRECT_MARKETING,
    "question": _K.QUESTION_ANSWER,
}
_SHARED = frozenset({_K.NO_DATA, _K.PROCESSOR_REFERRAL, _K.FORWARDED_TO_FG, _K.DIRECT_MARKETING})
"""Kinds that say the same for every right: their parts become one."""
_SEARCHED = frozenset({"access", "rectification", "erasure", "restriction", "portability"})
"""Rights to which "nothing found" can be the answer."""
_CLARIFIABLE = frozenset({"access", "portability"})

_ONE_LETTER: dict[Phase, tuple[LetterKind, str]] = {
    Phase.TRIAGE: (_K.NEUTRAL_ACKNOWLEDGEMENT, "wat gevraagd wordt is nog niet duidelijk"),
    Phase.ASK_IDENTITY: (_K.IDENTIFICATION_REQUEST, "er is redelijke twijfel over de identiteit"),
    Phase.IDENTITY_SILENT: (_K.IDENTIFICATION_REMINDER, "op de vraag om identificatie kwam geen antwoord"),
    Phase.IDENTITY_LAPSED: (_K.IDENTIFICATION_LAPSED, "zonder identificatie kan het verzoek niet verder"),
    Phase.WARN_FEE: (_K.FEE_WARNING, "wie kosten wil rekenen, moet eerst waarschuwen"),
    Phase.STATUS_ASKED: (_K.STATUS_ANSWER, "er is gevraagd hoe het met het verzoek staat"),
    Phase.WITHDRAWN: (_K.REQUEST_WITHDRAWN, "het verzoek is ingetrokken"),
    Phase.LIFT_RESTRICTION: (_K.RESTRICTION_LIFTING, "opheffen mag pas na bericht vooraf"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One letter that fits: its parts, why in Dutch, and whether it is the draft to start from or an alternative."""

    parts: tuple[Part, ...]
    why: str
    preferred: bool = True

    @property
    def kinds(self) -> frozenset[LetterKind]:
        """The kinds of the parts."""
        return frozenset(part.kind for part in self.parts)


def choose(facts: LetterFacts) -> tuple[Choice, ...]:
    """Return the letters that fit the phase of the case, the ones to start from first.

    Empty where no letter may go out: `other` alone, an extension after its last day, a clarification of something
    that is no access or portability. Raises ValueError for a label no letter can name.
    """
    case = facts.case
    labels = tuple(label for label in case.labels if label != "other")
    if case.labels and not labels:
        return ()
    if case.phase is Phase.OPENED:
        return tuple(_opened(facts, labels))
    if case.phase is Phase.EXTEND:
        return (_extension(labels, preferred=True),) if may_extend(facts) else ()
    if case.phase is Phase.ASK_CLARIFICATION:
        asked = tuple(label for label in labels if label in _CLARIFIABLE)
        why = "er zijn veel gegevens (overweging 63 AVG)"
        return (Choice((Part(_K.CLARIFICATION, asked),), why),) if asked else ()
    if case.phase is Phase.ANSWER:
        return tuple(_answers(facts, labels))
    kind, why = _ONE_LETTER[case.phase]
    return (Choice((Part(kind, labels),), why),)


def may_extend(facts: LetterFacts) -> bool:
    """Return whether a notice of extension sent today still counts, and for these rights at all.

    Art. 12(3) AVG: within the first (rolled) month; a promise to remove within 30 days cannot be stretched
    (LEGAL.md A6.4).
    """
    case = facts.case
    last = case.notice_due or case.due
    promised = facts.organisation.removal_without_reason and "erasure" in case.labels
    return bool(STATUTORY & set(case.labels)) and not promised and (last is None or case.today <= last)


def _opened(facts: LetterFacts, labels: tuple[str, ...]) -> Iterator[Choice]:
    if not labels:
        yield Choice((Part(_K.NEUTRAL_ACKNOWLEDGEMENT),), "wat gevraagd wordt is nog niet duidelijk")
        return
    yield Choice((Part(_K.ACKNOWLEDGEMENT, labels),), "het bericht is ontvangen en begrepen")
    if facts.case.identity is IdentityNeed.LETTER_FOLLOWS:
        yield Choice((Part(_K.IDENTIFICATION_REQUEST, labels),), "er is redelijke twijfel over de identiteit")
    if "breach_report" in labels:
        yield Choice((Part(_K.STAFF_BREACH_ALARM, labels),), "een mogelijk datalek is gemeld: 72 uur")
    first = facts.organisation.complaint_route[:1]
    if "complaint" in labels and first and first[0].address not in (None, facts.organisation.contact):
        yield Choice((Part(_K.FORWARD_PO, labels),), "een klacht gaat eerst naar de Privacy Officer")
    if facts.case.magazine:
        yield Choice((Part(_K.FORWARD_MEMBERS, labels),), "VNG Magazine stopt direct na een verzoek")


def _answers(facts: LetterFacts, labels: tuple[str, ...]) -> Iterator[Choice]:
    parts: list[Part] = []
    for right in in_order(labels):
        parts.extend(_parts(right.label, facts))
    if not parts:
        return
    several = "één antwoord met een onderdeel per recht" if len(parts) > 1 else "het antwoord op dit verzoek"
    yield Choice(_joined(parts), several)
    open_labels = tuple(
        label for label in labels if facts.case.decisions.get(label, _D.UNDECIDED) is _D.UNDECIDED
    )
    yield from _alternatives(facts, open_labels)


def _parts(label: str, facts: LetterFacts) -> Iterator[Part]:
    decision = facts.case.decisions.get(label, _D.UNDECIDED)
    granted = _GRANTED[label]
    if label == "objection" and facts.case.direct_marketing:
        granted = _K.DIRECT_MARKETING
    kinds = {
        _D.REFUSED: (_K.REFUSAL,),
        _D.PARTLY_GRANTED: (granted, _K.REFUSAL),
        _D.NO_DATA: (_K.NO_DATA,),
        _D.REFERRED: (_K.PROCESSOR_REFERRAL,),
        _D.FORWARDED_TO_FG: (_K.FORWARDED_TO_FG,),
    }.get(decision, (granted,))
    yield from (Part(kind, (label,)) for kind in kinds)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Join the parts that would say the same twice."""
    joined: list[Part] = []
    for part in parts:
        same = next((i for i, p in enumerate(joined) if p.kind is part.kind and p.kind in _SHARED), None)
        if same is None:
            joined.append(part)
        else:
            joined[same] = Part(part.kind, joined[same].labels + part.labels)
    return tuple(joined)


def _alternatives(facts: LetterFacts, labels: tuple[str, ...]) -> Iterator[Choice]:
    organisation = facts.organisation
    searched = tuple(label for label in labels if label in _SEARCHED)
    if searched and searched == labels:
        yield Choice((Part(_K.NO_DATA, searched),), "als er niets gevonden is", preferred=False)
    refusable = tuple(label for label in labels if _may_refuse(label, facts))
    if refusable:
        parts = tuple(Part(_K.REFUSAL, (label,)) for label in refusable)
        yield Choice(parts, "als er een wettelijke grond is om te weigeren", preferred=False)
    if labels and may_extend(facts):
        yield _extension(facts.case.labels, preferred=False)
    if organisation.may_be_processor and STATUTORY & set(labels):
        yield Choice((Part(_K.PROCESSOR_REFERRAL, labels),), "als wij voor een ander werken", preferred=False)
    if organisation.has_fg and {"complaint", "question"} & set(labels):
        yield Choice((Part(_K.FORWARDED_TO_FG, labels),), "als de FG dit zal behandelen", preferred=False)


def _may_refuse(label: str, facts: LetterFacts) -> bool:
    """Return whether a refusal may be offered: never for marketing (21(3)) or a promised removal (VVSG)."""
    if label == "objection" and facts.case.direct_marketing:
        return False
    if label == "erasure" and facts.organisation.removal_without_reason:
        return False
    return label in STATUTORY


def _extension(labels: tuple[str, ...], *, preferred: bool) -> Choice:
    return Choice(
        (Part(_K.EXTENSION, tuple(label for label in labels if label != "other")),),
        "als het verzoek ingewikkeld is of er veel verzoeken zijn (artikel 12 lid 3 AVG)",
        preferred,
    )
