#!/bin/sh
# Starts one broker, which is a controller too: writes its settings, formats its folder unless that was done, and becomes the broker.
#
# NODE_ID, ADVERTISED_HOST, QUORUM_VOTERS (id@host:9093,...), CLUSTER_ID: as their Kafka settings. REPLICATION_FACTOR, MIN_INSYNC_REPLICAS: for
# every topic that does not say otherwise. The other variables have defaults for the image.
set -eu

settings=${SETTINGS_DIR:-/etc/landfall-kafka}
kafka=${KAFKA_HOME:-/opt/kafka}
own=${WORK_DIR:-/tmp}/kafka.properties

cat "$settings/kafka.properties" - >"$own" <<EOF
node.id=$NODE_ID
controller.quorum.voters=$QUORUM_VOTERS
listeners=CLIENT://:${CLIENT_PORT:-9092},CONTROLLER://:${CONTROLLER_PORT:-9093}
advertised.listeners=CLIENT://$ADVERTISED_HOST:${CLIENT_PORT:-9092}
log.dirs=${DATA_DIR:-/var/lib/kafka/data}/log
default.replication.factor=$REPLICATION_FACTOR
min.insync.replicas=$MIN_INSYNC_REPLICAS
offsets.topic.replication.factor=$REPLICATION_FACTOR
transaction.state.log.replication.factor=$REPLICATION_FACTOR
transaction.state.log.min.isr=$MIN_INSYNC_REPLICAS
share.coordinator.state.topic.replication.factor=$REPLICATION_FACTOR
share.coordinator.state.topic.min.isr=$MIN_INSYNC_REPLICAS
EOF

export LOG_DIR="${WORK_DIR:-/tmp}/logs"
export KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=file:$settings/kafka-log4j2.yaml"
# Without -loggc, whose files nobody rotates out of a tmpfs.
export EXTRA_ARGS='-name kafkaServer'

"$kafka/bin/kafka-storage.sh" format --ignore-formatted --cluster-id="$CLUSTER_ID" --config="$own"
exec "$kafka/bin/kafka-server-start.sh" "$own"
