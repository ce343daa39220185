#!/usr/bin/env python3
"""What a captured chain costs, beside curl, and what the monitor of 2019 costs.

    run.py ANCHORWATCH [ROUNDS [ZGRAB2|- [SSLYZE]]]
    for example: run.py target/release/anchorwatch 5

Needs root (a network namespace of its own, in which all of 127.0.0.0/8 answers), curl and openssl.
Two servers with a P-256 certificate, one for TLS 1.3 and one for TLS 1.2, without resumption. In each
round every client makes the same number of connections, one client after the other. Printed are
connections for each second of the client's processor time, as medians of the rounds, and the ratios to
curl. `measure` ends each with the proof of the key, judges what came and writes the evidence; curl
verifies nothing but that proof (`-k`). ZGrab2, if its program is given, makes whole handshakes with
`tls` and writes what it saw. SSLyze, if its program is given, is asked for the certificates of fewer
servers (`--certinfo`); it makes several connections to each, and judges the chain.

Then one round of the monitor of 2019: 6,736 hosts, four names and a control name each, and the share
of a core that it would take every ten minutes. curl is asked for one page of a few bytes, because it
cannot stop after a handshake; its request and answer are part of its figure.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

TARGETS = 1000
NAMES = ["a.example", "b.example", "c.example", "d.example"]
HANDSHAKES = TARGETS * (len(NAMES) + 1)
SSLYZE_TARGETS = 200
MONITOR_HOSTS = 6736
MONITOR_SECONDS = 600
PORTS = {"1.3": 8443, "1.2": 8442}


def certificates():
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True)

    for name in ["root", "site"]:
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl("req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=A root", "-days", "30",
            "-out", "root.pem")
    openssl("req", "-new", "-key", "site.key", "-subj", "/CN=a.example", "-out", "site.csr")
    names = ",".join(f"DNS:{name}" for name in NAMES)
    pathlib.Path("site.ext").write_text(f"subjectAltName={names}\n")
    openssl("x509", "-req", "-in", "site.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-days", "20", "-extfile", "site.ext", "-out", "site.pem")


def servers():
    for version, port in PORTS.items():
        yield subprocess.Popen(
            ["openssl", "s_server", "-accept", str(port), "-cert", "site.pem", "-key", "site.key",
             "-cert_chain", "root.pem", "-quiet", "-www", "-no_ticket", "-num_tickets", "0",
             "-no_cache", f"-tls{version.replace('.', '_')}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_servers():
    for _ in range(600):
        text = subprocess.run(["ss", "-ltn"], capture_output=True, text=True).stdout
        if all(f":{port} " in text for port in PORTS.values()):
            return
        time.sleep(0.1)
    sys.exit("a server did not start")


def address(number):
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def processor_time(command, accepted=frozenset({0})):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in accepted:
        sys.exit(f"{command[0]}: {run.returncode}: {run.stderr}")
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def measure(program, folder, hosts, port):
    lines = "".join(f"{address(number)}:{port}\n" for number in range(hosts))
    pathlib.Path("targets.txt").write_text(lines)
    pathlib.Path("names.txt").write_text("\n".join(NAMES))
    return processor_time(
        [program, "measure", "--targets", "targets.txt", "--names", "names.txt", "--out", folder,
         "--rate", "10000", "--pause", "0", "--concurrency", "128", "--timeout", "60",
         "--public", "root.pem", "--local", "root.pem"])


def curl(port, version):
    lines = [f'url = "https://{address(number)}:{port}/"\noutput = "/dev/null"\n'
             for number in range(HANDSHAKES)]
    pathlib.Path("curl.txt").write_text("".join(lines))
    return processor_time(["curl", "-sk", "-Z", "--parallel-max", "128", "--tls-max", version,
                           "-K", "curl.txt"])


def zgrab2(program, port):
    lines = [f"{address(number)},{NAMES[0]}\n" for number in range(HANDSHAKES)]
    pathlib.Path("zgrab2.csv").write_text("".join(lines))
    pathlib.Path("none.txt").touch()
    seconds = processor_time(
        [program, "tls", "--port", str(port), "--senders", "128", "--input-file", "zgrab2.csv",
         "--output-file", "zgrab2.json", "--metadata-file", "zgrab2.meta",
         "--blocklist-file", "none.txt", "--server-rate-limit", "100000"])
    done = pathlib.Path("zgrab2.json").read_text().count('"status":"success"')
    if done != HANDSHAKES:
        sys.exit(f"zgrab2: {done} of {HANDSHAKES}")
    return seconds


def sslyze(program, port):
    """The seconds that as many chains as the others capture would take."""
    lines = [f"{address(number)}:{port}\n" for number in range(SSLYZE_TARGETS)]
    pathlib.Path("sslyze.txt").write_text("".join(lines))
    seconds = processor_time([program, "--certinfo", "--targets_in", "sslyze.txt", "--json_out",
                              "sslyze.json", "--quiet"], {0, 1})
    results = json.loads(pathlib.Path("sslyze.json").read_text())["server_scan_results"]
    done = [it["scan_result"]["certificate_info"]["status"] for it in results]
    if done != ["COMPLETED"] * SSLYZE_TARGETS:
        sys.exit(f"sslyze: {done.count('COMPLETED')} of {SSLYZE_TARGETS}")
    return seconds * HANDSHAKES / SSLYZE_TARGETS


def compare(program, rounds, others):
    spent = {}
    for number in range(rounds):
        for version, port in PORTS.items():
            ours = measure(program, f"out-{number}-{version}", TARGETS, port)
            spent.setdefault((version, "measure"), []).append(ours)
            spent.setdefault((version, "curl"), []).append(curl(port, version))
            for client, run in [("zgrab2", zgrab2), ("sslyze", sslyze)]:
                if client in others:
                    spent.setdefault((version, client), []).append(run(others[client], port))
    rates = {}
    for (version, client), seconds in spent.items():
        all_rates = [HANDSHAKES / it for it in seconds]
        rates[(version, client)] = statistics.median(all_rates)
        print(f"TLS {version} {client}: {rates[(version, client)]:.0f} for each second of processor "
              f"time ({min(all_rates):.0f} to {max(all_rates):.0f})")
    for (version, client), rate in rates.items():
        if client != "measure":
            print(f"TLS {version} ratio to {client}: {rates[(version, 'measure')] / rate:.2f}")


def monitor(program):
    seconds = measure(program, "monitor", MONITOR_HOSTS, PORTS["1.3"])
    handshakes = MONITOR_HOSTS * (len(NAMES) + 1)
    share = 100 * seconds / MONITOR_SECONDS
    print(f"monitor: {handshakes} handshakes, {seconds:.1f} s of processor time, "
          f"{share:.2f} % of a core every {MONITOR_SECONDS} s")


def main():
    program, *rest = sys.argv[1:]
    program = str(pathlib.Path(program).resolve())
    rounds = int(rest[0]) if rest else 5
    others = {client: os.path.abspath(path)
              for client, path in zip(["zgrab2", "sslyze"], rest[1:]) if path != "-"}
    if os.environ.get("CAPTURE_INSIDE") != "1":
        inside = dict(os.environ, CAPTURE_INSIDE="1")
        command = ["unshare", "--net", sys.executable, os.path.abspath(__file__), *sys.argv[1:]]
        sys.exit(subprocess.run(command, env=inside).returncode)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        certificates()
        running = list(servers())
        try:
            wait_for_servers()
            compare(program, rounds, others)
            monitor(program)
        finally:
            for server in running:
                server.kill()
                server.wait()
            os.chdir("/")


if __name__ == "__main__":
    main()
