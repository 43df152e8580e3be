"""Newsletters and mailings without list headers, by what stands at their foot."""

from __future__ import annotations

import re

from assistant.core.folding import fold
from assistant.core.screening.facts import Facts
from assistant.core.screening.verdict import Finding

_FOOT = re.compile(
    r"\b(?:klik hier om (?:je|u|uzelf) (?:af te melden|uit te schrijven)|(?:afmelden|uitschrijven|unsubscribe|"
    r"se desinscrire|se desabonner|abmelden|opt-?out)\b[^\n]{0,40}(?:<?https?://|\||klik|click|here|hier)|"
    r"(?:bekijk|lees|open|view|see|voir)[^\n]{0,30}(?:online|browser|webversie|in your browser|web version|"
    r"en ligne)|u ontvangt deze (?:e-?mail|nieuwsbrief|mail|mailing) omdat|je ontvangt deze (?:e-?mail|"
    r"nieuwsbrief|mail|mailing) omdat|"
    r"you (?:are receiving|received|receive) this (?:e-?mail|message|newsletter) because|if you (?:no longer|"
    r"do not|don't) (?:wish|want) to receive|to unsubscribe|want to unsubscribe|niet langer (?:wilt|wenst|"
    r"wil) (?:te )?ontvangen|"
    r"geen (?:nieuwsbrief|e-?mails?|mailings?) meer (?:wilt )?ontvangen|wijzig (?:uw|je) (?:voorkeuren|"
    r"gegevens|inschrijving)|update your preferences|manage (?:your )?preferences|vous recevez ce (?:message|"
    r"courriel|mail) car)"
)
_SHORTEST = 60  # folded characters; "uitschrijven aub" with a link in it is a person
_LINK = re.compile(r"https?://")


def judge(facts: Facts) -> Finding | None:
    """A finding for the foot of a mass mailing in the sender's own part, with links in it."""
    text = facts.own_text
    links = len(_LINK.findall(text[:50_000])) + facts.mail.html[:50_000].count("<a ")
    # The foot stands at the end; fold keeps no lines, so both ends are read as one string each.
    ends = fold(text[:1_000]) + " \n " + fold(text[-3_000:])
    if links and len(facts.folded) >= _SHORTEST and not facts.is_letter and _FOOT.search(ends):
        return Finding(
            "newsletter", "list", "De tekst is die van een nieuwsbrief of massamailing.", weak=True
        )
    return None
