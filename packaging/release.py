"""What release engineers do with finished packages: keys, and the signed manifest that programs believe.

    python packaging/release.py keygen FOLDER
    python packaging/release.py sign --key FOLDER/update.key --channel stable --version 0.2.0 --sequence 7 \\
        --base-url https://celliq.eu/desktop/updates --notes "What is new" --out FOLDER PACKAGE=TARGET …

``keygen`` writes a private key (mode 600; it belongs on a token or in a safe, never on a build machine) and prints the
line for ``celliq_desktop/app/update_keys.py``. ``sign`` writes ``<channel>.json`` to be served beside the packages;
``--sequence`` must be greater than that of every manifest signed before. Run it in ``.venv``.
"""

import argparse
import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from celliq_desktop.domain.updates import KIND, read_manifest
from celliq_desktop.signing.manifests import fingerprint, seal


def keygen(folder: Path) -> int:
    """Write ``update.key`` unless it is there already."""
    path = folder / "update.key"
    if path.exists():
        print(f"{path} exists; a key is never overwritten.", file=sys.stderr)
        return 1
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes_raw()
    print(f'TRUSTED: tuple[str, ...] = ("{public.hex()}",)  # {fingerprint(public)}')
    return 0


def sign(told: argparse.Namespace) -> int:
    """Write the manifest, after reading it back as a program would; ValueError for a key of another kind."""
    key = serialization.load_pem_private_key(told.key.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{told.key} is no Ed25519 key")
    now = datetime.now(UTC).replace(microsecond=0)
    packages = []
    for word in told.packages:
        file, _, target = word.partition("=")
        data = Path(file).read_bytes()
        packages.append(
            {
                "target": target,
                "name": Path(file).name,
                "url": f"{told.base_url}/{Path(file).name}",
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        )
    manifest = {
        "kind": KIND,
        "channel": told.channel,
        "sequence": told.sequence,
        "issued_at": now.isoformat(),
        "expires_at": (now + timedelta(days=told.valid_days)).isoformat(),
        "version": told.version,
        "notes": told.notes,
        "packages": packages,
    }
    text = json.dumps(manifest, indent=1).encode()
    read_manifest(text)
    out: Path = told.out / f"{told.channel}.json"
    out.write_bytes(seal(text, [key]))
    print(f"{out}: {told.version}, believed until {manifest['expires_at']}")
    return 0


def main(arguments: list[str]) -> int:
    """Carry out one command."""
    parser = argparse.ArgumentParser(description="Keys and manifests of updates.")
    commands = parser.add_subparsers(dest="command", required=True)
    keys = commands.add_parser("keygen")
    keys.add_argument("folder", type=Path)
    signs = commands.add_parser("sign")
    signs.add_argument("--key", type=Path, required=True)
    signs.add_argument("--channel", required=True)
    signs.add_argument("--version", required=True)
    signs.add_argument("--sequence", type=int, required=True)
    signs.add_argument("--base-url", required=True)
    signs.add_argument("--notes", default="")
    signs.add_argument("--valid-days", type=int, default=30)
    signs.add_argument("--out", type=Path, required=True)
    signs.add_argument("packages", nargs="*")
    told = parser.parse_args(arguments)
    return keygen(told.folder) if told.command == "keygen" else sign(told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
