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
_TOPICS = (
    r"(?:gegevens|persoonsgegevens|data|inzage\w*|inzien|avg\w*|gdpr\w*|rgpd|privacy\w*|verwijder\w*|gewist|"
    r"wissen|wis|"
    r"dossier\w*|account|profiel|cv|toestemming\w*|bezwaar|klacht\w*|datalek\w*|kopie|afschrift|rectificatie|"
    r"corrig\w*|"
    r"correctie\w*|adres\w*|e-mailadres|mailadres|naam|geboortedatum|telefoonnummer|nummer|verhuisd|"
    r"nieuwsbrief\w*|maillijst|"
    r"mailinglijst|verzendlijst|magazine|uitnodigingen|mails|afmeld\w*|uitschrijv\w*|beperk\w*|afscherm\w*|"
    r"overdra\w*|foto\w*|"
    r"verwerk\w*|bestand\w*|systeem|systemen|database|databank|fiche|sollicitatie\w*|verzoek|erasure|"
    r"information|details|"
    r"records?|files?|address|profile|photos?|name|access|copy|unsubscribe|newsletter|mailing list|donnees|"
    r"supprim\w*|"
    r"effacer|acces|consentement|plainte|pinakes)"
)
_TOPIC = re.compile(rf"\b{_TOPICS}\b")
_OWN_TOPIC = re.compile(rf"\b(?:mijn|m'n|mn|my|mon|ma|mes)\b(?: [\w'-]{{1,20}}){{0,2}}? {_TOPICS}\b")
# So short that no "I" is needed: "uitschrijven a.u.b.", "verwijder mijn account", "graag afmelden".
_CURT = re.compile(
    r"\b(?:uitschrijven|afmelden|verwijderen|wissen|unsubscribe|remove me|delete me|schrijf me uit|meld me af|"
    r"haal me)\b"
    r".{0,25}\b(?:aub|a\.u\.b|alstublieft|alsjeblieft|svp|graag|please|pls|eraf|van de lijst)\b|"
    r"\b(?:graag|gelieve|please|aub|svp)\b.{0,25}\b(?:uitschrijven|afmelden|verwijderen|wissen|unsubscribe)\b|"
    r"\b(?:remove|delete|erase|unsubscribe) me\b|\b(?:haal|verwijder|schrijf|wis|schrap) (?:mij|me|mijn)\b"
)
_FORMAL = re.compile(
    r"\b(?:hierbij (?:verzoek|vraag|maak|dien|trek|meld)|bij deze (?:verzoek|vraag|maak|dien|trek|meld)|"
    r"ik (?:maak|teken) (?:hierbij )?bezwaar|ik dien .{0,30}klacht|"
    r"ik doe een beroep op|met een beroep op|op grond van (?:artikel|art|de avg|de algemene verordening)|"
    r"inzageverzoek|(?:verzoeken wij|verzoek ik|verzoekt (?:zij|hij|client|cliente)) (?:u |je |jullie )?(?:om |tot )?"
    r"(?:inzage|wissing|verwijdering|een kopie|rectificatie|beperking|overdracht|te)|"
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
_WRAPPED = re.compile(r"(?<!\n)\n(?!\n)")
_READ = 6_000


def is_request(folded_lines: str) -> bool:
    """Whether a sentence holds a person, a wish and a matter of data, or two in a row do with a "my" before the matter.

    The text is folded, its lines kept; a line break inside a paragraph is no end of a sentence.
    """
    text = _WRAPPED.sub(" ", folded_lines[:_READ])
    if (_FORMAL.search(text) and _TOPIC.search(text)) or _CURT.search(text):
        return True
    wished = owned = False
    for sentence in _SENTENCE_END.split(text):
        wishes, owns = bool(_WISH.search(sentence)), bool(_OWN_TOPIC.search(sentence))
        if wishes and _FIRST.search(sentence) and _TOPIC.search(sentence):
            return True
        if (wishes and owned) or (owns and wished):
            return True
        wished, owned = wishes, owns
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
