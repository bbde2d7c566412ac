# SPDX-License-Identifier: Apache-2.0
#
# What the actions of Falco's event-generator do, by hand, on this machine and without another one. "## ACTION = RULE"
# begins the commands of an action and names the shipped rule that tells of it. They run in a folder of their own, as
# root. 'as_program NAME' makes a copy of /bin/true under another name, 'as_interpreter NAME' one of perl, 'as_shell NAME'
# one of bash. 'on_own_network COMMAND...' runs where 192.0.2.1 is the machine itself and nothing else is in reach.

as_program() { cp /bin/true "./$1"; }
as_interpreter() { cp "$(readlink -f /usr/bin/perl)" "./$1"; }
as_shell() { cp "$(readlink -f /bin/bash)" "./$1"; }
as_daemon() { setpriv --reuid=1 --regid=1 --clear-groups -- "$@"; }
on_own_network() {
  unshare --net sh -c 'ip link set lo up && ip addr add 192.0.2.1/32 dev lo && "$@"' sh "$@"
}

## ClearLogActivities = Log Tampered With
mkdir x && : >x/syslog

## CreateHardlinkOverSensitiveFiles = Link to Password Hashes
ln /etc/shadow /etc/eyrie-shadow-link && rm /etc/eyrie-shadow-link

## CreateSymlinkOverSensitiveFiles = Link to Password Hashes
ln -s /etc etc_link

## DirectoryTraversalMonitoredFileRead = Path Traversal to Sensitive File
python3 -c 'open("/etc/../etc/../etc/shadow").read()'

## DisallowedSSHConnectionNonStandardPort = SSH to an Unusual Port
as_shell ssh
on_own_network sh -c '
perl -MIO::Socket::INET -e "\$s = IO::Socket::INET->new(LocalAddr => q(192.0.2.1), LocalPort => 443, Listen => 1); open(F, q(>ready)); close F; \$s->accept" &
while [ ! -e ready ]; do :; done
./ssh -c "exec 3<>/dev/tcp/192.0.2.1/443"
wait'

## ExecutionFromDevShm = Program Started from Shared Memory
printf '#!/bin/sh\ntrue\n' >/dev/shm/eyrie-f.sh && chmod +x /dev/shm/eyrie-f.sh
sh -c /dev/shm/eyrie-f.sh
rm /dev/shm/eyrie-f.sh

## FilelessExecutionViaMemfdCreate = Program Started from Memory
python3 -c '
import os
fd = os.memfd_create("program", 0)
os.write(fd, open("/bin/true", "rb").read())
if os.fork() == 0:
    os.execv("/proc/self/fd/%d" % fd, ["program"])
os.wait()'

## FindAwsCredentials = Secrets Searched
find . -maxdepth 1 -iname .aws/credentials

## LaunchSuspiciousNetworkToolOnHost = Network Tool Started
as_program nmap && ./nmap -sn 172.17.0.1/32

## PtraceAntiDebugAttempt = Process Refuses Debuggers
python3 -c 'import ctypes; ctypes.CDLL(None).ptrace(0, 0, None, None)'

## PtraceAttachedToProcess = Debugger Attached to Process
sleep 60 & python3 -c '
import ctypes, os, sys
target = int(sys.argv[1])
ctypes.CDLL(None).ptrace(16, target, None, None)
os.kill(target, 9)' $!

## ReadSensitiveFileTrustedAfterStartup = Hashes Read by Server after Its Start
as_shell httpd && ./httpd -c 'sleep 6; read -r line </etc/shadow'

## ReadSensitiveFileUntrusted = Password Hashes Read
python3 -c 'open("/etc/shadow").read()'

## RemoveBulkDataFromDisk = Bulk Data Removed
echo x >file && shred -u file

## RunShellUntrusted = Shell Started by Server
as_shell httpd && ./httpd -c 'sh -c "ls >/dev/null"; true'

## SearchPrivateKeysOrPasswords = Secrets Searched
find . -maxdepth 1 -iname id_rsa

## SystemUserInteractive = System User at a Terminal
as_program login && chmod 755 . login
script -qc 'setpriv --reuid=1 --regid=1 --clear-groups -- ./login' /dev/null >/dev/null

## AddingSshKeysToAuthorizedKeys = Authorized Keys Changed
mkdir .ssh && echo x >>.ssh/authorized_keys

## CreateFilesBelowDev = File Made below /dev
echo x >/dev/eyrie-created && rm /dev/eyrie-created

## CreateHiddenFilesOrDirectories = Hidden File or Folder Made
mkdir /tmp/.eyrie-hidden && rmdir /tmp/.eyrie-hidden

## DbProgramSpawnedProcess = Program Started by Database
as_shell mysqld && ./mysqld -c '/bin/ls >/dev/null; true'

## DeleteOrRenameShellHistory = Shell History Removed
echo x >ash_history && rm ash_history

## DetectCryptoMinersUsingTheStratumProtocol = Coin Miner Started
/bin/true -o stratum+tcp://pool.invalid:3333

## InterpretedProcsInboundNetworkActivity = Interpreter Takes Connections
as_interpreter lua
./lua -MIO::Socket::INET -e 'IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1) or die $!'

## InterpretedProcsOutboundNetworkActivity = Connection by Shell or Interpreter
as_interpreter lua
on_own_network ./lua -MIO::Socket::INET -e 'IO::Socket::INET->new(Proto => "udp", PeerAddr => "192.0.2.1", PeerPort => 53) or die $!'

## JavaProcessClassFileDownload = Class File Received by Java
as_interpreter java
./java -MIO::Socket::INET -e '
$s = IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.0.0.1") or die $!;
$c = IO::Socket::INET->new(Proto => "udp", PeerAddr => "127.0.0.1", PeerPort => $s->sockport) or die $!;
$c->send("\xca\xfe\xba\xbe"); $s->recv($b, 16)'

## MkdirBinaryDirs = Program Folder Rearranged
mkdir /bin/eyrie-folder && rmdir /bin/eyrie-folder

## ModifyBinaryDirs = Program Folder Rearranged
cp /bin/true /bin/eyrie-true && mv /bin/eyrie-true /bin/eyrie-moved && rm /bin/eyrie-moved

## WriteBelowBinaryDir = Program Folder Changed
python3 -c 'open("/bin/eyrie-created", "w")' && rm /bin/eyrie-created

## ModifyShellConfigurationFile = Shell Configuration Changed
python3 -c 'open(".bashrc", "w")'

## ReadShellConfigurationFile = Shell Configuration Read
echo >.bashrc && cat .bashrc >/dev/null

## NonSudoSetuid = Root Asked for by User
perl -MPOSIX -e 'POSIX::setgid(1); POSIX::setuid(1); POSIX::setuid(0)'

## PolkitLocalPrivilegeEscalationVulnerabilityCVE20214034 = Polkit Started without Arguments
as_program pkexec && chmod 755 . pkexec
python3 -c '
import ctypes, os
os.setresgid(1, 1, 1); os.setresuid(1, 1, 1)
none = (ctypes.c_char_p * 1)(None)
ctypes.CDLL(None).execve(b"./pkexec", none, none)'

## PotentialLocalPrivilegeEscalationViaEnvironmentVariablesMisuse = Loader Controlled by Environment
as_daemon env GLIBC_TUNABLES=glibc.malloc.mxfast=glibc.malloc.mxfast=A /bin/true

## ProgramRunWithDisallowedHttpProxyEnv = Proxy Given by Environment
as_program curl && HTTP_PROXY=http://127.0.0.1:1 ./curl http://127.0.0.1:1

## ReadEnvironmentVariableFromProcFiles = Environment of a Process Read
cat /proc/self/environ >/dev/null

## ReadSshInformation = SSH Files Read
mkdir .ssh && echo x >.ssh/known_hosts && cat .ssh/known_hosts >/dev/null

## ScheduleCronJobs = Scheduled Tasks Listed or Edited
as_program crontab && ./crontab -l

## SetSetuidOrSetgidBit = Set-Id Bit Set
echo x >file && chmod u+s file

## SudoPotentialPrivilegeEscalation = Sudo Overflow Tried
as_program sudoedit && chmod 755 . sudoedit && as_daemon ./sudoedit -s 'ls\'

## SystemProcsNetworkActivity = System Tool Talks to the Network
as_shell sha1sum && on_own_network ./sha1sum -c 'echo x >/dev/udp/192.0.2.1/8192'

## UnexpectedUDPTraffic = Datagram to an Unusual Port
as_shell nc && on_own_network ./nc -c 'echo x >/dev/udp/192.0.2.1/22'

## UnprivilegedDelegationOfPageFaultsHandlingToAUserspaceProcess = Page Faults Handled by a User
python3 -c '
import ctypes, os
os.setresgid(1, 1, 1); os.setresuid(1, 1, 1)
ctypes.CDLL(None).syscall(323, 1)'

## UserMgmtBinaries = Accounts Changed
as_program vipw && ./vipw

## WriteBelowEtc = Configuration Changed below /etc
echo x >/etc/eyrie-created && rm /etc/eyrie-created

## WriteBelowRoot = File Made in the Root Folder
python3 -c 'open("/root/eyrie-created", "w")' && rm /root/eyrie-created

## WriteBelowMonitoredDir = Library Folder Changed
echo x >/lib/eyrie-created && rm /lib/eyrie-created

## WriteBelowRpmDatabase = Library Folder Changed
mkdir -p /var/lib/rpm && echo x >/var/lib/rpm/eyrie-created && rm /var/lib/rpm/eyrie-created
rmdir /var/lib/rpm 2>/dev/null || :
