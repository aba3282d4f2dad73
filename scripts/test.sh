#!/bin/sh
# The second command: installs what the tests need and runs all of them. Safe to run twice.
#   ROLLBOOK_NO_INSTALL=1   installs nothing; suites whose tools are absent say that they were skipped
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

need_build_packages
if [ -z "${ROLLBOOK_NO_INSTALL:-}" ]; then
  missing=""
  command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
  command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
  command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
  command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc"
  command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
  python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || missing="$missing python3-venv"
  if [ -n "$missing" ]; then install_packages "$missing" ""; fi
  wanted=$(cat scripts/test-requirements.txt)
  if [ ! -f .venv-test/installed ] || [ "$(cat .venv-test/installed)" != "$wanted" ]; then
    say "Installing the judges of our output (Python packages) into .venv-test …"
    python3 -m venv .venv-test
    .venv-test/bin/pip install -q --disable-pip-version-check -r scripts/test-requirements.txt >&2
    printf '%s' "$wanted" > .venv-test/installed
  fi
fi

say "Building the program and the tests, then running them …"
# A debug build: its checks are the point of a test run, and the tests drive the program of the same build.
exec swift test "$@"
