# SPDX-License-Identifier: Apache-2.0
"""Starts a command N times and measures each until a line with 'probe' is on its standard output.

    startup.py N WORK COMMAND...

WORK/opened is opened every 10 ms meanwhile; WORK/home is removed before each start. For each start:
seconds from exec to that line, CPU seconds until then, and resident memory a second later (MiB: as
the kernel counts it, its peak, its share of what is shared, and what is dirty and its own). Medians
and the spread at the end. A load above 1 makes the times worthless, so the load is told too.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time

COLUMNS = ("first_alert_s", "cpu_s", "rss_mib", "peak_mib", "pss_mib", "dirty_mib")
LIMIT_S = 60


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        words = stat.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def kibibytes(path):
    sizes = {}
    with open(path) as lines:
        for line in lines:
            words = line.split()
            if len(words) == 3 and words[2] == "kB":
                sizes[words[0].rstrip(":")] = int(words[1]) / 1024
    return sizes


def measure(work, command):
    shutil.rmtree(os.path.join(work, "home"), ignore_errors=True)
    seen = threading.Event()
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def read():
        for line in process.stdout:
            if "probe" in line:
                seen.set()

    threading.Thread(target=read, daemon=True).start()
    while not seen.is_set():
        if time.monotonic() - began > LIMIT_S or process.poll() is not None:
            process.kill()
            sys.exit(f"no alert; run it by hand: {' '.join(command)}")
        os.close(os.open(os.path.join(work, "opened"), os.O_RDONLY))
        seen.wait(0.01)
    first = time.monotonic() - began
    cpu = cpu_seconds(process.pid)
    time.sleep(1)
    status = kibibytes(f"/proc/{process.pid}/status")
    rollup = kibibytes(f"/proc/{process.pid}/smaps_rollup")
    process.send_signal(signal.SIGTERM)
    process.wait()
    return (first, cpu, status["VmRSS"], status["VmHWM"], rollup["Pss"], rollup["Private_Dirty"])


def main():
    runs, work, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    print("load before: %.2f %.2f %.2f" % os.getloadavg())
    print(" ".join(f"{name:>13}" for name in COLUMNS))
    results = []
    for _ in range(runs):
        results.append(measure(work, command))
        print(" ".join(f"{value:13.2f}" for value in results[-1]), flush=True)
    for name, pick in (("median", statistics.median), ("least", min), ("most", max)):
        print(" ".join(f"{pick(column):13.2f}" for column in zip(*results)), name)
    print("load after: %.2f %.2f %.2f" % os.getloadavg())


main()
