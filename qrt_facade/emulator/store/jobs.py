"""Jobs and their payloads. Every statement is restricted to one instance (tenant) or one job."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qrt_facade._service.statuses import COMPLETED, PENDING, QUEUED, RUNNING
from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.records import Job, new_job_id
from qrt_facade.emulator.store.database import IS_PENDING, NOT_ON_A_MOCK, PENDING_JOBS, empty, insert, update

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from qrt_facade.emulator.domain.records import NewJob, Outcome
    from qrt_facade.emulator.domain.scenario import Scenario


_MOST_COUNTED = 1000
"""Maximum number of digests whose jobs are counted in memory. Counting 10,000 jobs takes a millisecond."""


@dataclass(frozen=True)
class _Ending:
    outcome: Outcome
    finished: str


class JobStore:
    """Jobs in the database. While a full disk prevents writing, endings of jobs are kept in memory."""

    def __init__(self, database: sqlite3.Connection, scenario: Scenario) -> None:
        self._database = database
        self._scenario = scenario
        self._unsaved: dict[str, _Ending] = {}
        self._counted: dict[str, int] = {}

    def add(self, new: NewJob) -> Job:
        """Insert a job; from then on it can be found by its id and by each of its tags."""
        digest = hashlib.sha256(f"{new.backend}\n{new.params}".encode()).hexdigest()
        job_id = new_job_id()
        columns = {**vars(new), "tags": json.dumps(new.tags)}
        params = columns.pop("params")
        with self._database:
            insert(
                self._database, "jobs", id=job_id, status=QUEUED, created=clock.now(), seed=self._seed_for(digest),
                attempt=0, digest=digest, **columns,
            )  # fmt: skip
            insert(self._database, "payloads", job_id=job_id, params=params)
            self._write_tags(job_id, new.tags)
        if digest in self._counted:
            self._counted[digest] += 1
        return self.require(job_id)

    def _seed_for(self, digest: str) -> int | None:
        """Return the seed: the n-th submission of the same content always gets the same one, whatever comes between."""
        seed = self._scenario.seed
        if seed is None:
            return None
        return (
            int(
                hashlib.sha256(f"{seed}/{digest}/{self._count_same_content(digest)}".encode()).hexdigest()[
                    :8
                ],
                16,
            )
            >> 1
        )

    def _count_same_content(self, digest: str) -> int:
        """Return how many jobs have this content."""
        if digest not in self._counted:
            counted = self._database.execute("SELECT count(*) FROM jobs WHERE digest = ?", (digest,))
            if len(self._counted) >= _MOST_COUNTED:
                self._counted.clear()
            (self._counted[digest],) = counted.fetchone()
        return self._counted[digest]

    def get(self, crn: str, job_id: str) -> Job | None:
        """Return the instance's job with this id."""
        row = self._database.execute("SELECT * FROM jobs WHERE id = ? AND crn = ?", (job_id, crn)).fetchone()
        return None if row is None else self._job(row)

    def require(self, job_id: str) -> Job:
        """Return the job with this id, of any instance; for the scheduler, which only passes existing ids."""
        return self._job(self._database.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone())

    def _job(self, row: sqlite3.Row) -> Job:
        job = Job.from_row(row)
        ending = self._unsaved.get(job.id)
        if ending is None:
            return job
        return dataclasses.replace(
            job, status=ending.outcome.status, finished=ending.finished, reason=ending.outcome.reason,
            reason_code=ending.outcome.reason_code, reason_solution=ending.outcome.reason_solution,
        )  # fmt: skip

    def find(
        self,
        crn: str,
        *,
        user_id: str | None = None,
        statuses: Sequence[str] = (),
        program_id: str | None = None,
        backend: str | None = None,
        session_id: str | None = None,
        created_after: str | None = None,
        created_before: str | None = None,
        tags: Sequence[str] = (),
        mocks: bool = True,
        ascending: bool = False,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[list[Job], int]:
        """Return a page of the instance's jobs by creation time, and the total of matches; bounds are inclusive.

        Jobs on mock devices are included unless `mocks` is False.
        """
        jobs, where, values = "jobs", ["crn = ?"], [crn]
        if not mocks:
            where.append(NOT_ON_A_MOCK)
        for clause, value in (
            ("user_id = ?", user_id),
            ("program_id = ?", program_id),
            ("backend = ?", backend),
            ("session_id = ?", session_id),
            ("created >= ?", created_after),
            ("created <= ?", created_before),
        ):
            if value is not None:
                where.append(clause)
                values.append(value)
        if statuses:
            status, bound = self._status()
            if not bound and set(statuses) <= set(PENDING):
                jobs = PENDING_JOBS
                where.append(IS_PENDING)
            where.append(f"{status} IN ({','.join('?' * len(statuses))})")
            values.extend((*bound, *statuses))
        for tag in tags:
            where.append("id IN (SELECT job_id FROM job_tags WHERE tag = ?)")
            values.append(tag)
        # Only fixed clauses are joined into the statement; every value is bound.
        condition, order = " AND ".join(where), "ASC" if ascending else "DESC"
        (count,) = self._database.execute(f"SELECT count(*) FROM {jobs} WHERE {condition}", values).fetchone()  # noqa: S608
        rows = self._database.execute(
            f"SELECT * FROM {jobs} WHERE {condition} ORDER BY created {order}, number {order} LIMIT ? OFFSET ?",  # noqa: S608
            (*values, limit, offset),
        )
        return [self._job(row) for row in rows], count

    def requeue_unfinished(self) -> list[str]:
        """Set Running jobs back to Queued, and return the ids of all jobs that are not terminal, oldest first."""
        with self._database:
            self._database.execute(
                "UPDATE jobs SET status = ?, running = NULL WHERE status = ?", (QUEUED, RUNNING)
            )
        rows = self._database.execute("SELECT id FROM jobs WHERE status = ? ORDER BY number", (QUEUED,))
        return [row["id"] for row in rows]

    def queue_counts(self, backend: str) -> tuple[int, int]:
        """Return how many jobs of all instances are queued for this device, and how many it runs."""
        status, bound = self._status()
        rows = self._database.execute(
            f"SELECT {status} AS state, count(*) AS number FROM jobs"  # noqa: S608  # an expression of this module
            " WHERE backend = ? AND status IN (?,?) GROUP BY state",
            (*bound, backend, *PENDING),
        )
        numbers = {row["state"]: row["number"] for row in rows}
        return numbers.get(QUEUED, 0), numbers.get(RUNNING, 0)

    def listed(
        self,
        *,
        status: str | None = None,
        backend: str | None = None,
        program_id: str | None = None,
        tag: str | None = None,
        limit: int,
        offset: int = 0,
    ) -> tuple[list[Job], int]:
        """Return a page of the jobs of all instances, newest first, and the number of matches; for the emulator's page.

        Tags of private jobs cannot be searched.
        """
        status_of, bound = self._status()
        where, values = ["1"], []
        for clause, value, more in (
            (f"{status_of} = ?", status, bound),
            ("backend = ?", backend, ()),
            ("program_id = ?", program_id, ()),
            ("NOT private AND id IN (SELECT job_id FROM job_tags WHERE tag = ?)", tag, ()),
        ):
            if value is not None:
                where.append(clause)
                values += [*more, value]
        # Only fixed clauses are joined into the statement; every value is bound.
        condition = " AND ".join(where)
        (count,) = self._database.execute(f"SELECT count(*) FROM jobs WHERE {condition}", values).fetchone()  # noqa: S608
        rows = self._database.execute(
            f"SELECT * FROM jobs WHERE {condition} ORDER BY number DESC LIMIT ? OFFSET ?",  # noqa: S608
            (*values, limit, offset),
        )
        return [self._job(row) for row in rows], count

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the number of jobs of all instances by `status`, `backend` and `program`; for the emulator's page."""
        status, bound = self._status()
        rows = self._database.execute(
            f"SELECT {status} AS status, backend, program_id AS program, count(*) AS number FROM jobs"  # noqa: S608  # an expression of this module
            " GROUP BY 1, 2, 3",
            bound,
        )
        counts: dict[str, dict[str, int]] = {"status": {}, "backend": {}, "program": {}}
        for row in rows:
            for name, numbers in counts.items():
                numbers[row[name]] = numbers.get(row[name], 0) + row["number"]
        return counts

    def newest_of(self, backend: str, limit: int) -> list[Job]:
        """Return the newest jobs of a device, of any instance; for the emulator's page."""
        rows = self._database.execute(
            "SELECT * FROM jobs WHERE backend = ? ORDER BY number DESC LIMIT ?", (backend, limit)
        )
        return [self._job(row) for row in rows]

    def lookup(self, job_id: str) -> Job | None:
        """Return the job with this id, of any instance, or None; for the emulator's page."""
        row = self._database.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        return None if row is None else self._job(row)

    def start(self, job_id: str) -> bool:
        """Move a job from Queued to Running; return False if it is no longer Queued."""
        if job_id in self._unsaved:
            return False
        with self._database:
            changed = self._database.execute(
                "UPDATE jobs SET status = ?, running = ?, attempt = attempt + 1 WHERE id = ? AND status = ?",
                (RUNNING, clock.now(), job_id, QUEUED),
            )
        return changed.rowcount == 1

    def finish(self, job_id: str, outcome: Outcome) -> bool:
        """Make a pending job terminal; return False if it already is."""
        return job_id not in self._unsaved and self._write_ending(job_id, _Ending(outcome, clock.now()))

    def keep_unsaved(self, job_id: str, outcome: Outcome) -> None:
        """Keep in memory how a job ended after the database failed to store it; `retry_unsaved` writes it later."""
        self._unsaved[job_id] = _Ending(outcome, clock.now())

    def retry_unsaved(self) -> None:
        """Write the endings that are only in memory.

        Raises:
            sqlite3.Error: the database still cannot be written.
        """
        for job_id, ending in list(self._unsaved.items()):
            self._write_ending(job_id, ending)
            del self._unsaved[job_id]

    def _status(self) -> tuple[str, tuple[str, ...]]:
        """Return the SQL of a job's status, and its bound values: endings kept in memory override the row's status."""
        if not self._unsaved:
            return "status", ()
        endings = {job_id: ending.outcome.status for job_id, ending in self._unsaved.items()}
        return "coalesce((SELECT value FROM json_each(?) WHERE key = jobs.id), status)", (
            json.dumps(endings),
        )

    def _write_ending(self, job_id: str, ending: _Ending) -> bool:
        outcome = ending.outcome
        with self._database:
            changed = self._database.execute(
                "UPDATE jobs SET status = ?, finished = ?, reason = ?, reason_code = ?, reason_solution = ?,"
                " qpu_seconds = ?, execution_ns = ? WHERE id = ? AND status IN (?,?)",
                (
                    outcome.status, ending.finished, outcome.reason, outcome.reason_code, outcome.reason_solution,
                    outcome.qpu_seconds, outcome.execution_ns, job_id, *PENDING,
                ),
            )  # fmt: skip
            if changed.rowcount != 1:
                return False
            self._database.execute(
                "UPDATE payloads SET result = ?, logs = ? WHERE job_id = ?",
                (outcome.body, outcome.logs, job_id),
            )
            if outcome.status == COMPLETED:
                self._database.execute(
                    "UPDATE payloads SET params = NULL WHERE job_id = (SELECT id FROM jobs WHERE id = ? AND private)",
                    (job_id,),
                )
        return True

    def params(self, job_id: str) -> str | None:
        """Return the job's params as JSON text; None once a private job has completed."""
        return self._payload(job_id, "params")

    def logs(self, job_id: str) -> str | None:
        """Return the program's log; None before the job is terminal."""
        if job_id in self._unsaved:
            return self._unsaved[job_id].outcome.logs
        return self._payload(job_id, "logs")

    def result(self, job: Job) -> str | None:
        """Return the result's text; that of a private job is deleted by this read."""
        if job.id in self._unsaved:
            return self._unsaved[job.id].outcome.body
        result = self._payload(job.id, "result")
        if job.private and job.status == COMPLETED:
            with self._database:
                self._database.execute("UPDATE payloads SET result = NULL WHERE job_id = ?", (job.id,))
        return result

    def peek(self, job: Job) -> str | None:
        """Return the result's text without deleting it; None for a private job."""
        return None if job.private else self._payload(job.id, "result")

    def _payload(self, job_id: str, column: str) -> str | None:
        statement = f"SELECT {column} FROM payloads WHERE job_id = ?"  # noqa: S608  # a column's name
        text: str | None = self._database.execute(statement, (job_id,)).fetchone()[column]
        return text

    def delete(self, job_id: str) -> None:
        """Delete a job, its payloads and its tags."""
        with self._database:
            for table, column in (("job_tags", "job_id"), ("payloads", "job_id"), ("jobs", "id")):
                self._database.execute(f"DELETE FROM {table} WHERE {column} = ?", (job_id,))  # noqa: S608  # names
        self._unsaved.pop(job_id, None)
        self._counted.clear()

    def clear(self) -> None:
        """Delete everything in the database: jobs, sessions and instance limits."""
        empty(self._database)
        self._unsaved.clear()
        self._counted.clear()

    def replace_tags(self, job_id: str, tags: Sequence[str]) -> None:
        """Replace all tags of a job."""
        with self._database:
            update(self._database, "jobs", job_id, tags=json.dumps(tags))
            self._database.execute("DELETE FROM job_tags WHERE job_id = ?", (job_id,))
            self._write_tags(job_id, tags)

    def _write_tags(self, job_id: str, tags: Sequence[str]) -> None:
        self._database.executemany(
            "INSERT OR IGNORE INTO job_tags VALUES (?,?)", [(job_id, tag) for tag in tags]
        )

    def search_tags(self, crn: str, text: str) -> list[str]:
        """Return the tags of the instance's jobs that contain the text."""
        rows = self._database.execute(
            "SELECT DISTINCT tag FROM job_tags JOIN jobs ON jobs.id = job_id"
            " WHERE crn = ? AND instr(lower(tag), lower(?)) ORDER BY tag",
            (crn, text),
        )
        return [row["tag"] for row in rows]
