"""The `stepwell` command."""

from __future__ import annotations

import json
import os
import shlex
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

DEFAULT_SERVER = "http://127.0.0.1:4173"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    own, command = _split(given)
    options = _parser().parse_args(own)
    token = os.environ.get("STEPWELL_TOKEN", "")
    if options.verb == "sync":
        from stepwell_trainer.wrap.sync import sync, unfinished

        return sync(options.run_dirs or unfinished(options.runs_dir), token, options.patience)
    if not command:
        _parser().error("name the command to run: stepwell run [options] -- COMMAND …")
    from stepwell_trainer.wrap.run import Settings, run

    return run(
        Settings(
            argv=command,
            server_url=options.server.rstrip("/"),
            operator_token=token,
            project=options.project,
            name=(options.name or shlex.join(command))[:200],
            runs_dir=options.runs_dir,
            config=_config(options),
            resume=options.resume,
            grace=options.grace,
        )
    )


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """Before and after the first `--`."""
    if "--" not in given:
        return given, []
    at = given.index("--")
    return given[:at], given[at + 1 :]


def _parser() -> ArgumentParser:
    home = Path(os.environ.get("STEPWELL_RUNS") or Path.home() / ".stepwell" / "runs")
    parser = ArgumentParser(prog="stepwell", description="Runs commands that Stepwell hears of.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="stepwell run [options] -- COMMAND …")
    run.add_argument("--server", default=os.environ.get("STEPWELL_SERVER", DEFAULT_SERVER), help="Stepwell's address")
    run.add_argument("--project", default=Path.cwd().name or "commands", help="default: the folder's name")
    run.add_argument("--name", default="", help="of the run; default: the command")
    run.add_argument("--config", action="append", default=[], type=_setting, metavar="KEY=VALUE|FILE.json")
    run.add_argument("--resume", metavar="RUN_ID", help="another attempt at a run that has ended")
    run.add_argument("--grace", type=float, default=60.0, help="seconds between SIGTERM and SIGKILL when cancelled")
    run.add_argument("--runs-dir", type=Path, default=home, help=f"default: {home}")
    sync = verbs.add_parser("sync", help="send what could not be sent while commands ran")
    sync.add_argument("run_dirs", nargs="*", type=Path, help="default: every unfinished one")
    sync.add_argument("--runs-dir", type=Path, default=home)
    sync.add_argument("--patience", type=float, default=60.0, help="seconds for each")
    return parser


def _setting(text: str) -> dict[str, Any]:
    """`lr=1e-4` (JSON where it is JSON, else a text), or a file of JSON."""
    if text.endswith(".json"):
        try:
            value = json.loads(Path(text).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ArgumentTypeError(f"{text}: {error}") from error
        if not isinstance(value, dict):
            raise ArgumentTypeError(f"{text}: must hold an object")
        return value
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise ArgumentTypeError(f"{text}: write KEY=VALUE, or the name of a .json file")
    try:
        return {key: json.loads(value)}
    except ValueError:
        return {key: value}


def _config(options: Namespace) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for part in options.config:
        merged |= part
    return merged
