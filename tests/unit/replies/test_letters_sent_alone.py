"""The letters a machine may send alone, in both forms."""

from dataclasses import replace

import pytest

from replies.dates import in_words
from replies.facts import IdentityNeed, LetterFacts, LetterKind, OrganisationFacts
from replies.render import render
from replies.samples import ORGANISATIONS, SBB, VNG, VNG_CONNECT, VVSG, sample_case


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda org: org.id)
@pytest.mark.parametrize("kind", [LetterKind.ACKNOWLEDGEMENT, LetterKind.NEUTRAL_ACKNOWLEDGEMENT])
def test_acknowledgement_names_what_legal_asks(organisation: OrganisationFacts, kind: LetterKind) -> None:
    case = sample_case(organisation, ("access", "erasure"))
    letter = render(kind, LetterFacts(organisation, case))
    for needed in (
        case.reference,
        "5 maart 2026",
        f"uiterlijk op {in_words(case.due)}",
        "gratis",
        "Dit is een automatisch bericht",
        "register",
        organisation.contact or organisation.contact_note or "",
        organisation.fg_address or "",
        organisation.name,
        "Algemene verordening gegevensbescherming",
    ):
        assert needed in letter.body
    assert case.reference in letter.subject
    assert ("inzage" in letter.body) is (kind is LetterKind.ACKNOWLEDGEMENT)


def test_acknowledgement_says_whether_identity_is_needed() -> None:
    texts = {
        need: render(
            LetterKind.ACKNOWLEDGEMENT, LetterFacts(VNG, replace(sample_case(VNG), identity=need))
        ).body
        for need in IdentityNeed
    }
    assert "hoeft niet te bewijzen wie u bent" in texts[IdentityNeed.NOT_NEEDED]
    assert "in een apart bericht" in texts[IdentityNeed.LETTER_FOLLOWS]
    assert "hoeft nu niets te bewijzen" in texts[IdentityNeed.UNDECIDED]


def test_identification_of_connect_offers_a_lighter_way_before_the_office() -> None:
    body = render(LetterKind.IDENTIFICATION_REQUEST, LetterFacts(VNG_CONNECT, sample_case(VNG_CONNECT))).body
    assert body.index("e-mailadres waarop u eerder") < body.index("afspraak om bij ons op kantoor")
    assert "Eén manier is genoeg" in body
    assert "binnen 14 dagen" in body
    assert "geen enkel recht" in body


def test_identification_of_sbb_asks_matching_data_and_never_the_bsn() -> None:
    body = render(LetterKind.IDENTIFICATION_REQUEST, LetterFacts(SBB, sample_case(SBB))).body
    assert "gegevens waarmee wij u in onze bestanden kunnen vinden: uw naam" in body
    assert "geen burgerservicenummer (BSN)" in body


def test_letters_of_vvsg_speak_je_and_name_the_rijksregisternummer() -> None:
    body = render(LetterKind.IDENTIFICATION_REQUEST, LetterFacts(VVSG, sample_case(VVSG))).body
    assert "geen rijksregisternummer" in body
    assert "BSN" not in body
    assert " uw " not in body


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.NEUTRAL_ACKNOWLEDGEMENT,
        LetterKind.IDENTIFICATION_REQUEST,
    ],
)
def test_english_letters_are_english_with_an_english_date(kind: LetterKind) -> None:
    case = replace(sample_case(VVSG), language="en")
    letter = render(kind, LetterFacts(VVSG, case))
    assert letter.language == "en"
    assert "4 April 2026" in letter.body
    assert "automatic message" in letter.body
    assert " wij " not in letter.body
