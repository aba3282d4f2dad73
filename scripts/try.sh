#!/bin/sh
# The first command: installs what is missing, builds the program, runs the main job on examples/, and says where
# the dashboard and the masked sheet lie. Safe to run twice; quiet when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

early_flags=$build_flags
need_build_packages
say "Building (the first time takes three minutes or so) …"
build_program
rollbook=$(build_folder)/rollbook

out=out
mkdir -p "$out"
# The examples use a fixed key, so that anybody gets the same files.
key="examples/example.key"
chmod 600 "$key"

"$rollbook" report examples/chenguang/input -o "$out/dashboard" --lang zh -q
"$rollbook" export examples/chenguang/input --view partner --to 阳光小学 --purpose 续费分析 --key "$key" \
  -o "$out/partner.xlsx" --log "$out/exports.jsonl" -q
say ""
say "Dashboard     $PWD/$out/dashboard/head.html   (open it with a double click)"
say "Masked sheet  $PWD/$out/partner.xlsx"
say "Program       $rollbook"
if ! command -v rollbook >/dev/null 2>&1; then
  say ""
  say "To call it from anywhere as rollbook:  sudo cp $rollbook /usr/local/bin/"
fi
