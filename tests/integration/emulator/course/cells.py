"""The cells of a course on the REST API that uses plain `requests`; run by test_rest_course_cells.py.

The addresses are IBM's; the test replaces them by the emulator's and changes nothing else.
"""

# %% The key and the instance come from the environment; the key is exchanged for a token.
import os
import time

import requests

answer = requests.post(
    "https://iam.cloud.ibm.com/identity/token",
    headers={"Content-Type": "application/x-www-form-urlencoded"},
    data={"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": os.environ["IQP_API_TOKEN"]},
    timeout=30,
)
assert answer.status_code == 200
token = answer.json()
assert token["expires_in"] == 3600

# %% The headers of every call; courses written before API versions send none.
api = "https://quantum.cloud.ibm.com/api/v1"
headers = {
    "Content-Type": "application/json",
    "Authorization": f"Bearer {token['access_token']}",
    "Service-CRN": os.environ["IQP_INSTANCE"],
}
names = requests.get(f"{api}/backends", headers=headers, timeout=30).json()["devices"]
assert "ibm_fez" in names

# %% With a version, devices are objects; choose the one with the shortest queue.
headers["IBM-API-Version"] = "2026-04-15"
versions = requests.get(f"{api}/versions", timeout=30).json()["versions"]
assert "2026-04-15" in {version["version"] for version in versions}
devices = requests.get(f"{api}/backends", headers=headers, timeout=30).json()["devices"]
online = [
    device
    for device in devices
    if device["status"]["name"] == "online" and device["processor_type"]["family"] == "Heron"
]
backend = min(online, key=lambda device: device["queue_length"])["name"]

# %% Properties of the device.
configuration = requests.get(f"{api}/backends/{backend}/configuration", headers=headers, timeout=30).json()
properties = requests.get(f"{api}/backends/{backend}/properties", headers=headers, timeout=30).json()
status = requests.get(f"{api}/backends/{backend}/status", headers=headers, timeout=30).json()
assert "cz" in configuration["basis_gates"]
assert len(properties["qubits"]) == configuration["n_qubits"]
assert status["state"] is True

# %% A sampler job: a Bell pair in the device's own gates, on two physical qubits.
HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '
HADAMARD = "rz(pi/2) ${0}; sx ${0}; rz(pi/2) ${0}; "
pair = HEAD + HADAMARD.format(0) + HADAMARD.format(1) + "cz $0, $1; " + HADAMARD.format(1)
bell = HEAD + "bit[2] c; " + pair.removeprefix(HEAD) + "c[0] = measure $0; c[1] = measure $1;"
job_input = {
    "program_id": "sampler",
    "backend": backend,
    "tags": ["course"],
    "params": {"pubs": [[bell], [bell, None, 500]], "version": "2"},
}
answer = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30)
assert answer.status_code == 200
job_id = answer.json()["id"]
assert answer.json()["backend"] == backend


# %% Reading results too early is an error; so poll the status.
def finished(job_id):
    while True:
        job = requests.get(f"{api}/jobs/{job_id}", headers=headers, timeout=30).json()
        if job["status"] not in {"Queued", "Running"}:
            return job
        time.sleep(0.1)


early = requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30)
assert early.status_code == 400
assert early.json()["errors"][0]["code"] == 1234
job = finished(job_id)
assert job["status"] == "Completed"
assert job["usage"]["qpu_charge_time_seconds"] > 0

# %% Samples are hexadecimal; bit 0 of a sample is bit 0 of the register.
results = requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30).json()["results"]
shots = [len(pub["data"]["c"]["samples"]) for pub in results]
assert shots == [4096, 500]
samples = results[0]["data"]["c"]["samples"]
assert sum(sample in {"0x0", "0x3"} for sample in samples) > 0.85 * len(samples)

# %% Parameters, by name.
wave = HEAD + "input float[64] theta; bit[1] c; rx(theta) $0; c[0] = measure $0;"
job_input["params"] = {"pubs": [[wave, {"theta": 3.141592653589793}, 300]]}
job_id = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"]
assert finished(job_id)["status"] == "Completed"
(pub,) = requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30).json()["results"]
assert pub["data"]["c"]["samples"].count("0x1") > 250

# %% An estimator job: observables are as wide as the circuit, and their last letter is qubit 0.
job_input = {
    "program_id": "estimator",
    "backend": backend,
    "tags": ["course"],
    "params": {
        "pubs": [[pair, ["ZZ", "XX"]], [pair, {"ZZ": 1, "XX": 0.5}]],
        "options": {"dynamical_decoupling": {"enable": True, "sequence_type": "XpXm"}},
    },
}
job_id = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"]
assert finished(job_id)["status"] == "Completed"
both, weighted = requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30).json()["results"]
assert all(0.7 < value <= 1.1 for value in both["data"]["evs"])
assert 1 < weighted["data"]["evs"] <= 1.65
assert weighted["data"]["stds"] > 0

# %% A circuit that does not use the device's gates is accepted, and fails with a reason.
job_input = {
    "program_id": "sampler",
    "backend": backend,
    "params": {"pubs": [[HEAD + "bit[1] c; h $0; c[0] = measure $0;"]]},
}
job_id = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"]
job = finished(job_id)
assert job["state"]["reason_code"] == 1517
assert "h" in job["state"]["reason"]
assert "1517" in requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30).text

# %% Its logs, its metrics, new tags; then delete it.
assert requests.get(f"{api}/jobs/{job_id}/logs", headers=headers, timeout=30).text
metrics = requests.get(f"{api}/jobs/{job_id}/metrics", headers=headers, timeout=30).json()
assert metrics["timestamps"]["created"]
answer = requests.put(
    f"{api}/jobs/{job_id}/tags", headers=headers, json={"tags": ["to-be-deleted"]}, timeout=30
)
assert answer.status_code == 204
assert requests.delete(f"{api}/jobs/{job_id}", headers=headers, timeout=30).status_code == 204
assert requests.get(f"{api}/jobs/{job_id}", headers=headers, timeout=30).status_code == 404

# %% Cancel a queued job, once; a finished one cannot be cancelled.
job_input["params"] = {"pubs": [[bell, None, 100]]}
job_id = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"]
assert requests.post(f"{api}/jobs/{job_id}/cancel", headers=headers, timeout=30).status_code == 204
assert finished(job_id)["status"] == "Cancelled"
assert requests.get(f"{api}/jobs/{job_id}/results", headers=headers, timeout=30).status_code == 204
assert requests.post(f"{api}/jobs/{job_id}/cancel", headers=headers, timeout=30).status_code == 409

# %% A session with two jobs; stop accepting jobs, then close it.
answer = requests.post(
    f"{api}/sessions", headers=headers, json={"mode": "dedicated", "backend": backend}, timeout=30
)
assert answer.status_code == 200
session_id = answer.json()["id"]
job_input["session_id"] = session_id
inside = [
    requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"] for _ in range(2)
]
assert [finished(job_id)["status"] for job_id in inside] == ["Completed", "Completed"]
answer = requests.patch(
    f"{api}/sessions/{session_id}", headers=headers, json={"accepting_jobs": False}, timeout=30
)
assert answer.status_code == 204
session = requests.get(f"{api}/sessions/{session_id}", headers=headers, timeout=30).json()
assert (session["state"], session["accepting_jobs"]) == ("closed", False)
assert requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).status_code == 400
assert requests.delete(f"{api}/sessions/{session_id}/close", headers=headers, timeout=30).status_code == 204

# %% A batch whose queued job is abandoned.
session_id = requests.post(
    f"{api}/sessions", headers=headers, json={"mode": "batch", "backend": backend}, timeout=30
).json()["id"]
job_input["session_id"] = session_id
job_id = requests.post(f"{api}/jobs", headers=headers, json=job_input, timeout=30).json()["id"]
assert requests.delete(f"{api}/sessions/{session_id}/close", headers=headers, timeout=30).status_code == 204
assert finished(job_id)["state"]["reason_code"] == 1217

# %% Lists, and the total cost.
listed = requests.get(
    f"{api}/jobs", headers=headers, params={"tags": "course", "limit": 2}, timeout=30
).json()
assert (len(listed["jobs"]), listed["count"]) == (2, 3)
usage = requests.get(f"{api}/instances/usage", headers=headers, timeout=30).json()
assert usage["usage_consumed_seconds"] > 0
workloads = requests.get(
    f"{api}/workloads", headers=headers, params={"sort": "-createdAt"}, timeout=30
).json()
assert {workload["mode"] for workload in workloads["workloads"]} == {"job", "session", "batch"}

# %% Without a token every call is refused.
del headers["Authorization"]
assert requests.get(f"{api}/jobs", headers=headers, timeout=30).status_code == 401
