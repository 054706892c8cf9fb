#!/bin/sh
# Runs a command in a Debian of its own, with the servers that this release of Debian has:
#   compose/stand-ins/debian.sh sid npm run e2e
#   NODE_MAJOR=24 compose/stand-ins/debian.sh trixie npm start -- --for 20 --port 0
# Needs root and debootstrap. The command sees this repository and nothing else of the machine, not its
# network either, so it meets no server that runs here; all it starts ends with it. The first run
# makes the Debian (some minutes); remove its folder to get the packages of today.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 <release of Debian> <command> ..." >&2; exit 2; }
suite=$1
shift
repository=$(cd "$(dirname "$0")/../.." && pwd)
roots=${DEBIAN_ROOTS:-/var/tmp/boomgate-debian}
root=$roots/$suite
packages="rabbitmq-server redis-server postgresql prometheus prometheus-alertmanager chromium git iproute2 tini"

# With /proc, as the installation of postgresql-common asks for it; the mount ends with the command.
in_root() {
  unshare --mount sh -euc 'mount -t proc proc "$1/proc"; exec chroot "$@"' in_root \
    "$root" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

make_root() {
  echo "making a Debian $suite in $root" >&2
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" >&2
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d" # no package starts its server
  chmod +x "$root/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  # shellcheck disable=SC2086 # one word each
  in_root DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $packages >&2
  in_root apt-get clean
  echo "127.0.0.1 localhost $(hostname)" > "$root/etc/hosts"
  touch "$root/.complete"
}

# The Node of this machine, or the newest of another major version.
node_program() {
  [ -n "${NODE_MAJOR:-}" ] || { readlink -f "$(command -v node)"; return; }
  case $(uname -m) in aarch64) arch=arm64 ;; *) arch=x64 ;; esac
  folder=$roots/node-$NODE_MAJOR
  [ -x "$folder/node_modules/node-linux-$arch/bin/node" ] ||
    npm install --silent --no-save --prefix "$folder" "node-linux-$arch@$NODE_MAJOR" >&2
  echo "$folder/node_modules/node-linux-$arch/bin/node"
}

[ -e "$root/.complete" ] || make_root
mkdir -p "$root$repository" "$root/usr/local/lib/npm"
touch "$root/usr/local/bin/node"
for name in npm npx; do ln -sf "../lib/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done

export repository root
NODE=$(node_program) NPM=$(npm root --global)/npm exec unshare --mount --net --pid --fork --kill-child sh -euc '
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  mount --bind "$repository" "$root$repository"
  mount --bind "$NODE" "$root/usr/local/bin/node"
  mount --bind "$NPM" "$root/usr/local/lib/npm"
  exec chroot "$root" /usr/bin/env --unset=NODE_EXTRA_CA_CERTS --chdir="$repository" HOME=/root TMPDIR=/tmp \
    GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$repository" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    tini -g -- sh -euc "ip link set lo up; exec \"\$@\"" command "$@"
' "$0" "$@"
