"""The servers of the tests themselves: they start, do what they promise and leave nothing behind."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import psycopg
import pytest

from assistant.gateways.ports import Accepted, Outgoing, SmtpAccount
from assistant.gateways.smtp import SmtpPool
from tests.servers import CuttingProxy, Missing, fast_smtp_sink, postgres
from tests.servers.processes import program

pytestmark = pytest.mark.integration


def test_postgres_starts_empty_and_goes_away() -> None:
    before = set(Path("/tmp").glob("sra-pg-*"))
    try:
        with postgres() as url:
            with psycopg.connect(url.replace("+psycopg", "")) as connection:
                count = connection.execute(
                    "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                ).fetchone()
                assert count == (0,)
            port = int(url.rpartition(":")[2].partition("/")[0])
    except Missing as error:
        pytest.skip(str(error))
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=2):
        pass
    assert set(Path("/tmp").glob("sra-pg-*")) <= before


def test_a_missing_program_names_its_package() -> None:
    with pytest.raises(Missing, match="apt install some-package"):
        program("no-such-program-here", "some-package", "/usr/lib/nowhere/*")


def test_the_fast_sink_counts_and_keeps_what_was_sent(tmp_path: Path) -> None:
    contents = [b"Subject: %d\r\n\r\n.\r\n..punt\r\ntekst\r\n" % number for number in range(40)]
    with fast_smtp_sink(tmp_path / "spool") as sink:
        account = SmtpAccount(host=sink.host, port=sink.port, security="plain")

        async def send_all() -> None:
            async with SmtpPool(account) as pool:
                mails = (Outgoing("po@vng.example", ("a@x.example", "b@x.example"), one) for one in contents)
                results = await asyncio.gather(*(pool.send(mail) for mail in mails))
            assert all(isinstance(result, Accepted) for result in results)

        asyncio.run(send_all())
        assert sink.count == 40
        kept = sink.mails()
    assert sorted(content for _, content in kept) == sorted(contents)
    assert kept[0][0] == ["po@vng.example", "a@x.example", "b@x.example"]


def test_the_proxy_cuts_after_exactly_so_many_bytes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = CuttingProxy(server.getsockname()[1])
        proxy.cut_after = 1000
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as client:
            connection, _ = server.accept()
            connection.sendall(b"x" * 5000)
            received = b""
            while part := client.recv(4096):
                received += part
            connection.close()
        proxy.close()
    assert len(received) == 1000
    assert proxy.cut_count == 1
