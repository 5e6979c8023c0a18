#!/usr/bin/env python3
"""Asks the program to stop in the middle of its work, and looks at how it does.

Each command runs undisturbed first, which tells how much processor time it takes and what it writes. Then it gets
SIGINT or SIGTERM after a share of that time: it has to end with status 130 before it has used much more of the
processor, leave no file under a final name that is not whole, and, started again, end with the same bytes. Processor
time and not the clock, because others may have the machine.

Usage: signals.py PROGRAM [--size N] [--shares 0.3,0.7] [--only VERB ...]
"""

import argparse
import math
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bad_inputs
import measured_inputs

MOST_AFTER_S = 2.0  # of the processor, between the signal and the end
TICKS = os.sysconf("SC_CLK_TCK")


def glass(copies):
    """The glass of the bad inputs, repeated along each edge."""
    side = bad_inputs.SIDE
    text = f"{len(bad_inputs.ATOMS) * copies ** 3}\nLattice=\"{side * copies} 0 0 0 {side * copies} 0 0 0 {side * copies}\""
    text += " Properties=species:S:1:pos:R:3 pbc=\"T T T\"\n"
    for i in range(copies):
        for j in range(copies):
            for k in range(copies):
                text += "".join(
                    f"{bad_inputs.SYMBOLS[t]} {x + i * side:.5f} {y + j * side:.5f} {z + k * side:.5f}\n"
                    for t, (x, y, z) in bad_inputs.ATOMS)
    return text


def cube(rows, pixels):
    """A scan of patterns as numpy writes it: a ring, brighter from row to row."""
    shape = (rows, rows, pixels, pixels)
    head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    head = head.ljust((len(head) // 64 + 1) * 64 + 53) + "\n"
    half = pixels / 2
    pattern = [100 if abs(((x - half) ** 2 + (y - half) ** 2) ** 0.5 - pixels / 4) < 2 else 1
               for x in range(pixels) for y in range(pixels)]
    body = b"".join(struct.pack(f"<{len(pattern)}f", *(v + row for v in pattern)) * rows for row in range(rows))
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + body


def images(count, side):
    """Smooth images of as many members, as numpy writes them."""
    rng = random.Random(7)
    waves = [(rng.uniform(-9, 9), rng.uniform(-9, 9), rng.uniform(0, 6.3)) for _ in range(40)]
    image = [sum(math.cos(a * x / side + b * y / side + c) for a, b, c in waves) for x in range(side) for y in range(side)]
    body = b"".join(struct.pack(f"<{len(image)}d", *((1 + 0.1 * k) * v + k * v * v for v in image)) for k in range(count))
    shape = (count, side, side) if count > 1 else (side, side)
    return measured_inputs.npy("<f8", shape, body)


def processor_s(pid):
    """Time of the processor that a process has used, or None when it has ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if words[0] == "Z" else (int(words[11]) + int(words[12])) / TICKS


def results(folder):
    """Content of the files under their final names. What says when it was made is left out."""
    skipped = {"provenance.json", "report.html"}
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*"))
            if p.is_file() and ".work" not in p.parts and p.name not in skipped and p.suffix not in (".lock", ".partial")
            and p.name != ".lock"}


class Command:
    """One verb with its input; every run of it has a folder of its own."""

    def __init__(self, program, folder, name, arguments):
        self.program, self.folder, self.name, self.arguments = program, folder, name, arguments
        self.environment = {**os.environ, "OMP_NUM_THREADS": "1"}

    def start(self, out):
        out.mkdir(exist_ok=True)
        arguments = [str(a).replace("OUT", str(out)) for a in self.arguments]
        return subprocess.Popen([self.program, "-t", "1", *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def whole(self, out):
        """(fault or "", seconds of the processor)."""
        process = self.start(out)
        used = 0.0
        while process.poll() is None:
            used = processor_s(process.pid) or used
            time.sleep(0.005)
        errors = process.stderr.read()
        return ("" if process.returncode == 0 else f"ended with status {process.returncode}: {errors[-300:]}"), used

    def stopped(self, out, number, after_s):
        """(fault or "", seconds of the processor after the signal)."""
        process = self.start(out)
        before = last = 0.0
        while process.poll() is None:
            used = processor_s(process.pid)
            if used is None:
                break
            last = used
            if not before and used >= after_s:
                before = used
                process.send_signal(number)
            if before and used - before > MOST_AFTER_S:
                process.kill()
            time.sleep(0.002)
        process.wait()
        errors = process.stderr.read()
        if not before:
            return "ended before it was asked to", 0
        if process.returncode != 130:
            return f"ended with status {process.returncode} {last - before:.2f} s after it: {errors[-200:]}", last - before
        return "", last - before


def commands(program, folder, size):
    xyz, large, patterns, measured = (folder / name for name in ("glass.xyz", "large.xyz", "cube.npy", "cube.h5"))
    xyz.write_text(glass(size))
    large.write_text(glass(2 * size))
    patterns.write_bytes(cube(12 * size, 64))
    bare = ["--set", "snapshots.thermal_motion=none"]
    quick = [*bare, "--set", "nanodiffraction.enabled=false", "--set", "hrtem.enabled=false", "--set", "haadf.scan_nx=12",
             "--set", "haadf.scan_ny=12"]
    known = ["--axes", "x,y,qx,qy", "--pixel_A", "2", "--diffraction_pixel_invA", "0.02", "--centre_px", "middle",
             "--beam_counts", "1e7"]
    subprocess.run([program, "import", patterns, *known, "-o", measured], check=True, capture_output=True)
    rows = {"fem": ["fem", xyz, "--aperture", "0.1", "--origins", 10 * size, "--orientations", 40, "-o", "OUT"],
            "voronoi": ["voronoi", large, *bare, "-o", "OUT"],
            "multislice": ["multislice", xyz, *quick, "-o", "OUT"],
            "import": ["import", patterns, *known, "-o", "OUT/scan.h5"],
            "reduce": ["reduce", measured, "--electrons", "1e6", "-o", "OUT"],
            "degrade": ["degrade", measured, "--set", "record.electrons_per_position=1000", "-o", "OUT/recorded.h5"],
            "compare": ["compare", xyz, *quick, "--set", "compare.surrogates=20000", "-o", "OUT"]}
    for count, name in ((1, "map"), (4 * size, "series")):
        (folder / f"{name}.npy").write_bytes(images(count, 64))
        axes = "x,y" if count == 1 else "frame,x,y"
        subprocess.run([program, "import", folder / f"{name}.npy", "--axes", axes, "--pixel_A", "2", "-o", folder / f"{name}.h5"],
                       check=True, capture_output=True)
    rows["match"] = ["match", folder / "map.h5", folder / "series.h5", "-o", "OUT"]
    subprocess.run([program, "blind", xyz, *quick, "--set", "record.dose_e_per_A2=1e5", "-o", folder / "blind"], check=True,
                   capture_output=True)
    rows["score"] = ["score", folder / "blind/truth/haadf.h5", "--map", folder / "blind/given/haadf.h5", "--surrogates",
                     50000 * size, "-o", "OUT/score.json"]
    return [Command(program, folder, name, arguments) for name, arguments in rows.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("--size", type=int, default=2, help="of the inputs: seconds become minutes")
    parser.add_argument("--shares", default="0.5", help="of the time of a whole run, after which signals are sent")
    parser.add_argument("--only", nargs="+", help="verbs")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="glasscope_signals_"))
    faults, sent = 0, 0
    for command in commands(str(Path(options.program).resolve()), folder, options.size):
        if options.only and command.name not in options.only:
            continue
        fault, whole_s = command.whole(folder / "whole")
        expected = results(folder / "whole")
        print(f"{command.name}: {whole_s:.2f} s of the processor {fault}", flush=True)
        faults += bool(fault)
        for i, share in enumerate(float(s) for s in options.shares.split(",")):
            number = (signal.SIGINT, signal.SIGTERM)[i % 2 if "," in options.shares else sent % 2]
            out = folder / f"stopped_{i}"
            fault, after_s = command.stopped(out, number, share * whole_s)
            sent += 1
            if not fault:
                made = results(out)
                other = [name for name, content in made.items() if expected.get(name) != content]
                fault = f"left {', '.join(other)} unfinished" if other else command.whole(out)[0]
                if not fault and results(out) != expected:
                    fault = "has other results when it is started again"
            faults += bool(fault)
            print(f"  {number.name} at {share:.0%}: {fault or f'ended {after_s:.2f} s after it'}", flush=True)
            shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(folder / "whole", ignore_errors=True)
    print(f"{sent} signals, {faults} faults")
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
