"""Sphinx configuration of the site: the documents of this folder, and tutorials that are executed. scripts/site builds it."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[1]

project = "Glasscope"
author = "The Glasscope developers"
copyright = author  # noqa: A001  (Sphinx reads this name)
html_title = "Glasscope"
html_theme = "furo"
html_show_sphinx = False
extensions = ["myst_nb"]
exclude_patterns = ["case.schema.json", "requirements.txt"]
# Sections are linked to by their titles, as the places where the documents are read without a site do it.
myst_heading_anchors = 3
myst_enable_extensions = ["dollarmath"]
# A tutorial that does not run is no tutorial: an error of a cell is a warning, and scripts/site makes warnings errors.
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_show_tb = True
nb_execution_timeout = 300
nb_merge_streams = True

os.environ["GLASSCOPE_ROOT"] = str(ROOT)
os.environ.setdefault("OMP_NUM_THREADS", "2")
program = (ROOT / os.environ.get("GLASSCOPE_PROGRAM", "build/mpi/bin/glasscope")).resolve()
os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
