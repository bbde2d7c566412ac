#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures the way of a system call from the ring to the verdict of the rules, on one thread, without a kernel.
#
#   bench/verdict.sh RULES.yaml [ROUNDS]      default: 8 rounds of 300,000 records
#
# JAVA_OPTS is passed on.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
[ $# -ge 1 ] || { sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
rules=$(realpath "$1")
cd "$root"
[ -n "${BUILT:-}" ] || ./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
# shellcheck disable=SC2086
"$java" --enable-native-access=ALL-UNNAMED -Xmx256m -XX:+UseSerialGC ${JAVA_OPTS:-} \
	-cp "bench/target/classes:$(cat bench/target/classpath)" io.eyrie.bench.ring.RingToVerdict "$rules" "${2:-8}"
