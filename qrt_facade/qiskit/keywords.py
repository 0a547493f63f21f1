"""Keywords of `run` that this client adds to those of Qiskit's interfaces."""

from __future__ import annotations

from qrt_facade._policy.programs import ProgramChoice  # noqa: TC001 - type hints of RunOptions are resolved at run time
from qrt_facade._policy.submission_options import SubmissionOptions


class RunOptions(SubmissionOptions, total=False):
    """Additional keywords of `run`: all those of `client.sampler.submit` and `client.estimator.submit` for one job.

    Attributes:
        program: `"auto"`, `"primitives"` or `"executor"`: which program of the service runs the PUBs.
        check: Whether to compare the circuits with the backend before submitting.
    """

    program: ProgramChoice
    check: bool
