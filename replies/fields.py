"""The typed fields of each kind of letter: what only staff can supply.

`lead`, `when_empty` and the texts of choices are templates that know the words of both forms.
"""

from replies.facts import Field, FieldChoice, FieldType, LetterKind

_T = FieldType
_K = LetterKind

_DELIVERY = (
    FieldChoice(
        "beveiligde link",
        "{{ U }} krijgt de gegevens via een beveiligde link. De code om de link te openen sturen wij apart, langs een "
        "weg die wij al van {{ f('u', 'jou') }} kennen.",
    ),
    FieldChoice(
        "in het online account",
        "De gegevens staan voor {{ f('u', 'jou') }} klaar in {{ uw }} online account.",
    ),
    FieldChoice(
        "aangetekend per post",
        "Wij sturen de gegevens aangetekend naar het postadres dat wij van {{ f('u', 'jou') }} kennen.",
    ),
    FieldChoice(
        "ophalen op kantoor",
        "{{ U }} kunt de gegevens bij ons op kantoor ophalen. {{ f('Neemt u', 'Neem je') }} contact op voor een afspraak?",
    ),
    FieldChoice(
        "in dit bericht (alleen contactgegevens)",
        "De gegevens staan in dit bericht. Het zijn alleen contactgegevens, die {{ u }} ook in {{ uw }} eigen mailbox "
        "hebt.",
    ),
)

_RECIPIENTS_TOLD = Field(
    "recipients_told",
    _T.LIST,
    "ontvangers die wij hebben ingelicht (leeg als er geen ontvangers waren)",
    lead="Wij hebben deze ontvangers van de gegevens ingelicht. {{ U }} mag ons altijd vragen wie dat zijn ({{ art('19') }}):",
    when_empty="Wij hadden deze gegevens niet aan anderen gegeven. Er zijn dus geen ontvangers die wij moesten inlichten "
    "({{ art('19') }}).",
)

REMEDY = Field(
    "remedy",
    _T.CHOICE,
    "rechtsmiddel (bezwaar of verzoek aan de rechtbank)",
    choices=(
        FieldChoice("bezwaar (wettelijke taak)", "{% include 'nl/_remedy_bezwaar.txt.j2' %}"),
        FieldChoice("verzoek aan de rechtbank", "{% include 'nl/_remedy_petition.txt.j2' %}"),
    ),
    hint="Gaat het verzoek over gegevens voor een wettelijke taak? Dan bezwaar (artikel 34 UAVG).",
)
BEZWAAR_ADDRESS = Field("bezwaar_address", _T.TEXT, "adres waar het bezwaarschrift naartoe kan")

OTHER_GROUND = Field("other_ground", _T.TEXT, "wetsartikel en wat daarin staat")
"""The nested field of grounds.OTHER; its token stands in that text."""

FIELDS: dict[LetterKind, tuple[Field, ...]] = {
    _K.CLARIFICATION: (
        Field("quantity", _T.LONG_TEXT, "welke grote hoeveelheid gegevens wij verwerken"),
        Field("options", _T.LIST, "onderwerpen waaruit de aanvrager kan kiezen"),
    ),
    _K.EXTENSION: (
        Field("new_due", _T.DATE, "nieuwe uiterste datum"),
        Field(
            "ground",
            _T.CHOICE,
            "verlenging om: ingewikkeldheid, aantal of beide",
            choices=(
                FieldChoice("ingewikkeld", "{{ Uw }} verzoek is ingewikkeld."),
                FieldChoice(
                    "aantal verzoeken", "{{ U }} deed meer verzoeken, die wij samen moeten behandelen."
                ),
                FieldChoice(
                    "beide",
                    "{{ Uw }} verzoek is ingewikkeld, en {{ u }} deed meer verzoeken, die wij samen moeten behandelen.",
                ),
            ),
            hint="Alleen deze twee redenen gelden (artikel 12 lid 3 AVG). Drukte of vakantie is geen reden.",
        ),
        Field("reasons", _T.LONG_TEXT, "concrete redenen: waarom kost juist dit verzoek meer tijd"),
        Field(
            "already",
            _T.LONG_TEXT,
            "wat wij nu al geven of doen (leeg als dat er niet is)",
            lead="Dit kunnen wij nu al voor {{ f('u', 'jou') }} doen:",
            when_empty="Wij kunnen nu nog geen deel van het antwoord geven.",
        ),
    ),
    _K.REFUSAL: (
        Field(
            "scope",
            _T.CHOICE,
            "weigeren wij alles of een deel",
            choices=(
                FieldChoice("alles", "Wij kunnen niet doen wat {{ u }} vroeg."),
                FieldChoice(
                    "een deel",
                    "Wij kunnen een deel van wat {{ u }} vroeg niet doen. Het gaat om dit deel: "
                    "[[in te vullen: het deel dat wij weigeren]].",
                ),
            ),
        ),
        Field("refused_part", _T.TEXT, "het deel dat wij weigeren"),
        Field("ground", _T.CHOICE, "wettelijke grond van de weigering"),
        OTHER_GROUND,
        Field("reasons", _T.LONG_TEXT, "redenen: de feiten en waarom de grond hier geldt"),
        Field(
            "instead",
            _T.LONG_TEXT,
            "wat wij wel doen (leeg als dat er niet is)",
            required=False,
            lead="Dit doen wij wel:",
        ),
    ),
    _K.ACCESS_ANSWER: (
        Field("data", _T.LONG_TEXT, "de gegevens zelf, of de bijlage waarin zij staan"),
        Field("delivery", _T.CHOICE, "hoe de gegevens veilig worden verstrekt", choices=_DELIVERY),
        Field("purposes", _T.LIST, "doelen, met de grondslag van elk doel"),
        Field("categories", _T.LIST, "soorten gegevens"),
        Field(
            "recipients",
            _T.LIST,
            "ontvangers, elk met naam (leeg als er geen zijn)",
            lead="Deze organisaties hebben gegevens van {{ f('u', 'jou') }} van ons gekregen:",
            when_empty="Wij hebben {{ uw }} gegevens aan niemand buiten onze organisatie gegeven.",
            hint="Noem de ontvangers bij naam; een soort ontvangers is niet genoeg (HvJ EU C-154/21).",
        ),
        Field("retention", _T.LONG_TEXT, "bewaartermijn, of hoe wij die bepalen"),
        Field(
            "source",
            _T.LONG_TEXT,
            "herkomst van de gegevens (leeg als alles van de persoon zelf komt)",
            when_empty="Wij hebben deze gegevens van {{ f('uzelf', 'jezelf') }} gekregen.",
        ),
        Field(
            "transfers",
            _T.LONG_TEXT,
            "doorgifte buiten de EER en de waarborgen daarbij (leeg als die er niet is)",
            when_empty="Wij geven {{ uw }} gegevens niet door aan landen buiten de Europese Economische Ruimte.",
        ),
        Field(
            "automated",
            _T.LONG_TEXT,
            "besluiten door een computer: de logica, het belang en de gevolgen (leeg als die er niet zijn)",
            when_empty="Wij nemen over {{ f('u', 'jou') }} geen {{ c('besluiten', 'beslissingen') }} die alleen door een "
            "computer worden genomen.",
        ),
        Field(
            "withheld",
            _T.LONG_TEXT,
            "wat wij weglieten of zwart maakten, op welke wettelijke grond en waarom (leeg als er niets is weggelaten)",
            when_empty="Wij hebben niets weggelaten.",
        ),
    ),
    _K.NO_DATA: (
        Field("searched", _T.LIST, "waar wij hebben gezocht"),
        Field("identifiers", _T.LIST, "waarop wij hebben gezocht (naam, e-mailadres, geen BSN)"),
        Field("explanation", _T.LONG_TEXT, "waarom er geen gegevens (meer) zijn", required=False),
    ),
    _K.RECTIFIED: (
        Field("changes", _T.LIST, "wat er stond en hoe het nu luidt"),
        Field("changed_on", _T.DATE, "datum van de wijziging"),
        _RECIPIENTS_TOLD,
    ),
    _K.ERASED: (
        Field("erased", _T.LIST, "wat wij verwijderden, en waar het stond"),
        Field("erased_on", _T.DATE, "datum van de verwijdering"),
        Field(
            "kept",
            _T.LIST,
            "wat wij bewaren, op welke wettelijke grond en tot wanneer (leeg als er niets blijft)",
            lead="Deze gegevens moeten of mogen wij nog bewaren:",
            when_empty="Wij bewaren verder geen gegevens van {{ f('u', 'jou') }}, behalve het dossier van dit verzoek.",
        ),
        _RECIPIENTS_TOLD,
        Field(
            "public",
            _T.LONG_TEXT,
            "wat wij openbaar hadden gemaakt en wat wij daaraan deden (leeg als niets openbaar was)",
            when_empty="Wij hadden deze gegevens niet openbaar gemaakt.",
        ),
        Field(
            "backups",
            _T.LONG_TEXT,
            "hoelang de gegevens nog in reservekopieën staan (leeg als dat niet zo is)",
            when_empty="De gegevens staan ook niet meer in onze reservekopieën.",
        ),
        Field(
            "suppression",
            _T.CHOICE,
            "houden wij het e-mailadres op de lijst 'niet benaderen'",
            choices=(
                FieldChoice(
                    "ja",
                    "Wij houden alleen {{ uw }} e-mailadres op een lijst van adressen die wij niet meer gebruiken. Zo "
                    "voorkomen wij dat wij {{ f('u', 'je') }} per ongeluk opnieuw opnemen.",
                ),
                FieldChoice("nee", ""),
            ),
        ),
    ),
    _K.RESTRICTED: (
        Field("scope", _T.LIST, "om welke gegevens en welk gebruik het gaat"),
        Field("restricted_on", _T.DATE, "datum waarop de beperking inging"),
        Field(
            "ground",
            _T.CHOICE,
            "grond van de beperking",
            choices=(
                FieldChoice(
                    "juistheid betwist (18 lid 1 onder a)",
                    "{{ f('U vindt', 'Je vindt') }} dat de gegevens niet kloppen. De beperking geldt zolang wij dat "
                    "nagaan ({{ art('18 lid 1', 'onder a') }}).",
                ),
                FieldChoice(
                    "onrechtmatig, maar niet wissen (18 lid 1 onder b)",
                    "Wij hadden deze gegevens niet mogen gebruiken, maar {{ u }} wilt niet dat wij ze verwijderen "
                    "({{ art('18 lid 1', 'onder b') }}).",
                ),
                FieldChoice(
                    "nodig voor een rechtsvordering (18 lid 1 onder c)",
                    "Wij hebben de gegevens niet meer nodig, maar {{ u }} hebt ze nodig voor een juridische procedure "
                    "({{ art('18 lid 1', 'onder c') }}).",
                ),
                FieldChoice(
                    "bezwaar in behandeling (18 lid 1 onder d)",
                    "{{ U }} hebt bezwaar gemaakt. De beperking geldt zolang wij dat bezwaar beoordelen "
                    "({{ art('18 lid 1', 'onder d') }}).",
                ),
            ),
        ),
        Field("consequences", _T.LONG_TEXT, "wat de persoon van de beperking merkt"),
        _RECIPIENTS_TOLD,
    ),
    _K.OBJECTION: (
        Field("processing", _T.LONG_TEXT, "tegen welk gebruik van gegevens het bezwaar gaat"),
        Field(
            "basis",
            _T.CHOICE,
            "grondslag van dat gebruik",
            choices=(
                FieldChoice(
                    "gerechtvaardigd belang",
                    "Wij deden dit omdat wij er een gerechtvaardigd belang bij hadden "
                    "({{ art('6 lid 1', 'onder f') }}).",
                ),
                FieldChoice(
                    "taak van algemeen belang",
                    "Wij deden dit voor een taak van algemeen belang ({{ art('6 lid 1', 'onder e') }}).",
                ),
            ),
        ),
        Field("stopped_on", _T.DATE, "datum waarop wij stopten"),
    ),
    _K.DIRECT_MARKETING: (
        Field("mailing", _T.TEXT, "welke mailing of reclame"),
        Field("stopped_on", _T.DATE, "datum waarop wij stopten"),
    ),
    _K.PORTABILITY: (
        Field("data", _T.LIST, "welke gegevens het bestand bevat"),
        Field(
            "basis",
            _T.CHOICE,
            "toestemming of overeenkomst",
            choices=(
                FieldChoice("toestemming", "Wij verwerken deze gegevens met {{ uw }} toestemming."),
                FieldChoice(
                    "overeenkomst",
                    "Wij verwerken deze gegevens voor een overeenkomst met {{ f('u', 'jou') }}.",
                ),
                FieldChoice(
                    "beide",
                    "Wij verwerken deze gegevens met {{ uw }} toestemming of voor een overeenkomst met "
                    "{{ f('u', 'jou') }}.",
                ),
            ),
        ),
        Field(
            "format",
            _T.CHOICE,
            "bestandsformaat",
            choices=tuple(
                FieldChoice(
                    name, f"Het bestand is een {name}-bestand. Dat kan een ander computerprogramma inlezen."
                )
                for name in ("CSV", "JSON", "XML")
            ),
            hint="Geen PDF: dat kan een ander programma niet goed inlezen (EDPB 01/2022 par. 156).",
        ),
        Field(
            "delivery",
            _T.CHOICE,
            "hoe het bestand veilig wordt verstrekt",
            choices=(
                *_DELIVERY[:4],
                FieldChoice(
                    "rechtstreeks aan een andere organisatie",
                    "Wij hebben het bestand op verzoek van {{ f('u', 'jou') }} veilig gestuurd aan "
                    "[[in te vullen: naam van de ontvangende organisatie]].",
                ),
            ),
        ),
        Field("receiver", _T.TEXT, "naam van de ontvangende organisatie"),
        Field(
            "left_out",
            _T.LONG_TEXT,
            "welke gegevens niet in het bestand staan, op welke wettelijke grond en waarom (leeg als alles erin staat)",
            when_empty="Alle gegevens waarvoor dit recht geldt, staan in het bestand.",
        ),
    ),
    _K.AUTOMATED_DECISION: (
        Field(
            "finding",
            _T.CHOICE,
            "nam een computer alleen het besluit",
            choices=(
                FieldChoice(
                    "nee",
                    "Wij hebben dit nagegaan. Wij nemen over {{ f('u', 'jou') }} geen {{ c('besluiten', 'beslissingen') }} "
                    "die alleen door een computer worden genomen. Zo ging het wel:\n"
                    "[[in te vullen: hoe het besluit tot stand kwam]]",
                ),
                FieldChoice(
                    "ja, en een medewerker heeft opnieuw gekeken",
                    "Ja, {{ c('dit besluit', 'deze beslissing') }} is door een computer genomen. Zo kwam de computer "
                    "daartoe, en dit zijn de gevolgen:\n[[in te vullen: de logica, het belang en de gevolgen]]\n\n"
                    "Een medewerker heeft er nu opnieuw naar gekeken. De uitkomst is:\n"
                    "[[in te vullen: uitkomst van de nieuwe beoordeling]]",
                ),
            ),
        ),
        Field("how", _T.LONG_TEXT, "hoe het besluit tot stand kwam"),
        Field("logic", _T.LONG_TEXT, "de logica, het belang en de gevolgen"),
        Field("outcome", _T.LONG_TEXT, "uitkomst van de nieuwe beoordeling"),
    ),
    _K.CONSENT_WITHDRAWN: (
        Field("consent", _T.TEXT, "waarvoor de toestemming was gegeven"),
        Field("stopped_on", _T.DATE, "datum waarop wij stopten"),
        Field(
            "erased",
            _T.LIST,
            "gegevens die wij daarom verwijderden (leeg als dat er geen zijn)",
            lead="Wij hebben daarom deze gegevens verwijderd:",
            when_empty="Wij hadden daarvoor geen gegevens opgeslagen die wij moesten verwijderen.",
        ),
        Field(
            "kept",
            _T.LIST,
            "gegevens die wij op een andere grond bewaren, met die grond en tot wanneer (leeg als dat er geen zijn)",
            lead="Deze gegevens bewaren wij nog, alleen voor een ander doel waarvoor de wet ons een grond geeft:",
            when_empty="Wij bewaren deze gegevens niet voor een ander doel.",
        ),
    ),
    _K.PROCESSOR_REFERRAL: (
        Field("activity", _T.TEXT, "de activiteit waar het verzoek over gaat"),
        Field("controller", _T.TEXT, "naam van de verwerkingsverantwoordelijke"),
        Field("controller_contact", _T.TEXT, "hoe die organisatie te bereiken is"),
        Field("forwarded_on", _T.DATE, "datum waarop wij het verzoek doorstuurden"),
    ),
    _K.FORWARDED_TO_FG: (Field("forwarded_on", _T.DATE, "datum waarop wij het bericht doorstuurden"),),
    _K.FEE_WARNING: (
        Field(
            "reasons",
            _T.LONG_TEXT,
            "waarom het verzoek duidelijk ongegrond of buitensporig is, met de feiten",
        ),
        Field("amount", _T.TEXT, "bedrag in euro's"),
        Field("costs", _T.LONG_TEXT, "welke werkelijke kosten in dat bedrag zitten"),
        Field("answer_by", _T.DATE, "datum tot wanneer de persoon kan kiezen"),
    ),
    _K.IDENTIFICATION_LAPSED: (
        Field("asked_on", _T.DATE, "datum waarop wij om identificatie vroegen"),
        Field(
            "missing",
            _T.LONG_TEXT,
            "waarom het antwoord niet genoeg was (leeg als er geen antwoord kwam)",
            lead="{{ f('U antwoordde', 'Je antwoordde') }} wel, maar dat was niet genoeg:",
            when_empty="Wij hebben daarop geen antwoord gekregen.",
        ),
    ),
    _K.COMPLAINT_ANSWER: (
        Field("complaint", _T.LONG_TEXT, "waar de klacht over gaat, in onze woorden"),
        Field("findings", _T.LONG_TEXT, "wat wij hebben onderzocht en gevonden"),
        Field("measures", _T.LONG_TEXT, "wat wij doen, of waarom wij niets veranderen"),
    ),
    _K.QUESTION_ANSWER: (Field("answer", _T.LONG_TEXT, "het antwoord op de vraag"),),
    _K.STATUS_ANSWER: (Field("state", _T.LONG_TEXT, "hoe ver wij zijn en wat er nog moet gebeuren"),),
    _K.RESTRICTION_LIFTING: (
        Field("scope", _T.LIST, "om welke gegevens het gaat"),
        Field("lifted_on", _T.DATE, "datum waarop de beperking eindigt"),
        Field("reasons", _T.LONG_TEXT, "waarom de beperking eindigt"),
    ),
}
"""By kind, in the order of the letter. A kind that is absent has no fields."""
