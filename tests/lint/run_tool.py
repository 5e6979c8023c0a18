#!/usr/bin/env python3
"""Runs one tool over the tracked files. Usage: run_tool.py format|spelling|shell PROGRAM

Exit status 77 where the program is not installed: ctest then says "skipped", not "passed".
"""

import pathlib
import shutil
import subprocess
import sys

import sources

ROOT = pathlib.Path(__file__).resolve().parents[2]


def _is_shell(path):
    first = sources.read(ROOT, path).split("\n", 1)[0]
    return first.startswith("#!") and "bash" in first or path.suffix == ".sh"


def _command(tool, program, paths):
    if tool == "format":
        return [program, "--dry-run", "--Werror"], [p for p in paths if sources.is_cpp(p)]
    if tool == "spelling":
        text = {".h", ".cpp", ".py", ".md", ".txt", ".toml", ".cmake", ".js"}
        return [program, "--config", str(ROOT / ".codespellrc")], [p for p in paths if p.suffix in text]
    if tool == "shell":
        scripts = [p for p in paths if p.parts[0] in ("scripts", ".ci") and p.suffix in ("", ".sh")]
        return [program, "-n"], [p for p in scripts if _is_shell(p)]
    sys.exit(f"run_tool: unknown tool {tool!r}; use format, spelling or shell")


def _short(output):
    """Without the source lines that clang-format repeats for each fault."""
    lines = [line for line in output.splitlines() if line and not line.startswith(" ")]
    return "".join(f"{line}\n" for line in lines)


def main(tool, program=""):
    if not program or not shutil.which(program):
        print(f"NOT CHECKED: the program for {tool!r} is not installed; scripts/setup test installs it")
        return 77
    command, paths = _command(tool, program, sources.tracked_files(ROOT))
    if not paths:
        print(f"{tool}: found nothing to check, which cannot be right")
        return 1
    # bash -n reads one script a call; the others take the whole list at once.
    groups = [[p] for p in paths] if tool == "shell" else [paths]
    status = 0
    for group in groups:
        run = subprocess.run(command + [str(p) for p in group], cwd=ROOT, capture_output=True, text=True)
        print(_short(run.stdout + run.stderr), end="")
        status |= run.returncode
    print(f"{tool}: {len(paths)} files")
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
