"""Bad inputs of the verbs that take measured data and their answers: import, reduce, match, degrade, blind, score.

Files of microscopes are written here byte by byte: cut, with their bytes the wrong way round, of another size than their
head says, without numbers, with dead lines, saturated, negative, constant; and what follows from them. Used by
bad_inputs.py.
"""

import os
import struct
import subprocess
import sys

ANY = "refused or done"
REFUSED = "refused or warned of"


def values(count, rng):
    return [50 + 20 * rng.random() for _ in range(count)]


def packed(numbers, kind, end="<"):
    return struct.pack(f"{end}{len(numbers)}{kind}", *numbers)


def npy(descr, shape, data, order="False"):
    head = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}"
    head += " " * (63 - (10 + len(head)) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + data


def mrc(columns, rows, sections, mode, cell_A, data, end="<"):
    words = [0] * 256
    words[0:4] = [columns, rows, sections, mode]
    words[7:10] = [columns, rows, 1]
    words[10:13] = [struct.unpack("<i", struct.pack("<f", cell_A))[0]] * 3
    head = bytearray(struct.pack(f"{end}256i", *words))
    head[208:212] = b"MAP "
    return bytes(head) + data


def tiff(width, height, data, bits=32, kind=3, samples=1):
    """One strip, little end first."""
    tags = [(256, width), (257, height), (258, bits), (259, 1), (262, 1), (273, 8), (277, samples), (278, height),
            (279, len(data)), (339, kind)]
    entries = b"".join(struct.pack("<HHII", tag, 4 if tag in (256, 257, 273, 278, 279) else 3, 1, value)
                       for tag, value in tags)
    return b"II*\x00" + struct.pack("<I", 8 + len(data)) + data + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"


def matlab(name, rows, columns, data):
    def element(kind, content):
        return struct.pack("<II", kind, len(content)) + content + b"\0" * (-len(content) % 8)
    body = element(6, struct.pack("<II", 6, 0)) + element(5, struct.pack("<ii", rows, columns))
    body += element(1, name.encode()) + element(9, data)
    head = b"MATLAB 5.0 MAT-file, made for a test".ljust(124) + struct.pack("<H", 0x0100) + b"IM"
    return head + struct.pack("<II", 14, len(body)) + body


KNOWN = ["--pixel_A", "2", "--diffraction_pixel_invA", "0.04", "--centre_px", "middle"]
OF_IMAGE, OF_SCAN = ["--axes", "y,x", *KNOWN[:2]], ["--axes", "x,y,qx,qy", *KNOWN]
SIDE = 12


def sound_files(rng):
    """(name, bytes, options of import)."""
    image, scan = values(SIDE * SIDE, rng), values(6 * 6 * SIDE * SIDE, rng)
    whole = [int(v) for v in image]
    return [("image.npy", npy("<f4", (SIDE, SIDE), packed(image, "f")), OF_IMAGE),
            ("scan.npy", npy("<f4", (6, 6, SIDE, SIDE), packed(scan, "f")), OF_SCAN),
            ("image.mrc", mrc(SIDE, SIDE, 1, 2, 2.0 * SIDE, packed(image, "f")), []),
            ("stack.mrc", mrc(SIDE, SIDE, 2, 1, 2.0 * SIDE, packed(whole + whole, "h")), []),
            ("image.tif", tiff(SIDE, SIDE, packed(image, "f")), OF_IMAGE),
            ("image.mat", matlab("image", SIDE, SIDE, packed(image, "d")), OF_IMAGE)]


class Maker:
    """Runs the program for inputs that only it can make; none of them may fail."""

    def __init__(self, inputs):
        self.inputs = inputs

    def run(self, *arguments):
        done = subprocess.run([self.inputs.program, *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{arguments} is meant to be sound, but: {done.stderr}")

    def imported(self, name, content, options):
        source = self.inputs.file("of_" + name, content)
        made = str(self.inputs.folder / (name + ".h5"))
        self.run("import", source, *options, "-o", made)
        return made


def importing(inputs, name, content, options, expected=REFUSED):
    rows = len(inputs.rows)
    path = inputs.file(f"m{rows}_{name}", content)
    inputs.add("measured", f"import {name}", ["import", path, *options, "-o", inputs.folder / f"m{rows}.h5"], expected)


def measured(inputs):
    rng = inputs.random
    for name, content, options in sound_files(rng):
        Maker(inputs).imported(name, content, options)
        loose = ANY if name.endswith(".tif") else REFUSED  # what ends a TIFF is not missed, nor what follows seen
        for share in (0.25, 0.5, 0.75):
            importing(inputs, name, content[:int(share * len(content))], options)
        importing(inputs, name, content[:-1], options, loose)
        importing(inputs, name, content + b"\0" * 7, options, loose)
        at = len(content) // 2
        for bad in (b"\xff" * 16, b"\0" * 16):  # some numbers, or the head
            importing(inputs, name, content[:at] + bad + content[at + 16:], options, ANY)
            importing(inputs, name, bad + content[16:], options)
        for place in range(8, 128, 12):
            importing(inputs, name, content[:place] + bytes([content[place] ^ 0x80]) + content[place + 1:], options, ANY)
    image, scan = values(SIDE * SIDE, rng), values(6 * 6 * SIDE * SIDE, rng)

    def changed(numbers, where, value):
        return [value if where(i) else v for i, v in enumerate(numbers)]

    for what, numbers in [("no numbers", [float("nan")] * len(image)), ("infinity", changed(image, lambda i: i == 7, float("inf"))),
                          ("one that is none", changed(image, lambda i: i == 7, float("nan"))),
                          ("a dead line", changed(image, lambda i: i // SIDE == 3, 0.0)),
                          ("a dead column", changed(image, lambda i: i % SIDE == 3, 0.0)),
                          ("saturation", changed(image, lambda i: i % 3 == 0, 65535.0)),
                          ("negative numbers", [v - 60 for v in image]), ("one number", [3.0] * len(image)),
                          ("zeros", [0.0] * len(image)), ("huge numbers", [v * 1e35 for v in image]),
                          ("tiny numbers", [v * 1e-38 for v in image])]:
        importing(inputs, f"image of {what}", npy("<f4", (SIDE, SIDE), packed(numbers, "f")), OF_IMAGE)
    importing(inputs, "bytes the wrong way round", npy("<f4", (SIDE, SIDE), packed(image, "f", ">")), OF_IMAGE)
    importing(inputs, "a head the wrong way round",
              mrc(SIDE, SIDE, 1, 2, 24.0, packed(image, "f", "<"), ">"), [])
    importing(inputs, "patterns of nothing", npy("<f4", (6, 6, SIDE, SIDE), packed([float("nan")] * len(scan), "f")), OF_SCAN)
    for shape in ((SIDE, SIDE + 1), (SIDE,), (SIDE, SIDE, SIDE), (0, SIDE), (SIDE * SIDE, 1, 1, 1), (2**62, 2**62), ()):
        importing(inputs, f"npy of {shape}", npy("<f4", shape, packed(image, "f")), OF_IMAGE)
    for descr in ("<c8", "|O", "<f3", "<U4", "", "<f4<f4", "[('a', '<f4')]"):
        importing(inputs, f"npy of '{descr}'", npy(descr, (SIDE, SIDE), packed(image, "f")), OF_IMAGE)
    for mode in (3, 4, 101, -1, 199):
        importing(inputs, f"MRC of mode {mode}", mrc(SIDE, SIDE, 1, mode, 24.0, packed(image, "f")), [])
    for cell in (0.0, -24.0, float("nan"), float("inf"), 1e-30, 1e30):
        importing(inputs, f"MRC of {cell} angstrom", mrc(SIDE, SIDE, 1, 2, cell, packed(image, "f")), [])
    for bits, kind, samples in ((12, 1, 1), (8, 1, 3), (64, 6, 1), (1, 1, 1), (16, 3, 1)):
        importing(inputs, f"TIFF of {samples} x {bits} bits", tiff(SIDE, SIDE, packed(image, "f"), bits, kind, samples), OF_IMAGE)
    for width, height in ((0, SIDE), (2**24, 2**24), (2**31, 1), (SIDE, 2**30), (2**20, 2**20)):
        importing(inputs, f"TIFF of {width} x {height}", tiff(width, height, packed(image, "f")), OF_IMAGE)
    for rows, columns in ((-1, SIDE), (2**30, 2**30), (0, 0), (SIDE, SIDE + 1), (1, 1)):
        importing(inputs, f"MATLAB of {rows} x {columns}", matlab("a", rows, columns, packed(image, "d")), OF_IMAGE)
    importing(inputs, "MATLAB without a name", matlab("", SIDE, SIDE, packed(image, "d")), OF_IMAGE, ANY)
    good = npy("<f4", (6, 6, SIDE, SIDE), packed(scan, "f"))
    for what in (["--axes", "x,y"], ["--axes", "x,y,qx"], ["--axes", "x,x,qx,qy"], ["--axes", "x,y,qx,energy"], ["--axes", "k"],
                 ["--axes", ""], ["--axes", ",,,"], ["--pixel_A", "1e9"], ["--pixel_A", "1e-9"], ["--voltage_kV", "200000"],
                 ["--diffraction_pixel_invA", "50"], ["--camera_length_mm", "1e-5"], ["--centre_px", "200,3"],
                 ["--centre_px", "0,0"], ["--centre_px", "-1,3"], ["--centre_px", "6"], ["--centre_px", "nan,nan"],
                 ["--scan_shape", "7,5"], ["--dark", inputs.file("dark.npy", npy("<f4", (3, 3), packed(image[:9], "f")))],
                 ["--gain", "nan"], ["--gain", "no such file"], ["--dead", "0"], ["--dataset", "7"], ["--dataset", "nothing"],
                 ["--beam_counts", "1e300"], ["--semiangle_mrad", "1e6"], ["--scan_rotation_deg", "x"]):
        given = list(OF_SCAN)
        if what[0] in given:
            at = given.index(what[0])
            given[at:at + 2] = what
        else:
            given += what
        importing(inputs, f"a scan with {what[0]} {os.path.basename(what[1])}", good, given, ANY if what[0] in ("--scan_shape",) else REFUSED)
    for nothing in ([], ["--axes", "x,y,qx,qy"], ["--axes", "x,y,qx,qy", "--pixel_A", "2"]):
        importing(inputs, "a scan without calibration", good, nothing)
    for kind in ("dm3", "mib", "ser", "blo", "tvips", "hdr"):
        importing(inputs, f"noise.{kind}", bytes(rng.randrange(256) for _ in range(2000)), [])


def answers(inputs):
    """What is made of imported files: reductions, matches, degraded and blind data, and scores."""
    make, rng = Maker(inputs), inputs.random
    image, other = values(SIDE * SIDE, rng), values(SIDE * SIDE, rng)
    fractions = [0.001 * v / 72 for v in values(6 * 6 * SIDE * SIDE, rng)]

    def map_of(name, numbers, nx=SIDE, ny=SIDE, pixel="2"):
        return make.imported(name, npy("<f8", (nx, ny), packed(numbers, "d")), ["--axes", "x,y", "--pixel_A", pixel])

    def scan_of(name, numbers, nx=6, ny=6, side=SIDE):
        return make.imported(name, npy("<f4", (nx, ny, side, side), packed(numbers, "f")), OF_SCAN + ["--beam_counts", "1"])

    nan = float("nan")
    maps = {"sound": map_of("sound", image), "constant": map_of("constant", [2.5] * len(image)),
            "holes": map_of("holes", [nan if i % 2 else v for i, v in enumerate(image)]),
            "nothing": map_of("nothing", [nan] * len(image)), "zero": map_of("zero", [0.0] * len(image)),
            "point": map_of("point", [1.0], 1, 1), "line": map_of("line", image[:SIDE], 1, SIDE),
            "block": map_of("block", image[:4], 2, 2), "other": map_of("other", other),
            "fine": map_of("fine", image, pixel="0.002"), "coarse": map_of("coarse", image, pixel="9e5"),
            "beyond": map_of("beyond", [1e27 * v for v in image])}
    scans = {"sound": scan_of("scan", fractions), "zero": scan_of("scan0", [0.0] * len(fractions)),
             "one": scan_of("scan1", fractions[:SIDE * SIDE], 1, 1), "negative": scan_of("scan2", [-v for v in fractions]),
             "tiny": scan_of("scan3", fractions[:6 * 6 * 4], 6, 6, 2), "flat": scan_of("scan4", [1e-3] * len(fractions)),
             "much": scan_of("scan5", [1e25 * v for v in fractions])}
    stack = make.imported("series", mrc(SIDE, SIDE, 3, 2, 2.0 * SIDE, packed(image + other + image, "f")), [])
    flat = make.imported("flat", mrc(SIDE, SIDE, 2, 2, 2.0 * SIDE, packed([1.0] * 2 * len(image), "f")), [])
    far = make.imported("far", mrc(SIDE, SIDE, 2, 2, 0.02 * SIDE, packed(image + other, "f")), [])

    def add(name, arguments, expected=ANY, ending=""):
        inputs.add("answers", name, [*arguments, "-o", inputs.folder / f"a{len(inputs.rows)}{ending}"], expected)

    useless = ("constant", "nothing", "zero", "point", "line")
    for name, path in maps.items():
        add(f"match {name} map", ["match", path, stack], REFUSED if name in (*useless, "fine", "coarse") else ANY)
        add(f"match the sound map with a series that is no {name}", ["match", maps["sound"], path], REFUSED)
        add(f"reduce {name} map", ["reduce", path])
        add(f"reduce the sound map with {name} map", ["reduce", maps["sound"], "--with", path])
        add(f"reduce {name} map with background", ["reduce", path, "--background_A", "4"])
    for name, series in (("constant", flat), ("far", far), ("scan for a", scans["sound"])):
        add(f"match a {name} series", ["match", maps["sound"], series], REFUSED)
    add("match with a wrong name", ["match", maps["sound"], stack, "--map", "x"], REFUSED)
    add("match with no turn", ["match", maps["sound"], stack, "--rotation_deg", "0", "--magnification", "0"])
    for name, path in scans.items():
        for more in ([], ["--electrons", "100"], ["--ring_inner_invA", "0.1", "--ring_outer_invA", "0.05"],
                     ["--ring_inner_invA", "5", "--ring_outer_invA", "6"], ["--thickness_window", "1e-9"],
                     ["--counts_per_electron", "1"], ["--with", maps["sound"]]):
            add(f"reduce {name} scan {' '.join(os.path.basename(m) for m in more)}", ["reduce", path, *more])
        for key in ("electrons_per_position=1e3", "electrons_per_position=1e300", "dose_e_per_A2=1e-300", "contamination=0.5",
                    "point_spread_pixels=1e6", "jitter_A=1e9"):
            more = ["--set", f"record.{key}"]
            add(f"degrade {name} scan by {key}", ["degrade", path, *more], REFUSED if name == "much" and "e" in key[:1] else ANY, ".h5")
    for name, path in maps.items():
        for key in ("dose_e_per_A2=1e3", "contamination=0.5", "jitter_A=0.1"):
            add(f"degrade {name} map by {key}", ["degrade", path, "--set", f"record.{key}"], ANY, ".h5")
    scores(inputs, make, maps, add)


def scores(inputs, make, maps, add):
    folder = inputs.folder / "blind"
    make.run("blind", inputs.glass("blind.xyz"), "-o", folder, "--set", "foil.thickness_A=0", "--set",
             "nanodiffraction.enabled=false", "--set", f"haadf.scan_nx={SIDE}", "--set", f"haadf.scan_ny={SIDE}", "--set",
             "microscope.grid_points=160", "--set", "snapshots.thermal_motion=none", "--set", "record.dose_e_per_A2=1e6")
    truth = str(folder / "truth" / "haadf.h5")
    quick = ["--surrogates", "19"]
    for name, path in maps.items():
        add(f"score {name} map", ["score", truth, "--map", path, *quick],
            REFUSED if name in ("constant", "nothing", "zero", "point", "line", "block") else ANY, ".json")
        add(f"score {name} map as labels", ["score", truth, "--labels", path, *quick], ANY, ".json")
    for what, text in [("nothing", ""), ("a head alone", "x_pixel,y_pixel\n"), ("no head", "1,2\n3,4\n"),
                       ("other names", "a,b\n1,2\n"), ("one name", "x_pixel\n1\n"), ("mixed names", "x_pixel,y_A\n1,2\n"),
                       ("a short line", "x_pixel,y_pixel\n1,2\n3\n"), ("a long line", "x_pixel,y_pixel\n1,2,3\n"),
                       ("no numbers", "x_pixel,y_pixel\n1,x\n"), ("nan", "x_pixel,y_pixel\nnan,nan\n"),
                       ("infinity", "x_pixel,y_pixel\ninf,1\n"), ("places outside", "x_pixel,y_pixel\n1e300,-5\n"),
                       ("names twice", "x_pixel,y_pixel,x_pixel\n1,2,3\n"), ("two separators", "x_pixel;y_pixel\n1,2\n"),
                       ("a comma for the point", "x_pixel,y_pixel\n1,5,2,5\n"), ("zeros", "x_pixel,y_pixel\n\0\0,1\n"),
                       ("comments alone", "# a\n# b\n"), ("noise", "\xff\xfe\x00\x01" * 50)]:
        add(f"score positions: {what}", ["score", truth, "--positions", inputs.file(f"pos{len(inputs.rows)}.csv", text), *quick],
            REFUSED, ".json")
    for number in ("pixel_A", "=1", "pixel_A=", "pixel_A=x", "pixel_A=nan", "pixel_A=inf", "nothing=1", "pixel_A=1=2", "=", ""):
        add(f"score the number '{number}'", ["score", truth, "--number", number, *quick], REFUSED, ".json")
    add("score against no truth", ["score", truth, "--map", maps["sound"], "--truth", "nothing", *quick], REFUSED, ".json")
    add("score with the truth as data", ["score", truth, "--number", "pixel_A=1", "--data", truth], REFUSED, ".json")
    add("score two answers", ["score", truth, "--number", "pixel_A=1", "--map", maps["sound"]], REFUSED, ".json")
    add("score without an answer", ["score", truth], REFUSED, ".json")
    raw = open(truth, "rb").read()
    for old, new in ((b'"given_hash"', b'"given_hush"'), (b'"given_pixel_A":[', b'"given_pixel_A":"'), (b'"numbers":{', b'"numbers":['),
                     (b'"pixel_A":1', b'"pixel_A":"'), (b'"numbers":{', b'"numbers":7'), (b'"given_pixel_A":[', b'"given_pixel_A":7'),
                     (b"blind_truth", b"blind_trust"), (b'"given_hash":"', b'"given_hash":0')):
        if old not in raw:
            continue
        path = inputs.file(f"truth{len(inputs.rows)}.h5", raw.replace(old, new))
        for answer in (["--number", "pixel_A=1"], ["--positions", inputs.file("pos.csv", "x_A,y_A\n1,2\n")]):
            add(f"score a truth with {new.decode()}", ["score", path, *answer, *quick], REFUSED if answer[0] == "--number" else ANY, ".json")
    for share in (0.25, 0.5, 0.75):
        path = inputs.file(f"truth{len(inputs.rows)}.h5", raw[:int(share * len(raw))])
        add(f"score a truth of {share}", ["score", path, "--number", "pixel_A=1"], REFUSED, ".json")
    given = open(folder / "given" / "haadf.h5", "rb").read()
    for old, new in ((b"voltage_kV", b"voltage_mV"), (b"200.0", b"-20.0"), (b"\x00200\x00", b"\x00abc\x00"), (b"\x00200", b"\x00abc"),
                     (b"images:", b"imoges:")):
        if old in given:
            path = inputs.file(f"given{len(inputs.rows)}.h5", given.replace(old, new))
            add(f"degrade a file with {new}", ["degrade", path, "--set", "record.contamination=0.1"], ANY, ".h5")
            add(f"reduce a file with {new}", ["reduce", path], ANY)


CLASSES = [measured, answers]
