"""An OpenAI-compatible endpoint as the teacher: bounded in time and size, tried again where that can help."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from stepwell_trainer.client.backoff import Backoff
from stepwell_trainer.client.opener import opener_for
from stepwell_trainer.client.transport import retry_after
from stepwell_trainer.errors import TrainerError
from stepwell_trainer.rewrite.teachers.request import MAX_TOKENS, messages_for, unwrapped
from stepwell_trainer.rewrite.teachers.teacher import Unwritten, Written
from stepwell_trainer.tasks.item import Item

KEY_VARIABLE = "STEPWELL_TEACHER_API_KEY"
MAX_ANSWER = 8 * 1024 * 1024
HOPELESS = frozenset({401, 403, 404, 405})
WORTH_RETRYING = frozenset({408, 409, 425, 429})


@dataclass(frozen=True)
class Patience:
    """How long the teacher waits. `timeout` and `first_wait` in seconds, `tries` per prompt."""

    timeout: float = 120.0
    tries: int = 5
    first_wait: float = 0.5


@dataclass(frozen=True)
class _Away:
    """No answer after every try: this prompt is missing, and if all are, the endpoint is away."""

    reason: str


def completions_url(url: str) -> str:
    """The address of chat completions for a server's root, its `/v1`, or that address itself."""
    base = url.rstrip("/")
    if base.endswith("/chat/completions"):
        return base
    return f"{base}/chat/completions" if base.endswith("/v1") else f"{base}/v1/chat/completions"


class EndpointTeacher:
    """Asks for one trace per request, several at a time. A key is read from STEPWELL_TEACHER_API_KEY, if set."""

    batch_size = 32

    def __init__(self, url: str, model: str, patience: Patience | None = None, at_once: int = 8) -> None:
        self.name = model
        self._url = completions_url(url)
        self._model = model
        self._patience = patience or Patience()
        self._at_once = at_once
        self._opener = opener_for(self._url)

    def write(self, items: Sequence[Item]) -> list[Written | Unwritten]:
        """One outcome per item. Raises TrainerError if the endpoint refuses every request or answers none."""
        with ThreadPoolExecutor(self._at_once) as pool:
            outcomes = list(pool.map(self._write_one, items))
        away = [o for o in outcomes if isinstance(o, _Away)]
        if away and len(away) == len(outcomes):
            raise TrainerError(f"the teacher at {self._url} gives no answer: {away[0].reason}")
        return [Unwritten(o.reason) if isinstance(o, _Away) else o for o in outcomes]

    def _write_one(self, item: Item) -> Written | Unwritten | _Away:
        backoff = Backoff(self._patience.first_wait)
        outcome: Written | Unwritten | _Away = _Away("not tried")
        for attempt in range(self._patience.tries):
            time.sleep(backoff.remaining() if attempt else 0)
            outcome, after = self._ask(item)
            if not isinstance(outcome, _Away):
                return outcome
            backoff.failed(after)
        return outcome

    def _ask(self, item: Item) -> tuple[Written | Unwritten | _Away, float | None]:
        try:
            with self._opener.open(self._request(item), timeout=self._patience.timeout) as answer:
                return _understood(answer.read(MAX_ANSWER + 1)), None
        except urllib.error.HTTPError as error:
            with error:
                return self._refused(error), retry_after(error.headers.get("Retry-After"))
        except (OSError, http.client.HTTPException) as error:
            return _Away(f"{type(error).__name__}: {error}"), None

    def _request(self, item: Item) -> urllib.request.Request:
        body = {
            "model": self._model,
            "messages": messages_for(item),
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "stream": False,
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY_VARIABLE):
            headers["Authorization"] = f"Bearer {key}"
        return urllib.request.Request(self._url, json.dumps(body).encode(), headers, method="POST")

    def _refused(self, error: urllib.error.HTTPError) -> Unwritten | _Away:
        if error.code in HOPELESS or 300 <= error.code < 400:
            hint = f"; set {KEY_VARIABLE}" if error.code in (401, 403) else ""
            raise TrainerError(f"the teacher at {self._url} refuses requests with HTTP {error.code}{hint}")
        if error.code in WORTH_RETRYING or error.code >= 500:
            return _Away(f"HTTP {error.code}")
        return Unwritten(f"the teacher refused the prompt with HTTP {error.code}")


def _understood(body: bytes) -> Written | Unwritten | _Away:
    """The first choice's text; an answer that is no chat completion may be a proxy's page, so it is tried again."""
    if len(body) > MAX_ANSWER:
        return Unwritten("the teacher's answer is larger than 8 MB")
    try:
        choice = json.loads(body)["choices"][0]
        text, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return _Away("the answer is no chat completion")
    if reason == "length":
        return Unwritten("the response was cut off at the token limit")
    return Written(unwrapped(text)) if isinstance(text, str) else Unwritten("the teacher gave no text")
