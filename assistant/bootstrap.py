"""The only place where parts are wired together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import classifiers
from assistant.gateways import message, oauth
from assistant.gateways.imap import ImapMailbox
from assistant.gateways.ports import Auth, ImapAccount, OAuth2, Password, SmtpAccount
from assistant.gateways.smtp import SmtpPool
from assistant.settings import ConfigError, Imap, Organisation, Secret, Settings, Smtp
from assistant.settings import OAuth2 as OAuth2Settings
from assistant.stages.context import Context
from assistant.store.database import Database, connect
from assistant.store.vault import KeyFile, Vault, new_key


@dataclass(frozen=True)
class House:
    """The assembled assistant: the route's equipment and the doors that it may open."""

    settings: Settings
    database: Database
    context: Context
    mailbox: Callable[[Organisation], ImapMailbox]
    sender: Callable[[], SmtpPool]

    @property
    def readable(self) -> tuple[Organisation, ...]:
        """The organisations whose mailbox is filled in."""
        return tuple(o for o in self.settings.organisations if self.settings.imap_of(o).username)


def now_utc() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


def make_keys(secret: Secret) -> None:
    """Write a fresh key file where there is none yet, readable for its owner only."""
    if secret.file is not None and not secret.file.exists():
        secret.file.parent.mkdir(parents=True, exist_ok=True)
        secret.file.touch(mode=0o600)
        secret.file.write_text(new_key() + "\n", encoding="ascii")


def open_vault(settings: Settings) -> Vault:
    """The keys; a key file that changes later is noticed, so that keys rotate under a running daemon.

    Raises:
        ConfigError, KeyFileError: the keys cannot be read.
    """
    source = settings.database.keys

    def read() -> tuple[str, ...]:
        return tuple(source.read().split())

    try:
        return Vault(read(), KeyFile(source.file, read) if source.file is not None else None)
    except ConfigError as error:
        raise ConfigError(
            f"encryption keys: {error}; `assistant migrate` makes a key file where there is none"
        ) from error


def open_database(settings: Settings) -> Database:
    """The database with its keys.

    Raises:
        ConfigError, KeyFileError: the keys cannot be read.
    """
    vault = open_vault(settings)
    return Database(connect(settings.database.url, vault), vault)


def mailbox(settings: Settings, organisation: Organisation) -> ImapMailbox:
    """The door to one organisation's mailbox; it connects at its first use."""
    return ImapMailbox(imap_account(settings, organisation))


def desk_context(settings: Settings, now: Callable[[], datetime] = now_utc) -> Context:
    """The equipment for work that needs no classifier: commands on cases and the desk.

    Raises:
        ConfigError, KeyFileError: a part is not configured; the message names the cure.
    """
    return Context(
        database=open_database(settings),
        settings=settings,
        build=message.build,
        now=now,
        token=lambda: secrets.token_hex(10),
    )


def load_classifier(folder: Path | None) -> classifiers.Classifier:
    """The trained pipeline.

    Raises:
        ConfigError: the folder holds no model that this version can read.
    """
    try:
        return classifiers.load(folder)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:  # of whatever shape another version has
        place = folder or "the shipped one"
        raise ConfigError(
            f"the classifier's model ({place}) cannot be read; run `assistant train` or correct `model`"
        ) from error


def build(settings: Settings, now: Callable[[], datetime] = now_utc, model: Path | None = None) -> House:
    """Wire the whole house.

    Raises:
        ConfigError, KeyFileError: a part is not configured; the message names the cure.
    """
    context = replace(desk_context(settings, now), loaded=load_classifier(model or settings.model))
    return House(
        settings=settings,
        database=context.database,
        context=context,
        mailbox=lambda organisation: mailbox(settings, organisation),
        sender=lambda: SmtpPool(smtp_account(settings.smtp), connections=settings.smtp.connections),
    )


def imap_account(settings: Settings, organisation: Organisation) -> ImapAccount:
    """The account to read this organisation's mailbox with.

    Raises:
        ConfigError: host, user name or secret is not filled in.
    """
    imap = settings.imap_of(organisation)
    role = f"mailbox {organisation.id}"
    if not imap.host or not imap.username:
        raise ConfigError(
            f"organisations/{organisation.id}.toml: imap.username and imap.host must be filled in"
        )
    return ImapAccount(
        host=imap.host,
        port=imap.port,
        username=imap.username,
        auth=_auth(imap, role),
        security=imap.security,
        role=role,
        folder=imap.folder,
        processed_folder=imap.processed_folder,
        sent_folder=imap.sent_folder,
        timeout_seconds=imap.timeout_seconds,
        ca_file=imap.ca_file,
        batch_size=imap.batch_size,
    )


def smtp_account(smtp: Smtp) -> SmtpAccount:
    """The account to send with.

    Raises:
        ConfigError: the host or a secret is not filled in.
    """
    if not smtp.host:
        raise ConfigError("assistant.toml: smtp.host must be filled in")
    return SmtpAccount(
        host=smtp.host,
        port=smtp.port,
        username=smtp.username,
        auth=_auth(smtp, "submission") if smtp.username else None,
        security=smtp.security,
        timeout_seconds=smtp.timeout_seconds,
        ca_file=smtp.ca_file,
    )


def _auth(account: Imap | Smtp, role: str) -> Auth:
    if account.oauth2 is not None:
        return OAuth2(_tokens(account.oauth2.model_dump_json()))
    if account.password is None:
        raise ConfigError(f"{role}: neither password nor oauth2 is filled in; add one of them")
    return Password(account.password.read())


@lru_cache(maxsize=16)
def _tokens(oauth2: str) -> oauth.MsalTokens:
    """One token cache per app registration, shared by all mailboxes and the sender."""
    chosen = OAuth2Settings.model_validate_json(oauth2)
    return oauth.MsalTokens(
        oauth.ClientCredentials(
            client_id=chosen.client_id,
            authority=f"{chosen.authority.rstrip('/')}/{chosen.tenant}",
            secret=chosen.client_secret.read() if chosen.client_secret else None,
            certificate_file=chosen.certificate_file,
            scopes=(chosen.scope,),
            ca_file=chosen.ca_file,
        )
    )


async def check_smtp(settings: Settings) -> None:
    """Sign in to the sending account and say goodbye.

    Raises:
        GatewayError, ConfigError: it did not work; the message names the cure.
    """
    pool = SmtpPool(smtp_account(settings.smtp), connections=1)
    try:
        await pool.check()
    finally:
        await pool.close()
