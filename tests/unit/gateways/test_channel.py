"""Which hosts may be spoken to in plain text."""

from __future__ import annotations

import ssl

import pytest

from assistant.gateways.channel import is_loopback, require_safe, verified_context
from assistant.gateways.errors import ConfigurationError


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.9.9.9", "::1", "[::1]"]
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)
    require_safe("plain", host, "x")


@pytest.mark.parametrize(
    "host",
    ["", "vng.nl", "10.0.0.1", "0.0.0.1", "127.0.0.1.vng.nl", "localhost.vng.nl", "::", "1", "2130706433"],
)
def test_another_machine(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(ConfigurationError, match="loopback only"):
        require_safe("plain", host, "x")
    require_safe("tls", host, "x")


def test_the_context_checks_chain_and_name() -> None:
    context = verified_context(None, "x")
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname is True
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
