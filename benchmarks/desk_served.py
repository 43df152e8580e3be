"""The process that serves in the measurement of the desk: the desk on a filled database, or an empty page of FastAPI.

It is told what to do by lines on its standard input and answers each with one line.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.many_cases import NOW

EMAIL, PASSWORD = "bench{}@vng.example", "een heel lang wachtwoord"
MAILS_A_SECOND = 2.0


@dataclass
class Told:
    """The other side: a process to ask."""

    process: subprocess.Popen[str]
    url: str = ""

    def ask(self, what: str) -> str:
        """Give a line and wait for the answer; the empty one waits for the process to be ready."""
        assert self.process.stdin
        assert self.process.stdout
        if what:
            self.process.stdin.write(what + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer, "the served process ended"
        return answer

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)


def _empty(port: int) -> None:
    import uvicorn  # noqa: PLC0415
    from fastapi import FastAPI  # noqa: PLC0415
    from fastapi.responses import HTMLResponse  # noqa: PLC0415

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.get("/", response_class=HTMLResponse)(lambda: "<!doctype html><title>leeg</title>")
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", access_log=False)
    )
    threading.Thread(target=_say_when, args=(server, f"http://127.0.0.1:{port}"), daemon=True).start()
    server.run()


def _say_when(server: object, url: str) -> None:
    while not server.started:  # type: ignore[attr-defined]
        time.sleep(0.02)
    print(url, flush=True)


def _desk(port: int, url: str, key: str) -> None:
    from assistant import logs  # noqa: PLC0415
    from assistant.desk.server import DeskServer  # noqa: PLC0415
    from assistant.settings import Logging  # noqa: PLC0415
    from benchmarks.desk_store import opened  # noqa: PLC0415
    from tests.house import House, test_settings  # noqa: PLC0415

    logs.configure(Logging(level="error"))
    settings = test_settings()
    desk = settings.desk.model_copy(update={"port": port, "base_url": f"http://127.0.0.1:{port}"})
    house = House(opened(url, key), settings.model_copy(update={"desk": desk}), trained=True)
    begun = datetime.now(UTC)
    object.__setattr__(house.context, "now", lambda: NOW + (datetime.now(UTC) - begun))
    server = DeskServer(house.context)
    server.start()
    print(server.url, flush=True)
    route = _Route(house)
    for line in sys.stdin:
        if line.strip() == "mail":
            route.begin()
            print("ok", flush=True)
        elif line.strip() == "count":
            print(route.end(), flush=True)


class _Route:
    """Mail that comes in at an even pace and goes through the real route, in a thread beside the desk as in the daemon."""

    def __init__(self, house: object) -> None:
        self.house = house
        self.stopping = threading.Event()
        self.done, self.delivered, self.begun = 0, 0, 0.0
        self.thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Start."""
        self.begun = time.monotonic()
        self.thread.start()

    def end(self) -> str:
        """Stop; what was done, in words."""
        self.stopping.set()
        self.thread.join(60)
        took = time.monotonic() - self.begun
        return f"{self.delivered} mails came in and went through the route in {took:.0f} s"

    def _run(self) -> None:
        from assistant import pipeline  # noqa: PLC0415
        from assistant.stages.fetch import fetch  # noqa: PLC0415
        from benchmarks.route import mails  # noqa: PLC0415

        house = self.house
        house.mailboxes["vng"].inbox.uidvalidity = 2  # the cases of the database came from an older one
        waiting = list(mails())
        while not self.stopping.wait(0.5):
            wanted = int((time.monotonic() - self.begun) * MAILS_A_SECOND)
            while self.delivered < min(wanted, len(waiting)):
                house.mailboxes["vng"].deliver(waiting[self.delivered], house.context.now())  # type: ignore[attr-defined]
                self.delivered += 1
            fetch(house.context, house.mailboxes["vng"], "vng")  # type: ignore[attr-defined]
            pipeline.drain(house.context)  # type: ignore[attr-defined]
            house.send()  # type: ignore[attr-defined]


if __name__ == "__main__":
    if sys.argv[2] == "empty":
        _empty(int(sys.argv[1]))
    else:
        _desk(int(sys.argv[1]), sys.argv[3], sys.argv[4])
