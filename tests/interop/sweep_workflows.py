"""Makes a small data set through the workflows that ship, and compares it with one that was made in one go.

Usage: sweep_workflows.py GLASSCOPE
Run by ctest. workflows/sweep.slurm is run as Slurm runs it (an array of two, of which one is killed and put back), by
sbatch where there is one; workflows/sweep.smk by Snakemake where there is one. What is not there is named.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from open_data_set import CASE, write_glass

ROOT = pathlib.Path(__file__).resolve().parents[2]


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def by_array(scratch, environment):
    """What sbatch starts: the script, once a task, with the number of the task in the environment."""
    folder = scratch / "array"

    def start(task):
        return subprocess.Popen(
            ["bash", ROOT / "workflows/sweep.slurm", scratch / "set.toml", folder],
            env=environment | {"SLURM_ARRAY_TASK_ID": str(task), "SLURM_ARRAY_TASK_COUNT": "2"},
        )

    first = start(1)
    while not (scratch / "array.work/pool").exists() and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)  # a node is lost
    first.wait()
    tasks = [start(1), start(2)]
    assert [task.wait(timeout=120) for task in tasks] == [0, 0]
    return folder


def by_sbatch(scratch, environment):
    folder = scratch / "sbatch"
    subprocess.run(
        ["sbatch", "--wait", "--array=1-2", ROOT / "workflows/sweep.slurm", scratch / "set.toml", folder],
        env=environment, cwd=scratch, check=True, timeout=300,
    )
    return folder


def by_snakemake(scratch, environment):
    folder = scratch / "snakemake"
    subprocess.run(
        ["snakemake", "-s", ROOT / "workflows/sweep.smk", "-j", "2", "--config", f"sweep={scratch / 'set.toml'}",
         f"set={folder}", "parts=2"],
        env=environment, cwd=scratch, check=True, timeout=300,
    )
    return folder


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    environment = os.environ | {"GLASSCOPE": str(program)}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for seed in (1, 2):
            write_glass(scratch / f"{seed}.xyz", seed)
        (scratch / "set.toml").write_text(CASE)
        subprocess.run([program, "sweep", scratch / "set.toml", "-o", scratch / "whole", "-t", "1", "-q"], check=True)
        whole = contents(scratch / "whole")
        for name, make, needs in (("the array script", by_array, "bash"), ("sbatch", by_sbatch, "sbatch"),
                                  ("Snakemake", by_snakemake, "snakemake")):
            if shutil.which(needs) is None:
                print(f"NOT CHECKED: {name}: there is no '{needs}' on this machine")
                continue
            assert contents(make(scratch, environment)) == whole, f"{name}: other bytes"
            print(f"{name}: the same bytes")


if __name__ == "__main__":
    main()
