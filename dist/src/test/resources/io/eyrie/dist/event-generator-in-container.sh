# SPDX-License-Identifier: Apache-2.0
#
# What the actions of Falco's event-generator do in containers, by hand in one of busybox. "## ACTION = RULE" begins the
# commands of an action and names the shipped rule that tells of it. Programs are named by their paths: busybox's shell
# runs them within itself otherwise. 'as_program NAME' makes a copy of busybox under another name, which busybox refuses to
# be once it has started.

as_program() { /bin/cp /bin/busybox "/tmp/$1"; }

## DebugfsLaunchedInPrivilegedContainer = Host Tool Started in Container
as_program debugfs; /tmp/debugfs -V

## DetectReleaseAgentFileContainerEscapes = Release Agent Written in Container
echo hello >/tmp/release_agent

## DropAndExecuteNewBinaryInContainer = New Program Started in Container
as_program new; /tmp/new

## MountLaunchedInPrivilegedContainer = File System Mounted in Container
/bin/mount -o

## NetcatRemoteCodeExecutionInContainer = Netcat Runs a Program
as_program ncat; /tmp/ncat -e /bin/sh 127.0.0.1 22

## PacketSocketCreatedInContainer = Packet Socket Opened in Container
/bin/arping -c 1 -I lo 127.0.0.1

## ChangeNamespacePrivilegesViaUnshare = Namespace Changed
/bin/unshare -m true

## ChangeThreadNamespace = Namespace Changed
/bin/nsenter -t 1 -n true

## ContactEC2InstanceMetadataServiceFromContainer = Cloud Metadata Asked from Container
/bin/ip addr add 169.254.169.254/32 dev lo
/bin/nc -l -p 80 >/dev/null &
for try in 1 2 3 4 5 6 7 8 9; do
  echo | /bin/nc -w 1 169.254.169.254 80 && break
  /bin/sleep 0.2
done

## ContainerDriftDetectedChmod = File Made Executable in Container
as_program drift; /bin/chmod 0755 /tmp/drift

## ContainerDriftDetectedOpenCreate = File Made Executable in Container
as_program created

## DecodingPayloadInContainer = Payload Decoded in Container
echo aGk= | /bin/base64 -d

## KubernetesClientToolLaunchedInContainer = Kubernetes Client Started in Container
as_program kubectl; /tmp/kubectl

## LaunchIngressRemoteFileCopyToolsInContainer = Remote Copy Tool Started in Container
/bin/wget -V

## LaunchPackageManagementProcessInContainer = Package Tool Started in Container
as_program apk; /tmp/apk version

## LaunchRemoteFileCopyToolsInContainer = Remote Copy Tool Started in Container
as_program scp; /tmp/scp

## LaunchSuspiciousNetworkToolInContainer = Network Tool Started
as_program nmap; /tmp/nmap

## ModifyContainerEntrypoint = Executable of a Process Opened for Writing
echo >>/proc/self/fd/2
