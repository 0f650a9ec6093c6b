#!/usr/bin/env bash
# Installs Debian's Chromium for the browser tests, unless a Chromium is already there.
#
# Guarantee: when it exits 0, one of the names that test/support/chromium.ts looks for is on PATH (or LANDFALL_CHROMIUM names one).
# Bounds: apt waits at most 120 s for another package manager's lock, then fails with apt's own message.
set -euo pipefail

found() {
  if [ -n "${LANDFALL_CHROMIUM:-}" ]; then
    [ -x "$LANDFALL_CHROMIUM" ] || {
      echo "LANDFALL_CHROMIUM names no executable file: $LANDFALL_CHROMIUM" >&2
      exit 1
    }
    echo "$LANDFALL_CHROMIUM"
    return 0
  fi
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

if path=$(found); then
  echo "Chromium is present: $path"
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "No Chromium, and no apt-get to install one. Install Chromium or Chrome, or set LANDFALL_CHROMIUM to its path." >&2
  exit 1
fi

if [ "$(id -u)" -ne 0 ]; then
  echo "No Chromium, and installing it needs root. Run: sudo test/support/install-chromium.sh" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=120 -qq update
apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends chromium >/dev/null
path=$(found) || {
  echo "The package chromium was installed, but no chromium is on PATH." >&2
  exit 1
}
echo "Chromium is installed: $path ($("$path" --version --no-sandbox 2>/dev/null || echo 'version unknown'))"
