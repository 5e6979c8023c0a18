// The pair distribution of a plane wave's rings as a user asks for it.
#include "pipeline/imaging/PairFiles.h"

#include <cmath>
#include <sstream>

#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

using testing::HasSubstr;

class PairFilesTest : public ProgramTest {
 protected:
  std::vector<std::string> command(std::vector<std::string> more) const {
    return with(quickly({"multislice", (folder_ / "glass.xyz").string(), "--frames", "all", "-o",
                         (folder_ / "run").string()}),
                std::move(more));
  }
};

/// Columns of a table behind a comment and a line of names.
std::vector<std::vector<double>> rows(const std::string& text) {
  std::istringstream lines(text);
  std::vector<std::vector<double>> result;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || !std::isdigit(static_cast<unsigned char>(line[0]))) continue;
    std::istringstream cells(line);
    result.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');)
      result.back().push_back(std::stod(cell));
  }
  return result;
}

TEST_F(PairFilesTest, aPlaneWavesRingsBecomeAPairDistribution) {
  writeFrames("glass.xyz", 2);
  const Outcome outcome = run(command({"haadf.enabled=false", "nanodiffraction.enabled=false",
                                       "hrtem.enabled=true", "hrtem.max_angle_mrad=80",
                                       "hrtem.aperture_mrad=0", "hrtem.pair_distribution=true"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto byK = rows(readFile(folder_ / "run/signals/hrtem/pairs_k.csv"));
  ASSERT_GT(byK.size(), 20u);
  double rms = 0;
  for (const auto& row : byK) {
    ASSERT_EQ(row.size(), 4u);
    EXPECT_GE(row[0], 0.25);
    EXPECT_NEAR(row[2], row[0] * (row[1] - 1), 1e-4 * (1 + std::abs(row[2])));
    if (row[0] > 2.5) rms += std::pow(row[1] - 1, 2) / static_cast<double>(byK.size());
  }
  EXPECT_LT(std::sqrt(rms), 0.5);  // S tends to 1; a ring of so small a box holds few pixels
  const auto byR = rows(readFile(folder_ / "run/signals/hrtem/pairs_r.csv"));
  ASSERT_EQ(byR.size(), 750u);
  std::size_t top = 75;
  for (std::size_t i = 75; i < byR.size(); ++i) {
    if (byR[i][2] > byR[top][2]) top = i;
  }
  // Atoms of a simple cubic lattice of 2.6 angstrom, displaced by 0.25 along each axis.
  EXPECT_NEAR(byR[top][0], 2.6, 0.35);
}

// A third of the atoms is zirconium, and all of them fill the foil: with these numbers and no
// others the rings become S(k).
TEST(PairFiles, compositionAndDensityAreThoseOfTheFoil) {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 9, 9});
  for (int i = 0; i < 27; ++i)
    atoms.add(i % 3 == 0 ? 40 : 29, 3.0 * Vec3(i % 3 + 0.5, i / 3 % 3 + 0.5, i / 9 + 0.5));
  const multislice::Foil foil = multislice::Foil::cut(atoms, {});
  multislice::HrtemResult result{multislice::Grid(8, 8, 9, 9), 1, 1, 0, {}, {}, 0, 0, {}, {}};
  std::vector<double> k, intensity;
  for (int i = 0; i < 200; ++i) {
    k.push_back(0.01 * (i + 1));
    intensity.push_back((1 + 0.3 * std::cos(6 * k.back())) /
                        std::pow(1 + std::pow(1.5 * k.back(), 2), 2));
    result.rings.push_back({k.back(), intensity.back(), 0, 10});
  }
  const pipeline::Case c;
  pipeline::ImageCase image = c.images.front();
  image.pairs.max_invA = 1.5;
  compare::PairDistributionSettings settings = image.pairs;
  settings.atomicNumbers = {29, 40};
  settings.fractions = {2.0 / 3, 1.0 / 3};
  settings.density_per_A3 = 27 / foil.extent_A().prod();
  const auto expected = compare::pairDistribution(k, intensity, settings);
  const auto found = pipeline::pairDistributionOf(c, image, result, foil);
  EXPECT_EQ(found.s, expected.s);
  EXPECT_EQ(found.g, expected.g);
}

TEST_F(PairFilesTest, vacuumBesideTheFoilIsRefused) {
  writeFrames("glass.xyz", 2);
  const Outcome outcome =
      run(command({"haadf.enabled=false", "nanodiffraction.enabled=false", "hrtem.enabled=true",
                   "hrtem.pair_distribution=true", "foil.rotation_deg=[0,0,30]",
                   "foil.width_A=[8,8]", "foil.thickness_A=8"}));
  EXPECT_NE(outcome.status, 0);
  EXPECT_THAT(outcome.errors, HasSubstr("there is no pair distribution of this foil"));
}

}  // namespace
}  // namespace glasscope
