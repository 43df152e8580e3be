"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from assistant.desk.access import GoTo, Refusal, not_found
from assistant.desk.routes import ROUTERS
from assistant.desk.security import SecurityHeaders
from assistant.desk.web import STATIC, Desk
from assistant.stages.context import Context, log
from assistant.store.errors import StoreError


def create_app(context: Context, health: Callable[[], list[str]] = list) -> FastAPI:
    """The desk on this context; ``health`` names what is wrong with the daemon, empty for healthy."""
    app = FastAPI(title="Werkplek privacyverzoeken", docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(context, health)
    app.state.desk = desk
    app.add_middleware(SecurityHeaders, secure=desk.secure)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(GoTo, _go)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(DBAPIError, _no_database)
    app.add_exception_handler(StoreError, _no_database)
    app.add_exception_handler(Exception, _defect)
    return app


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _go(request: Request, error: Exception) -> Response:
    return RedirectResponse(error.path if isinstance(error, GoTo) else "/", status_code=303)


async def _refusal(request: Request, error: Exception) -> Response:
    refusal = error if isinstance(error, Refusal) else not_found()
    return _desk(request).error(request, refusal.status, refusal.title, refusal.text)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return await _refusal(request, not_found())
    if status == 405:
        return _desk(request).error(
            request, 405, "Dit kan hier niet", "Ga terug naar de werkvoorraad en probeer het opnieuw."
        )
    return _desk(request).error(request, status, "Dit ging niet goed", "Ga terug en probeer het opnieuw.")


async def _malformed(request: Request, error: Exception) -> Response:
    """An address that cannot be one of ours ("/zaken/X/concept/abc")."""
    return await _refusal(request, not_found())


async def _no_database(request: Request, error: Exception) -> Response:
    log.error("desk without database", error=type(error).__name__)
    return _desk(request).error(
        request, 503, "De gegevens zijn even niet bereikbaar",
        "Wacht een minuut, ga terug en kijk of uw wijziging er staat. Zo niet, doe het dan opnieuw: er wordt niets half opgeslagen "
        "en niets dubbel verzonden. Lukt het dan niet? Bel de beheerder.",
    )  # fmt: skip


async def _defect(request: Request, error: Exception) -> Response:
    # No traceback: it may hold text of mails.
    log.error(
        "desk failed",
        error=type(error).__name__,
        path=request.scope.get("route") and request.scope["route"].path,
    )
    return _desk(request).error(
        request, 500, "Er ging iets mis",
        "Dit had niet mogen gebeuren. Er is niets half opgeslagen. Ga terug en probeer het opnieuw, of bel de beheerder.",
    )  # fmt: skip
