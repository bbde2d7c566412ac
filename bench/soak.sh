#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs 'eyrie run' for a while under a bounded workload (open + read + close, fork + exec, connects over the loopback)
# that begins again and again, and tells whether it grows. Needs root, cc and python3.
#
#   bench/soak.sh SET [SECONDS]      default: 600 seconds
#
# SET is a file of rules, or 'shipped'. Every ten seconds a line tells resident memory, open descriptors, threads, events
# judged and lost; at the end the second half is compared with the first, and the exit code is 1 when memory grew by more
# than a tenth, or descriptors or threads by more than a few.
#
# OPENS, FORKS and CONNECTS in the environment change a round of the workload (200000, 2000, 2000); EYRIE_SHARED and
# EYRIE_TREE as in overhead.sh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
. "$here/beside.sh"

case $1 in
shipped) cp "$tree/rules/syscall.yaml" "$work/rules.yaml" ;;
*) cp "$1" "$work/rules.yaml" ;;
esac
configure
python3 "$here/soak.py" "${2:-600}" "$work" "$tree/eyrie" run -c "$work/eyrie.yaml"
