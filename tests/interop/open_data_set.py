"""Makes a small data set with `glasscope sweep` and opens it with h5py, py4DSTEM and RosettaSciIO (HyperSpy).

Usage: open_data_set.py GLASSCOPE
Run by ctest. Runs itself again in the environment that scripts/peers-venv makes; exit status 77 (ctest:
skipped) when that is absent.
"""

import csv
import pathlib
import random
import subprocess
import sys
import tempfile

from peers import enter_environment

CASE = """
[snapshots]
thermal_motion = "none"
[compare]
descriptors = ["coordination"]
[[scan]]
name = "patterns"
records = "patterns"
scan_nx = 3
scan_ny = 2
semiangle_mrad = 4
max_angle_mrad = 20
snapshots = 1
[[scan]]
name = "haadf"
scan_nx = 4
scan_ny = 3
inner_mrad = 20
outer_mrad = 40
snapshots = 1
[sweep]
split = [0.5, 0.0, 0.5]
[[axis]]
key = "configuration.file"
files = "*.xyz"
[[axis]]
key = "record.dose_e_per_A2"
values = [1000.0, 100000.0]
"""


def write_glass(path, seed):
    place = random.Random(seed)
    spacing, cells = 2.6, 5
    edge = spacing * cells
    lines = [str(cells**3), f'Lattice="{edge} 0 0 0 {edge} 0 0 0 {edge}" Properties=species:S:1:pos:R:3']
    for i in range(cells**3):
        site = (i % cells, i // cells % cells, i // cells**2)
        x, y, z = (spacing * (s + 0.5) + place.gauss(0, 0.2) for s in site)
        lines.append(f"{'Zr' if i % 3 == 0 else 'Cu'} {x} {y} {z}")
    path.write_text("\n".join(lines) + "\n")


def rows_of(folder):
    with open(folder / "manifest.csv", newline="") as file:
        return list(csv.DictReader(file))


def h5py_reads_every_sample(folder):
    import h5py
    import numpy as np

    for row in rows_of(folder):
        with h5py.File(folder / row["shard"]) as shard:
            sample = shard[row["group"]]
            assert sample["haadf/data"].shape == (4, 3)
            assert sample["patterns/data"].shape[:2] == (3, 2)
            assert sample["truth_coordination@haadf/data"].shape == (4, 3)
            atoms = sample["atoms"]
            assert len(atoms["coordination"]) == len(atoms["position"]) == len(atoms["atomic_number"])
            about = sample["metadatabundle/glasscope"]
            assert np.isclose(about["record.dose_e_per_A2"][()], float(row["record.dose_e_per_A2"]))
            assert about["split"][()].decode() == row["split"]


def py4dstem_opens_one(folder):
    import py4DSTEM

    row = rows_of(folder)[0]
    cube = py4DSTEM.read(folder / row["shard"], datapath=f"{row['group']}/patterns")
    assert type(cube).__name__ == "DataCube", type(cube)
    assert cube.data.shape[:2] == (3, 2)
    assert cube.calibration.get_Q_pixel_units() == "A^-1"
    assert abs(cube.calibration.get_convergence_semiangle_mrad() - 4) < 1e-9


def hyperspy_finds_all(folder):
    from rsciio.emd import file_reader

    row = rows_of(folder)[0]
    names = [signal["metadata"]["General"]["title"] for signal in file_reader(str(folder / row["shard"]))]
    assert any("patterns" in name for name in names), names
    assert any("haadf" in name for name in names), names


def main():
    enter_environment()
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for seed in (1, 2):
            write_glass(scratch / f"{seed}.xyz", seed)
        (scratch / "set.toml").write_text(CASE)
        folder = scratch / "set"
        subprocess.run([program, "sweep", scratch / "set.toml", "-o", folder, "-t", "1", "-q"], check=True)
        for check in (h5py_reads_every_sample, py4dstem_opens_one, hyperspy_finds_all):
            check(folder)
            print(f"{check.__name__.replace('_', ' ')}: as it should be")


if __name__ == "__main__":
    main()
