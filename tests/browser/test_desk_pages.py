"""Every page in a real browser: no accessibility violations, no sideways scrolling on a phone, no blocked content."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.desk_house import House
from tests.screenshots import PAGES, hostile_message

pytestmark = pytest.mark.browser

MORE = (
    ("actie-identiteit", "/zaken/VNG-2026-0002/doe/identificeer"),
    ("actie-samenvoegen", "/zaken/VNG-2026-0002/doe/voeg-samen"),
    ("actie-notitie", "/zaken/VNG-2026-0001/doe/notitie"),
    ("wachtwoord", "/wachtwoord"),
    ("gesloten", "/werkvoorraad?rij=gesloten"),
    ("niets-gevonden", "/zoeken?q=niemandheetzo"),
    ("geen-recht", "/beheer"),
)
OTHERS = (
    ("beer@vng.example", "/beheer"),
    ("fien@vng.example", "/logboek"),
    ("fien@vng.example", "/zaken/VNG-2026-0003"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> str:
    """What axe-core finds, as text; empty when there is nothing."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(shared: tuple[House, str], visit: SignIn, scheme: str) -> None:
    house, url = shared
    page = visit(url, color_scheme=scheme)
    bad = {}
    for name, path in (*PAGES, *MORE):
        page.goto(url + path.format(hostile=hostile_message(house)))
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        report = violations(page)
        if report:
            bad[name] = report
    assert not bad, "\n".join(f"== {name}\n{report}" for name, report in bad.items())


def test_pages_before_and_of_other_roles_are_accessible(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    for email, path in OTHERS:
        page = visit(url, email)
        page.goto(url + path)
        assert violations(page) == ""
    page.context.clear_cookies()
    page.goto(f"{url}/inloggen")
    assert violations(page) == ""


def test_nothing_scrolls_sideways_at_360_pixels(shared: tuple[House, str], visit: SignIn) -> None:
    house, url = shared
    page = visit(url, viewport={"width": 360, "height": 740})
    wide = {}
    for name, path in (*PAGES, *MORE):
        page.goto(url + path.format(hostile=hostile_message(house)))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[name] = width
    assert not wide


def test_no_page_loads_or_runs_anything_that_the_policy_blocks(
    shared: tuple[House, str], visit: SignIn
) -> None:
    house, url = shared
    page = visit(url)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    for name, path in (*PAGES, *MORE):
        if name in {"niet-gevonden", "geen-recht"}:
            continue  # the browser itself reports their status as an error
        page.goto(url + path.format(hostile=hostile_message(house)), wait_until="networkidle")
    assert said == []
    assert all(one.startswith(url) for one in asked)


def test_hostile_mail_acts_and_loads_nothing(shared: tuple[House, str], visit: SignIn) -> None:
    house, url = shared
    page = visit(url)
    page.on("dialog", lambda dialog: pytest.fail("a script of the mail ran"))
    page.goto(f"{url}/zaken/VNG-2026-0006/bericht/{hostile_message(house)}")
    assert (
        page.locator(
            ".html-mail a, .html-mail img, .html-mail form, .html-mail style, .html-mail script"
        ).count()
        == 0
    )
    assert "klik hier" in page.inner_text(".html-mail")
    assert page.locator("h1").inner_text() == "Inzage <b>nu</b>"


def test_keyboard_alone_reaches_a_case_and_an_action(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    page = visit(url)
    page.goto(f"{url}/werkvoorraad")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zaken/VNG-2026-0001")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Notitie":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/doe/notitie")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "zoek"


def test_keys_are_explained_and_can_be_switched_off(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    page = visit(url)
    page.goto(f"{url}/werkvoorraad")
    page.keyboard.press("?")
    expect(page.get_by_text("volgende en vorige regel in een lijst")).to_be_visible()
    page.get_by_label("Sneltoetsen aan op dit apparaat").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("tr.here")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_text("volgende en vorige regel in een lijst")).not_to_be_visible()


def test_the_calendar_leads_to_all_cases_of_a_day(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    page = visit(url)
    page.goto(f"{url}/werkvoorraad?dag=2026-10-27")
    expect(page.locator("table[data-rows] tbody tr")).to_have_count(1)
    expect(page.get_by_label("Uiterlijk op")).to_have_value("2026-10-27")
    page.get_by_role("link", name="Wis filters").click()
    expect(page.locator("table[data-rows] tbody tr")).to_have_count(7)


def test_a_case_and_the_yearly_report_fit_on_paper(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    page = visit(url, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for path in ("/zaken/VNG-2026-0001", "/overzicht/jaarverslag"):
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 794
        expect(page.locator("header.top")).to_be_hidden()
        assert page.pdf(format="A4").startswith(b"%PDF")
