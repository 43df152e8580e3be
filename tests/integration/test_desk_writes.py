"""Every write of the desk by every role that may: it succeeds once, and for everybody and everything else nothing changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyotp
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from assistant.core.case import EventKind
from assistant.desk.access import ALLOWED, Right
from assistant.settings import OpenIdConnect, Secret
from assistant.stages import accounts, act_drafts, casework, sign_in
from assistant.stages.act import FieldKind
from assistant.stages.actions import ACTIONS
from assistant.stages.approve import approve, preview
from assistant.store import cases
from assistant.store.account_tables import AccountRow, AuditRow, StaffRole
from assistant.store.database import Database, connect
from assistant.store.tables import DraftRow, RawMailRow
from tests.desk_house import PASSWORD, Visitor
from tests.house import House, fresh_database, test_settings
from tests.unit.desk.test_access_matrix import TABLE

R = Right
COMPLAINT, DOUBT, ACCESS, PROOF, TWO, STRANGE = (f"VNG-2026-000{number}" for number in range(1, 7))
ROLES = {role.value: role for role in StaffRole}
TABLES = (
    "cases", "case_events", "messages", "raw_mails", "outbox", "drafts", "draft_versions", "approvals", "corrections", "alarms",
    "accounts", "account_roles",
)  # fmt: skip
FILLED = {
    "veld.complaint": "Uw adres stond in een lijst.",
    "veld.findings": "Een medewerker zette het daarin.",
    "veld.measures": "Wij haalden het adres uit de lijst.",
}


@lru_cache(maxsize=1)
def _cheap() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


@pytest.fixture(autouse=True, scope="module")
def _quick_passwords() -> Iterator[None]:
    """What is tested here are forms and not the cost of guessing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign_in, "hasher", _cheap)
        patch.setattr(accounts, "hasher", _cheap)
        yield


@dataclass
class World:
    """A house with cases in every state, and a colleague per role."""

    house: House
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, name: str) -> Visitor:
        """``behandelaar``, ``goedkeurder``, ``fg`` and ``beheerder`` of VNG; ``vreemd`` works elsewhere; ``collega`` is managed."""
        if name not in self.visitors:
            self.visitors[name] = Visitor(self.house, f"{name}@vng.example")
        return self.visitors[name]

    def account(self, name: str) -> AccountRow:
        return next(row for row in self.house.all(AccountRow) if row.email == f"{name}@vng.example")

    def state(self) -> dict[str, list[Any]]:
        """Everything that a write may change, as it is stored."""
        with self.house.database.engine.connect() as connection:
            return {
                table: list(connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").all())  # noqa: S608
                for table in TABLES
            }

    def draft(self) -> DraftRow:
        row = self.house.row(COMPLAINT)
        return self.house.all(DraftRow, DraftRow.case_id == row.id)[-1]  # type: ignore[no-any-return]

    def raw(self, state: str) -> RawMailRow:
        rows = self.house.raw
        if state == "quarantined":
            return next(row for row in rows if row.state == state)
        wanted = {m.raw_id for m in self.house.messages if m.state == "unanswered"}
        return next(row for row in rows if row.id in wanted)

    def happen(self, reference: str, kind: EventKind, **data: Any) -> None:
        with self.house.database.transaction() as session:
            row = cases.by_reference(session, reference)
            assert row is not None
            work = casework.load(self.house.context, session, row.id)
            casework.happen(self.house.context, session, work, kind, data, actor="medewerker-1")

    def do(self, reference: str, key: str, **values: str) -> None:
        """A colleague did this before."""
        answer = self.visitor("behandelaar").post(
            f"/zaken/{reference}/doe/{key}", {**action_form(self, reference, key), **values}
        )
        assert answer.status_code == 200, answer.text[:500]


def _settings(folder: Path) -> Any:
    (folder / "geheim").write_text("x")
    oidc = OpenIdConnect(
        issuer="http://127.0.0.1:9/x", client_id="x", client_secret=Secret(file=folder / "geheim")
    )
    base = test_settings()
    limits = base.limits.model_copy(update={"message_bytes": 20_000})
    return base.model_copy(
        update={"limits": limits, "desk": base.desk.model_copy(update={"openid_connect": oidc})}
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, House]:
    """Built once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("writes")
    path = folder / "house.sqlite3"
    house = House(fresh_database(f"sqlite:///{path}"), _settings(folder))
    house.receive("vng", "Klacht", "Ik dien een klacht in.", sender="a@x.example")
    house.receive("vng", "Wat nu", "Wat nu? Ik kreeg een klacht.", sender="b@x.example")
    house.receive("vng", "Inzage", "Graag inzage.", sender="c@x.example")
    house.receive("vng", "Inzage", "Ook graag inzage.", sender="d@x.example")
    house.reply("vng", house.sent("d@x.example")[-1], "Mijn postcode is 1234 AB.", sender="d@x.example")
    house.receive("vng", "Twee", "Ik dien een klacht in en maak bezwaar.", sender="e@x.example")
    house.receive("vng", "Klacht", "Ik dien ook een klacht in.", sender="f@x.example")
    house.receive("vng", "Nieuws", "De nieuwsbrief.", sender="n@x.example")
    house.deliver("vng", b"Subject: groot\r\n\r\n" + b"x" * 21_000)
    house.run()
    house.turn(days=2)
    for name, role in ROLES.items():
        accounts.add(
            house.context,
            email=f"{name}@vng.example",
            name=name,
            roles={"vng": [role]},
            password=PASSWORD,
            must_change=False,
        )
    accounts.add(
        house.context, email="collega@vng.example", name="Collega", roles={"vng": [StaffRole.HANDLER]}, password=PASSWORD,
        must_change=False,
    )  # fmt: skip
    everything = list(StaffRole)
    accounts.add(
        house.context,
        email="vreemd@vng.example",
        name="Vreemd",
        roles={"vvsg": everything},
        password=PASSWORD,
        must_change=False,
    )
    house.database.close()
    return path.read_bytes(), house


@pytest.fixture
def world(built: tuple[bytes, House], tmp_path: Path) -> Iterator[World]:
    content, made = built
    path = tmp_path / "house.sqlite3"
    path.write_bytes(content)
    vault = made.database.vault
    house = House(Database(connect(f"sqlite:///{path}", vault), vault), made.settings)
    house.now = made.now
    yield World(house)
    house.database.close()


Form = dict[str, Any]


@dataclass(frozen=True)
class Write:
    """One write: the address, the right that it asks, and how its form is filled in. ``changes`` False leaves no trace."""

    name: str
    path: str
    right: Right
    make: Callable[[World, str], tuple[str, Form]]
    changes: bool = True
    again: bool = True
    """Sending it twice leaves what sending it once left; False where each time rightly makes something new."""
    files: dict[str, tuple[str, bytes, str]] | None = None
    shown: bool = False
    """The answer is a page or a value itself, and not the way to one."""
    noted: bool = True
    """A line in the audit trail says that it was done."""
    stranger: bool = True
    """A colleague of another organisation gets the answer that it does not exist."""


def action_form(world: World, reference: str, key: str) -> Form:
    """Every field filled in with the first sensible thing."""
    house, action = world.house, ACTIONS[key]
    with house.database.reading() as session:
        row = cases.by_reference(session, reference)
        assert row is not None
        work = casework.load(house.context, session, row.id, lock=False)
        assert action.available(work), f"{key} is possible at {reference}"
        fields = action.fields(house.context, work)
    today = house.now.astimezone(work.organisation.timezone).date().isoformat()
    fillers: dict[FieldKind, Callable[[Any], str]] = {
        FieldKind.TEXT: lambda f: "Ledenadministratie", FieldKind.LONG: lambda f: "Een duidelijke reden.",
        FieldKind.DATE: lambda f: today, FieldKind.CHOICE: lambda f: f.options[0][0], FieldKind.LABELS: lambda f: f.options[0][0],
        FieldKind.PERSON: lambda f: world.account("collega").actor, FieldKind.CASE: lambda f: STRANGE,
    }  # fmt: skip
    return {"versie": str(row.version), **{f.name: fillers[f.kind](f) for f in fields}}


def _nothing(world: World) -> None:
    """No preparation."""


def on_case(key: str, reference: str, before: Callable[[World], None] = _nothing, **values: str) -> Write:
    """A write of the table of actions."""

    def make(world: World, role: str) -> tuple[str, Form]:
        before(world)
        return f"/zaken/{reference}/doe/{key}", {**action_form(world, reference, key), **values}

    return Write(f"doe {key}", "/zaken/{reference}/doe/{key}", R.WORK, make)


def on_draft(tail: str, right: Right, make: Callable[[World, str], Form], **more: Any) -> Write:
    """A write on the draft of the complaint."""

    def made(world: World, role: str) -> tuple[str, Form]:
        form = make(world, role)
        return f"/zaken/{COMPLAINT}/concept/{world.draft().id}{tail}", form

    return Write(f"concept{tail}", "/zaken/{reference}/concept/{draft}" + tail, right, made, **more)


def _text(world: World, role: str) -> Form:
    row = world.draft()
    return {"versie": str(row.version), "subject": row.subject, "body": row.body, **FILLED}


def _finished(world: World) -> DraftRow:
    row = world.draft()
    typed = {name.removeprefix("veld."): value for name, value in FILLED.items()}
    act_drafts.save_draft(
        world.house.context,
        row.id,
        version=row.version,
        subject=row.subject,
        body=row.body,
        typed=typed,
        actor="medewerker-9",
    )
    return world.draft()


def _approval(world: World, role: str) -> Form:
    row = _finished(world)
    with world.house.database.reading() as session:
        return {"vingerafdruk": preview(world.house.context, session, row.id).digest, "uitkomst": ""}


def _approved(world: World, role: str) -> Form:
    row = _finished(world)
    approve(world.house.context, row.id, approver="medewerker-9")
    return {}


def _with_file(world: World, role: str) -> Form:
    row = world.draft()
    act_drafts.attach(
        world.house.context,
        row.id,
        version=row.version,
        filename="a.txt",
        content_type="text/plain",
        content=b"x",
        actor="medewerker-9",
    )
    return {"versie": str(world.draft().version), "nummer": "0"}


def _code(world: World, role: str) -> tuple[str, Form]:
    secret = pyotp.random_base32()
    return "/account/code", {"geheim": secret, "code": pyotp.TOTP(secret).at(world.house.now)}


def _code_off(world: World, role: str) -> tuple[str, Form]:
    secret = pyotp.random_base32()
    world.visitor(role)  # signed in before the code is asked
    account, clock = world.account(role), pyotp.TOTP(secret)
    sign_in.set_totp(world.house.context, account.id, secret, clock.at(world.house.now))
    return "/account/code-uit", {"code": clock.at(world.house.now + timedelta(seconds=30))}


def _other_session(world: World, role: str) -> tuple[str, Form]:
    Visitor(world.house, f"{role}@vng.example")
    with world.house.database.reading() as session:
        from assistant.store.accounts import sessions_of

        newest = sessions_of(session, world.account(role).id, world.house.now)[0]
    return "/account/sessie-weg", {"sessie": str(newest.id)}


def _fresh(world: World, role: str) -> Form:
    new = "vier rustige groene kikkers"
    return {"oud": PASSWORD, "nieuw": new, "nogmaals": new}


def _managed(tail: str) -> Callable[[World, str], str]:
    return lambda world, role: f"/beheer/{world.account('collega').id}/{tail}"


WRITES = [
    Write("melding", "/meldingen/gezien", R.WORK, lambda w, r: ("/meldingen/gezien", {"melding": str(w.house.alarms[0].id)}),
          stranger=False),
    Write("labels", "/zaken/{reference}/labels", R.WORK,
          lambda w, r: (f"/zaken/{DOUBT}/labels", {"versie": str(w.house.row(DOUBT).version), "label": ["objection"]})),
    Write("labels: splitsen", "/zaken/{reference}/labels", R.WORK,
          lambda w, r: (f"/zaken/{DOUBT}/labels", {"versie": str(w.house.row(DOUBT).version), "label": ["objection", "breach_report"]})),
    Write("neem", "/zaken/{reference}/neem", R.WORK, lambda w, r: (f"/zaken/{COMPLAINT}/neem", {})),
    on_draft("", R.WORK, _text),
    on_draft("/controle", R.WORK, _text, changes=False, shown=True, noted=False),
    on_draft("/bijlage", R.WORK, lambda w, r: {"versie": str(w.draft().version)}, files={"bestand": ("a.txt", b"hallo", "text/plain")}),
    on_draft("/bijlage-weg", R.WORK, _with_file),
    on_draft("/weggooien", R.WORK, lambda w, r: {"versie": str(w.draft().version)}),
    on_draft("/goedkeuren", R.APPROVE, _approval),
    on_draft("/terughalen", R.APPROVE, _approved),
    Write("berichten gezien", "/niet-beantwoord", R.WORK, lambda w, r: ("/niet-beantwoord", {"bericht": [str(w.raw("unanswered").id)]}),
          stranger=False),
    Write("bericht afgehandeld", "/mail/{raw}/afgehandeld", R.WORK, lambda w, r: (f"/mail/{w.raw('quarantined').id}/afgehandeld", {})),
    Write("bericht wordt zaak", "/mail/{raw}/zaak", R.WORK, lambda w, r: (f"/mail/{w.raw('unanswered').id}/zaak", {"label": ["access"]})),
    on_case("identificeer", ACCESS),
    on_case("bewijs-onvoldoende", PROOF),
    on_case("vraag-identificatie", COMPLAINT),
    on_case("verduidelijkt", COMPLAINT, lambda w: w.do(COMPLAINT, "buiten-mail-gevraagd", ground="clarification")),
    on_case("buiten-mail-gevraagd", COMPLAINT),
    on_case("buiten-mail-antwoord", ACCESS),
    on_case("toewijzen", COMPLAINT),
    on_case("loslaten", COMPLAINT, lambda w: w.do(COMPLAINT, "toewijzen")),
    on_case("notitie", COMPLAINT),
    on_case("markering-weg", COMPLAINT, lambda w: w.happen(COMPLAINT, EventKind.FLAGGED, flag="ambiguous")),
    on_case("sluiten", COMPLAINT, outcome="withdrawn"),
    on_case("heropenen", COMPLAINT, lambda w: w.do(COMPLAINT, "sluiten", outcome="withdrawn")),
    on_case("vraag-verduidelijking", ACCESS),
    on_case("verleng", ACCESS),
    on_case("weiger", ACCESS),
    on_case("brief", COMPLAINT),
    on_case("verwijs-door", ACCESS),
    on_case("naar-fg", COMPLAINT),
    on_case("voeg-samen", COMPLAINT),
    on_case("maak-los", COMPLAINT, lambda w: w.do(COMPLAINT, "voeg-samen")),
    on_case("splits", TWO),
    Write("uitloggen", "/uitloggen", R.SIGNED_IN, lambda w, r: ("/uitloggen", {}), changes=False, stranger=False, noted=False),
    Write("wachtwoord", "/wachtwoord", R.SIGNED_IN, lambda w, r: ("/wachtwoord", _fresh(w, r)), stranger=False),
    Write("code aan", "/account/code", R.SIGNED_IN, _code, stranger=False),
    Write("code uit", "/account/code-uit", R.SIGNED_IN, _code_off, stranger=False),
    Write("sessie weg", "/account/sessie-weg", R.SIGNED_IN, _other_session, changes=False, stranger=False),
    Write("per mail", "/account/mail", R.SIGNED_IN, lambda w, r: ("/account/mail", {"mail": "ja"}), stranger=False),
    Write("agenda", "/account/agenda", R.SIGNED_IN, lambda w, r: ("/account/agenda", {}), again=False, shown=True, stranger=False),
    Write("nieuw account", "/beheer/nieuw", R.ACCOUNTS,
          lambda w, r: ("/beheer/nieuw", {"naam": "Nieuw", "email": "nieuw@vng.example", "rol.vng": ["fg"]}), shown=True, stranger=False),
    Write("rollen", "/beheer/{account}/rollen", R.ACCOUNTS, lambda w, r: (_managed("rollen")(w, r), {"rol.vng": ["fg", "goedkeurder"]})),
    Write("nieuw wachtwoord", "/beheer/{account}/wachtwoord", R.ACCOUNTS, lambda w, r: (_managed("wachtwoord")(w, r), {}),
          again=False, shown=True),
    Write("sluiten", "/beheer/{account}/sluiten", R.ACCOUNTS, lambda w, r: (_managed("sluiten")(w, r), {"stand": "dicht"}), again=False),
    Write("koppelen", "/beheer/{account}/koppelen", R.ACCOUNTS, lambda w, r: (_managed("koppelen")(w, r), {"kenmerk": "abc"})),
]  # fmt: skip


def allowed(right: Right) -> list[str]:
    return [role for role, value in ROLES.items() if right is R.SIGNED_IN or value in ALLOWED[right]]


CASES = [(write, role) for write in WRITES for role in allowed(write.right)]
NAMES = [f"{write.name}-{role}" for write, role in CASES]


def test_every_write_of_the_desk_is_here() -> None:
    posts = {path for (method, path), right in TABLE.items() if method == "POST" and right is not R.PUBLIC}
    assert {write.path for write in WRITES} == posts
    assert {write.right for write in WRITES} == {right for (m, _), right in TABLE.items() if m == "POST"} - {
        R.PUBLIC
    }
    assert all(TABLE["POST", write.path] is write.right for write in WRITES)
    assert {write.name.removeprefix("doe ") for write in WRITES if write.name.startswith("doe ")} == set(
        ACTIONS
    )


def send(visitor: Visitor, write: Write, url: str, form: Form, csrf: str | None) -> Any:
    data = form if csrf is None else {"csrf": csrf, **form}
    return visitor.client.post(url, data=data, files=write.files, follow_redirects=False)


@pytest.mark.parametrize(("write", "role"), CASES, ids=NAMES)
def test_allowed_write_succeeds_once(world: World, write: Write, role: str) -> None:
    url, form = write.make(world, role)
    visitor = world.visitor(role)
    before = world.state()
    answer = send(visitor, write, url, form, visitor.csrf)
    expected = {200} if write.shown else {303}
    assert answer.status_code in expected, re.sub(r"<[^>]+>|\s+", " ", answer.text)[:900]
    after = world.state()
    assert (after != before) is write.changes
    if write.noted:
        mine = AuditRow.actor == world.account(role).actor
        assert world.house.all(AuditRow, mine, AuditRow.action.startswith("POST"))[-1].result == "gedaan"
    again = send(visitor, write, url, form, visitor.csrf)
    assert again.status_code < 500
    if write.again:
        assert world.state() == after, "sent twice, done once"


@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_without_the_right_word_nothing_changes(world: World, write: Write) -> None:
    role = allowed(write.right)[0]
    url, form = write.make(world, role)
    visitor = world.visitor(role)
    stale = Visitor(world.house, f"{role}@vng.example").csrf if write.name != "code uit" else "oud"
    before = world.state()
    for word in (None, "", "fout", "é", stale):
        assert word != visitor.csrf
        answer = send(visitor, write, url, form, word)
        assert answer.status_code == 403
        assert "verlopen" in answer.text
    assert world.state() == before


@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_other_roles_and_other_organisations_change_nothing(world: World, write: Write) -> None:
    url, form = write.make(world, allowed(write.right)[0])
    before = world.state()
    for role in set(ROLES) - set(allowed(write.right)):
        visitor = world.visitor(role)
        assert send(visitor, write, url, form, visitor.csrf).status_code in {403, 404}
        [refused] = world.house.all(
            AuditRow, AuditRow.actor == world.account(role).actor, AuditRow.action.startswith("POST")
        )
        assert refused.result == "geweigerd"
    if write.stranger:
        visitor = world.visitor("vreemd")
        answer = send(visitor, write, url, form, visitor.csrf)
        assert answer.status_code == 404
        assert "VNG-2026" not in answer.text
        mine = AuditRow.actor == world.account("vreemd").actor
        [refused] = world.house.all(AuditRow, mine, AuditRow.action.startswith("POST"))
        assert (refused.result, refused.organisation) == (
            "geweigerd",
            None if write.right is R.ACCOUNTS else "vng",
        )
    assert world.state() == before


def test_strangers_own_organisation_is_no_way_in(world: World) -> None:
    """Somebody of VVSG who names our mails and alarms by number."""
    visitor = world.visitor("vreemd")
    before = world.state()
    for write in (w for w in WRITES if not w.stranger and w.right is R.WORK):
        url, form = write.make(world, "behandelaar")
        send(visitor, write, url, form, visitor.csrf)
    assert world.state() == before


LONG = [
    write
    for write in WRITES
    if write.name
    in {"concept", "doe notitie", "doe naar-fg", "doe sluiten", "labels", "nieuw account", "melding"}
]


@pytest.mark.parametrize("write", LONG, ids=[write.name for write in LONG])
def test_five_megabytes_in_a_field_is_told_and_changes_nothing(world: World, write: Write) -> None:
    role = allowed(write.right)[0]
    url, form = write.make(world, role)
    visitor = world.visitor(role)
    before = world.state()
    for name in [key for key in form if key not in {"versie"}] or ["label"]:
        value = "a" * 5_000_000
        answer = send(
            visitor,
            write,
            url,
            {**form, name: [value] if isinstance(form[name], list) else value},
            visitor.csrf,
        )
        assert answer.status_code == 413, name
        assert "Er is niets opgeslagen" in answer.text
        assert len(answer.text) < 20_000
    huge = visitor.client.post(url, data={"csrf": visitor.csrf, "x": "a" * 13_000_000})
    assert huge.status_code == 413
    assert world.state() == before


@pytest.mark.parametrize("value", ["", "-1", "abc", "9" * 4000, "9" * 5000, "é", "1e3", "٣", "³"])
def test_odd_numbers_in_a_form_are_stale_or_unknown_and_never_an_error(world: World, value: str) -> None:
    visitor = world.visitor("behandelaar")
    before = world.state()
    for write in (w for w in WRITES if w.right is R.WORK):
        if write.name.startswith("doe ") and write.name not in {"doe notitie", "doe toewijzen"}:
            continue
        url, form = write.make(world, "behandelaar")
        before = world.state()
        for name in ("versie", "nummer", "melding", "bericht"):
            if name in form:
                answer = send(visitor, write, url, {**form, name: value}, visitor.csrf)
                assert answer.status_code < 500, (write.name, name)
                assert world.state() == before, (write.name, name)
    for write in (w for w in WRITES if w.name == "sessie weg"):
        assert send(visitor, write, "/account/sessie-weg", {"sessie": value}, visitor.csrf).status_code < 500


def test_stale_form_of_a_case_is_told_and_nothing_is_lost(world: World) -> None:
    url, form = next(w for w in WRITES if w.name == "doe notitie").make(world, "behandelaar")
    world.do(COMPLAINT, "notitie", text="Van een collega.")
    before = world.state()
    visitor = world.visitor("behandelaar")
    answer = send(visitor, WRITES[0], url, {**form, "text": "Mijn eigen lange tekst."}, visitor.csrf)
    assert answer.status_code == 409
    assert "intussen veranderd" in answer.text
    assert "Mijn eigen lange tekst." in answer.text, "what was typed is not lost"
    assert world.state() == before


def test_body_of_unknown_length_is_cut_off(world: World) -> None:
    visitor = world.visitor("behandelaar")

    def endless() -> Iterator[bytes]:
        yield b"csrf=x&text="
        for _ in range(30):
            yield b"a" * 1_000_000

    before = world.state()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.client.post(f"/zaken/{COMPLAINT}/neem", content=endless(), headers=kind).status_code == 413
    assert world.state() == before


@pytest.mark.parametrize("page", ["0", "-1", "9" * 5000, "٣", "x", "99999"])
def test_odd_page_numbers_show_a_page(world: World, page: str) -> None:
    visitor = world.visitor("behandelaar")
    for path in ("/werkvoorraad", "/niet-beantwoord", "/overzicht/jaarverslag"):
        answer = visitor.client.get(path, params={"pagina": page, "jaar": page})
        assert answer.status_code == 200, path
