# SPDX-License-Identifier: Apache-2.0
#
# What the shipped rules are for, done by hand on this machine and undone. "## NAME" begins the commands that raise an
# alert of the rule of that name; they run in a folder of their own, as root. 'as_program NAME' makes a copy of
# /bin/true under another name.

as_program() { cp /bin/true "./$1"; }
as_daemon() { setpriv --reuid=1 --regid=1 --clear-groups -- "$@"; }

## Password Hashes Read
cat /etc/shadow >/dev/null

## Private Key or Cloud Credential Read
mkdir .aws && echo x >.aws/credentials && cat "$PWD/.aws/credentials" >/dev/null

## Library Preload Changed
[ -e /etc/ld.so.preload ] || added=1
python3 -c "open('/etc/ld.so.preload', 'a')"
[ -z "${added:-}" ] || rm /etc/ld.so.preload

## Authorized Keys Changed
mkdir .ssh && echo x >>.ssh/authorized_keys

## Scheduled Task Changed
mkdir -p /etc/cron.d && echo >/etc/cron.d/eyrie-trigger && rm /etc/cron.d/eyrie-trigger

## Shell Started by Server
printf '#!/bin/sh\nsh -c "ls >/dev/null; true"\ntrue\n' >httpd && chmod +x httpd && ./httpd

## Program Started from Shared Memory
cp /bin/true /dev/shm/eyrie-trigger && /dev/shm/eyrie-trigger && rm /dev/shm/eyrie-trigger

## Program Started from Temporary Folder
cp /bin/true /var/tmp/eyrie-trigger && /var/tmp/eyrie-trigger && rm /var/tmp/eyrie-trigger

## Log Tampered With
: >>/var/log/wtmp

## Program Started from Memory
python3 -c '
import os
fd = os.memfd_create("program", 0)
os.write(fd, open("/bin/true", "rb").read())
if os.fork() == 0:
    os.execve(fd, ["program"], {})
os.wait()'

## Debugger Attached to Process
python3 -c '
import ctypes, os, time
libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    time.sleep(60)
libc.ptrace(16, child, None, None)
os.kill(child, 9)'

## Process Refuses Debuggers
python3 -c 'import ctypes; ctypes.CDLL(None).ptrace(0, 0, None, None)'

## Loader Controlled by Environment
as_daemon env GLIBC_TUNABLES=glibc.malloc.check=1 /bin/true

## Polkit Started without Arguments
as_program pkexec && chmod 755 . pkexec
python3 -c '
import ctypes, os
os.setresgid(1, 1, 1); os.setresuid(1, 1, 1)
none = (ctypes.c_char_p * 1)(None)
ctypes.CDLL(None).execve(b"./pkexec", none, none)'

## Sudo Overflow Tried
as_program sudoedit && chmod 755 . sudoedit && as_daemon ./sudoedit -s 'ls\'

## Set-Id Bit Set
echo x >file && chmod u+s file

## System User at a Terminal
script -qc 'setpriv --reuid=1 --regid=1 --clear-groups -- sh -c "true; true"' /dev/null >/dev/null

## Accounts Changed
as_program useradd && ./useradd somebody

## Secrets Searched
find . -iname id_rsa

## Bulk Data Removed
echo x >file && shred -u file

## Shell History Removed
echo x >.ash_history && rm .ash_history

## Coin Miner Started
/bin/true -o stratum+tcp://pool.invalid:3333

## Scheduled Tasks Listed or Edited
as_program crontab && ./crontab -l

## Program Started by Database
printf '#!/bin/sh\n/bin/ls >/dev/null\ntrue\n' >mysqld && chmod +x mysqld && ./mysqld

## Link to Password Hashes
ln -s /etc link

## Path Traversal to Sensitive File
python3 -c 'open("/etc/../etc/shadow").read()'

## Hashes Read by Server after Its Start
printf '#!/bin/sh\nsleep 6\nread line </etc/shadow\n' >nginx && chmod +x nginx && ./nginx

## Hidden File or Folder Made
mkdir /var/tmp/.eyrie-trigger && rmdir /var/tmp/.eyrie-trigger

## File Made below /dev
echo x >/dev/eyrie-trigger && rm /dev/eyrie-trigger

## Shell Configuration Changed
python3 -c 'open(".bashrc", "w")'

## Environment of a Process Read
cat /proc/self/environ >/dev/null

## Library Folder Changed
echo x >/usr/lib/eyrie-trigger && rm /usr/lib/eyrie-trigger

## Program Folder Rearranged
mkdir /usr/bin/eyrie-trigger && rmdir /usr/bin/eyrie-trigger

## Program Folder Changed
echo x >/usr/bin/eyrie-trigger && rm /usr/bin/eyrie-trigger

## Configuration Changed below /etc
echo x >/etc/eyrie-trigger && rm /etc/eyrie-trigger

## Input or Output Moved to a Connection
python3 -c '
import os, socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(1)
if os.fork() == 0:
    client = socket.create_connection(server.getsockname())
    for end in (0, 1, 2):
        os.dup2(client.fileno(), end)
    os.execve("/bin/sh", ["sh", "-c", "true"], {})
server.accept()
os.wait()'

## Netcat Runs a Program
as_program nc && ./nc -e /bin/sh 127.0.0.1 1

## Network Tool Started
as_program nmap && ./nmap -sn 127.0.0.1

## System Tool Talks to the Network
cp /bin/bash ./sha1sum && ./sha1sum -c 'echo x >/dev/udp/127.0.0.1/8192'

## Kernel Hook Written
python3 -c 'open("/proc/sys/kernel/core_pattern", "r+")'

## Page Faults Handled by a User
python3 -c '
import ctypes, os, platform
os.setresgid(1, 1, 1); os.setresuid(1, 1, 1)
number = {"x86_64": 323, "aarch64": 282}[platform.machine()]
ctypes.CDLL(None).syscall(number, 1)'

## Kernel Program Loaded
python3 -c '
import ctypes, platform, struct
program = ctypes.create_string_buffer(bytes.fromhex("b700000000000000" "9500000000000000"))
licence = ctypes.create_string_buffer(b"GPL")
attributes = struct.pack("<IIQQ", 1, 2, ctypes.addressof(program), ctypes.addressof(licence)).ljust(128, b"\0")
number = {"x86_64": 321, "aarch64": 280}[platform.machine()]
ctypes.CDLL(None).syscall(number, 5, attributes, len(attributes))'
