import { homedir } from "node:os";
import { SSH, type SshConfig } from "../../../../lib/contracts/launchers/ssh";

const atHome = (path: string | undefined) => path?.replace(/^~(?=\/)/, homedir());

/** The launcher's settings with this machine's own home folder in the files that they name. */
export const sshSettings = SSH.config.transform((settings) => ({
  ...settings,
  identityFile: atHome(settings.identityFile),
  knownHostsFile: atHome(settings.knownHostsFile),
}));
export type SshSettings = SshConfig;
