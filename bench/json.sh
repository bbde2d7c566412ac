#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures the replay of a log of a JSON source by 20 rules on one thread, in turns with plain tokenising
# of the same bytes. The log is drawn anew but always the same.
#
#   bench/json.sh [SOURCE] [MEGABYTES] [ROUNDS]
#                  default: all four, 200 MB, 8 rounds; SOURCE is aws_cloudtrail, k8s_audit, okta or github
#
# Memory is bounded at 96 MiB. With WHOLE=1 the whole process 'eyrie replay' of the packaged tree
# (EYRIE_TREE) goes through it as well, with the same bound. JAVA_OPTS is passed on.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
sources=${1:-aws_cloudtrail k8s_audit okta github}
[ "$sources" != all ] || sources='aws_cloudtrail k8s_audit okta github'
megabytes=${2:-200}
rounds=${3:-8}
cd "$root"
[ -n "${BUILT:-}" ] || ./mvnw -q -pl bench -am -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
java=$(./scripts/find-jdk)/bin/java
classes="bench/target/classes:$(cat bench/target/classpath)"
work=$(mktemp -d "${TMPDIR:-/tmp}/eyrie-json-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
for source in $sources; do
	log=$work/$source.json
	"$java" -Xmx256m -XX:+UseSerialGC -cp "$classes" io.eyrie.bench.json.DrawnLog "$source" "$log" "$megabytes"
	# shellcheck disable=SC2086
	"$java" -Xmx96m -XX:+UseSerialGC ${JAVA_OPTS:-} -cp "$classes" io.eyrie.bench.json.JsonReplaySpeed \
		"$source" "$log" "$rounds" "rules/$source.yaml" "bench/rules/$source.yaml"
	if [ -n "${WHOLE:-}" ]; then
		version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml)
		tree=${EYRIE_TREE:-$root/dist/target/eyrie-$version}
		# The shell's own words for it: real, user, sys.
		time env EYRIE_JAVA_OPTS="-Xmx96m" "$tree/eyrie" replay --source "$source" -r "rules/$source.yaml" \
			-r "bench/rules/$source.yaml" "$log" >/dev/null
	fi
	rm "$log"
done
