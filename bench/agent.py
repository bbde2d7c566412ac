# SPDX-License-Identifier: Apache-2.0
"""What measurements of a running agent share: its start and end, what it tells of itself, the workload beside it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

START_S = 60
FIRST_READS_S = 3  # compilers and first reads of /proc are not what is measured


def source_status(home):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as admin:
        admin.connect(os.path.join(home, "eyrie.sock"))
        admin.sendall(b'{"command":"status"}\n')
        with admin.makefile() as answer:
            return json.loads(answer.readline())["result"]["sources"][0]


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        words = stat.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def status_mib(pid, *names):
    """Values of /proc/PID/status that are told in kB, in MiB."""
    with open(f"/proc/{pid}/status") as file:
        status = dict(line.split(":", 1) for line in file)
    return [int(status[name].split()[0]) / 1024 for name in names]


def workload(work):
    """The command of the bounded workload; OPENS, FORKS and CONNECTS in the environment change it."""
    return [
        os.path.join(work, "workload"),
        "-s", os.path.join(work, "files"),
        "-o", os.environ.get("OPENS", "200000"),
        "-f", os.environ.get("FORKS", "2000"),
        "-c", os.environ.get("CONNECTS", "2000"),
    ]


@contextlib.contextmanager
def running(work, command):
    """An agent that watches, and its home WORK/home, which is removed before it starts."""
    home = os.path.join(work, "home")
    shutil.rmtree(home, ignore_errors=True)
    log = os.path.join(work, "agent.log")
    with open(log, "w") as said:
        agent = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        await_source(agent, home, log)
        yield agent, home
    finally:
        agent.send_signal(signal.SIGTERM)
        agent.wait()


def await_source(agent, home, log):
    began = time.monotonic()
    while True:
        time.sleep(0.2)
        try:
            if source_status(home)["state"].upper() == "RUNNING":
                time.sleep(FIRST_READS_S)
                return
        except (OSError, LookupError, ValueError):
            pass
        if agent.poll() is not None or time.monotonic() - began > START_S:
            with open(log) as said:
                sys.exit("the agent does not run:\n" + said.read())
