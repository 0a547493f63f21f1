"""The frame of every command: its options, its client, and the reporting of failures."""

from __future__ import annotations

import traceback
from contextlib import closing
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from qrt_facade._base.lazy import lazy_property
from qrt_facade._base.secrets import redact
from qrt_facade._connection.private_results import kept_results, notes_of
from qrt_facade._policy.retry_watch import watched
from qrt_facade.cli.connect import connect
from qrt_facade.cli.errors import Exit, description, exit_code, remedy
from qrt_facade.cli.options import Argument, CommonOptions, common_options
from qrt_facade.cli.render.output import Output
from qrt_facade.cli.retries import Retries
from qrt_facade.cli.streams import say
from qrt_facade.cli.words import options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qrt_facade import RuntimeClient

P = ParamSpec("P")


class Cli:
    """The context of a command: its options, a client of the service, and the two streams.

    Attributes:
        common: The common options.
        path: The command as typed, such as `qrt run`.
        asked: Arguments of the command.
        options: Argument -> option, for messages.
        output: Where data is written.
        retries: Reports retries.
    """

    def __init__(
        self,
        common: CommonOptions,
        path: str,
        asked: Mapping[str, object] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.common = common
        self.path = path
        self.asked: Mapping[str, object] = asked or {}
        # The blocking client of an emulator is created in the same way.
        at_url = {"base_url": "--url"} if common.url is not None and options else {}
        self.options: Mapping[str, str] = {**(options or {}), **at_url}
        self.output: Output = Output(as_json=common.json)
        self.retries: Retries = Retries(self.note)

    @lazy_property
    def client(self) -> RuntimeClient:
        """A client of the service or of an emulator, created on first use and closed with the command."""
        return connect(self.common)

    def note(self, text: str) -> None:
        """Print a message for the user, which is not data, on stderr."""
        say(text)

    def close(self) -> None:
        """Close the client, and the emulator that was started for the command."""
        if "client" in self.__dict__:
            self.client.close()

    def report(self, error: BaseException) -> Exit:
        """Print on stderr what happened and what to do, and return the exit code."""
        if self.common.debug:
            self.note(redact("".join(traceback.format_exception(error)).rstrip("\n")))
        session = self.asked.get("session_id") or self.asked.get("session")
        what = description(error, options=self.options, session=session if isinstance(session, str) else None)
        self.note(redact(f"qrt: {what}"))
        self.note(redact(f"     {remedy(error, again=self.common.again, path=self.path)}"))
        self.report_kept(error)
        return exit_code(error)

    def report_kept(self, error: BaseException) -> None:
        """Print on stderr where results that can be read only once are kept, or the bytes of those not on disk."""
        for note in notes_of(error):
            self.note(f"qrt: note: {note}")
        for kept in kept_results():
            if kept.held is not None:
                self.note(f"qrt: note: these are the bytes of the result of job {kept.job_id}:")
                self.note(kept.held.decode("utf-8", "replace"))


class Command(click.Command):
    """A command that also accepts the common options after its name, and reports failures like all commands."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params.extend(common_options(after_name=True))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command's function with a `Cli` as the context's object."""
        before = ctx.find_object(CommonOptions) or CommonOptions()
        cli = ctx.obj = Cli(
            before.overridden_by(CommonOptions.taken_from(ctx.params)),
            path=ctx.command_path,
            asked=ctx.params,
            options=options_of(self),
        )
        try:
            with closing(cli), watched(cli.retries):
                return super().invoke(ctx)
        except BrokenPipeError as error:
            cli.report_kept(error)
            raise
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except (Exception, KeyboardInterrupt) as error:
            raise click.exceptions.Exit(cli.report(error)) from error

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description of the command, then those of its arguments."""
        super().format_help_text(ctx, formatter)
        # click 8.5 has a separate section for `help` of arguments; 8.2 to 8.4 have none.
        described = [
            (one.make_metavar(ctx), one.description) for one in self.params if isinstance(one, Argument)
        ]
        if described:
            with formatter.section("Arguments"):
                formatter.write_dl(described)


def command(name: str, **settings: Any) -> Callable[[Callable[Concatenate[Cli, P], None]], click.Command]:
    """Create a command from a function that takes a `Cli` and the parameters of its `click.option`s and `argument`s.

    Args:
        name: Name of the command.
        settings: As for `click.command`.
    """

    def framed(function: Callable[Concatenate[Cli, P], None]) -> click.Command:
        return click.command(name, cls=Command, **settings)(click.pass_obj(function))

    return framed
