"""Run a thousand jobs with asyncio, and use each result as soon as it is available: `many_jobs.py [NUMBER]`.

The service accepts about five submissions per minute (docs: limits of jobs); `submit_many` learns the pace from refusals.
Waiting polls the list of jobs, 200 per request, so a thousand jobs take five requests per round.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter

from qrt_facade import AsyncRuntimeClient, JobFailedError

COIN = """OPENQASM 3.0; include "stdgates.inc"; bit[1] c;
rz(pi/2) $0; sx $0; rz(pi/2) $0; c[0] = measure $0;"""


async def main(number: int = 1000) -> None:
    """Submit jobs and add up their counts as they end."""
    heads, failed = Counter[str](), 0
    begun = time.monotonic()
    async with AsyncRuntimeClient.local(noise=False, queue_seconds=0, run_seconds=0, lanes=20) as client:
        jobs = await client.sampler.submit_many([COIN] * number, backend="ibm_fez", shots=100, tags=["coins"])
        print(f"submitted {len(jobs)} jobs in {time.monotonic() - begun:.0f} s")
        async for job in client.jobs.as_completed(jobs):
            try:
                heads.update((await job.result())[0].counts())
            except JobFailedError as error:
                failed += 1
                print(f"{job.id}: {error.reason}")
    print(f"{number - failed} of {number} jobs completed in {time.monotonic() - begun:.0f} s: {dict(heads)}")


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:2])))
