import { describe, expect, test } from "vitest";
import { clientConfig } from "./client-config";
import { sshSettings } from "./settings";

const good = { host: "gpu-1.example.org", knownHostsFile: "/keys/known hosts", identityFile: "/keys/id" };
const faultsOf = (settings: unknown) =>
  sshSettings.safeParse(settings).error?.issues.map((issue) => issue.path.join(".")) ?? [];

describe("settings of ssh", () => {
  test("need no more than a host", () => {
    expect(sshSettings.parse({ host: "fe80::1" })).toMatchObject({ port: 22, python: "python3" });
  });

  test.each([
    ["host", "-oProxyCommand=touch pwned"],
    ["host", "name;id"],
    ["host", "a b"],
    ["host", "user@name"],
    ["host", "%h"],
    ["user", "-l root"],
    ["user", "a b"],
    ["user", "$(id)"],
    ["port", 0],
    ["port", "22"],
    ["identityFile", "relative/key"],
    ["identityFile", '/a" \nProxyCommand touch pwned'],
    ["identityFile", "/keys/%d"],
    ["knownHostsFile", "/dev/null\nStrictHostKeyChecking no"],
    ["knownHostsFile", "/keys/$HOME"],
    ["remoteDir", "relative"],
    ["remoteDir", "/a\nb"],
    ["python", "/bin/python\nid"],
    ["python", "python3 -c id"],
    ["controlPersist", 0],
  ])("refuse %s = %j", (name, value) => {
    expect(faultsOf({ ...good, [name]: value })).toEqual([name]);
  });

  test.each([
    ["jumpHost.host", { jumpHost: { host: "-oProxyCommand=touch pwned" } }],
    ["jumpHost.user", { jumpHost: { host: "jump", user: "a;b" } }],
    ["env.A=B", { env: { "A=B": "x" } }],
    ["events.serverUrl", { events: { way: "tunnel", serverUrl: "ftp://x", remotePort: 24_000 } }],
    ["passEnv.0", { passEnv: ["A B"] }],
  ])("refuse a wrong %s", (path, part) => {
    expect(faultsOf({ ...good, ...part })).toEqual([path]);
  });

  test("do not know a way around host keys", () => {
    expect(faultsOf({ ...good, strictHostKeyChecking: false })).not.toEqual([]);
  });
});

describe("ssh's configuration", () => {
  const settings = sshSettings.parse({
    ...good,
    user: "ada",
    jumpHost: { host: "jump.example.org", port: 2222, user: "bob" },
    events: { way: "tunnel", serverUrl: "http://10.0.0.1:3000", remotePort: 24_000 },
  });
  const text = clientConfig(settings, "/private/s");

  test("says everything in one file, for the jump host too", () => {
    const [target = "", jump = "", all = ""] = text.split(/^Host .*$/m).slice(1);
    expect(target).toContain("  HostName gpu-1.example.org\n  Port 22\n  User ada\n");
    expect(target).toContain("  RemoteForward 127.0.0.1:24000 10.0.0.1:3000\n");
    expect(jump).toContain("  HostName jump.example.org\n  Port 2222\n  User bob\n");
    expect(all).toContain("  StrictHostKeyChecking yes\n");
    expect(all).toContain('  UserKnownHostsFile "/keys/known hosts"\n');
    expect(all).toContain("  BatchMode yes\n");
  });

  test("tunnels to a server of the IPv6 loopback", () => {
    const events = { way: "tunnel" as const, serverUrl: "http://[::1]:3000", remotePort: 24_000 };
    expect(clientConfig({ ...settings, events }, "/s")).toContain("127.0.0.1:24000 [::1]:3000\n");
  });
});
