import { z } from "zod";
import { type TrainerState, trainerStateOf } from "../../trainer-check";
import type { RemoteHost } from "./remote-host";
import { remoteEnv } from "./remote-start";
import type { SshSettings } from "./settings";

const DOCTOR_SECONDS = 180;

/** What the remote host answers to `run`; stdout and stderr follow as bytes. */
export const ranThere = z.looseObject({ exitCode: z.int().nullable(), stdoutBytes: z.int() });

/** Asks the remote host's Python whether it can run the trainer; a host that does not answer is not ready. */
export async function checkRemoteTrainer(
  host: RemoteHost,
  settings: SshSettings,
  env: NodeJS.ProcessEnv,
): Promise<TrainerState> {
  const { python } = settings;
  try {
    const { answer, payload } = await host.askWithPackage({
      op: "run",
      body: {
        argv: [python, "-m", "stepwell_trainer", "doctor"],
        env: remoteEnv(settings, env),
        limitS: DOCTOR_SECONDS,
      },
      limitMs: (DOCTOR_SECONDS + 30) * 1000,
    });
    const { exitCode, stdoutBytes } = ranThere.parse(answer);
    const [stdout, stderr] = [payload.subarray(0, stdoutBytes), payload.subarray(stdoutBytes)];
    return trainerStateOf(`${python} on ${settings.host}`, { exitCode, stdout, stderr });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ready: false, detail: `${settings.host}: ${why}`.slice(0, 3900) };
  }
}
