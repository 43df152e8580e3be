"""What mail servers write when they could not deliver, in the languages in which they write it."""

from __future__ import annotations

from assistant.core.folding import phrases

# At the start of a subject; each is what a mail server writes there and a person does not.
STARTS = phrases(
    """
    onbestelbaar | niet te bezorgen | statusmelding over bezorg | melding over bezorg |
    melding van bezorg | kan niet worden bezorgd | kon niet worden bezorgd | kan niet bezorgd worden |
    bezorging mislukt | bezorging vertraagd | kan bericht niet bezorgen |
    bericht kan niet worden bezorgd | bericht kon niet worden bezorgd | niet-bezorgd |
    uw bericht kon niet worden bezorgd | uw bericht kan niet worden bezorgd |
    e-mail kon niet worden bezorgd | mislukte bezorging | kan niet worden afgeleverd |
    kon niet worden afgeleverd | aflevering mislukt | uw bericht is niet aangekomen | undeliverable |
    undelivered | undeliverd | delivery status notification | delivery failure | delivery failed |
    delivery has failed | delivery notification | delivery report | delivery problem | delivery error |
    delivery unsuccessful | mail delivery | email delivery | e-mail delivery | message delivery |
    non-delivery | nondeliver | non delivery | not delivered | message could not be delivered |
    mail could not be delivered | message not delivered | mail not delivered | message undeliverable |
    mail undeliverable | unable to deliver | cannot deliver | could not deliver | failed to deliver |
    failed delivery | failed mail | returned mail | returned email | returned e-mail | mail returned |
    returned to sender | return to sender | returned message | failure notice | failure notification |
    mail failure | mail system error | mail error | rejected mail | mail rejected | message rejected |
    user unknown | unknown user | mailbox full | mailbox is full | address not found | bounced mail |
    bounce notice | message delayed | mail delayed | delayed mail | postmaster notify |
    message status - undeliverable | mail transaction failed | warning: could not send |
    warning: message | warning - delivery | your message couldn't be delivered |
    your message could not be delivered | your message wasn't delivered |
    your message was not delivered | automatic delivery | unzustellbar | nicht zustellbar |
    nicht zugestellt | zustellung fehlgeschlagen | zustellungsfehler | zustellfehler | unzustellbare |
    fehler bei der zustellung | fehlgeschlagene zustellung | benachrichtigung zum übermittlungs |
    mail nicht zugestellt | non remis | non distribuable | message non distribuable |
    message non remis | message non délivré | échec de remise | échec de la remise |
    échec de livraison | échec de distribution | notification d'état de remise |
    retour à l'expéditeur | undelivrable | no se puede entregar | no se ha podido entregar |
    no se pudo entregar | no entregado | no entregable | error de entrega | correo devuelto |
    fallo de entrega | fallo en la entrega | notificación de estado de entrega | entrega fallida |
    imposible entregar | não entregue | não foi possível entregar | falha na entrega |
    falha de entrega | mensagem devolvida | notificação de status de entrega | mail devolvida |
    mancata consegna | non recapitabile | impossibile recapitare | messaggio non consegnato |
    notifica dello stato | avviso di mancata | kan inte levereras | olevererbar | kan ikke leveres |
    kunne ikke leveres | uleverbar | toimitus epäonnistui | niedostarczalne | nie można dostarczyć |
    nie dostarczono | niedostarczona | nedoručitelné | nedoručitel | kézbesíthetetlen | nelivrat |
    teslim edilemedi | не доставлено | недоставлен | не удалось доставить | ошибка доставки |
    невозможно доставить | 配信不能 | 配信できません | 配達できません | 送信できません | エラー通知 |
    メールエラー | 未配信 | 配信エラー | 送信エラー | 退信 | 系统退信 | 无法送达 | 無法送達 |
    投递失败 | 邮件投递失败 | 无法投递 | 未送达 | 无法传递 | 無法傳遞 | 发送失败 | 傳遞失敗 |
    传递失败 | 배달되지 | 배달할 수 없 | 반송 | 전송 실패 | 발송 실패
    """
)

# Anywhere in a subject; people write these too, so the text must agree.
SUBJECTS = phrases(
    """
    onbestelbaar | niet te bezorgen | niet bezorgd | niet worden bezorgd | niet afgeleverd |
    niet worden afgeleverd | niet worden besteld | bezorging mislukt | bezorging is mislukt |
    bezorgfout | aflevering mislukt | afleverfout | mislukte aflevering | mislukte bezorging |
    bezorging vertraagd | bericht vertraagd | status van bezorging | melding over bezorg |
    melding van bezorg | bezorgstatus | afleverstatus | retour afzender | mail kwam terug |
    mailbox vol | postvak vol | undeliverable | undelivered | undeliverd |
    delivery status notification | delivery failure | delivery failed | delivery has failed |
    delivery problem | delivery error | delivery notification | delivery report |
    delivery unsuccessful | mail delivery subsystem | mail delivery system | delivery delay |
    delivery incomplete | deliver failure | non-delivery | nondeliver | non delivery | not delivered |
    not be delivered | not deliver | unable to deliver | cannot deliver | can't deliver |
    failed to deliver | failed delivery | could not deliver | couldn't deliver | unable to send |
    could not send | returned mail | returned email | returned e-mail | mail returned |
    returned to sender | return to sender | returned message | failure notice | failure notification |
    delivery fault | mail failure | mail error | message error | mail system error | failed mail |
    message failed | message rejected | mail rejected | rejected mail | email rejected |
    rejected posting | user unknown | unknown user | unknown recipient | invalid recipient |
    no such user | recipient unknown | address not found | address unknown | unknown address |
    unknown local | mailbox full | mailbox is full | over quota | quota exceeded | bounced mail |
    bounce notice | message delayed | mail delayed | delayed mail | still being retried |
    postmaster notify | smtp delivery | undeliver | non-receipt | error sending mail | error in mail |
    message status | mail transaction failed | permanent error | blocked message | mail blocked |
    message blocked | blocked by | message could not | mail could not | email could not | loop alert |
    mail loop | virus alert | virus found | warning: could not | warning: message |
    warning - delivery | delivery warning | message quarantined | banned file | unzustellbar |
    nicht zustellbar | nicht zugestellt | zustellung fehlgeschlagen | zustellungsfehler |
    zustellfehler | fehler bei der zustellung | fehlgeschlagene zustellung | konnte nicht |
    unzustellbare | verzögerte zustellung | übermittlung der nachricht | unbekannter empfänger |
    empfänger unbekannt | benachrichtung zum | benachrichtigung zum übermittlungs | zustellstatus |
    rückläufer | non remis | non distribuable | non distribué | non délivré | non livré |
    échec de remise | échec de la remise | échec de livraison | échec de distribution |
    échec de la distribution | échec d'envoi | notification d'état de remise |
    état de la distribution | retour à l'expéditeur | impossible de remettre | message retourné |
    courrier non | erreur de distribution | undelivrable | no se puede entregar |
    no se ha podido entregar | no se pudo entregar | no entregado | no entregable | devuelto |
    error de entrega | error en la entrega | fallo de entrega | fallo en la entrega |
    fallo en entrega | estado de entrega | entrega fallida | imposible entregar | no fue entregado |
    rebotado | no es posible entregar | não entregue | não foi entregue | não foi possível entregar |
    falha na entrega | falha de entrega | falha no envio | devolvida | devolvido |
    não é possível entregar | status de entrega | erro de entrega | impossível entregar |
    mancata consegna | non recapitabile | impossibile recapitare | non consegnato | non recapitato |
    stato della consegna | mancato recapito | errore di consegna | consegna fallita |
    kunde inte levereras | kan inte levereras | gick inte att leverera | olevererbar |
    kunne ikke leveres | kan ikke leveres | ikke levert | ikke leveret | uleverbar |
    toimitus epäonnistui | ei voitu toimittaa | ei voida toimittaa | toimittamatta | niedostarczalne |
    nie można dostarczyć | nie dostarczono | nie została dostarczona | niedostarczona | niedoręcz |
    błąd dostarcz | nieudane dostarcz | zwrot poczty | nedoručitelné | nedoručitel | nedoručen |
    kézbesíthetetlen | kézbesítés sikertelen | nelivrat | nu a putut fi livrat | teslim edilemedi |
    iletilemedi | δεν παραδόθηκε | αδύνατη η παράδοση | не доставлен | недоставлен |
    не удалось доставить | не может быть доставлен | ошибка доставки | возвращено отправителю |
    невозможно доставить | не доставлено | 配信不能 | 配信できません | 配達できません |
    送信できません | エラー通知 | メールエラー | 未配信 | 配信エラー | 送信エラー | 配送エラー |
    送信失敗 | 配信失敗 | 配送失敗 | 宛先不明 | 不達 | 戻りメール | リターンメール | 退信 | 无法送达 |
    無法送達 | 投递失败 | 投遞失敗 | 无法投递 | 未送达 | 无法传递 | 無法傳遞 | 传递失败 | 傳遞失敗 |
    发送失败 | 寄送失敗 | 退件 | 传送失败 | 배달되지 | 배달할 수 없 | 반송 | 전송 실패 | 발송 실패 |
    발송실패 | 전달되지 | לא ניתן למסירה | כשל במסירה | تعذر التسليم |
    فشل التسليم
    """
)

# In the text; one technical phrase with one of any kind makes a bounce.
TECHNICAL = phrases(
    """
    final-recipient: | diagnostic-code: | reporting-mta: | action: failed | x-postfix- | rcpt to: |
    mail from:< | smtp error from remote | remote host said | remote server returned | remote-mta: |
    status: 5. | status: 4. | dsn=5 | unrouteable address | unroutable | host unknown |
    name service error | mx record | transcript of session follows |
    the original message was received at | diagnostic information for administrators |
    generating server: | original message headers | mail delivery subsystem | mail system at host |
    mta's own error | qmail-send program | delivery-date: | x-failed-recipients | original-recipient: |
    arrival-date: | message-id: < | nondelivery report | mailbox unavailable | user unknown |
    unknown user | no such user | no mailbox here | mailbox full | mailbox is full | over quota |
    quota exceeded | exceeded its quota | exceeded storage | relaying denied | relay access denied |
    spam score | connection timed out | connection refused | retry timeout exceeded | smtp code |
    error code: | the error that the other server returned | this mail was generated automatically |
    recipient not found | recipient rejected | invalid recipient | recipnotfound |
    recipient's mailbox | account has been disabled | account does not exist | user is not listed |
    not listed in public name
    """
)

PLAIN = phrases(
    """
    kon niet worden bezorgd | kan niet worden bezorgd | niet worden afgeleverd | niet bezorgd worden |
    niet kunnen bezorgen | kon niet worden afgeleverd | bezorging aan de volgende |
    bezorging is mislukt | is niet aangekomen bij | bereikte de volgende geadresseerden niet |
    niet bij de volgende ontvanger | e-mailadres kan niet worden gevonden | adres is onjuist |
    adres niet gevonden | adres bestaat niet | postvak van de ontvanger | postvak is vol |
    mailbox is vol | onbekende gebruiker | onbekende ontvanger | wordt teruggestuurd naar de afzender |
    could not be delivered | couldn't be delivered | cannot be delivered | can't be delivered |
    could not deliver | couldn't deliver | unable to deliver | not been delivered | was not delivered |
    were not delivered | not able to deliver | wasn't able to deliver | undeliverable | undelivered |
    delivery failed | delivery to the following | delivery has failed | failed to deliver |
    failed to reach | did not reach the following | unable to accept | returned to sender |
    returned to you | return to sender | following addresses had | following address(es) failed |
    following recipients | following recipient(s) | following addresses | permanent error |
    permanent failure | permanent fatal errors | fatal errors | delivery error | delivery attempt |
    temporary failure | will be retried | will keep trying | still trying | no need to resend |
    do not need to resend | giving up | i've given up | sorry to have to inform you | i wasn't able |
    i'm afraid | is no longer valid | no longer valid | no longer in use | no longer exists |
    no longer active | does not exist | doesn't exist | has been rejected | was rejected |
    been blocked | has been returned | being returned | is being returned | original message follows |
    original message is | copy of your message | copy of the original message |
    message headers follow | text of the original | your message to | your mail to |
    mailbox has moved | new e-mail address | nicht zugestellt | konnte nicht zugestellt |
    unzustellbar | empfänger unbekannt | übermittlung an folgende | zustellung | n'a pas pu être |
    n'a pu être | pas pu etre delivre | destinataires suivants | adresse inconnue | non remis |
    boîte aux lettres | no se pudo entregar | no se ha podido entregar | no ha podido ser entregado |
    no existe | destinatario | não pôde ser entregue | não foi possível entregar | não foi entregue |
    non è stato possibile | non è stato recapitato | casella | nie może zostać dostarczona |
    nie została dostarczona | nie mogła być dostarczona | не может быть доставлено |
    не удалось доставить | не было доставлено | пользователь не найден | почтовый ящик |
    配信できません | 配送できません | 配達できません | 送信できません | 見つかりません | 存在しません |
    お届けできません | いっぱい | 一杯のため | エラー | 无法投递 | 无法送达 | 無法送達 | 退信 | 退回 |
    不存在 | 被拒绝 | 收件人 | 배달 | 수신자 | 존재하지 않
    """
)
