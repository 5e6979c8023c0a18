#!/usr/bin/env python3
"""Gives the program some 2,500 bad inputs, by class, and looks at how it takes them.

None may crash it, keep it longer than ten seconds, or make it say that it has a defect; one that is surely wrong has
to be refused with a message that says what to do, or at least warned of. The inputs are made here, from a glass of 108
atoms and from files that the program writes of it: the same ones every time.

Usage: bad_inputs.py PROGRAM [--only CLASS] [--every N] [--keep FOLDER] [--list]
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import measured_inputs
import option_values

LIMIT_S = 10
REFUSALS = {2, 3, 4, 5}
REFUSED, ANY = "refused or warned of", "refused or done"


class Inputs:
    """The bad inputs: rows of (class, name, arguments, what may happen)."""

    def __init__(self, folder, program):
        self.folder, self.program = folder, program
        self.rows = []
        self.random = random.Random(20261130)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def add(self, kind, name, arguments, expected=REFUSED):
        self.rows.append((kind, name, [str(a) for a in arguments], expected))

    def glass(self, name):
        return self.file(name, xyz())

    def out(self):
        return ["-o", str(self.folder / "out")]


# A glass: a face-centred cubic lattice shaken by more than its bonds allow.
def atoms_of_glass():
    rng = random.Random(1)
    atoms = []
    for x in range(3):
        for y in range(3):
            for z in range(3):
                for base in ((0, 0, 0), (0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5)):
                    site = [4.2 * (i + b) + rng.uniform(-0.3, 0.3) + 1 for i, b in zip((x, y, z), base)]
                    atoms.append((1 + (rng.random() < 0.36), site))
    return atoms


SIDE = 12.6
ATOMS = atoms_of_glass()
SYMBOLS = {1: "Cu", 2: "Zr"}


def dump():
    text = f"ITEM: TIMESTEP\n100\nITEM: NUMBER OF ATOMS\n{len(ATOMS)}\nITEM: BOX BOUNDS pp pp pp\n"
    text += f"0 {SIDE}\n" * 3 + "ITEM: ATOMS id type x y z\n"
    return text + "".join(f"{i} {t} {x:.6f} {y:.6f} {z:.6f}\n" for i, (t, (x, y, z)) in enumerate(ATOMS, 1))


def yaml():
    text = f"---\ncreator: LAMMPS\ntimestep: 100\nnatoms: {len(ATOMS)}\nboundary: [ p, p, p, p, p, p, ]\n"
    text += "box:\n" + f"  - [ 0, {SIDE} ]\n" * 3 + "keywords: [ id, type, x, y, z, ]\ndata:\n"
    text += "".join(f"  - [ {i}, {t}, {x:.6f}, {y:.6f}, {z:.6f}, ]\n" for i, (t, (x, y, z)) in enumerate(ATOMS, 1))
    return text + "...\n"


def data():
    text = f"LAMMPS data file\n\n{len(ATOMS)} atoms\n2 atom types\n\n"
    text += "".join(f"0 {SIDE} {c}lo {c}hi\n" for c in "xyz")
    text += "\nMasses\n\n1 63.546\n2 91.224\n\nAtoms # atomic\n\n"
    return text + "".join(f"{i} {t} {x:.6f} {y:.6f} {z:.6f}\n" for i, (t, (x, y, z)) in enumerate(ATOMS, 1))


def xyz():
    text = f"{len(ATOMS)}\nLattice=\"{SIDE} 0 0 0 {SIDE} 0 0 0 {SIDE}\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\n"
    return text + "".join(f"{SYMBOLS[t]} {x:.6f} {y:.6f} {z:.6f}\n" for t, (x, y, z) in ATOMS)


def plain_xyz():
    text = f"{len(ATOMS)}\nmade for a test\n"
    return text + "".join(f"{SYMBOLS[t]} {x:.6f} {y:.6f} {z:.6f}\n" for t, (x, y, z) in ATOMS)


def poscar():
    ordered = sorted(ATOMS)
    counts = [sum(1 for t, _ in ATOMS if t == s) for s in (1, 2)]
    text = f"made for a test\n1.0\n{SIDE} 0 0\n0 {SIDE} 0\n0 0 {SIDE}\nCu Zr\n{counts[0]} {counts[1]}\nCartesian\n"
    return text + "".join(f"{x:.6f} {y:.6f} {z:.6f}\n" for _, (x, y, z) in ordered)


def cif():
    text = "data_glass\n" + "".join(f"_cell_length_{c} {SIDE}\n" for c in "abc")
    text += "".join(f"_cell_angle_{c} 90\n" for c in ("alpha", "beta", "gamma"))
    text += "_symmetry_space_group_name_H-M 'P 1'\nloop_\n_atom_site_label\n_atom_site_type_symbol\n"
    text += "_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n"
    return text + "".join(f"{SYMBOLS[t]}{i} {SYMBOLS[t]} {x / SIDE:.6f} {y / SIDE:.6f} {z / SIDE:.6f}\n"
                          for i, (t, (x, y, z)) in enumerate(ATOMS, 1))


def prismatic():
    text = f"made for a test\n{SIDE} {SIDE} {SIDE}\n"
    return text + "".join(f"{29 if t == 1 else 40} {x:.6f} {y:.6f} {z:.6f} 1.0 0.08\n"
                          for t, (x, y, z) in ATOMS) + "-1\n"


def xtl():
    text = f"made for a test\n{SIDE} {SIDE} {SIDE} 90 90 90\n200.0\n2\n"
    for t, z_number in ((1, 29), (2, 40)):
        of_type = [r for s, r in ATOMS if s == t]
        text += f"{SYMBOLS[t]}\n{len(of_type)} {z_number}.0 1.0 0.006\n"
        text += "".join(f"{x / SIDE:.6f} {y / SIDE:.6f} {z / SIDE:.6f}\n" for x, y, z in of_type)
    return text


# Name, text, and whether the file says by itself which elements it holds.
TEXTS = [("glass.dump", dump(), False), ("glass.yaml", yaml(), False), ("glass.data", data(), True),
         ("glass.xyz", xyz(), True), ("plain.xyz", plain_xyz(), True), ("POSCAR", poscar(), True),
         ("glass.cif", cif(), True), ("prismatic.xyz", prismatic(), True), ("glass.xtl", xtl(), True)]


def info(path, named=True):
    return ["info", path] + ([] if named else ["--elements", "Cu,Zr"])


def sound(inputs):
    """The texts as they are: what is made of them has to be bad for its own reason."""
    for name, text, named in TEXTS:
        path = inputs.file(name, text)
        done = subprocess.run([inputs.program, *info(path, named)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{name} is meant to be sound, but: {done.stderr}")


def truncations(inputs):
    for name, text, named in TEXTS:
        for i in range(6):
            at = len(text) * (i + 1) // 7
            while text[at - 1].isspace() or text[at] == "\n":  # inside of a word
                at += 1
            # A CIF does not say how many sites it has, and a shorter last number is a number.
            expected = ANY if name.endswith(".cif") else REFUSED
            inputs.add("truncation", f"{name} after {at} bytes", info(inputs.file(f"cut{at}_{name}", text[:at]), named),
                       expected)
        inputs.add("truncation", f"{name} without a byte", info(inputs.file(f"cut0_{name}", ""), named))


def replaced(text, line, word, value):
    lines = text.split("\n")
    words = lines[line].split(" ")
    words[word] = value
    lines[line] = " ".join(words)
    return "\n".join(lines)


# Where an atom stands in each text: the line of the tenth atom, and the word of its y.
def place_of_atom(name, text):
    lines = text.split("\n")
    if name == "glass.xtl":
        return 10, 1
    first = {"glass.dump": 9, "glass.yaml": 10, "glass.data": 16, "glass.xyz": 2, "plain.xyz": 2, "POSCAR": 8,
             "glass.cif": 14, "prismatic.xyz": 2}[name]
    words = {"glass.dump": 3, "glass.yaml": 7, "glass.data": 3, "glass.xyz": 2, "plain.xyz": 2, "POSCAR": 1,
             "glass.cif": 3, "prismatic.xyz": 2}[name]
    assert len(lines[first + 9].split(" ")) > words, name
    return first + 9, words


def numbers(inputs):
    values = ["nan", "inf", "-inf", "1e400", "1e308", "-1e308", "0x1p3", "1e15", "", "1.2.3", "12abc", "--5", "1,5"]
    for name, text, named in TEXTS:
        line, word = place_of_atom(name, text)
        for value in values:
            end = "," if name == "glass.yaml" else ""
            # Hexadecimal numbers are numbers to some readers, and an empty word is none in a line of blanks.
            bad = replaced(text, line, word, value + end)
            expected = ANY if name == "glass.cif" and value in ("0x1p3", "") else REFUSED
            inputs.add("numbers", f"{name} with y = '{value}'", info(inputs.file(f"n{len(inputs.rows)}_{name}", bad),
                                                                   named), expected)


def counts(inputs):
    for value in ("-5", "0", "1e18", "9223372036854775807", "99999999999999999999", "4000000000", "107", "109", "1.5"):
        for name, text, named in TEXTS:
            n = str(len(ATOMS))
            if name in ("POSCAR", "glass.xtl"):
                n = str(sum(1 for t, _ in ATOMS if t == 1))
                if value in ("107", "109"):
                    continue
            if n not in text or name in ("glass.cif", "prismatic.xyz"):
                continue
            bad = text.replace(n, value, 1)
            inputs.add("counts", f"{name} with {value} atoms", info(inputs.file(f"c{len(inputs.rows)}_{name}", bad), named))
    inputs.add("counts", "two billion types", info(inputs.file("types.data", data().replace("2 atom types",
                                                                                       "2000000000 atom types"))), ANY)
    inputs.add("counts", "a line of ten million words",
               info(inputs.file("long.xyz", xyz().replace("Cu", "Cu " + "1 " * 10_000_000, 1))))
    for box in (f"0 {SIDE}\n0 0\n0 {SIDE}", f"0 {SIDE}\n5 1\n0 {SIDE}", "0 1e308\n" * 2 + "0 1e308", "0 1e-30\n" * 2 + "0 1e-30",
                "nan 1\n0 1\n0 1", "0 1\n0 1"):
        bad = dump().replace(f"0 {SIDE}\n" * 3, box + "\n")
        inputs.add("counts", f"a box of {box!r}", ["voronoi", inputs.file(f"b{len(inputs.rows)}.dump", bad), "--elements",
                                                 "Cu,Zr", *inputs.out()], ANY)


def elements(inputs):
    for word in ("Xx", "0", "119", "-1", "Cu2", "copper", "cu\x00", "\u00e9", "C" * 300, "2147483648"):
        inputs.add("elements", f"xyz with {word[:12]!r}", info(inputs.file(f"e{len(inputs.rows)}.xyz",
                                                                         xyz().replace("Cu ", word + " "))))
        inputs.add("elements", f"--elements {word[:12]!r},Zr",
                   ["info", inputs.file("e.dump", dump()), "--elements", f"{word},Zr".replace("\x00", "")], REFUSED)
    for word in ("Cu", "Cu,", ",", "Cu,,Zr", "Cu Zr", "Cu*999999999999,Zr", "Cu*-1,Zr", "Cu*x"):
        inputs.add("elements", f"--elements '{word}'", ["info", inputs.file("e.dump", dump()), "--elements", word])
    inputs.add("elements", "no elements", ["info", inputs.file("e.dump", dump())])
    inputs.add("elements", "type 0", info(inputs.file("t0.dump", dump().replace("\n5 1 ", "\n5 0 ")
                                                      .replace("\n5 2 ", "\n5 0 ")), False))


def units(inputs):
    for style in ("lj", "nano", "si", "furlong", "\x1b[31m"):
        inputs.add("units", f"dump in {style!r}", info(inputs.file(f"u{len(inputs.rows)}.dump",
                                                                 f"ITEM: UNITS\n{style}\n" + dump()), False))
        text = data().replace("LAMMPS data file", f"LAMMPS data file, units = {style}")
        inputs.add("units", f"data in {style!r}", info(inputs.file(f"u{len(inputs.rows)}.data", text)),
                   REFUSED if style in ("lj", "nano", "si") else ANY)
        inputs.add("units", f"yaml in {style!r}", info(inputs.file(f"u{len(inputs.rows)}.yaml", yaml().replace(
            "timestep:", f"units: {style}\ntimestep:")), False))
    for boundary in ("pp pp", "pp pp xx", "pp pp pp pp", "q q q", "\x00 pp pp"):
        inputs.add("units", f"boundary {boundary!r}", info(inputs.file(f"u{len(inputs.rows)}.dump",
                                                                     dump().replace("pp pp pp", boundary)), False))


def control(inputs):
    for number in (0, 1, 7, 8, 12, 13, 26, 27, 127, 128, 255):
        byte = bytes([number])
        for name, text, named in TEXTS:
            if number not in (0, 27, 255) and name not in ("glass.dump", "glass.xyz"):
                continue
            raw = text.encode()
            at = len(raw) * 2 // 3
            inputs.add("control characters", f"byte {number} in {name}",
                       info(inputs.file(f"k{number}_{name}", raw[:at] + byte + raw[at:]), named), ANY)
        case = b'[case]\ntitle = "a' + byte + b'b"\n'
        inputs.add("control characters", f"byte {number} in a title",
                   ["plan", inputs.file(f"k{number}.toml", case)], ANY)
        if number:
            inputs.add("control characters", f"byte {number} in --set",
                       ["plan", inputs.file("e.xyz", xyz()), "--set", b"case.title=a".decode() + chr(number)], ANY)
            inputs.add("control characters", f"byte {number} in a name",
                       ["info", str(inputs.folder / ("no" + chr(number) + "file"))])
    inputs.add("control characters", "a key of a megabyte",
               ["plan", inputs.file("key.toml", "[case]\n" + "k" * 1_000_000 + " = 1\n")])
    inputs.add("control characters", "a title of a megabyte",
               ["plan", inputs.file("title.toml", '[case]\ntitle = "' + "t" * 1_000_000 + '"\n')], ANY)
    inputs.add("control characters", "tables within tables",
               ["plan", inputs.file("deep.toml", "a = " + "[" * 100_000 + "]" * 100_000)])


def keys_of(program):
    """(path, type) of every key of the case file, by its JSON schema."""
    schema = json.loads(subprocess.run([program, "help", "schema"], capture_output=True, text=True, check=True).stdout)
    found = []

    def walk(node, path):
        if "properties" in node:
            for name, inner in node["properties"].items():
                walk(inner, path + [name])
        elif node.get("type") == "array" and "oneOf" in node.get("items", {}):
            for inner in node["items"]["oneOf"]:
                name = inner.get("properties", {}).get("name", {}).get("const")
                if name:
                    walk(inner, [name])
        elif path:
            found.append((".".join(path), node))

    walk(schema, [])
    return [(path, node) for path, node in found if "." in path]


def is_number(node):
    return any(node.get("type") in (kind, [kind]) for kind in ("number", "integer")) or "number" in str(node.get("type"))


def keys(inputs):
    base = inputs.file("keys.xyz", xyz())
    every = keys_of(inputs.program)
    for path, node in every:
        if is_number(node):
            for value in ("1e308", "-1e308", "nan", "1e-308"):
                expected = REFUSED if value == "nan" else ANY
                inputs.add("keys", f"{path} = {value}", ["plan", base, "--set", f"{path}={value}", *inputs.out()], expected)
        else:
            # A text may be any text.
            words = node.get("type") == "string" and ("enum" in node or "anyOf" in node or "oneOf" in node)
            expected = ANY if node.get("type") == "string" and not words else REFUSED
            inputs.add("keys", f"{path} = {{}}", ["plan", base, "--set", f"{path}={{}}", *inputs.out()], expected)
    for wrong in ("nokey=1", "case.nokey=1", "case=1", "=", "case.", ".seed=1", "case.seed", "case.seed=", "case.seed=x",
                  "case.seed=1.5", "case.seed=-1", "case.seed=99999999999999999999", "case.seed=[1]",
                  "haadf.inner_mrad='a'", "haadf.semiangle_mrad=200000", "microscope.voltage_kV=200000", "case.seed=1 2",
                  "haadf.enabled=maybe", "haadf.enabled=1", "compare.signals=[1]",
                  "haadf.detectors=[\"name=a kind=b\"]", "haadf.detectors=[\"\"]", "voronoi.unfavoured=[\"<1,2\"]"):
        inputs.add("keys", f"--set {wrong}", ["plan", base, "--set", wrong, *inputs.out()])
    for text in ("[haadf]\nsemiangle_mrad = 20\n", "[nothing]\na = 1\n", "[case\n", "= 3\n", "[case]\nseed = 1\nseed = 2\n",
                 "[case]\n[case]\n", "[[scan]]\n", "[[scan]]\nname = 3\n", "[[scan]]\nname = \"n o\"\n", "seed = 1\n",
                 "[case]\nseed = 2024-01-01\n", "[case]\nseed = inf\n", "\xef\xbb\xbf[case]\nsede = 1\n", "[sim]\nelements = \"\"\n",
                 "[sim]\natoms = 1\n", "[sim]\nfractions = [2, -1]\n", "[configuration]\nfile = \"/\"\n",
                 "[configuration]\nfile = \"/dev/zero\"\n", "[configuration]\nfile = \"no such file\"\n"):
        inputs.add("keys", f"case {text!r}", ["plan", inputs.file(f"w{len(inputs.rows)}.toml", text), *inputs.out()])


def places(inputs):
    """What stands at a path may be no file."""
    folder = inputs.folder
    os.mkfifo(folder / "pipe")
    (folder / "empty folder").mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "nowhere").symlink_to("not there")
    (folder / "round").mkdir()
    (folder / "round" / "round").symlink_to(folder / "round")
    (folder / "noise").write_bytes(bytes(inputs.random.randrange(256) for _ in range(20000)))
    (folder / "sparse").write_bytes(b"")
    os.truncate(folder / "sparse", 1 << 40)
    paths = [folder / name for name in ("pipe", "empty folder", "loop", "nowhere", "round", "noise", "sparse")]
    paths += [Path(p) for p in ("/dev/zero", "/dev/null", "/dev/full", "/dev/stdin", "/proc/self/mem", "/", "")]
    glass = inputs.file("place.xyz", xyz())
    for path in paths:
        name = str(path) if path != Path("") else ""
        for verb in ("info", "plan", "run", "voronoi", "degrade", "pairs", "compare", "report", "fem"):
            more = [] if verb == "info" else inputs.out()
            if verb == "degrade":
                more += ["--set", "record.electrons_per_position=10"]
            inputs.add("places", f"{verb} '{name[-14:]}'", [verb, name, *more])
        inputs.add("places", f"configuration.file = '{name[-14:]}'",
                   ["plan", inputs.file(f"p{len(inputs.rows)}.toml", f"[configuration]\nfile = {json.dumps(name)}\n")],
                   ANY if name == "" else REFUSED)
        for key in ("sim.potential=eam/fs:", "sim.potential=eam/alloy:", "haadf.scan_file=", "voronoi.replicas="):
            value = json.dumps([name]) if key.startswith("voronoi") else name
            inputs.add("places", f"{key}'{name[-14:]}'", ["plan", glass, "--set", key + value, *inputs.out()], ANY)
        inputs.add("places", f"fem --measured '{name[-14:]}'", ["fem", glass, "--measured", name, *inputs.out()], ANY)
    # A copy that was broken off leaves a hole: a terabyte of nothing behind a sound beginning.
    for name, text, named in TEXTS:
        path = inputs.file(f"hole_{name}", text)
        os.truncate(path, 1 << 40)
        inputs.add("places", f"info {name} with a hole", info(path, named))
        inputs.add("places", f"plan {name} with a hole", ["plan", path, *info(path, named)[2:], *inputs.out()])
    for name, text in (("hole.toml", "[case]\nseed = 1\n"), ("hole_table.toml", "")):
        path = inputs.file(name, text)
        os.truncate(path, 1 << 40)
        inputs.add("places", f"plan {name}", ["plan", path, *inputs.out()])
    try:  # a device of our own: nobody's /dev/null is at stake
        os.mknod(folder / "device", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except OSError:
        (folder / "device").write_bytes(b"")
    for name in ("pipe", "loop", "device", "/proc/x", "place.xyz"):
        target = name if name.startswith("/") else folder / name
        inputs.add("places", f"voronoi -o '{name}'", ["voronoi", glass, "-o", target])
    (folder / "locked").mkdir()
    (folder / "locked" / ".lock").mkdir()
    inputs.add("places", "a lock that is a folder", ["voronoi", glass, "-o", folder / "locked"], ANY)


def commands(inputs):
    glass = inputs.file("command.xyz", xyz())
    for arguments in ([], ["nothing"], ["run"], ["info"], ["info", glass, glass], ["plan", glass, "--nothing"],
                      ["plan", glass, "-t", "0"], ["plan", glass, "-t", "x"], ["plan", glass, "-t", "99999999999"],
                      ["help", "nothing"], ["help", "nothing.at_all"], ["plan", glass, "--converge", "--tolerance", "x"],
                      ["plan", glass, "--set"], ["validate", "x", "y"], ["fem", glass], ["detect", glass, "x"]):
        inputs.add("commands", " ".join(arguments)[-40:], arguments,
                   ANY if arguments[:1] in (["validate"], ["fem"], ["help"]) else REFUSED)
    for frames in ("2:1", "7", "-9", "0:0:0", "a", "::", "1:2:3:4", "99999999999999999999", "-1:-5", "0:1:-1", " "):
        inputs.add("commands", f"--frames '{frames}'", ["voronoi", glass, f"--frames={frames}", *inputs.out()],
                   ANY if frames in ("::", "1:2:3:4") else REFUSED)


def binaries(inputs):
    """Files of our own in HDF5 and gzip, cut and with a changed byte."""
    glass = inputs.file("binary.xyz", xyz())
    run = inputs.folder / "made"
    quick = ["--set", "foil.thickness_A=0", "--set", "nanodiffraction.scan_nx=3", "--set", "nanodiffraction.scan_ny=3",
             "--set", "haadf.scan_nx=6", "--set", "haadf.scan_ny=6", "--set", "microscope.grid_points=160", "--set",
             "snapshots.thermal_motion=none", "--set", "nanodiffraction.max_angle_mrad=40"]
    done = subprocess.run([inputs.program, "multislice", glass, "-o", run, *quick], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"no signals to damage: {done.stderr}")
    patterns = run / "signals" / "nanodiffraction" / "signal.h5"
    files = [(run / "atoms" / "structure.h5", "info"), (run / "signals" / "haadf" / "signal.h5", "degrade"),
             (patterns, "degrade"), (patterns, "pairs")]
    for path, verb in files:
        raw = path.read_bytes()
        for i in range(16):
            at = inputs.random.randrange(len(raw)) if i < 10 else inputs.random.randrange(min(len(raw), 3000))
            changed = raw[:at] if i % 2 else raw[:at] + bytes([raw[at] ^ (1 << (i % 8))]) + raw[at + 1:]
            damaged = inputs.file(f"h{len(inputs.rows)}_{path.name}", changed)
            more = {"info": [], "degrade": ["-o", damaged + ".out", "--set", "record.electrons_per_position=100"],
                    "pairs": [*inputs.out(), "--elements", "Cu", "--set", "hrtem.pair_density_per_A3=0.08"]}[verb]
            inputs.add("binaries", f"{verb} {path.name} {'cut at' if i % 2 else 'changed at'} {at}",
                       [verb, damaged, *more], REFUSED if i % 2 and verb == "info" else ANY)
    import gzip
    packed = gzip.compress(dump().encode(), mtime=0)
    for i in range(1, 9):
        at = len(packed) * i // 9
        inputs.add("binaries", f"gzip cut at {at}", info(inputs.file(f"g{i}.dump.gz", packed[:at]), False))
        changed = packed[:at] + bytes([packed[at] ^ 4]) + packed[at + 1:]
        inputs.add("binaries", f"gzip changed at {at}", info(inputs.file(f"gx{i}.dump.gz", changed), False))
    bomb = gzip.compress(b"0" * (64 << 20), mtime=0)
    inputs.add("binaries", "a gzip bomb of one line", info(inputs.file("bomb.xyz.gz", bomb)))


CLASSES = [truncations, numbers, counts, elements, units, control, keys, places, commands, binaries,
           *measured_inputs.CLASSES, *option_values.CLASSES]
RARER = {"options": 8}  # which are many: of each so many the n-th is taken


def judge(program, arguments, expected):
    """(fault or "", status, seconds)."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Processor time, because others may have the machine; a program that waits for ever uses none.
    def limited():
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S + 2))

    try:
        done = subprocess.run([program, *arguments], capture_output=True, timeout=12 * LIMIT_S, check=False,
                              stdin=subprocess.DEVNULL, env=environment, preexec_fn=limited)
    except subprocess.TimeoutExpired:
        return f"waited for longer than {12 * LIMIT_S} s", None
    except ValueError:
        return "", 0  # no program can be given a NUL
    errors = done.stderr.decode(errors="replace")
    if done.returncode == -signal.SIGXCPU:
        return f"took longer than {LIMIT_S} s of the processor", done.returncode
    if done.returncode < 0:
        return f"ended by signal {-done.returncode}", done.returncode
    if "report this defect" in errors or done.returncode == 70:
        return "says that it has a defect", done.returncode
    if done.returncode not in REFUSALS | {0}:
        return f"ended with status {done.returncode}", done.returncode
    if done.returncode in REFUSALS and "What to do:" not in errors and "--help" not in errors:
        return "does not say what to do", done.returncode
    # What import says of numbers, and match of places, stands in what they print.
    told = "arning" in errors or any(word in done.stdout for word in (b"look:", b"NOT UNIQUE"))
    if done.returncode == 0 and expected == REFUSED and not told:
        return "taken without a word", 0
    if "\x1b" in errors.replace("\x1b[", "", 0) and not sys.stderr.isatty() and "\x1b[31m" in errors:
        return "prints a control character of the file", done.returncode
    return "", done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("--only", help="a class")
    parser.add_argument("--keep", help="a folder for the inputs")
    parser.add_argument("--every", type=int, default=1, help="take each n-th input of every class")
    parser.add_argument("--list", action="store_true", help="say what is given, and do not run")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    folder = Path(options.keep or tempfile.mkdtemp(prefix="glasscope_bad_"))
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    inputs = Inputs(folder, program)
    sound(inputs)
    for make in CLASSES:
        own = make in (*measured_inputs.CLASSES, *option_values.CLASSES)  # the program makes inputs of these
        if not own or options.only in (None, make.__name__):
            make(inputs)
    tally, faults, place = {}, [], {}
    for kind, name, arguments, expected in inputs.rows:
        place[kind] = place.get(kind, -1) + 1
        every = 1 if options.every == 1 else options.every * RARER.get(kind, 1)
        if (options.only and kind != options.only) or place[kind] % every:
            continue
        if options.list:
            print(kind, "|", name)
            continue
        fault, status = judge(program, arguments, expected)
        counted = tally.setdefault(kind, {"inputs": 0, "refused": 0, "done": 0, "faults": 0})
        counted["inputs"] += 1
        counted["faults" if fault else "done" if status == 0 else "refused"] += 1
        if fault:
            faults.append((kind, name, fault, arguments))
            print(f"FAULT [{kind}] {name}: {fault}\n      {' '.join(arguments)[:300]}", flush=True)
    print(f"{'class':<20} {'inputs':>7} {'refused':>8} {'done':>6} {'faults':>7}")
    for kind, counted in tally.items():
        print(f"{kind:<20} {counted['inputs']:>7} {counted['refused']:>8} {counted['done']:>6} {counted['faults']:>7}")
    print(f"{sum(t['inputs'] for t in tally.values())} bad inputs, {len(faults)} faults")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
