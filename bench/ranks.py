#!/usr/bin/env python3
"""How a scan shares out over MPI ranks and over threads, measured through the program.

A random block of copper and zirconium, 40 x 40 x 40 angstrom, is imaged with 1, 2, ... ranks of one thread each and
with one rank of 1, 2, ... threads. Two scans of different size are timed for each; the difference of their wall times
is what the additional probes cost, without start, potentials and output. Runs alternate and the smallest of several
repeats counts. The ideal is the number of ranks (or threads) itself, as far as the machine has that many cores.

Usage: bench/ranks.py --glasscope build/mpi/bin/glasscope [--most 2] [--repeats 3]
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

SIDE_A, ATOMS = 40.0, 4000
FEW, MANY = 8, 264  # probes of the two scans


def write_block(path):
    source = random.Random(1)
    lines = [str(ATOMS), f'Lattice="{SIDE_A} 0 0 0 {SIDE_A} 0 0 0 {SIDE_A}" '
             'Properties=species:S:1:pos:R:3 pbc="T T T"']
    for n in range(ATOMS):
        x, y, z = (SIDE_A * source.random() for _ in range(3))
        lines.append(f"{'Zr' if n % 3 == 0 else 'Cu'} {x:.6f} {y:.6f} {z:.6f}")
    path.write_text("\n".join(lines) + "\n")


def seconds(program, folder, ranks, threads, probes, run):
    keys = {"snapshots.thermal_motion": "none", "nanodiffraction.enabled": "false",
            "microscope.method": "multislice", "microscope.window": "cell", "haadf.semiangle_mrad": 20,
            "haadf.inner_mrad": 60, "haadf.outer_mrad": 90, "haadf.scan_nx": probes, "haadf.scan_ny": 1,
            "haadf.snapshots": 1}
    command = [program, "multislice", "block.xyz", "-o", run]
    command += [part for key, value in keys.items() for part in ("--set", f"{key}={value}")]
    if ranks > 1:
        command = ["mpirun", "-np", str(ranks), *command]
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "OMPI_ALLOW_RUN_AS_ROOT": "1",
                   "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_hwloc_base_binding_policy": "none"}
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glasscope", required=True)
    parser.add_argument("--most", type=int, default=2, help="largest number of ranks and of threads")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.glasscope).resolve())
    shapes = [(1, 1)] + [(1, n) for n in range(2, arguments.most + 1)]
    if shutil.which("mpirun"):
        shapes += [(n, 1) for n in range(2, arguments.most + 1)]
    else:
        print("SKIPPED ranks: there is no mpirun")
    best = {(shape, probes): 1e9 for shape in shapes for probes in (FEW, MANY)}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_block(folder / "block.xyz")
        for repeat in range(arguments.repeats):
            for shape in shapes:
                for probes in (FEW, MANY):
                    run = f"run-{repeat}-{shape[0]}-{shape[1]}-{probes}"
                    taken = seconds(program, folder, *shape, probes, run)
                    best[shape, probes] = min(best[shape, probes], taken)
    one = best[(1, 1), MANY] - best[(1, 1), FEW]
    print(f"{'ranks':>6}{'threads':>9}{'ms/probe':>10}{'times one':>11}{'ideal':>7}")
    for shape in shapes:
        taken = best[shape, MANY] - best[shape, FEW]
        ideal = min(shape[0] * shape[1], os.cpu_count() or 1)
        print(f"{shape[0]:>6}{shape[1]:>9}{1e3 * taken / (MANY - FEW):>10.2f}{one / taken:>11.2f}{ideal:>7}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
