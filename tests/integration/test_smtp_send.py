"""Sending to a real SMTP server: what is accepted, refused, retried, and what nobody can know."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator, Callable

import pytest

from assistant.gateways.errors import GatewayError, TemporaryError
from assistant.gateways.ports import (
    Accepted,
    Outgoing,
    PermanentFailure,
    SmtpAccount,
    TemporaryFailure,
    Unknown,
)
from assistant.gateways.smtp import SmtpPool
from tests.servers import CuttingProxy, SmtpSink, free_port, smtp_sink

pytestmark = pytest.mark.integration

TO = "jan@ontvanger.example"


def mail(number: int = 1, *recipients: str, body: str = "Goedendag,\r\n.\r\n..punten\r\n") -> Outgoing:
    content = f"Subject: nummer {number}\r\nMessage-ID: <{number}@vng.example>\r\n\r\n{body}".encode()
    return Outgoing("po@vng.example", recipients or (TO,), content, f"{number}@vng.example")


def account_for(port: int, **changes: object) -> SmtpAccount:
    account = SmtpAccount(
        host="127.0.0.1", port=port, security="plain", role="sender test", timeout_seconds=5
    )
    return dataclasses.replace(account, **changes)  # type: ignore[arg-type]


@pytest.fixture
async def pool(sink: SmtpSink) -> AsyncIterator[SmtpPool]:
    async with SmtpPool(account_for(sink.port)) as running:
        yield running


async def test_two_hundred_mails_go_over_four_connections_unchanged(sink: SmtpSink, pool: SmtpPool) -> None:
    mails = [mail(number) for number in range(200)]
    results = await asyncio.gather(*(pool.send(one) for one in mails))
    assert all(isinstance(result, Accepted) and not result.refused for result in results)
    assert sorted(one.content for one in sink.mails) == sorted(one.content for one in mails)
    assert {one.recipients for one in sink.mails} == {(TO,)}
    assert {one.sender for one in sink.mails} == {"po@vng.example"}
    assert sink.connections == 4
    assert {one.connection for one in sink.mails} == {1, 2, 3, 4}
    await pool.send(mail(201))
    assert sink.connections == 4, "connections stay open"


@pytest.mark.parametrize("stage", ["MAIL", "DATA"])
async def test_4xx_is_temporary_and_5xx_permanent(sink: SmtpSink, pool: SmtpPool, stage: str) -> None:
    sink.answer(stage, "451 4.7.1 <jan@ontvanger.example> greylisted, jan@x.example try later")
    sink.answer(stage, "554 5.7.1 refused for jan@ontvanger.example")
    first, second, third = [await pool.send(mail(number)) for number in range(3)]
    assert first == TemporaryFailure(451, "4.7.1 <…> greylisted, <…> try later")
    assert second == PermanentFailure(554, "5.7.1 refused for <…>")
    assert isinstance(third, Accepted)
    assert len(sink.mails) == 1
    assert sink.connections == 1, "a refusal does not cost the connection"


async def test_one_refused_recipient_does_not_keep_the_mail_from_the_others(
    sink: SmtpSink, pool: SmtpPool
) -> None:
    sink.answer(
        "RCPT", "550 5.1.1 <weg@x.example>: no such user", 9, lambda address: address.startswith("weg")
    )
    sink.answer("RCPT", "452 4.2.2 mailbox full", 9, lambda address: address.startswith("vol"))
    result = await pool.send(mail(1, "a@x.example", "weg@x.example", "vol@x.example", "b@x.example"))
    assert isinstance(result, Accepted)
    assert [(one.address, one.code, one.permanent) for one in result.refused] == [
        ("weg@x.example", 550, True),
        ("vol@x.example", 452, False),
    ]
    assert "@" not in result.refused[0].text
    assert "weg" not in repr(result)
    assert sink.mails[0].recipients == ("a@x.example", "b@x.example")


async def test_all_recipients_refused_is_permanent_only_when_each_is(sink: SmtpSink, pool: SmtpPool) -> None:
    sink.answer("RCPT", "550 5.1.1 no such user", 9, lambda address: address.startswith("weg"))
    sink.answer("RCPT", "452 4.2.2 mailbox full", 9, lambda address: address.startswith("vol"))
    gone = await pool.send(mail(1, "weg@x.example"))
    mixed = await pool.send(mail(2, "weg@x.example", "vol@x.example"))
    assert isinstance(gone, PermanentFailure)
    assert (gone.code, [one.address for one in gone.refused]) == (550, ["weg@x.example"])
    assert isinstance(mixed, TemporaryFailure)
    assert (mixed.code, len(mixed.refused)) == (452, 2)
    assert sink.mails == []
    assert isinstance(await pool.send(mail(3)), Accepted)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
async def test_a_break_before_the_content_on_a_kept_connection_is_repaired_silently(
    sink: SmtpSink, pool: SmtpPool, stage: str
) -> None:
    await pool.send(mail(1))
    sink.drop(stage)
    assert isinstance(await pool.send(mail(2)), Accepted)
    sink.answer(stage, "421 4.3.2 idle too long, closing")
    assert isinstance(await pool.send(mail(3)), Accepted)
    assert len(sink.mails) == 3
    assert sink.connections == 3


async def test_a_break_before_the_content_on_a_new_connection_is_temporary(
    sink: SmtpSink, pool: SmtpPool
) -> None:
    sink.drop("MAIL")
    result = await pool.send(mail(1))
    assert result == TemporaryFailure(None, "the connection broke before the mail was handed over")
    assert sink.mails == []
    sink.answer("RCPT", "421 4.3.2 shutting down")
    assert await pool.send(mail(2)) == TemporaryFailure(421, "4.3.2 shutting down")
    assert isinstance(await pool.send(mail(3)), Accepted)


@pytest.mark.parametrize("kept", [True, False])
async def test_a_break_after_the_content_is_unknown_and_never_repeated_by_the_door(
    sink: SmtpSink, pool: SmtpPool, kept: bool
) -> None:
    await pool.send(mail(1))
    sink.drop("DATA", keep=kept)
    result = await pool.send(mail(2))
    assert isinstance(result, Unknown)
    assert "may have accepted it" in result.text
    assert len(sink.mails) == (2 if kept else 1)
    assert isinstance(await pool.send(mail(3)), Accepted), "the next mail still goes through"


async def test_no_answer_after_the_content_is_unknown(sink: SmtpSink) -> None:
    sink.delay("DATA", 3)
    async with SmtpPool(account_for(sink.port, final_answer_seconds=0.4)) as pool:
        result = await pool.send(mail(1))
    assert result == Unknown("no answer after the content was sent; the server may have accepted it")


async def test_a_slow_answer_before_the_content_is_temporary(sink: SmtpSink) -> None:
    sink.delay("MAIL", 3)
    account = dataclasses.replace(account_for(sink.port), timeout_seconds=0.4)
    async with SmtpPool(account) as pool:
        assert await pool.send(mail(1)) == TemporaryFailure(None, "no answer before the mail was handed over")
        assert isinstance(await pool.send(mail(2)), Accepted)
    assert [one.content for one in sink.mails] == [mail(2).content]


async def test_a_mail_above_the_announced_size_is_permanent_and_not_sent() -> None:
    with smtp_sink(size_limit=10_000) as small:
        async with SmtpPool(account_for(small.port)) as pool:
            result = await pool.send(mail(1, body="x" * 998 + "\r\n" + "y" * 9_500))
            assert isinstance(result, PermanentFailure)
            assert result.code == 552
            assert "takes at most 10000" in result.text
            assert isinstance(await pool.send(mail(2)), Accepted)
        assert len(small.mails) == 1


async def test_addresses_beyond_ascii() -> None:
    with smtp_sink() as able, smtp_sink(utf8=False) as unable:
        async with SmtpPool(account_for(able.port)) as pool:
            assert isinstance(await pool.send(mail(1, "jörg@x.example")), Accepted)
            assert isinstance(await pool.send(mail(2, "jan@café.example")), Accepted)
        assert [one.recipients for one in able.mails] == [("jörg@x.example",), ("jan@xn--caf-dma.example",)]
        async with SmtpPool(account_for(unable.port)) as pool:
            refused = await pool.send(mail(1, "jörg@x.example"))
            assert isinstance(refused, PermanentFailure)
            assert refused.code == 553
            assert isinstance(await pool.send(mail(2, "jan@café.example")), Accepted), (
                "a domain has an ASCII form"
            )


async def test_addresses_that_would_smuggle_a_command_are_refused(sink: SmtpSink, pool: SmtpPool) -> None:
    result = await pool.send(mail(1, "a@x.example>\r\nRCPT TO:<b@x.example"))
    assert isinstance(result, PermanentFailure)
    assert await pool.send(dataclasses.replace(mail(2), recipients=())) == PermanentFailure(
        554, "the mail has no recipient"
    )
    assert sink.mails == []
    sender = await pool.send(dataclasses.replace(mail(3), sender="po@vng.example> SIZE=1\r\nX"))
    assert isinstance(sender, PermanentFailure)
    assert isinstance(await pool.send(mail(4)), Accepted)


async def test_an_unreachable_server_is_told_once_and_not_waited_for_by_each_mail() -> None:
    port = free_port()
    async with SmtpPool(account_for(port)) as pool:
        start = time.monotonic()
        results = await asyncio.gather(*(pool.send(mail(n)) for n in range(50)), return_exceptions=True)
        assert time.monotonic() - start < 4
    assert all(isinstance(result, TemporaryError) for result in results)
    text = str(results[0])
    assert (
        text
        == f"SMTP 127.0.0.1:{port} (sender test): cannot be reached; check the host, the port and the network"
    )


async def test_a_server_that_never_greets_ends_in_time(
    sink: SmtpSink, proxy_to: Callable[[int], CuttingProxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.gateways.smtp._OUTAGE_SECONDS", 0.2)
    proxy = proxy_to(sink.port)
    proxy.stall.set()
    async with SmtpPool(dataclasses.replace(account_for(proxy.port), timeout_seconds=0.5)) as pool:
        start = time.monotonic()
        with pytest.raises(TemporaryError, match=r"no answer within 0\.5 s"):
            await pool.send(mail(1))
        assert time.monotonic() - start < 3
        proxy.stall.clear()
        await asyncio.sleep(0.3)
        assert isinstance(await pool.send(mail(2)), Accepted)


async def test_fewer_connections_than_wished_still_carry_everything(
    sink: SmtpSink, proxy_to: Callable[[int], CuttingProxy]
) -> None:
    proxy = proxy_to(sink.port)
    async with SmtpPool(account_for(proxy.port)) as pool:
        assert isinstance(await pool.send(mail(0)), Accepted)
        proxy.refuse = True
        results = await asyncio.gather(*(pool.send(mail(number)) for number in range(1, 40)))
        assert all(isinstance(result, Accepted) for result in results)
    assert {one.connection for one in sink.mails} == {1}


async def test_a_cancelled_mail_does_not_spoil_the_next(sink: SmtpSink) -> None:
    async with SmtpPool(account_for(sink.port), connections=1) as pool:
        await pool.send(mail(1))
        sink.delay("RCPT", 2)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await pool.send(mail(2))
        assert isinstance(await pool.send(mail(3)), Accepted)
    assert [one.content for one in sink.mails] == [mail(1).content, mail(3).content]


def test_a_pool_serves_one_event_loop_after_another(sink: SmtpSink) -> None:
    pool = SmtpPool(account_for(sink.port))
    for number in range(3):
        assert isinstance(asyncio.run(pool.send(mail(number))), Accepted)
    assert len(sink.mails) == 3


async def test_a_large_mail_goes_through_whole(sink: SmtpSink, pool: SmtpPool) -> None:
    big = mail(1, body=("x" * 76 + "\r\n") * (20 * 1024 * 1024 // 78))
    assert isinstance(await pool.send(big), Accepted)
    assert sink.mails[0].content == big.content


async def test_check_says_what_works(sink: SmtpSink) -> None:
    line = await SmtpPool(account_for(sink.port)).check()
    assert line == f"SMTP 127.0.0.1:{sink.port} (sender test): connected without sign-in, mails up to 36 MB"
    with pytest.raises(GatewayError):
        await SmtpPool(account_for(free_port())).check()
