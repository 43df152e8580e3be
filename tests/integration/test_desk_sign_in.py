"""Signing in: back-off, codes, revocation, roles that change at once, and the audit trail."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from assistant.stages import accounts, sign_in
from assistant.stages.sign_in import SignInRefused, WeakPassword
from assistant.store.account_tables import AccountRow, AuditRow, SessionRow, StaffRole
from tests.desk_house import PASSWORD, Visitor, add_people
from tests.house import House

EMAIL = "anna@vng.example"


@pytest.fixture
def staffed(sqlite_house: House) -> House:
    """A house with colleagues; what depends on the engine is tested on both, with ``house``."""
    add_people(sqlite_house)
    return sqlite_house


def attempt(house: House, password: str, email: str = EMAIL, address: str = "192.0.2.1") -> sign_in.SignedIn:
    return sign_in.with_password(house.context, email, password, address)


def test_wrong_passwords_lock_and_the_wait_doubles(house: House) -> None:
    staffed = house
    add_people(staffed)
    for _ in range(sign_in.FREE_ATTEMPTS):
        with pytest.raises(SignInRefused, match="klopt niet"):
            attempt(staffed, "fout wachtwoord")
    with pytest.raises(SignInRefused, match="Wacht 1 minuut"):
        attempt(staffed, PASSWORD)
    staffed.now += timedelta(minutes=1, seconds=1)
    with pytest.raises(SignInRefused, match="klopt niet"):
        attempt(staffed, "fout wachtwoord")
    with pytest.raises(SignInRefused, match="Wacht 2 minuten"):
        attempt(staffed, PASSWORD)
    staffed.now += timedelta(minutes=2, seconds=1)
    assert attempt(staffed, PASSWORD).token


def test_unknown_name_is_answered_and_locked_like_a_known_one(staffed: House) -> None:
    for _ in range(sign_in.FREE_ATTEMPTS):
        with pytest.raises(SignInRefused, match="klopt niet"):
            attempt(staffed, "x", "niemand@vng.example")
    with pytest.raises(SignInRefused, match="te vaak"):
        attempt(staffed, "x", "niemand@vng.example")


def test_one_address_that_tries_many_names_is_slowed_down(staffed: House) -> None:
    for number in range(sign_in.FREE_ATTEMPTS_PER_ADDRESS):
        with pytest.raises(SignInRefused):
            attempt(staffed, "x", f"naam{number}@vng.example", "192.0.2.9")
    with pytest.raises(SignInRefused, match="te vaak"):
        attempt(staffed, PASSWORD, EMAIL, "192.0.2.9")
    assert attempt(staffed, PASSWORD, EMAIL, "192.0.2.10").token


def test_code_is_asked_works_once_and_gives_a_new_token(staffed: House) -> None:
    secret = pyotp.random_base32()
    account = staffed.all(AccountRow)[0]
    code = pyotp.TOTP(secret).at(staffed.now)
    sign_in.set_totp(staffed.context, account.id, secret, code)
    staffed.now += timedelta(seconds=60)
    begun = attempt(staffed, PASSWORD)
    assert begun.awaits_code
    visitor = Visitor(staffed)
    visitor.client.cookies.set("werkplek", begun.token)
    assert visitor.get("/werkvoorraad", follow_redirects=False).status_code == 303
    code = pyotp.TOTP(secret).at(staffed.now)
    with pytest.raises(SignInRefused, match="code klopt niet"):
        sign_in.with_code(staffed.context, begun.token, "000000", "192.0.2.1")
    done = sign_in.with_code(staffed.context, begun.token, code, "192.0.2.1")
    assert done.token != begun.token
    again = attempt(staffed, PASSWORD)
    with pytest.raises(SignInRefused, match="al gebruikt"):
        sign_in.with_code(staffed.context, again.token, code, "192.0.2.1")


def test_weak_passwords_are_refused(staffed: House) -> None:
    for weak in ("kort", "aaaaaaaaaaaaaaaa", "x" * 1001):
        with pytest.raises(WeakPassword):
            sign_in.check_password(weak)
    with pytest.raises(WeakPassword, match="naam"):
        sign_in.check_password("anna en nog veel meer", not_like=("anna",))


def test_revoked_session_ends_at_once_and_new_password_ends_the_others(staffed: House) -> None:
    first, second = Visitor(staffed, EMAIL), Visitor(staffed, EMAIL)
    newest = staffed.all(SessionRow)[-1]
    first.post("/account/sessie-weg", {"sessie": str(newest.id)})
    assert second.get("/account", follow_redirects=False).status_code == 303
    third = Visitor(staffed, EMAIL)
    data = {
        "oud": PASSWORD,
        "nieuw": "vier rustige groene kikkers",
        "nogmaals": "vier rustige groene kikkers",
    }
    assert third.post("/wachtwoord", data).status_code == 200
    assert first.get("/account", follow_redirects=False).status_code == 303
    assert third.get("/account", follow_redirects=False).status_code == 200


def test_session_of_another_cannot_be_revoked(staffed: House) -> None:
    anna, bram = Visitor(staffed, EMAIL), Visitor(staffed, "bram@vng.example")
    of_bram = staffed.all(SessionRow)[-1]
    anna.post("/account/sessie-weg", {"sessie": str(of_bram.id)})
    assert bram.get("/account", follow_redirects=False).status_code == 200


def test_session_ends_after_its_hours(staffed: House) -> None:
    visitor = Visitor(staffed, EMAIL)
    staffed.now += timedelta(hours=staffed.settings.desk.session_hours, seconds=1)
    assert visitor.get("/account", follow_redirects=False).status_code == 303


def test_roles_change_in_a_running_session(staffed: House) -> None:
    visitor = Visitor(staffed, "hans@vng.example")
    assert visitor.get("/werkvoorraad").status_code == 200
    account = staffed.all(AccountRow)[-1]
    accounts.set_roles(staffed.context, account.id, "vng", [StaffRole.ADMINISTRATOR], actor="test")
    assert visitor.get("/werkvoorraad").status_code == 403
    accounts.set_disabled(staffed.context, account.id, disabled=True, actor="test")
    assert visitor.get("/account", follow_redirects=False).status_code == 303


def test_sign_in_goes_on_only_to_our_own_pages(staffed: House) -> None:
    for bad in ("https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "javascript:x"):
        answer = Visitor(staffed).sign_in(EMAIL, to=bad)
        assert str(answer.url).startswith(staffed.settings.desk.base_url)
        assert answer.url.path == "/werkvoorraad"


def test_cookie_is_for_this_site_and_not_for_scripts(staffed: House) -> None:
    visitor = Visitor(staffed)
    visitor.client.follow_redirects = False
    answer = visitor.sign_in(EMAIL)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie  # plain HTTP on loopback
    secure = staffed.settings.desk.model_copy(update={"base_url": "https://privacy.vng.example"})
    staffed.settings = staffed.settings.model_copy(update={"desk": secure})
    from dataclasses import replace

    from assistant.desk.web import Desk

    desk = Desk(replace(staffed.context, settings=staffed.settings), list)
    assert desk.secure
    assert desk.cookie == "__Host-werkplek"


def test_tokens_and_passwords_are_not_stored_in_the_clear(staffed: House) -> None:
    begun = attempt(staffed, PASSWORD)
    with staffed.database.engine.connect() as connection:
        for table in ("accounts", "desk_sessions", "audit"):
            dump = repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608
            assert begun.token not in dump
            assert PASSWORD not in dump
            assert "anna" not in dump.lower()
            assert "argon2" in dump or table != "accounts"


def test_reads_changes_and_refusals_are_in_the_audit_trail(house: House) -> None:
    staffed = house
    add_people(staffed)
    staffed.receive("vng", "Klacht", "Ik dien een klacht in.")
    staffed.receive("vvsg", "Klacht", "Ik dien een klacht in.", sender="b@x.example")
    anna = Visitor(staffed, EMAIL)
    anna.get("/zaken/VNG-2026-0001")
    anna.post("/zaken/VNG-2026-0001/neem")
    assert anna.get("/zaken/VVSG-2026-0001").status_code == 404
    assert anna.get("/zaken/VNG-2026-0999").status_code == 404
    lines = [(row.action, row.result, row.organisation) for row in staffed.all(AuditRow)]
    assert ("GET zaak", "gedaan", "vng") in lines
    assert ("POST zaak nemen", "gedaan", "vng") in lines
    assert ("GET zaak", "geweigerd", "vvsg") in lines
    assert ("GET zaak", "onbekend", None) in lines
    fien = Visitor(staffed, "fien@vng.example")
    shown = fien.get("/logboek").text
    assert "Anna de Wit" in shown
    assert "VVSG-2026-0001" not in shown
