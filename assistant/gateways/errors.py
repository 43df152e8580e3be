"""What can be wrong with a door itself; every message is one line that names the host, the account's role and the cure.

Messages carry no address, no secret and no text from a mail: they may be logged and shown to administrators as they are.
"""


class GatewayError(Exception):
    """Base of all errors of :mod:`assistant.gateways`. ``str(error)`` is one line that may be logged."""


class TemporaryError(GatewayError):
    """The server cannot be used now (unreachable, slow, dropped, busy); the same call may work later, so back off."""


class FolderChangedError(TemporaryError):
    """The folder got another UIDVALIDITY during a call (RFC 9051 2.3.1.1): select again and read again."""


class AuthenticationError(GatewayError):
    """The server or the identity provider refuses the account; only a person with the credentials can cure it."""


class ConfigurationError(GatewayError):
    """The settings cannot work (no such folder, certificate not trusted, plain text off loopback); a person must act."""


class MessageError(GatewayError):
    """A letter cannot be built as mail: a line break in a header or an address that is none."""
