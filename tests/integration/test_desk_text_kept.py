"""What somebody is writing in a draft survives everything else that can be done on that page, and every refusal is Dutch."""

from __future__ import annotations

import html
import re

import pytest

from assistant.store.tables import DraftState, DraftVersionRow
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA, BRAM = "anna@vng.example", "bram@vng.example"
OWN = "Dit schreef ik net zelf."
FILE = {"bestand": ("lijst.txt", b"een, twee", "text/plain")}


@pytest.fixture
def complained(sqlite_house: House) -> House:
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Klacht", "Ik dien een klacht in over mijn gegevens.")
    return sqlite_house


def at(house: House) -> str:
    return f"/zaken/VNG-2026-0001/concept/{house.open_drafts[-1].id}"


def writing(house: House, **more: str) -> dict[str, object]:
    """The form as it stands in a browser where somebody wrote and did not save."""
    row = house.open_drafts[-1]
    return {
        "versie": str(row.version),
        "subject": "Een eigen onderwerp",
        "body": f"{row.body}\n\n{OWN}",
        **more,
    }


def shown(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("path", ["", "/bijlage"])
def test_a_file_goes_along_with_the_text_of_that_moment(complained: House, path: str) -> None:
    anna = Visitor(complained, ANNA)
    answer = anna.post(at(complained) + path, writing(complained), files=FILE)
    row = complained.open_drafts[-1]
    assert (answer.status_code, row.version) == (200, 2)
    assert [file["filename"] for file in row.attachments] == ["lijst.txt"]
    assert OWN in row.body
    assert row.subject == "Een eigen onderwerp"
    anna.post(f"{at(complained)}/bijlage-weg", writing(complained, nummer="0"))
    row = complained.open_drafts[-1]
    assert (row.attachments, row.body.count(OWN)) == ([], 2)


def test_a_refused_file_gives_the_text_back(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    empty = anna.post(f"{at(complained)}/bijlage", writing(complained))
    assert (empty.status_code, OWN in empty.text) == (422, True)
    stale = writing(complained)
    Visitor(complained, BRAM).post(at(complained), {**writing(complained), "body": "De tekst van Bram."})
    both = anna.post(f"{at(complained)}/bijlage", stale, files=FILE)
    assert both.status_code == 409
    assert OWN in both.text
    assert "De tekst van Bram." in both.text
    assert "bestand is niet toegevoegd" in both.text
    assert complained.open_drafts[-1].attachments == []


def test_a_draft_somebody_just_wrote_in_is_not_thrown_away(complained: House) -> None:
    anna, bram = Visitor(complained, ANNA), Visitor(complained, BRAM)
    seen = {"versie": str(complained.open_drafts[-1].version)}
    anna.post(at(complained), writing(complained))
    path = at(complained)
    refused = bram.post(f"{path}/weggooien", seen)
    assert refused.status_code == 409
    assert "intussen veranderd" in refused.text
    assert OWN in complained.open_drafts[-1].body
    row = complained.open_drafts[-1]
    assert bram.post(f"{path}/weggooien", {"versie": str(row.version)}).status_code == 200
    assert complained.open_drafts == []
    assert OWN in anna.get(path).text  # and even then it can be read where it was


def test_an_outcome_the_case_cannot_have_is_refused_in_dutch(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    fields = {
        "veld.complaint": "Uw adres stond in een lijst.",
        "veld.findings": "Dat klopt.",
        "veld.measures": "Wij haalden het weg.",
    }
    row = complained.open_drafts[-1]
    anna.post(
        at(complained), {"versie": str(row.version), "subject": row.subject, "body": row.body, **fields}
    )
    path = at(complained)
    digest = re.search(r'name="vingerafdruk" value="(\w{64})"', anna.get(f"{path}/voorbeeld").text)
    assert digest is not None
    answer = anna.post(
        f"{path}/goedkeuren", {"vingerafdruk": digest[1], "uitkomst": "lapsed_without_identification"}
    )
    assert answer.status_code == 422
    assert "Vervallen kan alleen als om identificatie is gevraagd" in shown(answer.text)
    assert not {"the", "case", "cannot", "close"} & set(shown(answer.text).split())
    assert complained.open_drafts[-1].state == DraftState.OPEN


def test_versions_hold_every_text(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    before = complained.open_drafts[-1].body
    anna.post(f"{at(complained)}/bijlage", writing(complained), files=FILE)
    assert [old.body for old in complained.all(DraftVersionRow)] == [before]


def test_a_reason_that_cannot_stand_in_a_letter_is_told_in_dutch_and_kept(sqlite_house: House) -> None:
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Inzage", "Ik wil inzage in mijn gegevens.")
    anna = Visitor(sqlite_house, ANNA)
    path = "/zaken/VNG-2026-0001/doe/weiger"
    ground = re.search(r'<option value="([^"]*12 lid 5[^"]*)"', anna.get(path).text)
    assert ground is not None
    refusal = {
        "versie": str(sqlite_house.cases[0].version), "labels": "access", "ground": html.unescape(ground[1]), "reasons": f"{OWN} [[x]]",
    }  # fmt: skip
    answer = anna.post(path, refusal)
    assert answer.status_code == 422
    assert "dubbele rechte haken" in answer.text
    assert f"{OWN} [[x]]" in html.unescape(answer.text)
    assert "may not be" not in answer.text
    assert sqlite_house.open_drafts == []
    assert anna.post(path, {**refusal, "reasons": OWN}).status_code == 200
    assert OWN in sqlite_house.open_drafts[-1].body


def test_a_letter_that_lapses_can_still_be_read_from_the_case(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    path = at(complained)
    anna.post(path, writing(complained))
    labels = {"versie": str(complained.cases[0].version), "label": ["question"]}
    assert Visitor(complained, BRAM).post("/zaken/VNG-2026-0001/labels", labels).status_code == 200
    page = anna.get("/zaken/VNG-2026-0001").text
    assert path not in re.findall(r'class="button wide" href="([^"]+)"', page)
    assert "Vervallen concepten (1)" in page
    assert path in re.findall(r'href="([^"]+)"', page)
    assert OWN in anna.get(path).text
