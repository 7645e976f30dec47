/** What the agent was told when it was started. */
export interface AgentSettings {
  name: string;
  launcherName: string;
  capacity: number;
  dataDir: string;
  serverUrl: string;
  graceMs: number;
  version: string;
}
