import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Everything Stepwell keeps on this machine, apart from the checkout. As root it must be reachable for the account that
 * runs Postgres, so it cannot lie below /root.
 */
export function homeDir(
  env: Readonly<Record<string, string | undefined>> = process.env,
  uid = process.getuid?.() ?? -1,
): string {
  if (env.STEPWELL_HOME) return resolve(env.STEPWELL_HOME);
  return uid === 0 ? "/var/lib/stepwell" : join(homedir(), ".stepwell");
}
