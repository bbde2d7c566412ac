#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and shows how many downloads the input s3 of cloudtrail keeps under way, and what they cost.
#
#   bench/downloads.sh [OBJECTS [RECORDS [MILLISECONDS [DOWNLOADS]]]]      default: 4000 100 50 32
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
"$java" -Xmx96m -cp "bench/target/classes:$(cat bench/target/classpath)" \
  io.eyrie.bench.bucket.BusyDownloads "${1:-4000}" "${2:-100}" "${3:-50}" "${4:-32}"
