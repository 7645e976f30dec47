"""One POST of a batch, and what its answer means for the events in it. Standard library only."""

from __future__ import annotations

import email.utils
import gzip
import http.client
import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from .opener import opener_for

SCHEMA_VERSION = 1
MAX_ANSWER = 256 * 1024
MAX_RETRY_AFTER = 300.0
_EVENT_PATH = re.compile(r"^events\.(\d{1,6})(?:\.|$)")
CONTENT_REFUSALS = frozenset({400, 409, 413, 415, 422})


@dataclass(frozen=True)
class Accepted:
    """The server has every event durably. `stop`: it asks the trainer to checkpoint and end."""

    stop: bool


@dataclass(frozen=True)
class Refused:
    """The content is refused and will be for ever. `problem` is the answer's body."""

    status: int
    problem: bytes

    @property
    def too_large(self) -> bool:
        """A smaller batch may pass."""
        return self.status == 413

    def detail(self) -> str:
        """The server's reason in one line."""
        try:
            return str(json.loads(self.problem)["detail"])[:500] or f"HTTP {self.status}"
        except (ValueError, KeyError, TypeError):
            return f"HTTP {self.status}"

    def named_events(self, size: int) -> list[int]:
        """Positions in a batch of `size` that the problem's fields (`events.3.values`) point at, in order."""
        try:
            paths = [str(field["path"]) for field in json.loads(self.problem)["fields"]]
        except (ValueError, KeyError, TypeError):
            return []
        found = {int(match[1]) for path in paths if (match := _EVENT_PATH.match(path))}
        return sorted(n for n in found if n < size)


@dataclass(frozen=True)
class Unavailable:
    """Not now. `after`: seconds the server asked for. `everywhere`: other streams would fare the same."""

    reason: str
    after: float | None
    everywhere: bool


Outcome = Accepted | Refused | Unavailable


class Transport:
    """Posts batches of one attempt. The token is kept out of every message and representation."""

    def __init__(self, server_url: str, events_path: str, attempt_id: str, token: str, timeout: float = 30.0) -> None:
        self.url = server_url.rstrip("/") + events_path
        self._attempt_id = attempt_id
        self._token = token
        self._timeout = timeout
        self._opener = opener_for(self.url)

    def post(self, kind: str, lines: list[bytes]) -> Outcome:
        """Sends encoded events of one stream as a gzip batch; never raises for network or server trouble."""
        stream = f"{self._attempt_id}/{kind}"
        head = f'{{"schemaVersion":{SCHEMA_VERSION},"stream":{json.dumps(stream)},"events":['
        body = gzip.compress(head.encode() + b",".join(lines) + b"]}", compresslevel=1)
        try:
            with self._opener.open(self._request(body), timeout=self._timeout) as answer:
                return _understand(answer.read(MAX_ANSWER))
        except urllib.error.HTTPError as error:
            return _refusal(error)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Unavailable(f"{type(error).__name__}: {error}", None, everywhere=True)

    def _request(self, body: bytes) -> urllib.request.Request:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "Accept": "application/json, application/problem+json",
            "User-Agent": "stepwell-trainer",
        }
        return urllib.request.Request(self.url, data=body, headers=headers, method="POST")


def _understand(body: bytes) -> Outcome:
    """Only the contract's own answer is an acknowledgement: a proxy's page or half an answer is none."""
    try:
        answer = json.loads(body)
        if isinstance(answer["accepted"], int) and isinstance(answer["duplicates"], int):
            return Accepted(stop=answer["stop"] is True)
    except (ValueError, KeyError, TypeError):
        pass
    return Unavailable("the answer is not an acknowledgement", None, everywhere=False)


def _refusal(error: urllib.error.HTTPError) -> Outcome:
    with error:
        try:
            body = error.read(MAX_ANSWER)
        except (OSError, http.client.HTTPException):
            body = b""
    if error.code in CONTENT_REFUSALS:
        return Refused(error.code, body)
    everywhere = error.code < 500 or error.code == 503
    return Unavailable(f"HTTP {error.code}", retry_after(error.headers.get("Retry-After")), everywhere)


def retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header (a number or a date), at most five minutes; None if absent or unreadable."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER) if seconds == seconds else None
