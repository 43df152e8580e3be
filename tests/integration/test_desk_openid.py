"""Sign-in through an identity provider: the real desk over HTTP, a real provider on loopback, and a browser without a screen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import ValidationError

from assistant.desk import identity_provider
from assistant.desk.identity_provider import IdentityProvider, ProviderDown
from assistant.desk.server import DeskServer
from assistant.settings import ConfigError, OpenIdConnect, Secret
from assistant.stages import accounts, act_drafts
from assistant.stages.accounts import AccountProblem
from assistant.stages.approve import preview
from assistant.store.account_tables import AccountRow, AuditRow, ThrottleRow
from assistant.store.tables import OutboxRow
from tests.desk_house import PASSWORD, add_people, csrf_of
from tests.house import House, fresh_database, test_settings
from tests.servers import certificates, free_port
from tests.servers.openid import Claims, OpenIdProvider, openid_provider

ANNA = {"sub": "onderwerp-anna", "email": "anna@vng.example", "email_verified": True}
TENANT, OTHER_TENANT = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"
OBJECT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"


@dataclass
class Working:
    """A desk with colleagues, and the provider that it trusts."""

    house: House
    provider: OpenIdProvider
    url: str
    ids: dict[str, int] = field(default_factory=dict)
    noted: int = 0

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)

    def go(self, client: httpx.Client, start: str = "/inloggen/organisatie") -> httpx.Response:
        """Follow every redirect, also through the provider."""
        return client.get(start, follow_redirects=True)

    def to_callback(self, client: httpx.Client) -> str:
        """Sign in at the provider and stop before its answer reaches the desk: the address of that answer."""
        away = client.get("/inloggen/organisatie", follow_redirects=False)
        assert away.status_code == 303
        return str(httpx.get(away.headers["location"], follow_redirects=False).headers["location"])

    def trail(self, action: str = "inloggen via organisatie") -> list[tuple[str, str, str]]:
        """Actor, result and reason of what this test added."""
        rows = self.house.all(AuditRow, AuditRow.action == action, AuditRow.id > self.noted)
        return [(row.actor, row.result, (row.detail or {}).get("reason", "")) for row in rows]

    def account(self, email: str = "anna@vng.example") -> AccountRow:
        [row] = self.house.all(AccountRow, AccountRow.id == self.ids[email])
        return row  # type: ignore[no-any-return]


def start(
    folder: Path, provider: OpenIdProvider, *, desk: dict[str, object] | None = None, **more: object
) -> tuple[Working, DeskServer]:
    port = free_port()
    issuer = provider.issuer.replace("{tenantid}", "organizations")
    secret = folder / "geheim"
    secret.write_text(provider.client_secret)
    chosen = OpenIdConnect.model_validate(
        {"issuer": issuer, "client_id": provider.client_id, "client_secret": Secret(file=secret), **more}
    )
    base = test_settings()
    chosen_desk = base.desk.model_copy(
        update={
            "port": port,
            "base_url": f"http://127.0.0.1:{port}",
            "openid_connect": chosen,
            **(desk or {}),
        }
    )
    house = House(
        fresh_database(f"sqlite:///{folder}/desk.sqlite3"), base.model_copy(update={"desk": chosen_desk})
    )
    provider.now = house.now.timestamp
    made = Working(house, provider, chosen_desk.base_url, add_people(house))
    server = DeskServer(house.context)
    server.start()
    return made, server


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with openid_provider() as running:
        running.person = dict(ANNA)
        yield running


@pytest.fixture
def working(tmp_path: Path, provider: OpenIdProvider) -> Iterator[Working]:
    made, server = start(tmp_path, provider)
    yield made
    server.stop()
    made.house.database.close()


@pytest.fixture(scope="module")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    with openid_provider() as running:
        made, server = start(tmp_path_factory.mktemp("openid"), running)
        yield made
        server.stop()
        made.house.database.close()


@pytest.fixture
def steady(_kept: Working) -> Working:
    """One desk for all tests in which nobody gets in."""
    provider = _kept.provider
    provider.person, provider.alter, provider.sign, provider.denies = (
        dict(ANNA),
        lambda claims: claims,
        None,
        False,
    )
    provider.metadata = {}
    provider.asked.clear()
    with _kept.house.database.transaction() as session:
        session.query(ThrottleRow).delete()
    _kept.noted = max((row.id for row in _kept.house.all(AuditRow)), default=0)
    return _kept


def test_the_right_account_gets_in_with_its_roles(working: Working) -> None:
    working.house.receive("vng", "Klacht", "Ik dien een klacht in.")
    working.house.receive("vvsg", "Klacht", "Ik dien een klacht in.", sender="b@x.example")
    with working.browser() as client:
        assert "Inloggen met Microsoft Entra" in client.get("/inloggen").text
        page = working.go(client, "/inloggen/organisatie?naar=/zaken/VNG-2026-0001")
        assert page.status_code == 200
        assert page.url.path == "/zaken/VNG-2026-0001"
        assert "Anna de Wit" in page.text
        assert client.get("/zaken/VVSG-2026-0001").status_code == 404
        assert client.get("/beheer").status_code == 403
    assert working.trail() == []
    assert ("medewerker-1", "gedaan", "") in working.trail("inloggen")
    assert [name for name in working.provider.asked if name in {"authorize", "token"}] == [
        "authorize",
        "token",
    ]


def test_bound_identity_is_known_without_address_and_follows_no_address(working: Working) -> None:
    with working.browser() as client:
        assert working.go(client).status_code == 200
    working.provider.person = {"sub": ANNA["sub"], "email": "bram@vng.example", "email_verified": True}
    with working.browser() as client:
        assert "Anna de Wit" in working.go(client).text
    working.provider.person = {"sub": "iemand anders", "email": "anna@vng.example", "email_verified": True}
    with working.browser() as client:
        assert working.go(client).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "anna@vng.example"},
        {"email": "anna@vng.example", "email_verified": False},
        {"email": "anna@vng.example", "email_verified": "ja hoor"},
        {"preferred_username": "anna@vng.example"},
        {"upn": "anna@vng.example", "email": "anna@vng.example", "xms_edov": False},
        {"email": "niemand@vng.example", "email_verified": True},
    ],
)
def test_an_address_nobody_vouches_for_links_nothing(steady: Working, claims: Claims) -> None:
    steady.provider.person = {"sub": "S-Kenmerk-1", **claims}
    with steady.browser() as client:
        page = steady.go(client)
        assert page.status_code == 401
        assert "nog geen account op deze werkplek" in page.text
        assert "S-Kenmerk-1" in page.text  # what the administrator needs
        assert client.get("/werkvoorraad", follow_redirects=False).status_code == 303
    assert steady.trail() == [("onbekend", "geweigerd", "unknown identity")]
    assert steady.account().oidc_subject_hash is None


def test_administrator_binds_what_the_refused_colleague_saw(working: Working) -> None:
    working.provider.person = {"sub": "S-Kenmerk-1"}
    anna = working.ids["anna@vng.example"]
    with working.browser() as admin:
        page = admin.get("/inloggen")
        form = {
            "csrf": csrf_of(page.text),
            "email": "beer@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/beheer",
        }
        word = csrf_of(admin.post("/inloggen", data=form, follow_redirects=True).text)
        # Anna works for the same organisations, so Beer may bind her account; Vera's he may not.
        bound = admin.post(f"/beheer/{anna}/koppelen", data={"csrf": word, "kenmerk": " S-Kenmerk-1 "})
        assert bound.status_code == 303
        taken = admin.post(
            f"/beheer/{working.ids['hans@vng.example']}/koppelen",
            data={"csrf": word, "kenmerk": "S-Kenmerk-1"},
        )
        assert taken.status_code == 422
        assert "al bij een ander account" in taken.text
        others = admin.post(
            f"/beheer/{working.ids['vera@vvsg.example']}/koppelen", data={"csrf": word, "kenmerk": "x"}
        )
        assert others.status_code == 404
    with working.browser() as client:
        assert "Anna de Wit" in working.go(client).text
    working.provider.person = {"sub": "s-kenmerk-1"}  # a subject is case-sensitive
    with working.browser() as client:
        assert working.go(client).status_code == 401
    accounts.bind(working.house.context, anna, None, actor="test")
    working.provider.person = {"sub": "S-Kenmerk-1"}
    with working.browser() as client:
        assert working.go(client).status_code == 401
    with pytest.raises(AccountProblem, match="kenmerk"):
        accounts.bind(working.house.context, anna, "  ", actor="test")


def test_account_without_password_is_made_on_the_desk(working: Working) -> None:
    with working.browser() as admin:
        form = {
            "csrf": csrf_of(admin.get("/inloggen").text),
            "email": "beer@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/beheer",
        }
        page = admin.post("/inloggen", data=form, follow_redirects=True)
        assert 'name="oidc"' in page.text
        new = {
            "csrf": csrf_of(page.text),
            "naam": "Nina",
            "email": "nina@vng.example",
            "rol.vng": "behandelaar",
            "oidc": "ja",
        }
        made = admin.post("/beheer/nieuw", data=new)
        assert "logt in via de organisatie" in made.text
        assert "Eerste wachtwoord" not in made.text
    working.provider.person = {"sub": "nina", "email": "Nina@vng.example", "email_verified": True}
    with working.browser() as client:
        assert "Nina" in working.go(client).text
        form = {
            "csrf": csrf_of(client.get("/account").text),
            "email": "nina@vng.example",
            "wachtwoord": "",
            "naar": "/",
        }
    with working.browser() as client:
        form["csrf"] = csrf_of(client.get("/inloggen").text)
        assert client.post("/inloggen", data=form).status_code == 401


def test_closed_account_is_told_and_stays_out(working: Working) -> None:
    with working.browser() as client:
        working.go(client)
        accounts.set_disabled(
            working.house.context, working.ids["anna@vng.example"], disabled=True, actor="test"
        )
        assert client.get("/account", follow_redirects=False).status_code == 303
        page = working.go(client)
        assert page.status_code == 401
        assert "gesloten" in page.text
    assert working.trail() == [("medewerker-1", "geweigerd", "account closed")]


def test_first_password_nobody_changed_ends_when_its_owner_comes_through_the_provider(
    working: Working,
) -> None:
    context, anna = working.house.context, working.ids["anna@vng.example"]
    accounts.reset_password(context, anna, "eerste wachtwoord van Beer", actor="test")
    with working.browser() as client:
        page = working.go(client)
        assert page.url.path == "/werkvoorraad"
    assert working.account().password_hash is None
    accounts.reset_password(context, working.ids["bram@vng.example"], PASSWORD, actor="test")
    assert working.account("bram@vng.example").password_hash is not None


def _wrong(**changes: Any) -> Callable[[Claims], Claims]:
    return lambda claims: {**claims, **{name: value for name, value in changes.items() if value is not None}}


def _without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


LIES: dict[str, Callable[[Claims], Claims]] = {
    "nonce of another sign-in": _wrong(nonce="van een ander"),
    "nonce that is no text": _wrong(nonce=["é"]),
    "no nonce": _without("nonce"),
    "another audience": _wrong(aud="een andere toepassing"),
    "audience among several without azp": _wrong(aud=["werkplek", "een andere"]),
    "azp of another": _wrong(aud=["werkplek", "een andere"], azp="een andere"),
    "another issuer": _wrong(iss="https://kwaad.example/tenant/v2.0"),
    "no issuer": _without("iss"),
    "expired": lambda claims: {**claims, "iat": claims["iat"] - 9000, "exp": claims["exp"] - 9000},
    "no expiry": _without("exp"),
    "not valid yet": lambda claims: {**claims, "nbf": claims["iat"] + 3000},
    "issued in the future": lambda claims: {**claims, "iat": claims["iat"] + 3000},
    "no subject": _without("sub"),
    "empty subject": _wrong(sub=""),
}


@pytest.mark.parametrize("lie", LIES)
def test_token_with_a_wrong_claim_is_refused_and_audited(steady: Working, lie: str) -> None:
    steady.provider.alter = LIES[lie]
    with steady.browser() as client:
        page = steady.go(client)
        assert page.status_code == 401, lie
        assert "Het antwoord van uw organisatie klopt niet" in page.text
        assert client.get("/account", follow_redirects=False).status_code == 303
    [(actor, result, reason)] = steady.trail()
    assert (actor, result) == ("onbekend", "geweigerd")
    assert reason
    assert steady.account().oidc_subject_hash is None


def _unsigned(provider: OpenIdProvider, claims: Claims) -> str:
    parts = [json.dumps({"alg": "none", "kid": provider.keys[-1].kid}).encode(), json.dumps(claims).encode()]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _with_public_key(provider: OpenIdProvider, claims: Claims) -> str:
    """The public key as the secret of HS256: the confusion that RFC 8725 2.1 tells of. By hand: the library refuses to."""
    parts = [json.dumps({"alg": "HS256", "kid": provider.keys[-1].kid}).encode(), json.dumps(claims).encode()]
    signed = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    mac = hmac.new(provider.keys[-1].as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _with_stranger_key(provider: OpenIdProvider, claims: Claims) -> str:
    return provider.signed(claims, RSAKey.generate_key(2048, parameters={"kid": str(provider.keys[-1].kid)}))


def _with_unknown_key(provider: OpenIdProvider, claims: Claims) -> str:
    return provider.signed(claims, RSAKey.generate_key(2048, parameters={"kid": "nooit van gehoord"}))


def _with_own_key_inside(provider: OpenIdProvider, claims: Claims) -> str:
    own = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256", "jwk": own.as_dict(private=False)}, claims, own)


def _changed(provider: OpenIdProvider, claims: Claims) -> str:
    head, _, signature = provider.signed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "iemand"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


FORGERIES: dict[str, Callable[[OpenIdProvider, Claims], str]] = {
    "unsigned": _unsigned, "HS256 with the public key": _with_public_key, "a stranger's key": _with_stranger_key,
    "an unknown key": _with_unknown_key, "a key of its own inside": _with_own_key_inside, "changed after signing": _changed,
    "no token at all": lambda provider, claims: "geen token", "empty": lambda provider, claims: "",
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_token_is_refused_and_audited(steady: Working, forgery: str) -> None:
    steady.provider.sign = lambda claims: FORGERIES[forgery](steady.provider, claims)
    with steady.browser() as client:
        page = steady.go(client)
        assert page.status_code == 401, forgery
        assert client.get("/account", follow_redirects=False).status_code == 303
    [(_, result, _)] = steady.trail()
    assert result == "geweigerd"


def test_rotated_key_counts_at_once_and_the_old_one_no_more(working: Working) -> None:
    with working.browser() as client:
        assert working.go(client).status_code == 200
    working.provider.rotate()
    with working.browser() as client:
        assert working.go(client).status_code == 200
    working.provider.sign = lambda claims: working.provider.signed(claims, working.provider.keys[0])
    with working.browser() as client:
        assert working.go(client).status_code == 401


@pytest.mark.parametrize("state", ["", "van een ander", "é" * 20, "\U0001f600"])
def test_wrong_state_is_refused_and_audited(steady: Working, state: str) -> None:
    with steady.browser() as client:
        url = httpx.URL(steady.to_callback(client))
        page = client.get(url.copy_set_param("state", state))
        assert page.status_code == 401
        assert "hoort niet bij dit inloggen" in page.text
    assert steady.trail() == [("onbekend", "geweigerd", "state")]
    assert "token" not in steady.provider.asked


def test_answer_in_another_browser_is_refused(steady: Working) -> None:
    with steady.browser() as client, steady.browser() as victim:
        page = victim.get(steady.to_callback(client))
        assert page.status_code == 401
        assert "andere browser" in page.text
    assert "token" not in steady.provider.asked


@pytest.mark.parametrize("reusable", [False, True])
def test_replayed_answer_is_refused_even_if_the_provider_forgets_its_codes(
    working: Working, reusable: bool
) -> None:
    working.provider.codes_are_reusable = reusable
    with working.browser() as client:
        url = working.to_callback(client)
        cookie = client.cookies["openid"]
        assert client.get(url, follow_redirects=False).status_code == 303
        assert "openid" not in client.cookies
        client.cookies.clear()
        client.cookies.set("openid", cookie, domain="127.0.0.1")
        again = client.get(url)
        assert again.status_code == 401
        assert "al gebruikt" in again.text
        assert "werkplek" not in client.cookies
    assert working.trail() == [("onbekend", "geweigerd", "state used before")]


def test_code_of_another_sign_in_is_refused(steady: Working) -> None:
    """Code injection: PKCE and the nonce bind a code to the browser that asked for it."""
    with steady.browser() as attacker, steady.browser() as victim:
        stolen = httpx.URL(steady.to_callback(attacker)).params["code"]
        mine = httpx.URL(steady.to_callback(victim))
        assert victim.get(mine.copy_set_param("code", stolen)).status_code == 401
    assert steady.trail() == [("onbekend", "geweigerd", "code refused")]


def test_answer_that_names_another_issuer_is_refused(steady: Working) -> None:
    with steady.browser() as client:
        url = httpx.URL(steady.to_callback(client)).copy_set_param("iss", "https://kwaad.example")
        assert client.get(url).status_code == 401
    assert "token" not in steady.provider.asked


def test_refusal_by_the_provider_is_told(steady: Working) -> None:
    steady.provider.denies = True
    with steady.browser() as client:
        page = steady.go(client)
        assert page.status_code == 401
        assert "liet het inloggen niet toe" in page.text
    assert steady.trail() == [("onbekend", "geweigerd", "no code")]


def test_many_refusals_from_one_address_stop_filling_the_trail(steady: Working) -> None:
    with steady.browser() as client:
        url = httpx.URL(steady.to_callback(client)).copy_set_param("state", "fout")
        for _ in range(12):
            assert client.get(url).status_code == 401
        assert "te vaak" in client.get(url).text
    assert len(steady.trail()) < 12
    with steady.browser() as client:  # a password still works from there
        form = {
            "csrf": csrf_of(client.get("/inloggen").text),
            "email": "anna@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/account",
        }
        assert client.post("/inloggen", data=form).status_code == 303


def signs_in_locally(working: Working) -> bool:
    with working.browser() as client:
        form = {
            "csrf": csrf_of(client.get("/inloggen").text),
            "email": "anna@vng.example",
            "wachtwoord": PASSWORD,
            "naar": "/account",
        }
        return client.post("/inloggen", data=form, follow_redirects=True).url.path == "/account"


@pytest.mark.parametrize("when", ["before", "on the way back"])
@pytest.mark.parametrize("how", ["down", "slow"])
def test_provider_that_fails_gives_a_clear_page_and_passwords_still_work(
    working: Working, monkeypatch: pytest.MonkeyPatch, how: str, when: str
) -> None:
    monkeypatch.setattr(identity_provider, "TIMEOUT", 0.4)
    with working.browser() as client:
        url = "/inloggen/organisatie" if when == "before" else working.to_callback(client)
        if how == "down":
            working.provider.status = 503
        else:
            working.provider.delay = 1.0
        page = client.get(url)
        assert page.status_code == 503
        assert "log in met uw wachtwoord" in page.text
        assert "Traceback" not in page.text
    assert signs_in_locally(working)
    working.provider.status, working.provider.delay = None, 0.0
    with working.browser() as client:
        assert working.go(client).status_code == 200


def test_hanging_provider_does_not_hold_the_desk(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_provider, "AT_ONCE", 2)
    provider = IdentityProvider(working.house.settings.desk.openid_connect)  # type: ignore[arg-type]
    refused = pytest.raises(ProviderDown, match="too many")
    with provider._asking(), provider._asking(), refused:
        provider.authorization("http://x/", "v" * 43, "n")
    assert provider.authorization("http://x/", "v" * 43, "n")[0].startswith(working.provider.issuer)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://kwaad.example"},
        {"token_endpoint": "http://kwaad.example/token"},
        {"jwks_uri": "ftp://kwaad.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_discovery_that_does_not_fit_is_not_followed(working: Working, metadata: Claims) -> None:
    working.provider.metadata = metadata
    with working.browser() as client:
        assert working.go(client).status_code == 503
    assert set(working.provider.asked) == {"openid-configuration"}


@pytest.mark.parametrize(
    "bad",
    ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "/\t/kwaad.example", "javascript:x"],
)
def test_sign_in_goes_on_only_to_our_own_pages(working: Working, bad: str) -> None:
    with working.browser() as client:
        away = client.get("/inloggen/organisatie", params={"naar": bad}, follow_redirects=False)
        back = httpx.get(away.headers["location"], follow_redirects=False).headers["location"]
        assert client.get(back, follow_redirects=False).headers["location"] == "/werkvoorraad"


def test_roles_hold_for_who_came_through_the_provider(tmp_path: Path, provider: OpenIdProvider) -> None:
    made, server = start(tmp_path, provider)
    try:
        made.house.receive("vng", "Klacht", "Ik dien een klacht in.")
        accounts.bind(made.house.context, made.ids["fien@vng.example"], "de FG", actor="test")
        provider.person = {"sub": "de FG"}
        with made.browser() as client:
            page = made.go(client, "/inloggen/organisatie?naar=/zaken/VNG-2026-0001")
            word = csrf_of(page.text)
            assert client.post("/zaken/VNG-2026-0001/neem", data={"csrf": word}).status_code == 403
            assert client.post("/zaken/VNG-2026-0001/neem", data={"csrf": "fout"}).status_code == 403
        denied = made.house.all(AuditRow, AuditRow.result == "geweigerd")
        assert [row.actor for row in denied] == [f"medewerker-{made.ids['fien@vng.example']}"]
    finally:
        server.stop()


def test_four_eyes_hold_for_who_came_through_the_provider(tmp_path: Path, provider: OpenIdProvider) -> None:
    """Two names for one colleague at the provider would be two accounts; one account has one name."""
    made, server = start(tmp_path, provider, desk={"four_eyes": True})
    try:
        made.house.receive("vng", "Klacht", "Ik dien een klacht in.")
        draft = made.house.open_drafts[-1]
        url = f"/zaken/VNG-2026-0001/concept/{draft.id}"
        text = {
            "subject": draft.subject,
            "body": draft.body,
            "veld.complaint": "x",
            "veld.findings": "x",
            "veld.measures": "x",
        }
        with made.browser() as anna:
            word = csrf_of(made.go(anna, f"/inloggen/organisatie?naar={url}").text)
            form = {"csrf": word, "versie": str(draft.version), **text, "stap": "voorbeeld"}
            seen = anna.post(url, data=form, follow_redirects=True).text
            digest = re.search(r'name="vingerafdruk" value="(\w{64})"', seen)
            proof = digest[1] if digest else _digest(made, draft.id)
            own = anna.post(f"{url}/goedkeuren", data={"csrf": word, "vingerafdruk": proof, "uitkomst": ""})
            assert own.status_code == 422
            assert "mag hem niet zelf goedkeuren" in own.text
        accounts.bind(
            made.house.context, made.ids["bram@vng.example"], "bram bij de organisatie", actor="test"
        )
        provider.person = {"sub": "bram bij de organisatie"}
        with made.browser() as bram:
            word = csrf_of(made.go(bram, f"/inloggen/organisatie?naar={url}/voorbeeld").text)
            other = bram.post(f"{url}/goedkeuren", data={"csrf": word, "vingerafdruk": proof, "uitkomst": ""})
            assert other.status_code == 303
        assert len(made.house.all(OutboxRow, ~OutboxRow.automatic)) == 1
    finally:
        server.stop()


def test_four_eyes_hold_for_a_first_writer_who_came_through_the_provider(
    tmp_path: Path, provider: OpenIdProvider
) -> None:
    """Anna wrote as a colleague of the provider; that Bram added a file since, with a password, does not free her."""
    made, server = start(tmp_path, provider, desk={"four_eyes": True})
    try:
        made.house.receive("vng", "Klacht", "Ik dien een klacht in.")
        draft = made.house.open_drafts[-1]
        url = f"/zaken/VNG-2026-0001/concept/{draft.id}"
        fields = dict.fromkeys(("veld.complaint", "veld.findings", "veld.measures"), "x")
        with made.browser() as anna:
            word = csrf_of(made.go(anna, f"/inloggen/organisatie?naar={url}").text)
            form = {"csrf": word, "versie": str(draft.version), "subject": draft.subject, "body": draft.body}
            assert anna.post(url, data={**form, **fields}).status_code == 303
            act_drafts.attach(
                made.house.context, draft.id, version=draft.version + 1, filename="lijst.txt",
                content_type="text/plain", content=b"x", actor=f"medewerker-{made.ids['bram@vng.example']}",
            )  # fmt: skip
            sign = {"csrf": word, "vingerafdruk": _digest(made, draft.id), "uitkomst": ""}
            own = anna.post(f"{url}/goedkeuren", data=sign)
            assert own.status_code == 422
            assert "mag hem niet zelf goedkeuren" in own.text
        assert made.house.all(OutboxRow, ~OutboxRow.automatic) == []
    finally:
        server.stop()


def _digest(made: Working, draft: int) -> str:
    """Of the bytes that would leave; the page hides the button from who wrote the letter."""
    with made.house.database.reading() as session:
        return preview(made.house.context, session, draft).digest


def entra(tenant: str = TENANT, **more: object) -> Claims:
    return {
        "sub": "paarsgewijs",
        "tid": tenant,
        "oid": OBJECT,
        "preferred_username": "anna@vng.example",
        **more,
    }


@pytest.fixture
def tenants(tmp_path: Path, provider: OpenIdProvider) -> Iterator[Working]:
    """Entra's endpoint for every organisation, of which one tenant may sign in."""
    provider.issuer = provider.issuer.replace("/tenant/", "/{tenantid}/")
    made, server = start(tmp_path, provider, tenants=[TENANT])
    yield made
    server.stop()


def _issuer_of(working: Working, tenant: str) -> str:
    return working.provider.issuer.replace("{tenantid}", tenant)


def test_entra_tenant_and_object_id_are_the_identity(tenants: Working) -> None:
    tenants.provider.person = entra(iss=_issuer_of(tenants, TENANT))
    with tenants.browser() as client:
        page = tenants.go(client)
        assert page.status_code == 401  # preferred_username is no proof
        assert f"{TENANT}/{OBJECT}" in page.text
    accounts.bind(
        tenants.house.context, tenants.ids["anna@vng.example"], f"{TENANT}/{OBJECT.upper()}", actor="test"
    )
    tenants.provider.person = entra(
        iss=_issuer_of(tenants, TENANT), sub="een ander onderwerp, want een andere toepassing"
    )
    with tenants.browser() as client:
        assert "Anna de Wit" in tenants.go(client).text


@pytest.mark.parametrize("edov", [True, 1, "1", "true"])
def test_entra_vouches_for_an_address_with_xms_edov(tenants: Working, edov: object) -> None:
    tenants.provider.person = entra(iss=_issuer_of(tenants, TENANT), email="anna@vng.example", xms_edov=edov)
    with tenants.browser() as client:
        assert "Anna de Wit" in tenants.go(client).text


@pytest.mark.parametrize(
    "claims",
    [
        entra(OTHER_TENANT, email="anna@vng.example", xms_edov=True),
        {**entra(OTHER_TENANT, email="anna@vng.example", xms_edov=True), "tid": TENANT},
        {"sub": "x", "email": "anna@vng.example", "email_verified": True},
    ],
)
def test_token_of_another_tenant_is_refused(tenants: Working, claims: Claims) -> None:
    tenants.provider.person = {**claims, "iss": _issuer_of(tenants, OTHER_TENANT)}
    with tenants.browser() as client:
        assert tenants.go(client).status_code == 401
    assert tenants.account().oidc_subject_hash is None


def test_issuer_of_every_tenant_needs_a_list(tmp_path: Path, provider: OpenIdProvider) -> None:
    provider.issuer = provider.issuer.replace("/tenant/", "/{tenantid}/")
    made, server = start(tmp_path, provider)
    try:
        provider.person = entra(iss=_issuer_of(made, TENANT))
        with made.browser() as client:
            assert made.go(client).status_code == 503
    finally:
        server.stop()


def test_provider_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    tls = certificates(tmp_path / "tls")
    with openid_provider(tls) as secure:
        secure.person = dict(ANNA)
        trusting, first = start(tmp_path, secure, ca_file=tls.ca_file)
        (tmp_path / "strict").mkdir()
        strict, second = start(tmp_path / "strict", secure)
        try:
            with trusting.browser() as client:
                url = client.get("/inloggen/organisatie", follow_redirects=False).headers["location"]
                assert url.startswith("https://localhost:")
                back = httpx.get(url, verify=str(tls.ca_file), follow_redirects=False).headers["location"]
                assert client.get(back, follow_redirects=True).status_code == 200
            with strict.browser() as client:
                assert strict.go(client).status_code == 503
        finally:
            first.stop()
            second.stop()


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example/v2.0",
        "ftp://127.0.0.1/",
        "login.example",
        "https://",
        "http://127.0.0.1.kwaad.example/",
    ],
)
def test_provider_without_tls_is_refused_in_the_settings(issuer: str) -> None:
    with pytest.raises(ValidationError, match="https"):
        OpenIdConnect(issuer=issuer, client_id="x", client_secret=Secret(env="X"))
    assert OpenIdConnect(issuer="http://localhost:9/x", client_id="x", client_secret=Secret(env="X"))


def test_check_says_what_is_wrong_with_the_provider(tmp_path: Path, provider: OpenIdProvider) -> None:
    secret = tmp_path / "geheim"
    chosen = OpenIdConnect(issuer=provider.issuer, client_id="x", client_secret=Secret(file=secret))
    with pytest.raises(ConfigError, match="geheim"):
        IdentityProvider(chosen).check()
    secret.write_text("x")
    IdentityProvider(chosen).check()
    assert provider.asked == ["openid-configuration", "keys"]
    wrong = chosen.model_copy(update={"issuer": provider.issuer + "/"})
    with pytest.raises(ProviderDown, match=r"issuer"):
        IdentityProvider(wrong).check()
