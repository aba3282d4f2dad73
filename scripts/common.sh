# Shared by the two commands: what is missing on this machine, and how it is installed.
# Sourced, not run. POSIX sh.

say() { printf '%s\n' "$*" >&2; }

# as_root COMMAND…: runs it as root, through sudo where we are not root.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else
    say "This needs root rights, and sudo is not installed. Please run as root:  $*"
    exit 3
  fi
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

# install_packages APT-NAMES BREW-NAMES: installs those with the system's package manager, or names them and stops.
install_packages() {
  if command -v apt-get >/dev/null 2>&1; then
    say "Installing: $1"
    # The lists the machine has may do; a new one has none.
    # shellcheck disable=SC2086
    if ! apt_install $1 2>/dev/null; then
      as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || say "(the package lists could not be refreshed)"
      apt_install $1
    fi
  elif command -v brew >/dev/null 2>&1; then
    say "Installing: $2"
    # shellcheck disable=SC2086
    brew install --quiet $2
  else
    say "Please install these packages with your system's package manager, then run this again:"
    say "  Debian/Ubuntu names: $1"
    exit 3
  fi
}

# The libraries the program is built on: libxml2, ISA-L, OpenSSL's libcrypto; pkg-config finds them. What needs none of
# them is fetched and built while they are installed.
need_build_packages() {
  if ! command -v swift >/dev/null 2>&1; then
    say "Swift is not installed. Get Swift 6.2 or later from https://www.swift.org/install and run this again."
    exit 3
  fi
  # shellcheck disable=SC2086
  if [ ! -d .build/checkouts ]; then swift build ${early_flags:-} --target ArgumentParser >/dev/null 2>&1 & fi
  missing_apt=""
  missing_brew=""
  command -v pkg-config >/dev/null 2>&1 || { missing_apt="$missing_apt pkg-config"; missing_brew="$missing_brew pkgconf"; }
  has() { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1" 2>/dev/null; }
  has libxml-2.0 || { missing_apt="$missing_apt libxml2-dev"; missing_brew="$missing_brew libxml2"; }
  has libisal || { missing_apt="$missing_apt libisal-dev"; missing_brew="$missing_brew isa-l"; }
  has libcrypto || { missing_apt="$missing_apt libssl-dev"; missing_brew="$missing_brew openssl@3"; }
  if [ -n "$missing_apt" ]; then install_packages "$missing_apt" "$missing_brew"; fi
  wait
}

build_flags="-c release --static-swift-stdlib"
[ "$(uname)" = Darwin ] && build_flags="-c release"

# build_program: quiet unless it fails.
build_program() {
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! swift build $build_flags --product rollbook >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    say "The build failed; the lines above say why."
    exit 70
  fi
  rm -f "$log"
}

build_folder() {
  # shellcheck disable=SC2086
  swift build $build_flags --show-bin-path
}
