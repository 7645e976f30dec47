"""Trains with a stack that exists already: its adapter writes the configuration, this runs and follows it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
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
    context.reporter.environment({"stack": context.job.stack.kind, **command.facts})
    process = StackProcess(command, output, grace_seconds())
    watch = Watch(context, stack, log)
    stopped = False
    try:
        stopped = _follow(context, watch, process)
    finally:
        process.end()
        watch.look(finish=True)
    _judge(process.exit_code(), stopped, stack, log)
    stack.finish()


class Watch:
    """Looks at what the stack has written. Trouble in looking is said and never ends a training that goes on."""

    def __init__(self, context: JobContext[Any], stack: StackRun, log: OutputLog) -> None:
        self._context = context
        self._stack = stack
        self._log = log
        self._said: set[str] = set()

    def look(self, finish: bool = False) -> None:
        """Reports what is new; with `finish` also a last line of output that lacks its end."""
        for action in (lambda: self._log.poll(finish), self._stack.poll, self._stack.remember):
            self._try(action)

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as problem:  # whatever a stack wrote: its training is worth more than our reading of it
            kind = f"{type(problem).__name__}: {problem}"
            if kind not in self._said:
                self._said.add(kind)
                self._context.reporter.log("error", f"reading what the stack wrote failed: {traceback.format_exc()}")


def _follow(context: JobContext[Any], watch: Watch, process: StackProcess) -> bool:
    """Reports until the process has ended. Whether it was asked to."""
    stopped = False
    while process.exit_code() is None:
        if not stopped and context.cancelled():
            stopped = True
            context.reporter.log("info", f"asked {context.job.stack.kind} to stop; it has {grace_seconds():g} s")
            process.stop()
        watch.look()
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
