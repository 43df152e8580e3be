"""Optional fields of a letter say how to tell that there is nothing to fill in, and it works."""

from __future__ import annotations

import re

import pytest

from assistant.stages.draft import NOTHING, template_of
from assistant.store.tables import DraftRow
from replies.facts import Field, FieldType
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA = "anna@vng.example"


@pytest.fixture
def refusing(sqlite_house: House) -> tuple[House, Visitor, DraftRow]:
    """A refusal in the making: it has a field for what is done instead."""
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Inzage", "Graag inzage.")
    anna = Visitor(sqlite_house, ANNA)
    version = str(sqlite_house.row("VNG-2026-0001").version)
    page = anna.get("/zaken/VNG-2026-0001/doe/weiger").text
    ground = re.search(r'<option value="([^"]{8,})"', page)
    assert ground
    from html import unescape

    form = {"versie": version, "labels": "access", "ground": unescape(ground[1]), "reasons": "Een reden."}
    made = anna.post("/zaken/VNG-2026-0001/doe/weiger", form)
    assert "/concept/" in str(made.url), made.text[:300]
    return sqlite_house, anna, sqlite_house.open_drafts[-1]


def fields_of(house: House, row: DraftRow) -> tuple[Field, ...]:
    return template_of(house.context, house.case("VNG-2026-0001"), row).fields


def test_every_optional_field_explains_the_dash(refusing: tuple[House, Visitor, DraftRow]) -> None:
    house, anna, row = refusing
    page = anna.get(f"/zaken/VNG-2026-0001/concept/{row.id}").text
    shown = [f for f in fields_of(house, row) if f'name="veld.{f.name}"' in page]
    optional = [
        f
        for f in shown
        if (f.when_empty or not f.required) and f.type not in (FieldType.CHOICE, FieldType.DATE)
    ]
    assert optional
    assert page.count("Typ een streepje (-)") == len(optional)
    for explained in re.findall(r'id="(veld-\d+-niets)"', page):
        assert re.search(rf'aria-describedby="[^"]*{explained}"', page)
    assert set(re.findall(r'name="leeg\.([^"]+)"', page)) == {f.name for f in optional}


@pytest.mark.parametrize("how", ["dash", "tick"])
def test_dash_and_tick_both_take_the_field_away(refusing: tuple[House, Visitor, DraftRow], how: str) -> None:
    house, anna, row = refusing
    optional = next(f for f in fields_of(house, row) if not f.required and f.token in row.body)
    form = {"versie": str(row.version), "subject": row.subject, "body": row.body}
    form |= {f"veld.{optional.name}": NOTHING} if how == "dash" else {f"leeg.{optional.name}": "ja"}
    assert anna.post(f"/zaken/VNG-2026-0001/concept/{row.id}", form).status_code == 200
    saved = house.all(DraftRow, DraftRow.id == row.id)[0]
    assert optional.token not in saved.body
    assert optional.when_empty in saved.body


def test_a_blank_field_stays_open(refusing: tuple[House, Visitor, DraftRow]) -> None:
    house, anna, row = refusing
    optional = next(f for f in fields_of(house, row) if not f.required and f.token in row.body)
    form = {
        "versie": str(row.version),
        "subject": row.subject,
        "body": row.body,
        f"veld.{optional.name}": " ",
    }
    anna.post(f"/zaken/VNG-2026-0001/concept/{row.id}", form)
    assert optional.token in house.all(DraftRow, DraftRow.id == row.id)[0].body


@pytest.mark.parametrize("value", [NOTHING, "geen datum"])
def test_a_required_field_says_which_one_and_keeps_what_was_typed(
    refusing: tuple[House, Visitor, DraftRow], value: str
) -> None:
    house, anna, row = refusing
    required = next(
        f
        for f in fields_of(house, row)
        if f.required and not f.when_empty and f.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    )
    form = {
        "versie": str(row.version),
        "subject": "Mijn eigen onderwerp",
        "body": row.body,
        f"veld.{required.name}": value,
    }
    answer = anna.post(f"/zaken/VNG-2026-0001/concept/{row.id}", form)
    if value == NOTHING:
        assert answer.status_code == 422
        assert required.label in answer.text
        assert "Mijn eigen onderwerp" in answer.text
    else:
        assert answer.status_code == 200
