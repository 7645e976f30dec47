/** A word that a POSIX shell takes as it is: in single quotes unless it holds nothing that could mean anything. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A folder that may begin with "~/", which a shell only replaces outside of quotes. */
function quotedFolder(folder: string): string {
  return folder.startsWith("~/") ? `~/${quoted(folder.slice(2))}` : quoted(folder);
}

/**
 * The command that connects a host. The token goes by the environment: arguments are seen by every account of the machine.
 *
 * @param serverUrl origin of the server, as the host reaches it
 * @param dataDir folder for run directories; null = the installer's own choice
 */
export function installCommand(options: {
  serverUrl: string;
  token: string;
  dataDir: string | null;
}): string {
  const { serverUrl, token, dataDir } = options;
  const args = [
    "--server",
    quoted(serverUrl),
    ...(dataDir === null ? [] : ["--data", quotedFolder(dataDir)]),
  ];
  const script = quoted(`${serverUrl}/api/v1/agent/install.sh`);
  return `curl -fsSL ${script} | STEPWELL_AGENT_TOKEN=${quoted(token)} sh -s -- ${args.join(" ")}`;
}

/** Whether an address leads to the machine itself, whoever asks. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
