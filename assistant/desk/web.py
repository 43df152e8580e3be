"""What every page works with: the context, the templates, cookies and the small words around them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from assistant.desk import words
from assistant.desk.access import Right, Viewer, viewer_of
from assistant.desk.identity_provider import IdentityProvider
from assistant.stages.context import Context

_SECRET = frozenset(
    {"csrf", "wachtwoord", "oud", "nieuw", "nogmaals", "code", "geheim", "vingerafdruk", "naar"}
)
_WORTH_KEEPING = 15
_TRY_AGAIN = frozenset({401, 403, 409, 500, 503})
"""Errors after which somebody may send the same again, and so wants the text back."""
STATIC = Path(__file__).parent / "static"
NOTICES = {
    "opgeslagen": "Opgeslagen.",
    "gedaan": "Dat is gedaan.",
    "goedgekeurd": "De brief is goedgekeurd en wordt verzonden.",
    "al-goedgekeurd": "Deze brief was al goedgekeurd. Er is niets dubbel verzonden.",
    "wachtwoord": "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.",
    "uitgelogd": "U bent uitgelogd.",
    "zaak": "Dit bericht wordt een zaak. Zij staat binnen een minuut in de werkvoorraad.",
    "naast-elkaar": "Opgeslagen. De melding van een datalek en het verzoek staan nu elk op een eigen zaak, met een eigen termijn.",
    "ongewijzigd": "Er was niets te veranderen.",
}
"""What a page may say after a redirect; the address carries the key and never a text."""


@dataclass(frozen=True)
class Desk:
    """The equipment of the desk. ``health`` names what is wrong with the daemon; empty means healthy."""

    context: Context
    health: Callable[[], list[str]]
    _states: dict[str, None] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def provider(self) -> IdentityProvider | None:
        """The identity provider, where one is configured."""
        chosen = self.context.settings.desk.openid_connect
        return None if chosen is None else IdentityProvider(chosen)

    def first_use(self, state: str, most: int) -> bool:
        """Whether a state of a sign-in comes back for the first time; the newest ``most`` are remembered."""
        with self._guard:
            if state in self._states:
                return False
            self._states[state] = None
            while len(self._states) > most:
                del self._states[next(iter(self._states))]
            return True

    @cached_property
    def secure(self) -> bool:
        """Whether cookies may only travel over TLS: always, but for plain HTTP on this computer."""
        base = urlsplit(self.context.settings.desk.base_url)
        return not (base.scheme == "http" and base.hostname in {"127.0.0.1", "localhost", "::1"})

    @property
    def cookie(self) -> str:
        """The name of the session cookie; the prefix makes browsers refuse one that a neighbour domain set."""
        return "__Host-werkplek" if self.secure else "werkplek"

    @property
    def public_cookie(self) -> str:
        """The name of the cookie that guards the sign-in form."""
        return "__Host-voordeur" if self.secure else "voordeur"

    def csrf_of(self, token: str) -> str:
        """The word that forms of this session must carry."""
        return self.context.database.vault.digest(f"csrf:{token}".encode())

    def public_csrf(self, request: Request) -> str | None:
        """The word that a form before sign-in must carry."""
        token = request.cookies.get(self.public_cookie)
        return self.csrf_of(token) if token else None

    def set_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        """A cookie that scripts cannot read and other sites do not send along."""
        response.set_cookie(
            name, value, max_age=seconds, secure=self.secure, httponly=True, samesite="lax", path="/"
        )

    @cached_property
    def environment(self) -> Environment:
        """Jinja2 with escaping everywhere and undefined names as errors."""
        made = Environment(
            loader=PackageLoader("assistant.desk"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters.update(words.FILTERS)
        made.globals.update(words.GLOBALS)
        return made

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Render a page; the viewer and the notice of the address come along."""
        viewer: Viewer | None = getattr(request.state, "viewer", None)
        fresh = None
        csrf = viewer.csrf if viewer else self.public_csrf(request)
        if csrf is None:
            fresh = secrets.token_urlsafe(24)
            csrf = self.csrf_of(fresh)
        body = self.environment.get_template(template).render(
            request=request,
            path=request.url.path,
            viewer=viewer,
            Right=Right,
            csrf=csrf,
            notice=values.pop("notice", NOTICES.get(request.query_params.get("melding", ""), "")),
            **values,
        )
        response = HTMLResponse(body, status_code=status)
        if fresh is not None:
            self.set_cookie(response, self.public_cookie, fresh, 8 * 3600)
        return response

    def error(self, request: Request, status: int, title: str, text: str) -> HTMLResponse:
        """An error as a page with a way on; it renders even when nothing else works."""
        if not hasattr(request.state, "viewer"):
            try:
                request.state.viewer = viewer_of(self, request)
            except Exception:  # the store may be the very thing that fails
                request.state.viewer = None
        typed = _typed(request) if status in _TRY_AGAIN else ()
        return self.page(request, "error.html.j2", status, title=title, text=text, notice="", typed=typed)


def _typed(request: Request) -> tuple[str, ...]:
    """The longer texts of a form that could not be handled, to show them again: browsers forget forms of pages they may not store.

    Never a password, and nothing of a form that came from another site.
    """
    form = getattr(request.state, "form", None)
    if form is None or request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return ()
    return tuple(
        value
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in _SECRET and len(value) > _WORTH_KEEPING
    )


def desk_of(request: Request) -> Desk:
    """The desk that this request came to."""
    desk: Desk = request.app.state.desk
    return desk


def see(path: str, notice: str = "") -> RedirectResponse:
    """To another page after a change, so that reloading does not repeat it."""
    return RedirectResponse(f"{path}?melding={notice}" if notice else path, status_code=303)
