#!/bin/sh
# Images under the official names, made of Debian packages and the Node of this machine, for
# `E2E_IMAGES=local npm run e2e:compose` where Docker Hub cannot be reached. Needs root, docker,
# debootstrap. Grafana has no Debian package: it is left out, and the script says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! docker image inspect debian:trixie-slim >/dev/null 2>&1; then
  debootstrap --variant=minbase --include=ca-certificates trixie "$work/root" >/dev/null
  cp /etc/resolv.conf "$work/root/etc/resolv.conf"
  tar -C "$work/root" -c . | docker import - debian:trixie-slim >/dev/null
fi

mkdir -p "$work/context/node/bin" "$work/context/node/lib/node_modules"
cp "$here"/*.Dockerfile "$here"/*.sh "$work/context/"
cp -L "$(command -v node)" "$work/context/node/bin/node"
cp -R "$(npm root -g)/npm" "$work/context/node/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/context/node/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/context/node/bin/npx"
cp "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$work/context/certificates.pem"

stand_in() {
  docker build -q --network host --target "$1" -t "$2" -f "$work/context/base.Dockerfile" "$work/context"
  echo "$2 stands in, made of Debian packages"
}
stand_in node node:24-bookworm-slim
stand_in rabbitmq rabbitmq:4.3
stand_in redis redis:8.0
stand_in postgres postgres:17
stand_in prometheus prom/prometheus:v3.5.3
stand_in alertmanager prom/alertmanager:v0.28.1
echo "grafana/grafana has no stand-in: leave it out"
