"""Files to save: never shown by the browser, whatever they contain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def download(content: bytes, filename: str, media_type: str = "application/octet-stream") -> Response:
    """An answer that can only be saved (RFC 6266), with a harmless name beside the real one."""
    return Response(content, media_type=media_type, headers=_headers(filename))


def streamed(content: Iterator[bytes], filename: str, media_type: str) -> Response:
    """The same, sent while it is made."""
    return StreamingResponse(content, media_type=media_type, headers=_headers(filename))


def _headers(filename: str) -> dict[str, str]:
    clean = "".join(c for c in filename if c.isprintable()).strip() or "bestand"
    ascii_name = _UNSAFE.sub(
        "-", unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    ).strip("-.")
    disposition = f"attachment; filename=\"{ascii_name[-100:] or 'bestand'}\"; filename*=UTF-8''{quote(clean[-150:], safe='')}"
    return {"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"}
