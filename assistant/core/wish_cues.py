"""Does a person ask something here? Signs of a human wish about data, used only where other signs point to
a machine.

This is no classifier: it decides nothing by itself, it only stops a machine verdict. So it may be generous
with people and must be strict with newsletters ("wijzig uw gegevens") and absence replies ("ik verzoek u
contact op te nemen met …").
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?\n;]+")
_FIRST = re.compile(
    r"\b(?:ik|mij|mijn|mn|m'n|me|ons|onze|i|my|mine|me|our|je|j'|mon|ma|mes|moi|nos|notre|client|clienten|"
    r"cliente|zoon|dochter|moeder|vader)\b"
)
_WISH = re.compile(
    r"\b(?:wil|wilt|willen|wens|zou graag|graag|verzoek|verzoeken|vraag|vragen|kunt u|kan u|kun je|"
    r"kunnen jullie|kan je|zou u|gelieve|maak bezwaar|trek|eis|"
    r"dien|stuur|verwijder|wis|haal|schrap|pas|wijzig|corrigeer|stop|blokkeer|meld|laat|please|would like|want|"
    r"request|ask|could you|can you|demand|object|"
    r"withdraw|send|delete|remove|erase|souhaite|voudrais|veuillez|demande|prie|merci de|aimerais|supprimez|"
    r"m'oppose|retire)\b"
)
_TOPIC = re.compile(
    r"\b(?:gegevens|persoonsgegevens|persoonlijke data|data|inzage\w*|inzien|avg\w*|gdpr\w*|rgpd|privacy\w*|"
    r"verwijder\w*|gewist|wissen|wis|dossier\w*|account|profiel|"
    r"cv|toestemming\w*|bezwaar|klacht\w*|datalek\w*|kopie|afschrift|rectificatie|corrig\w*|correctie\w*|adres|"
    r"e-mailadres|naam|geboortedatum|telefoonnummer|verhuisd|"
    r"nieuwsbrief\w*|maillijst|mailinglijst|verzendlijst|magazine|uitnodigingen|afmeld\w*|uitschrijv\w*|"
    r"beperk\w*|afscherm\w*|overdra\w*|foto\w*|verwerk\w*|bestand\w*|systemen|database|"
    r"sollicitatie\w*|personal data|my data|erasure|information|access|copy|unsubscribe|newsletter|"
    r"mailing list|donnees|supprim\w*|effacer|acces|consentement|plainte|pinakes)\b"
)
_FORMAL = re.compile(
    r"\b(?:hierbij (?:verzoek|vraag|maak|dien|trek|meld)|bij deze (?:verzoek|vraag|maak|dien|trek|meld)|"
    r"ik (?:maak|teken) (?:hierbij )?bezwaar|ik dien .{0,30}klacht|"
    r"ik doe een beroep op|met een beroep op|op grond van (?:artikel|art|de avg|de algemene verordening)|"
    r"inzageverzoek|(?:verzoeken wij|verzoek ik|verzoekt (?:zij|hij|client|cliente)) (?:u |je |jullie )?(?:om |tot )?(?:inzage|wissing|verwijdering|een kopie|rectificatie|beperking|overdracht|te)|"
    r"verwijderverzoek|avg-verzoek|"
    r"under article \d+|i hereby|pursuant to article|subject access request|par la presente|"
    r"conformement a l'article|en vertu de l'article)\b"
)
_SINGULAR = re.compile(r"\b(?:ik|mij|mijn|i|my|je|j'|mon|ma|mes)\b")
_CLOSING = re.compile(
    r"\b(?:groet|groeten|groetjes|mvg|hoogachtend|regards|sincerely|cordialement|salutations|bedankt|dank)\b"
)
_QUESTION = re.compile(
    r"\b(?:kan|kunt|kunnen|mag|moet|hoe|wanneer|wat|waarom|welke|is het|hebt|heeft|could|can|may|how|when|what|"
    r"why|pouvez|est-ce|comment|quand)\b[^.!?\n]{3,200}\?"
)
_URGENT = re.compile(r"dringend|spoed|urgent|pressant")
_READ = 6_000


def is_request(folded_lines: str) -> bool:
    """Whether a sentence, or two in a row, hold a person, a wish and a matter of data. The text is folded,
    its lines kept.
    """
    text = folded_lines[:_READ]
    if _FORMAL.search(text) and _TOPIC.search(text):
        return True
    before = (False, False, False)
    for sentence in _SENTENCE_END.split(text):
        now = (bool(_FIRST.search(sentence)), bool(_WISH.search(sentence)), bool(_TOPIC.search(sentence)))
        if all(now) or (now[2] and all(a or b for a, b in zip(before, now, strict=True)) and now[1]):
            return True
        before = now
    return False


def is_question(folded_lines: str) -> bool:
    """Whether something is asked that is no "is it urgent?" of an absence reply."""
    return any(not _URGENT.search(found.group()) for found in _QUESTION.finditer(folded_lines[:_READ]))


def is_personal(folded: str) -> bool:
    """Whether someone speaks of themselves at all."""
    return bool(_FIRST.search(folded[:_READ]))


def is_letter(folded: str) -> bool:
    """Whether it reads as a letter by one person: they speak of themselves more than once, and close with
    a greeting.
    """
    return len(_SINGULAR.findall(folded[:_READ])) >= 2 and _CLOSING.search(folded[-_READ:]) is not None
