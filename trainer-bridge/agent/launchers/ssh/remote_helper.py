"""The remote end of the `ssh` launcher: answers one request, and leaves a supervisor behind when asked to start.

The agent sends this text over each connection (nothing is installed), then one request: a line of JSON, then
`payload` bytes. The answer is a marked line of JSON, then as many bytes as it says. The records that it keeps in
a run directory are those of the `local` launcher. Needs Python 3.6 or newer and nothing but the standard library.
"""

import base64
import gzip
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time

ANSWER_MARK = b"stepwell-answer "
LEFTOVER_GRACE_S = 2.0
POLL_S = 0.05
WATCH_S = 2.0
DISK_RETRY_S = 1.0
HAS_PROC = os.path.exists("/proc/self/stat")
TICKS = os.sysconf("SC_CLK_TCK")


# -- files -----------------------------------------------------------------------------------------------------


def through_temporary(path, data, place):
    temporary = "%s.%d.tmp" % (path, os.getpid())
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        place(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_atomic(path, value):
    through_temporary(path, as_bytes(value), os.replace)


def create_exclusively(path, value):
    """False if the file is there already."""
    try:
        through_temporary(path, as_bytes(value), os.link)
        return True
    except FileExistsError:
        return False


def as_bytes(value):
    return (json.dumps(value) + "\n").encode("ascii")


def read_json(path):
    try:
        with open(path, "rb") as file:
            return json.loads(file.read().decode("utf-8"))
    except FileNotFoundError:
        return None


def inside(folder, name):
    """The path of `name` below a folder; names that lead out of it are refused."""
    path = os.path.normpath(os.path.join(folder, name))
    if os.path.isabs(name) or not (path + os.sep).startswith(folder + os.sep):
        raise ValueError("%r leads out of %s" % (name, folder))
    return path


# -- processes -------------------------------------------------------------------------------------------------


def stat_fields(pid):
    """Fields of /proc/PID/stat from the state on; None for a process that ended."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            stat = file.read().decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    fields = stat[stat.rindex(")") + 2 :].split(" ")
    return None if fields[0] in ("Z", "X") else fields


def boot_id():
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


def ps(*arguments):
    env = dict(os.environ, LC_ALL="C", TZ="UTC")
    done = subprocess.run(("ps",) + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    return done.stdout.decode("utf-8", "replace")


def start_time(pid):
    if HAS_PROC:
        fields = stat_fields(pid)
        return None if fields is None else "%s:%s" % (boot_id(), fields[19])
    line = ps("-o", "stat=,lstart=", "-p", str(pid)).strip()
    return None if line == "" or line.startswith("Z") else line.split(None, 1)[1]


def identify(pid):
    return {"pid": pid, "startTime": start_time(pid)}


def is_alive(identity):
    return start_time(identity["pid"]) == identity["startTime"]


def ps_seconds(text):
    days, _, clock = text.rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part)
    return int(days or 0) * 86400 + seconds


def members(pgid):
    """The living processes of a process group: pid -> CPU seconds."""
    found = {}
    if not HAS_PROC:
        for line in ps("-A", "-o", "pid=,pgid=,stat=,time=").splitlines():
            pid, group, stat, used = line.split()[:4]
            if int(group) == pgid and not stat.startswith("Z"):
                found[int(pid)] = ps_seconds(used)
        return found
    for name in os.listdir("/proc"):
        fields = stat_fields(int(name)) if name.isdigit() else None
        if fields is not None and int(fields[2]) == pgid:
            found[int(name)] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def group_members(trainer):
    """Living members of our trainer's group; none if its number belongs to somebody else by now.

    While a member lives the kernel gives the number to nobody else: a leader with another start time means that
    our group had ended before.
    """
    found = members(trainer["pid"])
    if trainer["pid"] in found and not is_alive(trainer):
        return {}
    return found


def signal_group(pgid, number):
    try:
        os.killpg(pgid, number)
        return True
    except (ProcessLookupError, PermissionError):
        return False


# -- the supervisor --------------------------------------------------------------------------------------------


def record(path, value):
    """The exit record is the one thing that must not get lost: a full disk is waited out."""
    while True:
        try:
            return write_atomic(path, value)
        except FileNotFoundError:
            raise
        except OSError:
            time.sleep(DISK_RETRY_S)


def spawn(argv, env):
    """Forks a trainer that waits for a word. Returns its pid, where to say it, and where it says what went wrong.

    If the word never comes, because the supervisor was killed before it had noted the pid, the trainer ends.
    """
    gate_read, gate_write = os.pipe()
    told_read, told_write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(gate_read)
        os.close(told_write)
        os.read(told_read, 1)  # it has its own process group now
        return pid, gate_write, told_read
    try:
        os.close(gate_write)
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.write(told_write, b"r")
        os.dup2(os.open("stdout.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 1)
        os.dup2(os.open("stderr.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
        if os.read(gate_read, 1) != b"g":
            os._exit(125)
        os.execvpe(argv[0], argv, env)
    except (OSError, ValueError) as error:
        os.write(told_write, ("%s: %s" % (argv[0], error)).encode("utf-8", "replace"))
    finally:
        os._exit(127)


def wait_for(pid, run_dir):
    """Waits for the trainer. Whoever removes the run directory takes away every other way to find it: it ends."""
    looked = time.monotonic()
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        if time.monotonic() - looked >= WATCH_S:
            looked = time.monotonic()
            if not os.path.exists(os.path.join(run_dir, "supervisor.json")):
                signal_group(pid, signal.SIGKILL)
        time.sleep(POLL_S)


def end_leftovers(pgid):
    """What the trainer started and left behind (data workers) ends with it."""
    if not members(pgid):
        return
    signal_group(pgid, signal.SIGTERM)
    deadline = time.monotonic() + LEFTOVER_GRACE_S
    while time.monotonic() < deadline and members(pgid):
        time.sleep(POLL_S)
    if members(pgid):
        signal_group(pgid, signal.SIGKILL)


def how_it_ended(status, trouble):
    if os.WIFSIGNALED(status):
        return {"exitCode": None, "signal": signal.Signals(os.WTERMSIG(status)).name, "error": ""}
    return {"exitCode": os.WEXITSTATUS(status), "signal": None, "error": trouble}


def supervise(run_dir, argv, env, claimed):
    """Owns the run directory, or ends at once if another supervisor does. `claimed` is called when that is clear."""
    if not create_exclusively(os.path.join(run_dir, "supervisor.json"), identify(os.getpid())):
        return
    claimed()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # for the trainer's group; this process stays to the end
    pid, gate, told = spawn(argv, env)
    record(os.path.join(run_dir, "trainer.json"), identify(pid))
    try:
        os.write(gate, b"g")
    except BrokenPipeError:
        pass  # it ended before it was let go; its exit says how
    os.close(gate)
    trouble = os.read(told, 4000).decode("utf-8", "replace")  # ends when the command has begun
    how = how_it_ended(wait_for(pid, run_dir), trouble)
    end_leftovers(pid)
    how["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    record(os.path.join(run_dir, "exit.json"), how)


def detach(run_dir, argv, env):
    """Leaves a supervisor behind that belongs to no connection; returns when it has claimed or given up."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(write_end)
        os.waitpid(child, 0)
        os.read(read_end, 1)
        os.close(read_end)
        return
    try:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.chdir(run_dir)
        nowhere = os.open(os.devnull, os.O_RDWR)
        log = os.open("supervisor.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for source, target in ((nowhere, 0), (nowhere, 1), (log, 2)):
            os.dup2(source, target)
        supervise(run_dir, argv, env, lambda: os.close(write_end))
    except BaseException as error:
        os.write(2, ("%s: %s\n" % (type(error).__name__, error)).encode("utf-8", "replace"))
    finally:
        os._exit(0)


# -- requests --------------------------------------------------------------------------------------------------


def root_of(request):
    """The agent's folder on this host."""
    return os.path.abspath(os.path.expanduser(request["root"]))


def folder_of(request):
    """A run directory (`attempts`) or the outputs of a job (`jobs`)."""
    return inside(os.path.join(root_of(request), request["kind"]), request["of"])


def put_package(request, payload):
    """Unpacks the trainer's package: it appears whole or not at all."""
    packages = os.path.join(root_of(request), "packages")
    target = inside(packages, request["package"])
    draft = "%s.%d.tmp" % (target, os.getpid())
    for name, data in json.loads(gzip.decompress(payload).decode("utf-8")).items():
        path = inside(draft, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
    try:
        os.rename(draft, target)
    except OSError:
        shutil.rmtree(draft)  # another agent was faster
        if not os.path.isdir(target):
            raise
    return {}, b""


def with_package(request):
    """The environment of a command with the trainer's package in it; None if the package is not here yet."""
    env = dict(os.environ, **request["env"])
    if request["package"] is None:
        return env
    package = inside(os.path.join(root_of(request), "packages"), request["package"])
    if not os.path.isdir(package):
        return None
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [package, env.get("PYTHONPATH")]))
    return env


def start(request, _):
    """Starts the command in the run directory unless that happened before; a null argument is the directory."""
    run_dir = folder_of(request)
    env = with_package(request)
    if env is None:
        return {"needsPackage": True}, b""
    job = request["job"]
    job["outputDir"] = inside(os.path.join(root_of(request), "jobs"), job["jobId"])
    os.makedirs(run_dir, mode=0o700, exist_ok=True)
    os.makedirs(job["outputDir"], exist_ok=True)
    supervisor = os.path.join(run_dir, "supervisor.json")
    if not os.path.exists(supervisor):
        write_atomic(os.path.join(run_dir, "job.json"), job)
        detach(run_dir, [run_dir if part is None else part for part in request["argv"]], env)
    if os.path.exists(supervisor):
        return {"needsPackage": False}, b""
    said = ""
    if os.path.exists(os.path.join(run_dir, "supervisor.log")):
        with open(os.path.join(run_dir, "supervisor.log"), errors="replace") as file:
            said = file.read()[-2000:]
    # Nothing may start later on, behind the back of whoever hears that this failed.
    create_exclusively(supervisor, {"neverStarted": True})
    raise RuntimeError("the supervisor did not start. %s" % said)


def status(request, _):
    attempts = os.path.join(root_of(request), "attempts")
    return {"attempts": [facts(name, inside(attempts, name)) for name in request["attempts"]]}, b""


def facts(name, run_dir):
    """What the run directory and the process table say. The exit record is read last: it comes before the end."""
    claim = read_json(os.path.join(run_dir, "supervisor.json"))
    never = claim is not None and claim.get("neverStarted", False)
    alive = claim is not None and not never and is_alive(claim)
    trainer = read_json(os.path.join(run_dir, "trainer.json"))
    group = {} if trainer is None else group_members(trainer)
    return {
        "attempt": name,
        "present": os.path.isdir(run_dir),
        "claimed": claim is not None,
        "neverStarted": never,
        "supervisorAlive": alive,
        "trainer": trainer and {"pid": trainer["pid"], "alive": is_alive(trainer), "groupAlive": len(group) > 0},
        "cpuSeconds": sum(group.values()) if group else None,
        "touchedMs": last_touched(run_dir),
        "exit": read_json(os.path.join(run_dir, "exit.json")),
    }


def last_touched(run_dir):
    newest = 0.0
    spool = os.path.join(run_dir, "spool")
    spooled = [os.path.join(spool, name) for name in os.listdir(spool)] if os.path.isdir(spool) else []
    for path in [os.path.join(run_dir, name) for name in ("stdout.log", "stderr.log", "heartbeat")] + spooled:
        try:
            newest = max(newest, os.stat(path).st_mtime)
        except FileNotFoundError:
            pass  # not written yet, or sent at this moment
    return int(newest * 1000)


def cancel(request, _):
    """Closes a run directory in which nothing started, else asks its trainer by the cancel file."""
    run_dir = folder_of(request)
    os.makedirs(run_dir, mode=0o700, exist_ok=True)
    if create_exclusively(os.path.join(run_dir, "supervisor.json"), {"neverStarted": True}):
        return {}, b""
    try:
        open(os.path.join(run_dir, "cancel"), "wb").close()
    except OSError:
        pass  # a full disk must not keep anything running: the signals follow
    return {}, b""


def send_signal(request, _):
    number = {"SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}[request["signal"]]
    run_dir = folder_of(request)
    trainer = read_json(os.path.join(run_dir, "trainer.json"))
    claim = read_json(os.path.join(run_dir, "supervisor.json"))
    if trainer is not None:
        if group_members(trainer):
            signal_group(trainer["pid"], number)
    elif number == signal.SIGKILL and claim is not None and not claim.get("neverStarted") and is_alive(claim):
        os.kill(claim["pid"], number)  # the trainer waits for its supervisor's word and ends without it
    return {}, b""


def read(request, _):
    """Bytes of one file of a folder, from an offset; a negative one counts from the end."""
    try:
        file = open(inside(folder_of(request), request["name"]), "rb")
    except FileNotFoundError:
        return {"start": 0, "size": 0}, b""
    with file:
        size = os.fstat(file.fileno()).st_size
        offset = request["offset"]
        begin = max(0, size + offset) if offset < 0 else min(offset, size)
        file.seek(begin)
        return {"start": begin, "size": size}, file.read(min(request["limit"], size - begin))


def list_files(request, _):
    """All files below a folder (itself: `.`) with their sizes; links are not followed."""
    found = []
    folder = folder_of(request) if request["below"] == "." else inside(folder_of(request), request["below"])
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path) and not os.path.islink(path):
                found.append({"name": os.path.relpath(path, folder), "bytes": os.path.getsize(path)})
    return {"files": found}, b""


def run(request, _):
    """Runs a short command to its end; the last bytes of what it said."""
    env = with_package(request)
    if env is None:
        return {"needsPackage": True}, b""
    try:
        done = subprocess.run(
            request["argv"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            timeout=request["limitS"],
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return {"needsPackage": False, "exitCode": None, "stdoutBytes": 0}, str(error).encode("utf-8", "replace")
    out = done.stdout[-100000:]
    said = {"needsPackage": False, "exitCode": done.returncode, "stdoutBytes": len(out)}
    return said, out + done.stderr[-100000:]


def host_facts(request, _):
    """What the Hosts page shows of this machine. Bytes as numbers; None where the system does not tell."""
    folder = root_of(request)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    disk = os.statvfs(folder)
    affinity = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    known = {
        "platform": "%s %s" % (platform.system().lower(), platform.release()),
        "architecture": platform.machine(),
        "cpu": after_colon("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count() if affinity is None else len(affinity),
        "memoryBytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "memoryFreeKib": after_colon("/proc/meminfo", "MemAvailable"),
        "diskFreeBytes": disk.f_bavail * disk.f_frsize,
        "diskBytes": disk.f_blocks * disk.f_frsize,
        "python": platform.python_version(),
        "nvidiaSmi": shutil.which("nvidia-smi") is not None,
    }
    return known, b""


def after_colon(path, name):
    """The value of the first `name : value` line of a file of the kernel's."""
    try:
        with open(path, errors="replace") as file:
            for line in file:
                key, _, value = line.partition(":")
                if key.strip() == name:
                    return value.strip()
    except OSError:
        pass  # this system has no such file
    return None


REQUESTS = {
    "facts": host_facts,
    "putPackage": put_package,
    "start": start,
    "status": status,
    "cancel": cancel,
    "signal": send_signal,
    "read": read,
    "list": list_files,
    "run": run,
}


def main():
    os.umask(0o077)
    request = json.loads(sys.stdin.buffer.readline().decode("utf-8"))
    payload = sys.stdin.buffer.read(request["payload"])
    try:
        answer, data = REQUESTS[request["op"]](request, payload)
        line = {"ok": True, "answer": answer, "payload": len(data)}
    except Exception as error:  # whatever went wrong is the answer
        data = b""
        line = {"ok": False, "error": "%s: %s" % (type(error).__name__, error), "payload": 0}
    sys.stdout.buffer.write(ANSWER_MARK + as_bytes(line) + data)
    sys.stdout.buffer.flush()


main()
