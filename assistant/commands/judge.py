"""classify, screen and deadline: the three judgements, for programs (JSON Lines) and for people."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.panel import Panel

import classifiers
from assistant import config_files
from assistant.bootstrap import load_classifier
from assistant.commands import lines
from assistant.core import clock, quoting
from assistant.core.clock_json import from_json, to_json
from assistant.core.errors import CoreError
from assistant.core.screening.report import report as screen_report
from assistant.core.screening.verdict import ScreeningContext
from assistant.settings import ConfigError

BATCH = 64
SHIPPED = Path(__file__).resolve().parents[2] / "config"


def classify(
    model: Annotated[Path | None, typer.Option(help="Folder of another model than the shipped one.")] = None,
) -> None:
    """Which rights does a message invoke? JSON Lines in: {"id","mailbox","subject","body"[,"previous","case_type"]}."""
    try:
        classifier = load_classifier(model)
    except ConfigError as error:
        lines.fail(str(error))
    batch: list[classifiers.Message] = []
    wrong = 0

    def flush() -> None:
        own = [_own_words(message) for message in batch]
        for message, read, verdict in zip(batch, own, classifier.classify(own), strict=True):
            answer = verdict.to_json(message.id)
            if read.body != message.body:
                answer["evidence"] = _in_body(message.body, read.body, answer["evidence"])
            lines.write(answer)
        batch.clear()
        sys.stdout.flush()

    for number, value, reason in lines.read():
        try:
            batch.append(classifiers.report(value if value is not None else {}))
        except ValueError as error:
            flush()
            wrong += 1
            lines.write(
                {"id": value.get("id") if value else None, "error": f"line {number}: {reason or error}"}
            )
        if len(batch) >= BATCH:
            flush()
    flush()
    if wrong:
        lines.fail(f"{wrong} line(s) were wrong; each says why in its answer")


def _own_words(message: classifiers.Message) -> classifiers.Message:
    """The message as ingest gives it to the classifier: without quoted history, signature and disclaimer."""
    own = quoting.strip_text(message.body, message.subject).text
    return replace(message, body=own) if own.strip() else message


def _in_body(body: str, own: str, evidence: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
    """Evidence found in the own words, with its offsets in the whole body; what cannot be found there again is left out."""
    placed: dict[str, list[list[int]]] = {}
    for label, spans in evidence.items():
        found = [(body.find(own[start:end]), end - start) for start, end in spans]
        placed[label] = [[at, at + length] for at, length in found if at >= 0]
    return placed


def screen(files: Annotated[list[Path] | None, typer.Argument(help="Mails as .eml files.")] = None) -> None:
    """May a mail be answered by a machine (RFC 3834)? Files, or JSON Lines in: {"id","raw"}."""
    context = _own_house()
    if not files:
        lines.each(lambda value: screen_report(value, context), (ValueError,))
        return
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            lines.fail(f"{file}: cannot be read ({error.strerror}); give the path of an .eml file")
        lines.write(screen_report({"id": str(file), "raw": raw}, context))


def _own_house() -> ScreeningContext:
    """Our own addresses and form senders, where a configuration says them; mail from ourselves is never answered."""
    folder = Path(os.environ.get("ASSISTANT_CONFIG", SHIPPED))
    try:
        loaded = config_files.load(folder)
    except ConfigError as error:
        lines.console.print(f"[yellow]own addresses unknown:[/] {error}")
        return ScreeningContext()
    forms = frozenset(sender for o in loaded.organisations for sender in o.mail.form_senders)
    return ScreeningContext(own_addresses=loaded.own_addresses, web_form_senders=forms)


def deadline(
    received: Annotated[
        str | None, typer.Option(help="Arrival, ISO 8601 with offset: 2026-03-05T10:00+01:00")
    ] = None,
    country: Annotated[str, typer.Option(help="Country of the controller: NL or BE.")] = "NL",
    kind: Annotated[str, typer.Option(help="request or breach")] = "request",
    promise_days: Annotated[int | None, typer.Option(help="The organisation's own term in days.")] = None,
    promise_weeks: Annotated[int | None, typer.Option(help="The organisation's own term in weeks.")] = None,
    identification_asked: Annotated[str | None, typer.Option(help="When identification was asked.")] = None,
    identified: Annotated[str | None, typer.Option(help="When enough came to identify.")] = None,
    reasonable_doubt: Annotated[bool, typer.Option(help="Was there reasonable doubt (art. 12(6))?")] = True,
    clarification_asked: Annotated[str | None, typer.Option(help="When clarification was asked.")] = None,
    clarified: Annotated[str | None, typer.Option(help="When the clarification came.")] = None,
    large_quantity: Annotated[bool, typer.Option(help="A large quantity of data (recital 63)?")] = False,
    extension_notice_sent: Annotated[
        str | None, typer.Option(help="When the extension notice was sent.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line for programs.")] = False,
) -> None:
    """When must be answered, and why? With --received for one case; without it JSON Lines in, as DESIGN §5 says."""
    if received is None:
        lines.each(_reckon, (CoreError, ValueError))
        return
    promise: dict[str, int] | None = {"days": promise_days} if promise_days else None
    promise = {"weeks": promise_weeks} if promise_weeks else promise
    case = {
        "country": country.upper(), "kind": kind, "received": _with_zone(received, country), "promise": promise,
        "identification_asked": identification_asked, "identified": identified, "reasonable_doubt": reasonable_doubt,
        "clarification_asked": clarification_asked, "clarified": clarified, "large_quantity": large_quantity,
        "extension_notice_sent": extension_notice_sent,
    }  # fmt: skip
    try:
        answer = _reckon(case)
    except (CoreError, ValueError) as error:
        lines.fail(str(error))
    if as_json:
        lines.write(answer)
    else:
        _show(answer)


def _reckon(value: dict[str, Any]) -> dict[str, Any]:
    return to_json(clock.reckon(from_json(value)), value.get("id"))


def _with_zone(text: str, country: str) -> str:
    """A person may leave the offset away: then it is the controller's local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = ZoneInfo("Europe/Brussels" if country.upper() == "BE" else "Europe/Amsterdam")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _show(answer: dict[str, Any]) -> None:
    console = Console()
    names = {
        "due": "Uiterste datum", "plain72": "Termijn (72 uur)", "statutory": "Wettelijke datum", "promise": "Eigen belofte",
        "unsuspended": "Zonder opschorting", "notice_due": "Verlenging melden vóór", "target": "Streefdatum",
        "suspended_days": "Dagen opgeschort", "alt_due": "Andere lezing",
    }  # fmt: skip
    rows = [f"[bold]{label}[/]: {answer[key]}" for key, label in names.items() if answer.get(key) is not None]
    console.print(Panel("\n".join(rows), title="De klok", expand=False))
    for number, step in enumerate(answer["steps"], start=1):
        console.print(f"[cyan]{number}.[/] {step}")
