"""The program itself, as `python -m glasscope` and as the command that the wheel installs."""

import os
import sys

from ._program import environment, program


def main():
    """Becomes the program, with its arguments."""
    path = program()
    os.execve(path, [path, *sys.argv[1:]], environment())


if __name__ == "__main__":
    main()
