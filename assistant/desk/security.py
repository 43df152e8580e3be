"""Headers that keep a browser from doing what these pages never need, and a limit on what may be posted."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_POST = 12_000_000
"""Bytes; an attachment of 10 MB with its form around it."""
_TOO_LARGE = (
    b"<!doctype html><html lang=nl><meta charset=utf-8><title>Te groot</title><h1>Dit is te groot</h1>"
    b"<p>U kunt ten hoogste 10 MB tegelijk sturen. Er is niets opgeslagen. Ga terug, dan staat uw tekst er nog.</p></html>"
)


class SecurityHeaders:
    """Adds the headers to every answer and refuses what is too large before it is read into memory."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = self._with_headers(send)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if scope["method"] == "POST" and (not length.isdigit() or int(length) > LARGEST_POST):
            await _refuse(sender)
            return
        if scope["method"] == "POST" and b"content-length" not in dict(scope["headers"]):
            receive = _limited(receive)
        await self.app(scope, receive, sender)

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
                headers.setdefault("Cache-Control", "no-store")
                if self.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        return sending


def _limited(receive: Receive) -> Receive:
    """A body of unknown length is cut off where it grows too large; the form reader then reports it as broken."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_POST:
            return {"type": "http.disconnect"}
        return message

    return receiving


async def _refuse(send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": 413,
            "headers": [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close")],
        }
    )
    await send({"type": "http.response.body", "body": _TOO_LARGE})
