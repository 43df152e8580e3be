"""What staff do, through the pages of the desk and their stages: nothing sent twice, nothing lost, every step recorded."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from assistant.core.case import EventKind
from assistant.stages import dossier, dossier_check, review_mail, search, statistics
from assistant.stages.statistics import Period
from assistant.store import cases
from assistant.store.tables import CorrectionRow, DraftRow, MessageState, OutboxRow, OutboxState, RawMailRow
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA, BRAM = "anna@vng.example", "bram@vng.example"
COMPLAINT = "Ik dien een klacht in over mijn gegevens."
FIELDS = {
    "veld.complaint": "Uw adres stond in een lijst.",
    "veld.findings": "Een medewerker zette het daarin.",
    "veld.measures": "Wij haalden het adres uit de lijst.",
}


@pytest.fixture
def complained(house: House) -> House:
    add_people(house)
    house.receive("vng", "Klacht", COMPLAINT)
    return house


@pytest.fixture
def light(sqlite_house: House) -> House:
    add_people(sqlite_house)
    sqlite_house.receive("vng", "Klacht", COMPLAINT)
    return sqlite_house


def draft(house: House) -> DraftRow:
    return house.open_drafts[-1]


def write(visitor: Visitor, house: House, **more: str):  # type: ignore[no-untyped-def]
    row = draft(house)
    data = {"versie": str(row.version), "subject": row.subject, "body": row.body, **FIELDS, **more}
    return visitor.post(f"/zaken/VNG-2026-0001/concept/{row.id}", data)


def digest(visitor: Visitor, house: House) -> str:
    text = visitor.get(f"/zaken/VNG-2026-0001/concept/{draft(house).id}/voorbeeld").text
    found = re.search(r'name="vingerafdruk" value="(\w{64})"', text)
    assert found, re.sub(r"<[^>]+>", " ", text)[-900:]
    return found[1]


def approve(visitor: Visitor, house: House, **more: str):  # type: ignore[no-untyped-def]
    row = draft(house)
    data = {"vingerafdruk": digest(visitor, house), "uitkomst": "granted", **more}
    return visitor.post(f"/zaken/VNG-2026-0001/concept/{row.id}/goedkeuren", data)


def answers(house: House) -> list[OutboxRow]:
    return [row for row in house.outbox if row.kind == "complaint_answer"]


def test_written_approved_and_sent_once(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    assert write(anna, complained).status_code == 200
    row, seen = draft(complained), digest(anna, complained)
    for _ in range(2):
        path = f"/zaken/VNG-2026-0001/concept/{row.id}/goedkeuren"
        answer = anna.post(path, {"vingerafdruk": seen, "uitkomst": "granted"})
        assert answer.status_code == 200
    assert "niets dubbel verzonden" in answer.text
    complained.send()
    assert [sent.state for sent in answers(complained)] == [OutboxState.SENT]
    assert complained.cases[0].outcome == "granted"


def test_approval_is_for_the_bytes_that_were_shown(light: House) -> None:
    anna = Visitor(light, ANNA)
    write(anna, light)
    seen = digest(anna, light)
    write(anna, light, **{"veld.measures": "Wij deden iets heel anders."})
    answer = anna.post(
        f"/zaken/VNG-2026-0001/concept/{draft(light).id}/goedkeuren", {"vingerafdruk": seen, "uitkomst": ""}
    )
    assert answer.status_code == 409
    assert answers(light) == []


def test_lint_error_blocks_approval_even_with_the_right_fingerprint(light: House) -> None:
    from assistant.stages.approve import preview

    anna = Visitor(light, ANNA)
    with light.database.reading() as session:
        seen = preview(light.context, session, draft(light).id)
    assert seen.errors
    path = f"/zaken/VNG-2026-0001/concept/{draft(light).id}/goedkeuren"
    assert anna.post(path, {"vingerafdruk": seen.digest, "uitkomst": ""}).status_code == 422
    assert answers(light) == []


def test_four_eyes(light: House) -> None:
    desk = light.settings.desk.model_copy(update={"four_eyes": True})
    object.__setattr__(light.context, "settings", light.settings.model_copy(update={"desk": desk}))
    anna, bram = Visitor(light, ANNA), Visitor(light, BRAM)
    write(anna, light)
    seen = digest(bram, light)
    path = f"/zaken/VNG-2026-0001/concept/{draft(light).id}/goedkeuren"
    refused = anna.post(path, {"vingerafdruk": seen, "uitkomst": ""})
    assert refused.status_code == 422
    assert "Vraag een collega" in refused.text
    assert anna.get(path.removesuffix("goedkeuren") + "voorbeeld").text.count("Goedkeuren en verzenden") == 0
    assert approve(bram, light).status_code == 200
    assert len(answers(light)) == 1


def test_approved_letter_can_be_held_back_and_approved_again(light: House) -> None:
    anna = Visitor(light, ANNA)
    write(anna, light)
    approve(anna, light)
    row = light.all(DraftRow)[0]
    assert anna.post(f"/zaken/VNG-2026-0001/concept/{row.id}/terughalen").status_code == 200
    light.send()
    assert [sent.state for sent in answers(light)] == [OutboxState.CANCELLED]
    assert approve(anna, light).status_code == 200
    light.send()
    assert [sent.state for sent in answers(light)] == [OutboxState.CANCELLED, OutboxState.SENT]
    late = anna.post(f"/zaken/VNG-2026-0001/concept/{row.id}/terughalen")
    assert late.status_code == 409


def test_field_can_be_changed_and_left_out_until_somebody_writes_in_the_letter(light: House) -> None:
    light.receive(
        "vng", "Verzoek", "Ik maak bezwaar tegen het gebruik van mijn gegevens.", sender="w@x.example"
    )
    anna = Visitor(light, ANNA)
    base = "/zaken/VNG-2026-0002/doe/verleng"
    text = anna.get(base).text
    version = re.search(r'name="versie" value="(\d+)"', text)
    assert version
    values = {"versie": version[1], "stap": "doe", "ground": "ingewikkeld", "reasons": "Negen systemen."}
    anna.post(base, values)
    row = draft(light)
    path = f"/zaken/VNG-2026-0002/concept/{row.id}"
    form = {"versie": "1", "subject": row.subject, "body": row.body}
    again = {f"veld.{name}": value for name, value in row.values.items()}
    anna.post(path, {**form, **again, "veld.reasons": "Tien systemen.", "leeg.already": "ja"})
    row = draft(light)
    assert "Tien systemen." in row.body
    assert "Negen systemen." not in row.body
    assert "[[" not in row.body
    changed = {
        **form,
        **again,
        "veld.reasons": "Elf systemen.",
        "versie": str(row.version),
        "body": row.body + "\nPS",
    }
    anna.post(path, changed)
    assert "Tien systemen." in draft(light).body
    assert draft(light).body.endswith("PS")


def test_stale_action_does_nothing(light: House) -> None:
    anna = Visitor(light, ANNA)
    path = "/zaken/VNG-2026-0001/doe/notitie"
    version = re.search(r'name="versie" value="(\d+)"', anna.get(path).text)
    assert version
    Visitor(light, BRAM).post("/zaken/VNG-2026-0001/neem")
    answer = anna.post(path, {"versie": version[1], "text": "te laat", "stap": "doe"})
    assert answer.status_code == 409
    assert EventKind.NOTED not in kinds(light, "VNG-2026-0001")


def kinds(house: House, reference: str) -> list[EventKind]:
    with house.database.reading() as session:
        row = cases.by_reference(session, reference)
        assert row
        return [recorded.event.kind for recorded in cases.history(session, row.id)]


def do(visitor: Visitor, reference: str, key: str, **values: str):  # type: ignore[no-untyped-def]
    path = f"/zaken/{reference}/doe/{key}"
    version = re.search(r'name="versie" value="(\d+)"', visitor.get(path).text)
    assert version, key
    return visitor.post(path, {"versie": version[1], "stap": "doe", **values})


def test_split_merge_undo_close_and_reopen(complained: House) -> None:
    complained.receive("vng", "Twee", "Ik wil inzage en dan verwijder alles.", sender="t@x.example")
    anna = Visitor(complained, ANNA)
    do(anna, "VNG-2026-0002", "splits", labels="erasure")
    assert complained.case("VNG-2026-0002").case.labels == {"access"}
    new = complained.case("VNG-2026-0003").case
    assert new.labels == {"erasure"}
    assert new.received == complained.case("VNG-2026-0002").case.received
    do(anna, "VNG-2026-0003", "voeg-samen", into="vng-2026-0002")
    assert not complained.case("VNG-2026-0003").case.is_open
    do(anna, "VNG-2026-0003", "maak-los")
    assert complained.case("VNG-2026-0003").case.is_open
    do(anna, "VNG-2026-0003", "sluiten", outcome="withdrawn", reason="Ingetrokken per telefoon.")
    assert complained.case("VNG-2026-0003").case.outcome == "withdrawn"
    do(anna, "VNG-2026-0003", "heropenen")
    assert complained.case("VNG-2026-0003").case.is_open
    assert do(anna, "VNG-2026-0002", "voeg-samen", into="VVSG-2026-0001").status_code == 422


def test_corrected_label_is_kept_to_learn_from_without_the_name(complained: House) -> None:
    complained.receive(
        "vng",
        "Wat nu",
        "Wat nu, ik wil inzage.\n\nPiet Paulusma",
        sender="Piet Paulusma <p.paulusma@x.example>",
    )
    anna = Visitor(complained, ANNA)
    version = complained.cases[1].version
    data = {"versie": str(version), "label": ["access", "question"], "identificatie": "ja"}
    assert anna.post("/zaken/VNG-2026-0002/labels", data).status_code == 200
    [kept] = complained.all(CorrectionRow)
    assert (kept.was, kept.now) == (["access"], ["access", "question"])
    assert "Paulusma" not in repr(kept.candidate)
    assert kept.candidate["labels"] == ["access", "question"]
    assert EventKind.IDENTIFICATION_ASKED in kinds(complained, "VNG-2026-0002")
    wrong = anna.post("/zaken/VNG-2026-0002/labels", {"versie": "99", "label": ["other", "access"]})
    assert wrong.status_code == 422


def test_dossier_is_whole_and_every_change_shows(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    write(anna, complained)
    approve(anna, complained)
    complained.send()
    content = anna.get("/zaken/VNG-2026-0001/dossier").content
    vault = complained.database.vault
    assert dossier_check.check(content, vault) == dossier_check.Check("VNG-2026-0001", (), True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {"dossier.html", "geschiedenis.json", "manifest.json", "zaak.json"} <= files.keys()
    assert any(name.startswith("ontvangen/") for name in files)
    for name, value in files.items():
        changed = {**files, name: value.replace(b"e", b"a", 1) + b" "}
        assert dossier_check.check(dossier._zip(changed), vault).problems, name
        missing = {key: kept for key, kept in files.items() if key != name}
        assert dossier_check.check(dossier._zip(missing), vault).problems, name
    assert dossier_check.check(dossier._zip({**files, "extra.txt": b"x"}), vault).problems
    assert dossier_check.check(b"no zip").problems


def test_search_by_reference_address_and_name(complained: House) -> None:
    complained.receive("vng", "Klacht", COMPLAINT + "!", sender="Zoë van der Éénhoorn <zoe@x.example>")
    search.index(complained.context)
    assert search.index(complained.context) == 0
    for asked in (
        "zoe@x.example",
        "Eenhoorn",
        "van der éénhoorn zoë",
        "VNG-2026-0002",
        "2026-0002",
        "vng-2026-0002",
    ):
        with complained.database.reading() as session:
            found = search.search(complained.context, session, asked, ("vng",))
        assert [row.reference for row in found] == ["VNG-2026-0002"], asked
    with complained.database.reading() as session:
        assert search.search(complained.context, session, "zoe@x.example", ("vvsg",)) == []
        assert list(search.search(complained.context, session, "%", ("vng",))) == []


def test_draft_by_mail_opens_once_after_sign_in_and_only_for_its_reader(complained: House) -> None:
    anna, bram = Visitor(complained, ANNA), Visitor(complained, BRAM)
    anna.post("/account/mail", {"mail": "ja"})
    assert review_mail.offer(complained.context) == 1
    assert review_mail.offer(complained.context) == 0
    complained.send()
    [mail] = complained.sent(ANNA)
    link = re.search(r"/link/\S+", message_from_bytes(mail.as_bytes(), policy=policy.default).get_content())
    assert link
    assert (
        Visitor(complained).get(link[0], follow_redirects=False).headers["location"].startswith("/inloggen")
    )
    assert bram.get(link[0]).status_code == 410
    assert anna.get(link[0]).url.path.startswith("/zaken/VNG-2026-0001/concept/")
    assert anna.get(link[0]).status_code == 410
    assert answers(complained) == []


def test_unanswered_mail_becomes_a_case_without_a_mail_to_a_machine(complained: House) -> None:
    complained.receive(
        "vng", "Nieuws", "De nieuwsbrief.", Precedence="bulk", List_Id="<n.x.example>", sender="n@x.example"
    )
    raw = complained.raw[-1]
    assert complained.messages[-1].state == MessageState.UNANSWERED
    anna = Visitor(complained, ANNA)
    assert "Nieuws" in anna.get("/niet-beantwoord").text
    assert anna.post(f"/mail/{raw.id}/zaak", {"label": "access"}).status_code == 200
    complained.run()
    assert complained.cases[-1].labels == ["access"]
    assert complained.sent("n@x.example") == []
    assert anna.post(f"/mail/{raw.id}/zaak", {"label": "access"}).status_code == 422


def test_bulk_seen_touches_only_own_organisations(complained: House) -> None:
    complained.receive("vvsg", "Nieuws", "De nieuwsbrief.", sender="n@x.example")
    Visitor(complained, ANNA).post("/niet-beantwoord", {"bericht": str(complained.raw[-1].id)})
    assert complained.all(RawMailRow)[-1].handled_at is None
    Visitor(complained, "vera@vvsg.example").post("/niet-beantwoord", {"bericht": str(complained.raw[-1].id)})
    assert complained.all(RawMailRow)[-1].handled_at is not None


def test_on_time_counts_to_the_last_minute_of_the_local_day(complained: House) -> None:
    anna = Visitor(complained, ANNA)
    row = complained.cases[0]
    zone = complained.context.organisation("vng").timezone
    from datetime import datetime, time

    last = datetime.combine(row.due, time(23, 59), tzinfo=zone)
    period = Period(row.due - timedelta(days=60), row.due + timedelta(days=60), ("vng",), "Europe/Amsterdam")
    for closed_at, expected in ((last, (1, 0)), (last + timedelta(minutes=2), (0, 1))):
        complained.now = closed_at
        visitor = Visitor(complained, ANNA)
        do(visitor, "VNG-2026-0001", "sluiten", outcome="withdrawn", reason="x")
        with complained.database.reading() as session:
            found = statistics.gather(complained.context, session, period)
        assert (found.on_time, found.late) == expected
        assert found.received == 1
        do(visitor, "VNG-2026-0001", "heropenen")
    assert anna


def test_huge_field_lost_database_and_hostile_form_end_in_dutch(
    light: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = Visitor(light, ANNA)
    before = draft(light).body
    huge = write(anna, light, body="x" * 5_000_000)
    assert huge.status_code == 413
    assert "Er is niets opgeslagen" in huge.text
    assert write(anna, light, body="x" * 13_000_000).status_code == 413
    assert draft(light).body == before
    for odd in ("abc", "-1", "9" * 30, "1.0"):
        assert anna.get(f"/zaken/VNG-2026-0001/concept/{odd}").status_code == 404
    assert anna.get("/zaken/" + "A" * 5000).status_code == 404
    from sqlalchemy.exc import OperationalError

    def broken() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(light.database, "reading", broken)
    lost = anna.get("/werkvoorraad")
    assert lost.status_code == 503
    assert "even niet bereikbaar" in lost.text
    assert anna.get("/healthz").status_code == 503


def test_headers_and_probes(light: House) -> None:
    visitor = Visitor(light)
    headers = visitor.get("/inloggen").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert visitor.get("/readyz").json() == {"ready": True, "problems": []}
    assert visitor.get("/metrics").status_code == 403


def test_export_names_nobody(light: House) -> None:
    anna = Visitor(light, ANNA)
    csv = anna.get("/overzicht/zaken.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith(
        "VNG-2026-0001;vng;request;in_progress;;complaint;2026-09-01 10:00;2026-10-01"
    )
    assert "jo@person" not in csv
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(anna.get("/overzicht/zaken.xlsx").content))
    assert book.active is not None
    assert book.active["A2"].value == "VNG-2026-0001"


def test_calendar_address_is_the_key(light: House) -> None:
    anna = Visitor(light, ANNA)
    text = anna.post("/account/agenda").text
    address = re.search(r"/agenda/\S+?/vng\.ics", text)
    assert address
    nobody = Visitor(light)
    assert b"VNG-2026-0001" in nobody.get(address[0]).content
    assert nobody.get(address[0].replace("vng.ics", "vvsg.ics")).status_code == 404
    anna.post("/account/agenda")
    assert nobody.get(address[0]).status_code == 404


def test_attachment_goes_along_and_changes_the_fingerprint(light: House) -> None:
    anna = Visitor(light, ANNA)
    write(anna, light)
    before = digest(anna, light)
    row = draft(light)
    path = f"/zaken/VNG-2026-0001/concept/{row.id}/bijlage"
    files = {"bestand": ("..\\brief.pdf", b"%PDF-1.4 inhoud", "application/pdf")}
    assert anna.post(path, {"versie": str(row.version)}, files=files).status_code == 200
    assert draft(light).attachments[0]["filename"] == "brief.pdf"
    assert digest(anna, light) != before
    approve(anna, light)
    light.send()
    [sent] = [m for m in light.sent("jo@person.example") if "antwoord" in str(m["Subject"])]
    assert [part.get_filename() for part in sent.walk() if part.get_filename()] == ["brief.pdf"]
