"""Facts that cannot be true, or that could carry mail text into a letter, are refused with one clear sentence."""

from dataclasses import replace
from datetime import date

import pytest

from replies.facts import Authority, Remedies
from replies.samples import SBB, VNG, VVSG, sample_case


@pytest.mark.parametrize(
    "name", ["", "Jan\nOnderwerp: x", "<b>Jan</b>", "{{ org }}", "x" * 81, "jan@example.org"]
)
def test_addressee_is_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="addressee"):
        replace(sample_case(VNG), addressee=name)


@pytest.mark.parametrize("name", ["Jan Jansen", "mevrouw D'Hondt-Van den Berghe", "A. Çelik", "Zoë Ó Briain"])
def test_plain_names_are_taken(name: str) -> None:
    assert replace(sample_case(VNG), addressee=name).addressee == name


def test_reference_must_look_like_one() -> None:
    with pytest.raises(ValueError, match="case reference"):
        replace(sample_case(VNG), reference="nr. 42")


def test_due_before_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="due lies before"):
        replace(sample_case(VNG), due=date(2026, 3, 4))


def test_authority_of_the_other_country_is_refused() -> None:
    with pytest.raises(ValueError, match="authorities"):
        replace(VVSG, authorities=(Authority.AP,))
    with pytest.raises(ValueError, match="authorities"):
        replace(VNG, authorities=(Authority.AP, Authority.GBA))
    with pytest.raises(ValueError, match="authorities"):
        replace(VNG, authorities=())


def test_remedy_of_the_other_country_is_refused() -> None:
    with pytest.raises(ValueError, match="remedies"):
        replace(VVSG, remedies=Remedies.NL_PRIVATE)
    with pytest.raises(ValueError, match="remedies"):
        replace(VNG, remedies=Remedies.BE)


def test_a_controller_nobody_can_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="contact"):
        replace(SBB, contact_note=None)
