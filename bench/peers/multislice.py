#!/usr/bin/env python3
"""The same multislice job through this program and its peers, on one core, in one run.

A random block of copper, 40 x 40 x 100 angstrom, 200 kV, 400 x 400 points (0.1 angstrom; or as many as you say)
and 50 slices of 2 angstrom, which carry 83.6 mrad at 2/3 of the Nyquist frequency. A peer whose band limit is
lower gets the finer sampling that carries the same largest angle. Each program images two scans of different
size; the difference of their processor times, without potentials, start and output, is the cost of the additional
probes. Programs alternate and the smallest of several repeats counts, so that other work on the machine matters
little.

Usage: bench/peers/multislice.py --glasscope build/cli/glasscope [--prismatic PATH] [--repeats 3] [--points 400]
abTEM is used when this Python can import it (pip install abtem), Prismatic when its program is given or on the
PATH. What is absent is said to be, and is no failure: exit status 0 when this program and one peer were measured,
77 when there was no peer.
"""
import argparse
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile

SIDE_A, THICKNESS_A, SLICES = 40.0, 100.0, 50
ATOMS = 4000
WAVELENGTH_A = 0.0250793  # 200 kV
FEW, MANY = 16, 64  # probes of the two scans: more than any program carries at once
ONE_THREAD = {**os.environ, **{f"{n}_NUM_THREADS": "1" for n in ("OMP", "MKL", "OPENBLAS", "NUMBA")}}


class Job:
    """What is carried by so many points a side with a band limit of 2/3, and a detector within it."""

    def __init__(self, points):
        self.points = points
        self.reach_invA = 2 / 3 * points / (2 * SIDE_A)
        self.reach_mrad = 1e3 * WAVELENGTH_A * self.reach_invA
        self.outer_mrad = int(self.reach_mrad)
        self.inner_mrad = int(0.6 * self.reach_mrad)


def atoms():
    """Positions that are no nearer than random ones are: the cost of a wave does not depend on them."""
    source = random.Random(1)
    return [(SIDE_A * source.random(), SIDE_A * source.random(), THICKNESS_A * source.random())
            for _ in range(ATOMS)]


def friendly(points):
    """The smallest multiple of four of the form 2^a 3^b 5^c that is not less."""
    size = 4 * int(-(-points // 4))
    while True:
        rest = size
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return size
        size += 4


def child_seconds(command, **options):
    """Processor time of a program, all its threads together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=ONE_THREAD, capture_output=True, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Glasscope:
    name = "glasscope"

    def __init__(self, job, program, folder):
        self.job, self.points = job, job.points
        self.program, self.folder, self.runs = program, folder, 0
        lines = [str(ATOMS), f'Lattice="{SIDE_A} 0 0 0 {SIDE_A} 0 0 0 {THICKNESS_A}" '
                 'Properties=species:S:1:pos:R:3 pbc="T T T"']
        lines += [f"Cu {x:.6f} {y:.6f} {z:.6f}" for x, y, z in atoms()]
        (folder / "block.xyz").write_text("\n".join(lines) + "\n")

    def seconds(self, probes):
        self.runs += 1
        keys = {"snapshots.thermal_motion": "none", "nanodiffraction.enabled": "false",
                "microscope.grid_points": self.points, "microscope.window": "cell",
                "microscope.method": "multislice", "microscope.potential_oversampling": 1,
                "microscope.slice_thickness_A": THICKNESS_A / SLICES,
                "haadf.semiangle_mrad": 20, "haadf.inner_mrad": self.job.inner_mrad,
                "haadf.outer_mrad": self.job.outer_mrad,
                "haadf.scan_nx": probes, "haadf.scan_ny": 1, "haadf.snapshots": 1}
        settings = [part for key, value in keys.items() for part in ("--set", f"{key}={value}")]
        return child_seconds([self.program, "multislice", "block.xyz", "-o", f"run{self.runs}", *settings],
                             cwd=self.folder)


class Prismatic:
    """Its band limit is half of the Nyquist frequency (configure.cpp: qMax)."""
    name = "prismatic"

    def __init__(self, job, program, folder):
        self.program, self.folder = program, folder
        self.points = friendly(job.reach_invA * 4 * SIDE_A)
        lines = ["block", f"{SIDE_A} {SIDE_A} {THICKNESS_A}"]
        lines += [f"29 {x:.6f} {y:.6f} {z:.6f} 1.0 0.0" for x, y, z in atoms()]
        (folder / "block.prismatic").write_text("\n".join(lines) + "\n-1\n")

    def seconds(self, probes):
        # A line of probes: the scan's window along y holds one of them.
        return child_seconds(
            [self.program, "-i", "block.prismatic", "-o", "prismatic.h5", "-a", "m", "-E", "200", "-A", "20",
             "-sa", "20", "-p", str(SIDE_A / self.points), "-s", str(THICKNESS_A / SLICES), "-j", "1", "-g", "0",
             "-te", "0", "-3DP", "0", "-rx", str(SIDE_A / probes), "-ry", str(SIDE_A),
             "-wx", "0", "0.99999", "-wy", "0", "0.99999", "-F", "1"], cwd=self.folder)


class Abtem:
    """Measured inside this process: the potential is built before the clock starts. By default abTEM carries many
    probes at once (max_batch="auto"); one at a time may be faster and is measured too."""

    def __init__(self, job, batch):
        import abtem
        import ase
        import numpy
        abtem.config.set({"device": "cpu", "precision": "float32", "fftw.threads": 1})
        self.abtem, self.numpy, self.batch = abtem, numpy, batch
        self.job, self.points = job, job.points
        self.name = "abTEM" if batch == "auto" else f"abTEM by {batch}"
        specimen = ase.Atoms(f"Cu{ATOMS}", positions=atoms(), cell=(SIDE_A, SIDE_A, THICKNESS_A), pbc=True)
        self.potential = abtem.Potential(specimen, gpts=self.points, slice_thickness=THICKNESS_A / SLICES,
                                         projection="infinite").build(lazy=False)
        if len(self.potential) != SLICES:
            raise RuntimeError(f"abTEM made {len(self.potential)} slices")

    def seconds(self, probes):
        import time
        positions = self.numpy.stack([self.numpy.linspace(0, SIDE_A, probes, endpoint=False),
                                      self.numpy.zeros(probes)], axis=1)
        probe = self.abtem.Probe(energy=200e3, semiangle_cutoff=20)
        probe.grid.match(self.potential)
        start = time.process_time()
        detector = self.abtem.AnnularDetector(inner=self.job.inner_mrad, outer=self.job.outer_mrad)
        probe.scan(self.potential, scan=self.abtem.CustomScan(positions), detectors=detector,
                   max_batch=self.batch, lazy=False)
        return time.process_time() - start


def peers(arguments, folder):
    job = Job(arguments.points)
    found = [Glasscope(job, arguments.glasscope, folder)]
    try:
        found += [Abtem(job, "auto"), Abtem(job, 1)]
    except ImportError as error:
        print(f"SKIPPED abTEM: {error} (pip install abtem)", flush=True)
    program = arguments.prismatic or shutil.which("prismatic")
    if program:
        found.append(Prismatic(job, str(pathlib.Path(program).resolve()), folder))
    else:
        print("SKIPPED Prismatic: no program of that name (give --prismatic)", flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glasscope", required=True)
    parser.add_argument("--prismatic")
    parser.add_argument("--points", type=int, default=400)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    arguments.glasscope = str(pathlib.Path(arguments.glasscope).resolve())
    with tempfile.TemporaryDirectory() as name:
        programs = peers(arguments, pathlib.Path(name))
        if len(programs) == 1:
            print("SKIPPED: no peer is installed")
            return 77
        best = {program.name: [1e9, 1e9] for program in programs}
        for _ in range(arguments.repeats):
            for program in programs:
                for n, probes in enumerate((FEW, MANY)):
                    best[program.name][n] = min(best[program.name][n], program.seconds(probes))
    print(f"{SIDE_A:g} x {SIDE_A:g} angstrom, {SLICES} slices, {Job(arguments.points).reach_mrad:.1f} mrad carried")
    print(f"{'program':<12}{'points':>8}{'ns/pixel/slice/probe':>22}{'ms/probe':>10}{'times ours':>12}")
    ours = None
    for program in programs:
        probe_s = (best[program.name][1] - best[program.name][0]) / (MANY - FEW)
        ours = ours or probe_s
        print(f"{program.name:<12}{program.points:>8}{1e9 * probe_s / (SLICES * program.points**2):>22.2f}"
              f"{1e3 * probe_s:>10.1f}{probe_s / ours:>12.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
