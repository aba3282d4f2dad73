#!/usr/bin/env bash
# Runs the fuzz targets one after the other, round and round, and keeps account of the processor minutes.
# usage: Tests/Fuzz/run.sh CORPUS WORK [SECONDS-A-TURN [TURNS]]
# WORK gets seeds/, corpus/ (what was learnt), finds/ (crashes, hangs: make each a fixture) and minutes.tsv.
set -euo pipefail
TIMEFORMAT='%U %S'
cd "$(dirname "$0")/../.."
corpus=$1 work=$2 seconds=${3:-600} turns=${4:-1000000}
targets="FuzzZip FuzzSheet FuzzCSV FuzzScalars FuzzEncryption"
mkdir -p "$work"
export ROLLBOOK_FUZZ=1 ROLLBOOK_ROOMS=CSVCodec,XLSXCodec
for target in $targets; do
  [ -x "$work/bin/$target" ] && continue
  swift build -c release --scratch-path "$work/build" --product "$target"
  mkdir -p "$work/bin"
  cp "$work/build/release/$target" "$work/bin/"
done
[ -d "$work/seeds" ] || python3 Tests/Fuzz/seeds.py "$corpus" "$work/seeds"
for ((turn = 0; turn < turns; turn++)); do
  for target in $targets; do
    mkdir -p "$work/corpus/$target" "$work/finds/$target"
    status=0 longest=65536
    case $target in FuzzSheet | FuzzCSV) longest=4096 ;; FuzzScalars) longest=64 ;; esac
    { time nice -n 19 "$work/bin/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len="$longest" \
      -artifact_prefix="$work/finds/$target/" "$work/corpus/$target" "$work/seeds/$target" \
      > "$work/$target.log" 2>&1; } 2> "$work/time" || status=$?
    runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/$target.log")
    printf '%s\t%s\t%s\t%s\n' "$target" "$(awk '{ printf "%.2f", ($1 + $2) / 60 }' "$work/time")" "${runs:-stopped}" "$status" \
      >> "$work/minutes.tsv"
  done
done
