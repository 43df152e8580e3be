"""No log line, exception, alarm or metric holds a name, an address or a text of a mail, at any level."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import structlog
from sqlalchemy import text

from assistant.demo.samples import SAMPLES
from assistant.gateways.ports import PermanentFailure, TemporaryFailure
from assistant.stages.purge import purge
from assistant.store.database import Database
from tests.house import House

OUR_WORDS = re.compile(r"[a-z0-9_.+-]+@[a-z0-9.-]+", re.IGNORECASE)


@pytest.fixture
def captured() -> Iterator[list[str]]:
    """Every structlog event at debug and every record of the standard root logger at debug."""
    seen: list[str] = []

    def keep(_logger: object, _name: str, event: structlog.typing.EventDict) -> str:
        seen.append(repr(dict(event)))
        raise structlog.DropEvent

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    structlog.configure(
        processors=[structlog.processors.add_log_level, keep],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        cache_logger_on_first_use=False,
    )
    yield seen
    structlog.reset_defaults()
    root.removeHandler(handler)
    root.setLevel(level)
    seen.append(stream.getvalue())


def personal(content: bytes) -> set[str]:
    """The addresses, names and longer words of one sample that a log could betray."""
    mail = message_from_bytes(content, policy=policy.default)
    found: set[str] = set()
    header = str(mail["From"] or "")
    found |= {address.lower() for address in OUR_WORDS.findall(header)}
    name = header.partition("<")[0].strip(' "')
    found |= {part.lower() for part in name.split() if len(part) > 4}
    body = mail.get_body(("plain",))
    lines = body.get_content().splitlines() if body is not None else []
    found |= {line.strip().lower() for line in lines if len(line.strip()) > 12}
    subject = str(mail["Subject"] or "").lower()
    return found | ({subject} if len(subject) > 12 else set())


def run_everything(house: House, captured: list[str]) -> set[str]:
    """All demo samples, failures of every kind, reminders, escalation and purge; returns what must not be seen."""
    forbidden: set[str] = set()
    for number, sample in enumerate(SAMPLES):
        for organisation in sample.to:
            address = house.settings.organisation(organisation).mail.address or "x@y.example"
            content = sample.as_bytes(address, house.now, number)
            forbidden |= personal(content)
            house.deliver(organisation, content)
    house.sender.answers.extend(
        [
            PermanentFailure(550, "<m.kuipers@voorbeeld.example> unknown"),
            TemporaryFailure(451, "later m.kuipers@voorbeeld.example"),
        ]
    )
    house.mailboxes["vng"].unreadable.add(2)
    house.run()
    house.turn(days=20)
    house.turn(days=60)
    house.now += timedelta(days=500)
    purge(house.context)
    return forbidden - {"", "privacy"}


def test_nothing_personal_is_logged(sqlite_house: House, captured: list[str]) -> None:
    forbidden = run_everything(sqlite_house, captured)
    everything = "\n".join([*captured, *(alarm.summary for alarm in sqlite_house.alarms)]).lower()
    assert "opened" in everything
    assert "alarm" in everything
    assert len(forbidden) > 60
    assert sorted(word for word in forbidden if word in everything) == []
    assert OUR_WORDS.findall(everything) == []


def test_errors_of_the_stages_name_no_values(
    sqlite_house: House, captured: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.stages import ingest
    from assistant.stages import open as opening

    def broken(*_: object, **__: object) -> None:
        raise ValueError("jo@person.example schreef: ik wil inzage, groet Jo Bloem")

    monkeypatch.setattr(opening, "_handle", broken)
    sqlite_house.receive("vng", "Klacht", "Ik dien een klacht in.")
    monkeypatch.setattr(ingest, "parse", broken)
    sqlite_house.receive("vng", "Klacht", "Ik dien nog een klacht in.")
    said = "\n".join(
        [*captured, *(a.summary for a in sqlite_house.alarms), *(str(r.error) for r in sqlite_house.raw)]
    )
    assert "ValueError" in said
    for word in ("jo@", "Bloem", "inzage"):
        assert word not in said


def test_values_of_a_failing_statement_stay_out_of_the_exception(database: Database) -> None:
    with pytest.raises(Exception, match="nonsense") as caught, database.engine.connect() as connection:
        connection.execute(text("INSERT INTO nonsense VALUES (:name)"), {"name": "Jo Bloem"})
    assert "Jo Bloem" not in str(caught.value)


def test_the_root_logger_lets_only_errors_through() -> None:
    """Libraries log addresses and text at debug and info."""
    import subprocess
    import sys

    script = (
        "import logging; from assistant import logs, settings; logs.configure(settings.Logging(level='debug', format='json'));"
        "logging.getLogger('imapclient').warning('jo@person.example');"
        "logging.getLogger('aiosmtplib').info('Jo');"
        "import structlog; structlog.get_logger().debug('seen', case='VNG-2026-0001')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "jo" not in done.stderr.lower().replace("json", "")
    assert '"case": "VNG-2026-0001"' in done.stderr
