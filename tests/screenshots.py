"""`make screenshots`: every page of the desk as a picture in docs/screenshots/, by light and dark, wide and on a phone."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.desk_house import PASSWORD, House, add_past, served

OUT = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
PAGES = (
    ("werkvoorraad", "/werkvoorraad"),
    ("zoeken", "/zoeken?q=blom"),
    ("zaak-twijfel", "/zaken/VNG-2026-0003"),
    ("zaak", "/zaken/VNG-2026-0002"),
    ("zaak-klacht", "/zaken/VNG-2026-0001"),
    ("origineel", "/zaken/VNG-2026-0006/bericht/{hostile}"),
    ("bijlage", "/zaken/VNG-2026-0006/bericht/{hostile}/bijlage/0"),
    ("actie-verlengen", "/zaken/VNG-2026-0005/doe/verleng"),
    ("actie-weigeren", "/zaken/VNG-2026-0002/doe/weiger"),
    ("concept", "/zaken/VNG-2026-0001/concept/1"),
    ("voorbeeld", "/zaken/VNG-2026-0001/concept/1/voorbeeld"),
    ("quarantaine", "/quarantaine"),
    ("niet-beantwoord", "/niet-beantwoord"),
    ("overzicht", "/overzicht"),
    ("kalender", "/overzicht/kalender"),
    ("jaarverslag", "/overzicht/jaarverslag"),
    ("account", "/account"),
    ("niet-gevonden", "/zaken/VVSG-2026-0001"),
)
NARROW = ("werkvoorraad", "zaak", "concept", "overzicht", "kalender")
DARK = ("werkvoorraad", "zaak", "concept", "overzicht")


def sign_in(page: Page, url: str, email: str) -> None:
    """Through the form, as people do."""
    page.goto(f"{url}/inloggen")
    page.fill("#email", email)
    page.fill("#wachtwoord", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def hostile_message(house: House) -> int:
    """The number of the message with hostile HTML."""
    return next(m.id for m in house.messages if m.parsed["subject"].startswith("Inzage <b>"))


def take(only: str = "") -> None:
    """Take all pictures, or those whose name holds ``only``."""
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as (house, url),
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=CHROMIUM)
        hostile = hostile_message(house)
        add_past(house)
        for look, width, scheme in (("", 1280, "light"), ("-donker", 1280, "dark"), ("-smal", 360, "light")):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="nl-NL",
                reduced_motion="reduce",
            )
            page = context.new_page()
            if not look:
                page.goto(f"{url}/inloggen")
                _shot(page, "inloggen", only)
            sign_in(page, url, "anna@vng.example")
            for name, path in PAGES:
                if (look == "-donker" and name not in DARK) or (look == "-smal" and name not in NARROW):
                    continue
                page.goto(url + path.format(hostile=hostile))
                page.wait_for_load_state("networkidle")
                _shot(page, name + look, only)
            if not look:
                for email, name, path in (("beer", "beheer", "/beheer"), ("fien", "logboek", "/logboek")):
                    other = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
                    guest = other.new_page()
                    sign_in(guest, url, f"{email}@vng.example")
                    guest.goto(url + path)
                    _shot(guest, name, only)
                    other.close()
            context.close()
        browser.close()


def _shot(page: Page, name: str, only: str) -> None:
    if only in name:
        page.screenshot(path=OUT / f"{name}.png", full_page=True)


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "")
