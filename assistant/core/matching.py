"""A mail and candidate cases -> Matched, NewCase or Ambiguous. A key counts only if the sender belongs to
the case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.core import sender
from assistant.core.mail import ParsedMail

DEFAULT_PREFIXES = ("VNG", "CON", "KCHN", "VVSG", "SBB")
# <vng-2026-0042.acknowledgement.x7k2…@vng.nl>, wherever a bounce repeats it.
_OUR_MESSAGE_ID = re.compile(
    r"<([a-z]{2,8}-20\d\d-\d{3,7}\.[a-z_]{3,40}\.[^@\s<>]{1,100}@[^\s<>]{1,200})>", re.IGNORECASE
)
_READ = 100_000
_MOST_IDENTIFIERS = 200
# Labels that speak about the running case, or about nothing: they never make a case of their own inside a thread.
_ABOUT_THE_CASE = frozenset({"complaint", "question", "other"})


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """What the store is asked for: message identifiers this mail refers to (nearest first), case
    references in its subject, and its sender's address.
    """

    message_ids: tuple[str, ...]
    references: tuple[str, ...]
    sender: str | None


@dataclass(frozen=True, slots=True)
class CandidateCase:
    """A case that the store found by one of the keys.

    ``by_message_id``: the store confirms that the mail answers a message of this case; ``nearness`` is then
    the place of the first such identifier in ``LookupKeys.message_ids`` (0 is the message answered), None if
    the store does not say. ``belongs``: the sender is the requester or a confirmed representative. ``labels``
    are the rights that the case is about.
    """

    reference: str
    belongs: bool
    by_message_id: bool = False
    is_open: bool = True
    labels: frozenset[str] = frozenset()
    nearness: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """The mail belongs to this case."""

    reference: str
    by: Literal["message_id", "subject", "staff"]


@dataclass(frozen=True, slots=True)
class NewCase:
    """The mail stands on its own. ``duplicate_of`` is a proposal for staff; ``linked_to`` the case in
    whose thread it came.
    """

    duplicate_of: str | None = None
    linked_to: str | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A person decides: the cases that it could be, and why it is not certain (Dutch, one sentence)."""

    references: tuple[str, ...]
    reason: str


Match = Matched | NewCase | Ambiguous


def keys(mail: ParsedMail, prefixes: Collection[str] = DEFAULT_PREFIXES) -> LookupKeys:
    """The keys to look a case up by. Identifiers of the messages that a bounce returns come last, so that
    it finds its case too.
    """
    found = [
        f"{prefix.upper()}-{year}-{number.zfill(4)}"
        for prefix, year, number in _reference_pattern(tuple(sorted(prefixes))).findall(mail.subject)
    ]
    returned = [attached.message_id for attached in mail.attached_messages if attached.message_id]
    repeated = _OUR_MESSAGE_ID.findall(mail.text[:_READ])
    nearest_first = (*reversed(mail.in_reply_to), *reversed(mail.references), *returned, *repeated)
    author = sender.answer_address(mail)
    return LookupKeys(
        tuple(dict.fromkeys(nearest_first))[:_MOST_IDENTIFIERS],
        tuple(dict.fromkeys(found)),
        author.email if author else None,
    )


@lru_cache(maxsize=16)
def _reference_pattern(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(prefix) for prefix in prefixes)
    # People retype references: "vng 2026 42" and "VNG-2026-0042" are one; a longer number or word around it
    # is another thing.
    return re.compile(rf"(?i)(?<![\w-])({names})[ -]?(20\d\d)[ -](\d{{1,7}})(?![\w-]*\d)")


def match(
    mail: ParsedMail, candidates: Sequence[CandidateCase], prefixes: Collection[str] = DEFAULT_PREFIXES
) -> Match:
    """Which case a mail belongs to: by the message it answers first, then by the reference in its subject.

    Both must not point to different cases, and the sender must belong to the case; otherwise a person
    decides.
    """
    found = keys(mail, prefixes)
    by_id = _nearest([case for case in candidates if case.by_message_id])
    by_reference = [case for case in candidates if case.reference in found.references]
    named = {case.reference: case for case in (*by_id, *by_reference)}
    if not named:
        return NewCase()
    references = tuple(named)
    if len(named) > 1:
        return Ambiguous(references, "Het bericht verwijst naar meer dan een zaak.")
    case = named[references[0]]
    if found.sender is None:
        return Ambiguous(references, "Het bericht verwijst naar een zaak, maar noemt geen afzender.")
    if not case.belongs:
        return Ambiguous(references, "Het bericht verwijst naar een zaak waar deze afzender niet bij hoort.")
    return Matched(case.reference, "message_id" if by_id else "subject")


def _nearest(cases: list[CandidateCase]) -> list[CandidateCase]:
    """In a thread that went through several (linked) cases, those of the nearest message that the store
    knows.
    """
    ranked = [case.nearness for case in cases if case.nearness is not None]
    return [case for case in cases if case.nearness == min(ranked)] if ranked else cases


def after_reading(
    matched: Match, case: CandidateCase, labels: Collection[str], followup: str | None = None
) -> Match:
    """The match once it is known what is asked.

    A new wish in an old thread becomes a case of its own, linked to the old one: a right that the running
    case is not about, or any right after the case was closed. What speaks about the case itself (a complaint,
    a question) stays with it.
    """
    if not isinstance(matched, Matched) or matched.reference != case.reference:
        return matched
    asked = frozenset(labels) - _ABOUT_THE_CASE
    if not asked or followup in ("identification", "request_withdrawal", "status_inquiry"):
        return matched
    if not case.is_open or (not asked <= case.labels and followup != "clarification"):
        return NewCase(linked_to=case.reference)
    return matched


def propose_duplicate(labels: Collection[str], candidates: Sequence[CandidateCase]) -> str | None:
    """The open case of the same person that already asks all of this, as a proposal for staff; None if
    there is none.
    """
    wish = frozenset(labels) - _ABOUT_THE_CASE
    for case in candidates:
        if case.is_open and case.belongs and wish and wish <= case.labels:
            return case.reference
    return None
