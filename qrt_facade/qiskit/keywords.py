"""Keywords of `run` that this client adds to those of Qiskit's interfaces."""

from __future__ import annotations

from qrt_facade._policy.programs import ProgramChoice  # noqa: TC001 - the hints of RunOptions are looked up at run time
from qrt_facade._policy.submission_options import SubmissionOptions


class RunOptions(SubmissionOptions, total=False):
    """What `run` takes besides: all that `client.sampler.submit` and `client.estimator.submit` take for one job.

    Attributes:
        program: `"auto"`, `"primitives"` or `"executor"`: which program of the service runs the PUBs.
        check: True to compare the circuits with the backend before anything is submitted.
    """

    program: ProgramChoice
    check: bool
