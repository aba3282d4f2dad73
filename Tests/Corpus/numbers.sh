#!/bin/sh
# numbers.sh: our numbers beside those of independent programs and papers, line by line with the difference.
#
# Runs the tests that compare them (they assert the same); peers that are absent are said to be skipped. The last line
# counts; exit 1 where a number differs by more than it may.
set -eu
cd "$(dirname "$0")/../.."
out=$(mktemp)
trap 'rm -f "$out" "$out.log"' EXIT
ROLLBOOK_FIGURES="$out" ROLLBOOK_ROOMS=Statistics,Metrics swift test --no-parallel >"$out.log" 2>&1 || failed=1
grep "^skipped:" "$out.log" | sort -u || true
echo "| independent result | number | ours | theirs | difference | may differ by | |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
LC_ALL=C sort -t '|' -k 2,2 -s "$out"
echo
echo "$(grep -c '✓' "$out") agree, $(grep -c 'DIFFERS' "$out" || true) differ"
if [ -n "${failed:-}" ]; then
  grep -E "error:|failed" "$out.log" | head -20
  exit 1
fi
