"""The lint as a whole: its table, its answers on good letters and drafts, and its patience with any text."""

import importlib.util
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.facts import Doubt, IdentificationWay, LetterKind, OrganisationFacts, Part, Representative
from replies.fill import fields
from replies.lint import RULES, Severity, blocks, lint
from replies.lint import rules as rules_package
from replies.registry import LETTERS, Audience
from replies.render import render_letter
from replies.samples import ORGANISATIONS, SBB, VNG, VVSG, sample_facts, sample_filled, sample_letter

_HERE = Path(__file__).parent
_PERSON = ("aanvrager@example.org",)
_TO_PERSONS = [kind for kind, spec in LETTERS.items() if spec.audience is Audience.PERSON]


def _tried() -> set[str]:
    names = {"body_too_long"}  # below
    for name in ("test_lint_every_letter", "test_lint_letter_kinds"):
        spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        names |= module.TRIALS.keys()
    return names


def test_every_rule_file_is_in_the_table_under_its_own_name_and_is_tried() -> None:
    files = {path.stem for path in Path(rules_package.__path__[0]).glob("[a-z]*.py")}
    names = [rule.name for rule in RULES]
    assert sorted(names) == sorted(files)
    assert _tried() == files


def test_every_rule_says_why_and_how() -> None:
    for rule in RULES:
        assert len(rule.why) > 10, rule.name
        assert rule.how.endswith("."), rule.name


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda each: each.id)
@pytest.mark.parametrize("kind", _TO_PERSONS)
def test_letters_of_the_house_are_clean(kind: LetterKind, organisation: OrganisationFacts) -> None:
    organisation = replace(organisation, has_fg=True)
    letter = sample_filled(kind, organisation)
    found = lint(letter.body, letter.subject, sample_facts(kind, organisation), _PERSON)
    assert found == ()


@pytest.mark.parametrize("kind", _TO_PERSONS)
@pytest.mark.parametrize("organisation", [VNG, VVSG, SBB], ids=lambda each: each.id)
def test_a_draft_is_blocked_exactly_by_its_open_fields(
    kind: LetterKind, organisation: OrganisationFacts
) -> None:
    organisation = replace(organisation, has_fg=True)
    letter = sample_letter(kind, organisation)
    found = lint(letter.body, letter.subject, sample_facts(kind, organisation), _PERSON)
    assert blocks(found) is bool(fields(letter))
    assert {finding.rule for finding in found if finding.severity is Severity.ERROR} <= {"open_field"}


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda each: each.id)
@pytest.mark.parametrize("kind", [kind for kind in _TO_PERSONS if LETTERS[kind].english])
def test_english_letters_are_clean(kind: LetterKind, organisation: OrganisationFacts) -> None:
    facts = sample_facts(kind, organisation)
    facts = replace(facts, case=replace(facts.case, language="en"))
    letter = render_letter(facts)
    assert lint(letter.body, letter.subject, facts, _PERSON) == ()
    spoiled = letter.body + "\nPlease send us a copy of your passport.\n"
    found = lint(spoiled, letter.subject, facts, _PERSON)
    assert [finding.rule for finding in found] == ["identity_document_asked"]


@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("representative", [None, *Representative])
@pytest.mark.parametrize("kind", [LetterKind.IDENTIFICATION_REQUEST, LetterKind.IDENTIFICATION_REMINDER])
def test_identification_is_clean_for_every_doubt_and_representative(
    kind: LetterKind, doubt: Doubt, representative: Representative | None
) -> None:
    for organisation in ORGANISATIONS:
        for language in ("nl", "en"):
            facts = sample_facts(kind, replace(organisation, identification_ways=tuple(IdentificationWay)))
            case = replace(facts.case, doubt=doubt, representative=representative, language=language)
            facts = replace(facts, case=case)
            letter = render_letter(facts)
            assert lint(letter.body, letter.subject, facts, _PERSON) == ()
            assert ("Choose what" in letter.body or "Kies wat" in letter.body) is (representative is None)


def test_errors_come_first_and_show_their_place() -> None:
    facts = sample_facts(LetterKind.QUESTION_ANSWER, VNG)
    letter = sample_filled(LetterKind.QUESTION_ANSWER, VNG)
    body = letter.body.replace("vijf jaar", "derhalve vijf jaar, zoals je weet,")
    found = lint(body, letter.subject, facts, _PERSON)
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("form_je_in_u_letter", Severity.ERROR),
        ("officialese", Severity.WARNING),
    ]
    assert body[found[0].start : found[0].end] == "je"
    assert body[found[1].start : found[1].end] == "derhalve"


def test_a_letter_without_parts_is_refused() -> None:
    facts = replace(sample_facts(LetterKind.QUESTION_ANSWER, VNG), parts=())
    with pytest.raises(ValueError, match=r"facts\.parts"):
        lint("tekst", "onderwerp", facts, _PERSON)


def test_a_text_far_too_long_is_one_finding() -> None:
    facts = sample_facts(LetterKind.QUESTION_ANSWER, VNG)
    found = lint("woord " * 900_000, "onderwerp", facts, _PERSON)
    assert [finding.rule for finding in found] == ["body_too_long"]


def test_a_pdf_attachment_is_no_portability() -> None:
    facts = sample_facts(LetterKind.PORTABILITY, VNG)
    letter = sample_filled(LetterKind.PORTABILITY, VNG)

    def rules(*names: str) -> set[str]:
        found = lint(letter.body, letter.subject, facts, _PERSON, attachments=names)
        return {finding.rule for finding in found}

    assert "portability_pdf" in rules("gegevens.PDF")
    assert "portability_pdf" not in rules("gegevens.csv", "toelichting.pdf")


def test_a_pdf_is_fine_in_the_access_part_of_a_combined_letter() -> None:
    facts = sample_facts(LetterKind.ACCESS_ANSWER, VNG)
    facts = facts.with_parts(
        Part(LetterKind.ACCESS_ANSWER, ("access",)), Part(LetterKind.PORTABILITY, ("portability",))
    )
    opening = "1. Inzage\n\nDe gegevens staan in een PDF.\n\n2. Overdracht van gegevens\n\n"

    def hits(text: str) -> list[str]:
        found = lint(opening + text, "onderwerp", facts, _PERSON)
        return [finding.rule for finding in found if finding.rule == "portability_pdf"]

    assert hits("Het bestand is een CSV-bestand.\n") == []
    assert hits("Ook dit is een PDF.\n") == ["portability_pdf"]


_DEMANDS = [
    "Stuur een kopie van uw paspoort, anders kunnen wij uw verzoek niet behandelen.",
    "Als u geen account hebt, stuur dan een scan van uw rijbewijs.",
    "U hoeft niet langs te komen en stuur een foto van uw identiteitskaart.",
    "Wij ontvangen graag een kopie van uw identiteitsbewijs.",
]


@pytest.mark.parametrize("demand", _DEMANDS)
def test_a_negation_elsewhere_does_not_hide_a_demand(demand: str) -> None:
    letter = sample_filled(LetterKind.IDENTIFICATION_REQUEST, VNG)
    facts = sample_facts(LetterKind.IDENTIFICATION_REQUEST, VNG)
    found = lint(f"{letter.body}\n{demand}\n", letter.subject, facts, _PERSON)
    assert "identity_document_asked" in {finding.rule for finding in found}


@pytest.mark.parametrize(
    "seed", ["a", "1", "a@a.", "'\"“", "[[in te vullen: ", "stuur uw kopie ", "wij\n", " "]
)
def test_hostile_text_is_read_in_reasonable_time(seed: str) -> None:
    body = (seed * (60_000 // len(seed) + 1))[:60_000]
    began = time.process_time()
    for kind in (LetterKind.ACCESS_ANSWER, LetterKind.IDENTIFICATION_REQUEST, LetterKind.EXTENSION):
        lint(body, seed, sample_facts(kind, VNG), _PERSON)
    assert time.process_time() - began < 6


@settings(max_examples=150, deadline=None)
@given(body=st.text(max_size=400), subject=st.text(max_size=60), kind=st.sampled_from(_TO_PERSONS))
def test_any_text_is_read_without_raising(body: str, subject: str, kind: LetterKind) -> None:
    for organisation in (VNG, VVSG):
        found = lint(body, subject, sample_facts(kind, organisation), ())
        assert blocks(found)  # no reference, no recipient
