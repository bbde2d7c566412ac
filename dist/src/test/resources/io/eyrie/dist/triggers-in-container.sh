# SPDX-License-Identifier: Apache-2.0
#
# What the shipped rules are for in containers, done by hand in one of busybox. "## NAME" begins the commands that raise an
# alert of the rule of that name. Programs are named by their paths: busybox's shell runs them within
# itself otherwise. 'as_program NAME' makes a copy of busybox under another name, which busybox refuses to be once it has
# started.

as_program() { /bin/cp /bin/busybox "/tmp/$1"; }

## Package Installed in Container
as_program apk; /tmp/apk add nmap

## New Program Started in Container
as_program fresh; /tmp/fresh

## Payload Decoded in Container
echo aGk= | /bin/base64 -d

## Packet Socket Opened in Container
/bin/arping -c 1 -I lo 127.0.0.1

## Remote Copy Tool Started in Container
/bin/wget --help

## Kubernetes Client Started in Container
as_program kubectl; /tmp/kubectl get pods

## Release Agent Written in Container
echo /x >/tmp/release_agent

## File System Mounted in Container
/bin/mount -t tmpfs none /tmp

## Host Tool Started in Container
as_program debugfs; /tmp/debugfs -V

## Namespace Changed
/bin/nsenter -t 1 -n true

## Executable of a Process Opened for Writing
echo >>/proc/self/fd/2
