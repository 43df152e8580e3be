"""What absence assistants write, in the languages in which they write it."""

from __future__ import annotations

from assistant.core.folding import phrases

# At the start of a subject, or behind a ticket mark: mail programs put these there themselves.
SUBJECTS = phrases(
    """
    automatisch antwoord | automatische beantwoording | automatische reactie | automatisch bericht |
    automatische reply | automatic reply | automatic response | automated reply | automated response |
    auto reply | auto-reply | autoreply | auto response | auto-response | autoresponse |
    autoresponder | auto responder | auto-responder | autorespond | auto: | autosvar | autoantwoord |
    auto-antwoord | autoantwort | automatic answer | auto answer | afwezigheidsassistent |
    vakantiemelding | vakantiebericht | out of office | out of the office | out-of-office | ooo: |
    oof: | away notice | abwesenheit | afwezigheidsbericht | afwezigheidsmelding | afwezig: |
    afwezigheid: | autom. antw | absence: | absent: | verlof: | vakantie: | abwesend: |
    automatische antwort | außer haus | réponse automatique | reponse auto | message d'absence |
    absence du bureau | hors du bureau | respuesta automática | contestación automática |
    autorespuesta | auto respuesta | fuera de la oficina | fuera de oficina | resposta automática |
    autoresposta | fora do escritório | risposta automatica | fuori sede | fuori ufficio |
    automatiskt svar | automatisk svar | frånvaro | fravær | automaattinen vastaus | autoodpowiedź |
    automatyczna odpowiedź | odpowiedź automatyczna | nieobecność | poza biurem | automatická odpověď |
    mimo kancelář | automatikus válasz | házon kívül | răspuns automat | automatinis atsakymas |
    automātiska atbilde | biroja atrasanas | automaatvastus | otomatik yanıt | otomatik cevap |
    ofis dışı | αυτόματη απάντηση | εκτός γραφείου | автоответ | автоматический ответ |
    автоматична відповідь | вне офиса | 自動応答 | 自動返信 | 不在通知 | 不在のお知らせ | 不在連絡 |
    自动回复 | 自动答复 | 自動回覆 | 自動回复 | 不在办公室 | 자동 회신 | 자동회신 | 자동 응답 |
    부재중 | 부재 중 | מענה אוטומטי | תשובה אוטומטית | رد تلقائي |
    الرد التلقائي | خارج المكتب
    """
)

# Anywhere in a subject; people write these too, so the text must agree.
SUBJECT_WORDS = phrases(
    """
    afwezig | niet aanwezig | buiten kantoor | niet op kantoor | met vakantie | met verlof | verlof |
    away from | away | vacation | on vacation | on leave | on holiday | i am away | i'm away |
    currently away | abwesend | nicht im büro | im urlaub | urlaub | absence | absent | en congé |
    ausente | ausencia | vacaciones | ausência | em férias | assenza | assente | poissa |
    out of the office | out of office | er niet | extérieur | 外出 | отсутствие | 不在 | vakantie |
    ooto | ikke til stede | afwezigheid
    """
)

# In the text: says that the writer is away.
AWAY = phrases(
    """
    ben ik afwezig | ik ben afwezig | ben afwezig | ik ben momenteel afwezig |
    ik ben op dit moment afwezig | ik ben tijdelijk afwezig | momenteel afwezig |
    ben ik niet aanwezig | ik ben niet aanwezig | ik ben momenteel niet | ik ben op dit moment niet |
    ben ik niet op kantoor | ik ben niet op kantoor | ik ben met vakantie | ben ik met vakantie |
    ik ben op vakantie | ben ik op vakantie | ik heb vakantie | ik heb verlof | ik ben met verlof |
    ben ik met verlof | ik ben in verlof | ben ik in verlof | zwangerschapsverlof |
    moederschapsverlof | ouderschapsverlof | ik ben vrij | ik ben niet bereikbaar |
    ben ik niet bereikbaar | ik ben buiten kantoor | niet meer werkzaam | niet langer werkzaam |
    uit dienst | ik ben uit dienst | ons kantoor is gesloten | wij zijn gesloten | zijn wij gesloten |
    afwezigheid van | wegens verlof | wegens vakantie | wegens ziekte | mijn mail wordt niet gelezen |
    mail wordt niet doorgestuurd | e-mail wordt niet doorgestuurd | e-mails worden niet gelezen |
    mails worden niet gelezen | geen toegang tot mijn mail | lees mijn mail niet | beperkt bereikbaar |
    slechts beperkt toegang | weer op kantoor | weer aanwezig | ben ik weer | out of the office |
    out of office | out-of-office | i am currently away | i am away | i'm away | i will be away |
    i am currently out | i will be out | on vacation | on holiday | on annual leave | on leave |
    maternity leave | parental leave | sick leave | limited access to e-mail |
    limited access to email | limited email access | no access to e-mail | no access to email |
    not be able to read | no longer with | no longer work | no longer employed | left the company |
    has left the | have left the | i am travelling | i am traveling | i will return | i'll return |
    i shall return | i will be back | i'll be back | be back in the office | upon my return |
    when i return | on my return | in my absence | office is closed | je suis absent |
    je suis actuellement absent | je serai absent | je suis en congé | je suis actuellement en congé |
    en vacances | absente du bureau | absent du bureau | de retour le | mon absence | à mon retour |
    bureaux sont fermés | congé de maternité | nicht im büro | nicht im hause | bin ich abwesend |
    ich bin abwesend | ich bin im urlaub | bis einschließlich | nicht erreichbar | wieder erreichbar |
    ich bin derzeit | ich bin momentan | ausser haus | wieder im büro | in meiner abwesenheit |
    elternzeit | mutterschutz | keinen zugriff auf meine | estoy fuera de la oficina |
    fuera de la oficina | estaré fuera | estoy de vacaciones | estaré de vacaciones | estaré ausente |
    me encuentro fuera | a mi regreso | mi ausencia | fora do escritório | estou de férias |
    estarei ausente | estou ausente | de férias | meu retorno | sono in ferie | sarò assente |
    sono assente | fuori ufficio | in mia assenza | al mio rientro | jag är på semester |
    är inte på kontoret | är tillbaka | jeg er på ferie | ikke på kontoret | er tilbage |
    jestem na urlopie | nieobecny | nieobecna | poza biurem | przebywam na urlopie |
    jsem mimo kancelář | na dovolené | nejsem v kanceláři | szabadságon | házon kívül | în concediu |
    izinde | ofis dışında | в отпуске | вне офиса | буду отсутствовать | отсутствую | у відпустці |
    не в офисе | 不在にし | 外出して | 休暇 | 席を外して | 留守にし | 休業 | 出張 | 不在办公室 | 休假 |
    外出 | 出差 | 不在辦公室 | 휴가 | 부재중 | 출장
    """
)

# In the text: what an absence reply says beside it.
BESIDE = phrases(
    """
    bij afwezigheid | tijdens mijn afwezigheid | in mijn afwezigheid | bij spoed | voor dringende |
    in dringende gevallen | bij dringende | is uw vraag dringend | voor spoed | spoedeisend |
    kunt u contact opnemen met | kan je contact opnemen met | kunt u terecht bij | kan je terecht bij |
    neem dan contact op met | neem contact op met mijn collega | mijn collega | mijn vervanger |
    collega's | beantwoord ik uw | zal ik uw | uw bericht | uw e-mail | uw mail | jouw mail | je mail |
    je bericht | na mijn terugkeer | bij mijn terugkeer | zodra ik terug ben | vanaf | tot en met |
    t/m | algemene nummer | secretariaat | bedankt voor uw | bedankt voor je | dank voor uw |
    dank voor je | thank you for your e-mail | thank you for your email | thank you for your message |
    thanks for your e-mail | thanks for your email | thanks for your message | thanks for your mail |
    your email | your e-mail | your message | if urgent | for urgent | urgent matters |
    in urgent cases | immediate assistance | please contact | please call | contact my colleague |
    my colleague | until | through | returning | will respond | will reply | as soon as |
    merci de contacter | en cas d'urgence | votre message | votre mail | veuillez contacter |
    vielen dank für | in dringenden | wenden sie sich | ihre e-mail | ihre nachricht | ihre mail |
    vertretung | gracias por | su mensaje | su correo | póngase en contacto | urgente | obrigado |
    entre em contato | contactar | grazie | contattare | messaggio | tack för | kontakta | kontakt |
    tak for | w pilnych sprawach | dziękuję | спасибо | обращайтесь | сообщение | письмо | ご連絡 |
    メール | 申し訳 | 联系 | 聯絡 | 邮件 | 谢谢 | 연락 | 메일
    """
)
