#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures what watching costs: a bounded workload (open + read + close, fork + exec, connects over the
# loopback) with and without 'eyrie run' beside it. Needs root, cc and python3.
#
#   bench/overhead.sh SET [RUNS]      default: 5 runs
#
# SET is what Eyrie is to look for:
#   none       no rule at all
#   FILE.yaml  the rules of a file
#   all        every system call, for a rule that never holds
#
# OPENS, FORKS and CONNECTS in the environment change the workload (200000, 2000, 2000). The program that makes the load
# is compiled from $EYRIE_SHARED/bench/workload.c, by default ../shared. EYRIE_TREE names another tree.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '3,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
. "$here/beside.sh"

case $1 in
none) echo '[]' >"$work/rules.yaml" ;;
all)
	cat >"$work/rules.yaml" <<'RULES'
- rule: Every call
  desc: Holds for no event, and looks at every one.
  condition: proc.name = no-such-program
  output: never
  priority: DEBUG
  warn_evttypes: false
RULES
	;;
*) cp "$1" "$work/rules.yaml" ;;
esac
configure

python3 "$here/overhead.py" "${2:-5}" "$work" "$tree/eyrie" run -c "$work/eyrie.yaml"
