"""`qrt backends`: the list of backends, or one of them in detail."""

from __future__ import annotations

import click

from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade.cli.completing import names_of
from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.known_names import remember
from qrt_facade.cli.options import argument
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.render.qubit_map import qubit_map


@command("backends")
@argument(
    "name",
    "One backend, in detail.",
    required=False,
    metavar="[NAME]",
    shell_complete=names_of("backends"),
)
@click.option("--include-mocks", is_flag=True, help="Include mock devices, on which dry runs run.")
def backends(cli: Cli, name: str | None, *, include_mocks: bool) -> None:
    """List the backends, or show one with a map of its qubits."""
    if name is None:
        states = [backend.state for backend in cli.client.backends.list(include_mocks=include_mocks)]
        remember(
            cli.common,
            backends={state.name: f"{state.num_qubits} qubits, {state.status}" for state in states},
        )
        listed = [records.backend_record(state) for state in states]
        cli.output.emit(listed, lambda: cli.output.table(tables.backends_table(states)))
        return
    backend = cli.client.backends.get(name)
    configuration, measured = backend.configuration().to_dict(), backend.properties()
    properties = {} if measured is None else measured.to_dict()
    device = records.device_record(backend.state, configuration, properties)

    def show() -> None:
        cli.output.table(tables.device_table(backend.state, device))
        drawing = qubit_map(CouplingMap.of(backend.name, configuration, properties))
        if drawing is not None:
            cli.output.map(drawing)

    cli.output.emit(device, show)
