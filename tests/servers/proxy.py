"""A TCP proxy that cuts, stalls or slows connections, to see what the doors do when a network fails."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator


class CuttingProxy:
    """Forwards to a port on loopback. Set the limits at any moment; they hold for bytes from server to client.

    ``cut_after`` counts bytes over all connections; when reached, the connection is closed hard and the limit is taken away
    after ``cuts`` times. ``stall`` keeps connections open but silent; ``drip_seconds`` passes one byte per so many seconds.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.cut_after: int | None = None
        self.cuts = 1
        self.cut_when: Callable[[bytes], bool] | None = None
        self.stall = threading.Event()
        self.refuse = False
        self.drip_seconds = 0.0
        self.connections = 0
        self.cut_count = 0
        self._passed = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def cut_all(self) -> None:
        """Break every open connection now."""
        with self._lock:
            sockets = list(self._open)
        for one in sockets:
            _shut(one)

    def close(self) -> None:
        """Stop listening and break everything."""
        _shut(self._listener)
        self.cut_all()
        self._thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self.refuse:
                _shut(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target_port))
            except OSError:
                _shut(client)
                continue
            with self._lock:
                self._open |= {client, server}
            for source, sink, counted in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pump, args=(source, sink, counted), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(65536):
                while self.stall.is_set():
                    time.sleep(0.02)
                if not counted and self.cut_when is not None and self.cut_when(data):
                    self.cut_count += 1
                    break
                data, cut = self._limited(data) if counted else (data, False)
                self._pass_on(data, sink, counted)
                if cut:
                    break
        except OSError:
            pass
        finally:
            _shut(source)
            _shut(sink)
            with self._lock:
                self._open -= {source, sink}

    def _pass_on(self, data: bytes, sink: socket.socket, to_client: bool) -> None:
        while data and to_client and self.drip_seconds:
            sink.sendall(data[:1])
            data = data[1:]
            time.sleep(self.drip_seconds)
        sink.sendall(data)

    def _limited(self, data: bytes) -> tuple[bytes, bool]:
        with self._lock:
            if self.cut_after is None:
                return data, False
            left = self.cut_after - self._passed
            self._passed += len(data)
            if len(data) < left:
                return data, False
            self.cut_count += 1
            self._passed = 0
            if self.cut_count >= self.cuts:
                self.cut_after = None
            return data[:left], True


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        one.close()


@contextlib.contextmanager
def cutting_proxy(target_port: int) -> Iterator[CuttingProxy]:
    """A proxy in front of ``target_port`` that listens on ``proxy.port``."""
    proxy = CuttingProxy(target_port)
    try:
        yield proxy
    finally:
        proxy.close()
