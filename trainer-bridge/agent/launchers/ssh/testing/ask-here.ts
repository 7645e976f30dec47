import { spawnSync } from "node:child_process";
import { pythonProgram } from "../../supervision/program";
import type { Ask } from "../remote-host";

/** The remote helper itself, without a connection between. */
export function askHere(root: string, env: NodeJS.ProcessEnv = process.env) {
  const program = pythonProgram("remote_helper");
  return async ({ op, body = {}, payload = Buffer.alloc(0) }: Ask) => {
    const line = `${JSON.stringify({ op, root, ...body, payload: payload.length })}\n`;
    const { stdout, stderr } = spawnSync("python3", ["-c", program], {
      input: Buffer.concat([Buffer.from(line), payload]),
      maxBuffer: 64_000_000,
      env,
    });
    const end = stdout.indexOf(10);
    const said = stdout.subarray(0, end).toString("utf8").replace("stepwell-answer ", "");
    if (end < 0) throw new Error(stderr.toString("utf8"));
    const answer = JSON.parse(said);
    if (!answer.ok) throw new Error(answer.error);
    return { answer: answer.answer, payload: stdout.subarray(end + 1) };
  };
}
