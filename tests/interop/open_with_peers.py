"""Opens our files with the programs that people use and checks values, axes and units.

Usage: open_with_peers.py WRITE_SAMPLES     (the program built from write_samples.cpp)
Run by ctest. Runs itself again in the environment that scripts/peers-venv makes; exit status 77 (ctest:
skipped) when that is absent.
"""

import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile

from peers import SKIPPED, enter_environment


def equal(found, expected, what):
    import numpy as np

    assert np.array_equal(np.asarray(found), np.asarray(expected)), f"{what}: {found}, not {expected}"


def close(found, expected, what):
    import numpy as np

    # The peers compute their axes anew, with a rounding or two.
    assert np.allclose(found, expected, rtol=1e-12, atol=1e-12), f"{what}: {found}, not {expected}"


def expected_scan():
    import numpy as np

    rx, ry, qx, qy = np.meshgrid(*map(np.arange, (3, 4, 6, 6)), indexing="ij")
    return 1000 * rx + 100 * ry + 10 * qx + qy


def expected_map(factor):
    import numpy as np

    return factor * np.arange(35.0).reshape(5, 7)


def py4dstem_opens_the_scan(folder):
    import py4DSTEM

    cube = py4DSTEM.read(folder / "scan.h5")
    assert type(cube).__name__ == "DataCube", type(cube)
    equal(cube.data, expected_scan(), "patterns")
    calibration = cube.calibration
    equal(calibration.get_Q_pixel_size(), 0.025, "diffraction pixel")
    equal(calibration.get_R_pixel_size(), 0.5, "scan step")
    assert calibration.get_Q_pixel_units() == "A^-1" and calibration.get_R_pixel_units() == "A"
    assert tuple(cube.dim_units) == ("A", "A", "A^-1", "A^-1"), cube.dim_units
    # py4DSTEM takes the origin, in pixels, off an axis that is in 1/angstrom: so does it with its own files.
    origin = cube.data.shape[2] // 2
    close(cube.dims[2][:3], [-origin, 0.025 - origin, 0.05 - origin], "diffraction axis")
    metadata = cube.root.metadata["glasscope"]
    assert metadata["conventions"] == "The beam travels along +z.", metadata
    image = cube.get_virtual_image(mode="circle", geometry=((3, 3), 2), name="bright field")
    assert image.shape == (3, 4)


def peers_find_the_instrument(folder):
    import py4DSTEM
    from rsciio.emd import file_reader

    cube = py4DSTEM.read(folder / "scan.h5")
    equal(cube.calibration.get_convergence_semiangle_mrad(), 1.254, "semiangle")
    equal(cube.calibration.get_convergence_semiangle_pixels(), 2, "semiangle in pixels")
    equal(cube.calibration.get_probe_semiangle(), 2, "the same by its older name")
    microscope = cube.root.metadata["microscope"]
    equal((microscope["voltage_kV"], microscope["dose_e_per_A2"], microscope["thickness_A"]), (200, 150, 25.5),
          "metadata of py4DSTEM")
    (signal,) = file_reader(str(folder / "scan.h5"))
    about = signal["original_metadata"]
    equal((about["microscope"]["voltage_kV"], about["microscope"]["convergence_semiangle_mrad"]), (200, 1.254),
          "metadata of HyperSpy")
    equal((about["microscope"]["dose_e_per_A2"], about["sample"]["thickness_A"]), (150, 25.5), "metadata of HyperSpy")


def py4dstem_makes_polar_patterns(folder):
    import py4DSTEM

    cube = py4DSTEM.read(folder / "scan.h5")
    shape = cube.data.shape
    equal(cube.calibration.get_origin_mean(), (shape[2] // 2, shape[3] // 2), "mean origin")
    equal(cube.calibration.get_origin(0, 0), (shape[2] // 2, shape[3] // 2), "origin of a pattern")
    py4DSTEM.PolarDatacube(cube, n_annular=8)  # asks the calibration for the origin


def py4dstem_opens_maps(folder):
    import py4DSTEM

    root = py4DSTEM.read(folder / "maps.h5")
    for name, factor in (("haadf", 1), ("truth", 0.5)):
        array = root.tree(name)
        equal(array.data, expected_map(factor), name)
        close(array.dims[0], [1 + 0.2 * i for i in range(5)], "x")
        close(array.dims[1], [-2 + 0.3 * i for i in range(7)], "y")
        assert tuple(array.dim_units) == ("A", "A") and tuple(array.dim_names) == ("x", "y")


def expected_series():
    import numpy as np

    return np.stack([expected_map(factor) for factor in (1, 2, 3)])


def py4dstem_opens_a_tilt_series(folder):
    import py4DSTEM

    array = py4DSTEM.read(folder / "series.h5").tree("haadf")
    equal(array.data, expected_series(), "images")
    equal(array.dims[0], [-30, 0, 10], "angles")
    close(array.dims[2], [-2 + 0.3 * i for i in range(7)], "y")
    assert tuple(array.dim_units) == ("deg", "A", "A") and tuple(array.dim_names) == ("tilt", "x", "y")


def hyperspy_opens_a_tilt_series(folder):
    import hyperspy.api as hs

    signals = hs.load(folder / "series.h5", file_format="EMD", stack_group=False)
    (series,) = [signal for signal in signals if signal.metadata.General.title == "haadf"]
    equal(series.data, expected_series(), "images")
    close([series.axes_manager["y"].offset, series.axes_manager["y"].scale], [-2, 0.3], "y")


def rosettasciio_opens_an_mrc_stack(folder):
    from rsciio.mrc import file_reader

    (signal,) = file_reader(str(folder / "series.mrc"))
    equal(signal["data"], expected_series().transpose(0, 2, 1), "images, rows of y")  # exact in single precision
    scales = [axis["scale"] for axis in signal["axes"][1:]]  # nanometres
    assert abs(scales[0] - 0.03) < 1e-8 and abs(scales[1] - 0.02) < 1e-8, signal["axes"]


def rosettasciio_opens_the_scan(folder):
    from rsciio.emd import file_reader

    (signal,) = file_reader(str(folder / "scan.h5"))
    equal(signal["data"], expected_scan(), "patterns")
    axes = signal["axes"]
    assert [axis["name"] for axis in axes] == ["Rx", "Ry", "Qx", "Qy"]
    close([axis["scale"] for axis in axes], [0.5, 0.5, 0.025, 0.025], "steps")
    close([axis["offset"] for axis in axes], [2, 3, -0.075, -0.075], "origins")
    assert [axis["units"] for axis in axes] == ["Å", "Å", "1 / Å", "1 / Å"], axes


def hyperspy_opens_scan_and_maps(folder):
    import hyperspy.api as hs

    os.link(folder / "scan.h5", folder / "scan.emd")
    scan = hs.load(folder / "scan.emd")
    equal(scan.data, expected_scan(), "patterns")
    patterns = scan.transpose(signal_axes=["Qy", "Qx"], navigation_axes=["Ry", "Rx"])
    equal(patterns.inav[3, 2].data, expected_scan()[2, 3], "pattern at scan position (2, 3)")
    maps = hs.load(folder / "maps.h5", file_format="EMD", stack_group=False)
    assert [image.metadata.General.title for image in maps] == ["haadf", "truth"], maps
    equal(maps[1].data, expected_map(0.5), "truth")
    axis = maps[0].axes_manager["y"]
    close([axis.offset, axis.scale], [-2, 0.3], "y")
    assert axis.units == "Å", axis.units


def ase_opens_atoms(folder):
    from ase.io import read

    for name, file_format in (("atoms.xyz", "extxyz"), ("atoms.dump", "lammps-dump-text")):
        frames = read(folder / name, index=":", format=file_format)
        assert len(frames) == 2, name
        atoms = frames[1]
        assert atoms.get_chemical_formula(mode="reduce") == "CuZrCu", name
        equal(atoms.positions, [[1.125, 2, 3], [4, 5.125, 6], [7, 8, 9.125]], name)
        equal(atoms.cell[:], [[10, 0, 0], [1, 11, 0], [0, 2, 12]], name)
        equal(atoms.pbc, [True, True, False], name)
    atoms = read(folder / "atoms.xyz", index=0)
    equal(atoms.arrays["voronoi_volume"], [15.5, 17.25, 1 / 3], "voronoi_volume")
    equal(atoms.arrays["id"], [1, 2, 3], "id")


def ovito_opens_atoms(folder):
    try:
        from ovito.io import import_file
    except ImportError as error:
        print(f"  SKIPPED, NOT CHECKED: OVITO does not start here ({error})")
        return
    for name in ("atoms.xyz", "atoms.dump"):
        pipeline = import_file(str(folder / name))
        assert pipeline.source.num_frames == 2, name
        data = pipeline.compute(1)
        particles = data.particles
        equal(particles.positions, [[1.125, 2, 3], [4, 5.125, 6], [7, 8, 9.125]], name)
        equal(particles["voronoi_volume"], [15.5, 17.25, 1 / 3], name)
        equal(particles["five_fold"], [0.25, 0.5, 0.75], name)
        coordination = particles["coordination"]  # never OVITO's integer of that name
        equal(coordination[[0, 2]], [12, 13], name)
        assert coordination[1] != coordination[1], name
        equal(particles["Particle Identifier"], [1, 2, 3], name)
        types = particles.particle_types
        assert [types.type_by_id(t).name for t in types] == ["Cu", "Zr", "Cu"], name
        equal(data.cell[...][:, :3], [[10, 1, 0], [0, 11, 2], [0, 0, 12]], name)
        assert tuple(data.cell.pbc) == (True, True, False), name


def ovito_opens_the_trajectory(folder):
    try:
        from ovito.io import import_file
    except ImportError as error:
        print(f"  SKIPPED, NOT CHECKED: OVITO does not start here ({error})")
        return
    pipeline = import_file(str(folder / "structure.h5"))
    assert pipeline.source.num_frames == 2
    data = pipeline.compute(1)
    particles = data.particles
    equal(particles.positions, [[1.125, 2, 3], [4, 5.125, 6], [7, 8, 9.125]], "positions")
    equal(particles["Particle Type"], [29, 40, 29], "species")
    equal(particles["Particle Identifier"], [1, 2, 3], "ids")
    equal(particles["voronoi_volume"], [15.5, 17.25, 1 / 3], "a column")
    equal(particles["Velocity"][2], [7, 8, 9], "velocities")
    close(data.cell[...][:, :2], [[10, 1], [0, 11], [0, 0]], "edges that repeat")
    assert tuple(data.cell.pbc) == (True, True, False)


def h5py_finds_h5md(folder):
    import h5py

    with h5py.File(folder / "structure.h5") as file:
        # MDAnalysis takes the first group: that of the frames, not the first of the alphabet.
        equal(list(file["particles"])[0], "snapshots", "first group")
        equal(file["h5md"].attrs["version"], [1, 1], "version")
        assert file["h5md/creator"].attrs["name"] == "glasscope"
        group = file["particles/snapshots"]
        assert list(group["box"].attrs["boundary"]) == ["periodic", "periodic", "none"]
        assert group["box"].attrs["dimension"] == 3
        equal(group["box/edges/value"][1], [[10, 0, 0], [1, 11, 0], [0, 2, 12]], "edges")
        equal(group["position/value"][1, 0], [1.125, 2, 3], "position")
        assert group["position/value"].attrs["unit"] == "Angstrom"
        equal(group["box/edges/step"][:], [100, 100], "step through the link")
        equal(group["velocity/value"][0, 2], [7, 8, 9], "velocity")
        equal(group["species"][:], [29, 40, 29], "species")
        equal(group["id"][:], [1, 2, 3], "id")
        column = group["glasscope_columns/voronoi_volume"]
        equal(column[:], [15.5, 17.25, 1 / 3], "column")
        assert column.attrs["unit"] == "angstrom^3"


CHECKS = (py4dstem_opens_the_scan, py4dstem_makes_polar_patterns, py4dstem_opens_maps,
          py4dstem_opens_a_tilt_series, hyperspy_opens_a_tilt_series, rosettasciio_opens_an_mrc_stack,
          rosettasciio_opens_the_scan, hyperspy_opens_scan_and_maps, ase_opens_atoms, ovito_opens_atoms,
          ovito_opens_the_trajectory, peers_find_the_instrument, h5py_finds_h5md)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    enter_environment(QT_QPA_PLATFORM="offscreen", MPLBACKEND="Agg")
    failed = unchecked = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], name], check=True)
        for check in CHECKS:
            chatter = io.StringIO()  # what the peers print is of interest only when they fail
            try:
                with contextlib.redirect_stdout(chatter):
                    check(folder)
            except Exception as error:  # every check must run: several peers may have something to say
                failed += 1
                print(f"FAILED {check.__name__}: {type(error).__name__}: {error}\n{chatter.getvalue()}")
            else:
                skipped = [line for line in chatter.getvalue().splitlines() if "NOT CHECKED" in line]
                unchecked += len(skipped)
                print(*skipped, f"ok     {check.__name__}", sep="\n" if skipped else "")
    # A peer that is missing is no peer that agreed.
    sys.exit(1 if failed else SKIPPED if unchecked else 0)


if __name__ == "__main__":
    main()
