#!/bin/sh
# Installs stepwell-agent on this machine, or upgrades it in place, and starts it.
#
#   curl -fsSL SERVER/api/v1/agent/install.sh | STEPWELL_AGENT_TOKEN=… sh -s -- --server SERVER
#
#   --server URL        where Stepwell runs
#   --token-file FILE   file with the token, instead of STEPWELL_AGENT_TOKEN
#   --dir DIR           where the agent lives (default: ~/.stepwell-agent)
#   --data DIR          run directories and outputs of jobs (default: DIR/data)
#   --python FILE       a Python that has the trainer's packages (default: the agent makes an environment)
#   --no-service        do not ask systemd to keep it running
#   --no-start          install only
#
# It writes below DIR and the data folder, and a unit of systemd's user session where there is one. No root is needed.
# The token is read from the environment or a file: arguments are visible to every account of the machine.
set -eu

fail() {
  printf 'stepwell-agent: %s\n' "$1" >&2
  exit 1
}

# Node 20 or later, by NODE or from the PATH.
find_node() {
  node=${NODE:-node}
  if ! command -v "$node" >/dev/null 2>&1; then
    fail "Node.js 20 or later is needed, and there is none on the PATH. Get one without root: unpack https://nodejs.org/dist (linux-x64 or linux-arm64, .tar.xz) anywhere, and run this again with NODE=/that/folder/bin/node before sh. On Debian and Ubuntu: apt install nodejs; with conda: conda install nodejs."
  fi
  if ! major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null); then
    fail "$node does not run: set NODE to a Node.js of version 20 or later."
  fi
  if [ "$major" -lt 20 ]; then
    fail "Node.js 20 or later is needed, and $node is version $major. Install a newer one beside it, and run this again with NODE=/path/of/its/bin/node before sh."
  fi
}

# The program itself: written only if its hash is the one of the server's manifest. Replaced at once, never in parts.
fetch_agent() {
  "$node" --input-type=module -e '
    import { createHash } from "node:crypto";
    import { mkdirSync, renameSync, statfsSync, writeFileSync } from "node:fs";
    import { join } from "node:path";
    const [server, dir] = process.argv.slice(1);
    const end = (why) => { console.error(`stepwell-agent: ${why}`); process.exit(1); };
    const get = async (name) => {
      const url = new URL(`/api/v1/agent/${encodeURIComponent(name)}`, server);
      const answer = await fetch(url, { redirect: "error" }).catch((error) =>
        end(`${server} does not answer from here (${error.cause?.message ?? error.message}).`));
      if (answer.ok) return Buffer.from(await answer.arrayBuffer());
      const said = await answer.json().catch(() => ({}));
      return end(`${url}: ${answer.status} ${said.title ?? ""}. ${said.hint ?? ""}`);
    };
    const { version, bundle } = JSON.parse((await get("manifest.json")).toString());
    const program = await get(bundle.name);
    const found = createHash("sha256").update(program).digest("hex");
    if (found !== bundle.sha256) end(`the program came damaged (sha256 ${found}, expected ${bundle.sha256}): run this again.`);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = statfsSync(dir);
    if (bavail * bsize < 100e6) end(`less than 100 MB are free on the disk of ${dir}: free some, or choose another place with --dir.`);
    const scratch = join(dir, `.agent-${process.pid}`);
    writeFileSync(scratch, program, { mode: 0o755 });
    renameSync(scratch, join(dir, "stepwell-agent.mjs"));
    console.log(`stepwell-agent ${version}`);
  ' "$1" "$2"
}

# All of it is read before any of it runs: a download that breaks off installs nothing.
main() {
  server=
  dir=${STEPWELL_AGENT_HOME:-${HOME:?HOME is not set}/.stepwell-agent}
  before=
  for word in "$@"; do
    case $before in
      --server) server=$word ;;
      --dir) dir=$word ;;
    esac
    case $word in
      --server=*) server=${word#--server=} ;;
      --dir=*) dir=${word#--dir=} ;;
    esac
    before=$word
  done
  [ -n "$server" ] || fail "--server is missing: the Hosts page of Stepwell shows the whole command."
  find_node
  fetch_agent "$server" "$dir"
  STEPWELL_AGENT_HOME=$dir
  export STEPWELL_AGENT_HOME
  exec "$node" "$dir/stepwell-agent.mjs" install "$@" </dev/null
}

main "$@"
