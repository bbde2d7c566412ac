# SPDX-License-Identifier: Apache-2.0
#
# Sourced by what measures an agent beside the workload of $EYRIE_SHARED/bench: finds the packaged tree, makes the
# folder $work with the compiled workload, which is removed at the end, and tells how a configuration is written.

root=$(dirname -- "$here")
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$root/pom.xml")
tree=${EYRIE_TREE:-$root/dist/target/eyrie-$version}
source=${EYRIE_SHARED:-$root/../shared}/bench/workload.c
name=$(basename -- "$0")
[ -x "$tree/eyrie" ] || { echo "$name: no packaged tree in $tree: run ./mvnw package" >&2; exit 1; }
[ -f "$source" ] || { echo "$name: no $source: EYRIE_SHARED says where the workload is" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cc -O2 -o "$work/workload" "$source"

# Writes $work/eyrie.yaml: system calls, the rules in $work/rules.yaml, alerts on the console.
configure() {
	cat >"$work/eyrie.yaml" <<CONFIG
home: '$work/home'
rules_files: ['$work/rules.yaml']
sources:
  - plugin: syscall-ebpf
outputs:
  - plugin: console
CONFIG
}
