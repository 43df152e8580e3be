"""Does a person ask something here? Signs of a human wish about data, used only where other signs point to
a machine.

This is no classifier: it decides nothing by itself, it only stops a machine verdict. So it may be generous
with people and must be strict with newsletters ("wijzig uw gegevens") and absence replies ("ik verzoek u
contact op te nemen met …").
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?\n;]+")
# "Je" is "you" in Dutch and "I" in French; "onze" and "our" are what mailings say. Neither makes a person by itself.
_SINGULAR = re.compile(
    r"\b(?:ik|mij|mijn|mn|m'n|i|i'm|i'd|my|mine|j'|mon|mes|moi|je (?:suis|veux|voudrais|souhaite|demande|ne|vous|me|desire))\b"
)
_FIRST = re.compile(
    rf"{_SINGULAR.pattern}|\b(?:me|ons|client|clienten|cliente|zoon|dochter|moeder|vader|"
    r"(?:wij|we) (?:willen|verzoeken|vragen|wensen|maken|trekken|request|would))\b"
)
_WISH = re.compile(
    r"\b(?:wil|wilt|willen|wens|zou graag|graag|liever|verzoek|verzoeken|vraag|vragen|kunt u|kan u|kun je|kunnen jullie|"
    r"kan je|kan dat|kan iemand|zou u|zou je|zou ik|mag ik|mogen|mag|moet|hoef|hoeft|niet meer|nodig|gelieve|bezwaar|verzet|"
    r"trek|intrek\w*|ingetrokken|eis|dien|stuur|zend|verwijder|wis|haal|schrap\w*|pas|aanpassen|aan te passen|wijzig|wijzigen|"
    r"corrigeer|verbeter|verbeteren|klopt niet|stop|stoppen|blokkeer|meld|laat|gebruik|zet|doe|doet|geef|neem|weg|eraf|eruit|"
    r"klaag|klacht|weten|please|would like|want|request|ask|could you|can you|demand|object|withdraw|send|delete|remove|erase|"
    r"correct|change|souhaite|voudrais|veuillez|demande|prie|merci de|aimerais|supprimez|m'oppose|retire)\b"
)
_TOPICS = (
    r"(?:gegevens|persoonsgegevens|data|inzage\w*|inzien|avg\w*|gdpr\w*|rgpd|privacy\w*|verwijder\w*|gewist|wissen|wis|"
    r"dossier\w*|account|profiel|cv|toestemming\w*|akkoord|machtiging|bezwaar|klacht\w*|klaag|datalek\w*|lek|gelekt|kopie|"
    r"afschrift|uitdraai|overzicht|rectificatie|corrig\w*|correctie\w*|adres\w*|e-mailadres|mailadres|naam|voornaam|achternaam|"
    r"geboorte\w*|telefoonnummer|nummer|verhuisd|functie|registraties?|nieuwsbrief\w*|brief|maillijst|mailinglijst|lijst|"
    r"verzendlijst|magazine|uitnodigingen|mails|reclame|publiciteit|afmeld\w*|uitschrijv\w*|beperk\w*|afscherm\w*|overdra\w*|"
    r"foto\w*|portret\w*|filmpje|opname\w*|verwerk\w*|bestand\w*|excel|csv|xml|export\w*|systeem|systemen|database|databank|"
    r"fiche|sollicitatie\w*|verzoek|computer|algoritme|robot|script|automatisch|beslissing|besluit|score|"
    r"over mij(?:zelf)?|van mij|mij betreft|erasure|information|details|records?|files?|address|profile|photos?|name|"
    r"access|copy|unsubscribe|newsletter|mailing list|consent|about me|on me|decision|donnees|supprim\w*|effacer|acces|"
    r"consentement|plainte|sur moi|fuite|pinakes)"
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
_LEAK = re.compile(
    r"\b(?:datalek\w*|gelekt|data ?leak|data breach|fuite de donnees|verkeerde (?:persoon|adres|ontvanger|bijlage)|"
    r"in verkeerde handen|"
    r"van (?:een|iemand) anders?|van (?:een )?(?:onbekende|vreemde)n?|voor iemand anders|"
    r"niet voor mij bestemd|kon(?:den)? (?:zien|lezen))\b"
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
_ADDRESSED = re.compile(r"\b(?:u|uw|jullie|je|jij|you|your|vous|votre|vos)\b")
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


def _reports_leak(text: str) -> bool:
    return _LEAK.search(text) is not None and _SINGULAR.search(text) is not None


def is_request(folded_lines: str) -> bool:
    """Whether a sentence holds a person, a wish and a matter of data, or two in a row do with a "my" before the matter.

    The text is folded, its lines kept; a line break inside a paragraph is no end of a sentence.
    """
    text = _WRAPPED.sub(" ", folded_lines[:_READ])
    if (_FORMAL.search(text) and _TOPIC.search(text)) or _CURT.search(text) or _reports_leak(text):
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
    """Whether one person speaks of themselves."""
    return bool(_SINGULAR.search(folded[:_READ]))


def is_wish(folded_lines: str) -> bool:
    """Whether one sentence holds a wish and a matter of data, or puts a question about one, whoever speaks."""
    text = _WRAPPED.sub(" ", folded_lines[:_READ])
    asked = "?" in text and _ADDRESSED.search(text) is not None
    return any(
        _TOPIC.search(sentence) and (asked or _WISH.search(sentence))
        for sentence in _SENTENCE_END.split(text)
    )


def is_letter(folded: str) -> bool:
    """Whether it reads as a letter by one person: they speak of themselves more than once, and close with
    a greeting.
    """
    return len(_SINGULAR.findall(folded[:_READ])) >= 2 and _CLOSING.search(folded[-_READ:]) is not None
