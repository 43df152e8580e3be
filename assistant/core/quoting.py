"""What the sender wrote now, apart from quoted history, signature, disclaimer and phone footer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.core import quoting_history, quoting_signature
from assistant.core.mail import ParsedMail

_PREFIX = re.compile(
    r"(?i)^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|antw(?:oord)?|aw|r[eé]p(?:onse)?|sv|fwd?|tr|doorst(?:uren)?|dg|wg)\s*(?:\[\d+\])?\s*:"
)
_FORWARD = re.compile(
    r"(?i)^\s*(?:\[[^\]]{1,40}\]\s*)?(?:(?:re|antw)\s*:\s*)?(?:fwd?|doorst(?:uren)?|doorgestuurd|tr|wg)\s*:"
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The parts of a message.

    ``text`` is what is to be read and classified: the sender's new words, and for a forward without a wish of its own also the
    forwarded message. ``forwarded`` is that forwarded part alone. ``subject_is_own`` is false for a subject that came with the
    thread. ``certain`` is false where nothing of the sender's own could be told apart from the history.
    """

    text: str
    quoted: str = ""
    signature: str = ""
    forwarded: str = ""
    subject_is_own: bool = True
    certain: bool = True


def own_words(mail: ParsedMail) -> OwnWords:
    """Take a parsed mail apart; a message attached to an otherwise empty mail counts as forwarded."""
    words = strip_text(mail.text, mail.subject)
    inherited = bool(mail.in_reply_to) and not words.subject_is_own
    if not words.text.strip() and not words.quoted and len(mail.attached_messages) == 1:
        inner = mail.attached_messages[0]
        found = strip_text(inner.text, inner.subject)
        return OwnWords(found.text, found.quoted, words.signature, found.text, False, bool(found.text))
    return OwnWords(
        words.text,
        words.quoted,
        words.signature,
        words.forwarded,
        not inherited and words.subject_is_own,
        words.certain,
    )


def strip_text(text: str, subject: str = "") -> OwnWords:
    """Take a plain text apart. Linear in its length; never raises."""
    split = quoting_history.split(text)
    own, signature = quoting_signature.split(split.own)
    subject_is_own = not _PREFIX.match(subject)
    forwarded = ""
    if split.forwarded and (split.is_forward or _FORWARD.match(subject)):
        forwarded = strip_text(split.forwarded).text if len(split.forwarded) < len(text) else split.forwarded
        own = f"{own}\n\n{forwarded}".strip()
    return OwnWords(
        own, split.quoted, signature, forwarded, subject_is_own, bool(own.strip()) or not split.quoted
    )
