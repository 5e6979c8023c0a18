"""What the comparisons with other programs share: their Python environment, and how a comparison is left out."""
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # SKIP_RETURN_CODE of the tests


def skip(why):
    print(f"SKIPPED, NOT CHECKED: {why}")
    sys.exit(SKIPPED)


def enter_environment(**variables):
    """Starts the running script anew in the environment of scripts/peers-venv, unless it runs there already."""
    venv = pathlib.Path(os.environ.get("GLASSCOPE_PEERS_VENV", ROOT / ".venv-peers"))
    if pathlib.Path(sys.prefix).resolve() == venv.resolve():
        return
    python = venv / "bin" / "python"
    if not python.exists():
        skip(f"no Python environment at {venv}; make it with scripts/peers-venv")
    os.environ.update(variables)
    os.execv(python, [str(python), *sys.argv])
