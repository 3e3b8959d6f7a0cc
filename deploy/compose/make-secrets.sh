#!/usr/bin/env bash
# Makes a random password for every user that has none yet, one file each, in ./secrets. Never commit that folder.
# Compose mounts the files as they are, and the containers run as different users: so the files are readable, and the
# folder (0700) keeps everyone else on this machine out.
set -euo pipefail
umask 077

folder=${1:-$(dirname "$0")/secrets}
units="commerce investment zone snd-group soe-2 soe-3"
services="admin broker coordinator board watch monitor"
others="session grafana"

mkdir -p "$folder"
chmod 0700 "$folder"
for name in $units $services $others; do
  [[ -s $folder/$name ]] && continue
  # 32 letters and digits: 190 bits.
  password=$(head -c 512 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 32 || true)
  [[ ${#password} -eq 32 ]] || { echo "could not draw a password for $name" >&2; exit 1; }
  printf '%s' "$password" >"$folder/$name.new"
  chmod 0444 "$folder/$name.new"
  mv "$folder/$name.new" "$folder/$name"
  echo "made $folder/$name"
done
