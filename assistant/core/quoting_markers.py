"""The lines with which mail programs announce what is older: attributions, header blocks, separators."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LABELS = {
    "from": "van from de von afzender expéditeur expediteur da od fra från remetente verzender",
    "sent": "verzonden verstuurd verzonden_op verstuurd_op datum date sent sent_on sent_at envoyé envoyée envoye gesendet "
    "enviado enviado_el data datum_verzending verzenddatum skickat sendt inviato wysłano",
    "to": "aan to à a an geadresseerde destinataire destinataires para pour till til do",
    "cc": "cc kopie bcc copie kopie_aan copie_à c.c. ik",
    "subject": "onderwerp subject objet betreff betreft sujet asunto assunto oggetto emne ämne temat",
    "other": "antwoord_aan antwoord_naar reply-to reply_to répondre_à prioriteit priority importance urgentie belang "
    "bijlage bijlagen attachments attachment attachements pièces_jointes gevoeligheid organisatie organization "
    "message-id afspraak wanneer when waar where",
}
_KIND = {name.replace("_", " "): kind for kind, names in _LABELS.items() for name in names.split()}
_LABEL_LINE = re.compile(
    r"[ \t>*_|"
    r"]{0,12}([A-Za-zÀ-ÿ.ąęłńóśźż-]{1,14}(?: [A-Za-zÀ-ÿ]{1,8})?)[ \t\u00a0]{0,3}\*{0,2}[ \t]?:[ \t*\u00a0]{0,4}(.{0,998})"
)
_ADDRESS = re.compile(r"[^\s<>\[\]();:,\"']{1,64}@[\w.-]{2,200}")
_MAX_BLOCK = 14

_SEPARATOR_WORDS = (
    r"(?:oorspronkelijk|origineel|originele|original|orig\.|doorgestuurd|doorgestuurde|forwarded|forward|"
    r"message d.origine|message original|"
    r"message initial|message transf|message transmis|ursprüngliche|originalnachricht|weitergeleitete|"
    r"mensaje original|mensaje reenviado|"
    r"mensagem original|messaggio originale|messaggio inoltrato|vidarebefordrat|ursprungligt|oprindelig|"
    r"opprinnelig|reply message|replied message|"
    r"antwoord bericht|bericht van|mail van)"
)
_SEPARATOR = re.compile(
    rf"(?i)[ \t>]{{0,6}}+[-_=~*]{{2,80}}+[ \t]{{0,3}}+{_SEPARATOR_WORDS}[^\n]{{0,100}}?[-_=~*]{{2,80}}[ \t*]*$"
)
_BEGIN = re.compile(
    r"(?i)[ \t>*]{0,6}(?:begin doorgestuurd(?:e)? (?:bericht|mail|e-mail)|begin van doorgestuurd bericht|"
    r"begin forwarded message|"
    r"d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|anfang der weitergeleiteten (?:nachricht|"
    r"e-mail)|inicio del mensaje reenviado|"
    r"doorgestuurd bericht|forwarded message|oorspronkelijk bericht|origineel bericht|"
    r"original message)[ \t]{0,2}:?[ \t*]*$"
)
_FORWARD = re.compile(
    r"(?i)doorgestuurd|forward|transf[ée]r|transmis|r[ée]exp[ée]di|weitergeleitet|reenviado|inoltrato|vidarebefordrat"
)
_REPLY_ABOVE = re.compile(
    r"(?i)[ \t>#=*-]{0,10}(?:antwoord|typ|reageer|reply|please reply|please type|répond|repond|"
    r"write)[^\n]{0,40}(?:boven|above|dessus) (?:deze|this|cette|de)"
    r"[^\n]{0,40}$"
)
# GroupWise and Notes put the older text below a line of their own, without marks before it.
_GROUPWISE = re.compile(
    r">>> [^\n]{3,200}\d[^\n]{0,60}>>>[ \t]*$|-{2,10} ?[^\n]{3,200}(?:wrote|schreef): ?-{2,10}[ \t]*$"
)
_RULE = re.compile(r"[ \t>]{0,4}[_=*-]{5,100}[ \t]*$")

_VERB = re.compile(
    r"(?i)\b(?:schreef|schrijft|geschreven|wrote|writes|a [ée]crit|[ée]crivait|schrieb|escribió|escreveu|"
    r"ha scritto|napisał|skrev|heeft gestuurd|citeren|quoting)\b"
)
_STARTER = re.compile(
    r"(?i)[ \t>*-]{0,8}(?:op|on|le|am|em|el|il|den|dne|dnia|w dniu|in een bericht|in a message|dans un message|"
    r"citeren|quoting|at|"
    r"(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,7}[ .,]|\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4})"
)
_DATE_OR_TIME = re.compile(
    r"\d{1,2}[:.hu]\d{2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\b(?:19|20)\d\d\b|\b\d{1,2}e? \w{3,9}"
)
# "Op 3 maart schreef ik u:" is the sender's own story, not the mark of a program.
_STORY = re.compile(
    r"(?i)\b(?:schreef|schrijft|wrote|schrieb|hebt|heb|heeft|had|hebben)\s+(?:ik|u|jij|je|wij|we|jullie|hij|"
    r"zij|ze|men|mijn|uw|i|you|they|he|she)\b|"
    r"\b(?:ik|u|jij|je|wij|we|jullie|hij|zij|ze|i|you|they|he|she|vous|nous|j'ai|on)\s+(?:schreef|schreven|"
    r"wrote|avez|avons|a)\b|\b(?:heb|hebt|had) geschreven\b"
)
# Old Gmail, FairEmail and Tuta name date and address and no verb: "2026-03-03 10:12 GMT+01:00 PO <po@vng.nl>:".
_NO_VERB = re.compile(
    r"[ \t>]{0,6}\d{1,4}[-/. ]{1,2}\w{1,10}\.?[-/. ]\d{1,4}[ ,om]{1,6}\d{1,2}:\d\d[^\n@]{0,150}[^\s<>@]{1,64}@[^\s<>@]{2,200}>?:[ \t]*$"
)
# Yahoo on Android puts the older text behind the attribution, on the same line.
_SAME_LINE = re.compile(r"[^\n<>]{4,300}<[^<>\s]{3,100}>[^\n<>]{0,60}:(?=[ \t]{2,}\S)")
_MAX_ATTRIBUTION = 600
_MAX_NAME_FIRST = 160


@dataclass(slots=True)
class HeaderBlock:
    """The header block of an older message: what its labels say, and the line after it."""

    end: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        """The address in the From line, lower case, or an empty string."""
        found = _ADDRESS.search(self.fields.get("from", ""))
        return found.group().strip(".").lower() if found else ""

    @property
    def sender_name(self) -> str:
        """The name in the From line, without the address."""
        return _ADDRESS.sub("", self.fields.get("from", "")).replace("mailto:", "").strip(" \t<>[]()\"'*")


def label(line: str) -> tuple[str, str] | None:
    """The kind and value of a header label line, or None."""
    if ":" not in line[:40]:
        return None
    found = _LABEL_LINE.match(line)
    if found is None:
        return None
    kind = _KIND.get(found.group(1).lower())
    return (kind, found.group(2).strip()) if kind else None


def header_block(lines: list[str], index: int, *, certain: bool = False) -> HeaderBlock | None:
    """The header block that starts at this line. ``certain``: a separator stood above it, so two labels
    are enough.
    """
    if index >= len(lines) or label(lines[index]) is None:
        return None
    fields: dict[str, str] = {}
    end = index
    last = ""
    position = index
    while position < len(lines) and position < index + _MAX_BLOCK:
        found = label(lines[position])
        if found is not None:
            last = found[0]
            fields.setdefault(last, found[1])
            end = position + 1
        elif lines[position].strip():
            # A long list of recipients or subject goes on on the next line; anything else ends the block.
            if (
                last not in ("to", "cc", "subject", "from")
                or end != position
                or not _continues(lines, position, fields[last])
            ):
                break
            fields[last] += " " + lines[position].strip()
            end = position + 1
        elif position + 1 >= len(lines) or label(lines[position + 1]) is None:
            break
        position += 1
    enough = "from" in fields and len(fields.keys() & {"sent", "to", "subject", "cc"}) >= (
        1 if certain else 2
    )
    return HeaderBlock(end, fields) if enough else None


def _continues(lines: list[str], position: int, value: str) -> bool:
    after = label(lines[position + 1]) if position + 1 < len(lines) else None
    return (
        after is not None
        or value.rstrip().endswith((";", ",", "<"))
        or (not value and "@" in lines[position])
    )


def announces_unmarked(line: str) -> bool:
    """Whether a line announces older text that carries no marks (GroupWise, Notes)."""
    return line[:2] in (">>", "--") and _GROUPWISE.match(line) is not None


def separator(lines: list[str], index: int) -> int | None:
    """The line after a separator, or the first line of a header block that needs none; None where nothing
    older begins.
    """
    line = lines[index]
    if not line.strip():
        return None
    if (
        _SEPARATOR.match(line)
        or (_BEGIN.match(line) and _followed_by_block(lines, index + 1))
        or _REPLY_ABOVE.match(line)
    ):
        return index + 1
    if _RULE.match(line) and _followed_by_block(lines, index + 1):
        return index + 1
    if header_block(lines, index) is not None:
        return index
    return None


def _followed_by_block(lines: list[str], index: int) -> bool:
    for position in range(index, min(index + 4, len(lines))):
        if lines[position].strip():
            return header_block(lines, position, certain=True) is not None or bool(
                attribution(lines, position)
            )
    return False


def is_forward(line: str) -> bool:
    """Whether a separator is that of a forwarded message."""
    return bool((_SEPARATOR.match(line) or _BEGIN.match(line)) and _FORWARD.search(line))


def attribution(lines: list[str], index: int) -> int:
    """The line after an attribution ("Op … schreef …:") that starts here, or 0; it may be wrapped over
    four lines.
    """
    line = lines[index]
    starts = bool(_STARTER.match(line))
    if _NO_VERB.match(line) or (starts and _has_text_behind(line)):
        return index + 1
    return _wrapped_end(lines, index, starts) if starts or _VERB.search(line) else 0


def _wrapped_end(lines: list[str], index: int, starts: bool) -> int:
    joined = ""
    for end in range(index, min(index + 4, len(lines))):
        part = lines[end].strip()
        joined = f"{joined} {part}" if joined else part
        if not part or len(joined) > _MAX_ATTRIBUTION:
            return 0
        if _is_attribution(joined.rstrip(" -*_"), starts):
            return end + 1
    return 0


def _has_text_behind(line: str) -> bool:
    found = _SAME_LINE.match(line)
    return found is not None and _is_attribution(found.group().rstrip(), True)


def _is_attribution(text: str, starts: bool) -> bool:
    if not text.endswith((":", ">")) and not text.startswith("--"):
        return False
    verb = _VERB.search(text)
    has_address = _ADDRESS.search(text) is not None
    if not text.endswith(":") and not (text.endswith(">") and starts):
        # Zoho frames it in dashes and ends without a colon: "---- Op di … schreef … ----".
        return starts and text.startswith("--") and verb is not None and has_address
    if verb is None or _STORY.search(text):
        return False
    if starts:
        return has_address or _DATE_OR_TIME.search(text) is not None
    # "Jan Jansen schreef op 3-3-2026:": the name comes first, so what follows the verb must be a date.
    return has_address or (
        len(text) <= _MAX_NAME_FIRST and _DATE_OR_TIME.search(text, verb.end()) is not None
    )
