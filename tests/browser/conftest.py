"""One Chromium for the session; every test gets its own desk, or shares one that it only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.desk_house import PASSWORD, House, served

CHROMIUM = Path("/usr/bin/chromium")
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed; run make debian-packages")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """A filled desk for tests that change nothing others look at."""
    with served(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[House, str]]:
    """A filled desk for one test."""
    with served(tmp_path) as running:
        yield running


@pytest.fixture
def visit(chromium: Browser) -> Iterator[SignIn]:
    """Open the desk as somebody, in a browser of their own."""
    opened: list[BrowserContext] = []

    def signed_in(url: str, email: str = "anna@vng.example", **options: object) -> Page:
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL", **options}
        )  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{url}/inloggen")
        page.fill("#email", email)
        page.fill("#wachtwoord", PASSWORD)
        page.click("main button[type=submit]")
        return page

    yield signed_in
    for context in opened:
        context.close()
