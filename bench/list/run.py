#!/usr/bin/env python3
"""What following a signed distrust list costs, beside OneCRL's JSON and CRLSet's component.

    run.py ANCHORWATCH CORPUS [--versions N] [--polls N]
    for example: run.py target/release/anchorwatch "$ANCHORWATCH_CORPUS"

Two publishers make every list with the program's own commands, in a folder that is thrown away; nginx
is the mirror, on loopback, and a client is `list update --root FOLDER`. CORPUS has the three states of
OneCRL of 2026 and the component of CRLSet 9941. Needs nginx and openssl.

1. The three states as three approved lists: what each step takes, and what a client fetches.
2. N lists (1,000), each with one more key than the one before, on the list of November: what a client
   fetches that is 1, 100 and N behind, and how long that takes from the start of the process to its
   end. Octets are those that nginx sent, heads included. Beside it, what the same number of OneCRL's
   newest records takes as JSON, and CRLSet's component, which is always whole.
3. N polls (10,000), each on a connection of its own, with the condition that makes nothing new a short
   answer; in clear and over TLS 1.3. nginx's processor time is what the mirror pays; the wall time is
   mostly that of this script, which plays all clients on the same machine.

A step that fails ends the run; how long something takes never does.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

STATES = [
    "lists/onecrl_2026-05-08.json",
    "blocklists/onecrl/onecrl_dump_firefox-esr-153.7.json",
    "lists/onecrl_2026-11-10.json",
]
COMPONENT = "crlset/crlset-9941.crx"
PUBLISHERS = ["berlin", "tbilisi"]
TURNS = 7
AT_ONCE = 100


class Desk:
    """The publishers' folder."""

    def __init__(self, program, folder):
        self.program, self.folder = str(program), folder
        lines = [
            "anchorwatch.publishers/1", "origin example.org/distrust", "epoch 1",
            "expires 2099-01-01T00:00:00Z", "delay 7", "quick 1", "",
        ]
        for who in PUBLISHERS:
            made = self.list("new-publisher", "--name", f"example.org/{who}", "--out", f"{who}.key")
            lines.append(f"witness {who} {made['verifier_key']}")
        lines += [f"group all all {' '.join(PUBLISHERS)}", "quorum all", ""]
        (folder / "set").write_text("\n".join(lines))

    def start(self, *words):
        return subprocess.Popen(
            [self.program, "list", *words, "--format", "json"], cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def list(self, *words, codes=(0,)):
        return ended(self.start(*words), codes)

    def publish(self, proposal, name):
        """Makes, signs and publishes a list; the times in milliseconds, and its size."""
        after = ["--after", "mirror"] if (self.folder / "mirror").exists() else []
        publishers = ["--publishers", "set"]
        times = {}
        began = time.perf_counter()
        made = self.list("prepare", proposal, *publishers, *after, "--out", name)
        times["prepare"], began = lap(began)
        hash_of = made["list"]["sha256"]
        signers = [
            self.start("sign", name, *publishers, *after, "--key", f"{who}.key",
                       "--hash", hash_of, "--out", f"{name}.{who}")
            for who in PUBLISHERS
        ]
        for signer in signers:
            ended(signer)
        times["sign, both at once"], began = lap(began)
        notes = [word for who in PUBLISHERS for word in ("--note", f"{name}.{who}")]
        self.list("publish", name, *publishers, *notes, "--out", "mirror")
        times["publish"], _ = lap(began)
        return times, (self.folder / name).stat().st_size

    def client(self, name):
        (self.folder / name / "var/lib").mkdir(parents=True)
        (self.folder / name / "etc").mkdir()
        return name

    def update(self, client, source):
        # 11: nobody but the publishers confirms that these are the newest lists.
        return self.list("update", "--root", client, "--publishers", "set", "--from", source,
                         codes=(0, 11))


def ended(process, codes=(0,)):
    out, err = process.communicate()
    if process.returncode not in codes:
        sys.exit(f"{' '.join(process.args)}: {process.returncode}\n{err.decode()}{out.decode()}")
    return json.loads(out)


def lap(began):
    now = time.perf_counter()
    return 1000 * (now - began), now


class Nginx:
    """A mirror, in one process: its processor time is easy to tell."""

    def __init__(self, folder):
        self.folder = folder
        here = folder.resolve()
        (here / "nginx").mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-days", "2", "-subj", "/CN=mirror", "-keyout", "nginx/key", "-out", "nginx/chain"],
            cwd=here, check=True, capture_output=True)
        self.port, self.tls_port = free_port(), free_port()
        temporary = "".join(
            f"{kind}_temp_path {here}/nginx/{kind};\n"
            for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        (here / "nginx/conf").write_text(
            f"daemon off; master_process off; user root; pid {here}/nginx/pid;\n"
            "worker_rlimit_nofile 4096;\n"
            f"error_log {here}/nginx/error;\nevents {{ worker_connections 2048; }}\n"
            f"http {{ log_format sent '$status $bytes_sent $uri'; access_log {here}/nginx/access sent;\n"
            f"{temporary}server {{ root {here}/mirror;\n"
            f"listen 127.0.0.1:{self.port} backlog=1024;\n"
            f"listen 127.0.0.1:{self.tls_port} ssl backlog=1024; ssl_protocols TLSv1.3;\n"
            f"ssl_certificate {here}/nginx/chain; ssl_certificate_key {here}/nginx/key; }} }}\n")
        self.process = subprocess.Popen(
            ["nginx", "-c", str(here / "nginx/conf"), "-e", str(here / "nginx/error")])
        while True:
            if self.process.poll() is not None:
                sys.exit("nginx ended: " + (here / "nginx/error").read_text())
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.01)

    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    def sent(self, before):
        return [int(it[1]) for it in self.answers()[before:]]

    def answers(self):
        return [line.split() for line in (self.folder / "nginx/access").read_text().splitlines()]

    def processor_ms(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def real_states(desk, nginx, corpus):
    print("\n## The three states of OneCRL of 2026\n")
    row("state", "propose", "prepare", "sign, both at once", "publish", "list",
        "octets sent to a client that has the one before", "the first", "nothing")
    row(*["---"] * 9)
    follower, first = desk.client("follower"), desk.client("first")
    for count, state in enumerate(STATES, 1):
        after = ["--after", "mirror", "--publishers", "set"] if count > 1 else []
        began = time.perf_counter()
        desk.list("propose", "--list", str(corpus / state), "--public", *after,
                  "--out", f"{count}.proposal")
        propose, _ = lap(began)
        times, size = desk.publish(f"{count}.proposal", f"{count}.list")
        fetched = []
        for client in [follower, copy_of(desk, first), desk.client(f"nothing-{count}")]:
            before = len(nginx.answers())
            desk.update(client, nginx.address())
            fetched.append(f"{sum(nginx.sent(before)):,}")
        if count == 1:
            desk.update(first, nginx.address())
        row(pathlib.Path(state).stem, *(f"{number(it)} ms" for it in [propose, *times.values()]),
            f"{size:,} B", *fetched)


def copy_of(desk, client):
    copy = f"{client}-{time.monotonic_ns()}"
    shutil.copytree(desk.folder / client, desk.folder / copy)
    return copy


def many_versions(desk, versions, behind):
    """Publishes the lists, and keeps a client at each distance from the last."""
    clients = {}
    first = len(STATES)
    began = time.perf_counter()
    for count in range(versions + 1):
        distance = versions - count
        if count > 0:
            key = hashlib.sha256(str(count).encode()).hexdigest()
            (desk.folder / "one.proposal").write_text(f"anchorwatch.proposal/1\n\nadd key {key}\npublic\n")
            desk.publish("one.proposal", f"{first + count}.list")
        if distance in behind:
            clients[distance] = desk.client(f"behind-{distance}")
            desk.update(clients[distance], "mirror")
    seconds = time.perf_counter() - began
    print(f"\n{versions:,} lists were made, signed twice and published in {seconds:,.0f} s.")
    return clients


def measured(desk, nginx, client):
    """The median time, and what was sent for one update."""
    times, processor, sent = [], [], []
    for _ in range(TURNS):
        copy = copy_of(desk, client)
        before = len(nginx.answers())
        began, used = time.perf_counter(), os.times()
        answer = desk.update(copy, nginx.address())
        times.append(lap(began)[0])
        now = os.times()
        processor.append(1000 * (now[2] + now[3] - used[2] - used[3]))
        sent.append(nginx.sent(before))
        sequence = answer["approved"]["sequence"]
        shutil.rmtree(desk.folder / copy)
    assert all(it == sent[0] for it in sent), sent
    return statistics.median(times), statistics.median(processor), sent[0], sequence


def catching_up(desk, nginx, clients, versions, corpus):
    records = json.loads((corpus / STATES[-1]).read_bytes())["data"]
    records.sort(key=lambda it: -it["last_modified"])
    component = (corpus / COMPONENT).stat().st_size
    print("\n## A client that is behind\n")
    row("lists behind", "files", "octets sent", "wall", "processor time",
        "OneCRL's newest records as JSON / gzip", "CRLSet's component")
    row(*["---"] * 7)
    fresh = desk.client("fresh")
    current = desk.client("current")
    desk.update(current, nginx.address())
    for name, client, count in [
        ("none, and has what the mirror has", current, 0),
        *((f"{it:,}", clients[it], it) for it in sorted(clients)),
        ("all: it has nothing", fresh, len(records)),
    ]:
        wall, processor, sent, sequence = measured(desk, nginx, client)
        assert sequence == len(STATES) + versions
        newest = json.dumps({"changes": records[:count]}, separators=(",", ":")).encode()
        row(name, len(sent), f"{sum(sent):,}", f"{number(wall)} ms", f"{number(processor)} ms",
            f"{len(newest):,} / {len(gzip.compress(newest)):,}", f"{component:,}")


async def poll(port, etag, tls, bound):
    request = (
        f"GET /latest HTTP/1.1\r\nHost: 127.0.0.1\r\nIf-None-Match: {etag}\r\nConnection: close\r\n\r\n")
    async with bound:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
        writer.write(request.encode())
        answer = await reader.read(1 << 20)
        writer.close()
        return answer.split(b" ", 2)[1].decode()


async def all_polls(port, etag, tls, count):
    bound = asyncio.Semaphore(AT_ONCE)
    return await asyncio.gather(*(poll(port, etag, tls, bound) for _ in range(count)))


def polls(nginx, count):
    print("\n## Polls of one mirror\n")
    row("way", "polls", "answers", "octets sent", "nginx's processor time", "each", "wall, with all clients")
    row(*["---"] * 7)
    with socket.create_connection(("127.0.0.1", nginx.port)) as one:
        one.sendall(b"HEAD /latest HTTP/1.0\r\n\r\n")
        head = one.makefile("rb").read().decode()
    etag = next(it.split(": ", 1)[1] for it in head.splitlines() if it.lower().startswith("etag"))
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    for way, port, context, known in [
        ("in clear, nothing new", nginx.port, None, etag),
        ("in clear, a new list", nginx.port, None, '"other"'),
        ("TLS 1.3, nothing new", nginx.tls_port, tls, etag),
    ]:
        before, used, began = len(nginx.answers()), nginx.processor_ms(), time.perf_counter()
        statuses = asyncio.run(all_polls(port, known, context, count))
        wall, _ = lap(began)
        used = nginx.processor_ms() - used
        sent = nginx.sent(before)
        kinds = ", ".join(f"{statuses.count(it):,} × {it}" for it in sorted(set(statuses)))
        assert len(statuses) == count
        row(way, f"{count:,}", kinds, f"{sum(sent):,}", f"{number(used)} ms",
            f"{1000 * used / count:.0f} µs", f"{wall / 1000:.1f} s")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("corpus", type=pathlib.Path)
    arguments.add_argument("--versions", type=int, default=1000)
    arguments.add_argument("--polls", type=int, default=10_000)
    given = arguments.parse_args()
    corpus = given.corpus.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        desk = Desk(given.program.resolve(), folder)
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        nginx = Nginx(folder)
        try:
            real_states(desk, nginx, corpus)
            behind = {it for it in (1, 100, given.versions) if it <= given.versions}
            clients = many_versions(desk, given.versions, behind)
            catching_up(desk, nginx, clients, given.versions, corpus)
            polls(nginx, given.polls)
        finally:
            nginx.end()
        print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f}")


main()
