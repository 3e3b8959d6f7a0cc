#!/usr/bin/env bash
# Starts the broker: one node, SASL/SCRAM for clients, StandardAuthorizer, deny by default. The image's own start script
# can't make the first SCRAM user, so this one formats the storage with it. Passwords come from files only.
set -euo pipefail
umask 077

bin=${KAFKA_BIN:-/opt/kafka/bin}
secrets=${KAFKA_SECRETS:-/run/secrets}
data=${KAFKA_DATA:-/var/lib/kafka/data}
config=${KAFKA_CONFIG:-/tmp/server.properties}
host=${KAFKA_HOST:-kafka}
bind=${KAFKA_BIND:-0.0.0.0}
port=${KAFKA_PORT:-9092}
controller_port=${KAFKA_CONTROLLER_PORT:-9093}

admin=$(<"$secrets/admin")
broker=$(<"$secrets/broker")
for password in "$admin" "$broker"; do
  # Anything else could end a quoted value in the configuration below.
  [[ $password =~ ^[A-Za-z0-9_-]{16,}$ ]] || { echo "a password in $secrets is too short or has other signs than letters, digits, _ and -" >&2; exit 1; }
done
scram=org.apache.kafka.common.security.scram.ScramLoginModule
plain=org.apache.kafka.common.security.plain.PlainLoginModule

cat >"$config" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=$host:$controller_port
listeners=CLIENT://$bind:$port,CONTROLLER://$bind:$controller_port
advertised.listeners=CLIENT://$host:$port,CONTROLLER://$host:$controller_port
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENT
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
sasl.mechanism.controller.protocol=PLAIN
listener.name.client.scram-sha-512.sasl.jaas.config=$scram required username="broker" password="$broker";
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$plain required username="broker" password="$broker" user_broker="$broker";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:admin;User:broker
auto.create.topics.enable=false
log.dirs=$data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
default.replication.factor=1
min.insync.replicas=1
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
PROPERTIES

if [[ ! -f $data/meta.properties ]]; then
  # Only processes of this container see the command line.
  "$bin/kafka-storage.sh" format --standalone --cluster-id "$("$bin/kafka-storage.sh" random-uuid)" --config "$config" \
    --add-scram "SCRAM-SHA-512=[name=admin,password=$admin]" \
    --add-scram "SCRAM-SHA-512=[name=broker,password=$broker]"
fi
unset admin broker
exec "$bin/kafka-server-start.sh" "$config"
