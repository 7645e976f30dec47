"""What the wrapper says to the server beside events: that it runs, that it still runs, how it ended."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from stepwell_trainer.client.backoff import Backoff
from stepwell_trainer.client.opener import opener_for
from stepwell_trainer.wrap.record import RunRecord

HEARTBEAT_SECONDS = 5.0
LONGEST_BACKOFF = 30.0


class Away(Exception):
    """The server does not answer, or not now."""


class Refusal(Exception):
    """The server has said no, and will again."""


class WrapServer:
    """One wrapped run at its server. `operator_token`: where the server demands one."""

    def __init__(self, record: RunRecord, operator_token: str, patience: float = 10.0) -> None:
        self._record = record
        self._operator_token = operator_token
        self._patience = patience

    def start(self) -> None:
        """Makes the run known. Any number of times."""
        self._send("PUT", "", self._operator_token, self._record.start)
        self._record.registered = True
        self._record.save()

    def heartbeat(self) -> str:
        """Says that it runs; the server's order: go-on, stop or forget."""
        return str(self._send("POST", "/heartbeat", self._record.token, {}).get("order", "go-on"))

    def end(self) -> None:
        """Says how it ended."""
        if self._record.end is None or self._record.told_end:
            return
        if not self._record.registered:
            self.start()
        self._send("POST", "/end", self._record.token, self._record.end)
        self._record.told_end = True
        self._record.save()

    def _send(self, method: str, what: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self._record.server_url}/api/v1/wrapped-runs/{self._record.run_id}{what}"
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "stepwell-run"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
        try:
            with opener_for(url).open(request, timeout=self._patience) as answer:
                said = json.loads(answer.read(1 << 20))
        except urllib.error.HTTPError as error:
            raise _trouble(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Away(f"{self._record.server_url} does not answer: {error}") from error
        if not isinstance(said, dict):
            raise Away(f"{self._record.server_url} answers something else")
        return said


def _trouble(error: urllib.error.HTTPError) -> Away | Refusal:
    with error:
        try:
            problem = json.loads(error.read(1 << 20))
            text = str(problem.get("detail") or problem.get("title"))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            text = error.reason if isinstance(error.reason, str) else ""
    said = f"HTTP {error.code}: {text}"
    # A token may be put right, a busy server calm down; the rest stays as it is.
    return Away(said) if error.code in (401, 408, 429) or error.code >= 500 else Refusal(said)


class Reporter:
    """A thread that makes the run known as soon as it can, then says every 5 s that it lives, and hears orders."""

    def __init__(self, server: WrapServer, record: RunRecord, notice: Callable[[str], None]) -> None:
        self._server = server
        self._record = record
        self._notice = notice
        self._over = threading.Event()
        self.stop_ordered = threading.Event()
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="stepwell-reporter", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; a request on its way is waited for."""
        self._over.set()
        self._thread.join(15)

    def _run(self) -> None:
        backoff = Backoff(longest=LONGEST_BACKOFF)
        wait = 0.0
        while not self._over.wait(wait):
            try:
                wait = self._turn()
                backoff.succeeded()
            except Away as away:
                self._tell(f"{away}; going on, and trying again")
                backoff.failed(None)
                wait = backoff.remaining()
            except Refusal as refusal:
                self._tell(f"the server refuses this run: {refusal}")
                return

    def _turn(self) -> float:
        if not self._record.registered:
            self._server.start()
            self._tell("")
        order = self._server.heartbeat()
        if order in ("stop", "forget"):
            self.stop_ordered.set()
        return HEARTBEAT_SECONDS

    def _tell(self, text: str) -> None:
        if text and text != self._told:
            self._notice(text)
        self._told = text
