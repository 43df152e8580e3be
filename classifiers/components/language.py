"""In which language is a message written: Dutch, English, French, or another that a person must read?"""

import re
import unicodedata
from collections import Counter
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from classifiers.components.tokenizer import text_of_doc

WORDS: Final = {
    "nl": """de het een en van ik u je jij jullie wij we mij mijn uw jouw ons onze zijn is was ben bent heb hebt
        heeft hebben had hadden word wordt worden werd niet geen wel ook nog maar want dus als dat dit die
        deze er hier daar aan bij in op om met naar voor uit over tot door wil wilt graag kan kunt kun
        kunnen mag moet moeten zou zouden dan nu al te of hoe wat wie waar waarom wanneer gegevens verzoek
        dank groet geachte beste hallo goedemorgen goedemiddag afmelden nieuwsbrief verwijder verwijderen
        inzage bezwaar klacht vraag svp alstublieft aub gelieve hierbij bedankt""",
    "en": """the a an and of i you he she we they me my your our is was are were be been have has had do does did
        not no but for with from to in on at by this that these those it its as if so or what who when where
        why how which would could can will please thank thanks dear regards any all data about there their
        them hello""",
    "fr": """le la les un une des du de et je vous nous il elle ils mon ma mes votre vos notre nos est suis sont
        etait ai avez a avons ont ne pas plus mais pour avec dans sur par ce cette ces que qui quoi dont ou
        quand comment au aux en si merci bonjour madame monsieur cordialement donnees demande""",
    "de": """der die das ein eine einen und von ich sie er wir ihr mich mir mein meine ihre unser ist bin sind
        war haben habe hat nicht kein keine aber auch noch mit auf fur bei nach aus uber durch zu zum zur
        bitte danke sehr geehrte daten alle wird werden dass wenn oder wie was""",
    "es": """el la los las un una de del y yo usted mi mis su sus es soy son esta estoy ha he han no pero para
        con por en que como cuando donde si gracias hola datos por favor todos muy al se lo le""",
    "it": """il lo la gli le un una di del della e io lei mio mia miei suo sono ho hai ha hanno non ma per con da
        in che come quando dove se grazie buongiorno dati tutti alla dei si mi""",
    "pt": """o a os as um uma de do da e eu voce meu minha meus seu sua sao tem tenho nao mas para com por em que
        como quando obrigado ola dados todos ao se""",
    "pl": """i w na z do nie jest to sie ze jak o po za od dla przez czy prosze dziekuje moje moich mnie dane
        danych panstwo jestem mam mi oraz bardzo dzien dobry""",
    "tr": """ve bir bu ne da de icin ile mi ben benim sizin var yok olarak lutfen tesekkur ederim merhaba kisisel
        verilerimi cok gibi daha hakkinda nasil""",
    "ro": "si de la in cu pe nu este sunt am ai va rog multumesc datele mele buna ziua pentru ca care din sa mai",
}  # fmt: skip
_KNOWN: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(language for language, words in WORDS.items() if word in words.split())
    for word in " ".join(WORDS.values()).split()
}
_WORD: Final = re.compile(r"[^\W\d_]+")
MAX_WORDS: Final = 200
FOREIGN_SCRIPT: Final = 0.3
SURE: Final = 12
SHORT: Final = 8
"""Below this many words a text is not called foreign for its words alone."""


def language_of(text: str) -> str:
    """Return nl, en, fr or other. Where a text is too short to tell, Dutch is assumed."""
    words = _WORD.findall(text[:8000].lower())[:MAX_WORDS]
    if not words:
        return "nl"
    letters = "".join(words)
    foreign = 0 if letters.isascii() else sum(1 for char in letters if ord(char) > 0x24F)
    if foreign > FOREIGN_SCRIPT * len(letters):
        return "other"
    if not letters.isascii():
        words = [word if word.isascii() else _unaccented(word) for word in words]
    hits: Counter[str] = Counter()
    for word in words:
        for language in _KNOWN.get(word, ()):
            hits[language] += 1
    return _decide(hits, len(words))


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _decide(hits: Counter[str], total: int) -> str:
    if not hits:
        return "nl" if total < SURE else "other"
    best, count = max(hits.items(), key=lambda item: (item[1], item[0] == "nl"))
    if count - hits["nl"] <= max(1, total // 50):
        return "nl" if hits["nl"] else _named(best, total)
    return _named(best, total)


def _named(language: str, total: int) -> str:
    if language in {"nl", "en", "fr"}:
        return language
    return "other" if total >= SURE else "nl"


class MailLanguage:
    """Sets `doc._.language`."""

    def __call__(self, doc: Doc) -> Doc:
        """Read the text and, for very short ones, the subject too."""
        text = text_of_doc(doc)
        if text.count(" ") < SHORT:
            text = f"{doc._.subject} {text}"
        doc._.language = language_of(text)
        return doc


if not Doc.has_extension("language"):
    Doc.set_extension("language", default="nl")
if not Doc.has_extension("subject"):
    Doc.set_extension("subject", default="")


@Language.factory("mail_language", assigns=["doc._.language"])
def make_mail_language(nlp: Language, name: str) -> Any:
    """Create the component for a pipeline."""
    return MailLanguage()
