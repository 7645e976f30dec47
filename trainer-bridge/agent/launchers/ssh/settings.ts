import { homedir } from "node:os";
import { SSH, type SshConfig } from "../../../../lib/contracts/launchers/ssh";

const atHome = (path: string | undefined) => path?.replace(/^~(?=\/)/, homedir());

/** The launcher's settings with this machine's own home folder in the files that they name. */
export const withHome = <
  S extends { identityFile?: string | undefined; knownHostsFile?: string | undefined },
>(
  settings: S,
): S => ({
  ...settings,
  identityFile: atHome(settings.identityFile),
  knownHostsFile: atHome(settings.knownHostsFile),
});

export const sshSettings = SSH.config.transform(withHome);
export type SshSettings = SshConfig;
