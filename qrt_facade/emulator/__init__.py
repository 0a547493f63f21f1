"""A local emulator of the Qiskit Runtime REST API: real HTTP on loopback, circuits executed by Qiskit Aer.

It shares facts with the client, but no code that encodes or decodes. Importing this package is cheap: `start()` imports
the server's dependencies (extra `local`), and only the worker processes that simulate import Qiskit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.keywords import check_keywords
from qrt_facade.emulator.access import Access
from qrt_facade.emulator.call_lines import LogFormat
from qrt_facade.emulator.domain.call_log import RecordedBody, RecordedCall
from qrt_facade.emulator.domain.content_types import ResultsContentType
from qrt_facade.emulator.domain.plans import Plan
from qrt_facade.emulator.domain.rules import FaultOptions
from qrt_facade.emulator.domain.scenario_options import (
    DeviceOptions,
    FunctionRunOptions,
    JobRuleOptions,
    ScenarioOptions,
)
from qrt_facade.emulator.domain.usage import UsageMode
from qrt_facade.emulator.options import DEFAULT_API_KEY, DEFAULT_INSTANCE, Options, StartOptions

if TYPE_CHECKING:
    from typing import Unpack

    from qrt_facade.emulator.server import Emulator

__all__ = [
    "DEFAULT_API_KEY",
    "DEFAULT_INSTANCE",
    "Access",
    "DeviceOptions",
    "Emulator",
    "FaultOptions",
    "FunctionRunOptions",
    "JobRuleOptions",
    "LogFormat",
    "Options",
    "Plan",
    "RecordedBody",
    "RecordedCall",
    "ResultsContentType",
    "ScenarioOptions",
    "StartOptions",
    "UsageMode",
    "start",
]


def start(**options: Unpack[StartOptions]) -> Emulator:
    """Start an emulator in a daemon thread of this process and return once it accepts requests.

        with start(backends="ibm_fez", noise=False, seed=1) as emulator:
            print(emulator.api_key)       # "emulator-api-key-that-opens-nothing-at-IBM"

    Args:
        options: Settings of the emulator; `StartOptions` describes each keyword. Among them are `port` (default: a free
            one), `backends`, `noise`, `seed`, `plan`, `queue_seconds`, `run_seconds`, `data` and `scenario`.

    Raises:
        ImportError: The extra `local` is not installed.
        ConfigurationError: An option is invalid, the port is taken (also an OSError), or the data folder cannot be
            used; the message names it.
    """
    check_keywords("start", options, StartOptions.__annotations__)
    checked = Options(**options)
    try:
        from qrt_facade.emulator.server import Emulator

        emulator = Emulator(checked)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"the emulator needs {error.name!r}, which is not installed: pip install 'qrt-facade[local]'",
            name=error.name,
        ) from error
    return emulator.start()


if not TYPE_CHECKING:  # otherwise type checkers would accept any name as an attribute

    def __getattr__(name: str) -> Any:
        """Import `Emulator` and the server's dependencies on first access."""
        if name == "Emulator":
            from qrt_facade.emulator.server import Emulator

            return Emulator
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
