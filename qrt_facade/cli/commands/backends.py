"""`qrt backends`: which there are, and one of them in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qrt_facade.cli.frame import Cli, command
from qrt_facade.cli.options import argument
from qrt_facade.cli.render import records, tables
from qrt_facade.cli.render.qubit_map import qubit_map

if TYPE_CHECKING:
    from qrt_facade._service.backends import BackendState
    from qrt_facade.cli.render.output import Output
    from qrt_facade.cli.render.records import Record


@command("backends")
@argument("name", "One backend, in detail.", required=False, metavar="[NAME]")
def backends(cli: Cli, name: str | None) -> None:
    """List the backends, or show one with a map of its qubits."""
    if name is None:
        states = [backend.state for backend in cli.client.backends.list()]
        listed = [records.record_of(state) for state in states]
        cli.output.emit(listed, lambda: cli.output.table(tables.backends_table(states)))
        return
    backend = cli.client.backends.get(name)
    properties = backend.properties()
    device = records.device_record(
        backend.state, backend.configuration().to_dict(), None if properties is None else properties.to_dict()
    )
    cli.output.emit(device, lambda: _show(cli.output, backend.state, device))


def _show(output: Output, state: BackendState, device: Record) -> None:
    output.table(tables.device_table(state, device))
    drawing = qubit_map(device)
    if drawing is not None:
        output.map(drawing)
