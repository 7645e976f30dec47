import { ApiClient } from "../../scripts/lib/api-client";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: e2e/support/global-setup.ts sets it`);
  return value;
}

/** Address of the Stepwell that all journeys share. */
export function serverUrl(): string {
  return required("STEPWELL_E2E_URL");
}

/** Where its Postgres listens: only for minting an agent's token, which no page and no route hands out. */
export function socketDir(): string {
  return required("STEPWELL_E2E_SOCKET");
}

/** Why there is no trainer here; "" if there is one. */
export function trainerLack(): string {
  return process.env.STEPWELL_E2E_NO_TRAINER ?? "";
}

/** The HTTP API as a person's script would use it. */
export function api(): ApiClient {
  return new ApiClient(serverUrl());
}
