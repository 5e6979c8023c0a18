#include "multislice/potentials/Slicing.h"

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
  EXPECT_DOUBLE_EQ(slicing.thickness_A(), 2);
  const auto atomsOf = [&](int s) {
    return std::vector<std::size_t>(slicing.atoms(s).begin(), slicing.atoms(s).end());
  };
  EXPECT_EQ(atomsOf(0), (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(atomsOf(1), (std::vector<std::size_t>{2, 5}));
  EXPECT_EQ(atomsOf(2), (std::vector<std::size_t>{0, 4}));
  EXPECT_THROW(Slicing(foil, 0), Error);
}

}  // namespace
}  // namespace glasscope::multislice
