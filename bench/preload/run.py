#!/usr/bin/env python3
"""Measures the cost of the preloaded library for a program.

    cargo build --release -p anchorwatch-preload
    bench/preload/run.py target/release/libanchorwatch_preload.so [OTHER.so ...]

Runs programs without a library and with each, in turn, and prints the median processor time
and the median of the differences within one turn, so a busy machine slows all of them alike.
Authorities and servers are made here and listen on loopback only; needs curl and openssl.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

TURNS = 30
PRIVATE, PUBLIC = "wiki.intranet", "www.example.kz"

HANDSHAKE = """
import socket, ssl, sys, time
roots, name, port = sys.argv[1:]
context = ssl.create_default_context(cafile=roots)
times = []
for _ in range(2):
    with socket.create_connection(("127.0.0.1", int(port))) as plain:
        connection = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False)
        before = time.thread_time()
        try:
            connection.do_handshake()
        except ssl.SSLError:
            pass
        times.append(1000 * (time.thread_time() - before))
print(*times)
"""


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def made(folder):
    """Makes an authority, and one certificate of it for both names."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(folder, "req", "-x509", *key, "-days", "2", "-keyout", "ca.key", "-out", "ca.pem",
            "-subj", "/CN=A root that someone added")
    openssl(folder, "req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=leaf")
    (folder / "names").write_text(f"subjectAltName=DNS:{PRIVATE},DNS:{PUBLIC}\n")
    openssl(folder, "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-days", "1", "-extfile", "names", "-out", "leaf.pem")


def served(folder):
    server = subprocess.Popen(
        ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "leaf.pem", "-key", "leaf.key",
         "-www"],
        cwd=folder, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL)
    for line in server.stdout:
        if line.startswith("ACCEPT "):
            return server, line.rsplit(":", 1)[1].strip()
    raise SystemExit("openssl s_server ended")


def environment(library):
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    return variables | ({"LD_PRELOAD": library} if library else {})


def processor_ms(words, library):
    """Returns the processor time of a whole program, its start included."""
    null = [(os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_RDWR, 0) for number in (0, 1, 2)]
    child = os.posix_spawnp(words[0], words, environment(library), file_actions=null)
    _, _, usage = os.wait4(child, 0)
    return 1000 * (usage.ru_utime + usage.ru_stime)


def handshake_ms(words, library, turn):
    """Returns the processor time of the first or the second handshake of a process."""
    done = subprocess.run(words, env=environment(library), capture_output=True, text=True)
    return float(done.stdout.split()[turn])


def main():
    libraries = [os.path.abspath(library) for library in sys.argv[1:]]
    if not libraries:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        made(folder)
        server, port = served(folder)
        try:
            roots = str(folder / "ca.pem")

            def curl(name):
                words = ["curl", "-sS", "--cacert", roots, "--resolve",
                         f"{name}:{port}:127.0.0.1", f"https://{name}:{port}/"]
                return lambda library: processor_ms(words, library)

            def handshake(name, turn):
                words = [sys.executable, "-c", HANDSHAKE, roots, name, port]
                return lambda library: handshake_ms(words, library, turn)

            cases = {
                "curl --version": lambda it: processor_ms(["curl", "--version"], it),
                "curl, a private name": curl(PRIVATE),
                "curl, a public name, refused": curl(PUBLIC),
                "first handshake, private": handshake(PRIVATE, 0),
                "first handshake, refused": handshake(PUBLIC, 0),
                "second handshake, private": handshake(PRIVATE, 1),
                "second handshake, refused": handshake(PUBLIC, 1),
            }
            for name, measure in cases.items():
                report(name, libraries, measure)
        finally:
            server.kill()
            server.wait()


def report(name, libraries, measure):
    turns = [[measure(library) for library in [None, *libraries]] for _ in range(TURNS)]
    without = statistics.median(turn[0] for turn in turns)
    print(f"{name}: {without:.2f} ms without")
    for index, library in enumerate(libraries, 1):
        more = statistics.median(turn[index] - turn[0] for turn in turns)
        ratio = statistics.median(turn[index] / turn[0] for turn in turns)
        print(f"    {os.path.relpath(library)}: {more:+.2f} ms, times {ratio:.2f}")


if __name__ == "__main__":
    main()
