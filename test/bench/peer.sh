#!/usr/bin/env bash
# The matcher over the reference workload's topics: peer.sh --group G --prefix P. Brokers from KAFKA_BOOTSTRAP, Redis (host:port) from REDIS_NODE.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck disable=SC2086
exec "$root/node_modules/node/bin/node" --conditions=@landfall/source ${PEER_NODE_OPTIONS:-} "$root/test/bench/peer.ts" "$@"
