"""A tour of errors and their attributes. All derive from `QrtError`; qrt_facade/errors.py has the complete tree."""

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
    """Print the class of an error and the beginning of its message."""
    print(f"{type(error).__name__:20} {str(error)[:90]}")


def main() -> None:
    """Cause every common error once."""
    with RuntimeClient.local(noise=False, queue_seconds=30) as client:
        # Raised before anything is sent: the message names the value and what is accepted.
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

        # We stop waiting; the job continues, and we can wait again or cancel it.
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
        # The job was accepted, and failed: reason codes are listed at https://quantum.cloud.ibm.com/docs/errors.
        try:
            client.sampler.run(NOT_NATIVE, backend="ibm_fez")
        except JobFailedError as error:
            told(error)
            print(f"{'':20} job {error.job_id}, code {error.code}")

        # An operation that the plan does not allow.
        try:
            client.sessions.create(backend="ibm_fez", mode="dedicated")
        except ApiError as error:
            told(error)

        # A wrong key: IAM refuses it, and the message contains no part of the key.
        url = str(client.raw.get_httpx_client().base_url).removesuffix("/api/")
        instance = "crn:v1:bluemix:public:quantum-computing:us-east:a/0:0::"
        with RuntimeClient(
            "a-key-that-iam-does-not-know", instance, base_url=f"{url}/api", iam_url=url
        ) as stranger:
            try:
                stranger.usage()
            except AuthenticationError as error:
                told(error)

    # No server responds: `may_have_arrived` says whether the request may have had an effect.
    with RuntimeClient(
        token="any",  # noqa: S106 - no server receives it
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
