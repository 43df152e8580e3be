"""What ticket systems, list programs, challenge-response filters and read receipts write."""

from __future__ import annotations

from assistant.core.folding import phrases

# Says of itself that no person wrote it.
SELF_DECLARED = phrases(
    """
    dit is een automatisch | dit bericht is automatisch | deze e-mail is automatisch |
    deze mail is automatisch | dit is een geautomatiseerd | automatische ontvangstbevestiging |
    niet op deze e-mail antwoorden | niet op dit bericht antwoorden | niet reageren op deze |
    niet antwoorden op deze | niet te beantwoorden | u kunt niet op deze e-mail |
    u kunt niet reageren op | niet op deze mail te reageren | gelieve niet te antwoorden |
    gelieve deze e-mail niet te beantwoorden | niet rechtstreeks antwoorden | this is an automated |
    this is an automatic | this message was automatically | this email was automatically |
    this e-mail was automatically | this mail was automatically | this is an auto |
    do not reply to this | please do not reply | please don't reply | do not respond to this |
    this mailbox is not | unattended mailbox | ceci est un message automatique |
    ceci est un message généré | dit bericht werd automatisch | deze e-mail werd automatisch |
    deze mail werd automatisch | autom. antw | ne pas répondre | ne répondez pas |
    antworten sie nicht auf diese | mensaje automático | no responda | mensagem automática |
    não responda | messaggio automatico | non rispondere | wiadomość wygenerowana automatycznie |
    prosimy nie odpowiadać | сгенерировано автоматически | не отвечайте на это |
    автоматическое сообщение | 自動送信 | 自動配信 | 自動的に送信 | 返信しないで | 自动发送 |
    请勿回复 | 請勿回覆 | 自動發送 | 자동으로 발송 | 발신 전용
    """
)

# Speaks of automatic mail; people do that too.
AUTOMATIC = phrases(
    """
    automatisch gegenereerd | automatisch verstuurd | automatisch verzonden | automatisch aangemaakt |
    automatische e-mail | automatische mail | automatically generated | auto-generated |
    automatically sent | automatisch erstellt | automatisch generiert | automatisch erzeugt |
    worden niet gelezen | kan niet worden beantwoord | is not monitored | message automatique |
    envoyé automatiquement | generado automáticamente | gerado automaticamente |
    generato automaticamente | computer generated | automated message
    """
)

# Confirms that something came in.
ACKNOWLEDGED = phrases(
    """
    hebben uw bericht ontvangen | hebben uw e-mail ontvangen | hebben uw mail ontvangen |
    hebben uw vraag ontvangen | hebben uw verzoek ontvangen | hebben uw melding ontvangen |
    hebben je bericht ontvangen | hebben je mail ontvangen | hebben je vraag ontvangen |
    hebben je melding ontvangen | goed ontvangen | in goede orde ontvangen | uw bericht is ontvangen |
    uw e-mail is ontvangen | uw melding is ontvangen | uw vraag is ontvangen |
    uw aanvraag is ontvangen | geregistreerd onder | is geregistreerd | in behandeling is |
    u ontvangt bericht zodra | uw melding is | geregistreerd onder nummer | onder nummer |
    onder het nummer | onder kenmerk | uw meldingsnummer | uw meldnummer | ticketnummer | uw ticket |
    zaaknummer | referentienummer | ontvangstbevestiging | in behandeling genomen |
    nemen uw bericht zo | binnen 2 werkdagen | binnen twee werkdagen | binnen 3 werkdagen |
    binnen drie werkdagen | binnen 5 werkdagen | binnen vijf werkdagen | zo spoedig mogelijk antwoord |
    zo spoedig mogelijk contact | wij streven ernaar | we streven ernaar | streven wij ernaar |
    bedankt voor uw bericht | bedankt voor je bericht | bedankt voor uw e-mail | bedankt voor uw mail |
    bedankt voor je mail | dank voor uw bericht | dank u voor uw bericht | dank u wel voor uw |
    een van onze medewerkers | één van onze medewerkers | onze klantenservice | has been received |
    have received your | we received your | we've received your | thank you for contacting |
    thanks for contacting | thank you for your inquiry | thank you for your enquiry |
    thank you for your message | thank you for your email | thank you for your e-mail |
    thanks for your message | thank you for reaching | thanks for reaching | a ticket has been |
    ticket has been created | support request | your request (# | your ticket | ticket number |
    ticket id | case number | reference number | case id | will get back to you | get back to you |
    will respond to you | respond within | someone from our | one of our | has been logged |
    has been assigned | nous avons bien reçu | avons bien reçu votre | bien été reçu |
    votre demande a été | accusons réception | accusé de réception | dans les plus brefs délais |
    numéro de ticket | merci de nous avoir contact | merci pour votre message | haben ihre nachricht |
    haben ihre e-mail | ihre anfrage | eingegangen | schnellstmöglich | hemos recibido | su solicitud |
    su mensaje ha sido | recebemos | sua mensagem | sua solicitação | abbiamo ricevuto |
    la tua richiesta | otrzymaliśmy | zgłoszenie | ваше обращение | ваше письмо получено | заявка |
    お問い合わせ | 受け付け | 受付 | 已收到 | 收到您的 | 접수
    """
)

# A subject of such a confirmation.
ACKNOWLEDGED_SUBJECTS = phrases(
    """
    ontvangstbevestiging | bevestiging van ontvangst | bevestiging ontvangst | automatische ontvangst |
    uw bericht is ontvangen | wij hebben uw | we hebben je | [ticket | ticket # | ticket# | ticketnr |
    [case | case # | case:# | [request | [# | melding ontvangen | uw melding | uw ticket |
    received your | request received | [request received] | acknowledgement of receipt |
    acknowledgment | auto acknowledgement | thank you for contacting | thank you for your |
    thanks for contacting | we received | we have received | accusé de réception | bien reçu |
    eingangsbestätigung | ihre anfrage | acuse de recibo | confirmación de recepción |
    confirmação de recebimento | conferma di ricezione | new ticket | ticket created |
    ticket received | ticket opened | potwierdzenie otrzymania | support ticket
    """
)

# A filter that wants the sender to prove that they are a person.
CHALLENGE = phrases(
    """
    boxbe | spam arrest | spamarrest | tmda | mailblocks | earthlink spamblocker | spamblocker |
    choicemail | uol antispam | antispam uol | qurb | sendio | bluebottle | vanquish | knowspam |
    digiportal | spamwall | whitelist | approved senders | approved sender list | guest list |
    confirm your email to | confirm that you are | confirm you are a | prove you are human |
    prove that you are | verify your email address | verify that you | verification of your e-mail |
    requires verification | email verification | sender verification |
    click the link below to confirm | click on the link to confirm |
    klik op onderstaande link om te bevestigen dat u | bevestig dat u een mens bent |
    bevestig dat u geen robot | bevestig uw e-mailadres om te | verificatie van de afzender |
    afzenderverificatie | toegestane afzenders | challenge-response | challenge/response |
    authenticate yourself | one-time confirmation | just this once | held until you |
    message is being held
    """
)

# Programs that run mailing lists.
LIST_PROGRAM = phrases(
    """
    awaits moderator approval | moderator approval | results of your email commands |
    request to mailing list | confirm your subscription | subscription request | subscribe request |
    welcome to the | unsubscribe from the | has been unsubscribed | mailing list | majordomo results |
    listserv | sympa | mailman | your message to | post by non-members | not allowed to post |
    only members | members-only | list moderator | aangemeld voor de mailinglijst |
    bevestig uw aanmelding | bevestig je aanmelding | bevestig uw inschrijving |
    bevestig je inschrijving | aanmelding bevestigen | uw aanmelding voor de nieuwsbrief |
    wacht op goedkeuring
    """
)

# Read and delivery receipts.
RECEIPT_SUBJECTS = phrases(
    """
    gelezen: | niet gelezen: | leesbevestiging | leesbevestiging: | bezorgd: | afgeleverd: |
    doorgestuurd naar: | ontvangen: | geopend: | ongelezen verwijderd: | read: | not read: |
    read receipt | return receipt | delivered: | relayed: | expanded: | opened: | displayed: |
    deleted: | gelesen: | ungelesen | lesebestätigung | zugestellt: | lu : | lu: | non lu : | non lu: |
    accusé de lecture | confirmation de lecture | remis : | remis: | leído: | no leído: |
    confirmación de lectura | lida: | lido: | confirmação de leitura | letto: | conferma di lettura |
    läst: | læst: | lest: | luettu: | przeczytane: | přečteno: | okundu: | прочитано: | 開封済み: |
    開封確認 | 已读: | 已讀:
    """
)

RECEIPT_TEXT = phrases(
    """
    uw bericht is gelezen | is gelezen op | werd gelezen op | bericht is geopend |
    dit is een leesbevestiging | leesbevestiging voor | was read on | was read at |
    your message was read | has been read | was displayed | was opened | return receipt for the mail |
    this is a receipt for the mail | this receipt verifies | message was deleted without being read |
    deleted without being read | wurde gelesen am | a été lu le | a été lu | votre message a été lu |
    se leyó el | foi lida em | è stato letto | has been delivered to the following |
    successfully delivered | delivered to the following recipients | your message has been delivered |
    bezorgd bij de volgende | is bezorgd bij | is afgeleverd bij
    """
)
