#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and prints the ratio of the evaluator to the baseline, for busy machines.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
echo "nanoseconds per event; in brackets the ratio to the baseline"
echo "set     baseline   judging           with alerts"
for set in ${*:-120 480 census}; do
  # A process for each, since what was compiled for one set does not fit the next.
  "$java" -cp "bench/target/classes:$(cat bench/target/classpath)" io.eyrie.bench.engine.Ratio "$set"
done
