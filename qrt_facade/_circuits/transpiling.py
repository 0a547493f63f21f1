"""Transpile circuits for a backend with Qiskit, using the backend's REST responses.

The service does not transpile. If Qiskit is installed, the target is built from the backend's configuration and
properties; IBM's client is not needed.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.arguments import checked_flag, checked_whole
from qrt_facade._base.coerce import is_list, text_of
from qrt_facade._base.wording import pluralize
from qrt_facade._circuits import placing
from qrt_facade._circuits.delays import DelayUnitError, in_whole_dt
from qrt_facade._circuits.folding import fold
from qrt_facade._circuits.loading import loaded
from qrt_facade._circuits.qubit_choice import checked_qubits
from qrt_facade._circuits.sdks import qiskit
from qrt_facade._circuits.target import target_of
from qrt_facade._service.backends import seconds_per_dt
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

_MOST_SEED: Final = 2**64 - 1


def transpiled(
    circuit: Any,
    configuration: Mapping[str, Any],
    properties: Mapping[str, Any] | None,
    *,
    optimization_level: int = 1,
    fractional_gates: bool = False,
    seed: int | None = None,
    initial_layout: object = None,
) -> Any:
    """Transpile a circuit (or a list of circuits) to the backend's instructions, as Qiskit `QuantumCircuit`.

    Args:
        circuit: A circuit in any form that `encode_circuit` accepts, or a list of them.
        configuration: The backend's configuration, as in the response.
        properties: The backend's properties, as in the response, or None.
        optimization_level: 0 to 3, as in Qiskit.
        fractional_gates: Whether to use gates with a free angle. Angles of `rzz` are then folded into [0, pi/2];
            parameters are folded by an expression, which costs gates that a number in the range does not need.
        seed: Makes the layout and the routing repeatable.
        initial_layout: Backend qubit for each qubit of the circuit; chosen by Qiskit if None.

    Raises:
        ConfigurationError: Qiskit is not installed, an argument is invalid, or a circuit cannot be read or does not
            fit.
    """
    level = checked_whole("optimization_level", optimization_level, most=3)
    fractional = checked_flag("fractional_gates", fractional_gates)
    if seed is not None:
        seed = checked_whole("seed", seed, most=_MOST_SEED, note="or None for a random one")
    target = target_of(configuration, properties, fractional_gates=fractional)
    layout = None if initial_layout is None else checked_qubits("initial_layout", initial_layout)
    transpiler = _Transpiler(
        text_of(configuration.get("backend_name")) or "the backend",
        target,
        level,
        seed,
        seconds_per_dt(configuration),
        layout,
    )
    if not is_list(circuit):
        return transpiler.run(loaded(circuit))
    if not circuit:
        raise ConfigurationError("the list of circuits to transpile is empty")
    found: list[Any] = []
    for index, one in enumerate(circuit):
        try:
            found.append(transpiler.run(loaded(one)))
        except ConfigurationError as error:
            raise ConfigurationError(f"circuit {index} of the list: {error}") from error
    return found


@frozen
class _Transpiler:
    """Qiskit's passes for one device.

    Attributes:
        device: Its name, used in messages.
        target: Qiskit's `Target`.
        level: Optimization level.
        seed: Seed of layout and routing, or None.
        dt: Length of the device's `dt` in seconds, or None.
        layout: Device qubit for each qubit of a circuit, or None if Qiskit chooses.
    """

    device: str
    target: Any
    level: int
    seed: int | None
    dt: float | None
    layout: tuple[int, ...] | None = None

    def run(self, circuit: Any) -> Any:
        """Transpile one Qiskit circuit without changing it.

        Raises:
            ConfigurationError: The circuit does not fit the device, or Qiskit cannot transpile it.
        """
        self._check_size(circuit)
        converted = self._timed(circuit)
        if self.layout is not None:
            self._check_layout(circuit, self.layout)
        wide = self.layout is None and self._is_too_wide(converted)
        laid = placing.without_idle_qubits(converted) if wide else converted
        with self._nothing_foreign(circuit):
            found = self._passes(laid).run(laid)
            return placing.with_idle_qubits(found, circuit) if wide else found

    def _is_too_wide(self, circuit: Any) -> bool:
        """Return whether Qiskit would fail on a circuit's idle qubits, because no connected group is large enough."""
        if circuit.num_qubits <= max(map(len, placing.connected_groups(self.target)), default=0):
            return False
        stays = (placing.fits_as_numbered, placing.is_laid_out)
        return self.level >= len(stays) or not stays[self.level](circuit, self.target)

    def _timed(self, circuit: Any) -> Any:
        try:
            return in_whole_dt(circuit, self.dt)
        except DelayUnitError as error:
            raise ConfigurationError(
                f"the circuit {circuit.name!r} has a delay in seconds, but the configuration of {self.device} "
                "contains no dt, "
                "the unit in which delays are sent; specify the delay in dt"
            ) from error

    @property
    def _working(self) -> int:
        return len(placing.working_qubits(self.target))

    def _check_size(self, circuit: Any) -> None:
        width, working = self.target.num_qubits, self._working
        has = f"{self.device} has {pluralize(width, 'qubit')}" + (
            f", of which {working} work" if working < width else ""
        )
        if circuit.num_qubits > width:
            raise ConfigurationError(
                f"the circuit {circuit.name!r} has {pluralize(circuit.num_qubits, 'qubit')}; {has}"
            )
        if (active := len(placing.active_qubits(circuit))) > working:
            raise ConfigurationError(f"the circuit {circuit.name!r} uses {pluralize(active, 'qubit')}; {has}")

    def _check_layout(self, circuit: Any, layout: tuple[int, ...]) -> None:
        if len(layout) != circuit.num_qubits:
            raise ConfigurationError(
                f"initial_layout has {len(layout)} qubits, but the circuit {circuit.name!r} has {circuit.num_qubits}; "
                "pass one for each"
            )
        working = placing.working_qubits(self.target)
        if unfit := [qubit for qubit in layout if qubit not in working]:
            why = (
                "does not work"
                if unfit[0] < self.target.num_qubits
                else f"does not exist (it has {self.target.num_qubits})"
            )
            raise ConfigurationError(
                f"initial_layout: qubit {unfit[0]} of {self.device} {why}; backend.best_qubits(n) returns suitable ones"
            )

    def _passes(self, circuit: Any) -> Any:
        """Return the pass manager for a circuit: Qiskit's preset, plus passes for broken qubits and for `rzz`."""
        modules: Any = qiskit("qiskit.transpiler", "transpiling")
        simple = self.level > 0 or placing.fits_as_numbered(circuit, self.target)
        passes = modules.generate_preset_pass_manager(
            self.level,
            target=self.target,
            seed_transpiler=self.seed,
            layout_method=None if simple or self.layout else "sabre",
            initial_layout=None if self.layout is None else list(self.layout),
        )
        # Delays are already in dt. Qiskit would refuse delays that are not a multiple of the control electronics' step.
        passes.scheduling = None
        if self._working < self.target.num_qubits:
            passes.post_routing = modules.PassManager([_pass("MoveToWorking", self._moved)])
        if "rzz" in self.target.operation_names:
            library: Any = qiskit(
                "qiskit.circuit.equivalence_library", "transpiling"
            ).SessionEquivalenceLibrary
            known: Any = qiskit("qiskit.transpiler.passes", "transpiling")
            merged = [known.Optimize1qGatesDecomposition(target=self.target)] if self.level else []
            translated = known.BasisTranslator(library, None, self.target)
            folded = _pass("FoldRzz", lambda dag, _properties: fold(dag))
            passes.post_optimization = modules.PassManager([folded, translated, *merged])
        return passes

    def _moved(self, dag: Any, properties: Any) -> Any:
        return placing.move_to_working(dag, properties, self.target)

    @contextmanager
    def _nothing_foreign(self, circuit: Any) -> Generator[None]:
        """Convert any exception that Qiskit raises to a ConfigurationError."""
        try:
            yield
        except ConfigurationError:
            raise
        except BaseException as error:
            # A panic in Qiskit's Rust code does not derive from Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            reason = str(getattr(error, "message", None) or f"{type(error).__name__}: {error}").rstrip(".")
            working, width = self._working, self.target.num_qubits
            note = f"; {working} of its {pluralize(width, 'qubit')} work" if working < width else ""
            raise ConfigurationError(
                f"Qiskit cannot transpile the circuit {circuit.name!r} for {self.device}: {reason}{note}"
            ) from error


def _pass(name: str, rewrite: Callable[[Any, Any], Any]) -> Any:
    """Return a Qiskit transformation pass that calls `rewrite` with the DAG and the property set."""
    base: Any = qiskit("qiskit.transpiler.basepasses", "transpiling").TransformationPass

    def run(self: Any, dag: Any) -> Any:
        return rewrite(dag, self.property_set)

    # Defined here because Qiskit may not be installed when this module is imported.
    return type(base)(name, (base,), {"run": run})()
