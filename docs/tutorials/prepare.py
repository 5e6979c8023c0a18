"""Runs before the first cell that a reader of a tutorial sees: the inputs of the repository, and `%%sh`."""

import os
import subprocess

from IPython.core.magic import register_cell_magic

if not os.path.exists("inputs"):
    os.symlink(os.path.join(os.environ["GLASSCOPE_ROOT"], "inputs"), "inputs")


@register_cell_magic
def sh(line, cell):
    """As the %%sh of IPython, but prints whole lines, and an exit status that is not zero is an error of the cell."""
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", cell], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout, end="")
    if done.returncode != 0:
        raise RuntimeError(f"the command ended with exit status {done.returncode}:\n{done.stdout}")
