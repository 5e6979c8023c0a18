#!/usr/bin/env python3
"""The gate's check for tests that did not run is tested on small reports: one that cannot fail is a defect."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "require-evidence"
SHARED = SCRIPT.parents[2] / "shared"


def case(name, status="run", said=""):
    return f'<testcase name="{name}" status="{status}"><system-out>{said}</system-out></testcase>'


class RequireEvidence(unittest.TestCase):
    def run_on(self, cases, *options, allowed="none no-mpi nothing\n"):
        with tempfile.TemporaryDirectory() as folder:
            report, rows = pathlib.Path(folder, "tests.xml"), pathlib.Path(folder, "allowed.txt")
            report.write_text(f"<testsuite>{''.join(cases)}</testsuite>")
            rows.write_text(allowed)
            words = [sys.executable, str(SCRIPT), str(report), "--allowed", str(rows), *options]
            environment = {k: v for k, v in os.environ.items() if not k.startswith("GLASSCOPE_")}
            return subprocess.run(words, capture_output=True, text=True, env=environment)

    def test_says_nothing_when_everything_ran(self):
        run = self.run_on([case("core/a"), case("core/b")])
        self.assertEqual((run.returncode, run.stdout), (0, ""))

    def test_a_test_that_did_not_run_fails_and_is_named(self):
        run = self.run_on([case("core/a"), case("interop/x", "notrun", "no Python environment")])
        self.assertEqual(run.returncode, 1)
        self.assertIn("interop/x", run.stdout)
        self.assertIn("no Python environment", run.stdout)

    def test_the_reason_is_named_wherever_it_stands(self):
        said = "  SKIPPED, NOT CHECKED: OVITO does not start here\nok a\nok b\nok c\nok d"
        run = self.run_on([case("interop/x", "notrun", said)])
        self.assertIn("OVITO does not start here", run.stdout)
        self.assertNotIn("ok d", run.stdout)

    def test_a_skip_is_allowed_only_under_its_condition(self):
        skipped = [case("cli/Ranks.two", "notrun", "built without MPI")]
        rows = "cli/Ranks.* no-mpi one rank only\n"
        self.assertEqual(self.run_on(skipped, "--mpi", "off", allowed=rows).returncode, 0)
        self.assertEqual(self.run_on(skipped, "--mpi", "on", allowed=rows).returncode, 1)

    def test_missing_data_excuse_only_tests_that_wanted_data_where_there_are_none(self):
        rows = "* no-shared-data data of others\n"
        wanted = [case("sim/a", "notrun", "data/x is absent: this comparison with independent data did not run")]
        self.assertEqual(self.run_on(wanted, allowed=rows).returncode, 1 if SHARED.is_dir() else 0)
        other = [case("report/Page.a", "notrun", "chromium is not installed")]
        self.assertEqual(self.run_on(other, allowed=rows).returncode, 1)

    def test_an_empty_or_broken_report_is_no_evidence(self):
        self.assertNotEqual(self.run_on([]).returncode, 0)
        self.assertNotEqual(self.run_on(["<testcase"]).returncode, 0)


if __name__ == "__main__":
    unittest.main()
