"""Every route of the desk by role: a new route that nobody put into the table fails here."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from assistant.desk.access import Guard, Right
from assistant.desk.app import create_app
from assistant.desk.routes import ROUTERS
from assistant.stages.context import Context
from tests.desk_house import Visitor, add_people, desk_house, fill
from tests.house import test_settings

R = Right
TABLE: dict[tuple[str, str], Right] = {
    ("GET", "/"): R.SIGNED_IN,
    ("GET", "/inloggen"): R.PUBLIC,
    ("POST", "/inloggen"): R.PUBLIC,
    ("GET", "/inloggen/code"): R.PUBLIC,
    ("POST", "/inloggen/code"): R.PUBLIC,
    ("GET", "/inloggen/organisatie"): R.PUBLIC,
    ("GET", "/inloggen/organisatie/terug"): R.PUBLIC,
    ("POST", "/uitloggen"): R.SIGNED_IN,
    ("GET", "/wachtwoord"): R.SIGNED_IN,
    ("POST", "/wachtwoord"): R.SIGNED_IN,
    ("GET", "/werkvoorraad"): R.READ,
    ("GET", "/zoeken"): R.READ,
    ("POST", "/meldingen/gezien"): R.WORK,
    ("GET", "/overzicht"): R.READ,
    ("GET", "/overzicht/jaarverslag"): R.READ,
    ("GET", "/overzicht/kalender"): R.READ,
    ("GET", "/overzicht/grafiek/{name}.svg"): R.READ,
    ("GET", "/overzicht/zaken.csv"): R.READ,
    ("GET", "/overzicht/zaken.xlsx"): R.READ,
    ("GET", "/zaken/{reference}"): R.READ,
    ("GET", "/zaken/{reference}/dossier"): R.READ,
    ("POST", "/zaken/{reference}/labels"): R.WORK,
    ("POST", "/zaken/{reference}/neem"): R.WORK,
    ("GET", "/zaken/{reference}/bericht/{message}"): R.READ,
    ("GET", "/zaken/{reference}/bericht/{message}/bron"): R.READ,
    ("GET", "/zaken/{reference}/bericht/{message}/bijlage/{number}"): R.READ,
    ("GET", "/zaken/{reference}/verzonden/{sent}/bron"): R.READ,
    ("GET", "/zaken/{reference}/doe/{key}"): R.WORK,
    ("POST", "/zaken/{reference}/doe/{key}"): R.WORK,
    ("GET", "/zaken/{reference}/concept/{draft}"): R.READ,
    ("POST", "/zaken/{reference}/concept/{draft}"): R.WORK,
    ("POST", "/zaken/{reference}/concept/{draft}/controle"): R.WORK,
    ("POST", "/zaken/{reference}/concept/{draft}/bijlage"): R.WORK,
    ("POST", "/zaken/{reference}/concept/{draft}/bijlage-weg"): R.WORK,
    ("POST", "/zaken/{reference}/concept/{draft}/weggooien"): R.WORK,
    ("GET", "/zaken/{reference}/concept/{draft}/voorbeeld"): R.READ,
    ("POST", "/zaken/{reference}/concept/{draft}/goedkeuren"): R.APPROVE,
    ("POST", "/zaken/{reference}/concept/{draft}/terughalen"): R.APPROVE,
    ("GET", "/quarantaine"): R.READ,
    ("GET", "/niet-beantwoord"): R.READ,
    ("POST", "/niet-beantwoord"): R.WORK,
    ("GET", "/mail/{raw}"): R.READ,
    ("GET", "/mail/{raw}/bron"): R.READ,
    ("POST", "/mail/{raw}/afgehandeld"): R.WORK,
    ("POST", "/mail/{raw}/zaak"): R.WORK,
    ("GET", "/account"): R.SIGNED_IN,
    ("POST", "/account/code"): R.SIGNED_IN,
    ("POST", "/account/code-uit"): R.SIGNED_IN,
    ("POST", "/account/sessie-weg"): R.SIGNED_IN,
    ("POST", "/account/mail"): R.SIGNED_IN,
    ("POST", "/account/agenda"): R.SIGNED_IN,
    ("GET", "/agenda/{secret}/{of}.ics"): R.PUBLIC,
    ("GET", "/link/{token}"): R.SIGNED_IN,
    ("GET", "/beheer"): R.ACCOUNTS,
    ("POST", "/beheer/nieuw"): R.ACCOUNTS,
    ("POST", "/beheer/{account}/rollen"): R.ACCOUNTS,
    ("POST", "/beheer/{account}/wachtwoord"): R.ACCOUNTS,
    ("POST", "/beheer/{account}/sluiten"): R.ACCOUNTS,
    ("POST", "/beheer/{account}/koppelen"): R.ACCOUNTS,
    ("GET", "/logboek"): R.LOG,
    ("GET", "/healthz"): R.PUBLIC,
    ("GET", "/readyz"): R.PUBLIC,
    ("GET", "/metrics"): R.PUBLIC,
}
VISITORS = {
    "anna@vng.example": {R.SIGNED_IN, R.READ, R.WORK, R.APPROVE},
    "hans@vng.example": {R.SIGNED_IN, R.READ, R.WORK},
    "fien@vng.example": {R.SIGNED_IN, R.READ, R.LOG},
    "beer@vng.example": {R.SIGNED_IN, R.ACCOUNTS, R.LOG},
}
FILLED = {
    "reference": "VNG-2026-0001", "message": "1", "number": "0", "sent": "1", "key": "notitie", "draft": "1", "name": "labels",
    "secret": "x", "of": "vng", "token": "x", "account": "{hans}", "raw": "{raw}",
}  # fmt: skip


def routes() -> list[APIRoute]:
    """All routes of the routers, and that the application has no others but the static files."""
    app = create_app(Context(None, test_settings(), None, None, None))  # type: ignore[arg-type]
    others = [
        route
        for route in app.routes
        if not isinstance(route, APIRoute) and not hasattr(route, "original_router")
    ]
    assert [getattr(route, "path", "") for route in others] == ["/static"]
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    house = desk_house(tmp_path_factory.mktemp("matrix"), 8080)
    fill(house)
    ids = add_people(house)
    raw = next(row.id for row in house.raw if row.state == "quarantined")
    words = {"hans": str(ids["hans@vng.example"]), "raw": str(raw)}
    visitors = {email: Visitor(house, email) for email in (*VISITORS, "vera@vvsg.example")}
    return {"house": house, "words": words, "visitors": visitors, "nobody": Visitor(house)}


def address(path: str, words: dict[str, str]) -> str:
    return path.format(**{key: value.format(**words) for key, value in FILLED.items()})


def test_every_route_is_in_the_table_with_the_right_it_asks() -> None:
    found = {}
    for route in routes():
        guards = [d.call for d in route.dependant.dependencies if isinstance(d.call, Guard)]
        assert len(guards) == 1, f"{route.path} has {len(guards)} guards"
        for method in route.methods or ():
            if method != "HEAD":
                found[method, route.path] = guards[0].right
    assert found == TABLE


def test_a_post_is_never_a_get() -> None:
    for method, path in TABLE:
        assert method in {"GET", "POST"}, path


@pytest.mark.parametrize("email", VISITORS)
@pytest.mark.parametrize(("method", "path"), TABLE)
def test_role_decides(crowd: dict[str, object], email: str, method: str, path: str) -> None:
    right = TABLE[method, path]
    visitor: Visitor = crowd["visitors"][email]  # type: ignore[index]
    where = address(path, crowd["words"])  # type: ignore[arg-type]
    if right in {R.PUBLIC, R.SIGNED_IN} or right in VISITORS[email]:
        if method == "POST":
            return  # what an allowed write does is tested on its own; here it must not disturb the others
        assert visitor.get(where, follow_redirects=False).status_code not in {401, 500}
        return
    answer = visitor.get(where) if method == "GET" else visitor.post(where)
    assert answer.status_code in {403, 404}, f"{email} {method} {where}: {answer.status_code}"


@pytest.mark.parametrize("path", [path for method, path in TABLE if method == "POST"])
def test_write_without_csrf_word_is_refused(crowd: dict[str, object], path: str) -> None:
    visitor: Visitor = crowd["visitors"]["anna@vng.example"]  # type: ignore[index]
    where = address(path, crowd["words"])  # type: ignore[arg-type]
    assert visitor.client.post(where, data={}).status_code == 403
    assert visitor.client.post(where, data={"csrf": "fout"}).status_code == 403


@pytest.mark.parametrize(("method", "path"), [key for key, right in TABLE.items() if right is not R.PUBLIC])
def test_nobody_gets_in_without_session(crowd: dict[str, object], method: str, path: str) -> None:
    visitor: Visitor = crowd["nobody"]  # type: ignore[assignment]
    where = address(path, crowd["words"])  # type: ignore[arg-type]
    if method == "GET":
        answer = visitor.get(where, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inloggen")
    else:
        assert visitor.client.post(where, data={"csrf": "x"}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"), [key for key in TABLE if "{reference}" in key[1] or "{raw}" in key[1]]
)
def test_case_of_another_organisation_does_not_exist(
    crowd: dict[str, object], method: str, path: str
) -> None:
    visitor: Visitor = crowd["visitors"]["vera@vvsg.example"]  # type: ignore[index]
    where = address(path, crowd["words"])  # type: ignore[arg-type]
    answer = visitor.get(where) if method == "GET" else visitor.post(where)
    assert answer.status_code == 404
    assert "VNG-2026-0001" not in answer.text
