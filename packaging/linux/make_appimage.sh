#!/usr/bin/env bash
# The AppImage, for Linux systems without apt, after `python3 packaging/bootstrap.py build`:
#
#   APPIMAGETOOL=/path/to/appimagetool packaging/linux/make_appimage.sh
#
# appimagetool and its run-time file are in no package index, so they are the builder's to bring (RUNTIME names the
# latter). Without APPIMAGETOOL the folder build/AppDir is made and left there: its AppRun starts as the image would.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/packaging/linux
folder=$root/build/AppDir
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$root/celliq_desktop/__init__.py")
machine=$(uname -m)

rm -rf "$folder"
mkdir -p "$folder/usr/lib" "$folder/usr/share/applications" "$folder/usr/share/metainfo"
cp -R "$root/dist/celliq-desktop" "$folder/usr/lib/"
cp "$here/celliq-desktop.desktop" "$folder/"
cp "$here/celliq-desktop.desktop" "$folder/usr/share/applications/"
cp "$here/eu.celliq.desktop.metainfo.xml" "$folder/usr/share/metainfo/eu.celliq.desktop.appdata.xml"
cp "$root/build/icons/256/celliq-desktop.png" "$folder/"
ln -s celliq-desktop.png "$folder/.DirIcon"
cat >"$folder/AppRun" <<'END'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/celliq-desktop/celliq-desktop" "$@"
END
chmod 755 "$folder/AppRun"
if [ -z "${APPIMAGETOOL:-}" ]; then
    echo "$folder is ready; APPIMAGETOOL would make it one file."
    exit 0
fi
image=$root/dist/celliq-desktop-$version-$machine.AppImage
ARCH=$machine "$APPIMAGETOOL" ${RUNTIME:+--runtime-file "$RUNTIME"} "$folder" "$image"
(cd "$root/dist" && sha256sum "$(basename "$image")")
