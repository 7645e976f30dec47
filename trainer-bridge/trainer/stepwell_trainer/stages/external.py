"""Trains with a stack that exists already: its adapter writes the configuration, this runs and follows it."""

from __future__ import annotations

import os
from typing import Any

from stepwell_trainer.adapters.base import StackRun
from stepwell_trainer.adapters.index import stack_run_of
from stepwell_trainer.adapters.lines import LineFollower
from stepwell_trainer.adapters.output_log import OutputLog
from stepwell_trainer.adapters.process import StackProcess
from stepwell_trainer.errors import Cancelled, TrainerError
from stepwell_trainer.jobs.context import JobContext

_POLL_SECONDS = 0.5
# From being asked to end to being killed: launchers kill after 10 s, and the last events are to be said before that.
_GRACE_VARIABLE, _GRACE_SECONDS = "STEPWELL_STACK_GRACE_SECONDS", 5.0


def run(context: JobContext[Any]) -> None:
    """Trains to the stack's own end. Output artifact: its final checkpoint as a Hugging Face folder."""
    stack = stack_run_of(context)
    try:
        _train(context, stack)
    finally:
        stack.close()


def grace_seconds() -> float:
    """How long a stack may take to end in its own way; a host whose engine warns earlier can say more."""
    try:
        return float(os.environ.get(_GRACE_VARIABLE, _GRACE_SECONDS))
    except ValueError:
        return _GRACE_SECONDS


def _train(context: JobContext[Any], stack: StackRun) -> None:
    command = stack.prepare()
    output = context.run_dir / "stack.log"
    context.reporter.log("info", f"starting {command.argv[0]}: {len(command.argv) - 1} arguments, in {command.cwd}")
    context.reporter.phase("training", f"with {context.job.stack.kind}")
    log = OutputLog(LineFollower(output), context.reporter)
    process = StackProcess(command, output, grace_seconds())
    stopped = False
    try:
        stopped = _follow(context, stack, process, log)
    finally:
        process.end()
        log.poll(finish=True)
        stack.poll()
        stack.remember()
    _judge(process.exit_code(), stopped, stack, log)
    stack.finish()


def _follow(context: JobContext[Any], stack: StackRun, process: StackProcess, log: OutputLog) -> bool:
    """Reports until the process has ended. Whether it was asked to."""
    stopped = False
    while process.exit_code() is None:
        if not stopped and context.cancelled():
            stopped = True
            context.reporter.log("info", f"asked {context.job.stack.kind} to stop; it has {grace_seconds():g} s")
            process.stop()
        log.poll()
        stack.poll()
        stack.remember()
        process.wait(_POLL_SECONDS)
    return stopped


def _judge(code: int | None, stopped: bool, stack: StackRun, log: OutputLog) -> None:
    """Nothing for a success. A stack that was asked to stop and ended in any way was cancelled."""
    if code == 0:
        return
    if stopped:
        last = stack.last_checkpoint()
        kept = "it had written no checkpoint yet" if last is None else f"its checkpoint of train step {last} is kept"
        raise Cancelled(f"stopped; {kept}")
    ended = f"was ended by signal {code - 128}" if code and code > 128 else f"ended with exit code {code}"
    raise TrainerError(f"the stack {ended}. Its last output:\n{log.tail or '(none)'}")
