#!/usr/bin/env bash
# Installs Debian's Redis for the tests of the Redis adapter, unless redis-server and redis-cli are already there.
#
# Guarantee: when it exits 0, both are on PATH. No server is started: the tests start their own, on free ports.
# Bounds: apt waits at most 120 s for another package manager's lock, then fails with apt's own message.
set -euo pipefail

if command -v redis-server >/dev/null && command -v redis-cli >/dev/null; then
  echo "Redis is present: $(redis-server --version)"
  exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "No Redis, and installing it needs apt-get and root. Run: sudo test/support/install-redis.sh" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=120 -qq update
apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends redis-server redis-tools >/dev/null
redis-server --version
