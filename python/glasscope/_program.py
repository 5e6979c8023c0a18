"""Finding the program, running it, and what it says as exceptions, warnings and progress."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import warnings

_PROGRESS = re.compile(r"^(?P<what>.+?): +(?P<share>\d+) %")
_REMEDY = " What to do: "


class GlasscopeError(RuntimeError):
    """What the program could not do.

    what, why and remedy are its own words; status is its exit status (2 usage, 3 a file, 4 the system, 5 capacity, 70 a
    defect, 130 stopped: docs/decisions/0005-errors.md).
    """

    def __init__(self, message, status):
        super().__init__(message)
        self.status = status
        told, _, self.remedy = message.partition(_REMEDY)
        self.what, _, self.why = told.partition(": ")


class GlasscopeWarning(UserWarning):
    """A warning of the program: a number that may be wrong, or something left out."""


def program():
    """Path of the program: GLASSCOPE_PROGRAM, the one in this package (a wheel), or the first on PATH."""
    named = os.environ.get("GLASSCOPE_PROGRAM")
    if named:
        if not os.access(named, os.X_OK):
            raise FileNotFoundError(f"GLASSCOPE_PROGRAM names {named}, which is no program that can be run")
        return named
    carried = pathlib.Path(__file__).parent / "bin" / "glasscope"
    if carried.is_file():
        if not os.access(carried, os.X_OK):  # pip keeps no modes of package data
            carried.chmod(carried.stat().st_mode | 0o111)
        return str(carried)
    found = shutil.which("glasscope")
    if found is None:
        raise FileNotFoundError("the program glasscope was not found: put it on PATH (docs/install.md), or name it in "
                                "GLASSCOPE_PROGRAM")
    return found


def environment():
    """The environment in which the program runs: that of this process, and what a wheel carries."""
    variables = dict(os.environ)
    carried = pathlib.Path(__file__).parent
    if (carried / "share" / "plotly.js").is_file():
        variables.setdefault("GLASSCOPE_PLOTLY_JS", str(carried / "share" / "plotly.js"))
    if (carried / "lib" / "openmpi3").is_dir():  # parts of the MPI that the LAMMPS of a wheel begins
        variables.setdefault("OMPI_MCA_mca_base_component_path", str(carried / "lib" / "openmpi3"))
        variables.setdefault("OMPI_MCA_mca_base_component_show_load_errors", "0")
    return variables


def version():
    """Version of the program, as text."""
    return call(["--version"]).strip()


class _Bars:
    """Progress lines as bars: tqdm's where it is installed, else nothing but the last line."""

    def __init__(self, wanted):
        self.bar, self.what, self.new = None, None, None
        if wanted:
            try:
                from tqdm.auto import tqdm
                self.new = tqdm
            except ImportError:
                self.new = None

    def show(self, what, share):
        if self.new is None:
            return
        if what != self.what:
            self.close()
            self.bar, self.what = self.new(total=100, desc=what, unit="%"), what
        self.bar.update(max(0, share - self.bar.n))

    def close(self):
        if self.bar is not None:
            self.bar.close()
        self.bar = None


def call(arguments, *, threads=None, progress=False, folder=None):
    """Runs the program and returns what it printed. Raises GlasscopeError where it fails.

    threads: of the processor (default: all); progress: bars by tqdm; folder: where it runs. Warnings of the program
    become GlasscopeWarning. A KeyboardInterrupt is handed on as the program expects it, which then leaves what it has
    finished for the next start.
    """
    words = [program()] + (["--threads", str(int(threads))] if threads is not None else []) + [str(a) for a in arguments]
    process = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, encoding="utf-8", errors="replace", env=environment(),
                               start_new_session=True)  # Ctrl-C of a terminal comes once, from here
    printed = []
    reader = threading.Thread(target=lambda: printed.append(process.stdout.read()), daemon=True)
    reader.start()
    bars, fault, warned = _Bars(progress), [], []
    try:
        for line in process.stderr:
            line = line.rstrip("\n")
            if line.startswith("warning: "):
                warned.append(line[len("warning: "):])
            elif line.startswith("glasscope: "):
                fault.append(line[len("glasscope: "):])
            elif seen := _PROGRESS.match(line):
                bars.show(seen["what"], int(seen["share"]))
            elif fault:
                fault.append(line)
        process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    finally:
        bars.close()
        reader.join()
        process.stderr.close()
        process.stdout.close()
    for text in warned:
        warnings.warn(text, GlasscopeWarning, stacklevel=4)
    if process.returncode != 0:
        how = f"ended by signal {-process.returncode}" if process.returncode < 0 else f"ended with status {process.returncode}"
        raise GlasscopeError("\n".join(fault) or f"glasscope {' '.join(words[1:])} {how} without a message", process.returncode)
    return "".join(printed)


def _toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(v)}" for key, v in value.items()) + "}"
    if isinstance(value, (str, os.PathLike)):
        escaped = os.fspath(value).replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    if hasattr(value, "tolist"):  # numpy
        return _toml(value.tolist())
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    raise TypeError(f"a setting is a text, a number, true or false, or a list of these, and not {type(value).__name__}")


def flattened(settings, above=""):
    """Nested dictionaries of settings as one of dotted keys."""
    flat = {}
    for key, value in (settings or {}).items():
        if not isinstance(key, str):
            raise TypeError(f"the key of a setting is a text such as 'voronoi.weighting', and not {key!r}")
        if isinstance(value, dict):
            flat.update(flattened(value, f"{above}{key}."))
        else:
            flat[above + key] = value
    return flat


def set_options(settings):
    """The command line of settings: --set key=value."""
    options = []
    for key, value in flattened(settings).items():
        options += ["--set", f"{key}={value if isinstance(value, str) else _toml(value)}"]
    return options


def case_text(tables):
    """A case file of dictionaries: {'configuration': {...}, 'scan': [{...}, {...}]}."""
    text = ""
    for name, table in tables.items():
        for part in table if isinstance(table, (list, tuple)) else [table]:
            if not isinstance(part, dict):
                raise TypeError(f"the table [{name}] of a case is a dictionary, and not {type(part).__name__}")
            text += f"[[{name}]]\n" if isinstance(table, (list, tuple)) else f"[{name}]\n"
            text += "".join(f"{key} = {_toml(value)}\n" for key, value in part.items()) + "\n"
    return text
