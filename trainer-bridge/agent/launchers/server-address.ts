/** Tells a trainer (client/reporter.py) where the server is, if its nodes know that by another address than job.json. */
export function withServerAddress(env: NodeJS.ProcessEnv, serverUrl: string | undefined): NodeJS.ProcessEnv {
  return serverUrl === undefined ? env : { ...env, STEPWELL_RUN_SERVER_URL: new URL(serverUrl).origin };
}
