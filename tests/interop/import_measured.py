#!/usr/bin/env python3
"""Files of microscopes and other programs: what `glasscope import` writes beside what RosettaSciIO reads.

Usage: import_measured.py GLASSCOPE      (the program)
Run by ctest, on measured/ of the folder that GLASSCOPE_DATA names. Runs itself again in the environment that
scripts/peers-venv makes; exit status 77 (ctest: skipped) when that or the data are absent. Every number has to be
the same and at the same indices (columns and rows change places in MRC, whose columns are x). Of files that
RosettaSciIO does not read (py4DSTEM, scan control of Arina) the array is what h5py reads. What a file does not
tell has to be asked for: the options of each row, without which the import has to fail.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from peers import ROOT, enter_environment, skip

REAL = ["--pixel_A", "2"]
Q = ["--diffraction_pixel_invA", "0.02", "--centre_px", "middle"]
# File, options without which it is refused, options that only choose, which signal of RosettaSciIO (or a data set of h5py).
ROWS = [
    ("128x128x5-diffraction_preview.emi", ["--scan_shape", "5,1", "--centre_px", "middle"], [], 0),
    ("128x128x5-diffraction_preview_1.ser", ["--scan_shape", "5,1", "--axes", "frame,qx,qy", *Q], [], 0),
    ("Amorphous.hspy", Q, [], 0),
    ("amorphousSiO2.hspy", ["--diffraction_pixel_invA", "0.001"], [], 0),
    ("ROI_Random_Scan_movie.mrc", ["--axes", "frame,qy,qx", "--scan_shape", "348,1", *Q], [], 0),
    ("temp.mrc", [], [], 0),
    ("Si100_4D.emd", ["--dataset", "1"], [], (0, 1)),
    ("fei_example_tem_stack.emd", [], [], 0),
    ("nexus_dls_example.nxs", ["--axes", "x,y,frame", *REAL], [], 0),
    ("test_00_master.h5", Q, [], 0),
    ("au_145mm_68kx_microprobe_01.h5", ["--dataset", "1"], [],
     "au_145mm_68kx_microprobe_01 [HAADF]/au_145mm_68kx_microprobe_01 [HAADF]Image Data"),
    ("py4DSTEM_size2x3x4x5.h5", ["--centre_px", "middle"], [], "datacube_root/datacube/data"),
    ("dmTest_3D_int16_64_65_66.dm4", [], [], 0),
    ("dmTest_float32_nonSquare_diffPixelSize.dm3", [], [], 0),
    ("dmTest_float32_nonSquare_diffPixelSize.dm4", [], [], 0),
    ("test_STEM_image.dm3", [], [], 0),
    ("test_diffraction_pattern.dm3", ["--centre_px", "middle"], [], 0),
    ("test_diffraction_pattern_tags_removed.dm3", ["--centre_px", "middle"], [], 0),
    ("test1.blo", Q, [], 0),
    ("test_tvips_2345_000.tvips", ["--scan_shape", "6,1", *Q], [], 0),
    ("test_loading_image_saved_with_imageJ.tif", [], [], 0),
    ("08_carbon.dm3", None, [], 0),
]


def data_folder():
    folder = pathlib.Path(os.environ.get("GLASSCOPE_DATA", ROOT / ".." / "shared" / "data")) / "measured"
    if not folder.is_dir():
        skip(f"no {folder}; GLASSCOPE_DATA names the folder that holds it")
    return folder


def expected(path, which):
    import importlib

    import h5py
    import hdf5plugin  # noqa: F401  (the filter of Arina's files)
    import numpy
    from rsciio import IO_PLUGINS

    if isinstance(which, str):
        with h5py.File(path) as file:
            return numpy.asarray(file[which])
    names = {"dm3": "DigitalMicrograph", "dm4": "DigitalMicrograph", "h5": "Arina", "mrc": "MRC"}
    ending = path.suffix[1:]
    for plugin in IO_PLUGINS:
        if ending in plugin["file_extensions"] and names.get(ending, plugin["name"]) == plugin["name"]:
            signals = importlib.import_module(plugin["api"]).file_reader(str(path))
            number = which[0] if isinstance(which, tuple) else which
            array = numpy.asarray(signals[number]["data"])
            return array[which[1]] if isinstance(which, tuple) else array
    raise LookupError(path.name)


def written(path):
    import h5py
    import numpy

    if path.suffix == ".csv":
        return numpy.loadtxt(path, delimiter=",", skiprows=2)[:, 1]
    with h5py.File(path) as file:
        found = []
        file.visititems(lambda name, item: found.append(item) if name.endswith("/data") and hasattr(item, "shape") else None)
        return numpy.asarray(found[0])


def same(path, ours, theirs):
    import numpy

    if path.suffix == ".mrc":
        theirs = numpy.swapaxes(theirs, -1, -2)
    if path.suffix == ".nxs":
        theirs = numpy.moveaxis(theirs, -1, 0)
    if ours.ndim == 1:  # rings from the first step on: k = 0 is none
        return ours.shape == theirs[1:].shape and numpy.allclose(ours, theirs[1:], rtol=1e-9, atol=0)
    if ours.size != theirs.size:
        return False
    theirs = theirs.reshape(ours.shape)  # of lists: the scan's shape in place of their length
    return numpy.array_equal(ours, theirs.astype(ours.dtype))


def check(program, path, needed, chosen, which, folder):
    target = folder / ("out.csv" if path.name == "amorphousSiO2.hspy" else "out.h5")
    target.unlink(missing_ok=True)

    def run(*options):
        return subprocess.run([program, "import", str(path), *chosen, *options, "-o", str(target)],
                              capture_output=True, text=True)

    if needed is None:
        result = run()
        return "refused, as it should be: " + result.stderr.strip()[:90] if result.returncode in (2, 3) else "NOT REFUSED"
    if needed and run().returncode == 0:
        return "NOT ASKED FOR ANYTHING"
    result = run(*needed)
    if result.returncode != 0:
        return "FAILED: " + result.stderr.strip()
    theirs = expected(path, which)
    head = result.stdout.splitlines()[0]
    return f"{head} | {'equal' if same(path, written(target), theirs) else 'NOT EQUAL'} | {' '.join(needed)}"


def check_bitshuffle(program, folder):
    """The measured file of that compression holds zeros alone; here are numbers of every size of element."""
    import h5py
    import hdf5plugin
    import numpy

    random = numpy.random.default_rng(1)
    for kind in ("uint8", "uint16", "uint32", "float64"):
        numbers = random.integers(0, 200, (37, 41)).astype(kind)
        with h5py.File(folder / "packed.h5", "w") as file:
            file.create_dataset("counts", data=numbers, chunks=(13, 41), **hdf5plugin.Bitshuffle())
        subprocess.run([program, "import", str(folder / "packed.h5"), "--axes", "x,y", *REAL, "-o", str(folder / "out.h5")],
                       check=True, capture_output=True)
        if not numpy.array_equal(written(folder / "out.h5"), numbers):
            return f"NOT EQUAL ({kind})"
    return "equal"


def main():
    enter_environment()
    os.environ["GLASSCOPE_PYTHON"] = sys.executable
    data = data_folder()
    faults = 0
    with tempfile.TemporaryDirectory() as scratch:
        found = check_bitshuffle(sys.argv[1], pathlib.Path(scratch))
        print(f"bitshuffle with LZ4 | {found}")
        faults += found != "equal"
        for name, needed, chosen, which in ROWS:
            if not (data / name).exists():
                skip(f"no {data / name}")
            found = check(sys.argv[1], data / name, needed, chosen, which, pathlib.Path(scratch))
            print(f"{name} | {found}")
            faults += any(word in found for word in ("NOT", "FAILED"))
    print(f"{len(ROWS)} files, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
