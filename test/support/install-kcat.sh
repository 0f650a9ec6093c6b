#!/usr/bin/env bash
# Installs Debian's kcat, an independent reader of Kafka, for the tests of what downstream users see, unless it is already there.
#
# Guarantee: when it exits 0, kcat is on PATH.
# Bounds: apt waits at most 120 s for another package manager's lock, then fails with apt's own message.
set -euo pipefail

if command -v kcat >/dev/null; then
  echo "kcat is present: $(kcat -V | sed -n 's/^Version //p')"
  exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "No kcat, and installing it needs apt-get and root. Run: sudo test/support/install-kcat.sh" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=120 -qq update
apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends kcat >/dev/null
kcat -V | sed -n 's/^Version //p'
