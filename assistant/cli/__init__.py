"""`remit`: a command parses, makes one library call and renders what came back.

Commands are loaded when they are asked for, so that `remit ask` does not wait for Gradio. Every error that Remit
raises on purpose is one sentence on standard error and exit code 1; wrong usage is exit code 2.
"""

from __future__ import annotations

from importlib import import_module

import click

from assistant.files import plain
from kb import disk, settings
from kb.errors import RemitError

COMMANDS = {
    "demo": "service:demo",
    "add": "library:add",
    "list": "library:list_documents",
    "show": "library:show",
    "remove": "library:remove",
    "undo": "library:undo",
    "amend": "facts:amend",
    "rebuild": "library:rebuild",
    "search": "library:search",
    "ask": "asking:ask",
    "answers": "answers:answers",
    "duties": "planner:duties",
    "check": "planner:check",
    "side-by-side": "planner:side_by_side",
    "conflicts": "planner:conflicts",
    "directions": "planner:directions",
    "register": "registers:register",
    "induction": "induction:induction",
    "confirm": "review:confirm",
    "overrule": "review:overrule",
    "review": "review:review",
    "duty": "review:duty",
    "dismiss": "review:dismiss",
    "status": "review:status",
    "web": "service:web",
    "user": "people:user",
    "audit": "people:audit",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "tidy": "keeping:tidy",
    "mcp": "service:mcp",
}


class LazyGroup(click.Group):
    """Finds a command's module by COMMANDS, and says errors as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"assistant.cli.{module}"), attribute)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RemitError as error:
            raise click.ClickException(plain(str(error))) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params["trace"]:
                raise
            if isinstance(error, OSError) and (no_room := disk.full(error, settings.load().home)):
                raise click.ClickException(str(no_room)) from error
            said = f"{type(error).__name__}: {error}".splitlines()[0]
            raise click.ClickException(
                f"Remit met something it did not expect ({said}). Nothing kept was changed by halves; "
                "`remit --trace COMMAND` shows where it happened."
            ) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="remit")
@click.option("--trace", is_flag=True, help="Show where an unexpected error happened.")
def main(trace: bool) -> None:
    """Answers from policy documents with quotes that can be checked, and plans held against what guidance requires.

    Everything is kept in the folder that REMIT_HOME names. Every command that prints rows takes --json.
    """
