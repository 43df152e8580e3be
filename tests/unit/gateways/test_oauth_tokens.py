"""When a token is renewed: five minutes before its end, once for all threads, and kept while the provider is away."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from assistant.gateways.errors import ConfigurationError, TemporaryError
from assistant.gateways.oauth import ClientCredentials, MsalTokens, microsoft_authority

CREDENTIALS = ClientCredentials(client_id="c", authority="https://login.example/tenant", secret="s")


class Provider:
    """Counts requests and gives tokens of one hour; ``away`` makes it unreachable."""

    def __init__(self) -> None:
        self.asked = 0
        self.emptied = 0
        self.away = False

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
        assert scopes == ["https://outlook.office365.com/.default"]
        self.asked += 1
        time.sleep(0.01)
        if self.away:
            raise ConnectionError("away")
        return {"access_token": f"token-{self.asked}", "expires_in": 3600}

    def remove_tokens_for_client(self) -> None:
        self.emptied += 1


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(provider: Provider, clock: Clock) -> MsalTokens:
    return MsalTokens(CREDENTIALS, monotonic=clock, connect=lambda _: provider)


def test_it_is_kept_until_five_minutes_before_its_end(
    tokens: MsalTokens, provider: Provider, clock: Clock
) -> None:
    assert tokens.token() == "token-1"
    clock.now += 3600 - 301
    assert tokens.token() == "token-1"
    clock.now += 2
    assert tokens.token() == "token-2"
    assert provider.asked == 2


def test_the_old_one_serves_to_its_end_while_the_provider_is_away(
    tokens: MsalTokens, provider: Provider, clock: Clock
) -> None:
    assert tokens.token() == "token-1"
    provider.away = True
    clock.now += 3600 - 60
    assert tokens.token() == "token-1"
    clock.now += 61
    with pytest.raises(TemporaryError, match=r"cannot be reached"):
        tokens.token()
    provider.away = False
    assert tokens.token().startswith("token-")


def test_an_invalidated_token_is_asked_anew_and_cleared_everywhere(
    tokens: MsalTokens, provider: Provider
) -> None:
    tokens.invalidate()
    assert tokens.token() == "token-1"
    tokens.invalidate()
    assert tokens.token() == "token-2"
    assert provider.emptied == 1


def test_many_threads_ask_once(tokens: MsalTokens, provider: Provider) -> None:
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tokens.token())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-1"] * 20
    assert provider.asked == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"authority": "http://login.example/tenant"},
        {"secret": None},
        {"client_id": ""},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(changes: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "client_id": "c",
        "authority": "https://login.example/t",
        "secret": "s",
        **changes,
    }
    with pytest.raises(ConfigurationError):
        MsalTokens(ClientCredentials(**values))


def test_importing_and_making_it_loads_no_network_library() -> None:
    code = (
        "import sys; from assistant.gateways import oauth;"
        "oauth.MsalTokens(oauth.ClientCredentials(client_id='c', authority=oauth.microsoft_authority('t'), secret='s'));"
        "sys.exit(int('msal' in sys.modules or 'requests' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_authority_of_a_tenant() -> None:
    assert microsoft_authority("vng.nl") == "https://login.microsoftonline.com/vng.nl"
