// The REST course with a client that openapi-typescript generated from the corrected document: token, backends, a sampler job,
// waiting, its result, deletion. Each step is printed as a JSON line. Addresses and credentials come from the environment.
import createClient from "openapi-fetch";
import type { paths as ApiPaths, components } from "./api.js";
import type { paths as IamPaths } from "./iam.js";

type JobStatus = components["schemas"]["JobStatus"];

// The result of the program `sampler` with `support_qiskit: false`; the document does not describe results, which depend on the program.
interface SamplerResult {
  results: { data: Record<string, { samples: string[]; num_bits: number }> }[];
}

declare const process: { env: Record<string, string | undefined> };

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`the environment variable ${name} is not set`);
  return value;
}

// Every response is data or an error of the API: a list of codes and messages.
function answered<T>(name: string, answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${name}: HTTP ${answer.response.status}: ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

function report(step: string, value: unknown): void {
  console.log(JSON.stringify({ step, value }));
}

async function token(): Promise<string> {
  const iam = createClient<IamPaths>({ baseUrl: setting("IAM_URL") });
  const answer = await iam.POST("/identity/token", {
    body: { grant_type: "urn:ibm:params:oauth:grant-type:apikey", apikey: setting("QISKIT_IBM_TOKEN") },
    bodySerializer: (body) => new URLSearchParams(body),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  return answered("token", answer).access_token;
}

async function main(): Promise<void> {
  const api = createClient<ApiPaths>({
    baseUrl: `${setting("QISKIT_IBM_URL")}/api`,
    headers: {
      Authorization: `Bearer ${await token()}`,
      "Service-CRN": setting("QISKIT_IBM_INSTANCE"),
      "IBM-API-Version": "2026-04-15",
    },
  });
  report("token", "received");

  const { devices = [] } = answered("backends", await api.GET("/v1/backends"));
  const backend = devices.find((device) => device.status?.name === "online")?.name;
  if (backend === undefined) throw new Error("no backend is online");
  report("backends", devices.map((device) => device.name));

  const circuit = 'OPENQASM 3.0; include "stdgates.inc"; bit[2] c; x $0; c[0] = measure $0; c[1] = measure $1;';
  const job = answered("submit", await api.POST("/v1/jobs", {
    body: {
      program_id: "sampler",
      backend,
      params: { pubs: [[circuit, null, 100]], support_qiskit: false, version: 2 },
    },
  }));
  if (job.id === undefined) throw new Error("the answer to a submission has no id");
  const path = { id: job.id };
  report("submit", backend);

  const pending: JobStatus[] = ["Queued", "Running"];
  let status: JobStatus | undefined = "Queued";
  while (status !== undefined && pending.includes(status)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const seen = answered("wait", await api.GET("/v1/jobs/{id}", { params: { path, query: { exclude_params: true } } }));
    status = seen.status;
  }
  report("wait", status);
  if (status !== "Completed") throw new Error(`the job ended as ${status}`);

  const result = answered("results", await api.GET("/v1/jobs/{id}/results", { params: { path } })) as SamplerResult;
  const counts: Record<string, number> = {};
  for (const sample of result.results[0]?.data["c"]?.samples ?? []) counts[sample] = (counts[sample] ?? 0) + 1;
  report("results", counts);

  const deleted = await api.DELETE("/v1/jobs/{id}", { params: { path } });
  report("delete", deleted.response.status);
  const gone = await api.GET("/v1/jobs/{id}", { params: { path } });
  report("errors are typed", gone.error?.errors?.[0]?.code);
}

await main();
