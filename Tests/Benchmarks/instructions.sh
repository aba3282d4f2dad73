#!/usr/bin/env bash
# Instructions of fixed pieces of work, held against Tests/Benchmarks/instructions.tsv: a slow-down is seen in review.
# usage: Tests/Benchmarks/instructions.sh [--record]
# Needs valgrind. Counts depend on compiler and libraries: compare on one machine, before and after a change.
set -euo pipefail
cd "$(dirname "$0")/../.."
# ROLLBOOK_BENCHMARKS names a program already built so.
program=${ROLLBOOK_BENCHMARKS:-}
if [ -z "$program" ]; then
  swift build -c release --static-swift-stdlib --product rollbook-benchmarks 2>&1 | tail -1
  program=$(swift build -c release --static-swift-stdlib --show-bin-path)/rollbook-benchmarks
fi
table=Tests/Benchmarks/instructions.tsv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" inputs "$work/in"
count() {
  valgrind --tool=callgrind --callgrind-out-file="$work/out" "$program" work "$@" 2>&1 >/dev/null \
    | sed -n 's/.*Collected : *\([0-9]*\).*/\1/p'
}
{
  printf '# work\tinstructions\n'
  printf 'start and stop\t%s\n' "$(count nothing)"
  printf 'read CSV UTF-8, 20,000 rows\t%s\n' "$(count read "$work/in/visits.csv")"
  printf 'read CSV GB18030, 20,000 rows\t%s\n' "$(count read "$work/in/visits.gb.csv")"
  printf 'read XLSX, 20,000 rows\t%s\n' "$(count read "$work/in/visits.xlsx")"
  printf 'read XLSX, 100 rows\t%s\n' "$(count read "$work/in/small.xlsx")"
  printf 'write XLSX, 20,000 rows\t%s\n' "$(count write "$work/in/visits.csv" "$work/out.xlsx")"
  printf 'convert XLSX to CSV, 20,000 rows\t%s\n' "$(count convert "$work/in/visits.xlsx" "$work/out.csv")"
} > "$work/new.tsv"
if [ "${1:-}" = --record ] || [ ! -f "$table" ]; then
  cp "$work/new.tsv" "$table"
  cat "$table"
  exit
fi
awk -F'\t' 'NR == FNR { old[$1] = $2; next }
  /^#/ { next }
  { change = old[$1] ? ($2 - old[$1]) / old[$1] * 100 : 0
    printf "%-36s %15d  %+.1f %%\n", $1, $2, change
    if (change > 3) worse = 1 }
  END { if (worse) { print "slower than recorded: look, or record with --record"; exit 1 } }' "$table" "$work/new.tsv"
