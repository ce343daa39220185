#!/usr/bin/env python3
"""Makes onecrl.json: a changeset of OneCRL that is signed as Mozilla signs them, and chains.

This shares no code with the reader: the standard library writes the JSON, and the program
`openssl` makes keys, certificates and signatures. The keys are thrown away, so every run makes
another file. Run it in this folder: python3 make_onecrl.py > onecrl.json
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile

NAME = "onecrl.content-signature.mozilla.org"
DAYS = "36500"
folder = pathlib.Path(tempfile.mkdtemp())


def openssl(*arguments, given=b""):
    return subprocess.run(
        ["openssl", *arguments], cwd=folder, input=given, check=True, capture_output=True
    ).stdout


def key(name, kind):
    options = {"rsa": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]}
    curve = ["EC", "-pkeyopt", f"ec_paramgen_curve:{kind}"]
    openssl("genpkey", "-algorithm", *options.get(kind, curve), "-out", f"{name}.key")


def certificate(name, subject, extensions, issuer=None, days=DAYS):
    (folder / f"{name}.ext").write_text("\n".join(extensions) + "\n")
    openssl("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr")
    signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"]
    own = ["-signkey", f"{name}.key"]
    openssl(
        *["x509", "-req", "-in", f"{name}.csr", "-sha384", "-days", days],
        *["-extfile", f"{name}.ext", "-out", f"{name}.pem", *(signer if issuer else own)],
    )
    return (folder / f"{name}.pem").read_text()


def authority(name, subject, issuer=None, constraint=None):
    extensions = [
        "basicConstraints=critical,CA:TRUE",
        "keyUsage=critical,keyCertSign,cRLSign",
        "extendedKeyUsage=critical,codeSigning",
    ]
    if constraint:
        extensions.append(f"nameConstraints=critical,permitted;DNS:{constraint}")
    return certificate(name, subject, extensions, issuer)


def leaf(name, issuer, host=NAME, purpose="codeSigning", days=DAYS):
    extensions = [
        "basicConstraints=CA:FALSE",
        "keyUsage=critical,digitalSignature",
        f"extendedKeyUsage={purpose}",
        f"subjectAltName=DNS:{host}",
    ]
    return certificate(name, f"/CN={host}", extensions, issuer, days)


def signature(name, content):
    message = b"Content-Signature:\0" + content.encode()
    der = openssl("dgst", "-sha384", "-sign", f"{name}.key", given=message)

    def integer(at):
        length = der[at + 1]
        return int.from_bytes(der[at + 2 : at + 2 + length], "big"), at + 2 + length

    r, at = integer(2)
    s, _ = integer(at)
    return base64.urlsafe_b64encode(r.to_bytes(48, "big") + s.to_bytes(48, "big")).decode()


def canonical(records, timestamp):
    kept = sorted((it for it in records if not it.get("deleted")), key=lambda it: it["id"])
    signed = {"data": kept, "last_modified": str(timestamp)}
    return json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def changeset(records, by="signer", timestamp=1793208925525, **members):
    sign = {
        "x5u": f"https://content-signature-2.cdn.mozilla.net/chains/{NAME}.chain",
        "mode": "p384ecdsa",
        "type": "contentsignaturepki",
        "signature": signature(by, canonical(records, timestamp)),
    }
    metadata = {"id": "onecrl", "bucket": "security-state", "signature": sign}
    metadata |= {"signatures": [sign]} | members
    return {"metadata": metadata, "timestamp": timestamp, "changes": records}


NAME_DER = base64.b64encode(bytes.fromhex("300d310b3009060355040613024b5a")).decode()
RECORDS = [
    {
        "schema": 1793206881749,
        "details": {"bug": "", "who": "é <\u007f/> 😀\n", "why": "a \"root\"", "name": "", "n": [1, -2, None]},
        "enabled": False,
        "issuerName": NAME_DER,
        "serialNumber": "AIEK",
        "id": "b0000000-0000-4000-8000-000000000000",
        "last_modified": 1793208925525,
    },
    {
        "subject": NAME_DER,
        "pubKeyHash": base64.b64encode(hashlib.sha256(b"a key").digest()).decode(),
        "enabled": True,
        "id": "a0000000-0000-4000-8000-000000000000",
        "last_modified": 1793208925000,
    },
    {"deleted": True, "id": "c0000000-0000-4000-8000-000000000000", "last_modified": 1},
]
INTERMEDIATES = [
    {
        "subject": NAME_DER,
        "pubKeyHash": RECORDS[1]["pubKeyHash"],
        "derHash": RECORDS[1]["pubKeyHash"],
        "whitelist": False,
        "id": "d0000000-0000-4000-8000-000000000000",
        "last_modified": 1,
    }
]

for name, kind in {
    "root": "rsa",
    "other": "rsa",
    "middle": "P-384",
    "signer": "P-384",
    "stranger": "P-384",
    "short": "P-256",
}.items():
    key(name, kind)
ROOT = authority("root", "/O=Example/CN=root")
OTHER = authority("other", "/O=Example/CN=root")
MIDDLE = authority("middle", "/O=Example/CN=middle", "root", ".content-signature.mozilla.org")
GOOD = leaf("signer", "middle")
(folder / "stranger_of_other.key").write_text((folder / "stranger.key").read_text())
chains = {
    "good": GOOD + MIDDLE + ROOT,
    "root_first": ROOT + GOOD + MIDDLE,
    "no_root": GOOD + MIDDLE,
    "no_middle": GOOD + ROOT,
    "of_another_root": leaf("stranger_of_other", "other") + OTHER + ROOT,
    "stranger": leaf("stranger", "middle") + MIDDLE + ROOT,
    "p256": leaf("short", "middle") + MIDDLE + ROOT,
}
for name, options in {
    "other_name": {"host": "remote-settings.content-signature.mozilla.org"},
    "for_servers": {"purpose": "serverAuth"},
    "outside_constraint": {"host": "onecrl.example.org"},
}.items():
    (folder / f"{name}.key").write_text((folder / "signer.key").read_text())
    chains[name] = leaf(name, "middle", **options) + MIDDLE + ROOT

der = openssl("x509", "-outform", "DER", given=ROOT.encode())
print(
    json.dumps(
        {
            "root_sha256": hashlib.sha256(der).hexdigest(),
            "canonical": canonical(RECORDS, 1793208925525),
            "chains": chains,
            "changesets": {
                "good": json.dumps(changeset(RECORDS), ensure_ascii=False, indent=1),
                "empty": json.dumps(changeset([])),
                "by_a_stranger": json.dumps(changeset(RECORDS, by="stranger")),
                "by_p256": json.dumps({"metadata": {"signature": {"signature": "AAAA"}}, "timestamp": 1, "changes": []}),
                "intermediates": json.dumps(changeset(INTERMEDIATES)),
                "named_otherwise": json.dumps(changeset(RECORDS, id="intermediates")),
                "of_another_bucket": json.dumps(changeset(RECORDS, bucket="main")),
                "other_mode": json.dumps(changeset(RECORDS) | {"metadata": {"signature": {"mode": "p256ecdsa", "signature": signature("signer", canonical(RECORDS, 1793208925525))}}}),
            },
        },
        indent=1,
    )
)
