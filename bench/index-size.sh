#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and prints the memory of the index of each set of rules.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
exec "$java" -Djol.magicFieldOffset=true -XX:+EnableDynamicAgentLoading \
  -cp "bench/target/classes:$(cat bench/target/classpath)" io.eyrie.bench.engine.IndexSize "$@"
