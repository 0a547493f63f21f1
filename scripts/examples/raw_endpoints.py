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
    """Go once around the API with the calls that the facade itself makes."""
    with RuntimeClient.local(noise=False, queue_seconds=0, run_seconds=0) as client:
        raw = client.raw

        # Errors are raised, so that what is returned is the answer.
        devices = list_backends.sync(client=raw).devices or ()
        print("backends ", ", ".join(device.name or "?" for device in devices if isinstance(device, Device)))

        # The _detailed functions return status, headers and body as well as the parsed answer.
        answer = get_backend_status.sync_detailed("ibm_fez", client=raw)
        print(
            "status   ",
            int(answer.status_code),
            answer.parsed.status,
            f"{answer.parsed.length_queue} waiting",
        )

        # A raw submission is sent once and has no tag to find it by; client.jobs.submit(...) is the safe way.
        body = JobRunParams.from_dict(
            {
                "program_id": "sampler",
                "backend": "ibm_fez",
                "params": {"version": 2, "pubs": [[FLIP, None, 100]]},
                "tags": ["raw"],
            }
        )
        made = create_job.sync(client=raw, body=body)
        # A raw id becomes a handle whenever that is handier. Any field of an answer may be missing, and is None then.
        result = client.jobs.get(made.id or "").result(as_=SamplerResult)
        print("counts   ", result[0].counts())

        jobs = list_jobs.sync(client=raw, limit=1, tags=["raw"])
        print("jobs     ", jobs.count)
        tags = list_tags.sync(client=raw, search="raw")  # three characters or more
        print("tags     ", tags.tags)
        try:
            get_job.sync("nosuchjob", client=raw)
        except NotFoundError as error:  # the facade's errors, since they are raised below the generated code
            print("error    ", error.status, error.code)


if __name__ == "__main__":
    main()
