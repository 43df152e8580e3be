"""What an administrator can choose: frozen models that check their own values. ``config_files`` reads them.

A secret stands here as where it comes from; it is read when it is used, so that no settings hold one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class ConfigError(Exception):
    """A configuration file or environment variable is wrong; the message names file, key, value and cure."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not an IANA time zone; write for example Europe/Amsterdam or Europe/Brussels")
    return name


def _email(address: str) -> str:
    local, at, domain = address.strip().lower().rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in domain):
        raise ValueError("is not an e-mail address; write name@domain")
    return f"{local}@{domain}"


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("write sqlite:///path or postgresql+psycopg://user@host/name")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_database)]
Email = Annotated[str, AfterValidator(_email)]
Zone = Annotated[str, AfterValidator(_zone)]


class Model(BaseModel):
    """Base of all settings: frozen, and an unknown key is an error, because a misspelt key would silently not apply."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Secret(Model):
    """Where a secret comes from: an environment variable or a file, never the configuration itself."""

    env: str | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Secret:
        if (self.env is None) == (self.file is None):
            raise ValueError('needs exactly one of env = "NAME" or file = "/path"')
        return self

    def read(self) -> str:
        """The secret itself.

        Raises:
            ConfigError: the variable is not set or the file cannot be read.
        """
        if self.env is not None:
            value = os.environ.get(self.env)
            if not value:
                raise ConfigError(
                    f"environment variable {self.env} is not set; set it to the secret or use file = …"
                )
            return value
        assert self.file is not None  # noqa: S101 - held by the validator above
        try:
            return self.file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(
                f"secret file {self.file} cannot be read: {error.strerror}; create it, mode 0600"
            ) from error


class OAuth2(Model):
    """Client credentials for Microsoft 365 (msal)."""

    tenant: str
    client_id: str
    client_secret: Secret | None = None
    certificate_file: Path | None = None
    ca_file: Path | None = None
    authority: str = "https://login.microsoftonline.com"
    scope: str = "https://outlook.office365.com/.default"


class Imap(Model):
    """How one mailbox is read. ``security`` plain is accepted on loopback only."""

    host: str = ""
    port: int = Field(993, ge=1, le=65535)
    security: Literal["tls", "starttls", "plain"] = "tls"
    username: str = ""
    password: Secret | None = None
    oauth2: OAuth2 | None = None
    folder: str = "INBOX"
    processed_folder: str | None = None
    sent_folder: str | None = None
    ca_file: Path | None = None
    timeout_seconds: float = Field(30, gt=0)
    batch_size: int = Field(100, ge=1, le=1000)


class Smtp(Model):
    """How mail is sent. ``security`` plain is accepted on loopback only."""

    host: str = ""
    port: int = Field(587, ge=1, le=65535)
    security: Literal["tls", "starttls", "plain"] = "starttls"
    username: str = ""
    password: Secret | None = None
    oauth2: OAuth2 | None = None
    ca_file: Path | None = None
    timeout_seconds: float = Field(30, gt=0)
    connections: int = Field(3, ge=1, le=32)


class Database(Model):
    """``url`` is a SQLAlchemy URL: sqlite:///path or postgresql+psycopg://user@host/name."""

    url: DatabaseUrl = "sqlite:///var/assistant.sqlite3"
    keys: Secret = Secret(file=Path("var/keys"))


class Schedule(Model):
    """Intervals in seconds; digest_hour is an hour of the organisation's local day."""

    poll_seconds: float = Field(60, gt=0)
    dispatch_seconds: float = Field(5, gt=0)
    remind_seconds: float = Field(300, gt=0)
    housekeeping_seconds: float = Field(3600, gt=0)
    silence_alarm_minutes: int = Field(60, ge=1)
    digest_hour: int = Field(7, ge=0, le=23)


class Limits(Model):
    """Caps that keep one mail or one sender from filling the house."""

    message_bytes: int = Field(25_000_000, ge=10_000)
    automatic_per_address_per_day: int = Field(3, ge=1)
    automatic_per_thread: int = Field(6, ge=1)
    ingest_attempts: int = Field(3, ge=1)


class Retention(Model):
    """Days after which content is deleted (LEGAL (d) 4); the register line stays five years."""

    case_days: int = Field(365, ge=1)
    quarantine_days: int = Field(14, ge=1)
    unanswered_days: int = Field(30, ge=1)
    register_days: int = Field(5 * 365, ge=365)


class Logging(Model):
    """``format`` json for machines, console for people, auto = console where a terminal is."""

    format: Literal["json", "console", "auto"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


def is_safe_address(url: str) -> bool:
    """Whether secrets may travel to this address: over TLS, or without leaving this computer."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"})
    )


def _issuer(url: str) -> str:
    if not is_safe_address(url):
        raise ValueError("write https://…; http is for a provider on this computer only")
    return url


class OpenIdConnect(Model):
    """Sign-in through an identity provider (Microsoft Entra, or any other with discovery).

    ``tenants`` are the Entra directories that may sign in; needed where ``issuer`` is the one of every tenant
    (``…/organizations/v2.0``), because anybody can have a tenant. ``ca_file`` trusts a provider with a certificate of its own.
    """

    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: str
    client_secret: Secret
    name: str = "Microsoft Entra"
    tenants: tuple[str, ...] = ()
    ca_file: Path | None = None


class Desk(Model):
    """The staff web desk. Binds to loopback; a reverse proxy with TLS stands before it."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    base_url: str = "http://127.0.0.1:8080"
    session_hours: int = Field(10, ge=1)
    four_eyes: bool = False
    metrics_token: Secret | None = None
    openid_connect: OpenIdConnect | None = None


class Promise(Model):
    """A term that the organisation's own statement gives; it binds where it is earlier and never rolls (LEGAL A6.3)."""

    days: int | None = Field(None, ge=1)
    weeks: int | None = Field(None, ge=1)
    labels: tuple[str, ...] = ()
    executed: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_term(self) -> Promise:
        if (self.days is None) == (self.weeks is None):
            raise ValueError("needs exactly one of days or weeks")
        return self


class ClockPolicy(Model):
    """Choices that the law leaves to the controller (LEGAL A2, A5)."""

    suspend: bool = True
    buffer_working_days: int = Field(3, ge=0)
    asking_limit_working_days: int = Field(5, ge=0)


class Identification(Model):
    """What may be asked to establish identity, lightest first (LEGAL (b) 7)."""

    ways: tuple[str, ...] = ("known_data",)
    never_ask: tuple[str, ...] = ("bsn", "rijksregisternummer", "password", "id_copy")
    no_motivation: tuple[str, ...] = ()
    health_data: bool = False
    matching_data: tuple[str, ...] = ()


class RouteStep(Model):
    """One step where a data subject can take a complaint, in the statement's order."""

    kind: Literal["controller", "dpo", "authority", "court"]
    name: str
    address: str | None = None


class Complaint(Model):
    """The complaint route, and the mailbox that handles a complaint inside the house."""

    route: tuple[RouteStep, ...]
    forward_to: Email | None = None


class Dpo(Model):
    """The data protection officer (FG); the address may still have to be filled in."""

    name: str
    address: Email | None = None


class Reminders(Model):
    """Working days before each date on which staff are reminded; 0 is the day itself."""

    before_target: tuple[int, ...] = (5, 1)
    before_due: tuple[int, ...] = (10, 5, 2, 1, 0)
    before_notice: tuple[int, ...] = (5, 2)
    identification_reminder_days: int = Field(7, ge=1)


class Staff(Model):
    """Who is told what; without addresses the desk and the log are the only places where alarms show."""

    addresses: tuple[Email, ...] = ()
    security_contact: Email | None = None


class Mail(Model):
    """The addresses of one organisation. ``aliases`` are other spellings that count as the same mailbox."""

    address: Email | None = None
    aliases: tuple[str, ...] = ()
    display_name: str
    channel: Literal["email", "contact_form"] = "email"
    form_senders: tuple[Email, ...] = ()
    trusted_authserv_ids: tuple[str, ...] = ()


class Organisation(Model):
    """One controller with its mailbox, as its privacy statement describes it (shared/ORGANISATIONS.md).

    ``hints`` tells staff, by field of a letter, what the statement says there; ``handled_by`` who handles requests.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    name: str
    controller: str
    reference_prefix: str = Field(pattern=r"^[A-Z]{2,6}$")
    country: Literal["NL", "BE"]
    zone: Zone
    form: Literal["u", "je"]
    post: str | None = None
    self_service: str | None = None
    authority: tuple[str, ...]
    remedy: Literal["nl_private", "nl_bestuursorgaan", "be"]
    public_body: bool | Literal["partly"] = False
    immediate: tuple[str, ...] = ()
    processor_referral: bool = False
    purge_on_no_data: bool = False
    forwards: dict[str, Email] = Field(default_factory=dict)
    hints: dict[str, str] = Field(default_factory=dict)
    handled_by: str = "onze medewerkers voor privacyverzoeken"
    mail: Mail
    imap: Imap | None = None
    promise: Promise | None = None
    dpo: Dpo | None = None
    identification: Identification = Identification()
    complaint: Complaint
    staff: Staff = Staff()
    reminders: Reminders = Reminders()
    clock: ClockPolicy = ClockPolicy()

    @property
    def timezone(self) -> ZoneInfo:
        """The zone whose local day is "today" for this organisation."""
        return ZoneInfo(self.zone)

    @property
    def addresses(self) -> frozenset[str]:
        """All spellings of the organisation's own mailbox, lower case."""
        own = (self.mail.address,) if self.mail.address else ()
        return frozenset(a.lower() for a in (*own, *self.mail.aliases))


class Settings(Model):
    """Everything an administrator can choose.

    ``keep_corrections`` keeps the pseudonymised text of what staff relabel, for `assistant train --with-corrections`; off by
    default, because request mails are no training material unless the organisation decides so (LEGAL (d) 5).
    """

    database: Database = Database()
    imap: Imap = Imap()
    smtp: Smtp = Smtp()
    schedule: Schedule = Schedule()
    limits: Limits = Limits()
    retention: Retention = Retention()
    logging: Logging = Logging()
    desk: Desk = Desk()
    model: Path | None = None
    keep_corrections: bool = False
    admin: tuple[Email, ...] = ()
    data_dir: Path = Path("var")
    organisations: tuple[Organisation, ...] = ()

    def organisation(self, id_: str) -> Organisation:
        """The organisation with this id.

        Raises:
            ConfigError: there is none.
        """
        for organisation in self.organisations:
            if organisation.id == id_:
                return organisation
        known = ", ".join(o.id for o in self.organisations)
        raise ConfigError(f"organisation {id_!r} is not configured; known are: {known}")

    def imap_of(self, organisation: Organisation) -> Imap:
        """The mailbox's own IMAP settings laid over the common ones."""
        if organisation.imap is None:
            return self.imap
        own = organisation.imap.model_dump(exclude_unset=True)
        return Imap.model_validate({**self.imap.model_dump(), **own})

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is ours, in every spelling."""
        return frozenset().union(*(o.addresses for o in self.organisations))
