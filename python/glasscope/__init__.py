"""Glasscope from Python: atoms in, descriptors, images and statistics out, as arrays with axes and units.

The functions run the program `glasscope` in a process of its own and read its files, so that numbers are those of the
program to the bit, a fault of a library takes no notebook along, and Ctrl-C stops a job at its next safe point.

    import glasscope as gs
    columns = gs.describe("glass.dump.gz", elements="Cu,Zr")
    columns["five_fold_fraction"].mean()
    signals = gs.image(ase_atoms, scan={"name": "haadf", "semiangle_mrad": 20, "inner_mrad": 60, "outer_mrad": 100})
    signals["haadf"].to_hyperspy()

Lengths are angstrom, angles milliradian, energies electronvolt unless a name says otherwise. Keys of the case file
(`glasscope help case`) are given as `settings={"voronoi.weighting": "radical"}` or nested dictionaries.
"""

from ._atoms import to_ase, write_h5md
from ._program import GlasscopeError, GlasscopeWarning, program, version
from ._results import Axis, Columns, Run, Signal, open_run
from ._verbs import associate, degrade, describe, detect, fem, image, pairs, reduce, run

open = open_run  # noqa: A001  (gs.open reads as it should)

__all__ = ["Axis", "Columns", "GlasscopeError", "GlasscopeWarning", "Run", "Signal", "associate", "degrade", "describe",
           "detect", "fem", "image", "open", "open_run", "pairs", "program", "reduce", "run", "to_ase", "version", "write_h5md"]
