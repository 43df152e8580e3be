"""The one door on the command line: `assistant …`."""

from __future__ import annotations

import typer

from assistant.commands import accounts, casework, dossier, judge, learn, operate

app = typer.Typer(
    name="assistant", no_args_is_help=True, pretty_exceptions_show_locals=False, add_completion=False,
    help="Reads privacy mailboxes, understands in Dutch which right is invoked, and lets no statutory deadline pass unseen.",
)  # fmt: skip
app.command()(operate.run)
app.command("demo")(operate.run_demo)
app.command()(judge.classify)
app.command()(judge.screen)
app.command()(judge.deadline)
app.command()(casework.cases)
app.command()(casework.show)
app.command()(casework.drafts)
app.command("approve")(casework.approve_case)
app.command()(dossier.verify)
app.command()(casework.calendar)
app.command("check-config")(operate.check_config)
app.command()(operate.migrate)
app.command("rotate-keys")(operate.rotate_keys)
app.command()(learn.train)
app.command()(learn.evaluate)
app.add_typer(accounts.app, name="user")
