"""Every letter in every organisation: right form, right law, nothing undefined, and no mail text."""

import re
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

import replies
from replies.facts import (
    CaseFacts,
    Decision,
    DigestLine,
    Doubt,
    IdentificationWay,
    LetterFacts,
    LetterKind,
    OrganisationFacts,
    Part,
    Remedies,
    Representative,
    StaffFacts,
)
from replies.fill import fields
from replies.registry import LETTERS, Audience
from replies.render import _ENVIRONMENT, render, render_letter, render_notice
from replies.samples import (
    ORGANISATIONS,
    SBB,
    VNG,
    VNG_CONNECT,
    VVSG,
    sample_case,
    sample_facts,
    sample_filled,
    sample_letter,
)

_K = LetterKind
_TO_PERSONS = [kind for kind, spec in LETTERS.items() if spec.audience is Audience.PERSON]
_TO_STAFF = [kind for kind, spec in LETTERS.items() if spec.audience is Audience.STAFF]
_INVERTED = re.compile(
    r"(?<!\b[Jj]e )\b(?:hoeft|wilt|kunt|hebt|bent|krijgt|verliest|stuurt|denkt|kent|ziet|bereikt|neemt|hoort) je\b"
    r"|\b[Jj]e (?:hoef|wil|kun|heb|ben|krijg|verlies|stuur|denk|ken|zie|vind|hoor)\b"
)
"""Dutch je drops the t behind the verb ("kun je", not "kunt je") and keeps it before ("je kunt", not "je kun")."""


@pytest.mark.parametrize("kind", _TO_PERSONS)
@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda each: each.id)
def test_every_letter_names_its_case_and_its_sender(
    kind: LetterKind, organisation: OrganisationFacts
) -> None:
    letter = sample_filled(kind, replace(organisation, has_fg=True))
    assert "VNG-2026-0042" in letter.body or "-2026-0042" in letter.body
    assert "-2026-0042" in letter.subject
    assert letter.body.count(organisation.name) >= 1
    assert "Algemene verordening gegevensbescherming" in letter.body
    assert "\n\n\n" not in letter.body
    assert not re.search(r"[ \t]\n|\{\{|\}\}|\{%|None|\(\)", letter.body)
    assert not fields(letter)


@pytest.mark.parametrize("kind", _TO_PERSONS)
def test_je_letters_are_good_dutch_and_never_formal(kind: LetterKind) -> None:
    organisation = replace(VVSG, has_fg=True, identification_ways=tuple(IdentificationWay))
    for letter in (sample_letter(kind, organisation), sample_filled(kind, organisation)):
        text = f"{letter.subject}\n{letter.body}"
        assert not re.search(r"(?<![\w.])(?:u|uw|uzelf)(?!\w)", text, re.IGNORECASE)
        assert not _INVERTED.search(text), _INVERTED.search(text)
        assert "Autoriteit Persoonsgegevens" not in text
        assert "BSN" not in text or "geen BSN" in text


@pytest.mark.parametrize("kind", _TO_PERSONS)
@pytest.mark.parametrize("organisation", [VNG, SBB], ids=lambda each: each.id)
def test_u_letters_are_never_familiar(kind: LetterKind, organisation: OrganisationFacts) -> None:
    organisation = replace(organisation, identification_ways=tuple(IdentificationWay))
    for letter in (sample_letter(kind, organisation), sample_filled(kind, organisation)):
        text = f"{letter.subject}\n{letter.body}"
        assert not re.search(r"\b(?:je|jij|jou|jouw|jezelf)\b", text, re.IGNORECASE)
        assert "Gegevensbeschermingsautoriteit" not in text


def test_remedies_follow_the_controller() -> None:
    def body(organisation: OrganisationFacts, **case: object) -> str:
        facts = LetterFacts(organisation, replace(sample_case(organisation), **case))
        return render(_K.REFUSAL, facts).body

    assert "artikel 35 van de Uitvoeringswet AVG" in body(VNG)
    assert "bezwaarschrift" not in body(VNG)
    public = body(replace(VNG, remedies=Remedies.NL_PUBLIC_BODY))
    assert "bezwaarschrift binnen zes weken" in public
    assert "artikel 35" not in public
    assert "[[in te vullen: rechtsmiddel" in body(SBB)
    assert "bezwaarschrift" in body(SBB, statutory_task=True)
    assert "artikel 35" in body(SBB, statutory_task=False)
    assert "artikel 209 van de wet van 30 juli 2018" in body(VVSG)
    assert "Vlaamse Toezichtcommissie (contact@toezichtcommissie.be)" in body(VVSG)


def test_several_rights_make_one_letter_with_one_set_of_remedies() -> None:
    case = replace(sample_case(VNG, ("access", "erasure")), decisions={"erasure": Decision.REFUSED})
    parts = (Part(_K.ACCESS_ANSWER, ("access",)), Part(_K.REFUSAL, ("erasure",)))
    letter = render_letter(LetterFacts(VNG, case, parts=parts))
    assert letter.body.index("1. Inzage") < letter.body.index("2. Wat wij niet doen (verwijdering)")
    assert letter.body.count("artikel 35") == 1
    assert letter.body.count("Geachte") == 1
    names = {each.name for each in letter.fields}
    assert {"access.purposes", "erasure.reasons", "erasure.ground"} <= names
    # What the case knows is filled in: the whole request for erasure is refused.
    assert "Wij kunnen niet doen wat u vroeg." in letter.body


def test_what_the_case_supplies_is_filled_in() -> None:
    case = replace(sample_case(VNG), supplied={"answer": "Vijf jaar.", "elders": "x"})
    letter = render(_K.QUESTION_ANSWER, LetterFacts(VNG, case))
    assert "Vijf jaar." in letter.body
    assert "[[" not in letter.body


def test_a_late_answer_says_so() -> None:
    facts = sample_facts(_K.RECTIFIED, VNG)
    late = replace(facts, case=replace(facts.case, today=date(2026, 4, 8)))
    assert "komt later dan wij hadden moeten doen" in render_letter(late).body
    assert "komt later" not in render_letter(facts).body


@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("representative", [None, *Representative])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_identification_says_why_for_each_doubt(
    doubt: Doubt, representative: Representative | None, language: str
) -> None:
    for organisation in (VNG_CONNECT, VVSG):
        case = replace(
            sample_case(organisation), doubt=doubt, representative=representative, language=language
        )
        body = render(_K.IDENTIFICATION_REQUEST, LetterFacts(organisation, case)).body
        _, _, why = body.partition(
            "Waarom vragen wij dit?\n\n" if language == "nl" else "Why do we ask this?\n\n"
        )
        assert len(why.partition("\n")[0]) > 40


def test_identification_tells_what_it_does_to_the_period() -> None:
    def body(organisation: OrganisationFacts, pauses: bool | None) -> str:
        case = replace(sample_case(organisation), pauses=pauses)
        return render(_K.IDENTIFICATION_REQUEST, LetterFacts(organisation, case)).body

    assert "staat de termijn stil" in body(VNG, None)
    assert "verandert niets aan de termijn" in body(VNG, False)
    assert "verandert niets aan de termijn" in body(replace(VNG, suspends=False), None)


@pytest.mark.parametrize("kind", _TO_STAFF)
def test_notices_to_staff_hold_no_address_of_a_person(kind: LetterKind) -> None:
    case = replace(sample_case(VNG), known_addresses=("geheim@example.org",), addressee="Jan Jansen")
    staff = StaffFacts(
        days_left=3, moment="nu", deadline="straks", due_soon=(DigestLine("VNG-2026-0042", "x"),)
    )
    letter = render_notice(kind, VNG, staff, date(2026, 3, 6), case)
    assert "geheim@example.org" not in letter.body + letter.subject
    assert "Jansen" not in letter.body + letter.subject
    assert "automatisch bericht" in letter.body


def test_notices_need_what_they_speak_of() -> None:
    today = date(2026, 3, 6)
    with pytest.raises(ValueError, match="needs a case"):
        render_notice(_K.STAFF_REMINDER, VNG, StaffFacts(days_left=1), today)
    with pytest.raises(ValueError, match="days_left"):
        render_notice(_K.STAFF_REMINDER, VNG, StaffFacts(days_left=-1), today, sample_case(VNG))
    with pytest.raises(ValueError, match="not a notice"):
        render_notice(_K.REFUSAL, VNG, StaffFacts(), today, sample_case(VNG))
    with pytest.raises(ValueError, match="staff facts"):
        render(_K.STAFF_REMINDER, LetterFacts(VNG, sample_case(VNG)))


def test_the_digest_lists_what_is_due_and_says_when_nothing_is() -> None:
    today = date(2026, 3, 6)
    full = render_notice(
        _K.STAFF_DIGEST, VNG, StaffFacts(overdue=(DigestLine("VNG-2026-0001", "inzage", today),)), today
    )
    assert "- VNG-2026-0001: inzage, uiterlijk 6 maart 2026" in full.body
    assert "1 te laat" in full.subject
    assert "Er is vandaag niets te doen." in render_notice(_K.STAFF_DIGEST, VNG, StaffFacts(), today).body


@pytest.mark.parametrize(("days", "words"), [(0, "Vandaag"), (1, "Nog 1 dag:"), (7, "Nog 7 dagen")])
def test_reminders_count_days_in_good_dutch(days: int, words: str) -> None:
    letter = render_notice(
        _K.STAFF_REMINDER, VNG, StaffFacts(days_left=days), date(2026, 3, 6), sample_case(VNG)
    )
    assert words in letter.subject


def test_letters_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        render_letter(LetterFacts(VNG, sample_case(VNG)))
    with pytest.raises(ValueError, match="no FG"):
        render(_K.FORWARDED_TO_FG, LetterFacts(VVSG, sample_case(VVSG)))
    with pytest.raises(ValueError, match="no letter names"):
        render(_K.ACKNOWLEDGEMENT, LetterFacts(VNG, sample_case(VNG, ("other",))))
    mixed = (Part(_K.REFUSAL, ("access",)), Part(_K.STAFF_ALARM))
    with pytest.raises(ValueError, match="stands alone"):
        render_letter(LetterFacts(VNG, sample_case(VNG), parts=mixed))


def test_templates_are_sandboxed_and_undefined_names_are_errors() -> None:
    with pytest.raises(UndefinedError):
        _ENVIRONMENT.from_string("{{ nergens }}").render()
    with pytest.raises(SecurityError):
        _ENVIRONMENT.from_string("{{ x.__class__.__mro__ }}").render(x=VNG)


def test_no_fact_has_room_for_mail_text() -> None:
    """The only free text is what staff or the configuration supply; a subject or body of the mail has no field."""
    names = {each.name for each in dataclass_fields(CaseFacts)}
    assert not names & {"subject", "body", "text", "summary", "own_words", "sender", "name"}


def test_every_template_file_is_used() -> None:
    folder = Path(replies.__file__).parent / "templates"
    for path in folder.glob("*/[!_]*.txt.j2"):
        assert path.name.removesuffix(".txt.j2") in set(LetterKind)
    sources = "\n".join(path.read_text() for path in folder.glob("*/*.j2"))
    sources += (folder.parent / "render.py").read_text() + (folder.parent / "fields.py").read_text()
    for path in folder.glob("*/_*.txt.j2"):
        assert path.name in sources or path.name.removesuffix(".txt.j2") in sources, path
