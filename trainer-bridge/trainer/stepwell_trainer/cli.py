"""`python -m stepwell_trainer run|drain|golden|doctor`. Imports lazily: torch and TRL take seconds."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from stepwell_trainer.errors import EXIT_CANCELLED, EXIT_DONE, EXIT_FAILED, Cancelled, TrainerError
from stepwell_trainer.jobs.context import JobContext
from stepwell_trainer.jobs.spec import Job, parse_job, read_raw_job
from stepwell_trainer.reporting.reporter import Reporter

if TYPE_CHECKING:
    from stepwell_trainer.client.system import Sampler

_STAGES = {
    "rewrite": "stepwell_trainer.rewrite.stage",
    "sft": "stepwell_trainer.stages.sft",
    "grpo": "stepwell_trainer.stages.grpo",
    "evaluate": "stepwell_trainer.stages.evaluate",
}


def main(arguments: list[str]) -> int:
    """The exit code of a command."""
    options = _parser().parse_args(arguments)
    if options.command == "run":
        return run_job(Path(options.run_dir))
    if options.command == "drain":
        return int(import_module("stepwell_trainer.client.drain").main(Path(options.run_dir)))
    if options.command == "golden":
        return int(import_module("stepwell_trainer.golden").main([Path(f) for f in options.files]))
    return int(import_module("stepwell_trainer.doctor").main())


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="stepwell_trainer")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the job in RUN_DIR/job.json").add_argument("run_dir")
    commands.add_parser("drain", help="send what a dead trainer left").add_argument("run_dir")
    commands.add_parser("golden", help="check the reward against golden files").add_argument("files", nargs="+")
    commands.add_parser("doctor", help="what is installed, as JSON")
    return parser


def run_job(run_dir: Path) -> int:
    """Runs one job. 0 done, 75 cancelled after its checkpoint, 1 failure, 78 invalid job.json."""
    try:
        raw = read_raw_job(run_dir)
        job = parse_job(raw)
    except TrainerError as problem:
        print(f"stepwell_trainer: {problem}", file=sys.stderr)
        return problem.exit_code
    _limit_threads(job.threads)
    reporter = _reporter(run_dir, raw)
    context = JobContext(run_dir, job, reporter)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: context.stop_signal.set())
    sampler = _sampler(context)
    try:
        return _run_stage(context)
    finally:
        if sampler:
            sampler.close()
        reporter.close()


def _sampler(context: JobContext) -> Sampler | None:
    """System metrics of this job, where the machine tells any."""
    from stepwell_trainer.client.system import sample_this_process

    reporter = context.reporter
    return sample_this_process(
        reporter.system, context.job.output_dir, lambda text: reporter.environment({"gpu figures": text})
    )


def _run_stage(context: JobContext) -> int:
    try:
        context.reporter.phase("starting", f"{context.job.kind} {context.job.name}")
        from stepwell_trainer.doctor import environment_facts

        context.reporter.environment(environment_facts())
        import_module(_stage_of(context.job)).run(context)
    except Cancelled as cancelled:
        context.reporter.log("info", str(cancelled))
        return EXIT_CANCELLED
    except TrainerError as problem:
        return _failed(context.reporter, str(problem), problem.exit_code)
    except Exception:  # noqa: BLE001 - whatever ended the job belongs in its log before the process ends
        return _failed(context.reporter, traceback.format_exc(), EXIT_FAILED)
    context.reporter.phase("done")
    return EXIT_DONE


def _stage_of(job: Job) -> str:
    """Stepwell's own stage, or the one that drives another stack."""
    return _STAGES[job.kind] if job.stack.kind == "stepwell" else "stepwell_trainer.stages.external"


def _failed(reporter: Reporter, text: str, exit_code: int) -> int:
    print(text, file=sys.stderr)
    reporter.log("error", text)
    return exit_code


def _limit_threads(threads: int | None) -> None:
    """Before torch is imported, which reads these once; two trainings side by side must not fight over cores."""
    if threads is None:
        return
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = str(threads)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    import torch

    torch.set_num_threads(threads)


def _reporter(run_dir: Path, raw: dict[str, object]) -> Reporter:
    """The server where the agent gave a token for it, else files in the run directory."""
    if os.environ.get("STEPWELL_RUN_TOKEN"):
        return import_module("stepwell_trainer.client").open_reporter(run_dir, raw)
    from stepwell_trainer.reporting.jsonl_reporter import JsonlReporter

    return JsonlReporter(run_dir / "events")
