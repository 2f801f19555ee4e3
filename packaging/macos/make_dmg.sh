#!/usr/bin/env bash
# The macOS disk image, on a Mac, after `python3 packaging/bootstrap.py build --folder` has made the bundle there:
#
#   IDENTITY="Developer ID Application: …" PROFILE=celliq-notary packaging/macos/make_dmg.sh 0.1.0
#
# IDENTITY is a Developer ID certificate of the key chain. PROFILE is what `xcrun notarytool store-credentials` was told
# to call the account; without it the image is signed but not notarised, and Gatekeeper refuses it on other Macs.
# Every library is signed before the bundle that holds it: `codesign --deep` would sign in the wrong order.
set -euo pipefail
version=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dist=$here/../../dist
bundle="$dist/CellIQ Desktop.app"
image="$dist/celliq-desktop-$version.dmg"

sign() {
    codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$IDENTITY" "$@"
}
find "$bundle/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 | while IFS= read -r -d '' library; do
    sign "$library"
done
find "$bundle/Contents" -type d -name '*.framework' -prune -print0 | while IFS= read -r -d '' framework; do
    sign "$framework"
done
sign "$bundle/Contents/MacOS/celliq-desktop"
sign "$bundle"
codesign --verify --strict --verbose=2 "$bundle"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$bundle" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -volname "CellIQ Desktop $version" -srcfolder "$staging" -format UDZO -ov "$image"
codesign --force --timestamp --sign "$IDENTITY" "$image"
if [ -n "${PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose "$image"
fi
(cd "$dist" && shasum -a 256 "celliq-desktop-$version.dmg")
