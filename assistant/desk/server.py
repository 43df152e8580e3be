"""The desk's own web server: uvicorn in a thread beside the daemon, without signal handlers of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import uvicorn

from assistant.desk import charts
from assistant.desk.app import create_app
from assistant.stages import review_mail, search
from assistant.stages.context import Context, log

STARTING = 15.0
TIDY_SECONDS = 20.0
FORGET_ROUNDS = 30


class DeskFailed(Exception):
    """The desk could not start; the message names the address and the cure."""


class DeskServer:
    """Serves the desk until :meth:`stop`. Running requests are finished first."""

    def __init__(self, context: Context, health: Callable[[], list[str]] = list) -> None:
        self.context = context
        settings = context.settings.desk
        self._server = uvicorn.Server(
            uvicorn.Config(
                create_app(context, health), host=settings.host, port=settings.port, log_level="critical", access_log=False,
                proxy_headers=True, forwarded_allow_ips="127.0.0.1,::1", server_header=False, timeout_graceful_shutdown=10,
                h11_max_incomplete_event_size=65536,
            )
        )  # fmt: skip
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name="desk", daemon=True),
            threading.Thread(target=self._tidy, name="desk-tidy", daemon=True),
        ]

    @property
    def port(self) -> int:
        """The port that is really in use; differs from the settings where these say 0."""
        for server in getattr(self._server, "servers", ()):
            for socket in server.sockets:
                return int(socket.getsockname()[1])
        return self.context.settings.desk.port

    @property
    def url(self) -> str:
        """Where the desk answers on this computer."""
        return f"http://{self.context.settings.desk.host}:{self.port}"

    def start(self) -> None:
        """Begin to serve and return once the desk answers.

        Raises:
            DeskFailed: it did not start, usually because the port is in use.
        """
        charts.warm_up()
        for thread in self._threads:
            thread.start()
        waited = 0.0
        while not self._server.started:
            if waited > STARTING or not self._threads[0].is_alive():
                self._stopping.set()
                settings = self.context.settings.desk
                raise DeskFailed(
                    f"the desk cannot listen on {settings.host}:{settings.port}; set desk.port to a free one"
                )
            self._stopping.wait(0.05)
            waited += 0.05
        log.info("desk", url=self.url)

    def stop(self) -> None:
        """Let running requests finish and close."""
        self._stopping.set()
        self._server.should_exit = True
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=15)

    def _serve(self) -> None:
        try:
            self._server.run()
        except SystemExit:  # uvicorn's way to say that it could not bind
            log.error("desk stopped")

    def _tidy(self) -> None:
        """Beside the pages: index new names for search, and mail new drafts to those who asked for it."""
        rounds = 0
        while not self._stopping.wait(TIDY_SECONDS):
            rounds += 1
            try:
                if rounds % FORGET_ROUNDS == 1:
                    search.forget_purged(self.context)
                while search.index(self.context):
                    pass
                review_mail.offer(self.context)
            except Exception as error:  # the desk outlives any defect
                log.error("desk tidying failed", error=type(error).__name__)
