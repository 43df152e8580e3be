"""A house with cases in every state and a desk that serves it, for the browser tests and the screenshots."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select
from starlette.testclient import TestClient

from assistant.desk.app import create_app
from assistant.desk.server import DeskServer
from assistant.stages import accounts
from assistant.store.account_tables import StaffRole
from assistant.store.tables import CaseRow, CorrectionRow, MessageRow
from classifiers import Message, Verdict
from tests.house import House, KeywordClassifier, fresh_database, test_settings
from tests.servers.processes import free_port

PASSWORD = "een heel lang wachtwoord"
H, A, F, B = StaffRole.HANDLER, StaffRole.APPROVER, StaffRole.FG, StaffRole.ADMINISTRATOR
PEOPLE = {
    "anna@vng.example": ("Anna de Wit", {"vng": [H, A], "vng_kchn": [H, A]}),
    "bram@vng.example": ("Bram Kok", {"vng": [H, A]}),
    "fien@vng.example": ("Fien Groot", {"vng": [F], "vng_kchn": [F], "vng_connect": [F]}),
    "beer@vng.example": ("Beer Smit", {"vng": [B], "vng_kchn": [B]}),
    "vera@vvsg.example": ("Vera Peeters", {"vvsg": [H, A]}),
    "hans@vng.example": ("Hans Vis", {"vng": [H]}),
}
HTML = (
    '<html><head><script>alert(1)</script><style>p{color:red}</style></head><body onload="x()"><p>Beste VNG,</p><p>Ik wil '
    '<b>inzage</b> in mijn gegevens.</p><img src="https://spy.example/p.gif"><a href="https://kwaad.example">klik hier</a>'
    '<form action="https://kwaad.example"><input name=q></form><p>Groet, Mo</p></body></html>'
)


class MarkingClassifier(KeywordClassifier):
    """The keyword classifier, which also says in which sentence it found its word."""

    def _judge(self, message: Message) -> Verdict:
        verdict = super()._judge(message)
        evidence = {}
        for word, label in self.WORDS:
            found = re.search(rf"[^.\n]*{word}[^.\n]*\.?", message.body, re.IGNORECASE)
            if label in verdict.labels and found:
                start = found.start() + len(found[0]) - len(found[0].lstrip())
                evidence[label] = ((start, found.end()),)
        return replace(verdict, evidence=evidence)


def in_thread(work: Callable[[], None]) -> None:
    """Run asyncio work where a browser's own loop already occupies this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


class ServedHouse(House):
    """A house whose mail leaves from another thread, as with the real daemon."""

    def send(self) -> None:
        """Send what is due."""
        in_thread(super().send)


def add_people(house: House, *, must_change: bool = False) -> dict[str, int]:
    """The colleagues, by address."""
    return {
        email: accounts.add(
            house.context, email=email, name=name, roles=roles, password=PASSWORD, must_change=must_change
        )
        for email, (name, roles) in PEOPLE.items()
    }


def fill(house: House) -> None:
    """Mail as it comes in over some weeks: sure and doubtful, urgent and calm, machine and person."""
    house.receive(
        "vng", "Klacht over mijn gegevens",
        "Beste mensen,\n\nIk dien een klacht in. Mijn privéadres staat in een ledenlijst, zonder dat iemand mij iets vroeg.\n\n"
        "Saskia Blom", sender="Saskia Blom <saskia@voorbeeld.example>",
    )  # fmt: skip
    house.turn(days=26)
    house.receive(
        "vng", "Verzoek om inzage",
        "Geachte heer, mevrouw,\n\nIk wil graag weten welke gegevens u van mij hebt. Stuurt u mij een kopie? Ik vraag dus om "
        "inzage.\n\nMet vriendelijke groet,\nMarleen Kuipers", sender="Marleen Kuipers <marleen@voorbeeld.example>",
    )  # fmt: skip
    house.turn(days=3)
    house.receive(
        "vng", "Wat nu",
        "Dag,\n\nWat nu te doen? Ik kreeg post van u en weet niet hoe u aan mijn naam komt. Misschien wil ik inzage.\n\nTom Bos",
        sender="Tom Bos <tom@voorbeeld.example>",
    )  # fmt: skip
    house.receive(
        "vng", "Datalek?", "Ik kreeg een deelnemerslijst met telefoonnummers van anderen. Dit is volgens mij een datalek.\n\nHans",
        sender="Hans de Bruin <hans@voorbeeld.example>",
    )  # fmt: skip
    house.turn(days=2)
    house.receive(
        "vng", "Bezwaar", "Ik maak bezwaar tegen het gebruik van mijn gegevens voor uw onderzoek.\n\nWim Prins",
        sender="Wim Prins <wim@voorbeeld.example>",
    )  # fmt: skip
    house.receive(
        "vng_kchn", "Verwijderen", "Ik verzoek u al mijn gegevens te verwijderen.\n\nTineke Wolters",
        sender="Tineke Wolters <tineke@voorbeeld.example>",
    )  # fmt: skip
    house.receive(
        "vvsg",
        "Inzage",
        "Ik wil inzage in mijn gegevens.\n\nJef Maes",
        sender="Jef Maes <jef@voorbeeld.example>",
    )
    house.receive("vng", "Nieuws", "De nieuwsbrief van deze week.", sender="Media <nieuws@media.example>")
    _hostile(house)
    house.deliver("vng", b"Subject: groot\r\n\r\n" + b"x" * (house.settings.limits.message_bytes + 10))
    house.run()
    house.turn(days=1)


def add_past(house: House, count: int = 240) -> None:
    """What a year leaves behind, by rows: enough for figures; nobody opens these."""
    chance = random.Random(3)  # noqa: S311 - sample data
    labels = (
        ["access"] * 5
        + ["erasure"] * 3
        + ["objection"] * 2
        + ["rectification", "question", "complaint", "portability"]
    )
    outcomes = ["granted"] * 6 + [
        "no_data",
        "no_data",
        "partly_granted",
        "refused",
        "withdrawn",
        "referred_to_controller",
    ]
    rows = []
    for number in range(count):
        received = house.now - timedelta(days=chance.triangular(34, 364, 120))
        due = (received + timedelta(days=30)).date()
        wishes = sorted({chance.choice(labels), *([chance.choice(labels)] if number % 6 == 0 else [])})
        rows.append(
            {
                "reference": f"VNG-2025-{number + 1:04d}", "organisation": "vng", "kind": "request", "status": "closed",
                "outcome": chance.choice(outcomes), "labels": wishes, "flags": [], "received_at": received, "due": due,
                "unsuspended": due, "target": due - timedelta(days=5), "notice_due": due, "version": 9, "language": "nl",
                "closed_at": received + timedelta(days=chance.triangular(1, 33.5, 14)),
            }
        )  # fmt: skip
    with house.database.transaction() as session:
        session.execute(insert(CaseRow), rows)
        message = session.scalars(select(MessageRow)).first()
        assert message is not None
        for was, now in (
            (["access"], ["question"]),
            (["erasure"], ["access", "erasure"]),
            (["objection"], ["complaint"]),
        ):
            session.add(
                CorrectionRow(
                    case_id=message.case_id,
                    message_id=message.id,
                    was=was,
                    now=now,
                    by="medewerker-1",
                    at=house.now,
                )
            )


def _hostile(house: House) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Return-Path"] = "<mo@voorbeeld.example>"
    mail["From"], mail["To"], mail["Subject"] = "Mo <mo@voorbeeld.example>", "po@vng.nl", "Inzage <b>nu</b>"
    mail["Date"], mail["Message-ID"] = house.now, "<hostile@voorbeeld.example>"
    mail.set_content("Ik wil inzage in mijn gegevens.\n\nMo")
    mail.add_alternative(HTML, subtype="html")
    mail.add_attachment(
        b"MZ\x90\x00 not really", maintype="application", subtype="pdf", filename='../"paspoort".pdf'
    )
    house.deliver("vng", mail.as_bytes())


def desk_house(folder: Path, port: int, **desk: object) -> House:
    """A filled house whose settings name the desk's own address."""
    base = test_settings()
    settings = base.model_copy(
        update={
            "desk": base.desk.model_copy(
                update={"port": port, "base_url": f"http://127.0.0.1:{port}", **desk}
            ),
            "limits": base.limits.model_copy(update={"message_bytes": 20_000}),
        }
    )
    house = ServedHouse(fresh_database(f"sqlite:///{folder}/desk.sqlite3"), settings)
    house.context = replace(house.context, loaded=MarkingClassifier())  # type: ignore[arg-type]
    return house


@contextmanager
def served(folder: Path, **desk: object) -> Iterator[tuple[House, str]]:
    """A filled house and the address of its desk."""
    house = desk_house(folder, free_port(), **desk)
    fill(house)
    add_people(house)
    server = DeskServer(house.context)
    server.start()
    try:
        yield house, server.url
    finally:
        server.stop()
        house.database.close()


def csrf_of(text: str) -> str:
    """The word that a page's forms carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found, text[:500]
    return found[1]


class Visitor:
    """A colleague with a browser that follows forms, without a screen."""

    def __init__(self, house: House, email: str | None = None, password: str = PASSWORD) -> None:
        self.house = house
        self.client = TestClient(
            create_app(house.context), base_url=house.settings.desk.base_url, follow_redirects=True,
            raise_server_exceptions=False,
        )  # fmt: skip
        self.csrf = ""
        if email is not None:
            answer = self.sign_in(email, password)
            assert answer.status_code == 200, answer.text[:300]
            self.csrf = csrf_of(self.client.get("/account").text)

    def sign_in(self, email: str, password: str = PASSWORD, to: str = "/account"):  # type: ignore[no-untyped-def]
        """Fill in the sign-in form."""
        token = csrf_of(self.client.get("/inloggen").text)
        data = {"csrf": token, "email": email, "wachtwoord": password, "naar": to}
        return self.client.post("/inloggen", data=data)

    def get(self, path: str, **more: object):  # type: ignore[no-untyped-def]
        """Open a page."""
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def post(self, path: str, data: dict[str, object] | None = None, **more: object):  # type: ignore[no-untyped-def]
        """Send a form with the right word."""
        return self.client.post(path, data={"csrf": self.csrf, **(data or {})}, **more)  # type: ignore[arg-type]
