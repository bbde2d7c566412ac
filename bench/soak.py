# SPDX-License-Identifier: Apache-2.0
"""Runs a workload again and again beside an agent and watches whether the agent grows.

    soak.py SECONDS WORK COMMAND...

WORK/workload is run; WORK/home is removed before the agent starts, whose admin socket lies in it.
"""

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

EVERY_S = 10
START_S = 60
MEMORY_RATIO = 1.10
MEMORY_MIB = 4
FEW = 8
HEAD = f"{'second':>6} {'rss_mib':>8} {'anon_mib':>8} {'fds':>5} {'threads':>7} {'cpu_s':>7} {'judged':>12} {'lost':>8}"


def source_status(home):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as admin:
        admin.connect(os.path.join(home, "eyrie.sock"))
        admin.sendall(b'{"command":"status"}\n')
        with admin.makefile() as answer:
            return json.loads(answer.readline())["result"]["sources"][0]


def sample(pid, home):
    with open(f"/proc/{pid}/status") as file:
        status = dict(line.split(":", 1) for line in file)
    with open(f"/proc/{pid}/stat") as file:
        words = file.read().rsplit(")", 1)[1].split()
    source = source_status(home)
    return {
        "rss": int(status["VmRSS"].split()[0]) / 1024,
        "anon": int(status["RssAnon"].split()[0]) / 1024,
        "fds": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(status["Threads"]),
        "cpu": (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK"),
        "events": source["events"],
        "lost": source["lost"],
    }


def start(work, command):
    home = os.path.join(work, "home")
    shutil.rmtree(home, ignore_errors=True)
    with open(os.path.join(work, "agent.log"), "w") as log:
        agent = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
    began = time.monotonic()
    while True:
        time.sleep(0.2)
        try:
            if source_status(home)["state"].upper() == "RUNNING":
                time.sleep(3)  # first reads of /proc
                return agent, home
        except (OSError, LookupError, ValueError):
            pass
        if agent.poll() is not None or time.monotonic() - began > START_S:
            agent.kill()
            with open(log.name) as said:
                sys.exit("the agent does not run:\n" + said.read())


def workload(work):
    return subprocess.Popen(
        [
            os.path.join(work, "workload"),
            "-s", os.path.join(work, "files"),
            "-o", os.environ.get("OPENS", "200000"),
            "-f", os.environ.get("FORKS", "2000"),
            "-c", os.environ.get("CONNECTS", "2000"),
        ],
        stdout=subprocess.DEVNULL,
    )


def soak(seconds, work, agent, home):
    samples = []
    rounds = 0
    load = workload(work)
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
                load = workload(work)
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
    agent, home = start(work, command)
    try:
        result = judge(soak(seconds, work, agent, home))
    finally:
        agent.send_signal(signal.SIGTERM)
        agent.wait()
    sys.exit(result)


main()
