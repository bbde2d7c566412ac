#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures what the kernel program costs those who make calls, without an agent: see kernel-cost.c. Needs root, cc and
# libbpf-dev.
#
#   bench/kernel-cost.sh [OBJECT...]      default: both forms of the committed program
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
plugin=$(dirname -- "$here")/plugins/syscall-ebpf/src/main
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cc -O2 -Wall -Wextra -I"$plugin/bpf" -o "$work/kernel-cost" "$here/kernel-cost.c" -lbpf
[ $# -ge 1 ] || set -- "$plugin"/resources/io/eyrie/syscall/kernel/eyrie_syscall*.bpf.o
"$work/kernel-cost" "$@"
