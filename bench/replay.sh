#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures the replay of a capture of system calls that is drawn anew but always the same, on one thread:
# reading its blocks alone, keeping the state, judging by rules.
#
#   bench/replay.sh RULES.yaml [EVENTS] [ROUNDS]      default: 2000000 events, 6 rounds
#
# With WHOLE=1 the whole process 'eyrie replay' of the packaged tree (EYRIE_TREE) is measured as well.
# JAVA_OPTS is passed on.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
[ $# -ge 1 ] || { sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
rules=$(realpath "$1")
events=${2:-2000000}
rounds=${3:-6}
cd "$root"
[ -n "${BUILT:-}" ] || ./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
classes="bench/target/classes:$(cat bench/target/classpath)"
work=$(mktemp -d "${TMPDIR:-/tmp}/eyrie-replay-XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
"$java" -cp "$classes" io.eyrie.bench.capture.DrawnCapture "$work/drawn.scap" "$events"
ls -l "$work/drawn.scap" | awk '{ print $5 " bytes" }'
# shellcheck disable=SC2086
"$java" -Xmx256m -XX:+UseSerialGC ${JAVA_OPTS:-} -cp "$classes" io.eyrie.bench.capture.ReplaySpeed "$work/drawn.scap" "$rules" "$rounds"
if [ -n "${WHOLE:-}" ]; then
	version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml)
	tree=${EYRIE_TREE:-$root/dist/target/eyrie-$version}
	# The shell's own words for it: real, user, sys.
	time "$tree/eyrie" replay --source syscall -r "$rules" "$work/drawn.scap" >/dev/null
fi
