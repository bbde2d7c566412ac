#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and runs them with JMH. Arguments are JMH's own: `bench/evaluator.sh -h`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
exec "$java" -cp "bench/target/classes:$(cat bench/target/classpath)" org.openjdk.jmh.Main "$@"
