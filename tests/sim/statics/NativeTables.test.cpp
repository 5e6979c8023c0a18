#include "sim/statics/NativeTables.h"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "sim/potentials/Kim.h"
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
  if (kim.identity().style != PotentialStyle::kim)
    GTEST_SKIP() << "the KIM model of 2009 is not installed";
  const Potential native =
      fastestForm(kim, latticeAtoms(LatticeKind::b2, 3.24, {29, 40}, 5), folder.path);
  ASSERT_EQ(native.identity().style, PotentialStyle::eamFinnisSinclair);
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

// Alloys of the setfl kind have one density function an element, Finnis-Sinclair models one an
// ordered pair: taken for the other, rows of one function end up in the middle of another.
TEST(NativeTables, ofAlloysWithSeveralElementsAgreeToo) {
  struct Alloy {
    const char* id;
    std::vector<int> elements;
    double a_A;
  };
  const std::vector<Alloy> alloys{
      {"EAM_Dynamo_CaiYe_1996_AlCu__MO_942551040047_005", {13, 29}, 3.0},
      {"EAM_Dynamo_ZhouJohnsonWadley_2004_CuTa__MO_547744193826_000", {29, 73}, 3.1},
      {"EAM_Dynamo_PunMishin_2009_NiAl__MO_751354403791_005", {13, 28}, 2.9},
      {"EAM_Dynamo_WilliamsMishinHamilton_2006_CuAg__MO_128703483589_005", {29, 47}, 3.1},
      {"EAM_Dynamo_ZopeMishin_2003_TiAl__MO_117656786760_005", {13, 22}, 3.2},
      {"EAM_Dynamo_MendelevKramerHao_2012_NiZr__MO_149104665840_005", {28, 40}, 3.2},
  };
  const WorkFolder folder("alloys");
  if (Mpi::isRoot()) std::filesystem::create_directories(folder.path);
  Mpi::barrier();
  int checked = 0;
  for (const Alloy& alloy : alloys) {
    if (!Kim::find(alloy.id, alloy.elements)) continue;
    const Potential kim = Potential::find(std::string("kim:") + alloy.id, alloy.elements);
    const Potential native =
        fastestForm(kim, latticeAtoms(LatticeKind::b2, alloy.a_A, alloy.elements, 5), folder.path);
    EXPECT_EQ(native.identity().style, PotentialStyle::eamFinnisSinclair) << alloy.id;
    const Atoms other = rattled(LatticeKind::b2, alloy.a_A + 0.1, alloy.elements);
    const double expected = staticState(kim, other).energy_eV;
    EXPECT_NEAR(staticState(native, other).energy_eV, expected, 1e-10 * std::abs(expected))
        << alloy.id;
    ++checked;
  }
  if (checked == 0) GTEST_SKIP() << "no KIM model of an alloy is installed";
}

TEST(NativeTables, aModelWithoutTablesStaysAsItIs) {
  const Potential silicon = Potential::find("sw-si-1985", {14});
  const Potential same =
      fastestForm(silicon, rattled(LatticeKind::diamond, 5.43, {14}), "/nonexistent");
  EXPECT_EQ(same.identity().style, PotentialStyle::kim);
}

}  // namespace
}  // namespace glasscope::sim
