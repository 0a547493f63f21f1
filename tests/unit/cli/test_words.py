"""Messages of the library, reworded for terminals."""

from __future__ import annotations

import click
import pytest

from qrt_facade.cli.words import for_terminals, of_usage, options_of

OPTIONS = {
    "created_after": "--since", "shots": "--shots", "max_execution_time": "--max-time", "instance": "--instance",
    "port": "--port", "api_key": "--api-key", "key": "--key",
}  # fmt: skip


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("created_after='soon' is not a valid date", "--since 'soon' is not a valid date"),
        ("sampler: shots=0: expected a whole number", "--shots 0: expected a whole number"),
        ("instance= is not a CRN: it has 5 characters", "--instance is not a CRN: it has 5 characters"),
        ("api_key contains white space", "--api-key contains white space"),
        ("the emulator cannot start: port is 99999", "the emulator cannot start: --port 99999"),
        ("PUB 1: monkey=1 stays, and so does keys", "PUB 1: monkey=1 stays, and so does keys"),
        ("PUB 0: 'abc' is not a Pauli string", "'abc' is not a Pauli string"),
        ("ibm_fez would reject this job. PUB 0: line 4", "ibm_fez would reject this job: line 4"),
    ],
)
def test_an_argument_in_a_message_is_named_as_its_option(message: str, shown: str) -> None:
    assert for_terminals(message, OPTIONS) == shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("too many tags; submission_tag=False disables it", "too many tags"),
        ("It is not a CRN. RuntimeClient.discover_instances(api_key=...) lists them.", "It is not a CRN."),
        ("Omit it; job.tags does not contain it", "Omit it"),
        ("bell.qasm is empty. Accepted: a pathlib.Path", "bell.qasm is empty."),
        ("client.jobs is closed", "client.jobs is closed"),
    ],
)
def test_python_advice_is_removed_unless_it_is_the_whole_message(message: str, shown: str) -> None:
    assert for_terminals(message, OPTIONS) == shown


def test_options_of_a_command_are_mapped_from_argument_names() -> None:
    command = click.Command(
        "x", params=[click.Option(["--since", "-s", "created_after"]), click.Argument(["name"])]
    )
    assert options_of(command) == {"created_after": "--since"}


def test_a_click_usage_error_starts_with_the_option() -> None:
    error = click.BadParameter("0: expected a whole number, 1 or more.", param=click.Option(["--top", "-t"]))
    assert of_usage(error) == "--top 0: expected a whole number, 1 or more"
