#!/bin/sh
# Starts Redis with its password read from a file, so that it is in no argument and no environment. Arguments go to redis-server.
#
# REDIS_MAXMEMORY: bytes of data, at most; the container needs about twice that, since rewriting the append-only file forks.
set -eu
umask 077

own=${WORK_DIR:-/tmp}/redis.conf
cat "${SETTINGS_DIR:-/etc/landfall-redis}/redis.conf" - >"$own" <<EOF
dir ${DATA_DIR:-/data}
maxmemory $REDIS_MAXMEMORY
requirepass $(cat "${PASSWORD_FILE:-/run/secrets/redis-password}")
EOF
exec redis-server "$own" "$@"
