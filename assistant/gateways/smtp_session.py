"""Opens one signed-in SMTP connection for an account and runs one mail transaction on it (RFC 5321 3.3)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re

import aiosmtplib

from assistant.gateways.addresses import outgoing_address
from assistant.gateways.channel import require_safe, verified_context
from assistant.gateways.errors import AuthenticationError, ConfigurationError, GatewayError
from assistant.gateways.ports import (
    Accepted,
    OAuth2,
    Outgoing,
    Password,
    PermanentFailure,
    Refused,
    SendResult,
    SmtpAccount,
    TemporaryFailure,
    Unknown,
)
from assistant.gateways.smtp_answers import account_error, clean, explain, judge, judge_recipients, where

_GOODBYE_SECONDS = 3.0
_UNAVAILABLE = 421
_GO_ON = 334
_SIGNED_IN = 235
_HEADERS_END = re.compile(rb"\r?\n\r?\n")


class BrokenBeforeDataError(Exception):
    """The connection ended before the content went out: nothing was sent, so another connection may try."""

    def __init__(self, result: TemporaryFailure) -> None:
        super().__init__(result.text)
        self.result = result


def check(account: SmtpAccount) -> None:
    """Refuse settings that cannot work or are not safe. Raises ConfigurationError."""
    require_safe(account.security, account.host, where(account))
    if account.timeout_seconds <= 0 or account.final_answer_seconds <= 0:
        raise ConfigurationError(
            f"{where(account)}: timeout_seconds and final_answer_seconds must be above 0"
        )
    if not account.username.isprintable():
        raise ConfigurationError(f"{where(account)}: the user name holds a control character; correct it")


async def open_session(account: SmtpAccount) -> aiosmtplib.SMTP:
    """Connect, encrypt and sign in.

    Raises TemporaryError when the server cannot be reached, AuthenticationError when it refuses the account and
    ConfigurationError when the channel is not safe or not offered.
    """
    check(account)
    try:
        return await _open(account)
    except AuthenticationError:
        if not isinstance(account.auth, OAuth2):
            raise
    # A token can be revoked before its time: ask a fresh one, once.
    account.auth.tokens.invalidate()
    return await _open(account)


async def _open(account: SmtpAccount) -> aiosmtplib.SMTP:
    auth = account.auth
    client = aiosmtplib.SMTP(
        hostname=account.host,
        port=account.port,
        username=account.username if isinstance(auth, Password) else None,
        password=auth.secret if isinstance(auth, Password) else None,
        local_hostname=account.local_hostname,
        timeout=account.timeout_seconds,
        use_tls=account.security == "tls",
        start_tls=account.security == "starttls",
        tls_context=None
        if account.security == "plain"
        else verified_context(account.ca_file, where(account)),
    )
    try:
        # The library's own limit holds for each step; a server that drips must not hold the whole sign-in either.
        async with asyncio.timeout(4 * account.timeout_seconds):
            await client.connect()
            await _greet(client)
            if isinstance(auth, OAuth2):
                await _sign_in_with_token(client, account, auth)
    except GatewayError:
        client.close()
        raise
    except Exception as error:
        client.close()
        raise explain(error, account) from None
    return client


async def _greet(client: aiosmtplib.SMTP) -> None:
    """EHLO, so that the extensions are known before the first mail; HELO for a server that has none."""
    if client.is_ehlo_or_helo_needed:
        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError:
            await client.helo()


async def _sign_in_with_token(client: aiosmtplib.SMTP, account: SmtpAccount, auth: OAuth2) -> None:
    """XOAUTH2 in two steps: a token is longer than a command line may be (RFC 4954 4), so it follows the server's 334."""
    if "xoauth2" not in client.server_auth_methods:
        raise ConfigurationError(
            f"{where(account)}: the server does not offer XOAUTH2; use a password instead"
        )
    token = await asyncio.to_thread(auth.tokens.token)
    answer = await client.execute_command(b"AUTH", b"XOAUTH2")
    if answer.code == _GO_ON:
        payload = f"user={account.username}\x01auth=Bearer {token}\x01\x01".encode()
        answer = await client.execute_command(base64.b64encode(payload))
    if answer.code == _GO_ON:  # the reason, as JSON; an empty line brings the verdict
        answer = await client.execute_command(b"")
    if answer.code != _SIGNED_IN:
        raise aiosmtplib.SMTPAuthenticationError(answer.code, "")


async def hang_up(client: aiosmtplib.SMTP | None) -> None:
    """QUIT and close; never raises."""
    if client is None:
        return
    with contextlib.suppress(Exception):
        if client.is_connected:
            await client.quit(timeout=_GOODBYE_SECONDS)
    client.close()


async def transact(client: aiosmtplib.SMTP, account: SmtpAccount, outgoing: Outgoing) -> SendResult:
    """One mail on a live connection; after an answer the connection is ready for the next mail or closed.

    Raises BrokenBeforeDataError when the connection ended before the content, and AuthenticationError when the server
    wants another sign-in.
    """
    plan = _Plan(client, outgoing)
    if plan.impossible is not None:
        return plan.impossible
    try:
        await client.mail(plan.sender, options=plan.options, encoding=plan.encoding)
        refused = await _recipients(client, plan)
    except aiosmtplib.SMTPResponseException as error:
        await _reset(client, error.code)
        for_all = account_error(error, account)
        if for_all is not None:
            raise for_all from None
        if error.code == _UNAVAILABLE:
            raise BrokenBeforeDataError(TemporaryFailure(error.code, clean(error.message))) from None
        return judge(error.code, error.message)
    except OSError as error:  # aiosmtplib's disconnects and time-outs are OSErrors too
        client.close()
        what = "no answer" if isinstance(error, TimeoutError) else "the connection broke"
        raise BrokenBeforeDataError(
            TemporaryFailure(None, f"{what} before the mail was handed over")
        ) from None
    if len(refused) == len(plan.recipients):
        await _reset(client, 0)
        return judge_recipients(refused)
    return await _content(client, account, outgoing.content, refused)


class _Plan:
    """Envelope and options for one mail, as far as this server's extensions allow."""

    def __init__(self, client: aiosmtplib.SMTP, outgoing: Outgoing) -> None:
        content = outgoing.content
        self.sender = outgoing_address(outgoing.sender) or ""
        self.recipients = {one: outgoing_address(one) for one in outgoing.recipients}
        head = _HEADERS_END.split(content, maxsplit=1)[0]
        envelope = "".join([self.sender, *filter(None, self.recipients.values())])
        international = not (head.isascii() and envelope.isascii())
        self.encoding = "utf-8" if international else "ascii"
        self.options: list[str] = []
        if client.supports_extension("size"):
            self.options.append(f"SIZE={len(content)}")
        if international:
            self.options.append("SMTPUTF8")
        if not content.isascii() and client.supports_extension("8bitmime"):
            self.options.append("BODY=8BITMIME")
        self.impossible = self._why_not(client, len(content), international=international)

    def _why_not(self, client: aiosmtplib.SMTP, size: int, *, international: bool) -> PermanentFailure | None:
        limit = client.esmtp_extensions.get("size", "").strip()
        if not self.sender:
            return PermanentFailure(553, "the sender is not an e-mail address")
        if not self.recipients:
            return PermanentFailure(554, "the mail has no recipient")
        if international and not client.supports_extension("smtputf8"):
            return PermanentFailure(553, "an address needs SMTPUTF8, which the server does not offer")
        if limit.isdigit() and 0 < int(limit) < size:
            return PermanentFailure(552, f"the mail has {size} bytes, the server takes at most {limit}")
        return None


async def _recipients(client: aiosmtplib.SMTP, plan: _Plan) -> list[Refused]:
    refused: list[Refused] = []
    for as_given, address in plan.recipients.items():
        if address is None:
            refused.append(Refused(as_given, 553, "not an e-mail address"))
            continue
        try:
            await client.rcpt(address, encoding=plan.encoding)
        except aiosmtplib.SMTPRecipientRefused as error:
            if error.code == _UNAVAILABLE:
                raise
            refused.append(Refused(as_given, error.code, clean(error.message)))
    return refused


async def _content(
    client: aiosmtplib.SMTP, account: SmtpAccount, content: bytes, refused: list[Refused]
) -> SendResult:
    try:
        answer = await client.data(content, timeout=account.final_answer_seconds)
    except aiosmtplib.SMTPResponseException as error:
        if 400 <= error.code < 600:
            await _reset(client, error.code)
            return judge(error.code, error.message, refused)
        client.close()
        if 200 <= error.code < 300:
            return Accepted(clean(error.message), tuple(refused))
        return Unknown("the server's answer to the content was not understood")
    except OSError as error:
        client.close()
        what = "no answer" if isinstance(error, TimeoutError) else "the connection broke"
        return Unknown(f"{what} after the content was sent; the server may have accepted it")
    return Accepted(clean(answer.message), tuple(refused))


async def _reset(client: aiosmtplib.SMTP, code: int) -> None:
    """Make the connection ready for the next mail; close it when the server does not want that."""
    try:
        if code == _UNAVAILABLE:
            client.close()
        elif client.is_connected:
            await client.rset()
    except (aiosmtplib.SMTPException, OSError):
        client.close()
