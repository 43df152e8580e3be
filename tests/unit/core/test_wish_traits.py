"""Marketing, contact data, Magazine: what the labels do not tell."""

from __future__ import annotations

import pytest

from assistant.core.wish_traits import is_contact_data_only, is_magazine, is_marketing


@pytest.mark.parametrize(
    "text",
    [
        "Stop met reclame sturen.",
        "Ik wil helemaal geen mail meer van jullie.",
        "Bel mij nooit meer: ik wil niet gebeld worden door jullie belteam.",
        "please do not use my details for marketing",
        "Gebruik mijn gegevens niet meer voor aanbiedingen van partners.",
        "Ik wens niet langer benaderd te worden voor jullie opleidingsaanbod.",
        "Geen sms'jes of telefoontjes meer.",
    ],
)
def test_marketing(text: str) -> None:
    assert is_marketing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ik maak bezwaar tegen het profiel dat u van mij opstelt.",
        "Ik verzet mij tegen opname op de signalenlijst.",
        "Laat mij buiten jullie benchmark.",
    ],
)
def test_other_objections(text: str) -> None:
    assert not is_marketing(text)


@pytest.mark.parametrize(
    "text",
    ["Ik ben verhuisd, pas mijn adres aan.", "nieuw gsm-nummer: 0470 00 11 22", "Mijn postcode is fout."],
)
def test_contact_data(text: str) -> None:
    assert is_contact_data_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mijn geboortedatum klopt niet.",
        "Nieuw adres, en mijn achternaam is sinds mijn huwelijk anders.",
        "In mijn dossier staat een verkeerd adres.",
        "Ik heb nooit gezegd dat ik ziek was.",
        "Ik ben verhuisd. " + "En verder is er veel gebeurd. " * 60,
    ],
)
def test_more_than_contact_data(text: str) -> None:
    assert not is_contact_data_only(text)


def test_magazine() -> None:
    assert is_magazine("Haal mij van de lijst van VNG-Magazine.")
    assert is_magazine("vng  magazine mag eraf")
    assert not is_magazine("Haal mij van de ledenbrief.")
