#include "pipeline/case/ResolveCase.h"

#include <gtest/gtest.h>

#include "pipeline/case/CaseFile.h"
#include "pipeline/case/SeriesMember.h"
#include "tests/pipeline/case/CaseMessage.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

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

// 0.5145 x 0.0250793 / 4.3 = 3.0008 mrad at 200 kV; at 300 kV the wavelength is 0.0196875.
TEST(ResolveCase, theWidthOfAProbeGivesItsSemiangle) {
  const Case c = parseCase("", "test", {"nanodiffraction.probe_fwhm_A=4.3"});
  const ScanCase& scan = *c.findScan("nanodiffraction");
  EXPECT_NEAR(scan.probe.semiangle_mrad, 3.0008, 1e-3);
  EXPECT_EQ(c.findScan("haadf")->probe.semiangle_mrad, 25);  // of another scan
  // What is written is read again, and follows the voltage.
  const Case again = parseCase(resolvedToml(c), "test", {"microscope.voltage_kV=300"});
  EXPECT_NEAR(again.findScan("nanodiffraction")->probe.semiangle_mrad, 2.3557, 1e-3);
  const Case decided = parseCase("", "test", {"haadf.semiangle_mrad=20", "haadf.probe_fwhm_A=2"});
  EXPECT_NEAR(decided.findScan("haadf")->probe.semiangle_mrad, 6.4516, 1e-3);
}

TEST(ResolveCase, aProbeSmallerThanAnyApertureMakesIsRefused) {
  EXPECT_THAT(messageOf("", {"haadf.probe_fwhm_A=0.05"}), HasSubstr("at least 0.0645"));
  EXPECT_THAT(messageOf("", {"haadf.probe_fwhm_A=2",
                             "haadf.series={key=\"semiangle_mrad\", values=[5, 10]}"}),
              HasSubstr("take probe_fwhm_A"));
}

TEST(ResolveCase, aSeriesOverTheWidthHasOtherSemiangles) {
  const Case c = parseCase("", "test", {"haadf.series={key=\"probe_fwhm_A\", values=[1, 4]}"});
  const ScanCase& scan = *c.findScan("haadf");
  EXPECT_NEAR(memberOf(c, "haadf", scan.series, 4).findScan("haadf")->probe.semiangle_mrad, 3.2258,
              1e-3);
}

TEST(ResolveCase, aModelIsCheckedBeforeItIsMade) {
  EXPECT_THAT(messageOf("[sample]\nkind = \"cluster_glue\"\nformula = \"Cu8Zr5\"\n"),
              HasSubstr("no cluster with glue"));
  EXPECT_THAT(messageOf("[sample]\nrelax = true\n"), HasSubstr("sample.relax is for a model"));
  EXPECT_NO_THROW(
      parseCase("[sample]\nkind = \"trigonal_prisms\"\nrelax = true\n", "case.toml", {}));
}

}  // namespace
}  // namespace glasscope::pipeline
