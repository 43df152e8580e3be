"""For the machines around the desk: health, readiness and metrics."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy import text

from assistant.desk import metrics
from assistant.desk.access import Guard, Refusal, Right, Viewer
from assistant.desk.web import Desk, desk_of
from assistant.store import migrate

router = APIRouter()
Anyone = Annotated[Viewer | None, Depends(Guard(Right.PUBLIC, quiet=True))]
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via")


@router.get("/healthz", name="gezondheid")
def health(request: Request, viewer: Anyone) -> Response:
    """The process answers and its database does."""
    try:
        with desk_of(request).context.database.reading() as session:
            session.execute(text("SELECT 1"))
    except Exception:  # any failure means the same to a probe
        return PlainTextResponse("database unreachable\n", status_code=503)
    return PlainTextResponse("ok\n")


@router.get("/readyz", name="gereedheid")
def ready(request: Request, viewer: Anyone) -> Response:
    """The schema fits this version and every mailbox is being read."""
    desk = desk_of(request)
    try:
        found = migrate.current(desk.context.database)
        problems = [] if found == migrate.newest() else [f"schema {found}, needed {migrate.newest()}"]
        problems += [f"mailbox {name} is silent" for name in desk.health()]
    except Exception:  # as above
        problems = ["database unreachable"]
    return JSONResponse({"ready": not problems, "problems": problems}, 503 if problems else 200)


@router.get("/metrics", name="metingen")
def measure(request: Request, viewer: Anyone) -> Response:
    """Prometheus text; behind the configured token, or for this computer only."""
    desk = desk_of(request)
    if not _may_measure(desk, request):
        raise Refusal(
            403, "Dit is niet voor u", "Deze metingen zijn alleen voor de bewaking van het systeem."
        )
    return Response(
        metrics.collect(desk.context, desk.health()), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _may_measure(desk: Desk, request: Request) -> bool:
    token = desk.context.settings.desk.metrics_token
    if token is not None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and secrets.compare_digest(
            given.strip().encode(), token.read().encode()
        )
    # Behind a reverse proxy every client seems local, so a forwarded request never counts as loopback.
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and request.client is not None and request.client.host in _LOOPBACK
