#!/usr/bin/env python3
"""Installs into an empty prefix, runs the program from there, and links a program outside of the tree against it.

Usage: install_test.py CMAKE BUILD_FOLDER CXX_COMPILER
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = "27 cells, the first of 8.000000 cubic angstrom"


def run(*words, cwd=None, **environment):
    """Standard output of a command that has to succeed."""
    words = [str(word) for word in words]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\nfailed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(condition, what):
    if not condition:
        sys.exit(f"install: {what}")
    print(f"ok  {what}")


def check_program(prefix, elsewhere):
    program = prefix / "bin" / "glasscope"
    check(run(program, "--version", cwd=elsewhere).startswith("glasscope "), "the installed program starts in any folder")
    # The version stands in one place of the sources, so every part of the installation says the same.
    version = run(program, "--version").split()[1]
    pkgconfig = next(prefix.rglob("glasscope.pc")).read_text()
    check(f"Version: {version}\n" in pkgconfig, "pkg-config and the program tell one version")
    check(next(prefix.rglob("glasscope.1")).read_text().startswith(".TH"), "there is a man page")
    for page in ("bash-completion/completions/glasscope", "zsh/vendor-completions/_glasscope",
                 "fish/vendor_completions.d/glasscope.fish"):
        check((prefix / "share" / page).stat().st_size > 1000, f"there is {page}")


def check_cmake_consumer(cmake, prefix, compiler, folder):
    run(cmake, "-S", HERE / "consumer", "-B", folder, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}",
        "-DCMAKE_BUILD_TYPE=Release", "-Wno-dev")
    run(cmake, "--build", folder)
    check(run(folder / "consumer").strip() == EXPECTED, "find_package(Glasscope) is enough for a program outside of the tree")


def check_pkgconfig_consumer(prefix, compiler, folder):
    path = str(next(prefix.rglob("glasscope.pc")).parent)
    flags = run("pkg-config", "--cflags", "--libs", "glasscope", PKG_CONFIG_PATH=path).split()
    source = HERE / "consumer" / "consumer.cpp"
    run(compiler, "-O1", source, "-o", folder / "with_pkgconfig", *flags)
    check(run(folder / "with_pkgconfig").strip() == EXPECTED, "and so is pkg-config")


def main(cmake, build, compiler):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix, elsewhere = folder / "prefix", folder / "consumer build"
        elsewhere.mkdir()
        run(cmake, "--install", build, "--prefix", prefix)
        check_program(prefix, elsewhere)
        check_cmake_consumer(cmake, prefix, compiler, elsewhere)
        if shutil.which("pkg-config"):
            check_pkgconfig_consumer(prefix, compiler, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
