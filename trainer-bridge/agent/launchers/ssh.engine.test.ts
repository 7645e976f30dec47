import { launcherConformance } from "./conformance";
import { onSshHost } from "./ssh/testing/host";
import { SSH_LAUNCHES } from "./testing/launches";

// What only SSH does, and what it must survive: ssh/real-sshd.deep.engine.test.ts.
await onSshHost(({ open, there }) => launcherConformance("ssh", open, { there, ...SSH_LAUNCHES }));
