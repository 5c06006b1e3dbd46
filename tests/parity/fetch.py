# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""Bring the source releases that libraries are compared with; what is here already stays.

    python tests/parity/fetch.py

The list is the catalog's: each library's ``upstream``, and requirements.txt beside this file.
Only this uses the network; it is what ``make`` runs.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "libraries")]

import upstream  # noqa: E402  # found by the line above

PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "download")


def main() -> int:
    """Fetch and unpack what is missing, and return the exit code."""
    missing = [pin for pin in sorted(upstream.pins()) if not upstream.place(pin).is_dir()]
    if not missing:
        return 0
    upstream.SOURCES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=upstream.SOURCES, prefix=".new-") as name:
        command = [str(upstream.PYTHON), *PIP, "--no-deps", "--no-binary", ":all:"]
        command += ["--no-build-isolation", "--dest", name, *missing]
        if subprocess.run(command, check=False, timeout=600).returncode:
            print(f"cannot fetch {', '.join(missing)}", file=sys.stderr)
            return 1
        for archive in sorted(Path(name).glob("*.tar.gz")):
            with tarfile.open(archive) as stream:
                stream.extractall(name, filter="data")
            unpacked = archive.with_name(archive.name.removesuffix(".tar.gz"))
            unpacked.rename(upstream.SOURCES / upstream.folder_name(unpacked.name))
    left = [pin for pin in missing if not upstream.place(pin).is_dir()]
    for pin in left:
        print(f"{pin}: what came is called otherwise", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
