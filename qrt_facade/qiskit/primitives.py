"""The primitives as Qiskit's `BaseSamplerV2` and `BaseEstimatorV2`."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUntypedBaseClass=false, reportMissingTypeStubs=false
# Qiskit publishes no types.

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from qiskit.exceptions import QiskitError
from qiskit.primitives import BaseEstimatorV2, BaseSamplerV2
from qiskit.primitives.containers.estimator_pub import EstimatorPub
from qiskit.primitives.containers.sampler_pub import SamplerPub

from qrt_facade._base.boundary import error_boundary
from qrt_facade.errors import ConfigurationError
from qrt_facade.qiskit.backend import Backend
from qrt_facade.qiskit.clients import client_behind, is_device, is_session, refuse
from qrt_facade.qiskit.failures import PubTypeError
from qrt_facade.qiskit.keywords import RunOptions  # noqa: TC001 - resolved when keywords are checked
from qrt_facade.qiskit.primitive_job import PrimitiveJob

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from typing import Unpack

    from qrt_facade._programs.options.programs import EstimatorOptions, SamplerOptions
    from qrt_facade._service.estimates import Estimate
    from qrt_facade._sync.backends import Backend as Device
    from qrt_facade._sync.client import RuntimeClient
    from qrt_facade._sync.primitives import Estimator, Sampler
    from qrt_facade._sync.sessions import Session
    from qrt_facade.qiskit.options import PrimitiveOptions

_ACCEPTED: Final = "a Backend, or a session or batch of client.sessions.create(...)"


class _Primitive:
    """Base of both primitives.

    Attributes:
        version: 2, the version of the interface, which code written for IBM's client checks.
    """

    version: Final = 2

    _options: PrimitiveOptions

    def _use(self, mode: Backend | Device | Session) -> None:
        """Store where jobs are submitted."""
        self._session = mode if is_session(mode) else None
        self._client: RuntimeClient
        if isinstance(mode, Backend):
            self._place: Backend | None = mode
            self._client = mode.client
        elif is_device(mode):
            self._place = Backend(mode)
            self._client = self._place.client
        elif is_session(mode):
            self._place = None
            self._client = client_behind(mode)
        else:
            refuse("mode", mode, _ACCEPTED)

    @property
    def mode(self) -> Session | None:
        """The session or batch, or None."""
        return self._session

    @property
    def options(self) -> PrimitiveOptions:
        """Options of all runs, with the names of IBM's classes: `sampler.options.default_shots = 1000`."""
        return self._options

    @property
    def _backend(self) -> Backend:
        # qiskit-experiments transpiles for `sampler._backend` if only a sampler is passed.
        return self.backend()

    def backend(self) -> Backend:
        """Return the backend that jobs are submitted to.

        Raises:
            ConfigurationError: The session has no backend yet.
        """
        if self._place is None:
            name = None if self._session is None else self._session.backend
            if name is None:
                raise ConfigurationError("the session has no backend yet")
            self._place = Backend(self._client, name)
        return self._place

    def _where(self) -> dict[str, Any]:
        return (
            {"session": self._session} if self._session is not None else {"backend": str(self.backend().name)}
        )

    def _submission(self, submission: RunOptions) -> RunOptions:
        return {**self._options.submission(), **submission}


@error_boundary
class SamplerV2(_Primitive, BaseSamplerV2):  # type: ignore[misc] # Qiskit publishes no types
    """Samples the registers of circuits: Qiskit's `BaseSamplerV2`.

        from qiskit import QuantumCircuit, transpile
        from qrt_facade.qiskit import Backend, SamplerV2
        flip = QuantumCircuit(1)
        flip.x(0)
        flip.measure_all()
        sampler = SamplerV2(mode=Backend(client, "ibm_fez"))
        sampler.options.default_shots = 1000
        isa = transpile(flip, sampler.backend())
        sampler.run([isa]).result()[0].data.meas.get_counts()  # such as {"0": 9, "1": 991}

    An asyncio client is refused, because Qiskit's interfaces are blocking.
    """

    def __init__(
        self,
        mode: Backend | Device | Session,
        options: Mapping[str, Any] | SamplerOptions | PrimitiveOptions | None = None,
    ) -> None:
        """Create a sampler.

        Args:
            mode: Where jobs are submitted: a backend, or a session or batch of `client.sessions.create`.
            options: Options of all runs, with the names of IBM's classes.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_facade.qiskit.options import sampler_options

        self._use(mode)
        self._options = sampler_options(options)

    def run(
        self, pubs: Iterable[Any], *, shots: int | None = None, **submission: Unpack[RunOptions]
    ) -> PrimitiveJob:
        """Submit one job and return it without waiting.

        Args:
            pubs: An iterable of PUBs as in Qiskit's `SamplerPub.coerce`: circuits and
                `(circuit[, parameter values[, shots]])`. Circuits use the backend's instructions.
            shots: Shots of PUBs that set none; defaults to `options.default_shots`, then to the service's default,
                4096.
            submission: Additional keywords of `client.sampler.submit`: `tags`, `key` (the same key returns the
                same job), `dry_run`, `check`, `max_seconds`, `max_execution_time`, `private`, `program`, ...

        Raises:
            ConfigurationError: A PUB or an option is invalid (a ValueError; for a wrong type, also a TypeError);
                nothing was submitted.
            SubmissionUncertainError: It is unknown whether the job exists.
            ApiError: The service rejected the request.
        """
        found = _coerced(pubs, lambda pub: SamplerPub.coerce(pub, shots))
        chosen = self._submission(submission)
        job = self._sampler().submit(found, **self._arguments(), **chosen)
        return PrimitiveJob(
            job, inputs={"pubs": found}, estimate=partial(self._estimate, found), backend=self.backend
        )

    def estimate(self, pubs: Iterable[Any], *, shots: int | None = None) -> Estimate:
        """Estimate the QPU time of `run` with the same arguments; nothing is submitted.

        Args:
            pubs: As in `run`.
            shots: Shots of PUBs that set none, as in `run`.

        Raises:
            ConfigurationError: A PUB or an option is invalid.
            ApiError: The service rejected a request for the backend's configuration.
        """
        return self._estimate(_coerced(pubs, lambda pub: SamplerPub.coerce(pub, shots)))

    def _estimate(self, pubs: list[Any]) -> Estimate:
        return self._sampler().estimate(pubs, **self._arguments())

    def _sampler(self) -> Sampler:
        return self._client.sampler

    def _arguments(self) -> dict[str, Any]:
        return {**self._where(), "options": self._options.program_options()}


@error_boundary
class EstimatorV2(_Primitive, BaseEstimatorV2):  # type: ignore[misc] # Qiskit publishes no types
    """Estimates expectation values of observables: Qiskit's `BaseEstimatorV2`.

        from qiskit import QuantumCircuit, transpile
        from qiskit.quantum_info import Pauli
        flip = QuantumCircuit(1)
        flip.x(0)
        estimator = EstimatorV2(mode=session, options={"resilience_level": 1})
        isa = transpile(flip, estimator.backend())
        observable = Pauli("Z").apply_layout(isa.layout)
        float(estimator.run([(isa, observable)], precision=0.1).result()[0].data.evs)  # such as -0.98

    An asyncio client is refused, because Qiskit's interfaces are blocking.
    """

    def __init__(
        self,
        mode: Backend | Device | Session,
        options: Mapping[str, Any] | EstimatorOptions | PrimitiveOptions | None = None,
    ) -> None:
        """Create an estimator.

        Args:
            mode: Where jobs are submitted: a backend, or a session or batch of `client.sessions.create`.
            options: Options of all runs, with the names of IBM's classes, including `resilience_level`.

        Raises:
            ConfigurationError: An argument is invalid.
        """
        from qrt_facade.qiskit.options import estimator_options

        self._use(mode)
        self._options = estimator_options(options)

    def run(
        self, pubs: Iterable[Any], *, precision: float | None = None, **submission: Unpack[RunOptions]
    ) -> PrimitiveJob:
        """Submit one job and return it without waiting.

        Args:
            pubs: An iterable of PUBs as in Qiskit's `EstimatorPub.coerce`:
                `(circuit, observables[, parameter values[, precision]])`. Circuits use the backend's instructions, and
                observables have the layout of their circuit (`observable.apply_layout(circuit.layout)`).
            precision: Target standard error of PUBs that set none; defaults to `options.default_precision`, then to the
                service's default, 0.015625.
            submission: Additional keywords of `client.estimator.submit`: `tags`, `key` (the same key returns the
                same job), `dry_run`, `check`, `max_seconds`, `max_execution_time`, `private`, `program`, ...

        Raises:
            ConfigurationError: A PUB or an option is invalid (a ValueError; for a wrong type, also a TypeError);
                nothing was submitted.
            SubmissionUncertainError: It is unknown whether the job exists.
            ApiError: The service rejected the request.
        """
        found = _coerced(pubs, lambda pub: EstimatorPub.coerce(pub, precision))
        chosen = self._submission(submission)
        job = self._estimator().submit(found, **self._arguments(), **chosen)
        return PrimitiveJob(
            job, inputs={"pubs": found}, estimate=partial(self._estimate, found), backend=self.backend
        )

    def estimate(self, pubs: Iterable[Any], *, precision: float | None = None) -> Estimate:
        """Estimate the QPU time of `run` with the same arguments; nothing is submitted.

        Args:
            pubs: As in `run`.
            precision: Target standard error of PUBs that set none, as in `run`.

        Raises:
            ConfigurationError: A PUB or an option is invalid.
            ApiError: The service rejected a request for the backend's configuration.
        """
        return self._estimate(_coerced(pubs, lambda pub: EstimatorPub.coerce(pub, precision)))

    def _estimate(self, pubs: list[Any]) -> Estimate:
        return self._estimator().estimate(pubs, **self._arguments())

    def _estimator(self) -> Estimator:
        return self._client.estimator

    def _arguments(self) -> dict[str, Any]:
        level = self._options.to_dict().get("resilience_level")
        return {**self._where(), "options": self._options.program_options(), "resilience_level": level}


def _coerced(pubs: Any, coerce: Callable[[Any], Any]) -> list[Any]:
    """Convert PUBs with Qiskit's own methods.

    Raises:
        ConfigurationError: They are not PUBs.
    """
    with _naming("the PUBs"):
        listed = list(pubs)
    found: list[Any] = []
    for index, pub in enumerate(listed):
        with _naming(f"PUB {index}"):
            found.append(coerce(pub))
    return found


@contextmanager
def _naming(what: str) -> Generator[None]:
    try:
        yield
    except TypeError as error:
        raise PubTypeError(f"{what}: {error}") from error
    except (ValueError, AttributeError, KeyError, QiskitError) as error:
        raise ConfigurationError(f"{what}: {error}") from error
