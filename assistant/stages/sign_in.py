"""Sign-in to the desk: passwords, codes, identity providers, sessions, and the back-off against guessing."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import pyotp
from pwdlib import PasswordHash
from sqlalchemy.orm import Session

from assistant.stages.audit import DONE, REFUSED, within
from assistant.stages.context import Context
from assistant.store import accounts
from assistant.store.account_tables import AccountRow, SessionRow, ThrottleRow

FREE_ATTEMPTS = 5
"""So many wrong attempts cost nothing but the attempt; each further one doubles the wait."""
FREE_ATTEMPTS_PER_ADDRESS = 20
"""More for a network address: a whole office may share one."""
LONGEST_LOCK = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=24)
LEAST_LENGTH = 12
TOTP_STEP = 30
_SECRET = re.compile("[A-Z2-7]{32}")
BY_PROVIDER = "inloggen via organisatie"
_GUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ENTRA_NAME = re.compile(f"{_GUID}/{_GUID}")


class SignInRefused(Exception):
    """Signing in did not work; the message is Dutch and says what to do, not which part was wrong."""


class WeakPassword(Exception):
    """A new password is too easy; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token for the cookie, and whether a code is still needed."""

    token: str
    awaits_code: bool
    must_change: bool


@lru_cache(maxsize=1)
def hasher() -> PasswordHash:
    """Argon2id with the library's recommended cost."""
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _decoy() -> str:
    return hasher().hash(secrets.token_urlsafe())


def with_password(context: Context, email: str, password: str, address: str) -> SignedIn:
    """Start a session for whoever knows the password.

    Raises:
        SignInRefused: unknown, wrong, disabled or locked out; outsiders cannot tell which.
    """
    keys = _keys(context, email, address)
    with context.database.transaction() as session:
        _refuse_locked(context, session, keys)
        row = accounts.by_email(session, context.database.vault, email[:320])
        known = row is not None and row.disabled_at is None and row.password_hash is not None
        stored = row.password_hash if row is not None and known and row.password_hash else _decoy()
        right = hasher().verify(password[:1000], stored)  # also for unknown names, so that time tells nothing
        signed_in = None
        if row is not None and known and right:
            signed_in = _begin(context, session, row, awaits_code=row.totp_secret is not None)
            if not signed_in.awaits_code:
                _forget(session, keys[:1])
        else:
            _fail(context, session, keys)
            actor = row.actor if row is not None else "onbekend"
            within(context, session, actor, "inloggen", result=REFUSED)
    if signed_in is None:
        raise SignInRefused("Het e-mailadres of het wachtwoord klopt niet. Probeer het opnieuw.")
    return signed_in


def with_code(context: Context, token: str, code: str, address: str) -> SignedIn:
    """Finish a sign-in with the code of the authenticator app; a code works once. The session gets a new token.

    Raises:
        SignInRefused: the code is wrong or used, or there were too many attempts.
    """
    signed_in: SignedIn | None = None
    with context.database.transaction() as session:
        found = accounts.live_session(session, context.database.vault.lookup(token), context.now())
        if found is None or not found[0].awaits_code:
            raise SignInRefused("Het inloggen duurde te lang. Begin opnieuw.")
        waiting, row, _ = found
        keys = (context.database.vault.lookup(f"code:{row.id}"), _address_key(context, address))
        _refuse_locked(context, session, keys)
        step = _matching_step(row, code, context.now())
        if step is None:
            _fail(context, session, keys)
            within(context, session, row.actor, "inloggen met code", result=REFUSED)
        else:
            row.totp_last_step = step
            waiting.revoked_at = context.now()
            signed_in = _begin(context, session, row, awaits_code=False)
            _forget(session, keys[:1])
    if signed_in is None:
        raise SignInRefused("De code klopt niet of is al gebruikt. Wacht op de volgende code.")
    return signed_in


def with_identity(context: Context, issuer: str, name: str, email: str) -> SignedIn:
    """Start a session for an identity that the provider vouched for.

    ``name`` is what the provider calls it for ever; ``email`` an address that the provider verified, or "". The first time, a
    verified address binds the identity to the account with that address; else an administrator binds it (`accounts.bind`).

    Raises:
        SignInRefused: no account fits, or it is closed; the message tells what to give the administrator.
    """
    vault = context.database.vault
    subject_hash = vault.digest(identity_key(issuer, name))
    with context.database.transaction() as session:
        row = accounts.by_subject(session, subject_hash)
        if row is None and email:
            row = accounts.by_email(session, vault, email[:320])
            if row is not None and row.oidc_subject_hash is not None:
                row = None  # the address belongs to an account that is bound to another identity
        signed_in = None
        if row is not None and row.disabled_at is None:
            row.oidc_subject_hash = subject_hash
            if row.must_change:
                # A first password that its owner never changed is known to whoever made it, so it ends here.
                row.must_change, row.password_hash = False, None
            signed_in = _begin(context, session, row, awaits_code=False)
        else:
            actor, reason = ("onbekend", "unknown identity") if row is None else (row.actor, "account closed")
            within(context, session, actor, BY_PROVIDER, result=REFUSED, detail={"reason": reason})
    if signed_in is None and row is not None:
        raise SignInRefused("Uw account op deze werkplek is gesloten. Vraag de beheerder om het te openen.")
    if signed_in is None:
        raise SignInRefused(
            "U hebt nog geen account op deze werkplek, of het is nog niet gekoppeld aan uw organisatie. Vraag de beheerder om "
            f"dat te doen en geef dit kenmerk door: {name}"
        )
    return signed_in


def identity_key(issuer: str, name: str) -> bytes:
    """What an account is bound to: the exact name within its provider (a subject is case-sensitive, Core 2).

    Entra's tenant and object id are the same for every issuer of Entra, and in either case.
    """
    if _ENTRA_NAME.fullmatch(name):
        return f"subject:{urlsplit(issuer).hostname} {name.lower()}".encode()
    return f"subject:{issuer} {name}".encode("utf-8", "surrogatepass")


def identity_refused(context: Context, address: str, reason: str) -> None:
    """Note in the audit trail that an answer of the provider was refused; counts against the network address.

    Raises:
        SignInRefused: too many came from this address; then nothing more is written.
    """
    key = (context.database.vault.lookup(f"openid:{address}"),)
    with context.database.transaction() as session:
        _refuse_locked(context, session, key)
        _fail(context, session, key)
        within(context, session, "onbekend", BY_PROVIDER, result=REFUSED, detail={"reason": reason})


def _begin(context: Context, session: Session, row: AccountRow, *, awaits_code: bool) -> SignedIn:
    token = secrets.token_urlsafe(32)
    hours = context.settings.desk.session_hours
    length = timedelta(minutes=10) if awaits_code else timedelta(hours=hours)
    session.add(
        SessionRow(
            token_hash=context.database.vault.lookup(token),
            account_id=row.id,
            created_at=context.now(),
            expires_at=context.now() + length,
            awaits_code=awaits_code,
        )
    )
    if not awaits_code:
        within(context, session, row.actor, "inloggen", result=DONE)
    return SignedIn(token, awaits_code, row.must_change)


def sign_out(context: Context, token: str) -> None:
    """End one session."""
    with context.database.transaction() as session:
        found = accounts.live_session(session, context.database.vault.lookup(token), context.now())
        if found is not None:
            found[0].revoked_at = context.now()
            within(context, session, found[1].actor, "uitloggen")


def check_password(password: str, *, not_like: tuple[str, ...] = ()) -> None:
    """Raises:
    WeakPassword: too short, one character over and over, or somebody's own name or address.
    """
    if len(password) < LEAST_LENGTH:
        raise WeakPassword(
            f"Kies een wachtwoord van minstens {LEAST_LENGTH} tekens. Een zin is makkelijk te onthouden."
        )
    if len(password) > 1000:
        raise WeakPassword("Dit wachtwoord is te lang. Kies er een van ten hoogste 1000 tekens.")
    if len(set(password.lower())) < 5:
        raise WeakPassword("Dit wachtwoord is te eenvoudig. Gebruik meer verschillende tekens.")
    if any(word and word.lower() in password.lower() for word in not_like):
        raise WeakPassword("Gebruik niet uw naam of e-mailadres als wachtwoord.")


def change_password(context: Context, account_id: int, session_id: int, old: str, new: str) -> None:
    """Set a new password and end the other sessions.

    Raises:
        SignInRefused: the old one is wrong. WeakPassword: the new one is too easy or the same.
    """
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        key = (context.database.vault.lookup(f"change:{row.id}"),)
        _refuse_locked(context, session, key)
        right = bool(row.password_hash) and hasher().verify(old[:1000], row.password_hash or "")
        if not right:
            _fail(context, session, key)
        else:
            if old == new:
                raise WeakPassword("Kies een ander wachtwoord dan het oude.")
            check_password(new, not_like=(row.email.partition("@")[0], row.email))
            row.password_hash, row.must_change = hasher().hash(new), False
            accounts.revoke_sessions(session, row.id, context.now(), but=session_id)
            within(context, session, row.actor, "wachtwoord gewijzigd")
            _forget(session, key)
    if not right:
        raise SignInRefused("Het oude wachtwoord klopt niet.")


def set_totp(context: Context, account_id: int, secret: str, code: str) -> None:
    """Turn the code at sign-in on, once the app has shown that it works.

    Raises:
        SignInRefused: the code does not fit the secret, the secret is none of ours, or a code is on already.
    """
    if not _SECRET.fullmatch(secret):
        raise SignInRefused("De sleutel klopt niet. Laad de pagina opnieuw en scan het plaatje nog een keer.")
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        if row.totp_secret is not None:
            raise SignInRefused("De inlogcode staat al aan. Zet hem eerst uit, met een code van nu.")
        row.totp_secret = secret
        step = _matching_step(row, code, context.now())
        if step is None:
            raise SignInRefused(
                "De code klopt niet. Kijk of de klok van uw telefoon goed staat en probeer opnieuw."
            )
        row.totp_last_step = step
        within(context, session, row.actor, "inlogcode aangezet")


def remove_totp(context: Context, account_id: int, code: str) -> None:
    """Turn the code at sign-in off; needs a valid code.

    Raises:
        SignInRefused: the code is wrong.
    """
    with context.database.transaction() as session:
        row = session.get_one(AccountRow, account_id)
        if row.totp_secret is None:
            return
        if _matching_step(row, code, context.now()) is None:
            raise SignInRefused("De code klopt niet of is al gebruikt. Wacht op de volgende code.")
        row.totp_secret = None
        within(context, session, row.actor, "inlogcode uitgezet")


def _matching_step(row: AccountRow, code: str, now: datetime) -> int | None:
    """The time step that this code belongs to, if it is newer than the last one used (RFC 6238 5.2)."""
    if row.totp_secret is None:
        return None
    made = pyotp.TOTP(row.totp_secret)
    current = int(now.astimezone(UTC).timestamp()) // TOTP_STEP
    given = "".join(code.split())
    for step in (current - 1, current, current + 1):
        if step > row.totp_last_step and secrets.compare_digest(made.generate_otp(step), given.zfill(6)[:32]):
            return step
    return None


def _keys(context: Context, email: str, address: str) -> tuple[str, str]:
    return context.database.vault.lookup(f"name:{email[:320]}"), _address_key(context, address)


def _address_key(context: Context, address: str) -> str:
    return context.database.vault.lookup(f"address:{address}")


def _refuse_locked(context: Context, session: Session, keys: tuple[str, ...]) -> None:
    for key in keys:
        row = session.get(ThrottleRow, key)
        if row is not None and row.locked_until is not None and row.locked_until > context.now():
            minutes = max(1, round((row.locked_until - context.now()).total_seconds() / 60))
            wait = "1 minuut" if minutes == 1 else f"{minutes} minuten"
            raise SignInRefused(
                f"Er is te vaak geprobeerd om in te loggen. Wacht {wait} en probeer het dan opnieuw."
            )


def _fail(context: Context, session: Session, keys: tuple[str, ...]) -> None:
    now = context.now()
    for number, key in enumerate(keys):
        row = session.get(ThrottleRow, key)
        if row is None:
            row = ThrottleRow(key=key, failures=0, last_at=now)
            session.add(row)
        if now - row.last_at > FORGET_AFTER:
            row.failures = 0
        row.failures, row.last_at = row.failures + 1, now
        over = row.failures - (FREE_ATTEMPTS if number == 0 else FREE_ATTEMPTS_PER_ADDRESS)
        if over >= 0:
            row.locked_until = now + min(timedelta(minutes=2 ** min(over, 10)), LONGEST_LOCK)


def forget_failures(context: Context, session: Session, row: AccountRow) -> None:
    """End every wait that belongs to an account; those of network addresses stay."""
    vault = context.database.vault
    _forget(
        session,
        tuple(
            vault.lookup(f"{kind}:{of}")
            for kind, of in (("name", row.email), ("code", row.id), ("change", row.id))
        ),
    )


def _forget(session: Session, keys: tuple[str, ...]) -> None:
    for key in keys:
        row = session.get(ThrottleRow, key)
        if row is not None:
            session.delete(row)
