"""The work of a day in a real browser, from the first sign-in to the mail that really leaves."""

from __future__ import annotations

import asyncio
import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from assistant.gateways.ports import SmtpAccount
from assistant.gateways.smtp import SmtpPool
from assistant.stages import accounts
from assistant.stages.dispatch import dispatch
from assistant.store.account_tables import StaffRole
from tests.browser.conftest import SignIn
from tests.desk_house import House, in_thread
from tests.servers import SmtpSink, smtp_sink

pytestmark = pytest.mark.browser


def send_all(house: House, sink: SmtpSink) -> None:
    """What the daemon does with the outbox, to a real SMTP server."""

    async def drain() -> None:
        pool = SmtpPool(
            SmtpAccount(host=sink.host, port=sink.port, username="", auth=None, security="plain"),
            connections=1,
        )
        try:
            while (await dispatch(house.context, pool)).done:
                pass
        finally:
            await pool.close()

    in_thread(lambda: asyncio.run(drain()))


def fill_complaint(page: Page) -> None:
    """The typed fields of an answer to a complaint."""
    page.get_by_label("Waar de klacht over gaat, in onze woorden").fill(
        "Uw privéadres stond in een ledenlijst."
    )
    page.get_by_label("Wat wij hebben onderzocht en gevonden").fill(
        "Een medewerker zette het adres in de lijst."
    )
    page.get_by_label("Wat wij doen, of waarom wij niets veranderen").fill(
        "Wij haalden het adres uit de lijst."
    )


def test_first_sign_in_forces_an_own_password(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    accounts.add(
        house.context, email="nieuw@vng.example", name="Nieuw", roles={"vng": [StaffRole.HANDLER]},
        password="een heel lang wachtwoord",
    )  # fmt: skip
    page = visit(url, "nieuw@vng.example")
    expect(page.locator("h1")).to_have_text("Wachtwoord wijzigen")
    page.goto(f"{url}/zaken/VNG-2026-0001")
    expect(page.locator("h1")).to_have_text("Wachtwoord wijzigen")
    page.fill("#oud", "een heel lang wachtwoord")
    page.fill("#nieuw", "kort maar niet goed")
    page.fill("#nogmaals", "iets heel anders dan dit")
    page.click("main button[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("niet gelijk")
    page.fill("#oud", "een heel lang wachtwoord")
    page.fill("#nieuw", "vier rustige groene kikkers")
    page.fill("#nogmaals", "vier rustige groene kikkers")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Werkvoorraad")


def test_doubt_to_answer_that_really_leaves(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    page = visit(url)
    page.goto(f"{url}/werkvoorraad?rij=beoordelen")
    page.get_by_role("link", name="VNG-2026-0003").click()
    expect(page.locator("mark").first).to_contain_text("inzage")
    page.get_by_label("inzage", exact=True).uncheck()
    page.get_by_label("vraag", exact=True).check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("h1")).to_contain_text("in behandeling")
    house.run()  # the daemon drafts
    page.reload()
    page.get_by_role("link", name="Antwoord op een vraag over privacy").click()
    page.get_by_label("Het antwoord op de vraag").fill(
        "Uw naam kregen wij van uw gemeente. Stuur een kopie van uw paspoort."
    )
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#controle .error").first).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}/voorbeeld")
    expect(page.get_by_role("button", name="Goedkeuren en verzenden")).to_have_count(0)
    page.get_by_role("link", name="Terug naar het concept").click()
    body = page.locator("#body")
    body.fill(body.input_value().replace(" Stuur een kopie van uw paspoort.", ""))
    expect(page.locator("#controle-stand")).to_contain_text("De brief kan weg")  # live, before saving
    page.get_by_role("button", name="Opslaan en bekijken").click()
    page.get_by_role("button", name="Goedkeuren en verzenden").click()
    expect(page.get_by_role("status")).to_contain_text("goedgekeurd")
    with smtp_sink() as sink:
        send_all(house, sink)
        letters = [m for m in sink.mails if "tom@voorbeeld.example" in m.recipients]
    assert len(letters) == 1
    sent = message_from_bytes(letters[0].content, policy=policy.default)
    assert "Uw naam kregen wij van uw gemeente." in sent.get_content()
    assert "paspoort" not in sent.get_content()
    page.reload()
    expect(page.locator("h1")).to_contain_text("gesloten")


def test_extension_says_the_new_date_beforehand_and_moves_it_after_sending(
    own: tuple[House, str], visit: SignIn
) -> None:
    house, url = own
    page = visit(url)
    page.goto(f"{url}/zaken/VNG-2026-0005")
    page.get_by_role("link", name="Termijn verlengen").click()
    expect(page.locator(".foreseen")).to_contain_text("2 november 2026 naar 4 januari 2027")
    page.get_by_label("Waarom is er meer tijd nodig").select_option("ingewikkeld")
    page.get_by_label("Concreet: waarom kost juist dit verzoek meer tijd").fill(
        "Uw gegevens staan in negen systemen."
    )
    page.get_by_role("button", name="Termijn verlengen").click()
    expect(page.locator("#body")).to_have_value(re.compile("4 januari 2027"))
    page.get_by_label("Dit is er niet").check()
    page.get_by_role("button", name="Opslaan en bekijken").click()
    page.get_by_role("button", name="Goedkeuren en verzenden").click()
    house.send()
    page.goto(f"{url}/zaken/VNG-2026-0005")
    expect(page.locator(".deadline")).to_contain_text("4 januari 2027")


def test_refusal_carries_its_ground(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    page = visit(url)
    page.goto(f"{url}/zaken/KCHN-2026-0001/doe/weiger")
    page.get_by_label("Op welke wettelijke grond").select_option("rechtsvordering (17 lid 3 onder e)")
    page.get_by_label("Redenen: de feiten, en waarom de grond hier geldt").fill(
        "Er loopt een procedure over een boete."
    )
    page.get_by_role("button", name="Weigeren").click()
    expect(page.locator("h1")).to_have_text("Gehele of gedeeltelijke weigering")
    text = page.locator("#body").input_value()
    assert "17 lid 3" in text
    assert "rechtbank" in text
    assert "Er loopt een procedure over een boete." in text
    assert house.sent("tineke@voorbeeld.example")[-1]["Subject"] != page.locator("#subject").input_value()


def test_wrong_role_sees_no_buttons_and_gets_no_page(shared: tuple[House, str], visit: SignIn) -> None:
    _, url = shared
    page = visit(url, "fien@vng.example")
    page.goto(f"{url}/zaken/VNG-2026-0001")
    expect(page.locator("h1")).to_contain_text("VNG-2026-0001")
    assert page.locator("main form").count() == 0
    page.goto(f"{url}/zaken/VNG-2026-0001/doe/notitie")
    expect(page.locator("h1")).to_have_text("Dit mag u hier niet")
    page.goto(f"{url}/zaken/VVSG-2026-0001")
    expect(page.locator("h1")).to_have_text("Deze pagina bestaat niet")


def test_two_editors_lose_nothing(own: tuple[House, str], visit: SignIn) -> None:
    _, url = own
    anna, bram = visit(url), visit(url, "bram@vng.example")
    for page in (anna, bram):
        page.goto(f"{url}/zaken/VNG-2026-0001/concept/1")
    anna.locator("#body").fill("De tekst van Anna.")
    anna.get_by_role("button", name="Opslaan", exact=True).click()
    expect(anna.get_by_role("status").first).to_contain_text("Opgeslagen")
    bram.locator("#body").fill("De tekst van Bram.")
    bram.get_by_role("button", name="Opslaan", exact=True).click()
    expect(bram.get_by_role("alert")).to_contain_text("Anna de Wit heeft dit concept intussen ook bewaard")
    expect(bram.locator(".diff del")).to_contain_text("De tekst van Anna.")
    assert bram.locator("#body").input_value() == "De tekst van Bram."
    bram.get_by_role("button", name="Opslaan", exact=True).click()
    expect(bram.locator("#body")).to_have_value("De tekst van Bram.")
    bram.get_by_text("Vorige versies").click()
    bram.get_by_text("Versie 2,").click()
    expect(bram.locator("details details[open]")).to_contain_text("De tekst van Anna.")


def test_double_click_on_approve_sends_once(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    page = visit(url)
    page.goto(f"{url}/zaken/VNG-2026-0001/concept/1")
    fill_complaint(page)
    page.get_by_role("button", name="Opslaan en bekijken").click()
    page.get_by_role("button", name="Goedkeuren en verzenden").dblclick()
    expect(page.get_by_role("status")).to_contain_text("goedgekeurd")
    house.send()
    answers = [m for m in house.sent("saskia@voorbeeld.example") if "antwoord" in str(m["Subject"])]
    assert len(answers) == 1


def test_all_works_without_javascript(own: tuple[House, str], visit: SignIn) -> None:
    house, url = own
    page = visit(url, java_script_enabled=False)
    page.goto(f"{url}/werkvoorraad")
    page.get_by_role("link", name="VNG-2026-0001").last.click()
    page.get_by_role("link", name="Antwoord op een klacht").click()
    fill_complaint(page)
    page.get_by_role("button", name="Opslaan en bekijken").click()
    page.get_by_role("button", name="Goedkeuren en verzenden").click()
    expect(page.get_by_role("status")).to_contain_text("goedgekeurd")
    house.send()
    assert any("antwoord" in str(m["Subject"]) for m in house.sent("saskia@voorbeeld.example"))
