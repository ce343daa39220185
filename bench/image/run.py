#!/usr/bin/env python3
"""How long `audit --image` takes, beside `tar xf` of the same layers and `audit --root`.

    bench/image/run.py target/release/anchorwatch [MEGABYTES]

Makes, in a folder of its own below TMPDIR, an image of about 200 MB: this machine's bundle of
roots, and files that pack like programs do. Nothing outside that folder is written. Prints, for
each form and for an image with a million files, the best of three: time by the clock, time of the
processor (which other programs on the machine do not change), and the peak memory of the largest
process.
"""

import gzip
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
DEFAULT_MEGABYTES = 200


def layer(files):
    """A tar archive of (name, content) pairs."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o644
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def programs(total):
    """Files of 20 kB of which about half is noise, as programs pack to a half or a third."""
    noise = random.Random(1)
    number = 0
    while total > 0:
        content = noise.randbytes(9_000) + bytes(str(number), "ascii") * 2_200
        yield f"usr/lib/part{number % 200}/file{number}.so", content
        total -= len(content)
        number += 1


def digest(content):
    return hashlib.sha256(content).hexdigest()


def image(layers, is_compressed):
    """An OCI archive."""
    blobs = {}

    def add(media_type, content):
        blobs[f"blobs/sha256/{digest(content)}"] = content
        return {"mediaType": media_type, "digest": "sha256:" + digest(content), "size": len(content)}

    config = {
        "architecture": "amd64",
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest(one) for one in layers]},
    }
    kind = "application/vnd.oci.image."
    manifest = {
        "schemaVersion": 2,
        "config": add(kind + "config.v1+json", json.dumps(config).encode()),
        "layers": [
            add(kind + "layer.v1.tar", gzip.compress(one, 6) if is_compressed else one)
            for one in layers
        ],
    }
    index = {"manifests": [add(kind + "manifest.v1+json", json.dumps(manifest).encode())]}
    parts = list(blobs.items())
    parts.append(("index.json", json.dumps(index).encode()))
    parts.append(("oci-layout", b'{"imageLayoutVersion":"1.0.0"}'))
    return layer(parts)


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def make(folder, size):
    """Writes image files, and their layers one by one."""
    with open(BUNDLE, "rb") as file:
        bundle = ("etc/ssl/certs/ca-certificates.crt", file.read())
    # What is compressed has about the same size as a file.
    for name, is_compressed, unpacked in [("plain", False, size), ("gzip", True, 2 * size)]:
        layers = [layer([bundle]), layer(programs(unpacked))]
        write(f"{folder}/{name}.tar", image(layers, is_compressed))
        for number, one in enumerate(layers):
            packed = gzip.compress(one, 6) if is_compressed else one
            write(f"{folder}/{name}{number}.layer", packed)
    many = [(f"srv/{number // 1000}/{number}", b"") for number in range(990_000)]
    write(f"{folder}/many.tar", image([layer([bundle] + many)], False))


def once(command):
    begin = time.monotonic()
    child = subprocess.Popen(command, shell=isinstance(command, str), stdout=subprocess.DEVNULL)
    # With the processes that it started and waited for.
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.monotonic() - begin
    if os.waitstatus_to_exitcode(status) not in (0, 10, 11):
        sys.exit(f"{command} ended with {status}")
    return taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(command, before=lambda: None):
    runs = []
    for _ in range(3):
        before()
        runs.append(once(command))
    return [min(figures) for figures in zip(*runs)]


def shown(figures):
    wall, processor, memory = figures
    return f"{wall:.2f} s ({processor:.2f} s of processor, {memory:.0f} MB)"


def measure(program, folder):
    tree = f"{folder}/tree"

    def clean():
        shutil.rmtree(tree, ignore_errors=True)
        os.mkdir(tree)

    for name in ["plain", "gzip"]:
        path = f"{folder}/{name}.tar"
        ours = best([program, "audit", "--image", path])
        unpack = " && ".join(f"tar xf {folder}/{name}{at}.layer -C {tree}" for at in range(2))
        other = best(f"{unpack} && {program} audit --root {tree}", clean)
        print(f"{name}, {os.path.getsize(path) / 1e6:.0f} MB: audit --image {shown(ours)}; "
              f"tar xf and audit --root {shown(other)}; "
              f"ratio {ours[0] / other[0]:.2f} ({ours[1] / other[1]:.2f})")
    print("a million files:", shown(best([program, "audit", "--image", f"{folder}/many.tar"])))


def main():
    if sys.argv[1] == "--make":
        make(sys.argv[2], int(sys.argv[3]))
        return
    program = os.path.abspath(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT_MEGABYTES
    folder = tempfile.mkdtemp(prefix="anchorwatch-bench-")
    try:
        # In a process of its own: a child counts the memory of the process that forked it.
        subprocess.run([sys.executable, __file__, "--make", folder, str(size << 20)], check=True)
        measure(program, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
