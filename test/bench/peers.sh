#!/usr/bin/env bash
# Landfall's matcher beside Kafka Streams, over the reference workload, in the same rounds: peers.sh HARNESS [ROUNDS]
# HARNESS is the folder of the reference programs, built, with the workload generated, its oracle run and its topics loaded (its README).
# Environment: that of the harness (PEERS_HOME, KAFKA_BOOTSTRAP), REDIS_NODE (host:port of a Redis that may be filled; noeviction),
# BENCHES ("catchup live"). Each run is a line of $PEERS_HOME/results.jsonl; a rate without "equal": true counts for nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
harness=${1:?the folder of the reference programs}
rounds=${2:-3}
export REDIS_NODE=${REDIS_NODE:-127.0.0.1:6379}
cd "$harness"

measure() { # bench name command...
  JAVA_OPTS="-Xmx512m -XX:+UseSerialGC" ./peer.sh "$1" --name "$2" -- "${@:3}" --group {group} --prefix {prefix}
}

for _ in $(seq "$rounds"); do
  for bench in ${BENCHES:-catchup live}; do
    measure "$bench" landfall "$here/peer.sh"
    measure "$bench" streams-eos-table-memory env JAVA_OPTS="-Xmx2g -XX:+UseParallelGC" ./peer.sh streams \
      --guarantee eos --store memory --watchlist table
  done
done
