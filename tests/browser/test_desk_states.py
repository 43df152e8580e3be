"""Pages as they look after something was done on them: accessible and narrow enough for a phone, like the first sight of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.store.tables import CaseRow
from tests.browser.conftest import SignIn
from tests.browser.test_desk_pages import violations
from tests.desk_house import House

pytestmark = pytest.mark.browser
DRAFT = "/zaken/VNG-2026-0001/concept/1"
LONG = "eenheellangwoord" * 30


def _busy_calendar(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    days = Counter(row.due for row in house.all(CaseRow) if row.organisation in {"vng", "vng_kchn"})
    [(busiest, count)] = days.most_common(1)
    assert count > 1
    page.goto(f"{url}/overzicht/kalender?maand={busiest:%Y-%m}")
    expect(page.locator("table.month td a").first).to_be_visible()


def _refused_action(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(f"{url}/zaken/VNG-2026-0002/doe/verleng")
    page.locator("main button[value=doe]").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _foreseen_action(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(f"{url}/zaken/VNG-2026-0001/doe/notitie")
    page.get_by_label("Notitie").fill(LONG)
    page.get_by_role("button", name="Bekijk de gevolgen").click()
    expect(page.get_by_label("Notitie")).to_have_value(LONG)


def _file_and_long_word(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(url + DRAFT)
    page.locator("#body").fill(LONG)
    page.set_input_files("#bestand", {"name": f"{'lang' * 30}.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("button", name="Verwijder langlang")).to_be_visible()


def _two_editors(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(url + DRAFT)
    other = colleague()
    other.goto(url + DRAFT)
    other.locator("#body").fill(f"De tekst van Bram. {LONG}")
    other.get_by_role("button", name="Opslaan", exact=True).click()
    page.locator("#body").fill(f"De tekst van Anna. {LONG}")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("intussen ook bewaard")


def _note_in_history(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(f"{url}/zaken/VNG-2026-0001/doe/notitie")
    page.get_by_label("Notitie").fill(LONG)
    page.locator("main button[value=doe]").click()
    page.locator("#geschiedenis summary").click()
    expect(page.locator("#geschiedenis")).to_contain_text(LONG)


def _calendar_address(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    page.goto(f"{url}/account")
    page.get_by_role("button", name="Maak een adres").click()
    expect(page.get_by_text("Bewaar dit nu")).to_be_visible()


def _loose_mail(page: Page, house: House, url: str, colleague: Callable[[], Page]) -> None:
    loose = next(raw.id for raw in house.raw if raw.state == "quarantined")
    page.goto(f"{url}/mail/{loose}")
    expect(page.get_by_role("button", name="Afgehandeld")).to_be_visible()


STATES = [
    _busy_calendar, _refused_action, _foreseen_action, _file_and_long_word, _two_editors, _note_in_history, _calendar_address,
    _loose_mail,
]  # fmt: skip


@pytest.mark.parametrize("reach", STATES, ids=lambda state: state.__name__.strip("_"))
def test_a_page_in_this_state_is_accessible_and_fits_a_phone(
    own: tuple[House, str], visit: SignIn, reach: Callable[..., None]
) -> None:
    house, url = own
    page = visit(url, viewport={"width": 360, "height": 740})
    reach(page, house, url, lambda: visit(url, "bram@vng.example"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == ""
