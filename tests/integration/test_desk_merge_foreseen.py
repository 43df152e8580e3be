"""What a merge will do is said beforehand for the case that goes on too, with its date, and a wrong reference is told before."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from replies.dates import in_words
from tests.desk_house import Visitor, add_people
from tests.house import House

FIRST, SECOND = "VNG-2026-0001", "VNG-2026-0002"


@pytest.fixture
def two(sqlite_house: House) -> House:
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Klacht", "Ik dien een klacht in over de brief.")
    sqlite_house.now += timedelta(days=10)
    sqlite_house.receive(
        "vng", "Bezwaar", "Ik maak bezwaar tegen het gebruik.", sender="Kim <kim@person.example>"
    )
    return sqlite_house


def ahead(house: House, into: str) -> str:
    anna = Visitor(house, "anna@vng.example")
    data = {"versie": str(house.row(FIRST).version), "into": into, "stap": "bekijk"}
    return html.unescape(re.sub(r"<[^>]+>", " ", anna.post(f"/zaken/{FIRST}/doe/voeg-samen", data).text))


def test_the_date_of_the_case_that_goes_on_is_said_and_comes_true(two: House) -> None:
    was, early = two.row(SECOND).due, two.row(FIRST).due
    assert early < was
    said = f"Bij {SECOND}: de uiterste datum gaat van {in_words(was)} naar {in_words(early)}."
    assert said in ahead(two, SECOND)
    assert two.row(SECOND).due == was  # looking does nothing
    anna = Visitor(two, "anna@vng.example")
    anna.post(f"/zaken/{FIRST}/doe/voeg-samen", {"versie": str(two.row(FIRST).version), "into": SECOND})
    assert two.row(SECOND).due == early


def test_a_reference_that_is_not_there_is_told_before(two: House) -> None:
    assert "Die zaak is er niet bij deze organisatie" in ahead(two, "VNG-2026-0999")
    assert "Kies een andere zaak" in ahead(two, FIRST)


def test_the_date_of_a_case_that_is_split_off_is_said_and_comes_true(sqlite_house: House) -> None:
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Twee", "Ik dien een klacht in. Ik maak ook bezwaar tegen het gebruik.")
    sqlite_house.now += timedelta(days=4)
    anna = Visitor(sqlite_house, "anna@vng.example")
    path, data = (
        f"/zaken/{FIRST}/doe/splits",
        {"versie": str(sqlite_house.row(FIRST).version), "labels": "objection"},
    )
    said = html.unescape(anna.post(path, {**data, "stap": "bekijk"}).text)
    assert len(sqlite_house.cases) == 1
    assert anna.post(path, data).status_code == 200
    assert f"De uiterste datum daarvan is {in_words(sqlite_house.row(SECOND).due)}." in said
