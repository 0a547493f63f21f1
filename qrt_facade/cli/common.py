"""Options that every command takes, before or after its name, and the frame in which every command runs."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, Final, ParamSpec

import typer

from qrt_facade.cli.exits import Exit, code_of, what_of
from qrt_facade.cli.exits import remedy_of as remedy_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade.cli.render.output import Output

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Common:
    """The options that every command takes."""

    json: bool = False
    local: bool = False
    url: str | None = None
    api_key: str | None = None
    instance: str | None = None
    account: str | None = None
    base_url: str | None = None
    api_version: str | None = None
    timeout: float | None = None
    debug: bool = False

    def overridden_by(self, later: Common) -> Common:
        """Return these options with those that were given again, later on the line."""
        given = {item.name: getattr(later, item.name) for item in fields(later)}
        return replace(self, **{name: value for name, value in given.items() if value not in {None, False}})

    @property
    def emulated(self) -> bool:
        """Whether the command speaks to an emulator."""
        return self.local or self.url is not None

    @property
    def again(self) -> str:
        """The options that a later command needs to reach the same service; never a secret."""
        named = {
            "url": self.url,
            "account": self.account,
            "base-url": self.base_url,
            "api-version": self.api_version,
        }
        options = [f"--{name} {value}" for name, value in named.items() if value]
        # An instance's CRN names the account, which is not for screens and logs.
        options += [
            f"--{name} ..." for name in ("instance", "api-key") if getattr(self, name.replace("-", "_"))
        ]
        return "".join(f" {option}" for option in options)


_OPTIONS: Final[dict[str, tuple[Any, str, dict[str, Any]]]] = {
    "json": (bool, "Data as JSON on stdout, and nothing else there.", {}),
    "local": (bool, "Use an emulator, started for this command unless --url names a running one.", {}),
    "url": (
        str,
        "Address of a running emulator (`qrt serve`); implies --local.",
        {"metavar": "URL", "envvar": "QRT_URL"},
    ),
    "api_key": (
        str,
        "API key; `-` reads it from stdin. QISKIT_IBM_TOKEN or `qrt login` keep it off the screen.",
        {"metavar": "KEY"},
    ),
    "instance": (
        str,
        "CRN of the instance; else QISKIT_IBM_INSTANCE, else the saved account's.",
        {"metavar": "CRN"},
    ),
    "account": (str, "Name of a saved account.", {"metavar": "NAME"}),
    "base_url": (str, "Address of the API, when not the one of the instance's region.", {"metavar": "URL"}),
    "api_version": (str, "Version of the API, such as 2026-04-15.", {"metavar": "DATE"}),
    "timeout": (
        float,
        "Seconds without a byte after which a request has failed (30).",
        {"metavar": "SECONDS"},
    ),
    "debug": (bool, "Show the traceback of a failure.", {}),
}
_SHOWN_EVERYWHERE: Final = ("json", "local")


def common_parameters(*, of_command: bool) -> list[inspect.Parameter]:
    """Return the parameters that make typer accept the common options.

    Args:
        of_command: True after a command's name: what its help shows is kept to the point, and the environment is
            left out, since it must not override what was given before the name.
    """
    parameters: list[inspect.Parameter] = []
    for name, (kind, text, settings) in _OPTIONS.items():
        flag = f"--{name.replace('_', '-')}"
        given: dict[str, Any] = {"hidden": name not in _SHOWN_EVERYWHERE} if of_command else settings
        annotation = _annotated(kind, typer.Option(flag, help=text, **given))
        default = False if kind is bool else None
        parameters.append(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    return parameters


def _annotated(kind: Any, option: Any) -> Any:
    generic: Any = Annotated
    return generic[kind if kind is bool else kind | None, option]


def taken(arguments: dict[str, Any]) -> Common:
    """Take the common options out of the arguments of a command."""
    return Common(**{item.name: arguments.pop(item.name) for item in fields(Common)})


class Cli:
    """What a command works with: its options, a client of the service, and the two streams.

    Attributes:
        common: The common options.
        path: The command as it was typed, such as `qrt run`.
    """

    def __init__(self, common: Common, path: str) -> None:
        self.common = common
        self.path = path
        self._client: RuntimeClient | None = None
        self._output: Output | None = None

    @property
    def client(self) -> RuntimeClient:
        """A client of the service or of an emulator, made when first asked for and closed with the command."""
        if self._client is None:
            from qrt_facade.cli.connecting import connect

            self._client = connect(self.common)
        return self._client

    @property
    def output(self) -> Output:
        """Where data go."""
        if self._output is None:
            from qrt_facade.cli.render.output import Output

            self._output = Output(as_json=self.common.json)
        return self._output

    def note(self, text: str) -> None:
        """Tell the person something that is no data, on stderr."""
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Close the client, and the emulator that was started for the command."""
        if self._client is not None:
            self._client.close()

    def report(self, error: BaseException) -> Exit:
        """Say on stderr what happened and what to do, and return the exit code."""
        if self.common.debug:
            import traceback

            traceback.print_exception(error)
        from qrt_facade._base.secrets import redact

        self.note(redact(f"qrt: {what_of(error)}"))
        self.note(redact(f"     {remedy_for(error, again=self.common.again, path=self.path)}"))
        return code_of(error)


def with_parameters(
    function: Callable[..., None], parameters: Sequence[inspect.Parameter]
) -> Callable[..., None]:
    """Return a function of `**arguments` as typer should see it: with these parameters."""
    seen: Any = function
    seen.__signature__ = inspect.Signature(parameters)
    seen.__annotations__ = {part.name: part.annotation for part in parameters}
    return function


def command(
    app: typer.Typer, name: str, **settings: Any
) -> Callable[[Callable[Concatenate[Cli, P], None]], Callable[Concatenate[Cli, P], None]]:
    """Add a function to the app as a command that takes the common options and fails as all commands do.

    Args:
        app: Where the command belongs.
        name: Its name.
        settings: What `typer.Typer.command` takes.
    """

    def register(function: Callable[Concatenate[Cli, P], None]) -> Callable[Concatenate[Cli, P], None]:
        def framed(context: typer.Context, **arguments: Any) -> None:
            before = context.obj if isinstance(context.obj, Common) else Common()
            cli = Cli(before.overridden_by(taken(arguments)), context.command_path)
            _perform(cli, function, arguments)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        accepted = [context, *(part.replace(kind=inspect.Parameter.KEYWORD_ONLY) for part in own)]
        accepted += common_parameters(of_command=True)
        framed.__doc__ = function.__doc__
        app.command(name, **settings)(with_parameters(framed, accepted))
        return function

    return register


def _perform(cli: Cli, function: Callable[..., None], arguments: dict[str, Any]) -> None:
    try:
        try:
            function(cli, **arguments)
        finally:
            cli.close()
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except (Exception, KeyboardInterrupt) as error:
        if hasattr(error, "format_message"):  # typer's own: a value that an option does not take
            raise
        raise typer.Exit(cli.report(error)) from error
