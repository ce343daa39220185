#!/usr/bin/env python3
"""A bundle with proofs from a public log, written from docs/spec and the C2SP specifications alone.

Writes logged.json to standard output: the set that a client holds, the entries of the log, and the
bundle that leads to the next set and its lists. Standard library only.
"""

import base64
import hashlib
import json
import struct
import sys

import ed25519
import make

ORIGIN, LOG = "example.org/distrust", "log.example/distrust"
DAY = 86_400
START = 1_796_000_000
NOW = START + 10 * DAY


def b64(octets):
    return base64.b64encode(octets).decode()


class Key:
    def __init__(self, name, kind, seed):
        self.name, self.kind, self.seed = name, kind, bytes([seed]) * 32
        self.public = ed25519.public_key(self.seed)
        named = name.encode() + b"\n" + bytes([kind]) + self.public
        self.id = hashlib.sha256(named).digest()[:4]

    def __str__(self):
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.public)}"

    def line(self, text, time=None):
        head = b"" if time is None else struct.pack(">Q", time)
        message = text if time is None else f"cosignature/v1\ntime {time}\n{text}"
        signature = ed25519.sign(self.seed, message.encode())
        return f"\u2014 {self.name} {b64(self.id + head + signature)}\n"


def publishers(seeds):
    return {f"p{seed}": Key(f"publisher-{seed}.example", 1, seed) for seed in seeds}


WITNESSES = {"m": Key("mirror.example", 4, 113), "w1": Key("one.example", 4, 111)}


def set_of(epoch, seeds):
    keys = publishers(seeds)
    text = f"anchorwatch.publishers/1\norigin {ORIGIN}\nepoch {epoch}\n"
    text += "expires 2032-05-22T00:53:20Z\ndelay 7\nquick 1\n\n"
    text += "".join(f"witness {name} {key}\n" for name, key in keys.items())
    text += f"group three 3 {' '.join(keys)}\nquorum three\n"
    text += f"anchorwatch.logs/1\nfresh 3\n\nlog {Key(LOG, 1, 101)}\n"
    text += "".join(f"witness {name} {key}\n" for name, key in WITNESSES.items())
    return text + "group seen all w1 m\nquorum seen\n"


def note(text, seeds):
    lines = [key.line(text) for key in publishers(seeds).values()]
    return (text + "\n" + "".join(lines)).encode()


def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def path(index, leaves):
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return path(index, leaves[:half]) + [root_of(leaves[half:])]
    return path(index - half, leaves[half:]) + [root_of(leaves[:half])]


def proof(index, leaves):
    text = f"{LOG}\n{len(leaves)}\n{b64(root_of(leaves))}\n"
    lines = Key(LOG, 1, 101).line(text)
    lines += WITNESSES["w1"].line(text, NOW) + WITNESSES["m"].line(text, NOW - 60)
    head = "c2sp.org/tlog-proof@v1\n" + f"index {index}\n"
    head += "".join(b64(it) + "\n" for it in path(index, leaves))
    return (head + "\n" + text + "\n" + lines).encode()


def case(sequence, base=None):
    out = {
        "epoch": 2,
        "sequence": sequence,
        "issued": START + 9 * DAY,
        "expires": START + 30 * DAY,
        "entries": [{"kind": "key", "hash": hashlib.sha256(bytes([sequence])).hexdigest()}],
    }
    return out | ({"base": base} if base else {})


def main():
    approved = case(4)
    hashed = make.sha256(make.encoded(approved)).hex()
    quick = case(5, {"sequence": 4, "hash": hashed})
    next_set = set_of(2, [1, 2, 3, 6])
    texts = [make.statement(it, []) for it in (approved, quick)]
    entries = ["an earlier one", next_set, "another one", *texts]
    leaves = [hashlib.sha256(b"\0" + it.encode()).digest() for it in entries]
    block = make.block
    out = b"AWBUNDL\x01" + make.u64(2)
    out += block(block(note(next_set, [1, 2, 3])) + block(proof(1, leaves)))
    for index, one, seeds in [(3, approved, [1, 2, 6]), (4, quick, [6])]:
        out += block(note(texts[index - 3], seeds)) + block(proof(index, leaves))
        out += block(make.encoded(one))
    out += block(block(LOG.encode()) + block(b"".join(leaves)))
    document = {"set": set_of(1, [1, 2, 3]), "entries": entries, "bundle": out.hex()}
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()


main()
