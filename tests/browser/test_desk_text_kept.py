"""Text that is being written, in a real browser: it goes along with a file, the browser asks before it is left, nothing is cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import SignIn
from tests.desk_house import House

pytestmark = pytest.mark.browser
OWN = "Dit schreef ik net zelf."
FILE = {"name": "lijst.txt", "mimeType": "text/plain", "buffer": b"een, twee"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_file_keeps_the_text_that_was_being_written(
    own: tuple[House, str], visit: SignIn, scripts: bool
) -> None:
    _, url = own
    page = visit(url, java_script_enabled=scripts)
    page.goto(f"{url}/zaken/VNG-2026-0001/concept/1")
    page.locator("#body").fill(OWN)
    page.set_input_files("#bestand", FILE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen")
    expect(page.locator("#body")).to_have_value(OWN)
    expect(page.get_by_role("button", name="Verwijder lijst.txt")).to_be_visible()


def test_unsaved_text_is_not_left_without_a_question(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    page = visit(url)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{url}/zaken/VNG-2026-0001/concept/1")
    page.locator("#body").click()
    page.keyboard.type(OWN)
    page.get_by_role("button", name="Concept weggooien").click()
    assert asked == ["beforeunload"]
    assert OWN in page.locator("#body").input_value()
    assert any(draft.id == 1 for draft in house.open_drafts)


def test_a_text_that_is_too_long_is_told_where_it_stands(own: tuple[House, str], visit: SignIn) -> None:
    _, url = own
    page = visit(url)
    address = f"{url}/zaken/VNG-2026-0001/concept/1"
    page.goto(address)
    page.locator("#body").fill("x" * 600_000)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    message = page.locator("#body").evaluate("field => field.validationMessage")
    assert "te lang" in message
    assert page.url == address
    assert len(page.locator("#body").input_value()) == 600_000
    page.locator("#body").fill(OWN)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Opgeslagen")
