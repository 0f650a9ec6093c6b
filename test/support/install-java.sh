#!/usr/bin/env bash
# Installs Debian's Java and Maven for the tests on a real Kafka and a real registry, unless java and mvn are already there.
#
# Guarantee: when it exits 0, both are on PATH. `npm run components` then fetches what they start.
# Bounds: apt waits at most 120 s for another package manager's lock, then fails with apt's own message.
set -euo pipefail

if command -v java >/dev/null && command -v mvn >/dev/null; then
  echo "Java is present: $(java -version 2>&1 | head -n 1)"
  exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "No Java or no Maven, and installing them needs apt-get and root. Run: sudo test/support/install-java.sh" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=120 -qq update
apt-get -o DPkg::Lock::Timeout=120 -qq install -y --no-install-recommends default-jdk-headless maven >/dev/null
java -version
