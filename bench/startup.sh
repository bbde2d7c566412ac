#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures the start of the whole process: 'eyrie run' of the packaged tree with the sources
# syscall-ebpf and cloudtrail, gRPC and the console, in a home that is new each time. Needs root (for
# the kernel program) and python3.
#
#   bench/startup.sh [RUNS [RULES.yaml]]      default: 11; EYRIE_JAVA_OPTS is passed on
#
# With a file of rules it is system calls by those rules and the console alone, which is what the C++
# peer was measured with (../shared/bench).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$root/pom.xml")
tree=${EYRIE_TREE:-$root/dist/target/eyrie-$version}
[ -x "$tree/eyrie" ] || { echo "startup.sh: no packaged tree in $tree: run ./mvnw package" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

echo secret >"$work/opened"
cat >"$work/probe.yaml" <<EOF
- rule: Probe
  desc: The file that the measurement opens again and again.
  source: syscall
  condition: evt.type in (open, openat, openat2) and fd.name = '$work/opened'
  output: probe %fd.name by %proc.name
  priority: WARNING
EOF
if [ $# -gt 1 ]; then
  cat >"$work/eyrie.yaml" <<EOF
home: '$work/home'
rules_files: ['$(readlink -f -- "$2")', '$work/probe.yaml']
sources:
  - plugin: syscall-ebpf
outputs:
  - plugin: console
EOF
else
  cat >"$work/eyrie.yaml" <<EOF
home: '$work/home'
rules_files: ['$tree/rules', '$work/probe.yaml']
sources:
  - plugin: syscall-ebpf
  - plugin: cloudtrail
    config: {files: ['$tree/demo']}
outputs:
  - plugin: console
  - plugin: grpc
    config: {bind: '127.0.0.1:0'}
EOF
fi

python3 "$here/startup.py" "${1:-11}" "$work" "$tree/eyrie" run -c "$work/eyrie.yaml"
