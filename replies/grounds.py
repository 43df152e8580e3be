"""The legal grounds on which a right may be refused, per label: what staff may choose from, and how a letter says it.

Sources: articles 11, 12, 15 to 23 AVG; articles 41, 44 and 45 UAVG; LEGAL.md (c) 5.
The texts are templates: they know the words of both forms.
"""

from replies.facts import FieldChoice

OTHER = FieldChoice(
    "een andere grond",
    "De wet staat toe dat wij dit weigeren: [[in te vullen: wetsartikel en wat daarin staat]].",
)

_EXCESSIVE = FieldChoice(
    "kennelijk ongegrond of buitensporig (12 lid 5)",
    "De wet zegt dat wij een verzoek mogen weigeren als het duidelijk ongegrond of buitensporig is "
    "({{ art('12 lid 5') }}). Wij moeten aantonen dat dit zo is.",
)
_NOT_IDENTIFIABLE = FieldChoice(
    "wij kunnen niet vaststellen om wie het gaat (11 lid 2 en 12 lid 2)",
    "Wij kunnen niet vaststellen welke gegevens van {{ f('u', 'jou') }} zijn ({{ art('11 lid 2') }} en "
    "{{ art('12 lid 2') }}).",
)
_NATIONAL = FieldChoice(
    "rechten van een ander of een ander zwaarwegend belang (23; in Nederland 41 UAVG)",
    "De wet staat toe dat wij dit weigeren als dat nodig is om de rechten en vrijheden van anderen of een ander "
    "belangrijk doel te beschermen ({{ art('23') }}"
    "{{ '' if be else ' en artikel 41 van de Uitvoeringswet AVG' }}).",
)
_RESEARCH = FieldChoice(
    "wetenschappelijk of historisch onderzoek (89; in Nederland 44 UAVG)",
    "Wij verwerken deze gegevens voor wetenschappelijk of historisch onderzoek. Dan mogen wij dit weigeren "
    "({{ art('89 lid 2') }}{{ '' if be else ' en artikel 44 van de Uitvoeringswet AVG' }}).",
)

_COMMON = (_NATIONAL, _EXCESSIVE, _NOT_IDENTIFIABLE, OTHER)

GROUNDS: dict[str, tuple[FieldChoice, ...]] = {
    "access": (
        FieldChoice(
            "rechten van een ander (15 lid 4)",
            "Een kopie mag geen afbreuk doen aan de rechten van anderen ({{ art('15 lid 4') }}).",
        ),
        _RESEARCH,
        *_COMMON,
    ),
    "rectification": (
        FieldChoice(
            "de gegevens zijn juist en volledig (16)",
            "Wij moeten gegevens verbeteren die onjuist of onvolledig zijn ({{ art('16') }}). "
            "Deze gegevens zijn volgens ons juist en volledig.",
        ),
        _RESEARCH,
        *_COMMON,
    ),
    "erasure": (
        FieldChoice(
            "geen grond voor verwijdering (17 lid 1)",
            "Wij moeten gegevens verwijderen als een van de redenen van {{ art('17 lid 1') }} geldt. "
            "Geen van die redenen geldt hier.",
        ),
        FieldChoice(
            "wettelijke plicht of publieke taak (17 lid 3 onder b)",
            "Wij mogen gegevens niet verwijderen die wij volgens de wet moeten bewaren, of die nodig zijn voor een taak "
            "van algemeen belang ({{ art('17 lid 3', 'onder b') }}).",
        ),
        FieldChoice(
            "archief of onderzoek (17 lid 3 onder d)",
            "Wij mogen gegevens bewaren die nodig zijn voor een archief in het algemeen belang of voor wetenschappelijk "
            "of historisch onderzoek, als verwijderen dat doel ernstig zou schaden ({{ art('17 lid 3', 'onder d') }}).",
        ),
        FieldChoice(
            "rechtsvordering (17 lid 3 onder e)",
            "Wij mogen gegevens bewaren die nodig zijn voor een juridische procedure ({{ art('17 lid 3', 'onder e') }}).",
        ),
        FieldChoice(
            "vrijheid van meningsuiting en informatie (17 lid 3 onder a)",
            "Wij mogen gegevens bewaren die nodig zijn voor de vrijheid van meningsuiting en informatie "
            "({{ art('17 lid 3', 'onder a') }}).",
        ),
        *_COMMON,
    ),
    "restriction": (
        FieldChoice(
            "geen grond voor beperking (18 lid 1)",
            "Wij moeten het gebruik beperken als een van de redenen van {{ art('18 lid 1') }} geldt. "
            "Geen van die redenen geldt hier.",
        ),
        _RESEARCH,
        *_COMMON,
    ),
    "portability": (
        FieldChoice(
            "geen toestemming of overeenkomst (20 lid 1)",
            "Dit recht geldt alleen voor gegevens die wij met {{ f('uw', 'je') }} toestemming of voor een overeenkomst "
            "verwerken ({{ art('20 lid 1') }}).",
        ),
        FieldChoice(
            "publieke taak (20 lid 3)",
            "Dit recht geldt niet voor gegevens die wij verwerken voor een taak van algemeen belang "
            "({{ art('20 lid 3') }}).",
        ),
        FieldChoice(
            "niet door de persoon zelf verstrekt (20 lid 1)",
            "Dit recht geldt alleen voor gegevens die {{ f('u zelf hebt', 'je zelf hebt') }} verstrekt "
            "({{ art('20 lid 1') }}).",
        ),
        FieldChoice(
            "rechten van een ander (20 lid 4)",
            "De overdracht mag geen afbreuk doen aan de rechten van anderen ({{ art('20 lid 4') }}).",
        ),
        *_COMMON,
    ),
    "objection": (
        FieldChoice(
            "dwingende gerechtvaardigde gronden (21 lid 1)",
            "Wij mogen doorgaan als wij dwingende redenen hebben die zwaarder wegen dan {{ f('uw', 'jouw') }} belangen, "
            "of als het nodig is voor een juridische procedure ({{ art('21 lid 1') }}). Wij moeten dat aantonen.",
        ),
        FieldChoice(
            "andere grondslag dan algemeen of gerechtvaardigd belang (21 lid 1)",
            "Het recht van bezwaar geldt alleen als wij gegevens gebruiken voor een taak van algemeen belang of voor een "
            "gerechtvaardigd belang ({{ art('21 lid 1') }}). Dat is hier niet zo.",
        ),
        *_COMMON,
    ),
    "automated_decision": (
        FieldChoice(
            "toegestaan besluit (22 lid 2)",
            "Zo'n besluit is toegestaan als het nodig is voor een overeenkomst, als de wet het toestaat of als "
            "{{ u }} daar uitdrukkelijk mee instemde ({{ art('22 lid 2') }}).",
        ),
        *_COMMON,
    ),
    "consent_withdrawal": (
        FieldChoice(
            "wij gebruiken de gegevens niet op grond van toestemming (7 lid 3)",
            "Intrekken kan als wij gegevens met toestemming gebruiken ({{ art('7 lid 3') }}). "
            "Wij gebruiken deze gegevens op een andere grond.",
        ),
        OTHER,
    ),
}
"""By label. A label that is absent (a question, a complaint, an unsubscription) cannot be refused on a ground."""
