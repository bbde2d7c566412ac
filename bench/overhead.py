# SPDX-License-Identifier: Apache-2.0
"""Runs a workload N times alone and N times beside an agent, in turn, and prints medians and ratios.

    overhead.py N WORK COMMAND...

WORK/workload is run; WORK/home is removed before each start of the agent, whose admin socket lies in it.
For each phase: seconds without and with the agent. For the agent: CPU seconds that the workload cost it
until it was idle again, events judged, lost, microseconds of CPU per event, resident memory at the end.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from agent import cpu_seconds, running, source_status, status_mib, workload

PHASES = ("open_read_close", "fork_exec_wait", "loopback_connect", "total")


def run_workload(work):
    seconds = {}
    for line in subprocess.run(workload(work), check=True, capture_output=True, text=True).stdout.splitlines():
        name, *pairs = line.split()
        seconds[name] = float(dict(pair.split("=") for pair in pairs)["wall"])
    return seconds


def settle(pid):
    """Waits until the agent has worked off what it was given."""
    last = cpu_seconds(pid)
    while True:
        time.sleep(0.5)
        now = cpu_seconds(pid)
        if now - last < 0.03:
            return now
        last = now


def beside(work, command):
    with running(work, command) as (agent, home):
        idle = settle(agent.pid)
        before = source_status(home)
        result = run_workload(work)
        result["cpu_s"] = settle(agent.pid) - idle
        after = source_status(home)
        result["events"] = after["events"] - before["events"]
        result["lost"] = after["lost"] - before["lost"]
        result["us_per_event"] = 1e6 * result["cpu_s"] / max(1, result["events"] + result["lost"])
        (result["rss_mib"],) = status_mib(agent.pid, "VmRSS")
        return result


def main():
    runs, work, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    run_workload(work)
    alone, watched = [], []
    for _ in range(runs):
        alone.append(run_workload(work))
        watched.append(beside(work, command))
        print(json.dumps({key: round(value, 3) for key, value in watched[-1].items()}), flush=True)
    print(f"load {os.getloadavg()[0]:.1f}, medians of {runs} runs")
    for phase in PHASES:
        without = statistics.median(run[phase] for run in alone)
        if not without:
            continue
        beside_it = statistics.median(run[phase] for run in watched)
        print(f"{phase:18} {without:8.3f} s alone {beside_it:8.3f} s watched {beside_it / without:6.2f}x")
    for key in ("cpu_s", "events", "lost", "us_per_event", "rss_mib"):
        print(f"{key:18} {statistics.median(run[key] for run in watched):10.2f}")


main()
