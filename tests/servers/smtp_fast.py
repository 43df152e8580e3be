"""The fastest SMTP server that Python gives: a process of its own that accepts everything, for benchmarks.

Started as a script it listens on the port it is given. Besides SMTP it answers ``XSTATS`` with the number of mails and bytes.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_EHLO = b"250-localhost\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
_ANSWERS = {
    b"MAIL": b"250 2.1.0 OK\r\n",
    b"RCPT": b"250 2.1.5 OK\r\n",
    b"RSET": b"250 2.0.0 OK\r\n",
    b"NOOP": b"250 2.0.0 OK\r\n",
    b"HELO": b"250 localhost\r\n",
    b"EHLO": _EHLO,
    b"DATA": b"354 go on\r\n",
    b"AUTH": b"235 2.7.0 OK\r\n",
}


@dataclass
class _Totals:
    mails: int = 0
    content_bytes: int = 0
    connections: int = 0
    spool: BinaryIO | None = None


class _Session(asyncio.Protocol):
    def __init__(self, totals: _Totals) -> None:
        self._totals = totals
        self._buffer = bytearray()
        self._in_data = False
        self._envelope: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._totals.connections += 1
        transport.write(b"220 localhost ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._mail() if self._in_data else self._command():
            pass

    def _mail(self) -> bool:
        end = 0 if self._buffer.startswith(b".\r\n") else self._buffer.find(b"\r\n.\r\n") + 2
        if end < 2 and not self._buffer.startswith(b".\r\n"):
            return False
        content = bytes(self._buffer[:end])
        del self._buffer[: end + 3]
        self._in_data = False
        self._totals.mails += 1
        self._totals.content_bytes += len(content)
        if self._totals.spool is not None:
            plain = content[1:] if content.startswith(b"..") else content
            plain = plain.replace(b"\r\n..", b"\r\n.")
            entry = {"envelope": self._envelope, "content": base64.b64encode(plain).decode()}
            self._totals.spool.write(json.dumps(entry).encode() + b"\n")
            self._totals.spool.flush()
        self._transport.write(b"250 2.0.0 queued\r\n")
        return True

    def _command(self) -> bool:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        verb = line[:4].upper()
        if verb == b"XSTA":
            totals = self._totals
            answer = {"mails": totals.mails, "bytes": totals.content_bytes, "connections": totals.connections}
            self._transport.write(b"250 " + json.dumps(answer).encode() + b"\r\n")
        elif verb == b"QUIT":
            self._transport.write(b"221 2.0.0 bye\r\n")
            self._transport.close()
        else:
            if verb == b"MAIL":
                self._envelope = []
            if verb in (b"MAIL", b"RCPT"):
                self._envelope.append(line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace"))
            self._in_data = verb == b"DATA"
            self._transport.write(_ANSWERS.get(verb, b"502 5.5.1 not here\r\n"))
        return True


async def _serve(port: int, spool: Path | None) -> None:
    with spool.open("ab") if spool else contextlib.nullcontext() as out:
        totals = _Totals(spool=out)
        server = await asyncio.get_running_loop().create_server(lambda: _Session(totals), "127.0.0.1", port)
        async with server:
            await server.serve_forever()


@dataclass
class FastSink:
    """The running process; ``spool`` holds the mails when they are kept."""

    port: int
    process: subprocess.Popen[bytes] = field(repr=False)
    spool: Path | None = None
    host: str = "127.0.0.1"

    def totals(self) -> dict[str, int]:
        """``mails``, ``bytes`` and ``connections`` so far (this question counts as a connection)."""
        with (
            socket.create_connection((self.host, self.port), timeout=10) as link,
            link.makefile("rb") as lines,
        ):
            lines.readline()
            link.sendall(b"XSTATS\r\n")
            answer: dict[str, int] = json.loads(lines.readline()[4:])
            return answer

    @property
    def count(self) -> int:
        """How many mails were accepted."""
        return self.totals()["mails"]

    def mails(self) -> list[tuple[list[str], bytes]]:
        """Envelope (sender first) and content of every mail kept. Empty without ``spool``."""
        if self.spool is None or not self.spool.exists():
            return []
        entries = [json.loads(line) for line in self.spool.read_bytes().splitlines()]
        return [(entry["envelope"], base64.b64decode(entry["content"])) for entry in entries]


@contextlib.contextmanager
def fast_smtp_sink(spool: Path | None = None, port: int | None = None) -> Iterator[FastSink]:
    """Start the process and yield it when it answers; with ``spool`` it appends every mail to that file."""
    from tests.servers.processes import free_port, stop

    port = port or free_port()
    command = [sys.executable, "-S", "-E", __file__, str(port), *([str(spool)] if spool else [])]
    process = subprocess.Popen(command, start_new_session=True)
    sink = FastSink(port, process, spool)
    try:
        end = time.monotonic() + 20
        while True:
            try:
                sink.totals()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("the fast SMTP sink did not start") from None
                time.sleep(0.02)
        yield sink
    finally:
        stop(process)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
