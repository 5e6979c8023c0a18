#!/usr/bin/env python3
"""What the documentation shows has to be so. Usage: documentation.py PROGRAM [REPOSITORY]

- every glasscope command that is shown names a verb, options and keys that PROGRAM knows;
- commands that only print something are run;
- docs/case-file.md, docs/descriptors.md and the table of files in docs/formats.md are what PROGRAM prints; links
  to files lead somewhere.
"""

import pathlib
import re
import shlex
import subprocess
import sys

import layering
import sources

_COMMAND = re.compile(r"^(?: {4}|\t)(?:mpirun -np \d+ )?(?:build/mpi/bin/)?glasscope (.*)$")
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
CHEAP = {"--help", "--version", "help"}


class Program:
    def __init__(self, path):
        self.path = path
        self.help = {}
        self.reference = self.output("help", "case")

    def run(self, *arguments):
        return subprocess.run([self.path, *arguments], capture_output=True, text=True)

    def output(self, *arguments):
        return self.run(*arguments).stdout

    def help_of(self, verb):
        if verb not in self.help:
            result = self.run(verb, "--help")
            self.help[verb] = result.stdout if result.returncode == 0 else ""
        return self.help[verb]

    def knows_key(self, full_name):
        return bool(self.output("help", full_name))


def command_faults(program, words):
    if words[0] in CHEAP or "--help" in words:
        result = program.run(*words)
        if result.returncode != 0:
            yield f"fails with status {result.returncode}: {result.stderr.strip()}"
        return
    verb_help = program.help_of(words[0])
    if not verb_help:
        yield f"unknown verb '{words[0]}'"
        return
    everywhere = program.output("--help")
    for word, following in zip(words[1:], words[2:] + [""]):
        if word.startswith("-") and not re.match(r"-\d", word):
            if not re.search(rf"(?<![\w-]){re.escape(word)}\b", verb_help + everywhere):
                yield f"'{words[0]}' has no option {word}"
        if word in ("--set", "-s") and not program.knows_key(following.partition("=")[0]):
            yield f"unknown key in --set {following}"


def file_faults(program, root, path):
    for number, line in enumerate(sources.read(root, path).splitlines(), 1):
        command = _COMMAND.match(line)
        if command:
            words = shlex.split(command[1], comments=True)
            for fault in command_faults(program, words):
                yield f"{path}:{number}: {fault}"
        for link in _LINK.findall(line):
            if not (pathlib.Path(root) / path.parent / link).exists():
                yield f"{path}:{number}: the link to {link} leads nowhere"


def room_faults(root):
    """The rooms of docs/architecture.md and their sub-folders are those that the lint of includes holds them to."""
    text = pathlib.Path(root, "docs/architecture.md").read_text(encoding="utf-8")
    for room, folders in layering.FOLDERS.items():
        row = re.search(rf"^\| `{room}` \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
        if row is None or re.findall(r"`(\w+)`", row[1]) != folders:
            yield f"docs/architecture.md:1: the row of {room} is not what tests/lint/layering.py holds: {folders}"


def decision_faults(root):
    """Decisions that were written side by side have numbers of their own."""
    paths = sorted(pathlib.Path(root, "docs/decisions").glob("[0-9]*.md"))
    for before, path in zip(paths, paths[1:]):
        if before.name[:4] == path.name[:4]:
            yield f"docs/decisions/{path.name}:1: the number is that of {before.name}; take the next free one"
    for path in paths:
        if not path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "):
            yield f"docs/decisions/{path.name}:1: its heading has another number"


def main(program_path, root="."):
    program = Program(program_path)
    paths = [p for p in sources.tracked_files(root) if p.suffix == ".md"]
    faults = [fault for path in paths for fault in file_faults(program, root, path)]
    for name, topic in {"case-file": "case", "descriptors": "descriptors"}.items():
        generated = pathlib.Path(root, f"docs/{name}.md")
        if not generated.is_file() or generated.read_text(encoding="utf-8") != program.output("help", topic):
            faults.append(f"docs/{name}.md:1: not what 'glasscope help {topic}' prints; write it anew from that")
    files = program.output("help", "files")
    formats = pathlib.Path(root, "docs/formats.md")
    if formats.is_file() and (not files or files not in formats.read_text(encoding="utf-8")):
        faults.append("docs/formats.md:1: its table of files is not what 'glasscope help files' prints; paste that")
    faults += room_faults(root)
    faults += decision_faults(root)
    if not program.reference:
        faults.append(f"{program_path} help case prints nothing")
    return sources.report("documentation", faults, len(paths))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
