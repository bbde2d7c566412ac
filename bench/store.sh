#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds, then measures the alert store: "deliver [RATE...]" stores so many alerts a second for ten
# seconds each with three outputs reading, one of them dead; "search [ALERTS]" searches a store of so
# many. In a new folder below $TMPDIR, which is removed. BUILT=1 builds nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
[ -n "${BUILT:-}" ] || ./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
what=${1:-deliver}
[ $# -eq 0 ] || shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() {
  "$java" --enable-native-access=ALL-UNNAMED -Xmx512m -XX:+UseSerialGC \
    -cp "bench/target/classes:$(cat bench/target/classpath)" io.eyrie.bench.store.StoreSpeed "$@"
}
case $what in
  deliver)
    for rate in ${*:-5000 10000 15000 20000}; do
      run deliver "$folder/$rate" "$rate" 10
    done ;;
  search) run search "$folder" "${1:-1000000}" ;;
  *) echo "usage: bench/store.sh deliver [RATE...] | search [ALERTS]" >&2; exit 2 ;;
esac
