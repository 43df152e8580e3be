"""The one door on the command line: `assistant …`."""

from __future__ import annotations

from typing import Any

import typer
from sqlalchemy.exc import SQLAlchemyError
from typer.core import TyperGroup

from assistant.commands import accounts, casework, dossier, judge, learn, lines, operate
from assistant.gateways.errors import GatewayError
from assistant.settings import ConfigError
from assistant.store.errors import StoreError


class Door(TyperGroup):
    """Whatever a command could not do on purpose ends as one clear line; a traceback could hold what mails hold."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (StoreError, ConfigError, GatewayError) as error:
            lines.fail(str(error))
        except SQLAlchemyError as error:
            lines.fail(
                f"the database refused ({type(error).__name__}); look at its log, and run `assistant migrate` after an update"
            )


app = typer.Typer(
    cls=Door, name="assistant", no_args_is_help=True, pretty_exceptions_show_locals=False, add_completion=False,
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
