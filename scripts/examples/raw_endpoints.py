"""The generated client: every operation of the API, with the facade's authentication, retries and errors.

Each operation is a module of `qrt_client.api` with `sync`, `sync_detailed`, `asyncio` and `asyncio_detailed`; the bodies and
answers are classes of `qrt_client.models`.
"""

from __future__ import annotations

from qrt_client.api.backends import get_backend_status, list_backends
from qrt_client.api.jobs import create_job, get_job, list_jobs
from qrt_client.api.tags import list_tags
from qrt_client.models import Device, JobRunParams

from qrt_facade import NotFoundError, RuntimeClient, SamplerResult

FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'


def main() -> None:
    """Call one endpoint after another, with the functions that the facade itself uses."""
    with RuntimeClient.local(noise=False, queue_seconds=0, run_seconds=0) as client:
        raw = client.raw

        # Errors are raised, so the return value is always the parsed response.
        devices = list_backends.sync(client=raw).devices or ()
        print("backends ", ", ".join(device.name or "?" for device in devices if isinstance(device, Device)))

        # The _detailed functions also return the status, headers and body.
        answer = get_backend_status.sync_detailed("ibm_fez", client=raw)
        print(
            "status   ",
            int(answer.status_code),
            answer.parsed.status,
            f"{answer.parsed.length_queue} waiting",
        )

        # A raw submission is sent once and has no tag to find it by; client.jobs.submit(...) is safe.
        body = JobRunParams.from_dict(
            {
                "program_id": "sampler",
                "backend": "ibm_fez",
                "params": {"version": 2, "pubs": [[FLIP, None, 100]]},
                "tags": ["raw"],
            }
        )
        made = create_job.sync(client=raw, body=body)
        # An id can be turned into a job handle. Any field of a response may be missing; then it is None.
        result = client.jobs.get(made.id or "").result(as_=SamplerResult)
        print("counts   ", result[0].counts())

        jobs = list_jobs.sync(client=raw, limit=1, tags=["raw"])
        print("jobs     ", jobs.count)
        tags = list_tags.sync(client=raw, search="raw")  # at least three characters
        print("tags     ", tags.tags)
        try:
            get_job.sync("nosuchjob", client=raw)
        except NotFoundError as error:  # the facade's errors, because the transport raises them
            print("error    ", error.status, error.code)


if __name__ == "__main__":
    main()
