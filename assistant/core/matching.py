"""A mail and candidate cases -> Matched, NewCase or Ambiguous. A key counts only if the sender belongs to
the case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.core import sender
from assistant.core.mail import ParsedMail

DEFAULT_PREFIXES = ("VNG", "CON", "KCHN", "VVSG", "SBB")


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """What the store is asked for: message identifiers this mail refers to, case references in it, and its
    sender.
    """

    message_ids: tuple[str, ...]
    references: tuple[str, ...]
    sender: str | None


@dataclass(frozen=True, slots=True)
class CandidateCase:
    """A case that the store found by one of the keys.

    ``by_message_id``: the store confirms that the mail answers a message of this case. ``belongs``: the
    sender is the requester or a confirmed representative. ``labels`` are the rights that the case is about.
    """

    reference: str
    belongs: bool
    by_message_id: bool = False
    is_open: bool = True
    labels: frozenset[str] = frozenset()


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
    """The keys to look a case up by, strongest first."""
    pattern = re.compile(
        rf"(?i)(?<![\w-])({'|'.join(map(re.escape, sorted(prefixes)))})-(20\d\d)-(\d{{1,7}})(?!\d)"
    )
    found = [
        f"{prefix.upper()}-{year}-{number.zfill(4)}" for prefix, year, number in pattern.findall(mail.subject)
    ]
    author = sender.answer_address(mail)
    identifiers = dict.fromkeys((*mail.in_reply_to, *reversed(mail.references)))
    return LookupKeys(tuple(identifiers), tuple(dict.fromkeys(found)), author.email if author else None)


def match(
    mail: ParsedMail, candidates: Sequence[CandidateCase], prefixes: Collection[str] = DEFAULT_PREFIXES
) -> Match:
    """Which case a mail belongs to: by our Message-ID in the thread first, then by the reference in the
    subject.
    """
    found = keys(mail, prefixes)
    by_id = [case for case in candidates if case.by_message_id]
    by_reference = [case for case in candidates if case.reference in found.references]
    named = list(dict.fromkeys(case.reference for case in (*by_id, *by_reference)))
    if not named:
        return NewCase()
    if len(named) > 1:
        return Ambiguous(tuple(named), "Het bericht verwijst naar meer dan een zaak.")
    case = (by_id or by_reference)[0]
    if not case.belongs:
        return Ambiguous((case.reference,), "Het bericht noemt een zaak waar deze afzender niet bij hoort.")
    return Matched(case.reference, "message_id" if by_id else "subject")


def propose_duplicate(labels: Collection[str], candidates: Sequence[CandidateCase]) -> str | None:
    """The open case of the same person with the same wish, as a proposal for staff; None if there is none."""
    wish = frozenset(labels)
    for case in candidates:
        if case.is_open and case.belongs and wish and wish == case.labels:
            return case.reference
    return None
