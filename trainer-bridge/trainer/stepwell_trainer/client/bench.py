"""`python -m stepwell_trainer.client.bench`: what logging costs the training loop, and how fast events arrive.

The server is a thread of the same process that counts events and throws them away, so the figures are the client's.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil

from .event_client import EventClient
from .system import Readings, interval_at

ATTEMPT = "att_benchmark00"
VALUES = {f"group/metric_{n:02d}": n * 1.25 for n in range(30)}
TRACE = {
    "origin": "train",
    "response": "<think>" + "<step>12+7=19</step>" * 40 + "</think><answer>19</answer>",
    "traceSteps": [
        {"index": i, "continuations": [{"text": "x" * 200, "verdict": "right"} for _ in range(4)]} for i in range(6)
    ],
}


class _Sink(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """No line per request."""

    def do_POST(self) -> None:
        """Acknowledges whatever comes."""
        body = gzip.decompress(self.rfile.read(int(self.headers["Content-Length"])))
        events = len(json.loads(body)["events"])
        answer = json.dumps({"accepted": events, "duplicates": 0, "stop": False}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def measure(name: str, events: int, log: Callable[[EventClient, int], None], url: str) -> None:
    """Logs `events` events as fast as it goes and prints one line of figures."""
    with tempfile.TemporaryDirectory() as folder:
        client = EventClient(folder, url, "/events", ATTEMPT, "token")
        costs = []
        begin = time.perf_counter()
        for n in range(events):
            start = time.perf_counter()
            log(client, n)
            costs.append(time.perf_counter() - start)
        client.flush(60)
        durable = time.perf_counter() - begin
        closing = client.close(120)
        total = time.perf_counter() - begin
    costs.sort()
    middle, worst = costs[len(costs) // 2] * 1e6, costs[-len(costs) // 1000 - 1] * 1e6
    print(
        f"{name}: {middle:.1f} us a call (p99.9 {worst:.0f} us); {events / durable:,.0f}/s to disk, "
        f"{events / total:,.0f}/s to the server; unsent {closing.unsent}, lost {closing.lost}"
    )


def measure_sampling(samples: int) -> None:
    """Takes system samples one after the other and prints what one costs, and which share of a core that is."""
    with tempfile.TemporaryDirectory() as folder:
        readings = Readings(os.getpid(), folder)
        begin = time.process_time()
        for _ in range(samples):
            readings.take()
        cost = (time.process_time() - begin) / samples
    print(
        f"system samples: {cost * 1e3:.2f} ms of CPU each ({len(psutil.pids())} processes on the machine), "
        f"{100 * cost / interval_at(0):.3f}% of a core in a run's first half hour"
    )


def main() -> None:
    """Runs the measurements."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    measure("train steps of 30 metrics", 20_000, lambda c, n: c.log_metrics(n, VALUES), url)
    measure("traces of 6 kB", 5_000, lambda c, n: c.log_trace({**TRACE, "trainStep": n}), url)
    server.shutdown()
    measure_sampling(500)


if __name__ == "__main__":
    main()
