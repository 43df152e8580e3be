"""Which channel a password or a mail may pass: verified TLS always, plain text on loopback only."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path

from assistant.gateways.errors import ConfigurationError
from assistant.gateways.ports import Security


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine by its very name: ``localhost`` or an address in 127/8 or ::1. Asks no DNS."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_safe(security: Security, host: str, where: str) -> None:
    """Refuse plain text to another machine. ``where`` names the account. Raises ConfigurationError."""
    if security not in ("tls", "starttls", "plain"):
        raise ConfigurationError(
            f"{where}: security is {security!r}; use 'tls', 'starttls' or (loopback only) 'plain'"
        )
    if security == "plain" and not is_loopback(host):
        raise ConfigurationError(
            f"{where}: security 'plain' is for loopback only; set security to 'tls' or 'starttls'"
        )


def verified_context(ca_file: Path | None, where: str) -> ssl.SSLContext:
    """A client context that checks the chain and the host name, TLS 1.2 at least (RFC 8314 3).

    ``ca_file`` replaces the system's authorities. Raises ConfigurationError when it cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError):
        raise ConfigurationError(
            f"{where}: the authority file {ca_file} cannot be read as PEM certificates; correct ca_file"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
