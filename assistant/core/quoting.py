"""What the sender wrote now, apart from quoted history, signature, disclaimer and phone footer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.core import folding, quoting_history, quoting_signature, wish_cues
from assistant.core.mail import Address, ParsedMail
from assistant.core.quoting_history import History

_TAGS = r"\s*(?:\[[^\]]{1,40}\]\s*)*"
_PREFIX = re.compile(
    rf"(?i){_TAGS}(?:re|antw(?:oord)?|aw|r[ée]p(?:onse)?|sv|fwd?|tr|doorst(?:uren)?|doorgestuurd|dg|wg|"
    rf"vs)\s*(?:\[\d+\])?\s*:"
)
_FORWARD = re.compile(
    rf"(?i){_TAGS}(?:(?:re|antw)\s*:\s*)?(?:fwd?|doorst(?:uren)?|doorgestuurd|tr|wg)\s*(?:\[\d+\])?\s*:"
)
_REPLY = re.compile(rf"(?i){_TAGS}(?:re|antw(?:oord)?|aw|r[ée]p(?:onse)?|sv|vs)\s*(?:\[\d+\])?\s*:")
_UNQUOTE = re.compile(r"[ \t]{0,3}> ?")
_GREETING = re.compile(
    r"(?i)(?:beste|geachte|hallo|hoi|dag|goede?(?:morgen|middag|avond|dag)|hi|dear|hello|bonjour|"
    r"l\.?s\.?)\b.{0,60}[,!.]?$"
)
# A note that points at the message below it, and so makes that message the one to read.
_POINTS = re.compile(
    r"\b(?:onderstaande?|hieronder|hierbij|bijgaande?|doorgestuurd|doorsturen|stuur (?:ik )?(?:dit|deze|het|u|"
    r"je|jullie)|zie (?:onder|mail|bericht)|"
    r"(?:deze|dit|het volgende) (?:mail|e-?mail|bericht|verzoek|vraag|stuurde|kwam|kregen|ontvingen|is binnen)|"
    r"dit stuurde|oppakken|afhandel\w*|behandel\w*|voor jullie|"
    r"voor jou|iets voor|binnengekomen|kwam binnen|nogmaals|opnieuw|eerder(?:e)? (?:mail|bericht|verzoek)|"
    r"mijn (?:mail|bericht|verzoek) van|"
    r"below|forward(?:ing|ed)?|please handle|see (?:the )?(?:mail|request)|pass(?:ing)? (?:this )?on|"
    r"ci-dessous|pour suite|je vous transmets|transf\w*)\b"
)
_DEEPEST = 4  # forwards inside forwards that are still opened


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The parts of a message.

    ``text`` is what is to be read and classified: the sender's new words, and for a forward without a wish of
    its own also the forwarded message. ``forwarded`` is that forwarded part alone, ``forwarded_from`` its
    author as the mail program wrote it. ``subject_is_own`` is false for a subject that came with the thread.
    ``certain`` is false where nothing of the sender's own could be told apart from the history, so that a
    person should look.
    """

    text: str
    quoted: str = ""
    signature: str = ""
    forwarded: str = ""
    subject_is_own: bool = True
    certain: bool = True
    forwarded_from: Address | None = None


def own_words(mail: ParsedMail) -> OwnWords:
    """Take a parsed mail apart. A message attached to an otherwise empty mail counts as forwarded; our own
    letter never does.
    """
    ours = frozenset(address.domain for address in mail.to if address.domain)
    author = mail.from_[0].email if mail.from_ else ""
    words = _take_apart(mail.text, mail.subject, ours, author)
    if not words.text.strip() and not words.quoted and len(mail.attached_messages) == 1:
        inner = mail.attached_messages[0]
        found = _take_apart(inner.text, inner.subject, frozenset(), "")
        return OwnWords(
            found.text, found.quoted, words.signature, found.text, False, bool(found.text), inner.sender
        )
    return words


def strip_text(text: str, subject: str = "") -> OwnWords:
    """Take a plain text apart. Linear in its length; never raises."""
    return _take_apart(text, subject, frozenset(), "")


def _take_apart(text: str, subject: str, ours: frozenset[str], author: str, depth: int = 0) -> OwnWords:
    history = quoting_history.split(text)
    own, signature = quoting_signature.split(history.own)
    words = OwnWords(
        own, "\n".join(history.quoted).strip("\n"), signature, subject_is_own=not _PREFIX.match(subject)
    )
    if not history.quoted:
        return words
    sender = _author(history)
    if _is_forwarded(history, own, subject) and not _is_ours(sender, ours, author):
        inner = _forwarded_text(history)
        subject_inside = history.block.fields.get("subject", "") if history.block else ""
        forwarded = (
            _take_apart(inner, subject_inside, ours, author, depth + 1).text
            if depth < _DEEPEST
            else inner.strip()
        )
        words = replace(words, forwarded=forwarded, forwarded_from=sender)
        colleague = bool(author) and author.rpartition("@")[2] in ours
        if _points_below(own, colleague):
            words = replace(words, text=f"{own}\n\n{forwarded}".strip("\n"))
    return replace(words, certain=bool(words.text.strip()))


def _is_forwarded(history: History, own: str, subject: str) -> bool:
    """Forwarded by its separator or subject; or a header block on top with nothing above it, as in a
    pasted mail or a letter head.
    """
    if history.is_forward or _FORWARD.match(subject):
        return True
    return not own.strip() and history.block is not None and not _REPLY.match(subject)


def _author(history: History) -> Address | None:
    block = history.block
    return Address(block.sender, block.sender_name) if block is not None and block.sender else None


def _is_ours(sender: Address | None, ours: frozenset[str], author: str) -> bool:
    """Whether the forwarded message is a letter of the organisation itself: then it is history, not the
    sender's wish.
    """
    return (
        sender is not None
        and sender.domain in ours
        and sender.email != author
        and not author.endswith("@" + sender.domain)
    )


def _forwarded_text(history: History) -> str:
    lines = history.older or history.quoted
    marked = sum(1 for line in lines if line.startswith(">"))
    if marked * 2 > sum(1 for line in lines if line.strip()):
        lines = [_UNQUOTE.sub("", line, count=1) if line.startswith(">") else line for line in lines]
    return "\n".join(lines)


def _points_below(own: str, colleague: bool) -> bool:
    """Whether the note above a forwarded message leaves the asking to that message. A colleague's note
    always does.
    """
    lines = [folding.fold(line) for line in own.split("\n") if line.strip()]
    note = [
        line
        for line in lines
        if not _GREETING.match(line) and not quoting_signature.is_valediction_line(line)
    ]
    if sum(len(line.split()) for line in note) <= 3 or colleague:
        return True
    return bool(_POINTS.search("\n".join(note))) and not wish_cues.is_request("\n".join(note))
