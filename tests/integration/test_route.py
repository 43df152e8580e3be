"""The route with real stages and both real databases, the fakes at the doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from assistant.core.case import EventKind, Status
from assistant.gateways.ports import PermanentFailure, TemporaryFailure, Unknown
from assistant.stages import casework
from assistant.stages.fetch import fetch
from assistant.stages.purge import purge
from assistant.store.tables import MessageState, OutboxState, RawState
from tests.house import House

ACCESS = "Geachte heer, mevrouw,\n\nIk verzoek u om inzage in alle persoonsgegevens die u van mij verwerkt.\n\nJo Bloem"


def test_request_becomes_a_case_with_acknowledgement_in_its_thread(house: House) -> None:
    content = house.mail("Verzoek om inzage", ACCESS)
    house.deliver("vng", content)
    house.run()

    [case] = house.cases
    assert case.reference == "VNG-2026-0001"
    assert case.labels == ["access"]
    assert case.status == Status.AWAITING_IDENTIFICATION
    assert case.due.isoformat() == "2026-10-01"
    acknowledgement, request = house.sent("jo@person.example")
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert acknowledgement["X-Auto-Response-Suppress"]
    assert acknowledgement["In-Reply-To"] == "<1@person.example>"
    assert "VNG-2026-0001" in acknowledgement["Subject"] + acknowledgement.get_content()
    assert "1 oktober 2026" in acknowledgement.get_content()
    assert "BSN" not in request.get_content() or "geen" in request.get_content()


def test_reply_in_thread_lands_on_the_case(house: House) -> None:
    house.receive("vng", "Verzoek om inzage", ACCESS)
    request = house.sent("jo@person.example")[1]
    house.now += timedelta(days=2)
    house.reply(
        "vng",
        request,
        "Zoals gevraagd: ik was bij de bijeenkomst op 12 maart en mijn postcode is 1234 AB.\n\nJo",
    )

    [case] = house.cases
    assert [message.case_id for message in house.messages] == [case.id, case.id]
    kinds = [event.kind for event in events(house, case.reference)]
    assert "mail_received" in kinds


def events(house: House, reference: str) -> list:  # type: ignore[type-arg]
    from assistant.store import cases

    with house.database.reading() as session:
        row = cases.by_reference(session, reference)
        assert row is not None
        return [recorded.event for recorded in cases.history(session, row.id)]


def test_reply_of_a_stranger_in_the_thread_is_ambiguous(house: House) -> None:
    house.receive("vng", "Verzoek om inzage", ACCESS)
    request = house.sent("jo@person.example")[1]
    house.reply(
        "vng",
        request,
        "Hierbij mijn postcode 1234 AB, ik was er op 12 maart.",
        sender="Mal <mal@elders.example>",
    )

    first, *others = house.cases
    assert len(others) <= 1
    assert house.messages[1].case_id != first.id
    assert all("ambiguous" in case.flags for case in others)


def test_one_mail_to_two_mailboxes_is_one_case_with_one_acknowledgement(house: House) -> None:
    content = house.mail("Verzoek om inzage", ACCESS)
    house.deliver("vng", content)
    house.deliver(
        "vng_kchn", content.replace(b"To: x@y.example", b"Delivered-To: naleving@vng.nl\nTo: x@y.example")
    )
    house.run()
    assert len(house.cases) == 1
    assert [message.state for message in house.messages] == [MessageState.DONE, MessageState.DUPLICATE]
    assert sum("acknowledgement" in row.kind for row in house.outbox) == 1


def test_reused_message_id_with_other_content_is_no_duplicate(house: House) -> None:
    first = house.mail("Verzoek om inzage", ACCESS)
    second = house.mail(
        "Verwijderen", "Verwijder al mijn persoonsgegevens uit uw bestand.\n\nPiet", sender="piet@x.example"
    )
    house.deliver("vng", first)
    house.deliver("vng", second.replace(b"<2@person.example>", b"<1@person.example>"))
    house.run()
    assert len(house.cases) == 2


def test_other_gets_no_case_and_no_mail(house: House) -> None:
    headers = {"List_Unsubscribe": "<https://x.example/>", "Precedence": "bulk"}
    house.receive(
        "vng", "Nieuwsbrief", "Alle nieuwtjes over de AVG deze week.", sender="news@media.example", **headers
    )
    assert house.cases == []
    assert house.sent("news@media.example") == []
    assert [message.state for message in house.messages] == [MessageState.UNANSWERED]


def test_doubt_opens_a_triage_case_with_a_neutral_acknowledgement(house: House) -> None:
    house.receive("vng", "vraagje", "Hoi, ik stond toen op die lijst. Wat nu?\n\nJo")
    [case] = house.cases
    assert case.status == Status.TRIAGE
    [acknowledgement] = house.sent("jo@person.example")
    body = acknowledgement.get_content()
    assert case.reference in body + acknowledgement["Subject"]
    assert "inzage" not in body


def test_bounce_of_our_mail_lands_on_its_case_and_alarms(house: House) -> None:
    house.receive("vng", "Verzoek om inzage", ACCESS)
    ours = house.sent("jo@person.example")[0]
    house.receive(
        "vng", "Undelivered Mail Returned to Sender",
        "I'm sorry to have to inform you that your message could not be delivered.\n\n<jo@person.example>: 550 unknown",
        sender="MAILER-DAEMON@mx.example", In_Reply_To=str(ours["Message-ID"]), References=str(ours["Message-ID"]),
        Return_Path="<>", Auto_Submitted="auto-replied",
    )  # fmt: skip
    [case] = house.cases
    assert "bounced" in case.flags
    assert any(alarm.case_id == case.id for alarm in house.alarms)
    assert len(house.sent("MAILER-DAEMON@mx.example")) == 0


def test_changed_uidvalidity_reads_again_without_doubling(house: House) -> None:
    house.receive("vng", "Verzoek om inzage", ACCESS)
    house.mailboxes["vng"].rebuild()
    house.deliver(
        "vng", house.mail("Wissen", "Ik wil dat u al mijn gegevens verwijdert.", sender="piet@x.example")
    )
    house.run()
    assert len(house.raw) == 2
    assert len(house.cases) == 2


def test_mail_above_the_limit_is_kept_quarantined_and_told(house: House) -> None:
    small = house.settings.limits.model_copy(update={"message_bytes": 10_000})
    object.__setattr__(house.context, "settings", house.settings.model_copy(update={"limits": small}))
    house.deliver("vng", house.mail("groot", "x" * 20_000))
    house.deliver("vng", house.mail("Verzoek om inzage", ACCESS))
    house.run()
    assert [row.state for row in house.raw] == [RawState.QUARANTINED, RawState.INGESTED]
    assert house.raw[0].size > 20_000
    assert [alarm.kind for alarm in house.alarms] == ["quarantine"]
    assert len(house.sent("staff@vng.example")) == 1
    assert len(house.cases) == 1


def test_mail_that_cannot_be_read_is_quarantined_and_the_next_goes_through(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.stages import ingest as stage

    real = stage.parse

    def broken(content: bytes) -> object:
        if b"kapot" in content:
            raise RuntimeError("defect")
        return real(content)

    monkeypatch.setattr(stage, "parse", broken)
    house.deliver("vng", house.mail("kapot", "kapot"))
    house.deliver("vng", house.mail("Verzoek om inzage", ACCESS))
    house.run()
    assert [row.state for row in house.raw] == [RawState.QUARANTINED, RawState.INGESTED]
    assert len(house.cases) == 1
    assert [alarm.kind for alarm in house.alarms] == ["quarantine"]


def test_cap_on_automatic_mail_per_address_and_day(house: House) -> None:
    for number in range(5):
        house.deliver("vng", house.mail(f"Verzoek {number}", f"{ACCESS}\n\nBericht {number}"))
    house.run()
    assert len(house.sent("jo@person.example")) == house.settings.limits.automatic_per_address_per_day
    assert len(house.cases) == 5
    assert any(alarm.kind == "unanswered" for alarm in house.alarms)


def test_temporary_failure_is_tried_again_and_permanent_failure_alarms(house: House) -> None:
    house.sender.answers.extend([TemporaryFailure(451, "later"), Unknown("dropped")])
    house.receive("vng", "Verzoek om inzage", ACCESS)
    assert {row.state for row in house.outbox} == {OutboxState.PENDING}
    house.now += timedelta(hours=1)
    house.send()
    assert {row.state for row in house.outbox} == {OutboxState.SENT}
    house.sender.answers.append(PermanentFailure(550, "unknown user"))
    house.receive("vng", "Wissen", "Verwijder al mijn persoonsgegevens.", sender="weg@x.example")
    failed = [row for row in house.outbox if row.state == OutboxState.FAILED]
    assert len(failed) == 1
    assert any(alarm.kind == "delivery" for alarm in house.alarms)


def test_reminders_come_once_also_after_downtime(house: House) -> None:
    house.receive(
        "vng", "Klacht", "Ik dien hierbij een klacht in over hoe u met mijn persoonsgegevens bent omgegaan."
    )
    house.turn(days=25)
    after_downtime = len(house.sent("staff@vng.example"))
    house.turn(minutes=5)
    assert len(house.sent("staff@vng.example")) == after_downtime
    house.turn(days=20)
    [case] = house.cases
    assert "escalated" in case.flags
    subjects = [str(mail["Subject"]) for mail in house.sent("staff@vng.example")]
    assert any(case.reference in subject for subject in subjects)
    before = len(subjects)
    house.turn(hours=2)
    assert len(house.sent("staff@vng.example")) == before


def test_content_is_encrypted_at_rest(house: House) -> None:
    house.receive("vng", "Verzoek om inzage", ACCESS)
    with house.database.engine.connect() as connection:
        for table in ("raw_mails", "messages", "cases", "outbox", "case_events"):
            dump = repr(connection.execute(text(f"SELECT * FROM {table}")).all()).lower()  # noqa: S608
            assert "jo@person" not in dump
            assert "bloem" not in dump
            assert "persoonsgegevens" not in dump


def test_fetch_continues_after_a_crash_before_the_server_was_told(house: House) -> None:
    mailbox = house.mailboxes["vng"]
    house.deliver("vng", house.mail("Verzoek om inzage", ACCESS))
    real, mailbox.mark_seen = mailbox.mark_seen, lambda uids: (_ for _ in ()).throw(KeyboardInterrupt)  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        fetch(house.context, mailbox, "vng")
    mailbox.mark_seen = real  # type: ignore[method-assign]
    assert [row.told_server for row in house.raw] == [False]
    fetch(house.context, mailbox, "vng")
    assert [row.told_server for row in house.raw] == [True]
    assert len(house.raw) == 1


def test_purging_a_case_empties_its_twin_in_the_other_mailbox_too(house: House) -> None:
    content = house.mail("Verzoek om inzage", ACCESS)
    house.deliver("vng", content)
    house.deliver("vng_kchn", b"Delivered-To: naleving@vng.nl\r\n" + content)
    house.run()
    with house.database.transaction() as session:
        work = casework.load(house.context, session, house.cases[0].id)
        casework.happen(
            house.context, session, work, EventKind.CLOSED, {"outcome": "withdrawn"}, actor="anna"
        )
    house.now += timedelta(days=366)
    purge(house.context)
    with house.database.engine.connect() as connection:
        kept = connection.execute(
            text("SELECT count(*) FROM raw_mails WHERE content IS NOT NULL")
        ).scalar_one()
    assert kept == 0
    assert house.cases[0].person_address is None
