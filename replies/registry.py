"""The registry of letters: title, source, and whether a machine may send it without a person."""

from dataclasses import dataclass
from enum import StrEnum

from replies.facts import LetterFacts, LetterKind


class Audience(StrEnum):
    """Who reads the letter."""

    PERSON = "person"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """What is fixed about a kind of letter.

    `number` is that of LEGAL.md (c), None where the letter follows from another rule. `machine_may_send` is true
    only for what DESIGN.md paragraph 3 leaves to a machine. `remedies` adds complaint and court, `complaint` the
    complaint alone, `request_file` the paragraph on how the request file is kept; `forwards` marks a note that goes
    with the message itself.
    """

    kind: LetterKind
    title: str
    source: str
    number: int | None = None
    machine_may_send: bool = False
    audience: Audience = Audience.PERSON
    remedies: bool = False
    complaint: bool = False
    request_file: bool = False
    english: bool = False
    forwards: bool = False

    @property
    def automatic(self) -> bool:
        """True where the letter to a person must say that it is an automatic message."""
        return self.machine_may_send and self.audience is Audience.PERSON


_K = LetterKind

_TO_PERSON = (
    LetterSpec(
        _K.ACKNOWLEDGEMENT,
        "Ontvangstbevestiging",
        "EDPB 01/2022 par. 57; afd. 2.3 Awb; art. 13 AVG",
        1,
        machine_may_send=True,
        request_file=True,
        english=True,
    ),
    LetterSpec(
        _K.NEUTRAL_ACKNOWLEDGEMENT,
        "Neutrale ontvangstbevestiging",
        "EDPB 01/2022 par. 57; afd. 2.3 Awb; art. 13 AVG",
        1,
        machine_may_send=True,
        request_file=True,
        english=True,
    ),
    LetterSpec(
        _K.IDENTIFICATION_REQUEST,
        "Vraag om identificatie",
        "art. 12 lid 6, 11 lid 2 en 5 lid 1 onder c AVG; EDPB 01/2022 par. 65-79",
        2,
        machine_may_send=True,
        english=True,
    ),
    LetterSpec(
        _K.IDENTIFICATION_REMINDER,
        "Herinnering aan de vraag om identificatie",
        "art. 12 lid 2 en 6 AVG",
        2,
        machine_may_send=True,
        english=True,
    ),
    LetterSpec(_K.CLARIFICATION, "Vraag om verduidelijking", "overweging 63 AVG; EDPB 01/2022 par. 159", 3),
    LetterSpec(
        _K.EXTENSION,
        "Bericht van verlenging",
        "art. 12 lid 3 AVG; EDPB 01/2022 par. 157 en 162-164",
        4,
        complaint=True,
    ),
    LetterSpec(
        _K.REFUSAL,
        "Gehele of gedeeltelijke weigering",
        "art. 12 lid 4 AVG; EDPB 01/2022 par. 193",
        5,
        remedies=True,
    ),
    LetterSpec(
        _K.ACCESS_ANSWER,
        "Antwoord op een verzoek om inzage",
        "art. 15 AVG; EDPB 01/2022 par. 148-156",
        6,
        remedies=True,
    ),
    LetterSpec(
        _K.NO_DATA,
        "Geen gegevens gevonden",
        "art. 15 lid 1 AVG; EDPB 01/2022 par. 179",
        7,
        remedies=True,
    ),
    LetterSpec(_K.RECTIFIED, "Gegevens verbeterd", "art. 16 en 19 AVG", 8, remedies=True),
    LetterSpec(_K.ERASED, "Gegevens verwijderd", "art. 17 en 19 AVG", 9, remedies=True),
    LetterSpec(_K.RESTRICTED, "Gebruik beperkt", "art. 18 en 19 AVG", 10, remedies=True),
    LetterSpec(
        _K.OBJECTION, "Antwoord op bezwaar", "art. 21 lid 1 en 18 lid 1 onder d AVG", 11, remedies=True
    ),
    LetterSpec(_K.DIRECT_MARKETING, "Reclame of mailing gestopt", "art. 21 lid 2 en 3 AVG", 12),
    LetterSpec(
        _K.PORTABILITY, "Overdracht van gegevens", "art. 20 AVG; EDPB 01/2022 par. 156", 13, remedies=True
    ),
    LetterSpec(_K.AUTOMATED_DECISION, "Besluit door een computer", "art. 22 lid 3 AVG", 14, remedies=True),
    LetterSpec(
        _K.CONSENT_WITHDRAWN, "Toestemming ingetrokken", "art. 7 lid 3 en 17 lid 1 AVG", 15, remedies=True
    ),
    LetterSpec(_K.PROCESSOR_REFERRAL, "Doorverwijzing: wij zijn verwerker", "art. 28 lid 3 onder e AVG", 16),
    LetterSpec(_K.FORWARDED_TO_FG, "Doorgestuurd naar de FG", "art. 38 lid 4 en 5 AVG", 17),
    LetterSpec(_K.BREACH_THANKS, "Dank voor de melding van een datalek", "art. 33 en 34 AVG", 18),
    LetterSpec(
        _K.FEE_WARNING,
        "Waarschuwing: buitensporig verzoek",
        "art. 12 lid 5 AVG; EDPB 01/2022 par. 175-194",
        19,
        complaint=True,
    ),
    LetterSpec(
        _K.IDENTIFICATION_LAPSED,
        "Niet verder zonder identificatie",
        "art. 11 lid 2, 12 lid 2 en 12 lid 4 AVG (LEGAL.md A5.5)",
        remedies=True,
    ),
    LetterSpec(_K.COMPLAINT_ANSWER, "Antwoord op een klacht", "art. 77 en 12 AVG", complaint=True),
    LetterSpec(_K.QUESTION_ANSWER, "Antwoord op een vraag over privacy", "art. 12, 13 en 14 AVG"),
    LetterSpec(_K.STATUS_ANSWER, "Stand van zaken", "art. 12 lid 1 en 3 AVG"),
    LetterSpec(_K.REQUEST_WITHDRAWN, "Verzoek ingetrokken", "art. 12 AVG"),
    LetterSpec(_K.RESTRICTION_LIFTING, "Einde van de beperking", "art. 18 lid 3 AVG", remedies=True),
)


def _staff(kind: LetterKind, title: str, source: str) -> LetterSpec:
    forwards = kind in (_K.FORWARD_FG, _K.FORWARD_PO, _K.FORWARD_MEMBERS)
    return LetterSpec(kind, title, source, machine_may_send=True, audience=Audience.STAFF, forwards=forwards)


_TO_STAFF = (
    _staff(_K.STAFF_REMINDER, "Herinnering aan een termijn", "art. 12 lid 3 AVG"),
    _staff(_K.STAFF_ESCALATION, "Escalatie", "art. 12 lid 3 AVG; art. 4:17 en 6:12 Awb"),
    _staff(_K.STAFF_DIGEST, "Ochtendoverzicht", "art. 24 AVG"),
    _staff(_K.STAFF_BREACH_ALARM, "Alarm: melding van een mogelijk datalek", "art. 33 lid 1 AVG"),
    _staff(_K.STAFF_ALARM, "Alarm: bericht in quarantaine of storing", "art. 24 en 32 AVG"),
    _staff(_K.FORWARD_FG, "Doorgestuurd aan de FG", "art. 38 lid 4 AVG"),
    _staff(_K.FORWARD_PO, "Doorgestuurd aan de Privacy Officer", "privacyverklaring VNG Connect Trainees"),
    _staff(_K.FORWARD_MEMBERS, "Doorgestuurd aan VNGleden", "privacyverklaring VNG"),
)

LETTERS: dict[LetterKind, LetterSpec] = {spec.kind: spec for spec in (*_TO_PERSON, *_TO_STAFF)}
"""Every kind of letter by its kind; complete by test."""


def language_of(facts: LetterFacts) -> str:
    """Return the language the letter is written in: English only where every part exists in English."""
    return facts.case.language if all(LETTERS[part.kind].english for part in facts.parts) else "nl"
