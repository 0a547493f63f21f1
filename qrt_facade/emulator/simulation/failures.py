"""Failures that a job reports: a code of the service's registry, what is wrong, and what to do."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qrt_facade._service import reason_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

OVERHEAD_SECONDS = 2.0
"""QPU seconds that a job is charged beyond its circuits (measured: about 2 s)."""


class JobFailedError(Exception):
    """The job becomes Failed with this reason; `qpu_seconds` is what it is charged all the same."""

    def __init__(self, code: int, message: str, solution: str, qpu_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.solution = solution
        self.qpu_seconds = qpu_seconds


def not_parsed(details: str) -> JobFailedError:
    """1506: a program that the importer refuses, for example because a gate is not defined."""
    return JobFailedError(
        reason_codes.NOT_VALID,
        f"The OpenQASM program could not be parsed: {details}",
        "Correct the program; gates outside stdgates.inc need a definition.",
    )


def not_loaded(details: str) -> JobFailedError:
    """1603: input that is not a circuit in any known form; never charged (measured)."""
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
    """1501: values or observables do not fit the circuit, or nothing would come back."""
    return JobFailedError(
        reason_codes.BAD_PUB,
        f"Pub {index} is not valid: {details}",
        "Make values, observables and measurements fit the circuit.",
    )


def bad_program(details: str) -> JobFailedError:
    """1501: parts of a quantum program that do not fit each other; `details` begin with the name of the field."""
    return JobFailedError(
        reason_codes.BAD_PUB,
        f"The quantum program is not valid: {details}",
        "Make circuits, arguments and shapes of the program's items fit each other.",
    )


def not_taken(details: str) -> JobFailedError:
    """1521: a valid program with something in it that the service does not take, such as a loop."""
    return JobFailedError(
        reason_codes.NOT_TAKEN, f"The circuit is not supported: {details}", "Write the circuit without it."
    )


def over_limit(details: str) -> JobFailedError:
    """1520: the job is larger than a job may be."""
    return JobFailedError(reason_codes.OVER_LIMIT, details, "Split the job into smaller ones.")


def incompatible(details: str) -> JobFailedError:
    """1521: options that do not go together, or that the emulator does not carry out."""
    return JobFailedError(reason_codes.NOT_TAKEN, details, "Change the options.")


@contextmanager
def refusing(refusal: Callable[[str], JobFailedError]) -> Iterator[None]:
    """Turn what a library raises about a user's input into a failure of the job; `refusal` makes it from a text.

    Libraries raise much beside their own exceptions: IndexError, TypeError, OverflowError, RecursionError, and panics of
    Qiskit's Rust code, which are no `Exception`.
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
    r"""What a backtrace of Qiskit's reader of QPY says, in one line without rules, colours and places in its source.

    Such an error writes its message as Python would, with `\n` and `\x1b` for the characters.
    """
    written = text.replace("\\n", "\n").replace("\\x1b", "\x1b").replace("\\'", "'")
    lines = [_COLOUR.sub("", line).strip() for line in written.splitlines()]
    return " ".join(line for line in lines if line and not line.startswith(("╺", "at crates/")))
