"""An empty Return-Path: the envelope of bounces and automatic mail (RFC 5321 4.5.5, RFC 3834 section 2)."""

from __future__ import annotations

from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding


def judge(facts: Facts) -> Finding | None:
    """A finding for ``<>``; a missing header says nothing, because not every server writes it."""
    value = facts.headers.get("return-path")
    if value is not None and value.strip() in ("<>", "", "< >", "<<>>"):
        return Finding(
            "null_return_path",
            "machine",
            "De afzender in de envelop is leeg, zoals bij automatische berichten.",
        )
    return None
