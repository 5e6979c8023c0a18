"""The files that the lints read: what git tracks, or every file where there is no git."""

import pathlib
import subprocess

ROOMS = ("core", "sim", "voronoi", "multislice", "report", "compare", "pipeline", "cli")
_NEVER = {"build", "runs", ".git", ".cache", "__pycache__"}


def tracked_files(root):
    """Repository-relative paths (pathlib.PurePosixPath), sorted."""
    root = pathlib.Path(root)
    # safe.directory: the checkout may belong to another user than the one who tests it.
    git = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z"]
    try:
        listing = subprocess.run(git, capture_output=True, check=True).stdout.decode()
        names = [name for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [
            path.relative_to(root).as_posix()
            for path in root.rglob("*")
            if path.is_file() and not _NEVER & set(path.relative_to(root).parts)
        ]
    return [pathlib.PurePosixPath(name) for name in sorted(names) if (root / name).is_file()]


def is_cpp(path):
    return path.suffix in (".h", ".cpp")


def read(root, path):
    return (pathlib.Path(root) / path).read_text(encoding="utf-8")


def report(name, faults, checked):
    """Prints the faults as path:line: text; the exit status of the lint."""
    for fault in faults:
        print(fault)
    if not checked:
        print(f"{name}: found nothing to check, which cannot be right")
        return 1
    print(f"{name}: {checked} files, {len(faults)} faults")
    return 1 if faults else 0
