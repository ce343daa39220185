#!/usr/bin/env python3
"""What the watch of homes costs at rest and during a build, and how soon a root is noticed.

    bench/desktop/make DIR
    bench/watch/run.py target/release/anchorwatch DIR [SECONDS [FOLDERS]]

As root. Adds FOLDERS folders of ten files each to a home of DIR, blocks a new root there, and runs
`refilter --homes --root DIR`, which the unit `anchorwatch-homes.service` runs on a machine. Nothing
outside DIR is written. Prints, for the process that waits for all and for the worker of each home and
of what is outside homes:

- at rest, for SECONDS: time of the processor, resident memory and how much of it is not the program's
  file, watched folders;
- while files and folders in a home are made and deleted without end, for as long: the same;
- how long after that the root is out of a file that a setting of an unknown program names.
"""

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

DEFAULT_SECONDS = 120
TICK = os.sysconf("SC_CLK_TCK")


def children(pid):
    path = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def line(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def workers(pid):
    return [child for child in children(pid) if b"watch" in line(child)]


def runs(pid):
    return [child for child in children(pid) if b"--everywhere" in line(child)]


def seconds(pid):
    """Time of the processor so far, in and below the kernel's interface."""
    try:
        return int(pathlib.Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid):
    """All of it, and what is not the program's file, which all of them share."""
    sizes = {}
    for entry in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = entry.partition(":")
        if name in ("VmRSS", "RssAnon"):
            sizes[name] = int(value.split()[0]) / 1024
    return f"{sizes['VmRSS']:6.1f} MB, {sizes['RssAnon']:6.1f} MB its own"


def watches(pid):
    count = 0
    for info in pathlib.Path(f"/proc/{pid}/fdinfo").iterdir():
        count += sum(entry.startswith("inotify") for entry in info.read_text().splitlines())
    return count


def settle(pid):
    """Waits until nothing is done for ten seconds."""
    quiet, before = time.monotonic(), None
    while time.monotonic() - quiet < 10:
        now = (workers(pid), runs(pid), [round(seconds(one), 3) for one in workers(pid)])
        if now != before or now[1] or not now[0]:
            quiet, before = time.monotonic(), now
        time.sleep(0.5)


def measure(what, pid, duration):
    of = [pid, *workers(pid)]
    before = {one: seconds(one) for one in of}
    time.sleep(duration)
    after = [pid, *workers(pid)]
    print(f"{what}, {duration} s:")
    for one in after:
        start = before.get(one)
        spent = f"{(seconds(one) - start) * 1e3:9.1f} ms" if start is not None else "began anew"
        print(f"  {one:8} {spent} {resident(one)}, {watches(one):6} watches", flush=True)
    print(f"  {len(set(of) - set(after))} workers ended")


def build(home, stop):
    """Files and folders as a build makes them."""
    number = 0
    while not stop.is_set():
        number += 1
        folder = home / "build" / str(number % 50) / "deps"
        folder.mkdir(parents=True, exist_ok=True)
        for file in range(20):
            (folder / f"{number}-{file}.o").write_bytes(b"x" * 1000)
        if number % 50 == 0:
            subprocess.run(["rm", "-r", home / "build"], check=True)


def fill(home, folders):
    for number in range(folders):
        folder = home / "many" / str(number // 1000) / str(number // 100 % 10) / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        for file in range(10):
            (folder / f"{file}.c").touch()


def new_root():
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-keyout", "/dev/null", "-subj", "/CN=Example Works Root"]
    return subprocess.run(
        request, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    duration = int(sys.argv[3]) if len(sys.argv) > 3 else DEFAULT_SECONDS
    home = root / "home/alice"
    fill(home, int(sys.argv[4]) if len(sys.argv) > 4 else 0)
    refused = new_root()
    file = root / "refused.pem"
    file.write_bytes(refused)
    block = [program, "block", "--certificate", file, "--apply", "--root", root]
    made = subprocess.run(block, stdout=subprocess.DEVNULL, check=False)
    if made.returncode not in (0, 11):
        sys.exit(f"block ended with {made.returncode}")
    watch = subprocess.Popen([program, "refilter", "--homes", "--root", root])
    try:
        settle(watch.pid)
        measure("at rest", watch.pid, duration)
        stop = threading.Event()
        builder = threading.Thread(target=build, args=(home, stop))
        builder.start()
        try:
            measure("beside a build", watch.pid, duration)
            both = refused + (root / "etc/ssl/certs/ca-certificates.crt").read_bytes()
            named = home / "works.pem"
            named.write_bytes(both)
            owner = home.stat()
            os.chown(named, owner.st_uid, owner.st_gid)
            folder = home / ".config/unheard-of"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "main.conf").write_text("ssl_cafile = /home/alice/works.pem\n")
            began = time.monotonic()
            while refused in named.read_bytes():
                time.sleep(0.1)
            print(f"the root is out after {time.monotonic() - began:.1f} s")
        finally:
            stop.set()
            builder.join()
    finally:
        watch.send_signal(signal.SIGTERM)
        watch.wait()


main()
