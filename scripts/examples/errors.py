"""A tour of what goes wrong, and what each error is good for. All are under `QrtError`; qrt_facade/errors.py is the tree."""

from __future__ import annotations

from qrt_facade import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    JobCancelledError,
    JobFailedError,
    JobTimeoutError,
    NotFoundError,
    QrtError,
    RuntimeClient,
    TransportError,
)

FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'
NOT_NATIVE = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; h $0; c[0] = measure $0;'


def told(error: QrtError) -> None:
    """Print what kind of error it is, and its first words."""
    print(f"{type(error).__name__:20} {str(error)[:90]}")


def main() -> None:
    """Make every common mistake once."""
    with RuntimeClient.local(noise=False, queue_seconds=30) as client:
        # Before anything is sent: the message names the value and what would be accepted.
        try:
            client.sampler.submit(FLIP, backend="ibm_fez", shots=-1)
        except ConfigurationError as error:
            told(error)

        # The service refused: status, code, solution, and a trace for IBM's support.
        try:
            client.jobs.get("nosuchjob")
        except NotFoundError as error:
            told(error)
            print(f"{'':20} status {error.status}, code {error.code}, {error.method} {error.path}")

        # We stop waiting; the job goes on, and can be waited for again or cancelled.
        job = client.sampler.submit(FLIP, backend="ibm_fez")
        try:
            job.wait(timeout=0.5)
        except JobTimeoutError as error:
            told(error)
            error.job.cancel()
        try:
            job.result()
        except JobCancelledError as error:
            told(error)
            print(f"{'':20} ran too long: {error.ran_too_long}")

    with RuntimeClient.local(noise=False, queue_seconds=0, run_seconds=0, plan="open") as client:
        # The job was taken, and failed: reason codes are listed at https://quantum.cloud.ibm.com/docs/errors.
        try:
            client.sampler.run(NOT_NATIVE, backend="ibm_fez")
        except JobFailedError as error:
            told(error)
            print(f"{'':20} job {error.job_id}, code {error.code}")

        # What the plan does not allow.
        try:
            client.sessions.create(backend="ibm_fez", mode="dedicated")
        except ApiError as error:
            told(error)

        # A wrong key: IAM refuses it, and neither the key nor a part of it is in the message.
        url = str(client.raw.get_httpx_client().base_url).removesuffix("/api/")
        instance = "crn:v1:bluemix:public:quantum-computing:us-east:a/0:0::"
        with RuntimeClient(
            "a-key-that-iam-does-not-know", instance, base_url=f"{url}/api", iam_url=url
        ) as stranger:
            try:
                stranger.usage()
            except AuthenticationError as error:
                told(error)

    # Nobody answers: `may_have_arrived` says whether the request can have had an effect.
    with RuntimeClient(
        token="any",  # noqa: S106 - nobody is there to be told it
        instance=instance,
        base_url=f"{url}/api",
        iam_url=url,
        retries=0,
    ) as alone:
        try:
            alone.usage()
        except TransportError as error:
            told(error)
            print(f"{'':20} may have arrived: {error.may_have_arrived}")


if __name__ == "__main__":
    main()
