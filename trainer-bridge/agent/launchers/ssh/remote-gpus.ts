import { GPU_QUERY } from "../../gpu-facts";
import type { ProcessResult } from "../../process-run";
import { ranThere } from "./check-trainer";
import type { RemoteHost } from "./remote-host";

const GPU_SECONDS = 10;

/** What nvidia-smi of the remote host answers. Throws if the host does not answer. */
export async function askGpus(host: Pick<RemoteHost, "ask">): Promise<ProcessResult> {
  const { answer, payload } = await host.ask({
    op: "run",
    body: { argv: [GPU_QUERY.program, ...GPU_QUERY.args], env: {}, package: null, limitS: GPU_SECONDS },
  });
  const { exitCode, stdoutBytes } = ranThere.parse(answer);
  return { exitCode, stdout: payload.subarray(0, stdoutBytes), stderr: payload.subarray(stdoutBytes) };
}
