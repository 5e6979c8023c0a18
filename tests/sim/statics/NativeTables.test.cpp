#include "sim/statics/NativeTables.h"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

Atoms rattled(LatticeKind kind, double a_A, const std::vector<int>& elements) {
  Atoms atoms = latticeAtoms(kind, a_A, elements, 5);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(3, "rattle", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.2 * random.normal();
  }
  return atoms;
}

TEST(NativeTables, agreeWithTheKimModelToTenDigits) {
  const WorkFolder folder("native");
  if (Mpi::isRoot()) std::filesystem::create_directories(folder.path);
  Mpi::barrier();
  const Potential kim = Potential::find("mendelev-2009", {29, 40});
  if (kim.identity().style != "kim") GTEST_SKIP() << "the KIM model of 2009 is not installed";
  const Potential native =
      fastestForm(kim, latticeAtoms(LatticeKind::b2, 3.24, {29, 40}, 5), folder.path);
  ASSERT_EQ(native.identity().style, "eam/fs");
  EXPECT_EQ(native.identity().kimId, kim.identity().kimId);

  // Another configuration than the one that was probed: denser, so that other parts of the tables
  // are used.
  const Atoms other = rattled(LatticeKind::fcc, 3.45, {29});
  const StaticState a = staticState(kim, other), b = staticState(native, other);
  EXPECT_NEAR(b.energy_eV, a.energy_eV, 1e-10 * std::abs(a.energy_eV));
  for (std::size_t i = 0; i < other.size(); ++i) {
    // Forces here are of the order of 1 to 10 eV/angstrom.
    EXPECT_LT((a.force_eV_per_A[i] - b.force_eV_per_A[i]).norm(), 1e-9) << i;
  }
}

TEST(NativeTables, aModelWithoutTablesStaysAsItIs) {
  const Potential silicon = Potential::find("sw-si-1985", {14});
  const Potential same =
      fastestForm(silicon, rattled(LatticeKind::diamond, 5.43, {14}), "/nonexistent");
  EXPECT_EQ(same.identity().style, "kim");
}

}  // namespace
}  // namespace glasscope::sim
