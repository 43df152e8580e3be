"""Proof that nobody asked for: an ID copy or a national number is put aside or masked, and a person is told (LEGAL (b)4-6)."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.core.case import Effect, EffectKind, Role

COPIES = frozenset({"id_copy", "passport", "driving_licence"})
"""Kinds of attachments that are put aside unread."""
NUMBERS = frozenset({"bsn", "rijksregisternummer", "document_number", "password"})
"""Kinds of strings in a text that are made unreadable."""


def care_for(attachments: Iterable[tuple[str, str]], identifiers: Iterable[str]) -> tuple[Effect, ...]:
    """The effects for what was found: pairs of attachment id and kind, and kinds of identifiers in the text.

    No organisation is exempt: SBB holds BSNs by law, but does not identify people by them over mail (LEGAL (b)5).
    """
    effects = [
        Effect(EffectKind.ISOLATE_ATTACHMENT, to=attachment, reason=f"ongevraagd bewijsstuk: {kind}")
        for attachment, kind in attachments
        if kind in COPIES
    ]
    effects += [
        Effect(EffectKind.MASK_IDENTIFIER, reason=kind)
        for kind in dict.fromkeys(identifiers)
        if kind in NUMBERS
    ]
    if effects:
        effects.append(
            Effect(EffectKind.NOTIFY, to=Role.HANDLER, reason="ongevraagd bewijs van identiteit ontvangen")
        )
    return tuple(effects)
