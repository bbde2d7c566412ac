# SPDX-License-Identifier: Apache-2.0
"""Opens one of everything in the folder of the first argument, says so, and waits for the end of standard input."""

import ctypes
import fcntl
import os
import select
import socket
import struct
import sys

folder = sys.argv[1]
libc = ctypes.CDLL(None)
kept = []


def keep(thing):
    kept.append(thing)
    return thing


def connected(family, address, bound):
    listener = keep(socket.socket(family))
    listener.bind(bound)
    listener.listen()
    port = listener.getsockname()[1]
    keep(socket.create_connection((address, port)))
    keep(listener.accept()[0])


# A network namespace that was just made has its loopback down.
lo = keep(socket.socket())
fcntl.ioctl(lo, 0x8914, struct.pack("16sH14s", b"lo", 0x41, b""))

keep(open(folder + "/read", "w+"))
keep(os.open(folder + "/written", os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK))
keep(os.open(folder + "/long-" + 200 * "x", os.O_WRONLY | os.O_CREAT))
keep(os.open(folder + "/gone", os.O_RDWR | os.O_CREAT))
os.unlink(folder + "/gone")
keep(os.open(folder, os.O_RDONLY | os.O_DIRECTORY))
os.set_inheritable(keep(os.open("/etc/passwd", os.O_RDONLY)), True)
for end in os.pipe():
    keep(end)
keep(os.memfd_create("memory"))
keep(select.epoll())
keep(libc.eventfd(0, 0))
keep(libc.timerfd_create(1, 0))
keep(libc.inotify_init())
keep(os.pidfd_open(os.getpid()))

connected(socket.AF_INET, "127.0.0.1", ("127.0.0.1", 0))
connected(socket.AF_INET6, "::1", ("::1", 0))
connected(socket.AF_INET6, "127.0.0.1", ("::", 0))
keep(socket.socket()).bind(("127.0.0.1", 0))
keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
bound = keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
bound.bind(("127.0.0.1", 0))
keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).connect(bound.getsockname())
keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)).bind(("::1", 0))
keep(socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
keep(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)).bind((0, 0))
keep(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))

for name in (folder + "/unix", "\0" + folder + "/abstract\0name"):
    server = keep(socket.socket(socket.AF_UNIX))
    server.bind(name)
    server.listen()
    keep(socket.socket(socket.AF_UNIX)).connect(name)
    keep(server.accept()[0])
for end in socket.socketpair():
    keep(end)
keep(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))

os.mkdir(folder + "/here")
os.chdir(folder + "/here")
print("ready", flush=True)
sys.stdin.read()
