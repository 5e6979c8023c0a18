#!/usr/bin/env python3
"""Gives the program damaged HDF5 files of each kind that it reads, and counts how it takes them.

Bytes are changed at random places (the same ones every time), in runs of one to four bytes, half of them in what HDF5
keeps beside the numbers. The program may read such a file, or refuse it with a message; it may not crash, hang, or call
itself defect.

Usage: damaged_hdf5.py PROGRAM [--count N of each file] [--seed N] [--file VERB=PATH ...] [--keep FOLDER]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bad_inputs

QUICK = ["foil.thickness_A=0", "nanodiffraction.scan_nx=3", "nanodiffraction.scan_ny=3", "haadf.scan_nx=6",
         "haadf.scan_ny=6", "microscope.grid_points=160", "snapshots.thermal_motion=none",
         "nanodiffraction.max_angle_mrad=40"]


def settings(*pairs):
    return [word for pair in pairs for word in ("--set", pair)]


# What each verb is given beside the file.
MORE = {"info": lambda out: ["--elements", "Cu,Zr"],
        "plan": lambda out: ["--elements", "Cu,Zr", "-o", out],
        "degrade": lambda out: ["-o", out + ".h5", *settings("record.electrons_per_position=100")],
        "pairs": lambda out: ["-o", out, "--elements", "Cu", *settings("hrtem.pair_density_per_A3=0.08")],
        "compare": lambda out: ["-o", out],
        "fem": lambda out: ["-o", out]}


def samples(program, folder):
    """(verb, path) of what the program itself writes."""
    glass = folder / "glass.xyz"
    glass.write_text(bad_inputs.xyz())
    run = folder / "made"
    subprocess.run([program, "multislice", glass, "-o", run, *settings(*QUICK)], check=True, capture_output=True)
    signals = run / "signals"
    found = []
    for path, verbs in ((run / "atoms" / "structure.h5", ["info", "plan"]),
                        (signals / "haadf" / "signal.h5", ["info", "degrade"]),
                        (signals / "nanodiffraction" / "signal.h5", ["info", "degrade", "pairs"])):
        found += [(verb, path) for verb in verbs]
    return found


def damaged(raw, rng):
    """(bytes, what was done to them)"""
    content = bytearray(raw)
    # The heads of the objects, their names and texts lie between the numbers; the first bytes are all of that kind.
    limit = len(raw) if rng.random() < 0.5 else min(len(raw), 8192)
    at = rng.randrange(limit)
    length = rng.choice((1, 1, 1, 2, 4))
    kind = rng.choice(("bit", "random", "zeros", "ones"))
    for i in range(at, min(at + length, len(raw))):
        content[i] = {"bit": content[i] ^ (1 << rng.randrange(8)), "random": rng.randrange(256), "zeros": 0,
                      "ones": 255}[kind]
    return bytes(content), f"{kind} of {length} at {at}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=20, help="damages of each file for each verb")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", action="append", default=[], help="VERB=PATH, in place of files of our own")
    parser.add_argument("--keep", help="a folder for what fails")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    files = [(verb, Path(path).resolve()) for verb, path in (item.split("=", 1) for item in options.file)]
    keep = Path(options.keep).resolve() if options.keep else None
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="glasscope_damaged_") as name:
        os.chdir(name)
        print(f"{'verb':<9} {'file':<28} {'inputs':>7} {'refused':>8} {'read':>6} {'faults':>7}", flush=True)
        for verb, path in files or samples(program, Path(name)):
            raw = path.read_bytes()
            rng = random.Random(f"{options.seed} {verb} {path.name}")
            tally = {"refused": 0, "read": 0, "faults": 0}
            for i in range(options.count):
                content, what = damaged(raw, rng)
                target = Path(name) / f"damaged{path.suffix}"
                target.write_bytes(content)
                arguments = [verb, str(target), *MORE[verb](str(Path(name) / "out"))]
                fault, status = bad_inputs.judge(program, arguments, bad_inputs.ANY)
                tally["faults" if fault else "read" if status == 0 else "refused"] += 1
                if fault:
                    print(f"FAULT {verb} {path.name}, {what}: {fault}", flush=True)
                    if keep:
                        shutil.copy(target, keep / f"{verb}-{path.stem}-{options.seed}-{i}{path.suffix}")
            faults += tally["faults"]
            print(f"{verb:<9} {path.name:<28} {options.count:>7} {tally['refused']:>8} {tally['read']:>6} "
                  f"{tally['faults']:>7}", flush=True)
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
