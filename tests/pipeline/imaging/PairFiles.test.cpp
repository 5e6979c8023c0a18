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
