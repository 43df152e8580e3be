"""What the sender wrote in this message, apart from quoted history, signature, phone footer and disclaimer.

Knows the quote styles of Outlook, Gmail, Apple Mail, Thunderbird and phones in Dutch, Flemish, English and French, answers
below and between quoted lines, and, where the earlier messages are given, quotations without any mark.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from classifiers.verdict import Span

_LINE: Final = re.compile(r"[^\n]*\n?")
_QUOTED: Final = re.compile(r"\s{0,4}(?:>|&gt;|\|\s)")
_SEPARATOR: Final = re.compile(
    r"^\W{0,40}(?:oorspronkelijk\w* (?:bericht|e-?mail)|origine(?:el|le) bericht|original (?:message|appointment)"
    r"|message (?:d'origine|original|transf[ée]r[ée])|e-?mail d'origine|doorgestuurd\w* (?:bericht|e-?mail)"
    r"|begin doorgestuurd bericht|forwarded message|begin forwarded message"
    r"|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|ursprüngliche nachricht|vorig bericht|eerdere? (?:bericht|mail)\w*)\b\W{0,40}(?:van\b.{0,80}|from\b.{0,80})?$",
    re.I,
)  # fmt: skip
_FIELD: Final = re.compile(
    r"^\s*[*_]{0,2}(van|from|de|exp[ée]diteur|afzender|verzonden(?: op)?|verstuurd|gezonden|sent"
    r"|envoy[ée]|datum|date|aan|to|[àa]"
    r"|destinataire|cc|bcc|kopie|onderwerp|betreft|subject|objet|sujet|prioriteit|beantwoorden aan"
    r"|reply-to)[*_]{0,2}\s?:[*_]{0,2}\s*\S?",
    re.I,
)
_SENDERS: Final = frozenset({"van", "from", "de", "expéditeur", "expediteur", "afzender"})
_DATES: Final = frozenset({"date", "datum", "verzonden", "sent"})
_DATE: Final = (
    r"(?:\d{1,2}[-/.: ]\d{1,2}|\d{4}|\d{1,2}(?:er)?\s+\w{3,10}\.?"
    r"|(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)\w{0,7}\b)"
)
_ATTRIBUTION: Final = re.compile(
    rf"^\s*(?:op|on|le|am)\b.{{0,60}}?{_DATE}.{{0,160}}?\b(?:schreef|geschreven|wrote|a écrit|a ecrit|schrieb)\b.{{0,120}}$"
    rf"|^\s*\S.{{0,100}}?\b(?:schreef|wrote|a écrit|a ecrit|schrieb|escribió)\b(?:\s+(?:op|on|le"
    rf"|het volgende|in|am)\b.{{0,100}}|\s.{{0,60}})?:\s*$"
    rf"|^\s*(?:op|on|le)\b.{{0,60}}?{_DATE}.{{0,100}}?<[^<>\s]{{3,80}}@[^<>\s]{{2,80}}>\s*:?\s*$",
    re.I,
)  # fmt: skip
_FOOTER: Final = re.compile(
    r"^\s*(?:(?:verzonden|verstuurd|gestuurd|sent|envoy[ée]|get|t[ée]l[ée]charger?"
    r"|gesendet)\b.{0,30}\b(?:vanaf|van|via|met|from|with|depuis|de|[àa] partir|using|outlook"
    r"|mijn)\b.{0,60}"
    r"|outlook (?:voor|for|pour) (?:android|ios|mac)\b.{0,60}|(?:download|get) outlook\b.{0,60}"
    r"|yahoo mail\b.{0,60}|(?:verzonden|verstuurd) met .{0,60})$",
    re.I,
)  # fmt: skip
_FOOTER_DEVICE: Final = re.compile(
    r"iphone|ipad|android|samsung|galaxy|huawei|mobiel|telefoon|smartphone|gsm|tablet|outlook|gmail|yahoo"
    r"|proton|mail voor windows"
    r"|mail for windows|courrier pour windows|blackberry|xiaomi|oneplus|nokia|fairphone|mobile|phone"
    r"|ziggo|hotmail|webmail|thunderbird|app\b",
    re.I,
)
_DISCLAIMER: Final = re.compile(
    r"^\W{0,6}(?:disclaimer\b|dit (?:e-?mail)?bericht (?:\(|en |is (?:uitsluitend|alleen|enkel"
    r"|vertrouwelijk)|kan vertrouwelijk|met eventuele)"
    r"|deze e-?mail (?:\(|en |is (?:uitsluitend|alleen|enkel|vertrouwelijk)|kan vertrouwelijk|inclusief)"
    r"|de (?:informatie|inhoud) (?:in|van|verzonden|vervat).{0,40}(?:bericht|e-?mail)"
    r"|de in d(?:it|eze).{0,20}(?:bericht|e-?mail)|this (?:e-?mail|message)(?: and| \(| is (?:intended"
    r"|confidential)| may contain)|the information (?:contained )?in this (?:e-?mail|message)"
    r"|ce (?:message|courriel)(?:,| et| est (?:confidentiel|destin))|aan (?:dit|deze) (?:bericht"
    r"|e-?mail).{0,30}geen rechten|vertrouwelijkheids|confidentiality notice|denk aan het milieu"
    r"|please consider the environment|bespaar papier|pensez à l'environnement|think before you print"
    r"|op al onze .{0,60}voorwaarden)",
    re.I,
)  # fmt: skip
_CLOSING: Final = re.compile(
    r"^\W{0,4}(?:(?:met|mit)?\s*(?:de )?(?:vriendelijke|hartelijke|beste|collegiale|sportieve|warme"
    r"|welgemeende|oprechte|meeste|zonnige|lieve|oprecht)?\s*groet\w*|mvg|m\.v\.g|vr\.? ?gr\w*"
    r"|hoogachtend"
    r"|hgr|gr\b|kind regards|best regards|regards|sincerely|yours|best wishes|cordialement|bien à vous"
    r"|salutations|met (?:de )?(?:meeste )?hoogachting)",
    re.I,
)  # fmt: skip
_CONTACT: Final = re.compile(
    r"https?://|www\.|\bkvk\b|\bbtw\b|\biban\b|@[\w-]+\.\w|^\s*(?:[tmfew]|tel|mob|mobiel|telefoon|gsm|fax"
    r"|e-?mail|web|website|linkedin|volg ons|bezoekadres|postadres|postbus)\s?(?:[:|]|\.?\s?[+(]?\d)"
    r"|^\s*[+(]?\d[\d\s()./-]{8,}$|^\s*\d{4}\s?[A-Z]{2}\b|^\s*(?:postbus|po box)\s\d|aanwezig:? (?:ma|di|wo|do|vr)|werkdagen:",
    re.I,
)  # fmt: skip
_POSTSCRIPT: Final = re.compile(r"^\W{0,3}(?:p\.?\s?s\b|n\.?\s?b\b|naschrift)", re.I)
_LETTERS: Final = re.compile(r"[^0-9a-zà-ÿ]+")
LONGEST_LINE: Final = 400
MATCH: Final = 20
"""A line of at least this many letters that stands in an earlier message is a quotation."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with its place in the text; `text` is without blanks around it and cut where patterns need no more."""

    start: int
    end: int
    text: str
    indented: bool


def own_spans(text: str, previous: Sequence[str] = ()) -> tuple[Span, ...]:
    """Return start and end of the stretches that the sender wrote now, in order.

    `text` is cleaned text (see `surface.cleaned`); `previous` the earlier messages of the thread, where known.
    """
    lines = [_line(m) for m in _LINE.finditer(text) if m[0]]
    earlier = "|".join(_letters(message) for message in previous)
    keep = _unquoted(lines, earlier)
    if not any(keep[i] and lines[i].text.strip() for i in range(len(lines))):
        keep = _forwarded(lines)
    _drop_tail_matter(lines, keep)
    return _spans(text, lines, keep)


def _line(match: re.Match[str]) -> _Line:
    stripped = match[0].strip()
    return _Line(match.start(), match.end(), stripped[:LONGEST_LINE], match[0][:1].isspace())


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.lower())


def _unquoted(lines: list[_Line], earlier: str) -> list[bool]:
    """Decide per line whether the sender wrote it, before signatures and disclaimers."""
    keep = [True] * len(lines)
    marked = [bool(_QUOTED.match(line.text)) for line in lines]
    at = 0
    while at < len(lines):
        size = _header(lines, at, marked)
        if marked[at]:
            keep[at] = False
            at += 1
        elif size:
            at = _skip_history(lines, at, size, marked, keep, earlier)
        else:
            keep[at] = not _stands_in(lines[at].text, earlier)
            at += 1
    return keep


def _skip_history(
    lines: list[_Line], at: int, size: int, marked: list[bool], keep: list[bool], earlier: str
) -> int:
    """Drop a header and the history under it; return where reading goes on."""
    keep[at : at + size] = [False] * size
    at += size
    rest = [i for i in range(at, len(lines)) if lines[i].text.strip()]
    if rest and marked[rest[0]]:
        return at  # marked history: what is unmarked below or between it is an answer
    known = [i for i in rest if _stands_in(lines[i].text, earlier)]
    if rest and len(known) * 2 >= len(rest):
        for i in range(at, len(lines)):
            short = len(_letters(lines[i].text)) < MATCH and _letters(lines[i].text) in earlier
            keep[i] = not (
                marked[i] or short or _stands_in(lines[i].text, earlier) or _FIELD.match(lines[i].text)
            )
        return len(lines)
    keep[at:] = [False] * (len(lines) - at)
    return len(lines)


def _stands_in(line: str, earlier: str) -> bool:
    letters = _letters(line) if earlier else ""
    return len(letters) >= MATCH and letters in earlier


def _header(lines: list[_Line], at: int, marked: list[bool]) -> int:
    """Return how many lines from here are the header of quoted history, or 0."""
    text = lines[at].text
    if not text.strip():
        return 0
    if _SEPARATOR.match(text):
        return 1 + _fields(lines, at + 1)[0]
    if re.match(r"\s*_{20,}\s*$", text) or re.match(r"\s*-{20,}\s*$", text):
        count, seen = _fields(lines, at + 1)
        return 1 + count if seen >= 2 else 0
    field = _FIELD.match(text)
    if field and _begins(field[1], lines, at):
        count, seen = _fields(lines, at)
        following = at + count
        while following < len(lines) and not lines[following].text.strip():
            following += 1
        if seen >= 2 or (following < len(lines) and marked[following]):
            return count
    return _attribution(lines, at)


def _begins(name: str, lines: list[_Line], at: int) -> bool:
    """Tell whether a field can open a header: «Van:», or a date right above «Van:»."""
    if name.lower() in _SENDERS:
        return True
    following = _FIELD.match(lines[at + 1].text) if at + 1 < len(lines) else None
    return bool(name.lower() in _DATES and following and following[1].lower() in _SENDERS)


def _fields(lines: list[_Line], at: int) -> tuple[int, int]:
    """Return how many lines the header from here takes (blank and wrapped ones included), and how many fields it has."""
    count = 0
    seen = 0
    for line in lines[at : at + 14]:
        if _FIELD.match(line.text):
            seen += 1
        elif (line.text.strip() and not (seen and line.indented)) or (seen >= 2 and not line.text.strip()):
            break
        count += 1
    return (count, seen) if seen else (0, 0)


def _attribution(lines: list[_Line], at: int) -> int:
    """Recognise «Op … schreef …:», wrapped over at most three lines."""
    first = lines[at].text
    if len(first) > 300:
        return 0
    joined = first
    for size in (1, 2, 3):
        if size > 1:
            if at + size > len(lines) or not lines[at + size - 1].text.strip():
                return 0
            joined = f"{joined} {lines[at + size - 1].text.strip()}"
        if len(joined) > 320:
            return 0
        if joined.rstrip().endswith((":", ">")) and _ATTRIBUTION.match(joined):
            return size
        if size == 1 and not re.match(r"\s*(?:op|on|le|am)\b|.{3,80}<[^<>\s]+@", first, re.I):
            return 0
    return 0


def _forwarded(lines: list[_Line]) -> list[bool]:
    """Keep what lies under the header when the sender wrote nothing above it: a message that was only passed on."""
    keep = [bool(line.text.strip()) for line in lines]
    at = 0
    marked = [False] * len(lines)
    while at < len(lines):
        size = _header(lines, at, marked)
        keep[at : at + size] = [False] * size
        at += size or 1
    return keep


def _drop_tail_matter(lines: list[_Line], keep: list[bool]) -> None:
    """Drop the signature below «-- », phone footers, disclaimers and the contact lines below the closing."""
    in_signature = in_disclaimer = closed = False
    for i, line in enumerate(lines):
        text = line.text
        if not keep[i]:
            in_signature = in_disclaimer = closed = False
            continue
        if text in {"--", "-- "} or line.text.strip() == "--":
            in_signature = True
        if _POSTSCRIPT.match(text):
            in_signature = in_disclaimer = closed = False
        if _DISCLAIMER.match(text) and (closed or i * 2 >= len(lines) or in_signature):
            in_disclaimer = True
        closed = closed or bool(len(text) < 60 and _CLOSING.match(text))
        footer = len(text) < 120 and _FOOTER.match(text) and _FOOTER_DEVICE.search(text)
        contact = closed and len(text) < 160 and _CONTACT.search(text)
        sentence = in_signature and len(text.split()) >= 8 and text.rstrip().endswith((".", "!", "?"))
        if sentence:
            continue
        if in_signature or in_disclaimer or footer or contact:
            keep[i] = False


def _spans(text: str, lines: list[_Line], keep: list[bool]) -> tuple[Span, ...]:
    """Join kept lines that follow each other; leave blank stretches out."""
    spans: list[Span] = []
    for i, line in enumerate(lines):
        if not keep[i]:
            continue
        if spans and spans[-1][1] == line.start:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    trimmed = []
    for start, end in spans:
        piece = text[start:end]
        if piece.strip():
            trimmed.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return tuple(trimmed)
