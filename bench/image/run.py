#!/usr/bin/env python3
"""How long `audit --image` takes, beside `tar xf` of the same layers and `audit --root`.

    bench/image/run.py target/release/anchorwatch [MEGABYTES]

Makes, in a folder of its own below TMPDIR, an image of about 200 MB: this machine's bundle of
roots, and files that pack like programs do. Nothing outside that folder is written. Prints the
best of three for each form, the peak memory of the whole run, and the same for an image with a
million files.
"""

import gzip
import hashlib
import io
import json
import os
import random
import resource
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
    """An OCI archive; with docker save's names in it nothing would be read otherwise."""
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


def best(command, clean=None):
    times = []
    for _ in range(3):
        if clean:
            clean()
        begin = time.monotonic()
        run = subprocess.run(command, shell=isinstance(command, str), stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - begin)
        if run.returncode not in (0, 10, 11):
            sys.exit(f"{command} ended with {run.returncode}")
    return min(times)


def main():
    program = os.path.abspath(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT_MEGABYTES
    folder = tempfile.mkdtemp(prefix="anchorwatch-bench-")
    try:
        measure(program, folder, size << 20)
    finally:
        shutil.rmtree(folder)


def measure(program, folder, size):
    with open(BUNDLE, "rb") as file:
        bundle = file.read()
    roots = layer([("etc/ssl/certs/ca-certificates.crt", bundle)])
    # What is compressed has the same size as a file.
    for name, is_compressed, unpacked in [("plain", False, size), ("gzip", True, 2 * size)]:
        layers = [roots, layer(programs(unpacked))]
        path = os.path.join(folder, name + ".tar")
        with open(path, "wb") as file:
            file.write(image(layers, is_compressed))
        tars = []
        for number, one in enumerate(layers):
            tars.append(os.path.join(folder, f"{name}{number}.layer"))
            with open(tars[-1], "wb") as file:
                file.write(gzip.compress(one, 6) if is_compressed else one)
        ours = best([program, "audit", "--image", path])
        tree = os.path.join(folder, "tree")

        def clean():
            shutil.rmtree(tree, ignore_errors=True)
            os.mkdir(tree)

        unpack = " && ".join(f"tar xf {one} -C {tree}" for one in tars)
        other = best(f"{unpack} && {program} audit --root {tree}", clean)
        megabytes = os.path.getsize(path) / 1e6
        print(f"{name}: {megabytes:.0f} MB, audit --image {ours:.2f} s, "
              f"tar xf and audit --root {other:.2f} s, ratio {ours / other:.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of any process so far: {peak:.0f} MB")
    many = layer([("etc/ssl/certs/ca-certificates.crt", bundle)]
                 + [(f"srv/{number // 1000}/{number}", b"") for number in range(990_000)])
    path = os.path.join(folder, "many.tar")
    with open(path, "wb") as file:
        file.write(image([many], False))
    begin = time.monotonic()
    child = subprocess.Popen([program, "audit", "--image", path], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.monotonic() - begin
    # The worker is a child of that process, and the larger of the two counts.
    print(f"a million files: {taken:.2f} s, code {os.waitstatus_to_exitcode(status)}, "
          f"peak memory {usage.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
