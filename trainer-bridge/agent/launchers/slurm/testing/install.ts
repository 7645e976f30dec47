import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PROGRAMS = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"];
const PACKAGES = ["slurm-wlm", "munge"];

const isInstalled = () => PROGRAMS.every((path) => existsSync(path));

function whyNotInstallable(): string {
  if (process.platform !== "linux") return "Slurm runs on Linux only";
  if (process.getuid?.() !== 0) return "its daemons are started as root here, and this is another user";
  if (!isInstalled() && !existsSync("/usr/bin/apt-get")) return "there is no apt-get to install it with";
  return "";
}

/** Installs Slurm and munge from the distribution's packages unless they are here; else says why it cannot. */
export function installSlurm(): string {
  const why = whyNotInstallable();
  if (why !== "" || isInstalled()) return why;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => spawnSync("apt-get", args, { encoding: "utf8", env });
  const install = () => apt("install", "--yes", "--no-install-recommends", ...PACKAGES);
  let ran = install();
  if (ran.status !== 0) {
    apt("update");
    ran = install();
  }
  if (ran.status === 0 && isInstalled()) return "";
  return `apt-get could not install ${PACKAGES.join(" and ")}: ${(ran.stderr ?? "").trim().slice(-500)}`;
}
