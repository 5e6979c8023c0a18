#!/usr/bin/env python3
"""The lints are tested on small trees that break one rule each: a lint that cannot fail is a defect."""

import pathlib
import tempfile
import unittest

import house_rules
import layering

GOOD = {
    "core/atoms/Box.h": "#pragma once\n",
    "core/atoms/Box.cpp": '#include "core/atoms/Box.h"\n\n#include <vector>\n',
    "core/hdf5/Hdf5.h": "#pragma once\n",
    "core/hdf5/Hdf5Library.h": "#pragma once\n#include <hdf5.h>\n",
    "core/hdf5/Hdf5.cpp": '#include "core/hdf5/Hdf5.h"\n\n#include "core/hdf5/Hdf5Library.h"\n',
    "voronoi/motifs/Index.h": '#pragma once\n#include "core/atoms/Box.h"\n',
    "compare/truth/Maps.h": '#pragma once\n#include "multislice/optics/Probe.h"\n',
    "tests/core/atoms/Box.test.cpp": '#include "core/atoms/Box.h"\n\n#include <gtest/gtest.h>\n',
}


class Lints(unittest.TestCase):
    def faults(self, lint, extra):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**GOOD, **extra}.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return lint.faults(folder)[0]

    def refuses(self, lint, name, text, words):
        found = self.faults(lint, {name: text})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(name + ":"), found)
        self.assertIn(words, found[0])

    def test_a_good_tree_has_no_faults(self):
        self.assertEqual(self.faults(layering, {}), [])
        self.assertEqual(self.faults(house_rules, {}), [])

    def test_a_choice_is_no_word_but_where_files_are_read(self):
        for code in ('if (kind == "map") {}\n', 'if (kind != std::string("map")) {}\n', 'if ("map" == kind) {}\n'):
            self.refuses(house_rules, "core/atoms/Word.h", "#pragma once\n" + code, "compared as a word")
            self.assertEqual(self.faults(house_rules, {"sim/readers/Word.h": "#pragma once\n" + code}), [])
        fine = '#pragma once\n// kind == "map"\nif (path.extension() == ".toml" || unit == "1" || t.find("a") != none) {}\n'
        self.assertEqual(self.faults(house_rules, {"core/atoms/Word.h": fine}), [])

    def test_a_function_stays_within_a_screen(self):
        def function(lines, indent="", head="int f(int a,\n      int b) {\n"):
            return "".join(indent + line + "\n" for line in (head + "  ++a;\n" * lines + "}").split("\n"))

        top = "#pragma once\n"
        self.assertEqual(self.faults(house_rules, {"core/atoms/Long.h": top + function(57)}), [])
        self.refuses(house_rules, "core/atoms/Long.h", top + function(58), "f has 61 lines")
        member = top + "struct S {\n" + function(58, "  ") + "};\n"
        self.refuses(house_rules, "core/atoms/Long.h", member, "f has 61 lines")
        table = top + function(100, head="void eachField(int a,\n      int b) {\n")
        self.assertEqual(self.faults(house_rules, {"core/atoms/Long.h": table}), [])
        data = top + "constexpr int kData[] = {\n" + "    1,\n" * 100 + "};\n"
        self.assertEqual(self.faults(house_rules, {"core/atoms/Long.h": data}), [])

    def test_an_include_that_points_upward_is_refused(self):
        self.refuses(layering, "core/math/Up.h", '#pragma once\n#include "sim/quench/Run.h"\n', "core may not know sim")
        self.refuses(layering, "sim/quench/Up.cpp", '#include "compare/truth/Maps.h"\n', "sim may not know compare")

    def test_an_include_may_not_point_to_a_folder_above_its_own(self):
        up = '#include "voronoi/structure/Describe.h"\n'
        self.refuses(layering, "voronoi/cells/A.cpp", up, "stands above it")
        self.assertEqual(self.faults(layering, {"voronoi/structure/A.cpp": up}), [])

    def test_a_folder_without_a_floor_is_refused(self):
        self.refuses(layering, "voronoi/attic/A.h", "#pragma once\n", "give it a floor")

    def test_truth_and_instrument_do_not_know_each_other(self):
        self.refuses(layering, "voronoi/cells/A.cpp", '#include "multislice/optics/Probe.h"\n', "may not know multislice")
        self.refuses(layering, "multislice/waves/A.cpp", '#include "voronoi/motifs/Index.h"\n', "may not know voronoi")

    def test_the_tests_of_a_room_keep_its_layer(self):
        self.refuses(layering, "tests/core/math/A.test.cpp", '#include "sim/quench/Run.h"\n', "core may not know sim")

    def test_headers_for_each_simd_target_have_a_guard_that_turns(self):
        good = "#if defined(A_INL) == defined(HWY_TARGET_TOGGLE)\n#endif\n"
        self.assertEqual(self.faults(house_rules, {"multislice/waves/Lanes-inl.h": good}), [])
        self.refuses(house_rules, "multislice/waves/Lanes-inl.h", "#pragma once\n", "HWY_TARGET_TOGGLE")

    def test_each_library_has_one_door(self):
        for include, library in [
            ("hdf5.h", "HDF5"), ("mpi.h", "MPI"), ("omp.h", "OpenMP"), ("zlib.h", "zlib"),
            ("fftw3.h", "FFTW"), ("voro++/voro++.hh", "Voro++"), ("lammps/library.h", "LAMMPS"),
        ]:
            self.refuses(layering, "compare/truth/A.cpp", f"  #  include <{include}>\n", library)

    def test_the_inside_of_a_door_is_seen_from_the_door_alone(self):
        self.refuses(layering, "core/formats/Emd.cpp", '#include "core/hdf5/Hdf5Library.h"\n', "HDF5 door")

    def test_openmp_pragmas_have_one_door(self):
        self.refuses(layering, "sim/quench/A.cpp", "#pragma omp parallel for\n", "core/system/Parallel.h")

    def test_an_include_names_its_room(self):
        text = '#include "core/system/Error.h"\n#include "Box.h"\n'
        self.refuses(layering, "core/math/A.cpp", text, "does not name its room")

    def test_a_header_needs_its_guard(self):
        self.refuses(house_rules, "core/math/A.h", "int a;\n", "#pragma once")

    def test_a_source_needs_its_header_and_a_test_its_source(self):
        self.refuses(house_rules, "core/math/A.cpp", "#include <vector>\n", "could declare it")
        self.refuses(house_rules, "core/hdf5/Hdf5.cpp", '#include "core/atoms/Box.h"\n', "first include is")
        self.refuses(house_rules, "tests/core/math/A.test.cpp", "int a;\n", "tests no file")

    def test_a_long_file_is_refused_but_a_table_is_not(self):
        self.refuses(house_rules, "core/math/Long.h", "#pragma once\n" + "int a;\n" * 400, "401 lines")
        table = {"core/math/ElementTable.h": "#pragma once\n" + "int a;\n" * 400}
        self.assertEqual(self.faults(house_rules, table), [])

    def test_unfinished_work_and_machine_paths_are_refused(self):
        self.refuses(house_rules, "core/math/A.h", "#pragma once\n// TO" "DO later\n", "unfinished")
        self.refuses(house_rules, "docs/a.md", "see /ho" "me/ann/data\n", "one machine")


if __name__ == "__main__":
    unittest.main()
