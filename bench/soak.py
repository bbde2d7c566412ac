# SPDX-License-Identifier: Apache-2.0
"""Runs a workload again and again beside an agent and watches whether the agent grows.

    soak.py SECONDS WORK COMMAND...

WORK/workload is run; WORK/home is removed before the agent starts, whose admin socket lies in it.
"""

import os
import statistics
import subprocess
import sys
import time

from agent import cpu_seconds, running, source_status, status_mib, workload

EVERY_S = 10
MEMORY_RATIO = 1.10
MEMORY_MIB = 4
FEW = 8
HEAD = f"{'second':>6} {'rss_mib':>8} {'anon_mib':>8} {'fds':>5} {'threads':>7} {'cpu_s':>7} {'judged':>12} {'lost':>8}"


def sample(pid, home):
    resident, own = status_mib(pid, "VmRSS", "RssAnon")
    source = source_status(home)
    return {
        "rss": resident,
        "anon": own,
        "fds": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": len(os.listdir(f"/proc/{pid}/task")),
        "cpu": cpu_seconds(pid),
        "events": source["events"],
        "lost": source["lost"],
    }


def load_of(work):
    return subprocess.Popen(workload(work), stdout=subprocess.DEVNULL)


def soak(seconds, work, agent, home):
    samples = []
    rounds = 0
    load = load_of(work)
    began = time.monotonic()
    due = EVERY_S
    print(HEAD, flush=True)
    try:
        while time.monotonic() - began < seconds:
            time.sleep(0.1)
            if agent.poll() is not None:
                sys.exit(f"the agent has ended with {agent.returncode}")
            if load.poll() is not None:
                if load.returncode:
                    sys.exit(f"the workload has ended with {load.returncode}")
                rounds += 1
                load = load_of(work)
            if time.monotonic() - began >= due:
                now = sample(agent.pid, home)
                samples.append(now)
                print(
                    f"{due:6d} {now['rss']:8.1f} {now['anon']:8.1f} {now['fds']:5d} {now['threads']:7d}"
                    f" {now['cpu']:7.1f} {now['events']:12d} {now['lost']:8d}",
                    flush=True,
                )
                due += EVERY_S
    finally:
        load.kill()
        load.wait()
    print(f"{rounds} rounds of the workload")
    return samples


def judge(samples):
    """The first tenth is warming up: compilers, first classes, the pages of the ring."""
    samples = samples[max(1, len(samples) // 10):]
    if len(samples) < 4:
        print("too short to compare halves")
        return 0
    half = len(samples) // 2
    grown = False
    for key in ("rss", "anon", "fds", "threads"):
        before = statistics.median(one[key] for one in samples[:half])
        after = statistics.median(one[key] for one in samples[half:])
        if key in ("rss", "anon"):
            too_much = after > before * MEMORY_RATIO and after > before + MEMORY_MIB
        else:
            too_much = after > before + FEW
        grown |= too_much
        print(f"{key:8} median of the first half {before:9.1f}, of the second {after:9.1f}{'  GREW' if too_much else ''}")
    return 1 if grown else 0


def main():
    seconds, work, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    with running(work, command) as (agent, home):
        result = judge(soak(seconds, work, agent, home))
    sys.exit(result)


main()
