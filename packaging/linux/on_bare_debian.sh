#!/usr/bin/env bash
# Proves the package where nothing else is: a Debian 12 that debootstrap makes in FOLDER, the .deb installed by apt with
# what it declares, then packaging/smoke.py from outside, off screen and on a virtual screen. As root:
#
#   packaging/linux/on_bare_debian.sh dist/celliq-desktop_0.1.0_amd64.deb /tmp/bare
#
# MIRROR chooses another archive than the one apt uses here; an existing FOLDER is used again.
set -euo pipefail
package=$(realpath "$1")
bare=$(realpath -m "$2")
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | head -n 1)}

[ -x "$bare/usr/bin/apt-get" ] || debootstrap --variant=minbase bookworm "$bare" "$mirror" >"$bare.log"
cp /etc/resolv.conf "$bare/etc/"
cp -n /etc/apt/apt.conf.d/* "$bare/etc/apt/apt.conf.d/" 2>/dev/null || true
shared=$(mktemp -d /tmp/celliq-bare-XXXXXX)
mkdir -p "$bare$shared"
mount --bind "$shared" "$bare$shared"
mount --bind /proc "$bare/proc"
mount --bind /dev "$bare/dev"
trap 'umount "$bare/dev" "$bare/proc" "$bare$shared"; rm -rf "$shared"' EXIT

cp "$package" "$shared/celliq-desktop.deb"
chroot "$bare" apt-get update -qq
DEBIAN_FRONTEND=noninteractive chroot "$bare" apt-get install -y -qq --no-install-recommends --reinstall \
    --allow-downgrades "$shared/celliq-desktop.deb" >"$shared/apt.log"
chroot "$bare" sh -c '! command -v python3' || { echo "This Debian is not bare: it has a Python."; exit 1; }

# the program as the smoke test calls it: inside, with the caller's words and environment
cat >"$shared/inside" <<END
#!/bin/sh
exec chroot "$bare" /usr/bin/celliq-desktop "\$@"
END
chmod +x "$shared/inside"
export TMPDIR=$shared HOME=$shared LC_ALL=C.UTF-8
QT_QPA_PLATFORM=offscreen python3 "$here/../smoke.py" "$shared/inside" --window
QT_QPA_PLATFORM=xcb xvfb-run -a --auth-file="$shared/xauthority" -s "-screen 0 1600x1000x24" \
    python3 "$here/../smoke.py" "$shared/inside" --window
