#!/usr/bin/env python3
"""The JSON schema of the case file against an independent validator. Usage: case_schema.py PROGRAM [REPOSITORY]

- docs/case.schema.json is what PROGRAM prints and is a valid schema;
- every case in inputs/ and the resolved case of all defaults agree with it;
- what PROGRAM refuses for its type, range, word or name, the schema refuses too.
Exit status 77 where Python has no jsonschema (Debian: python3-jsonschema) or no tomllib (Python 3.11).
"""

import pathlib
import subprocess
import sys
import tempfile

import sources

SCAN = '[[scan]]\nname = "haadf"\n'
# Cases that are wrong in one way each, and two that are right in an unusual one.
REFUSED = {
    "a scan without a name": '[[scan]]\nsemiangle_mrad = 20\n',
    "a scan whose name is no file's": '[[scan]]\nname = "a b"\n',
    "a scan that records something else": '[[scan]]\nname = "a"\nrecords = "images"\n',
    "a key of patterns in a map": '[[scan]]\nname = "a"\npixels = 64\n',
    "a key of a map in patterns": '[[scan]]\nname = "nanodiffraction"\nrecords = "patterns"\ninner_mrad = 3\n',
    "a key of an earlier version": '[sim]\nsnapshots = 4\n',
    "a table that is a list now": '[haadf]\nsemiangle_mrad = 20\n',
    "a step without a kind": '[[step]]\nname = "a"\n',
    "a step of an unknown kind": '[[step]]\nname = "a"\nkind = "boil"\n',
    "a key of another kind of step": '[[step]]\nname = "melt"\nstrain = 0.1\n',
    "a rate of zero": '[[step]]\nname = "melt"\n[[step]]\nname = "quench"\nrates_K_per_s = [0.0]\n',
    "an unknown table": '[hadf]\nenabled = true\n',
    "an unknown key": SCAN + 'semi_angle_mrad = 20\n',
    "a wrong unit": '[microscope]\nvoltage_V = 200000\n',
    "a text for a number": SCAN + 'semiangle_mrad = "20"\n',
    "a number for a flag": SCAN + 'enabled = 1\n',
    "a fraction for a whole number": '[sim]\natoms = 100.5\n',
    "a number below its range": '[foil]\nthickness_A = -1\n',
    "the limit that a range leaves out": SCAN + 'semiangle_mrad = 0\n',
    "a number above its range": SCAN + 'semiangle_mrad = 201\n',
    "an unknown word": '[voronoi]\nweighting = "laguerre"\n',
    "a number in a list of texts": '[compare]\ndescriptors = [3]\n',
    "a negative number in a list": '[foil]\nwedge_A = [10.0, -1.0]\n',
    "an unknown key of a detector": SCAN + '[[scan.detectors]]\nname = "bf"\nangle_mrad = 3\n',
}
ACCEPTED = {
    "no scans": 'scan = []\n',
    "scans of any name": '[[scan]]\nname = "a"\nouter_mrad = 90\n[[scan]]\nname = "b-2"\nrecords = "patterns"\n'
                         'pixels = 64\n',
    "the usual patterns": '[[scan]]\nname = "nanodiffraction"\npixels = 64\n',
    "snapshots": '[snapshots]\ncount = 4\nthermal_motion = "dynamics"\n',
    "a protocol": '[[step]]\nname = "melt"\n[[step]]\nname = "a"\nkind = "quench"\nto_K = [900, 300]\n',
    "an image": '[[image]]\nname = "hrtem"\npixels = 64\n',
    "a range": SCAN + 'series = {key = "tilt_deg", values = "-60:60:5"}\n',
    "a series": SCAN + 'series = {key = "foil.thickness_A", values = [20, 40]}\n',
    "detectors as texts and as tables":
        SCAN + 'detectors = ["name=bf outer_mrad=10", {name = "com", kind = "com", outer_mrad = 20}]\n',
    "a whole number where any may stand": SCAN + 'semiangle_mrad = 20\n',
}


def program_takes(program, folder, text):
    """Whether the program reads the case; it stops at the configuration that does not exist."""
    case = pathlib.Path(folder, "case.toml")
    case.write_text(text, encoding="utf-8")
    return subprocess.run([program, "info", str(case)], capture_output=True).returncode == 0


def main(program, root="."):
    try:
        import jsonschema
        import json
        import tomllib
    except ImportError as error:
        print(f"skipped: {error.name} is missing")
        return 77
    root = pathlib.Path(root)
    printed = subprocess.run([program, "help", "schema"], capture_output=True, text=True).stdout
    faults = []
    if printed != pathlib.Path(root, "docs/case.schema.json").read_text(encoding="utf-8"):
        faults.append("docs/case.schema.json:1: not what 'glasscope help schema' prints; write it anew from that")
    schema = json.loads(printed)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    cases = sorted(pathlib.Path(root, "inputs").glob("*.toml"))
    for path in cases:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        if "sweep" in case or "axis" in case:  # a data set: its other tables are those of a case
            case = {name: table for name, table in case.items() if name not in ("sweep", "axis")}
        for error in validator.iter_errors(case):
            faults.append(f"{path}:1: {error.json_path}: {error.message}")
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder, "case.toml")
        empty.write_text("", encoding="utf-8")
        resolved = subprocess.run([program, "info", str(empty)], capture_output=True, text=True).stdout
        resolved = resolved[resolved.index("[case]"):]
        for error in validator.iter_errors(tomllib.loads(resolved)):
            faults.append(f"the resolved case: {error.json_path}: {error.message}")
        for wanted, examples in ((False, REFUSED), (True, ACCEPTED)):
            for what, text in examples.items():
                if validator.is_valid(tomllib.loads(text)) != wanted:
                    faults.append(f"the schema {'refuses' if wanted else 'takes'} {what}")
                if program_takes(program, folder, text) != wanted:
                    faults.append(f"the program {'refuses' if wanted else 'takes'} {what}")
    return sources.report("case schema", faults, len(cases))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
