#include "pipeline/case/ResolveCase.h"

#include <gtest/gtest.h>

#include "pipeline/case/CaseFile.h"

namespace glasscope::pipeline {
namespace {

// The tables [sim] and [snapshots] are for both: what makes a glass, and what gives somebody's
// configuration its motion.
TEST(ResolveCase, theKeysOfTheQuenchHoldForThermalisingToo) {
  const Case c = parseCase(
      "[case]\nseed = 7\n[sim]\npressure_bar = 500\nfinal_temperature_K = 250\ntimestep_fs = 1.5\n"
      "[snapshots]\nequilibration_ps = 3\ncount = 5\ninterval_ps = 0.5\n",
      "case.toml", {});
  EXPECT_EQ(c.thermalise.pressure_bar, 500);
  EXPECT_EQ(c.thermalise.temperature_K, 250);
  EXPECT_EQ(c.thermalise.timestep_fs, 1.5);
  EXPECT_EQ(c.thermalise.equilibration_ps, 3);
  EXPECT_EQ(c.thermalise.snapshotCount, 5);
  EXPECT_EQ(c.thermalise.snapshotInterval_ps, 0.5);
  EXPECT_EQ(c.vibrations.temperature_K, 250) << "u2 of harmonic vibrations is that of this heat";
}

// A seed that does not arrive makes the same noise, the same surrogates or the same sample again.
TEST(ResolveCase, everySeedIsThatOfTheCase) {
  const Case c = parseCase("[case]\nseed = 7\n", "case.toml", {});
  EXPECT_EQ(c.meltQuench.seed, 7u);
  EXPECT_EQ(c.thermalise.seed, 7u);
  EXPECT_EQ(c.vibrations.seed, 7u);
  EXPECT_EQ(c.voronoi.seed, 7u);
  EXPECT_EQ(c.foil.seed, 7u);
  EXPECT_EQ(c.einstein.seed, 7u);
  EXPECT_EQ(c.compare.association.seed, 7u);
  EXPECT_EQ(c.record.seed, 7u);
  EXPECT_EQ(c.film.seed, 7u);
}

// By ascending atomic number, as the texts say, and not in the order in which types are named.
TEST(ResolveCase, numbersOfElementsAreByAtomicNumber) {
  const Case c = parseCase(
      "[sim]\nelements = \"Zr,Cu\"\nfractions = [0.5, 0.5]\n[voronoi]\n"
      "radii_A = [1.28, 1.6]\n",
      "case.toml", {});
  EXPECT_EQ(c.voronoi.radii_A.at(29), 1.28);
  EXPECT_EQ(c.voronoi.radii_A.at(40), 1.6);
}

}  // namespace
}  // namespace glasscope::pipeline
