"""A real HTTP server on loopback that takes event batches and can be told to misbehave."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.client.contract import violations

TOKEN = "run-token-0123456789abcdef"
PATH = "/api/v1/runs/run_0123456789/events"
ATTEMPT = "att_0123456789"


@dataclass(frozen=True)
class Answer:
    """What to answer instead of storing; `body` as it goes over the wire."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hangup:
    """Close the connection: before storing, after storing, or in the middle of the answer."""

    after_storing: bool
    half_answer: bool = False


Script = Callable[[dict], "Answer | Hangup | None"]


class EventServer:
    """Stores events by (stream, seq), as the real one does; `script` decides what goes wrong for a batch."""

    def __init__(self, port: int = 0) -> None:
        self.script: Script = lambda batch: None
        self.stop = False
        self.posts: list[dict] = []
        self.invalid: list[str] = []
        self.stored: dict[str, dict[int, dict]] = {}
        self.arrivals: dict[str, list[int]] = {}
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def events(self, kind: str) -> list[dict]:
        """Stored events of a kind by seq."""
        with self._lock:
            return [e for _, e in sorted(self.stored.get(f"{ATTEMPT}/{kind}", {}).items())]

    def seqs(self, kind: str) -> list[int]:
        return [e["seq"] for e in self.events(kind)]

    def arrived(self, kind: str) -> list[int]:
        """Seqs in order of arrival, repetitions left out."""
        with self._lock:
            return list(self.arrivals.get(f"{ATTEMPT}/{kind}", []))

    def take(self, batch: dict) -> bytes:
        with self._lock:
            known = self.stored.setdefault(batch["stream"], {})
            fresh = [e for e in batch["events"] if e["seq"] not in known]
            self.arrivals.setdefault(batch["stream"], []).extend(e["seq"] for e in fresh)
            known.update({e["seq"]: e for e in fresh})
            self.invalid += violations(batch)
        counts = {"accepted": len(fresh), "duplicates": len(batch["events"]) - len(fresh), "stop": self.stop}
        return json.dumps(counts).encode()


def _handler(server: EventServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Authorization"] != f"Bearer {TOKEN}" or self.path != PATH:
                self.answer(Answer(404))
                return
            batch = json.loads(gzip.decompress(body))
            server.posts.append({"at": time.monotonic(), "stream": batch["stream"], "size": len(batch["events"])})
            self.react(batch, server.script(batch))

        def react(self, batch: dict, reaction: Answer | Hangup | None) -> None:
            if isinstance(reaction, Answer):
                self.answer(reaction)
            elif reaction is None:
                self.answer(Answer(200, server.take(batch)))
            else:
                body = server.take(batch) if reaction.after_storing else b""
                if reaction.half_answer:
                    self.answer(Answer(200, body[: len(body) // 2], {"Content-Length": str(len(body))}))
                self.close_connection = True
                self.connection.close()

        def answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()

    return Handler
