#!/usr/bin/env python3
"""What a captured chain costs, beside curl, zgrab2 and SSLyze, and what the monitor of 2019 costs.

    run.py ANCHORWATCH [--rounds N] [--targets N] [--zgrab2 PROGRAM] [--sslyze PROGRAM] [--short]
    for example: run.py target/release/anchorwatch --sslyze target/python-programs/bin/sslyze

Needs root (a network namespace of its own, in which all of 127.0.0.0/8 answers), curl and openssl. The
servers speak TLS 1.3 alone or TLS 1.2 alone, with P-256 certificates of one root and without resumption:
`openssl s_server`; and, if it is installed, nginx, once with one certificate for all addresses and once
with one for each, as many targets have. `measure` judges by that root and by those of the machine's
store. With one certificate the signature in it is verified once and
remembered, so the two figures of nginx show what that memory saves.

In each round every client makes the same number of connections, one client after the other. Printed are
connections for each second of the client's processor time, as medians of the rounds, and the ratios to
the others. `measure` ends each with the proof of the key, judges what came and writes the evidence; with
`--judge-later` it only keeps what proves the key, and `verdict` checks all of it afterwards, outside the
measured time. curl verifies nothing but the proof of the key (`-k`). ZGrab2, if its program is given, makes whole handshakes with
`tls` and writes what it saw. SSLyze, if its program is given, is asked for the certificates of fewer
servers (`--certinfo`); it makes several connections to each, and judges the chain. A handshake that failed
ends the run; how long something takes never does.

Then one round of the monitor of 2019: 6,736 hosts, four names and a control name each, and the share
of a core that it would take every ten minutes. curl is asked for one page of a few bytes, because it
cannot stop after a handshake; its request and answer are part of its figure.

`--short` is for the test command: one round of few targets without the monitor, and SSLyze before one
server only, which shows that every program still does its work. Its figures are rough.
"""

import argparse
import dataclasses
import datetime
import glob
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NAMES = ["a.example", "b.example", "c.example", "d.example"]
PER_TARGET = len(NAMES) + 1
STOCK_ROOTS = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")
LATER = "measure --judge-later"
OURS = ["measure", LATER]
MONITOR_HOSTS = 6736
MONITOR_SECONDS = 600
VERSIONS = ["1.3", "1.2"]


@dataclasses.dataclass(frozen=True)
class Server:
    """One kind of server, with a port for each version of TLS."""

    name: str
    ports: dict


OPENSSL = Server("openssl", {"1.3": 8443, "1.2": 8442})
NGINX = Server("nginx", {"1.3": 8453, "1.2": 8452})
NGINX_EACH = Server("nginx, a certificate for each address", {"1.3": 8463, "1.2": 8462})


@dataclasses.dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    targets: int
    sslyze_targets: int

    @property
    def handshakes(self):
        return self.targets * PER_TARGET


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def certificates():
    for name in ["root", "site"]:
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl("req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=A root", "-days", "30",
            "-out", "root.pem")
    openssl("req", "-new", "-key", "site.key", "-subj", "/CN=a.example", "-out", "site.csr")
    names = ",".join(f"DNS:{name}" for name in NAMES)
    pathlib.Path("site.ext").write_text(f"subjectAltName={names}\n")
    openssl("x509", "-req", "-in", "site.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-days", "20", "-extfile", "site.ext", "-out", "site.pem")
    chain = pathlib.Path("site.pem").read_text() + pathlib.Path("root.pem").read_text()
    pathlib.Path("chain.pem").write_text(chain)
    # A real machine has many roots, and each chain is compared with them.
    stock = STOCK_ROOTS.read_text() if STOCK_ROOTS.exists() else ""
    pathlib.Path("roots.pem").write_text(pathlib.Path("root.pem").read_text() + stock)


def certificates_for_each(count):
    """The same certificate with another serial number, and so another signature, for each address.

    OpenSSL's own program takes minutes for that.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    site = x509.load_pem_x509_certificate(pathlib.Path("site.pem").read_bytes())
    root_pem = pathlib.Path("root.pem").read_bytes()
    key = serialization.load_pem_private_key(pathlib.Path("root.key").read_bytes(), None)
    os.mkdir("each")
    now = datetime.datetime.now(datetime.timezone.utc)
    for number in range(count):
        builder = x509.CertificateBuilder(
            issuer_name=site.issuer, subject_name=site.subject, public_key=site.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - datetime.timedelta(days=1),
            not_valid_after=now + datetime.timedelta(days=20), extensions=list(site.extensions))
        one = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        pathlib.Path(f"each/{address(number)}.pem").write_bytes(one + root_pem)


def openssl_servers():
    for version, port in OPENSSL.ports.items():
        yield subprocess.Popen(
            ["openssl", "s_server", "-accept", str(port), "-cert", "site.pem", "-key", "site.key",
             "-cert_chain", "root.pem", "-quiet", "-www", "-no_ticket", "-num_tickets", "0",
             "-no_cache", f"-tls{version.replace('.', '_')}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def nginx_server():
    here = os.getcwd()
    blocks = []
    for server, certificate in [(NGINX, "chain.pem"), (NGINX_EACH, "each/$server_addr.pem")]:
        for version, port in server.ports.items():
            blocks.append(
                f"server {{ listen {port} ssl backlog=4096; ssl_protocols TLSv{version}; "
                f"ssl_certificate {here}/{certificate}; ssl_certificate_key {here}/site.key; "
                f"return 200 'a page'; }}")
    folders = " ".join(
        f"{kind}_temp_path {here}/nginx-{kind};"
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    pathlib.Path("nginx.conf").write_text(
        f"daemon off; user root; worker_processes 1; pid {here}/nginx.pid;\n"
        f"events {{ worker_connections 4096; }}\n"
        f"http {{ access_log off; keepalive_timeout 0; ssl_session_cache off; "
        f"ssl_session_tickets off; {folders}\n" + "\n".join(blocks) + "\n}\n")
    return subprocess.Popen(["nginx", "-c", f"{here}/nginx.conf", "-e", f"{here}/nginx.log"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(ports, running):
    """Waits for as long as the servers take; one that ends does not listen any more."""
    while True:
        text = subprocess.run(["ss", "-ltn"], capture_output=True, text=True, check=True).stdout
        if all(f":{port} " in text for port in ports):
            return
        if any(server.poll() is not None for server in running):
            sys.exit("a server did not start")
        time.sleep(0.1)


def address(number):
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def processor_time(command, accepted=frozenset({0})):
    """The seconds of processor time that the command takes, and what it wrote."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in accepted:
        sys.exit(f"{command[0]}: {run.returncode}: {run.stderr}")
    seconds = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return seconds, run.stdout


def measure(program, folder, hosts, port, judge_later=False):
    lines = "".join(f"{address(number)}:{port}\n" for number in range(hosts))
    pathlib.Path("targets.txt").write_text(lines)
    pathlib.Path("names.txt").write_text("\n".join(NAMES))
    command = [program, "measure", "--targets", "targets.txt", "--names", "names.txt", "--out", folder,
               "--rate", "10000", "--pause", "0", "--concurrency", "128", "--timeout", "60",
               "--public", "roots.pem", "--local", "roots.pem"]
    if not judge_later:
        # It ends with 0 only if every chain came and was found good.
        return processor_time(command)[0]
    seconds, _ = processor_time([*command, "--judge-later"], {11})
    # So does this, which checks the signatures, too.
    processor_time([program, "verdict", *sorted(glob.glob(f"{folder}/*.jsonl"))])
    return seconds


def expect(client, done, wanted):
    if done != wanted:
        sys.exit(f"{client}: {done} of {wanted} handshakes")


def curl(port, version, size):
    """One connection for each handshake of the others, in the same order of addresses."""
    lines = [f'url = "https://{address(number % size.targets)}:{port}/"\noutput = "/dev/null"\n'
             for number in range(size.handshakes)]
    pathlib.Path("curl.txt").write_text("".join(lines))
    seconds, said = processor_time(
        ["curl", "-sk", "-Z", "--parallel-max", "128", "--tls-max", version,
         "-H", "Connection: close", "-w", "%{http_code} %{num_connects}\n", "-K", "curl.txt"])
    expect("curl", said.count("200 1\n"), size.handshakes)
    return seconds


def zgrab2(program, port, size):
    lines = [f"{address(number % size.targets)},{NAMES[0]}\n" for number in range(size.handshakes)]
    pathlib.Path("zgrab2.csv").write_text("".join(lines))
    pathlib.Path("none.txt").touch()
    seconds, _ = processor_time(
        [program, "tls", "--port", str(port), "--senders", "128", "--input-file", "zgrab2.csv",
         "--output-file", "zgrab2.json", "--metadata-file", "zgrab2.meta",
         "--blocklist-file", "none.txt", "--server-rate-limit", "100000"])
    done = pathlib.Path("zgrab2.json").read_text().count('"status":"success"')
    expect("zgrab2", done, size.handshakes)
    return seconds


def sslyze(program, port, size):
    """The seconds that as many chains as the others capture would take."""
    targets = size.sslyze_targets
    lines = [f"{address(number)}:{port}\n" for number in range(targets)]
    pathlib.Path("sslyze.txt").write_text("".join(lines))
    seconds, _ = processor_time([program, "--certinfo", "--targets_in", "sslyze.txt", "--json_out",
                                 "sslyze.json", "--quiet"], {0, 1})
    results = json.loads(pathlib.Path("sslyze.json").read_text())["server_scan_results"]
    done = [(it["scan_result"] or {}).get("certificate_info", {}).get("status") for it in results]
    expect("sslyze", done.count("COMPLETED"), targets)
    return seconds * size.handshakes / targets


def compare(program, servers, size, others):
    spent = {}
    for number in range(size.rounds):
        for server in servers:
            for version in VERSIONS:
                port = server.ports[version]
                where = (server.name, version)
                ours = measure(program, f"out-{number}-{port}", size.targets, port)
                spent.setdefault((where, "measure"), []).append(ours)
                later = measure(program, f"out-{number}-{port}-later", size.targets, port, True)
                spent.setdefault((where, LATER), []).append(later)
                spent.setdefault((where, "curl"), []).append(curl(port, version, size))
                for client, run in [("zgrab2", zgrab2), ("sslyze", sslyze)]:
                    # SSLyze takes most of the time, and no server changes what it shows.
                    is_wanted = client != "sslyze" or server == servers[0] or size.rounds > 1
                    if client in others and is_wanted:
                        seconds = run(others[client], port, size)
                        spent.setdefault((where, client), []).append(seconds)
    rates = {}
    for ((server, version), client), seconds in spent.items():
        # A short run can be shorter than what is measured of processor time.
        all_rates = [size.handshakes / max(it, 0.001) for it in seconds]
        rate = rates[((server, version), client)] = statistics.median(all_rates)
        print(f"{server}, TLS {version}, {client}: {rate:.0f} for each second of processor time "
              f"({min(all_rates):.0f} to {max(all_rates):.0f})")
    for ((server, version), client), rate in rates.items():
        if client not in OURS:
            ratios = [f"{rates[((server, version), own)] / rate:.2f}" for own in OURS]
            print(f"{server}, TLS {version}, ratio to {client}: {ratios[0]}, judged later {ratios[1]}")


def monitor(program, server):
    port = server.ports["1.3"]
    seconds = measure(program, f"monitor-{port}", MONITOR_HOSTS, port)
    handshakes = MONITOR_HOSTS * PER_TARGET
    share = 100 * seconds / MONITOR_SECONDS
    print(f"monitor, {server.name}: {handshakes} handshakes, {seconds:.1f} s of processor time, "
          f"{share:.2f} % of a core every {MONITOR_SECONDS} s")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("anchorwatch", type=os.path.abspath)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--targets", type=int)
    parser.add_argument("--zgrab2", type=os.path.abspath)
    parser.add_argument("--sslyze", type=os.path.abspath)
    parser.add_argument("--short", action="store_true")
    return parser.parse_args()


def run(given):
    usual = Size(1, 100, 5) if given.short else Size(5, 1000, 200)
    targets = given.targets or usual.targets
    size = Size(given.rounds or usual.rounds, targets, min(usual.sslyze_targets, targets))
    others = {client: path for client, path in [("zgrab2", given.zgrab2), ("sslyze", given.sslyze)]
              if path}
    certificates()
    running, servers = list(openssl_servers()), [OPENSSL]
    try:
        if shutil.which("nginx"):
            certificates_for_each(targets if given.short else max(targets, MONITOR_HOSTS))
            running.append(nginx_server())
            servers += [NGINX, NGINX_EACH]
        wait_for([port for server in servers for port in server.ports.values()], running)
        compare(given.anchorwatch, servers, size, others)
        if not given.short:
            for server in servers:
                monitor(given.anchorwatch, server)
    finally:
        for server in running:
            # nginx's first process ends the other one, if it is not killed.
            server.terminate()
            server.wait()


def main():
    given = arguments()
    if os.environ.get("CAPTURE_INSIDE") != "1":
        inside = dict(os.environ, CAPTURE_INSIDE="1")
        command = ["unshare", "--net", sys.executable, os.path.abspath(__file__), *sys.argv[1:]]
        sys.exit(subprocess.run(command, env=inside).returncode)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            run(given)
        finally:
            os.chdir("/")


if __name__ == "__main__":
    main()
