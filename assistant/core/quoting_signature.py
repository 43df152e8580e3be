"""Signature, disclaimer, phone footer and warning banner around what someone wrote."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"(?:--|—|––|- -)[ \t\u00a0]?$")
_FOOTER = re.compile(
    r"(?i)[ \t*_\[(<]{0,4}(?:(?:verstuurd|verzonden|gestuurd|verstuur|sent|envoy[ée]|gesendet|enviado|"
    r"inviato) (?:vanaf|vanuit|met|via|door|from|with|using|by|de|à partir de|depuis|avec|mit|von|desde|da)\b.{0,90}"
    r"|von meinem .{2,30} gesendet.{0,20}|(?:download|get|ontvang|t[ée]l[ée]chargez|obtenir|"
    r"holen sie) outlook (?:voor|for|pour|f[üu]r) .{2,40}|outlook (?:voor|for|pour) (?:ios|android|mac).{0,60}|"
    r"(?:verzonden|sent) (?:op|on) mijn .{2,30}|virusvrij\.?.{0,60}|virus-free\.?.{0,60}|"
    r"garanti sans virus.{0,60}|yahoo mail:? .{0,60}|mail\.ru.{0,30}|"
    r"beveiligd met proton.{0,60})[ \t*_\])>.]{0,4}$"
)
_DISCLAIMER = re.compile(
    r"(?i)[ \t*_]{0,4}(?:disclaimer\b|proclaimer\b|(?:de|alle) (?:informatie|inhoud).{0,60}(?:bericht|e-?mail|"
    r"mail).{0,80}(?:vertrouwelijk|bestemd|geadresseerde)|"
    r"(?:dit|deze) (?:bericht|e-?mail(?:bericht)?|mail|elektronische bericht)\b.{0,80}(?:vertrouwelijk|"
    r"uitsluitend|bestemd voor|enkel bestemd|alleen bestemd|bedoeld voor|gecontroleerd op virussen)|"
    r"(?:aan|uit) (?:dit|deze|de inhoud van).{0,60}(?:geen rechten)|(?:the )?(?:information|"
    r"contents?) (?:contained )?in this (?:e-?mail|message|communication)|"
    r"this (?:e-?mail|message|communication|transmission)\b.{0,80}(?:confidential|intended|privileged)|"
    r"confidentiality notice|"
    r"ce (?:message|courriel|mail)\b.{0,80}(?:confidentiel|destin)|les informations contenues dans ce|"
    r"diese e-?mail\b.{0,80}vertraulich|"
    r"denk aan het milieu|(?:please )?(?:consider|think of|think about) the environment|"
    r"denk aan het milieu voordat|pensez à l'environnement|bespaar papier|print deze (?:e-?)?mail|"
    r"op al onze (?:diensten|leveringen|overeenkomsten|offertes|werkzaamheden).{0,60}voorwaarden|(?:indien|"
    r"als) u niet de (?:geadresseerde|bedoelde ontvanger)|"
    r"deze (?:e-?mail|mail) (?:is|werd) (?:gecontroleerd|gescand)|volg ons op|ken je onze|"
    r"meld je aan voor onze nieuwsbrief)"
)
_BANNER = re.compile(
    r"(?i)[ \t*_>\[\]!⚠️]{0,8}(?:\[?(?:extern|external|externe)[\w -]{0,25}\]|(?:let op|opgelet|waarschuwing|"
    r"caution|warning|attention|pas op)\b.{0,40}(?:extern|buiten|outside|external|ext[ée]rieur|onbekend)|"
    r"(?:deze|dit) (?:e-?mail|mail|bericht) (?:is |komt |werd )?(?:afkomstig |verzonden |verstuurd )?(?:van|"
    r"vanuit|door) (?:buiten|een extern|iemand buiten)|"
    r"this (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)|external (?:e-?mail|"
    r"sender)|externe (?:e-?mail|afzender)|"
    r"u ontvangt niet vaak e-?mail van|je krijgt niet vaak e-?mail van|you don't often get email from|"
    r"sommige personen die dit bericht|vous n'obtenez pas souvent)"
)
_VALEDICTION = re.compile(
    r"(?i)[ \t*_]{0,4}(?:(?:met|een|veel|mvg|hartelijke?|vriendelijke?|beleefde?|collegiale|warme|lieve|"
    r"zonnige|sportieve|de|hele|fijne)\s+){0,4}"
    r"(?:groet(?:en|jes|je|end)?|mvg|m\.v\.g\.?|mvrgr|vr\.? ?gr\.?|hoogachtend|hoogachting|gr\.?|grtz?|grtjs|"
    r"groetjes|dank(?:jewel|u wel)? (?:en groet)|alvast bedankt|alvast dank|bij voorbaat dank|b\.v\.d\.?|"
    r"bedankt|dank(?: u| je)?(?: wel)?|tot ziens|(?:kind|best|warm|many) regards|regards|best wishes|"
    r"yours (?:sincerely|faithfully|truly)|sincerely|(?:many )?thanks|thank you|cheers|best|kr|"
    r"cordialement|bien (?:cordialement|à vous)|salutations|(?:meilleures|sincères) salutations|"
    r"merci(?: d'avance| beaucoup)?|mes salutations.{0,40}|mit freundlichen gr[üu](?:ß|ss)en|mfg|"
    r"viele gr[üu](?:ß|ss)e|"
    r"(?:je vous prie|veuillez) (?:d'agréer|agréer|recevoir).{0,100})"
    r"(?:[ \t]*(?:,|\.|!|:|/|en\b|and\b|et\b|van\b|uit\b|aan\b|terug\b|from\b|-).{0,60})?[ \t*_,.!]*$"
)
_CONTACT = re.compile(
    r"(?i)(?:\b(?:tel|t|m|f|e|w|i|mob|mobiel|telefoon|phone|mobile|fax|e-?mail|mail|web|website|gsm|kvk|btw|"
    r"bic|iban|kbo|rpr|postbus|bezoekadres|postadres|werkdagen|aanwezig|linkedin)\b ?[.:|]|"
    r"\+?\d[\d ()./-]{7,}\d|https?://|www\.|[^\s@]{1,64}@[\w-]+\.\w|\b\d{4} ?[a-z]{2}\b|\||\b(?:straat|laan|"
    r"weg|plein|singel|gracht|kade|dreef|steenweg)\b ?\d|\w(?:straat|laan|weg|plein|singel|gracht|kade|dreef|"
    r"lei|steenweg) \d|"
    r"\b(?:b\.v\.|bv|n\.v\.|nv|vzw|stichting|gemeente|ministerie|advocaten|advocatuur|kantoor|postbus|afdeling|"
    r"team|adviseur|medewerker|manager|directeur|consultant|coördinator|beleids\w+|jurist|secretaris|"
    r"bestuurder)\b)"
)
# What someone states about themselves below their name is theirs, not decoration.
_STATED = re.compile(
    r"(?i)\b(?:geboren|geb\.?|geboortedatum|geboorte|klantnummer|lidnummer|lidmaatschapsnummer|relatienummer|"
    r"relatienr|studentnummer|leerlingnummer|deelnemersnummer|personeelsnummer|registratienummer|dossier\w*|"
    r"namens|in eigen naam|(?:moeder|vader|ouders?|voogd|curator|bewindvoerder|mentor) van|gemachtigde?|"
    r"gevolmachtigde|"
    r"kenmerk|ref(?:erentie)?|zaaknummer|bsn|rijksregister\w*|kandidaatnummer|bijlagen?|p\.?s\.?|ps:|"
    r"date of birth|customer number|né\(?e?\)? le|date de naissance)\b"
)
_PROSE = re.compile(
    r"(?i)\b(?:ik|mij|mijn|me|wij|ons|u|uw|jullie|je|jouw|i|my|you|your|we|vous|votre|j'|mon|ma)\b"
)
_SENTENCE = re.compile(r"[.!?][\"')]?$")
_LONG_LINE = 120  # characters; a longer line is prose, whatever it holds
_LONGEST = 60  # lines; what goes on for longer below a valediction is no signature
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[.'’()-])+,?|\(\d{1,3}\)|&|/|")


def split(stretches: list[list[str]]) -> tuple[str, str]:
    """What was written, and what stands around it. Each stretch of own lines is looked at by itself
    (inline answers).
    """
    own: list[str] = []
    rest: list[str] = []
    for stretch in stretches:
        written, signature = _split(stretch, alone=len(stretches) == 1)
        if written:
            own.append(written)
        if signature:
            rest.append(signature)
    return "\n\n".join(own), "\n\n".join(rest)


def _split(lines: list[str], *, alone: bool) -> tuple[str, str]:
    lines, removed = _without_banner(lines)
    written, below = _above_delimiter(lines)
    if alone and not any(line.strip() for line in written):
        # Nothing but a signature: then it is all that the sender said.
        written, below = [line for line in lines if not _DELIMITER.match(line)], []
    kept = [line for line in written if not _FOOTER.match(line)]
    removed += [line for line in written if _FOOTER.match(line)]
    kept, disclaimer = _above_disclaimer(kept)
    kept, signature = _above_signature(kept)
    return "\n".join(kept).strip(), "\n".join([*removed, *signature, *disclaimer, *below]).strip()


def _without_banner(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines[:12]):
        if _BANNER.match(line):
            end = index
            while end < len(lines) and lines[end].strip() and end < index + 4:
                end += 1
            if any(rest.strip() for rest in lines[end:]):
                return lines[:index] + lines[end:], lines[index:end]
            return lines, []
    return lines, []


def _above_delimiter(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines):
        if line[:1] in "-—–" and _DELIMITER.match(line):
            return lines[:index], lines[index + 1 :]
    return lines, []


def _above_disclaimer(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines):
        if index and _DISCLAIMER.match(line) and any(above.strip() for above in lines[:index]):
            return lines[:index], lines[index:]
    return lines, []


def _above_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut below the valediction and the name under it; what is prose or stated about oneself below that
    stays.
    """
    first = max(0, len(lines) - _LONGEST)
    last = next((i for i in range(len(lines) - 1, first - 1, -1) if _is_valediction(lines, i)), -1)
    if last < 0:
        return _above_contact_block(lines)
    kept = lines[: last + 1]
    removed: list[str] = []
    names = 0
    for line in lines[last + 1 :]:
        if not line.strip() or _is_prose(line) or _STATED.search(line):
            kept.append(line)
        elif names == 0 and not removed and _is_name(line):
            names += 1
            kept.append(line)
        else:
            removed.append(line)
    return kept, removed


def is_valediction_line(line: str) -> bool:
    """Whether a line is a closing formula ("Met vriendelijke groet,")."""
    return 2 <= len(line.strip()) <= 110 and _VALEDICTION.match(line) is not None


def _is_valediction(lines: list[str], index: int) -> bool:
    line = lines[index]
    if not is_valediction_line(line):
        return False
    # "Bedankt." in the middle of a letter is no end: what follows must not be mostly prose.
    below = [other for other in lines[index + 1 :] if other.strip()]
    return sum(1 for other in below if _is_prose(other)) * 2 <= len(below) or len(below) <= 3


def _above_contact_block(lines: list[str]) -> tuple[list[str], list[str]]:
    """Without a valediction: a last paragraph of short lines with contact details, under a name or not."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip():
        start -= 1
    block = lines[start:end]
    if (
        not start
        or len(block) < 2
        or any(len(line) > _LONG_LINE or _is_prose(line) or _STATED.search(line) for line in block)
    ):
        return lines, []
    if not any(_CONTACT.search(line) for line in block):
        return lines, []
    first = 1 if _is_name(block[0]) else 0
    return lines[: start + first], block[first:]


def _is_name(line: str) -> bool:
    words = line.strip(" \t*_").split()
    return 1 <= len(words) <= 6 and len(line) <= 60 and all(_NAME_WORD.fullmatch(word) for word in words)


def _is_prose(line: str) -> bool:
    if len(line) > _LONG_LINE:
        return True
    words = line.split()
    if len(words) < 4 or _CONTACT.search(line):
        return len(words) >= 10 and bool(_PROSE.search(line))
    return bool(_PROSE.search(line)) or (len(words) >= 7 and bool(_SENTENCE.search(line.strip())))
