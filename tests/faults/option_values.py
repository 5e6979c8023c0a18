"""Absurd values for every option of every verb, as `glasscope VERB --help` lists them. Used by bad_inputs.py."""

import math
import pathlib
import re
import subprocess
import sys

from measured_inputs import ANY, OF_SCAN, SIDE, Maker, mrc, npy, packed, values

ABSURD = ("nan", "inf", "1e308", "-1", "0", "-0", "", "abc", "1e-320", "1e-308", "9e18", "9223372036854775807", "5 nm")


def options_of(program, verb):
    """The options that take a value, by their longest name."""
    text = subprocess.run([program, verb, "--help"], capture_output=True, text=True, check=True).stdout
    found = []
    for line in text.splitlines():
        match = re.match(r"  (-\S+) +(TEXT|FLOAT|INT|UINT)\b", line)
        if match and not match[1].startswith(("-o", "--json", "-s")):  # those write, or are tried as keys
            found.append(max(match[1].split(","), key=len))
    return found


def without(arguments, option):
    if option not in arguments:
        return list(arguments)
    at = arguments.index(option)
    return arguments[:at] + arguments[at + 2:]


def commands(inputs):
    """A sound and quick command of each verb, as a list of arguments."""
    make, rng, folder = Maker(inputs), inputs.random, inputs.folder
    glass = inputs.glass("of options.xyz")
    still = pathlib.Path(glass).read_text() * 3
    scan = inputs.file("options.npy", npy("<f4", (6, 6, SIDE, SIDE), packed(values(36 * SIDE * SIDE, rng), "f")))
    waves = [50 + 20 * math.sin(0.9 * x) * math.cos(0.7 * y + 0.3 * x) for y in range(SIDE) for x in range(SIDE)]
    image = packed([*waves, *reversed(waves)], "f")
    cube, series = str(folder / "options_scan.h5"), str(folder / "options_series.h5")
    single = str(folder / "options_map.h5")
    make.run("import", scan, *OF_SCAN, "-o", cube)
    for path, frames in ((series, 2), (single, 1)):
        source = inputs.file(f"options{frames}.mrc", mrc(SIDE, SIDE, frames, 2, 2.0 * SIDE, image[:4 * frames * SIDE * SIDE]))
        make.run("import", source, "-o", path)
    quick = ["--set", "foil.thickness_A=0", "--set", "nanodiffraction.enabled=false", "--set", "haadf.scan_nx=6", "--set",
             "haadf.scan_ny=6", "--set", "microscope.grid_points=160", "--set", "snapshots.thermal_motion=none", "--set",
             "voronoi.spread_table=false"]
    make.run("blind", glass, "-o", folder / "options_blind", *quick)
    make.run("voronoi", glass, "-o", folder / "options_run", *quick)
    rings = inputs.file("options.csv", "k_invA,intensity\n" + "".join(f"{0.02 * i},{100 / (1 + i)}\n" for i in range(1, 60)))
    truth = folder / "options_blind" / "truth" / "haadf.h5"
    fresh = inputs.out()
    return {"plan": ["plan", glass, *fresh], "info": ["info", glass], "voronoi": ["voronoi", glass, *fresh, *quick],
            "blind": ["blind", glass, "-o", folder / "options_again", *quick],
            "import": ["import", scan, *OF_SCAN, "-o", folder / "options_out.h5"],
            "reduce": ["reduce", cube, "-o", folder / "options_reduced"],
            "match": ["match", single, series, "--rotation_deg", "0", "--magnification", "0", "-o", folder / "options_matched"],
            "score": ["score", truth, "--number", "pixel_A=1", "--surrogates", "19"],
            "mobility": ["mobility", inputs.file("options_frames.xyz", still), "--frame-interval-ps", "1", *fresh],
            "propensity": ["propensity", folder / "options_run", "--runs", "2", "--time", "0.01", "--times", "1", "--surrogates",
                           "19"],
            "yield": ["yield", folder / "options_run", "--sites", "1", "--radius", "2", "--step", "0.1", "--smallest-step", "0.1",
                      "--to", "0.1", "--directions", "xy", "--surrogates", "19"],
            "fem": ["fem", glass, "--origins", "1", "--orientations", "2", "--k-step", "0.1", "--aperture", "0.1", *fresh],
            "pairs": ["pairs", rings, "--elements", "Cu", *fresh],
            "degrade": ["degrade", cube, "-o", folder / "options_noisy.h5", "--set", "record.point_spread_pixels=1"],
            "shear": ["shear", folder / "options_run", "--to", "0.02", "--step", "0.02", "--smallest-step", "0.01", "--force", "1",
                      "--surrogates", "19", "--events", "1"]}


def options(inputs):
    for verb, base in commands(inputs).items():
        base = [str(word) for word in base]
        done = subprocess.run([inputs.program, *base], capture_output=True, text=True, check=False)
        if done.returncode != 0 and verb != "pairs":  # which may lack a number that an option gives
            sys.exit(f"{base} is meant to be sound, but: {done.stderr}")
        for option in options_of(inputs.program, verb):
            if option == "--budget-minutes":
                continue  # whoever gives ages gets them
            for value in ABSURD:
                inputs.add("options", f"{verb} {option}='{value}'", [*without(base, option), f"{option}={value}"], ANY)
        if verb == "plan":
            for value in ABSURD:
                inputs.add("options", f"--threads='{value}'", [f"--threads={value}", *base], ANY)
                for option in ("tolerance", "positions"):
                    inputs.add("options", f"plan --converge --{option}='{value}'",
                               [*base, "--converge", "--budget-minutes=1e-6", f"--{option}={value}"], ANY)


CLASSES = [options]
