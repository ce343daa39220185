#!/usr/bin/env python3
"""What the hook costs with local roots that are held to names.

    run.py ANCHORWATCH [COUNT…]        for example: run.py target/release/anchorwatch 10 1000

Copies this machine's system store and the package's records into a temporary tree, adds COUNT local
roots, blocks with `--unlisted`, and times `refilter`: after an update, which shows the roots again,
and on a store in which nothing has to change. Prints the least of five runs.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

RUNS = 5
COPIED = ["etc/ssl/certs", "usr/share/ca-certificates"]
BUNDLE = "etc/ssl/certs/ca-certificates.crt"
LOCAL = "usr/local/share/ca-certificates"
RECORDS = "var/lib/dpkg/info"


def tree(folder):
    for path in COPIED:
        shutil.copytree(f"/{path}", folder / path, symlinks=True)
    for path in [LOCAL, RECORDS, "etc/ca-certificates/update.d"]:
        (folder / path).mkdir(parents=True)
    for record in pathlib.Path("/", RECORDS).glob("ca-certificates.*"):
        shutil.copy(record, folder / RECORDS)
    for name in ["passwd", "ca-certificates.conf"]:
        shutil.copy(f"/etc/{name}", folder / "etc")


def root(folder, number):
    path = folder / LOCAL / f"root-{number}.crt"
    subject = f"/O=Works {number}/CN=Root {number}"
    command = ["openssl", "req", "-x509", "-nodes", "-days", "3000", "-subj", subject]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", os.devnull]
    subprocess.run(command + key + ["-out", path], check=True, capture_output=True)
    return path.read_text()


def least(run):
    times = []
    for _ in range(RUNS):
        began = run()
        times.append(time.monotonic() - began)
    return min(times)


def measure(program, count):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tree(folder)
        bundle = folder / BUNDLE
        updated = bundle.read_text() + "".join(root(folder, one) for one in range(count))
        bundle.write_text(updated)
        command = [program, "block", "--unlisted", "--apply", "--root", name]
        subprocess.run(command, check=False, capture_output=True)
        held = list((folder / "etc/ssl/certs").glob("anchorwatch-confines-*.pem"))
        assert len(held) >= count, f"only {len(held)} roots are held to names"

        def refilter(text):
            if text is not None:
                bundle.write_text(text)
            began = time.monotonic()
            subprocess.run([program, "refilter", "--root", name], check=False, capture_output=True)
            return began

        rebuilt = least(lambda: refilter(updated))
        unchanged = least(lambda: refilter(None))
        print(f"{count} local roots: {rebuilt:.2f} s after an update, {unchanged:.2f} s unchanged")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for count in [int(one) for one in sys.argv[2:]] or [10]:
        measure(os.path.abspath(sys.argv[1]), count)
