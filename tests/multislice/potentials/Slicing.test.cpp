#include "multislice/potentials/Slicing.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(Slicing, putsEveryAtomIntoTheSliceOfItsNucleus) {
  Atoms atoms;
  atoms.box = Box::orthogonal({4, 4, 6});
  for (double z : {5.9, 0.0, 2.0, 1.999, 4.0, 3.0}) atoms.add(29, {1, 1, z});
  const Foil foil = Foil::cut(atoms, {});
  const Slicing slicing(foil, 3);
  EXPECT_DOUBLE_EQ(slicing.low_A(1), 2);
  EXPECT_DOUBLE_EQ(slicing.high_A(1), 4);
  const auto atomsOf = [&](int s) {
    return std::vector<std::size_t>(slicing.atoms(s).begin(), slicing.atoms(s).end());
  };
  EXPECT_EQ(atomsOf(0), (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(atomsOf(1), (std::vector<std::size_t>{2, 5}));
  EXPECT_EQ(atomsOf(2), (std::vector<std::size_t>{0, 4}));
  EXPECT_THROW(Slicing(foil, 0), Error);
}

TEST(Slicing, cutsBetweenAnyFacesAndKeepsWhatLiesBeyondThem) {
  Atoms atoms;
  atoms.box = Box::orthogonal({4, 4, 6});
  for (double z : {0.2, 0.5, 3.0, 5.9}) atoms.add(29, {1, 1, z});
  const Foil foil = Foil::cut(atoms, {});
  const Slicing slicing(foil, {0.5, 2, 2, 5});
  EXPECT_EQ(slicing.count(), 5);
  EXPECT_EQ(slicing.atoms(0).size(), 1u);
  EXPECT_EQ(slicing.atoms(1)[0], 1u);      // on a face: below it
  EXPECT_EQ(slicing.atoms(2).size(), 0u);  // of no thickness
  EXPECT_EQ(slicing.atoms(4)[0], 3u);
  EXPECT_EQ(slicing.atomsBetween(1.9, 2.1).size(), 2u);
  EXPECT_EQ(slicing.low_A(0), -HUGE_VAL);
  EXPECT_EQ(slicing.high_A(4), HUGE_VAL);
}

}  // namespace
}  // namespace glasscope::multislice
