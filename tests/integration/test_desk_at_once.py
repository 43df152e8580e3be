"""The same form twice at the same moment, over real connections: done once, on both engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import httpx
import pytest

from assistant.desk.server import DeskServer
from assistant.store.account_tables import AccountRow
from assistant.store.tables import OutboxRow
from tests.desk_house import PASSWORD, add_people, csrf_of
from tests.house import House
from tests.servers import free_port

URL = "/zaken/VNG-2026-0001"
CLICKS = 4


@pytest.fixture
def desk(house: House) -> Iterator[tuple[House, httpx.Client, str]]:
    """A served desk, somebody who is signed in, and the word of her forms."""
    port = free_port()
    chosen = house.settings.desk.model_copy(update={"port": port, "base_url": f"http://127.0.0.1:{port}"})
    house.settings = house.settings.model_copy(update={"desk": chosen})
    house.context = replace(house.context, settings=house.settings)
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    server = DeskServer(house.context)
    server.start()
    with httpx.Client(base_url=server.url, timeout=60) as client:
        form = {
            "csrf": csrf_of(client.get("/inloggen").text),
            "email": "anna@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/account",
        }
        client.post("/inloggen", data=form)
        yield house, client, csrf_of(client.get("/account").text)
    server.stop()


def at_once(
    client: httpx.Client,
    url: str,
    data: dict[str, str],
    own_field: str = "",
    texts: list[str] | None = None,
    files: dict[str, tuple[str, bytes, str]] | None = None,
) -> list[httpx.Response]:
    """Several clicks that leave together, each over its own connection; ``texts`` gives each its own ``own_field``."""
    gate = Barrier(CLICKS)
    cookies = dict(client.cookies)

    def click(number: int) -> httpx.Response:
        with httpx.Client(base_url=client.base_url, cookies=cookies, timeout=60) as own:
            own.get("/healthz")
            gate.wait()
            mine = {own_field: texts[number]} if texts else {}
            return own.post(url, data={**data, **mine}, files=files)

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, range(CLICKS)))


def statuses(answers: list[httpx.Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_approval_clicked_many_times_is_one_letter(desk: tuple[House, httpx.Client, str]) -> None:
    house, client, word = desk
    row = house.open_drafts[-1]
    url = f"{URL}/concept/{row.id}"
    text = {
        "subject": row.subject,
        "body": row.body,
        "veld.complaint": "x",
        "veld.findings": "y",
        "veld.measures": "z",
    }
    client.post(url, data={"csrf": word, "versie": str(row.version), **text})
    found = re.search(r'name="vingerafdruk" value="(\w{64})"', client.get(f"{url}/voorbeeld").text)
    assert found
    answers = at_once(client, f"{url}/goedkeuren", {"csrf": word, "vingerafdruk": found[1], "uitkomst": ""})
    assert statuses(answers) == [303] * CLICKS
    told = [answer.headers["location"].partition("melding=")[2] for answer in answers]
    assert sorted(told) == ["al-goedgekeurd"] * (CLICKS - 1) + ["goedgekeurd"]
    assert len(house.all(OutboxRow, ~OutboxRow.automatic)) == 1
    assert len(house.events("VNG-2026-0001", "draft_approved")) == 1


def test_two_who_save_a_draft_at_once_lose_no_text(desk: tuple[House, httpx.Client, str]) -> None:
    house, client, word = desk
    row = house.open_drafts[-1]
    form = {"csrf": word, "versie": str(row.version), "subject": row.subject, "body": row.body}
    texts = [f"Dit schreef nummer {number}." for number in range(CLICKS)]
    answers = at_once(client, f"{URL}/concept/{row.id}", form, "body", texts)
    assert statuses(answers) == [303] + [409] * (CLICKS - 1)
    saved = house.open_drafts[-1].body
    for text, answer in zip(texts, answers, strict=True):
        assert text in (saved if answer.status_code == 303 else answer.text)
    assert house.open_drafts[-1].version == row.version + 1


def test_files_added_at_once_are_told_and_none_is_lost(desk: tuple[House, httpx.Client, str]) -> None:
    house, client, word = desk
    row = house.open_drafts[-1]
    form = {"csrf": word, "versie": str(row.version)}
    files = {"bestand": ("a.txt", b"hallo", "text/plain")}
    answers = at_once(client, f"{URL}/concept/{row.id}/bijlage", form, files=files)
    assert statuses(answers) == [303] + [409] * (CLICKS - 1)
    assert [file["filename"] for file in house.open_drafts[-1].attachments] == ["a.txt"]


def _note(house: House) -> tuple[str, dict[str, str]]:
    return f"{URL}/doe/notitie", {
        "versie": str(house.row("VNG-2026-0001").version),
        "text": "Een notitie van mij.",
    }


def _letter(house: House) -> tuple[str, dict[str, str]]:
    return f"{URL}/doe/brief", {"versie": str(house.row("VNG-2026-0001").version), "letter": "status_answer"}


def _fg(house: House) -> tuple[str, dict[str, str]]:
    return f"{URL}/doe/naar-fg", {"versie": str(house.row("VNG-2026-0001").version), "reason": "Voor de FG."}


def _close(house: House) -> tuple[str, dict[str, str]]:
    version = str(house.row("VNG-2026-0001").version)
    return f"{URL}/doe/sluiten", {
        "versie": version,
        "outcome": "withdrawn",
        "reason": "Ingetrokken per telefoon.",
    }


def _split(house: House) -> tuple[str, dict[str, str]]:
    return f"{URL}/labels", {
        "versie": str(house.row("VNG-2026-0001").version),
        "label": ["complaint", "breach_report"],
    }  # type: ignore[dict-item]


FORMS: dict[str, tuple[Callable[[House], tuple[str, dict[str, str]]], str]] = {
    "note": (_note, "noted"), "letter": (_letter, "draft_created"), "to the FG": (_fg, "forwarded"), "close": (_close, "closed"),
    "split": (_split, "linked"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
def test_form_sent_many_times_is_done_once(desk: tuple[House, httpx.Client, str], what: str) -> None:
    house, client, word = desk
    make, kind = FORMS[what]
    url, data = make(house)
    before, drafts = len(house.events("VNG-2026-0001", kind)), len(house.open_drafts)
    answers = at_once(client, url, {"csrf": word, **data})
    assert statuses(answers) == [303] + [409] * (CLICKS - 1), [a.status_code for a in answers]
    assert len(house.events("VNG-2026-0001", kind)) == before + 1
    assert len(house.open_drafts) - drafts <= 1
    assert len(house.cases) == (2 if what == "split" else 1)
    assert len([mail for mail in house.outbox if "fg@vng.nl" in mail.recipients]) == (
        1 if what == "to the FG" else 0
    )


def test_account_made_many_times_is_one_account(desk: tuple[House, httpx.Client, str]) -> None:
    house, _, _ = desk
    with httpx.Client(base_url=house.settings.desk.base_url, timeout=60) as admin:
        form = {
            "csrf": csrf_of(admin.get("/inloggen").text),
            "email": "beer@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/beheer",
        }
        word = csrf_of(admin.post("/inloggen", data=form, follow_redirects=True).text)
        new = {"csrf": word, "naam": "Nina", "email": "nina@vng.example", "rol.vng": "fg"}
        answers = at_once(admin, "/beheer/nieuw", new)
    assert statuses(answers) == [200] + [422] * (CLICKS - 1), [
        a.text[-400:] for a in answers if a.status_code not in (200, 422)
    ]
    assert len([row for row in house.all(AccountRow) if row.email == "nina@vng.example"]) == 1
