"""The Python package on atoms and arrays of other packages. Usage: package.py PROGRAM [NAME OF A TEST ...]

Run by ctest. Runs itself again in the environment that scripts/peers-venv makes; exit status 77 (ctest: skipped) when
that is absent.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/interop"), str(ROOT / "python")]
from peers import enter_environment  # noqa: E402

if __name__ == "__main__":
    enter_environment()
    os.environ["GLASSCOPE_PROGRAM"] = str(pathlib.Path(sys.argv[1]).resolve())

import h5py  # noqa: E402
import numpy as np  # noqa: E402

import glasscope as gs  # noqa: E402

GLASS = ROOT / "inputs/glass.dump.gz"
PLAIN = {"snapshots.thermal_motion": "none"}
HAADF = {"name": "haadf", "semiangle_mrad": 8.0, "inner_mrad": 60.0, "outer_mrad": 100.0, "scan_nx": 5, "scan_ny": 4}
PATTERNS = {"name": "nbed", "records": "patterns", "semiangle_mrad": 8.0, "max_angle_mrad": 30.0, "scan_nx": 4, "scan_ny": 3}


def glass():
    """The atoms of the glass as a dictionary, in the order of the file."""
    columns = gs.describe(GLASS, elements="Cu,Zr", threads=1)
    return {"positions": columns.positions - columns.origin, "numbers": columns.numbers, "cell": columns.cell, "pbc": columns.pbc}


class Atoms(unittest.TestCase):
    def test_columns_are_those_of_the_program_to_the_bit(self):
        columns = gs.describe(GLASS, elements="Cu,Zr", settings={"voronoi": {"weighting": "radical"}}, threads=1)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([gs.program(), "voronoi", GLASS, "--elements", "Cu,Zr", "-o", f"{folder}/run", "--set",
                            "snapshots.thermal_motion=none", "--set", "voronoi.weighting=radical"], check=True, capture_output=True)
            with h5py.File(f"{folder}/run/atoms/descriptors.h5") as file:
                there = file["particles/descriptors/glasscope_columns"]
                self.assertEqual(set(columns), set(there))
                for name in columns:
                    np.testing.assert_array_equal(columns[name], there[name][:], err_msg=name)
        self.assertIn("radical", columns.description("voronoi_volume_A3"))
        self.assertEqual(columns.unit("voronoi_volume_A3"), "angstrom^3")

    def test_cells_fill_the_box(self):
        atoms = glass()
        columns = gs.describe(atoms, threads=1)
        # The tessellation fills space; 1e-9 is its arithmetic over a thousand cells.
        self.assertAlmostEqual(columns["voronoi_volume_A3"].sum() / np.linalg.det(atoms["cell"]), 1, delta=1e-9)

    def test_rows_keep_the_order_of_the_input(self):
        atoms = glass()
        turned = np.random.default_rng(3).permutation(len(atoms["numbers"]))
        there = gs.describe({**atoms, "positions": atoms["positions"][turned], "numbers": atoms["numbers"][turned]}, threads=1)
        here = gs.describe(atoms, threads=1)
        np.testing.assert_array_equal(there.numbers, atoms["numbers"][turned])
        np.testing.assert_allclose(there["voronoi_volume_A3"], here["voronoi_volume_A3"][turned], rtol=1e-9)

    def test_other_packages_bring_the_same_atoms(self):
        import ase
        import pandas
        atoms = glass()
        expected = gs.describe(atoms, threads=1)["voronoi_volume_A3"]
        of_ase = ase.Atoms(numbers=atoms["numbers"], positions=atoms["positions"], cell=atoms["cell"], pbc=True)
        np.testing.assert_array_equal(gs.describe(of_ase, threads=1)["voronoi_volume_A3"], expected)
        table = pandas.DataFrame(atoms["positions"], columns=list("xyz"))
        table["symbols"] = of_ase.get_chemical_symbols()
        table.attrs["cell"] = atoms["cell"]
        np.testing.assert_array_equal(gs.describe(table, threads=1)["voronoi_volume_A3"], expected)
        from ovito.io.ase import ase_to_ovito
        np.testing.assert_array_equal(gs.describe(ase_to_ovito(of_ase), threads=1)["voronoi_volume_A3"], expected)

    def test_ase_takes_the_columns_back(self):
        columns = gs.describe(GLASS, elements="Cu,Zr", threads=1)
        atoms = gs.to_ase(columns)
        np.testing.assert_array_equal(atoms.arrays["five_fold_fraction"], columns["five_fold_fraction"])
        self.assertTrue((atoms.get_scaled_positions(wrap=False) > -1e-9).all())
        table = columns.to_pandas()
        self.assertEqual(list(table.columns[:4]), ["x", "y", "z", "number"])
        np.testing.assert_array_equal(table["z"], columns.positions[:, 2])

    def test_a_leaning_cell_and_open_sides_arrive(self):
        import ase
        leaning = ase.Atoms("Cu4", positions=[[0.5, 0.5, 0.5], [2.5, 1, 1], [1, 3, 1.5], [1.5, 1, 3.5]],
                            cell=[[4, 0, 0], [1.5, 4, 0], [0.5, -1, 4.5]], pbc=True)
        columns = gs.describe(leaning, threads=1)
        self.assertAlmostEqual(columns["voronoi_volume_A3"].sum(), 4 * 4 * 4.5, places=9)
        particle = ase.Atoms("Cu13", positions=[[0, 0, 0]] + [[2.5 * s if i == a else 0.1 * i for i in range(3)]
                                                              for a in range(3) for s in (-1, 1)] + [[1.8 * x, 1.8 * y, 1.8 * z]
                                                              for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)][:6])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", gs.GlasscopeWarning)
            self.assertFalse(gs.describe(particle, threads=1).pbc.any())

    def test_frames_of_a_list_are_frames(self):
        atoms = glass()
        moved = {**atoms, "positions": atoms["positions"] + np.random.default_rng(1).normal(0, 0.05, atoms["positions"].shape)}
        columns = gs.describe([atoms, moved, atoms], settings={"snapshots.thermal_motion": "series"}, threads=1)
        last = gs.describe(atoms, threads=1)
        np.testing.assert_allclose(columns["voronoi_volume_A3"], last["voronoi_volume_A3"], rtol=1e-12)
        with self.assertRaisesRegex(ValueError, "frame 1 has other atoms"):
            gs.describe([atoms, {**atoms, "numbers": atoms["numbers"][::-1]}])

    def test_what_is_no_configuration_is_refused_before_anything_runs(self):
        good = {"positions": np.zeros((2, 3)) + [[0], [1]], "numbers": [29, 40], "cell": [5, 5, 5], "pbc": True}
        for change, error, said in (
                ({"positions": np.zeros((2, 2))}, ValueError, r"shape \(atoms, 3\)"),
                ({"positions": np.zeros((3, 3))}, ValueError, "3 positions and 2 elements"),
                ({"positions": np.full((2, 3), np.nan)}, ValueError, "atom 0 .* not finite"),
                ({"positions": [["a", "b", "c"]] * 2}, TypeError, "positions are numbers"),
                ({"positions": np.zeros((2, 3), complex)}, TypeError, "positions are numbers"),
                ({"numbers": [29, 400]}, ValueError, "1 to 118"),
                ({"numbers": ["Cu", "Xx"]}, ValueError, "Xx: no element"),
                ({"numbers": [29.0, 40.0]}, TypeError, "symbols or atomic numbers"),
                ({"cell": [5, 5]}, ValueError, "three lengths"),
                ({"cell": [5, 0, 5]}, ValueError, "edge of the cell that is not zero"),
                ({"cell": [5, np.inf, 5]}, ValueError, "finite")):
            with self.subTest(change=change), self.assertRaisesRegex(error, said):
                gs.describe({**good, **change})
        for atoms, error in (([], ValueError), (3, TypeError), (None, TypeError), ("nowhere.xyz", FileNotFoundError)):
            with self.subTest(atoms=atoms), self.assertRaises(error):
                gs.describe(atoms)


class Images(unittest.TestCase):
    def test_a_map_and_a_scan_have_axes_and_open_elsewhere(self):
        signals = gs.image(glass(), scan=[HAADF, PATTERNS], settings={"snapshots": {"thermal_motion": "none"}}, threads=1)
        haadf, scan = signals["haadf"], signals["nbed"]
        self.assertEqual(haadf.shape, (5, 4))
        self.assertEqual([a.name for a in scan.axes], ["Rx", "Ry", "Qx", "Qy"])
        self.assertTrue(0 < np.asarray(haadf).min() and np.asarray(haadf).max() < 1)  # fractions of the beam
        self.assertAlmostEqual(haadf.axes[1].step, 25.18644 / 4, places=4)
        cube = scan.to_py4dstem()
        np.testing.assert_array_equal(cube.data, scan.data)
        self.assertEqual(cube.calibration.get_Q_pixel_size(), scan.axes[2].step)
        spy = haadf.to_hyperspy()
        self.assertEqual(spy.data.shape, (4, 5))  # HyperSpy has rows first
        self.assertEqual(spy.axes_manager["x"].scale, haadf.axes[0].step)
        self.assertEqual(spy.data[3, 1], haadf.data[1, 3])

    def test_a_run_that_is_kept_opens(self):
        with tempfile.TemporaryDirectory() as folder:
            gs.image(GLASS, scan=HAADF, elements=["Cu", "Zr"], settings=PLAIN, output=f"{folder}/run", threads=1)
            run = gs.open(f"{folder}/run")
            self.assertEqual(run.case["scan"][0]["name"], "haadf")
            self.assertEqual(run.signals["haadf"]["haadf"].shape, (5, 4))
            self.assertIn("threads", str(run.provenance))
            with self.assertRaisesRegex(FileNotFoundError, "no folder of a run"):
                gs.open(folder)

    def test_a_signal_keeps_its_axes_and_what_was_done_to_its_numbers(self):
        with tempfile.TemporaryDirectory() as folder:
            kept = gs.image(GLASS, scan=HAADF, elements="Cu,Zr", settings=PLAIN, output=f"{folder}/run", threads=1)["haadf"]
            read = gs.image(GLASS, scan=HAADF, elements="Cu,Zr", settings=PLAIN, threads=1)["haadf"]
            self.assertNotAlmostEqual(read.axes[0].step, read.axes[1].step, places=1)
            for signal in (kept, read):
                before = signal.data.copy()
                signal.data[...] *= 3
                # So many electrons that the noise is below a thousandth of the difference.
                noisy = list(gs.degrade(signal, dose_e_per_A2=1e12, threads=1).values())[0]
                self.assertEqual([a.step for a in noisy.axes], [a.step for a in signal.axes])
                np.testing.assert_allclose(noisy.data, 3 * before, rtol=1e-3)

    def test_dose_is_that_of_the_program_and_noise_that_of_poisson(self):
        clean = {"haadf": np.full((40, 50), 0.2)}
        noisy = gs.degrade(clean, pixel_A=2.0, dose_e_per_A2=100.0, threads=1)["haadf"].data
        # 80 electrons of 400 a pixel: mean 0.2, standard deviation sqrt(80) / 400; 2,000 pixels, five standard errors.
        self.assertAlmostEqual(noisy.mean(), 0.2, delta=5 * 0.02236 / 2000**0.5)
        self.assertAlmostEqual(noisy.std() / 0.02236, 1, delta=5 / 4000**0.5)


class Measured(unittest.TestCase):
    def test_an_array_is_reduced_as_the_file_is(self):
        signals = gs.image(GLASS, scan={**PATTERNS, "scan_nx": 8, "scan_ny": 8}, elements="Cu,Zr", settings=PLAIN, threads=1)
        scan = signals["nbed"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", gs.GlasscopeWarning)
            found = gs.reduce(scan.data, pixel_A=scan.axes[0].step, diffraction_pixel_invA=scan.axes[2].step, centre_px="middle",
                              voltage_kV=200, threads=1)
        disc = found["virtual_bright_field"]
        self.assertEqual(disc.shape, (8, 8))
        q = np.hypot(*np.meshgrid(scan.axes[2].values, scan.axes[3].values, indexing="ij"))
        inside = q <= disc.metadata["used"]["bright_field_invA"]
        # The disc's edge cuts pixels by their centre in both.
        np.testing.assert_allclose(disc.data, (scan.data * inside).sum(axis=(2, 3), dtype=float), rtol=1e-5)

    def test_equal_maps_are_associated_and_noise_is_not(self):
        rng = np.random.default_rng(5)
        a, b = rng.normal(size=(24, 20)), rng.normal(size=(24, 20))
        table = gs.associate({"a": a}, {"same": 2 * a + 1, "noise": b}, pixel_A=2.0, threads=1)
        rows = {(d.split("@")[0], s): i for i, (d, s) in enumerate(zip(table["descriptor"], table["signal"]))}
        self.assertEqual(len(rows), len(table["pearson"]))
        r = dict(zip([f"{d} {s}" for d, s in zip(table["descriptor"], table["signal"])], table["pearson"]))
        self.assertAlmostEqual(max(r.values()), 1, places=9)
        self.assertTrue(any(abs(v - np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 1e-9 for v in r.values()))
        self.assertLess(table["p_family"][np.argmax(table["pearson"])], 0.05)
        self.assertGreater(table["p_family"][np.argmin(np.abs(table["pearson"]))], 0.05)

    def test_arrays_of_any_make_are_taken_or_refused(self):
        values = np.random.default_rng(2).normal(1, 0.1, (24, 24))
        plain = gs.associate({"a": values}, {"b": values}, pixel_A=1.0, threads=1)
        big = np.repeat(values, 2, axis=0)[::2]  # not contiguous
        for other in (big, values.astype(">f8"), np.asfortranarray(values), values.astype(np.longdouble)):
            np.testing.assert_array_equal(gs.associate({"a": other}, {"b": values}, pixel_A=1.0, threads=1)["pearson"], plain["pearson"])
        self.assertGreater(gs.associate({"a": values.astype(np.float16)}, {"b": values}, pixel_A=1.0, threads=1)["pearson"][0], 0.999)
        for bad, error in ((values.astype(complex), TypeError), (np.zeros((0, 3)), ValueError), (values[0], ValueError),
                           (np.array([["a"]]), TypeError), (values[:5], ValueError)):
            with self.subTest(shape=bad.shape, kind=bad.dtype), self.assertRaises(error):
                gs.associate({"a": bad}, {"b": values}, pixel_A=1.0)
        for pixel in (0, -1, np.nan, np.inf):
            with self.subTest(pixel=pixel), self.assertRaisesRegex(ValueError, "positive length"):
                gs.associate({"a": values}, {"b": values}, pixel_A=pixel)

    def test_variance_of_a_model_is_a_table(self):
        table = gs.fem(GLASS, elements="Cu,Zr", aperture_invA=0.06, origins=2, orientations=4, k_invA=(0.3, 0.5, 0.1), threads=1)
        np.testing.assert_allclose(table["k_invA"], [0.3, 0.4, 0.5])
        self.assertTrue((table["v"] > 0).all() and (table["standard_error"] > 0).all())
        self.assertFalse(np.array_equal(table["v_origin_0"], table["v_origin_1"]))


class Program(unittest.TestCase):
    def test_a_fault_is_an_exception_with_what_why_and_remedy(self):
        with self.assertRaises(gs.GlasscopeError) as caught:
            gs.describe(GLASS, elements="Cu,Zr", settings={"voronoi.wieghting": "plain"})
        self.assertEqual(caught.exception.status, 2)
        self.assertIn("voronoi.weighting", caught.exception.remedy)
        self.assertIn("wieghting", caught.exception.what + caught.exception.why)

    def test_settings_of_no_kind_are_refused(self):
        for bad in ({"a.b": object()}, {3: 1}):
            with self.subTest(bad=bad), self.assertRaises(TypeError):
                gs.describe(GLASS, elements="Cu,Zr", settings=bad)

    def test_a_program_that_is_not_there_is_named(self):
        before = os.environ["GLASSCOPE_PROGRAM"]
        try:
            os.environ["GLASSCOPE_PROGRAM"] = "/nowhere/glasscope"
            with self.assertRaisesRegex(FileNotFoundError, "GLASSCOPE_PROGRAM names /nowhere/glasscope"):
                gs.version()
        finally:
            os.environ["GLASSCOPE_PROGRAM"] = before

    def test_warnings_of_the_program_are_warnings(self):
        atoms = {"positions": [[0, 0, 0], [2.5, 0.2, 0], [0.1, 2.5, 0], [0, 0.3, 2.5], [2.4, 2.6, 2.5]], "symbols": ["Cu"] * 5}
        with self.assertWarnsRegex(gs.GlasscopeWarning, "g\\(r\\)"):  # too small a particle for one
            gs.describe(atoms, threads=1)

    def test_two_threads_run_two_programs(self):
        found, atoms = {}, glass()
        def work(name, weighting):
            found[name] = gs.describe(atoms, settings={"voronoi.weighting": weighting}, threads=1)["voronoi_volume_A3"]
        threads = [threading.Thread(target=work, args=row) for row in (("a", "plain"), ("b", "radical"), ("c", "plain"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        np.testing.assert_array_equal(found["a"], found["c"])
        self.assertFalse(np.array_equal(found["a"], found["b"]))

    def test_nothing_is_left_in_the_temporary_folders(self):
        folders = [pathlib.Path("/dev/shm"), pathlib.Path(tempfile.gettempdir())]
        before = {p for f in folders if f.is_dir() for p in f.glob("glasscope-*")}
        gs.describe(GLASS, elements="Cu,Zr", threads=1)
        with self.assertRaises(gs.GlasscopeError):
            gs.describe(GLASS, elements="Cu", threads=1)
        self.assertEqual({p for f in folders if f.is_dir() for p in f.glob("glasscope-*")} - before, set())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
