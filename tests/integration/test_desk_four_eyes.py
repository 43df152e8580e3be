"""Four eyes on the desk: nobody approves a letter of which they wrote or changed anything, whoever came after them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.stages import accounts
from assistant.stages.approve import preview
from assistant.store.account_tables import StaffRole
from assistant.store.tables import DraftRow, DraftVersionRow, OutboxRow
from tests.desk_house import PASSWORD, Visitor, add_people
from tests.house import House

ANNA, BRAM, CARLA = "anna@vng.example", "bram@vng.example", "carla@vng.example"
FIELDS = {
    "veld.complaint": "Uw adres stond in een lijst.",
    "veld.findings": "Een medewerker zette het daarin.",
    "veld.measures": "Wij haalden het adres uit de lijst.",
}
FILE = {"bestand": ("lijst.txt", b"Op de lijst.", "text/plain")}
REFUSED = (
    "Wie aan de brief schreef of een bijlage veranderde, mag hem niet zelf goedkeuren. Vraag een collega."
)


def _strict(house: House) -> House:
    """With a complaint to answer, and one more colleague who may approve."""
    desk = house.settings.desk.model_copy(update={"four_eyes": True})
    object.__setattr__(house.context, "settings", house.settings.model_copy(update={"desk": desk}))
    add_people(house)
    roles = {"vng": [StaffRole.HANDLER, StaffRole.APPROVER]}
    accounts.add(
        house.context, email=CARLA, name="Carla Vos", roles=roles, password=PASSWORD, must_change=False
    )
    house.receive("vng", "Klacht", "Ik dien een klacht in over mijn gegevens.")
    return house


@pytest.fixture
def strict(house: House) -> House:
    return _strict(house)


@pytest.fixture
def light(sqlite_house: House) -> House:
    return _strict(sqlite_house)


def _draft(house: House) -> DraftRow:
    return house.open_drafts[-1]


def _at(house: House) -> str:
    return f"/zaken/VNG-2026-0001/concept/{_draft(house).id}"


def _save(visitor: Visitor, **more: str) -> None:
    row = _draft(visitor.house)
    form = {"versie": str(row.version), "subject": row.subject, "body": row.body, **more}
    assert visitor.post(_at(visitor.house), form).status_code == 200


def _fill(visitor: Visitor) -> None:
    _save(visitor, **FIELDS)


def _rewrite(visitor: Visitor) -> None:
    _save(visitor, body=_draft(visitor.house).body.replace("Met vriendelijke groet", "Met hartelijke groet"))


def _retitle(visitor: Visitor) -> None:
    _save(visitor, subject="Antwoord op uw klacht van deze week, VNG-2026-0001")


def _attach(visitor: Visitor) -> None:
    form = {"versie": str(_draft(visitor.house).version)}
    assert visitor.post(f"{_at(visitor.house)}/bijlage", form, files=FILE).status_code == 200


def _detach(visitor: Visitor) -> None:
    form = {"versie": str(_draft(visitor.house).version), "nummer": "0"}
    assert visitor.post(f"{_at(visitor.house)}/bijlage-weg", form).status_code == 200


def _approve(visitor: Visitor):  # type: ignore[no-untyped-def]
    """With the fingerprint of the bytes that would leave, whether the page shows its button or not."""
    house = visitor.house
    with house.database.reading() as session:
        seen = preview(house.context, session, _draft(house).id)
    assert not seen.errors
    return visitor.post(f"{_at(house)}/goedkeuren", {"vingerafdruk": seen.digest, "uitkomst": ""})


def _refuses(visitor: Visitor) -> None:
    answer = _approve(visitor)
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert visitor.house.all(OutboxRow, ~OutboxRow.automatic) == []


def test_the_first_writer_may_not_approve_after_a_colleague_added_a_file(strict: House) -> None:
    anna, bram, carla = (Visitor(strict, email) for email in (ANNA, BRAM, CARLA))
    _fill(anna)
    _attach(bram)
    for writer in (anna, bram):
        _refuses(writer)
        page = writer.get(f"{_at(strict)}/voorbeeld").text
        assert "Goedkeuren en verzenden" not in page
        asked = re.search(r"Een collega keurt hem goed: ([^<]*)\.</p>", page)
        assert asked is not None
        assert asked[1] == "Carla Vos"
    assert _approve(carla).status_code == 200
    assert len(strict.all(OutboxRow, ~OutboxRow.automatic)) == 1


@pytest.mark.parametrize("change", [_rewrite, _retitle, _attach, _detach])
def test_whoever_changed_anything_is_a_writer(light: House, change: Callable[[Visitor], None]) -> None:
    """Bram made one change between two of Anna's: hers stands last, and still he may not approve."""
    anna, bram, carla = (Visitor(light, email) for email in (ANNA, BRAM, CARLA))
    _fill(anna)
    if change is _detach:
        _attach(anna)
    before = _draft(light).version
    change(bram)
    assert _draft(light).version == before + 1
    _save(anna, subject="Antwoord op uw klacht, VNG-2026-0001")
    _refuses(bram)
    assert _approve(carla).status_code == 200


def test_a_field_makes_a_writer(light: House) -> None:
    anna, bram = Visitor(light, ANNA), Visitor(light, BRAM)
    _save(bram, **{"veld.measures": "Wij haalden het adres uit de lijst."})
    _fill(anna)
    _refuses(bram)


def test_an_approval_that_was_taken_back_frees_nobody(light: House) -> None:
    anna, bram, carla = (Visitor(light, email) for email in (ANNA, BRAM, CARLA))
    _fill(anna)
    assert _approve(bram).status_code == 200
    draft = light.all(DraftRow)[0].id
    assert bram.post(f"/zaken/VNG-2026-0001/concept/{draft}/terughalen").status_code == 200
    _rewrite(carla)
    answer = _approve(anna)
    assert (answer.status_code, REFUSED in answer.text) == (422, True)


def test_who_only_looked_did_not_write(light: House) -> None:
    """Saving on the way to the preview without a change makes no version, and so no writer."""
    anna, bram = Visitor(light, ANNA), Visitor(light, BRAM)
    _fill(anna)
    versions = len(light.all(DraftVersionRow))
    _save(bram, stap="voorbeeld", **FIELDS)
    assert len(light.all(DraftVersionRow)) == versions
    assert _approve(bram).status_code == 200


def test_when_everybody_wrote_the_page_says_who_is_missing(light: House) -> None:
    anna, bram, carla = (Visitor(light, email) for email in (ANNA, BRAM, CARLA))
    _fill(anna)
    _rewrite(bram)
    _attach(carla)
    assert "zo iemand nog niet goedkeurder" in anna.get(f"{_at(light)}/voorbeeld").text
