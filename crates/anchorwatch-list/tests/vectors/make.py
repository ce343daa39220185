#!/usr/bin/env python3
"""An encoder of docs/spec/distrust-list.md, written from that page alone.

Reads cases.json beside it and writes vectors.json to standard output. It shares nothing with the
encoder in Rust: what both write must be the same, octet for octet. Standard library only.
"""

import base64
import hashlib
import json
import pathlib
import struct
import sys

KINDS = {
    "key": 1,
    "certificate": 2,
    "subject_key": 3,
    "subject_unless_key": 4,
    "issuer_serial": 5,
    "issuer_key_serial": 6,
    "mtc_indices": 7,
    "withdrawn": 8,
}


def varint(number):
    out = b""
    while True:
        low, number = number & 0x7F, number >> 7
        if number == 0:
            return out + bytes([low])
        out += bytes([low | 0x80])


def block(octets):
    return varint(len(octets)) + octets


def u64(number):
    return struct.pack(">Q", number)


def names(texts):
    return b"".join(block(text) for text in sorted(text.encode() for text in texts))


def conditions(given):
    out = b""
    for number, name in enumerate(
        ["issued_after", "sct_not_after", "permitted_dns_names", "names_inside"], 1
    ):
        if name in given:
            value = given[name]
            out += bytes([number]) + block(names(value) if isinstance(value, list) else u64(value))
    return out


def serial(text):
    octets = bytes.fromhex(text)
    return bytes([len(octets)]) + octets


def flat(entry):
    """The record of an entry in flat form."""
    hexed = bytes.fromhex
    kind = entry["kind"]
    if kind in ("key", "certificate", "withdrawn"):
        return hexed(entry["hash"])
    if kind == "subject_key":
        return hexed(entry["subject"]) + hexed(entry["key"])
    if kind == "subject_unless_key":
        keys = sorted(hexed(key) for key in entry["keys"])
        return hexed(entry["subject"]) + varint(len(keys)) + b"".join(keys)
    if kind in ("issuer_serial", "issuer_key_serial"):
        return hexed(entry["issuer"]) + serial(entry["serial"])
    if kind == "mtc_indices":
        return serial(entry["log"]) + u64(entry["start"]) + u64(entry["end"])
    raise ValueError(kind)


def head(kind, flags, given):
    return bytes([kind, flags]) + block(given)


def entries(case):
    """All entries as pairs of head and flat record. An unknown group is one entry."""
    out = {
        (
            head(KINDS[it["kind"]], 1 if it.get("public") else 0, conditions(it.get("if", {}))),
            flat(it),
        )
        for it in case["entries"]
    }
    for raw in case.get("unknown", []):
        given = bytes.fromhex(raw["conditions"])
        out.add((head(raw["kind"], raw["flags"], given), bytes.fromhex(raw["records"])))
    return out


def groups(pairs):
    out = b""
    for one in sorted({head for head, _ in pairs}):
        flats = sorted(record for head, record in pairs if head == one)
        if one[0] in (5, 6) and len(flats[0]) > 32:
            records = b""
            for issuer in sorted({record[:32] for record in flats}):
                serials = [record[32:] for record in flats if record[:32] == issuer]
                records += issuer + varint(len(serials)) + b"".join(serials)
        else:
            records = b"".join(flats)
        out += one + block(records)
    return out


def header(case):
    out = bytes([2 if case.get("base") else 1])
    out += u64(case["epoch"]) + u64(case["sequence"]) + u64(case["issued"]) + u64(case["expires"])
    if case.get("base"):
        out += u64(case["base"]["sequence"]) + bytes.fromhex(case["base"]["hash"])
    return out


def sha256(octets):
    return hashlib.sha256(octets).digest()


def encoded(case):
    return b"AWLIST\x00\x01" + header(case) + groups(entries(case))


def delta(before, after):
    one, other = entries(before), entries(after)
    out = b"AWDIFF\x00\x01" + sha256(encoded(before)) + sha256(encoded(after)) + header(after)
    return out + block(groups(one - other)) + block(groups(other - one))


def statement(case, deltas):
    octets = encoded(case)
    text = "anchorwatch.distrust-list/1\norigin example.org/distrust\n"
    text += "role %s\n" % ("quick" if case.get("base") else "approved")
    text += "epoch %d\nsequence %d\n" % (case["epoch"], case["sequence"])
    text += "list %d %s\n" % (len(octets), base64.b64encode(sha256(octets)).decode())
    lines = []
    for base, change in deltas:
        b64 = [base64.b64encode(sha256(it)).decode() for it in (encoded(base), change)]
        lines.append("delta %d %s %s\n" % (len(change), b64[0], b64[1]))
    return text + "".join(sorted(lines))


def main():
    given = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text())
    cases = {case["name"]: case for case in given["lists"]}
    changes = [
        (cases[one["from"]], cases[one["to"]], delta(cases[one["from"]], cases[one["to"]]))
        for one in given["deltas"]
    ]
    lists = {}
    for name, case in cases.items():
        pairs = sorted(entries(case))
        lists[name] = {
            "octets": encoded(case).hex(),
            "hash": sha256(encoded(case)).hex(),
            "ids": [sha256(head + record).hex() for head, record in pairs],
            "statement": statement(
                case, [(before, change) for before, after, change in changes if after is case]
            ),
        }
    deltas = [
        {"from": before["name"], "to": after["name"], "octets": change.hex()}
        for before, after, change in changes
    ]
    json.dump({"lists": lists, "deltas": deltas}, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
