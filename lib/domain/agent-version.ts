/** What a server has to compare an agent with. */
export interface ServerVersions {
  /** The package's version, which agents of a checkout tell. */
  server: string;
  /** Of the agent that hosts install from this server; null where its files were not made. */
  installable: string | null;
}

/** Whether an agent is of this server's version. An installed one also names its content, behind a "+". */
export function isCurrentAgent(version: string, { server, installable }: ServerVersions): boolean {
  const [release = "", build] = version.split("+", 2);
  if (build !== undefined && installable !== null) return version === installable;
  return release === server;
}

/** Whether an agent was installed from a server, and so can be told to upgrade itself. */
export function isInstalledAgent(version: string): boolean {
  return version.includes("+");
}
