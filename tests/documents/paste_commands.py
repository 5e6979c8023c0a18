#!/usr/bin/env python3
"""Pastes the commands of README.md and docs/quickstart.md, as a newcomer does, from a folder that holds `inputs`.

Usage: paste_commands.py PROGRAM REPOSITORY
Each has to end with exit status 0. Jobs are made small by settings behind those of the document: what is tried is that the
files are there, that the options and keys are known and that the verbs do what they are given.
"""

import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

DOCUMENTS = ("README.md", "docs/quickstart.md")
# Verbs that take --set, and settings that make every stage a matter of seconds.
MAKES_RUNS = {"run", "sim", "voronoi", "multislice", "compare", "plan"}
SMALL = ["sim.atoms=400", "sim.melt_ps=0.02", "sim.melt_temperature_K=300", "sim.final_temperature_K=280",
         "sim.cooling_rate_K_per_s=1e15", "snapshots.equilibration_ps=0.02", "snapshots.count=2", "snapshots.interval_ps=0.02",
         "haadf.scan_nx=4", "haadf.scan_ny=4", "nanodiffraction.scan_nx=4", "nanodiffraction.scan_ny=4",
         "haadf.snapshots=1", "nanodiffraction.snapshots=1", "compare.surrogates=19", "voronoi.spread_table=false"]


def commands(root):
    """(document, line number, words) of every command of the program in a code block."""
    for name in DOCUMENTS:
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            text = line.strip()
            if line.startswith("    ") and text.startswith(("glasscope ", "mpirun ")):
                yield name, number, shlex.split(text, comments=True)


def made_small(words):
    """The same command with settings that keep it short."""
    verb = words[words.index("glasscope") + 1]
    if verb not in MAKES_RUNS or "--help" in words:
        return words
    return words + [part for setting in SMALL for part in ("--set", setting)]


def main(program, root):
    failed = count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "inputs").symlink_to(root / "inputs")
        binaries = folder / "bin"
        binaries.mkdir()
        (binaries / "glasscope").symlink_to(program)
        environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "OMPI_ALLOW_RUN_AS_ROOT": "1",
                       "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1"}
        for document, number, words in commands(root):
            count += 1
            run = subprocess.run(made_small(words), cwd=folder, env=environment, capture_output=True, text=True)
            state = "ok    " if run.returncode == 0 else "FAILED"
            print(f"{state} {document}:{number}: {' '.join(words)}", flush=True)
            if run.returncode != 0:
                failed += 1
                print(run.stdout[-500:], run.stderr[-1500:])
    print(f"{count} commands pasted, {failed} failed")
    return 1 if failed or count < 10 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
