#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures from the event to the subscriber: a file is opened at a steady rate, the running host raises an
# alert for each, and many subscribers get every one over gRPC. Prints the host's memory every five seconds
# and the latencies, the first ten seconds aside. Needs root (for the kernel program).
#
#   bench/subscribers.sh [SUBSCRIBERS] [ALERTS_A_SECOND] [SECONDS]      default: 50 100 30
#
# EYRIE_TREE names another packaged tree, BUILT=1 builds nothing.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
cd "$root"
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml)
tree=${EYRIE_TREE:-$root/dist/target/eyrie-$version}
[ -x "$tree/eyrie" ] || { echo "subscribers.sh: no packaged tree in $tree: run ./mvnw package" >&2; exit 1; }
[ -n "${BUILT:-}" ] || ./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java

work=$(mktemp -d "${TMPDIR:-/tmp}/eyrie-subscribers-XXXXXX")
host=
stop() {
	[ -z "$host" ] || kill "$host" 2>/dev/null || :
	[ -z "$host" ] || wait "$host" 2>/dev/null || :
	rm -rf "$work"
}
trap stop EXIT INT TERM

echo secret >"$work/opened"
cat >"$work/probe.yaml" <<YAML
- rule: Probe
  desc: The file that the measurement opens again and again.
  source: syscall
  condition: evt.type in (open, openat, openat2) and fd.name = '$work/opened'
  output: probe %fd.name by %proc.name at %evt.rawtime
  priority: WARNING
YAML
cat >"$work/eyrie.yaml" <<YAML
home: '$work/home'
rules_files: ['$work/probe.yaml']
sources:
  - plugin: syscall-ebpf
outputs:
  - plugin: grpc
    config: {bind: 'unix:$work/alerts.sock'}
YAML
"$tree/eyrie" run -c "$work/eyrie.yaml" >"$work/log" 2>&1 &
host=$!
waited=0
while [ ! -S "$work/alerts.sock" ]; do
	waited=$((waited + 1))
	[ $waited -lt 300 ] && kill -0 $host 2>/dev/null || { cat "$work/log" >&2; exit 1; }
	sleep 0.1
done
"$java" -XX:+UseSerialGC -cp "bench/target/classes:$(cat bench/target/classpath)" \
	io.eyrie.bench.delivery.Subscribers "unix:$work/alerts.sock" "$work/opened" "$host" "${1:-50}" "${2:-100}" "${3:-30}"
awk '{ print "load " $1 " " $2 " " $3 }' /proc/loadavg
