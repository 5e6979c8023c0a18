// Measured diffraction to a pair distribution, as a user does it: the verb pairs.
#include <cmath>
#include <sstream>

#include "core/formats/Emd.h"
#include "core/scattering/ScatteringFactors.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;

/// What copper atoms with twelve neighbours at 2.7 angstrom scatter, and a beam in the middle.
double intensity(double k) {
  static const ScatteringFactors factors(Parametrisation::lobato);
  if (k < 0.05) return 1e4;
  const double x = 2 * M_PI * k * 2.7;
  return std::pow(factors.factor(29, k), 2) *
         (1 + 12 * std::sin(x) / x * std::exp(-2 * std::pow(M_PI * 0.2 * k, 2)));
}

class PairsTest : public ProgramTest {
 protected:
  fs::path writePattern(const Vec2& centre, double said_invA = 0.025) const {
    DatacubeShape shape;
    shape.rx = shape.ry = 1;
    shape.qx = shape.qy = 256;
    shape.qStep_invA = said_invA;
    std::vector<float> pattern;
    for (int x = 0; x < shape.qx; ++x) {
      for (int y = 0; y < shape.qy; ++y) {
        pattern.push_back(
            static_cast<float>(intensity(0.025 * std::hypot(x - centre.x(), y - centre.y()))));
      }
    }
    EmdDatacubeWriter writer(folder_ / "pattern.h5", shape, {}, "planted");
    writer.writeRow(0, pattern);
    writer.commit();
    return folder_ / "pattern.h5";
  }

  static std::vector<std::string> copper(const fs::path& input) {
    return with({"pairs", input.string(), "--elements", "Cu"},
                {"hrtem.pair_density_per_A3=0.085", "hrtem.pair_min_invA=0.1",
                 "hrtem.pair_scale_degree=0"});
  }

  /// Place of the largest value in the second column of a table, and the sum of the first times the
  /// second within an angstrom of 2.7 times the step: neighbours, when that is G(r).
  struct Shell {
    double place = 0, neighbours = 0;
  };
  Shell shellIn(const fs::path& path) const {
    std::istringstream in(readFile(path));
    Shell shell;
    double most = -1, before = 0;
    for (std::string line; std::getline(in, line);) {
      double r = 0, g = 0;
      if (std::sscanf(line.c_str(), "%lf,%lf", &r, &g) != 2) continue;
      if (g > most) {
        most = g;
        shell.place = r;
      }
      if (std::abs(r - 2.7) < 1) shell.neighbours += r * g * (r - before);
      before = r;
    }
    return shell;
  }
};

TEST_F(PairsTest, aPlantedShellOfNeighboursComesBackFromAPattern) {
  const Outcome outcome = run(copper(writePattern({128, 128})));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const Shell shell = shellIn(folder_ / "pattern_pairs_r.csv");
  EXPECT_NEAR(shell.place, 2.7, 0.03);
  // A lone shell has S(0) = 13: its lowest rings are cut at 0.1 and weigh on the fitted scale. With
  // the true scale 12.0 to 12.5 are found (PairDistribution.test.cpp).
  EXPECT_NEAR(shell.neighbours, 12, 2.5);
  EXPECT_THAT(readFile(folder_ / "pattern_pairs_k.csv"), HasSubstr("k_invA,s,phi_invA,scale"));
}

TEST_F(PairsTest, theCentreIsFoundAndATableOfRingsGivesTheSame) {
  const fs::path pattern = writePattern({120.3, 131.8});
  EXPECT_THAT(run(copper(pattern)).output, ContainsRegex("\\(120\\.[23].*, 131\\.[78]"));
  EXPECT_NEAR(shellIn(folder_ / "pattern_pairs_r.csv").place, 2.7, 0.03);
  std::string table = "Q_invA intensity\n";
  for (double k = 0.1; k < 3; k += 0.025) {
    table += fmt::format("{:.10g} {:.10g}\n", 2 * M_PI * k, intensity(k));
  }
  writeFileAtomically(folder_ / "rings.txt", table);
  const fs::path out = folder_ / "reduced";
  auto arguments = copper(folder_ / "rings.txt");
  arguments.insert(arguments.end(), {"-o", out.string()});
  const Outcome outcome = run(arguments);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_NEAR(shellIn(out / "rings_pairs_r.csv").place, 2.7, 0.03);
}

TEST_F(PairsTest, theSizeOfADiffractionPixelCanBeGiven) {
  const fs::path pattern = writePattern({128, 128}, 0.05);  // the file says twice the truth
  auto arguments = copper(pattern);
  arguments.insert(arguments.end(), {"--set", "calibration.diffraction_pixel_invA=0.025"});
  const Outcome outcome = run(arguments);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("0.05 1/angstrom; 0.025 was given"));
  EXPECT_NEAR(shellIn(folder_ / "pattern_pairs_r.csv").place, 2.7, 0.03);
}

TEST_F(PairsTest, whatIsNotKnownOfTheSampleIsAskedFor) {
  const fs::path pattern = writePattern({128, 128});
  const Outcome outcome = run({"pairs", pattern.string(), "--elements", "Cu"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("hrtem.pair_density_per_A3"));
  EXPECT_EQ(run(copper(folder_ / "not_there.h5")).status, 3);
  // Two elements need two fractions; those of the default glass are not taken silently.
  EXPECT_EQ(run(with({"pairs", pattern.string(), "--elements", "Cu,Zr"},
                     {"hrtem.pair_density_per_A3=0.06"}))
                .status,
            2);
}

}  // namespace
}  // namespace glasscope
