import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pollUntil } from "../../../poll";
import { installSlurm } from "./install";

/** A real Slurm of one node on this machine: munged, slurmctld and slurmd, with folders and ports of its own. */
export interface SlurmCluster {
  /** What every Slurm command needs in its environment to speak with this cluster. */
  conf: string;
  /** Runs a Slurm command to its end and gives its output; throws with its complaint if it fails. */
  tell(program: string, ...args: string[]): string;
  stopController(): Promise<void>;
  startController(): Promise<void>;
  /** Ends slurmd; what runs on the node goes on. */
  stopNode(): Promise<void>;
  startNode(): Promise<void>;
  /** Ends everything that it started. */
  close(): Promise<void>;
}

/** What the cluster offers: 8 processors (whatever the machine has), one fake GPU, two partitions. */
function slurmConf(folder: string, ports: { controller: number; node: number }): string {
  const name = hostname().split(".")[0];
  return `ClusterName=stepwell-test
SlurmctldHost=${name}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${folder}/munge/socket,cred_expire=5
SlurmctldPort=${ports.controller}
SlurmdPort=${ports.node}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
GresTypes=gpu
JobRequeue=1
KillWait=5
MinJobAge=5
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=2,bf_interval=2
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=${folder}/completed.txt
NodeName=localhost NodeAddr=127.0.0.1 CPUs=8 RealMemory=512 Gres=gpu:1 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=20
PartitionName=abrupt Nodes=localhost MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=localhost MaxTime=INFINITE State=UP PriorityTier=10
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function prepareFolder(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwell-slurm-")));
  // munged wants its socket where every user could reach it.
  chmodSync(folder, 0o755);
  for (const name of ["state", "spool", "munge"]) mkdirSync(join(folder, name), { mode: 0o755 });
  writeFileSync(join(folder, "munge/key"), randomBytes(128), { mode: 0o600 });
  const ports = { controller: await freePort(), node: await freePort() };
  writeFileSync(join(folder, "slurm.conf"), slurmConf(folder, ports));
  writeFileSync(join(folder, "gres.conf"), "NodeName=localhost Name=gpu File=/dev/null\n");
  return folder;
}

/** A daemon in the foreground, so that it is our child and ends by its own pid. */
class Daemon {
  private child: ChildProcess | null = null;

  constructor(
    private readonly program: string,
    private readonly args: string[],
    private readonly folder: string,
  ) {}

  start(): void {
    const log = openSync(join(this.folder, "daemons.log"), "a");
    const env = { ...process.env, SLURM_CONF: join(this.folder, "slurm.conf") };
    // It ends with the test process, however that ends.
    const args = ["--pdeathsig", "TERM", this.program, ...this.args];
    this.child = spawn("setpriv", args, { stdio: ["ignore", log, log], env });
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(hard);
  }
}

/** Installs Slurm if need be and starts a cluster. Gives the reason where that is not possible. */
export async function startSlurmCluster(): Promise<SlurmCluster | string> {
  const why = installSlurm();
  if (why !== "") return why;
  const folder = await prepareFolder();
  const conf = join(folder, "slurm.conf");
  const munge = ["key-file=key", "socket=socket", "pid-file=pid", "log-file=log", "seed-file=seed"];
  const mungeArgs = munge.map((option) => `--${option.replace("=", `=${folder}/munge/`)}`);
  const munged = new Daemon("/usr/sbin/munged", ["--foreground", "--force", ...mungeArgs], folder);
  const controller = new Daemon("/usr/sbin/slurmctld", ["-D", "-f", conf], folder);
  const node = new Daemon("/usr/sbin/slurmd", ["-D", "-f", conf, "-N", "localhost"], folder);

  const run = (program: string, args: string[]) =>
    spawnSync(program, args, { encoding: "utf8", env: { ...process.env, SLURM_CONF: conf } });
  const tell = (program: string, ...args: string[]) => {
    const ran = run(program, args);
    if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${ran.stderr}`);
    return ran.stdout;
  };
  const untilIdle = async () => {
    const ready = () => /^(idle|mixed|allocated)/.test(run("sinfo", ["--noheader", "--format=%T"]).stdout);
    if (await pollUntil(ready, { everyMs: 100, withinMs: 60_000 })) return;
    throw new Error(
      `Slurm did not start. ${readFileSync(join(folder, "slurmctld.log"), "utf8").slice(-3000)}`,
    );
  };
  const startController = async () => {
    controller.start();
    await untilIdle();
  };
  const startNode = async () => {
    node.start();
    await untilIdle();
  };
  const close = async () => {
    run("scancel", ["--user=root"]);
    await pollUntil(() => run("squeue", ["--noheader"]).stdout === "", { everyMs: 100, withinMs: 20_000 });
    for (const daemon of [node, controller, munged]) await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    munged.start();
    node.start();
    await startController();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    conf,
    tell,
    startController,
    startNode,
    stopController: () => controller.stop(),
    stopNode: () => node.stop(),
    close,
  };
}
