"""Who writes for someone else, and what may be asked of them (LEGAL (b) 8; EDPB 01/2022 paragraphs 80-81)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.core.folding import fold
from assistant.core.identification import Representative

_CHILD = (
    r"(?:minderjarige |jongste |oudste |jonge )?(?:zoon|zoontje|dochter|dochtertje|kind|kinderen|kleinkind)"
)
_RELATIVE = (
    r"(?:man|vrouw|echtgenoot|echtgenote|partner|vriend|vriendin|broer|zus|vader|moeder|ouders|oma|opa|"
    r"grootvader|grootmoeder|buurman|buurvrouw|collega|"
    r"schoonmoeder|schoonvader|tante|oom|werkgever|directeur|baas|husband|wife|father|mother|brother|sister|"
    r"pere|mere|mari|femme)"
)
_DECEASED = re.compile(
    r"\b(?:overleden|overlijden van|wijlen|is gestorven|erflater|nalatenschap|erfgenaam|erfgenamen|"
    r"executeur(?:-testamentair)?|nabestaanden?|verklaring van erfrecht|deceased|passed away|"
    r"executor of the|decede|decedee|feu mon|succession de)\b"
)
_OWN_RELATIVE = re.compile(
    rf"\b(?:mijn|onze|my|mon|ma) (?:\w+ )?{_RELATIVE}\b|\b(?:nalatenschap|erfgenaam|executeur|wijlen|erven)"
)
_GUARDIAN = re.compile(
    r"\b(?:als|in (?:mijn|onze) hoedanigheid van|ik ben (?:de |haar |zijn |benoemd tot )?|ben ik|zijn|haar|"
    r"optredend als|benoemd tot|aangesteld als|aangesteld tot)\s*(?:de )?"
    r"(?:curator|bewindvoerder|mentor van|voogd|voorlopig bewindvoerder|beschermingsbewindvoerder)\b|"
    r"\bonder (?:bewind|curatele|mentorschap|voogdij|bewindvoering)\b|\bonderbewindgestelde\b|"
    r"\bonderbewindstelling\b|\bcurandus\b|\bcuranda\b|\b(?:legal )?guardian of\b|\btuteur (?:de|legal)\b|"
    r"\badministrateur provisoire\b|\bmijn onder bewind\b"
)
_LAWYER = re.compile(
    r"\b(?:namens|voor|van) (?:mijn|onze|deze|bovengenoemde|de) (?:client|clienten|cliente)\b|\b(?:mijn|"
    r"onze) (?:client|cliente) \b|\bclient(?:e)?,? (?:de heer|mevrouw|dhr|mw|mevr)\b|\braads(?:man|"
    r"vrouw) van\b|\bals (?:advocaat|raadsman|raadsvrouw) (?:van|voor|namens|treed|sta)\b|"
    r"\btot mij(?:ne)? (?:heeft zich|wendde zich)\b|\bwendde zich tot (?:mij|ons)\b|\bbehartig(?:t|en)? (?:ik|"
    r"wij)? ?de belangen\b|\bon behalf of (?:my|our) client\b|\b(?:my|our) client\b|\bwe act for\b|"
    r"\bi act for\b|\bau nom de (?:mon|ma|notre) client\w*\b|\b(?:mon|ma|notre) client\w*\b|"
    r"\bmeester .{2,40} verzoekt\b|\bconseil de\b"
)
_SERVICE = re.compile(
    r"\b(?:namens|voor) (?:onze|een van onze|deze|bovengenoemde) (?:gebruiker|klant|abonnee|deelnemer)s?\b|"
    r"\b(?:our|a) (?:user|customer|member|subscriber)\b.{0,80}\b(?:authori[sz]ed|request|appointed)\b|"
    r"\bauthori[sz]ed (?:agent|representative)\b|\bon behalf of (?:our|the following|this) (?:user|customer|"
    r"member|individual|data subject)\b|"
    r"\bwij treden op (?:als gemachtigde|namens)\b|\bpower of attorney\b|\bautomatisch ingediend namens\b|"
    r"\bvia (?:onze|ons) (?:dienst|platform|app)\b.{0,60}\b(?:gebruiker|klant|verzoek)\b|\bincogni\b|"
    r"\bsaymine\b|\bdeleteme\b|\bmydatadoneright\b|\bmy data done right\b|\bprivacybee\b|\bdatarequests\.org\b|"
    r"\byourdigitalrights\b|\bnotre utilisateur\b"
)
_SERVICE_DOMAIN = re.compile(
    r"(?:^|\.)(?:incogni|saymine|mine|deseat|privacybee|joindeleteme|deleteme|datarequests|optery|kanary|"
    r"yourdigitalrights|rightly|tapmydata|mydatadoneright|privacyduck|aura|onerep|redact)\."
)
_LAW_DOMAIN = re.compile(
    r"advoca|legal|law\b|lawyer|avocat|juridisch|rechtsbijstand|\bdas\.|\barag\.|juristen|notari"
)
_NGO = re.compile(
    r"\bartikel 80\b|\barticle 80\b|\bart\.? ?80\b|\bnoyb\b|\bbits of freedom\b|\bconsumentenbond\b|"
    r"\btest ?-?aankoop\b|\b(?:namens|voor) (?:onze leden|ons lid|een lid|onze achterban)\b|\b(?:vakbond|fnv|"
    r"cnv|acv|abvv|aclvb|privacy first|belangenorganisatie|belangenvereniging)\b.{0,60}\bnamens\b|"
    r"\bon behalf of our members?\b"
)
_PARENT = re.compile(
    rf"\bnamens (?:mijn|onze|haar|zijn|ons) {_CHILD}\b|\b(?:gegevens|foto'?s|foto|dossier|account|cv|inzage|"
    rf"data|toestemming|verzoek|rechten|informatie)\b[^.!?]{{0,60}}\b(?:van|over|voor) (?:mijn|onze|"
    rf"ons) {_CHILD}\b|"
    rf"\bals (?:ouder|moeder|vader|ouders|wettelijke? vertegenwoordigers?|verzorger)\b|"
    rf"\bwettelijke? vertegenwoordigers? van\b|\b(?:moeder|vader|ouders?) van\b|\b(?:mijn|"
    rf"onze) {_CHILD}(?:'?s)? (?:gegevens|foto|dossier)|"
    r"\bon behalf of my (?:son|daughter|child|children)\b|\b(?:data|information|photos?) (?:of|"
    r"about) my (?:son|daughter|child|children)\b|\bmy (?:son|daughter|child)'s\b|\bmon (?:fils|enfant)\b|"
    r"\bma fille\b|\bparental authority\b|\bouderlijk gezag\b"
)
_OTHER = re.compile(
    rf"\bnamens (?:mijn|onze|de|het|mevrouw|de heer|dhr|mevr|mw) ?{_RELATIVE}?\b|\b(?:gegevens|dossier|account|"
    rf"inzage|data) (?:van|over) (?:mijn|onze) {_RELATIVE}\b|\bik schrijf (?:dit )?(?:namens|voor) (?!mijzelf|"
    rf"mezelf)|\bgemachtigd(?:e)? (?:door|om namens|van)\b|\bals gemachtigde\b|\bmachtiging (?:van|"
    rf"bijgevoegd)\b|"
    rf"\bsecretaresse van\b|\bop verzoek van (?:mijn|mevrouw|de heer)\b|\bon behalf of my {_RELATIVE}\b|"
    rf"\bau nom de (?:mon|ma) {_RELATIVE}\b|\bmantelzorger van\b"
)
_MANDATE = "Vraag een getekende volmacht waarin dit verzoek staat, of een bevestiging vanaf het bekende adres van de betrokkene"
_ASKS = {
    Representative.LAWYER: f"{_MANDATE}; geen kopie van een identiteitsbewijs van de cliënt.",
    Representative.SERVICE: f"{_MANDATE}; geen kopie van een identiteitsbewijs. "
    "Stuur geen gegevens naar de dienst voordat de volmacht is beoordeeld.",
    Representative.PARENT: "Nederland: tot 16 jaar handelt de wettelijk vertegenwoordiger en krijgt die het antwoord; "
    "vraag alleen bij twijfel bewijs van gezag. België: een minderjarige met onderscheidingsvermogen mag zelf handelen; "
    "er is geen vaste leeftijd.",
    Representative.GUARDIAN: "Vraag een uittreksel van de beslissing van de rechter (curatele, bewind, mentorschap), "
    "afgeschermd tot wat nodig is.",
    Representative.NGO: "Vraag het mandaat van de betrokkene (artikel 80 AVG).",
    Representative.OTHER: f"{_MANDATE} zelf.",
}
_ASKS_DECEASED = (
    "De AVG geldt niet voor gegevens van overledenen (overweging 27); een medewerker beoordeelt wat "
    "nabestaanden kunnen krijgen en of gegevens van de nabestaande zelf gevraagd zijn."
)
_MENTIONS_CLIENT = re.compile(r"\b(?:namens|client|clienten|cliente|user|customer|on behalf of|au nom de)\b")
# A lawyer may act for a guardian and a parent may be a lawyer: the first that fits is what must be shown.
_ORDER = (
    (Representative.GUARDIAN, _GUARDIAN, None),
    (Representative.SERVICE, _SERVICE, _SERVICE_DOMAIN),
    (Representative.NGO, _NGO, None),
    (Representative.LAWYER, _LAWYER, _LAW_DOMAIN),
    (Representative.PARENT, _PARENT, None),
    (Representative.OTHER, _OTHER, None),
)
_READ = 10_000


@dataclass(frozen=True, slots=True)
class Representation:
    """On whose behalf someone writes, and what to ask (Dutch); a proposal for staff."""

    kind: Representative = Representative.NOBODY
    deceased: bool = False

    @property
    def asks(self) -> str:
        """What LEGAL (b) 8 wants of this representative; empty for a person who writes for themselves."""
        return _ASKS_DECEASED if self.deceased else _ASKS.get(self.kind, "")


def detect(own_text: str, domain: str = "") -> Representation:
    """Read it from the sender's own words and, for lawyers and request services, from the domain they
    write from.
    """
    text = fold(own_text[:_READ])
    if _DECEASED.search(text) and _OWN_RELATIVE.search(text):
        return Representation(Representative.OTHER, deceased=True)
    for kind, pattern, domains in _ORDER:
        if pattern.search(text) or (
            domains is not None and domains.search(domain) and _MENTIONS_CLIENT.search(text)
        ):
            return Representation(kind)
    return Representation()
