"""Failures that a job reports: a code of the service's registry, the problem, and what to do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qrt_facade._service import reason_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

OVERHEAD_SECONDS = 2.0
"""QPU seconds that a job is charged in addition to its circuits (measured: about 2 s)."""


class JobFailedError(Exception):
    """Raised to make the job Failed with this reason; `qpu_seconds` are charged nevertheless."""

    def __init__(self, code: int, message: str, solution: str, qpu_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.solution = solution
        self.qpu_seconds = qpu_seconds


def not_parsed(details: str) -> JobFailedError:
    """1506: a program that the importer rejects, for example because a gate is not defined."""
    return JobFailedError(
        reason_codes.NOT_VALID,
        f"The OpenQASM program could not be parsed: {details}",
        "Correct the program; gates outside stdgates.inc need a definition.",
    )


def not_loaded(details: str) -> JobFailedError:
    """1603: input that is not a circuit in any supported form; never charged (measured)."""
    return JobFailedError(
        reason_codes.NOT_LOADED,
        f"The circuit could not be loaded: {details}",
        "Send OpenQASM 2 or 3 as a string, or QPY in its wrapper.",
    )


def not_isa(details: str) -> JobFailedError:
    """1517: the circuit is not in the device's instruction set; charged 2 s (measured)."""
    solution = "Transpile your circuits for the target before submitting a primitive query."
    return JobFailedError(reason_codes.NOT_ISA, details, solution, OVERHEAD_SECONDS)


def bad_pub(index: int, details: str) -> JobFailedError:
    """1501: values or observables do not fit the circuit, or the result would be empty."""
    return JobFailedError(
        reason_codes.BAD_PUB,
        f"Pub {index} is not valid: {details}",
        "Make values, observables and measurements fit the circuit.",
    )


def bad_program(details: str) -> JobFailedError:
    """1501: parts of a quantum program do not fit each other; `details` begin with the name of the field."""
    return JobFailedError(
        reason_codes.BAD_PUB,
        f"The quantum program is not valid: {details}",
        "Make circuits, arguments and shapes of the program's items fit each other.",
    )


def unsupported(details: str) -> JobFailedError:
    """1521: a valid program that contains something the service does not support, such as a loop."""
    return JobFailedError(
        reason_codes.NOT_SUPPORTED,
        f"The circuit is not supported: {details}",
        "Write the circuit without it.",
    )


def over_limit(details: str) -> JobFailedError:
    """1520: the job exceeds a limit of the service."""
    return JobFailedError(reason_codes.OVER_LIMIT, details, "Split the job into smaller ones.")


def incompatible(details: str) -> JobFailedError:
    """1521: options that exclude each other, or that the emulator does not support."""
    return JobFailedError(reason_codes.NOT_SUPPORTED, details, "Change the options.")


@contextmanager
def converting_errors(refusal: Callable[[str], JobFailedError]) -> Iterator[None]:
    """Convert exceptions that a library raises for a user's input to a job failure, created by `refusal` from a text.

    Libraries raise more than their own exceptions: IndexError, TypeError, OverflowError, RecursionError, and panics of
    Qiskit's Rust code, which are not an `Exception`.
    """
    try:
        yield
    except JobFailedError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise refusal(_described(error)) from error


def _described(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, MemoryError):
        return "it needs more memory than the emulator may use"
    text = str(error).strip("'\" \n")
    if "backtrace" in text.lower():
        text = _without_decoration(text)
    return (
        text if text and isinstance(error, ValueError | RuntimeError) else f"{type(error).__name__}: {text}"
    )


def _without_decoration(text: str) -> str:
    r"""Return a backtrace of Qiskit's QPY reader in one line without rules, colours and source locations.

    Such an error escapes its message like a Python literal, with `\n` and `\x1b` for the characters.
    """
    written = text.replace("\\n", "\n").replace("\\x1b", "\x1b").replace("\\'", "'")
    lines = [_COLOUR.sub("", line).strip() for line in written.splitlines()]
    return " ".join(line for line in lines if line and not line.startswith(("╺", "at crates/")))
