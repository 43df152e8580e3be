"""Values of screening: what is known beforehand, what one rule finds, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "machine", "bounce", "out_of_office", "list", "own", "doubt"]


@dataclass(frozen=True, slots=True)
class ScreeningContext:
    """What screening must be told, because the mail itself does not say it.

    ``own_addresses`` are all addresses that the organisation reads or sends from, lower case.
    ``own_message``: the mail refers to one that we sent. ``is_ours``: the store knows the Message-ID of this
    very mail as one that we sent. ``web_form_senders`` are the addresses of the organisation's own contact
    forms. ``sent_to_address_today`` and ``sent_in_thread`` count the automatic mails that already went out;
    the caps are the numbers at which no further one goes.
    """

    own_addresses: frozenset[str] = frozenset()
    own_message: bool = False
    is_ours: bool = False
    web_form_senders: frozenset[str] = frozenset()
    sent_to_address_today: int = 0
    sent_in_thread: int = 0
    cap_per_address: int = 5
    cap_per_thread: int = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of a mail.

    ``final`` findings (a delivery report, our own mail) yield to nothing. All others yield to a person who
    plainly asks something: a ``weak`` one at once, the rest only as far as a person having to look.
    """

    rule: str
    kind: Kind
    reason: str
    weak: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class Screening:
    """May this mail get an automatic answer, why (not), and to whom.

    ``rule`` is the name of the rule's file, ``reason`` one Dutch sentence. ``needs_human`` means that a
    person decides what the mail is; ``answer`` is then false. ``reply_to`` is None where there is nobody to
    answer.
    """

    answer: bool
    rule: str
    reason: str
    reply_to: str | None
    needs_human: bool
    kind: Kind
