"""One raw message -> the line that `assistant screen` prints (DESIGN section 5)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from assistant.core.parse import parse
from assistant.core.screening.decide import screen
from assistant.core.screening.verdict import ScreeningContext

_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")


def raw_bytes(raw: str) -> bytes:
    """The bytes of a message that came as a JSON string: UTF-8, surrogate-escaped or Latin-1 characters,
    or base64.
    """
    if _BASE64.fullmatch(raw) and ":" not in raw:
        try:
            return base64.b64decode("".join(raw.split()), validate=True)
        except (binascii.Error, ValueError):
            pass
    try:
        return raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return raw.encode("utf-8", "replace")


def report(value: Mapping[str, Any], context: ScreeningContext | None = None) -> dict[str, Any]:
    """``{"id", "answer", "rule", "reason", "reply_to"}`` for one message given as ``{"id", "raw"}``.

    Raises:
        ValueError: there is no ``raw``, or it is neither text nor bytes.
    """
    raw = value.get("raw")
    if not isinstance(raw, str | bytes):
        # A line of input is wrong, not a type in our own code: callers show this to people.
        raise ValueError(  # noqa: TRY004
            '"raw" must be the whole message as a string'
        )
    verdict = screen(parse(raw if isinstance(raw, bytes) else raw_bytes(raw)), context)
    return {
        "id": value.get("id"),
        "answer": verdict.answer,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "reply_to": verdict.reply_to,
    }
