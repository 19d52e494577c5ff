"""What it costs to count requests: the shared numbers, and the client library of Prometheus.

    python tests/benchmarks/bench_metrics.py [--requests 20000]

Prints a line for each way: processor milliseconds to begin (import, memory), megabytes that this
takes, and processor microseconds for each request. Each way is measured in a process of its own;
the library is, with files that several processes share, as it would be here.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time

from api.server.numbers import resident_bytes

SHARED = """
from api.server.numbers import Numbers, ServedRequest
routes = [f"/api/v1/{n}" for n in range(90)]
numbers = Numbers(routes, 2)
series = numbers.series("GET", routes[7])
request = ServedRequest("0123456789abcdef", series, 200, 0.004, 0.004, 1000)
def count(): numbers.count(0, request)
"""
LIBRARY = """
import prometheus_client
requests = prometheus_client.Counter("requests", "-", ["method", "route", "status"])
seconds = prometheus_client.Histogram("seconds", "-", ["method", "route"])
def count():
    requests.labels("GET", "/api/v1/7", "200").inc()
    seconds.labels("GET", "/api/v1/7").observe(0.004)
"""
WAYS = {"shared numbers": SHARED, "prometheus_client": LIBRARY}


def measured(way: str, count: int) -> dict[str, float]:
    gc.collect()
    gc.freeze()  # what is loaded already is not to be looked through meanwhile
    before, began = resident_bytes(os.getpid()) or 0, time.process_time()
    names: dict[str, object] = {}
    exec(WAYS[way], names)
    loaded, size = time.process_time() - began, (resident_bytes(os.getpid()) or 0) - before
    act = names["count"]
    began = time.process_time()
    for _ in range(count):
        act()  # type: ignore[operator]
    each = (time.process_time() - began) / count
    return {
        "begin_ms": round(1e3 * loaded, 1),
        "megabytes": round(size / 1e6, 1),
        "request_us": round(1e6 * each, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--way", choices=WAYS, help="measure this one, in this process")
    options = parser.parse_args()
    if options.way:
        return print(json.dumps({"way": options.way} | measured(options.way, options.requests)))
    with tempfile.TemporaryDirectory() as folder:
        for way in WAYS:
            more = ["--requests", str(options.requests), "--way", way]
            environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": folder}
            subprocess.run([sys.executable, __file__, *more], check=True, env=environment)


if __name__ == "__main__":
    main()
