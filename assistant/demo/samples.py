"""The sample mails of the demo: five organisations, every label, and what else a mailbox holds. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail to put into a mailbox. ``to`` lists organisation ids: a mail to two of them is delivered twice."""

    to: tuple[str, ...]
    sender: str
    subject: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None

    def as_bytes(self, to_address: str, at: datetime, number: int) -> bytes:
        """The mail as it is delivered to ``to_address``."""
        if self.raw is not None:
            return self.raw
        message = EmailMessage()
        message["Return-Path"] = f"<{self.sender.rpartition('<')[2].strip('>')}>"
        message["From"] = self.sender
        message["To"] = to_address
        message["Subject"] = self.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<demo-{number}@voorbeeld.example>"
        for name, value in self.headers:
            del message[name]
            message[name] = value
        message.set_content(self.body)
        return message.as_bytes()


SAMPLES: tuple[Sample, ...] = (
    Sample(
        ("vng",),
        "Marleen Kuipers <m.kuipers@voorbeeld.example>",
        "Verzoek om inzage",
        "Geachte heer, mevrouw,\n\nIk wil graag weten welke gegevens de VNG over mij heeft vastgelegd. Stuurt u mij daarvan "
        "een kopie?\n\nMet vriendelijke groet,\nMarleen Kuipers\n",
    ),
    Sample(
        ("vng",),
        "Ahmed Bouzid <ahmed.bouzid@voorbeeld.example>",
        "adres klopt niet",
        "Beste mensen,\n\nMijn naam staat verkeerd in jullie bestand: het is Bouzid en niet Bouzit. Willen jullie dat "
        "aanpassen?\n\nGroet, Ahmed\n",
    ),
    Sample(
        ("vng", "vng_kchn"),
        "Tineke Wolters <tineke.wolters@voorbeeld.example>",
        "Verwijder mijn gegevens",
        "Goedemiddag,\n\nIk werk niet meer bij de gemeente. Ik verzoek u al mijn persoonsgegevens te verwijderen, bij de VNG "
        "en bij het kenniscentrum.\n\nTineke Wolters\n",
    ),
    Sample(
        ("vng",),
        "Ruud Hermans <ruud.hermans@voorbeeld.example>",
        "VNG Magazine",
        "Wilt u mij afmelden voor VNG Magazine? Ik ben geen raadslid meer.\n\nR. Hermans\n",
    ),
    Sample(
        ("vng",),
        "Joke Terpstra <joke.terpstra@voorbeeld.example>",
        "foto van de ledendag",
        "Op de ledendag gaf ik toestemming om mijn foto te gebruiken. Die toestemming trek ik hierbij in.\n\nJoke Terpstra\n",
    ),
    Sample(
        ("vng",),
        "Hans de Bruin <hans.debruin@voorbeeld.example>",
        "Deelnemerslijst verstuurd aan iedereen",
        "Ik kreeg zojuist de complete deelnemerslijst met privételefoonnummers en dieetwensen van alle deelnemers in mijn "
        "mailbox. Volgens mij is dit een datalek, ik meld het daarom bij u.\n\nHans de Bruin\n",
    ),
    Sample(
        ("vng",),
        "Wim Prins <wim.prins@voorbeeld.example>",
        "Bezwaar tegen gebruik voor reclame",
        "Geachte Privacy Officer,\n\nIk maak bezwaar tegen het gebruik van mijn gegevens voor direct marketing. Wilt u "
        "daarmee stoppen?\n\nW. Prins\n",
    ),
    Sample(
        ("vng",),
        "Saskia Blom <saskia.blom@voorbeeld.example>",
        "Klacht",
        "Ik dien hierbij een klacht in over de manier waarop u met mijn gegevens bent omgegaan. Mijn privéadres is zonder "
        "overleg in een ledenlijst gezet en op mijn vragen daarover is nooit serieus gereageerd.\n\nSaskia Blom\n",
    ),
    Sample(
        ("vng",),
        "Nieuwsbrief Binnenlands Nieuws <nieuwsbrief@media.example>",
        "Nieuws van deze week: privacy bij gemeenten",
        "Deze week in de nieuwsbrief: inzageverzoeken nemen toe, en wat u moet weten over de AVG.\n\nU ontvangt deze brief "
        "omdat u zich heeft ingeschreven. Afmelden kan onderaan.\n",
        (("List-Unsubscribe", "<https://media.example/af>"), ("List-Id", "<nieuws.media.example>"), ("Precedence", "bulk")),
    ),
    Sample(
        ("vng",),
        "Petra Smit <p.smit@voorbeeld.example>",
        "Automatisch antwoord: Uw bericht",
        "Bedankt voor uw bericht. Ik ben afwezig tot en met 2 december en lees mijn mail niet.\n",
        (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
    ),
    Sample(
        ("vng",),
        "Mail Delivery System <mailer-daemon@voorbeeld.example>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.voorbeeld.example.\n\nI'm sorry to have to inform you that your message could not "
        "be delivered to one or more recipients.\n\n<oud.adres@voorbeeld.example>: host mx said: 550 5.1.1 User unknown\n",
        (("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")),
    ),
    Sample(
        ("vng",),
        "Gemeente Voorbeeldstad <griffie@voorbeeldstad.example>",
        "Aanmelding congres",
        "Beste VNG,\n\nGraag meld ik twee raadsleden aan voor het congres in juni. Kunt u de factuur naar de gemeente sturen?\n\n"
        "De griffie\n",
    ),
    Sample(
        ("vng_connect",),
        "Lotte van Dam <lotte.vandam@voorbeeld.example>",
        "mijn cv",
        "hoi, ik heb vorig jaar gesolliciteerd voor het traineeship. kunnen jullie mijn cv en motivatiebrief weggooien? ik "
        "heb inmiddels een andere baan. groetjes lotte\n",
    ),
    Sample(
        ("vng_connect",),
        "Yusuf Demir <yusuf.demir@voorbeeld.example>",
        "Gegevens meenemen",
        "Geachte heer/mevrouw,\n\nGraag ontvang ik alle gegevens uit mijn profiel als csv-bestand, zodat ik ze bij een andere "
        "werkgever kan inlezen.\n\nYusuf Demir\n",
    ),
    Sample(
        ("vng_connect",),
        "Eva Mulder <eva.mulder@voorbeeld.example>",
        "Vraag over bewaren",
        "Beste Connect,\n\nHoe lang bewaren jullie de gegevens van kandidaten die zijn afgewezen?\n\nEva Mulder\n",
    ),
    Sample(
        ("vng_connect",),
        "Bram Jansen <bram.jansen@voorbeeld.example>",
        "Afgewezen door de computer",
        "Ik ben automatisch afgewezen na de online test. Ik wil niet dat een computer daarover beslist. Kan een medewerker "
        "opnieuw naar mijn sollicitatie kijken?\n\nBram Jansen\n",
    ),
    Sample(
        ("vng_connect",),
        "Sanne Post <sanne.post@voorbeeld.example>",
        "open dag",
        "Wanneer is de volgende open dag van het traineeship en hoe laat begint die?\n\nSanne\n",
    ),
    Sample(
        ("vng_kchn",),
        "Karel Vos <karel.vos@voorbeeld.example>",
        "Beperking van de verwerking",
        "Geachte Privacy Officer,\n\nOver de juistheid van mijn dossier bestaat verschil van mening. Ik verzoek u het gebruik "
        "van mijn gegevens te beperken zolang dat niet is uitgezocht.\n\nK. Vos, toezichthouder\n",
    ),
    Sample(
        ("vng_kchn",),
        "Ineke Faber <ineke.faber@voorbeeld.example>",
        "nieuwsbrief",
        "Kunt u mij uitschrijven voor de wekelijkse nieuwsbrief van het kenniscentrum?\n\nIneke Faber\n",
    ),
    Sample(
        ("vng_kchn",),
        "Mr. D. de Rooij <d.derooij@advocaten.example>",
        "Inzageverzoek namens cliënt",
        "Geachte heer, mevrouw,\n\nNamens mijn cliënt, de heer P. Aarts, verzoek ik u op grond van artikel 15 AVG om inzage in "
        "alle persoonsgegevens die u over hem verwerkt, met vermelding van de doeleinden, de ontvangers en de bewaartermijn. "
        "Een machtiging stuur ik u op verzoek toe.\n\nHoogachtend,\nmr. D. de Rooij, advocaat\n",
    ),
    Sample(
        ("vng_kchn",),
        "Privacy Tools BV <verkoop@leverancier.example>",
        "Demo van onze AVG-software?",
        "Beste collega,\n\nMet onze software handelt u inzageverzoeken twee keer zo snel af. Zullen we volgende week een demo "
        "plannen? Er is nu tijdelijk 20% korting.\n\nTeam Verkoop\n",
    ),
    Sample(
        ("vvsg",),
        "Griet Vandenbroucke <griet.vandenbroucke@voorbeeld.example>",
        "uitschrijven uit database",
        "Dag VVSG,\n\nGelieve mij te verwijderen uit jullie database. Ik werk niet meer voor het lokaal bestuur.\n\nGriet\n",
    ),
    Sample(
        ("vvsg",),
        "Jef Claes <jef.claes@voorbeeld.example>",
        "kopie van mijn gegevens",
        "Beste,\n\nIk zou graag een kopie krijgen van alle persoonsgegevens die jullie van mij bijhouden, en weten waar die "
        "vandaan komen.\n\nMet vriendelijke groeten,\nJef Claes\n",
    ),
    Sample(
        ("vvsg",),
        "Nele Peeters <nele.peeters@voorbeeld.example>",
        "nieuwe functie",
        "Hallo,\n\nIk ben sinds vorige maand algemeen directeur en geen stafmedewerker meer. Kan je dat aanpassen in mijn "
        "gegevens? Mijn gsm-nummer is ook veranderd.\n\nNele Peeters\n",
    ),
    Sample(
        ("vvsg",),
        "Tom Wouters <tom.wouters@voorbeeld.example>",
        "verkeerde bijlage",
        "Dag,\n\nDaarnet kreeg ik van jullie een mail met de loonfiche van iemand anders erbij. Dat is duidelijk bij de "
        "verkeerde persoon terechtgekomen.\n\nTom\n",
    ),
    Sample(
        ("vvsg",),
        "Sofie Maes <sofie.maes@voorbeeld.example>",
        "aanvraag",
        "Beste\n\nVorig jaar stond ik op de deelnemerslijst van een vorming. Wat nu?\n\nSofie\n",
    ),
    Sample(
        ("sbb",),
        "Webformulier SBB <noreply@formulier.example>",
        "Contactformulier: inzage",
        "Naam: Daan Visser\nE-mail: daan.visser@voorbeeld.example\nOnderwerp: inzage\n\nBericht:\nIk ben leerling geweest bij een "
        "leerbedrijf in Zwolle. Ik wil weten welke gegevens SBB over mij heeft en aan wie die zijn gegeven.\n",
        (("Reply-To", "Daan Visser <daan.visser@voorbeeld.example>"),),
    ),
    Sample(
        ("sbb",),
        "Mo Achahbar <mo.achahbar@voorbeeld.example>",
        "verhuisd",
        "Hallo ik ben verhuisd naar de Dorpsstraat 4 in Raalte, kunnen jullie mijn adres veranderen in het systeem\n\nmvg Mo\n",
    ),
    Sample(
        ("sbb",),
        "Anja Kok <anja.kok@voorbeeld.example>",
        "Bezwaar",
        "Geachte functionaris,\n\nIk maak bezwaar tegen het gebruik van mijn gegevens voor onderzoek naar de arbeidsmarkt.\n\n"
        "A. Kok, praktijkopleider\n",
    ),
    Sample(
        ("sbb",),
        "Priya Sharma <priya.sharma@voorbeeld.example>",
        "Request for my data",
        "Dear Sir or Madam,\n\nPlease send me a copy of all personal data you hold about me, including where you got it.\n\n"
        "Kind regards,\nPriya Sharma\n",
    ),
    Sample(
        ("sbb",),
        "Leerbedrijf De Molen <info@demolen.example>",
        "erkenning verlengen",
        "Beste SBB,\n\nOnze erkenning als leerbedrijf loopt af. Welke formulieren moeten wij invullen om die te verlengen?\n\n"
        "Bakkerij De Molen\n",
    ),
    Sample(
        ("vng_kchn",),
        "",
        "",
        "",
        raw=b"From: =?utf-9?Q?Gerard_Pos?= <gerard.pos@voorbeeld.example>\r\nTo naleving@vng.nl\r\nSubject: inzage gegev\xebns\r\n"
        b"Message-ID: <kapot-1@voorbeeld.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"AAA\r\n\r\n"
        b"--AAA\r\nContent-Type: text/plain; charset=onbekend-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        b"Goedendag, mag ik inzage in de gegevens die u van mij bewaart? Groet, Gerard Pos \xe9\xe9n keer\r\n",
    ),
)  # fmt: skip


def identification_reply(sender: str, to_address: str, subject: str, message_id: str, at: datetime) -> bytes:
    """The data subject answers our identification request, with our mail quoted below."""
    message = EmailMessage()
    message["Return-Path"] = f"<{sender.rpartition('<')[2].strip('>')}>"
    message["From"] = sender
    message["To"] = to_address
    message["Subject"] = f"Re: {subject}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = "<demo-antwoord@voorbeeld.example>"
    message["In-Reply-To"] = f"<{message_id}>"
    message["References"] = f"<{message_id}>"
    message.set_content(
        "Beste,\n\nZoals gevraagd: ik was op 12 maart bij de bijeenkomst in Utrecht, namens de gemeente Voorbeeldstad. Mijn "
        "postcode is 1234 AB.\n\nMet vriendelijke groet,\nMarleen Kuipers\n\n"
        f"Op zaterdag schreef {to_address}:\n> Wij willen zeker weten dat wij de gegevens aan de juiste persoon sturen.\n"
    )
    return message.as_bytes()
