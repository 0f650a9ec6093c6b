#!/bin/sh
# Makes the secrets of one installation: make-secrets.sh FOLDER
#
# Guarantee: never writes over a file that is there. The folder is closed to others (0700); its files are readable (0644), because compose
# mounts them as they are and the containers run as users of their own.
set -eu
umask 022

folder=$1
mkdir -p "$folder"
chmod 0700 "$folder"

secret() { head -c 36 /dev/urandom | base64 | tr '+/' '-_'; }

if [ ! -e "$folder/redis-password" ]; then
  secret >"$folder/redis-password"
fi

if [ ! -e "$folder/landfall.keys.yaml" ]; then
  cat >"$folder/landfall.keys.yaml" <<EOF
# Keys of this Landfall. One key per camera system or person; add, change and remove them here, then restart.
# Roles: source (sends reads and movements), analyst (keeps the lists), operator (answers hits), admin (all, and dead letters).
cookieSecret: "$(secret)"
keys:
  - { name: first-operator, role: operator, key: "$(secret)" }
  - { name: first-analyst, role: analyst, key: "$(secret)" }
  - { name: second-analyst, role: analyst, key: "$(secret)" }
  - { name: administrator, role: admin, key: "$(secret)" }
  - { name: first-camera-system, role: source, key: "$(secret)" }
EOF
fi
