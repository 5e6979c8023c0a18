// What the making of a sample leaves beside its atoms.
#include <cmath>
#include <sstream>

#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

class SimStageTest : public ProgramTest {
 protected:
  /// Numbers of a table behind its heading, by rows; words are NaN.
  std::vector<std::vector<double>> table(const std::string& file) const {
    std::istringstream lines(readFile(folder_ / "run/structure" / file));
    std::vector<std::vector<double>> rows;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      std::istringstream fields(line);
      rows.emplace_back();
      for (std::string field; std::getline(fields, field, ',');) {
        char* end = nullptr;
        const double value = std::strtod(field.c_str(), &end);
        rows.back().push_back(*end == 0 ? value : std::nan(""));
      }
    }
    return rows;
  }
};

// CuZr of the B2 structure, trembling a little: relaxed in a moment, and with springs of tables.
TEST_F(SimStageTest, writesADensityOfStatesThatIsNormalisedAndReduced) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(4 * 3.26));
  Random random(5, "trembling");
  for (int i = 0; i < 64; ++i) {
    const Vec3 corner(i % 4, i / 4 % 4, i / 16);
    for (const double place : {0.0, 0.5}) {
      const Vec3 moved(random.normal(), random.normal(), random.normal());
      atoms.add(place == 0 ? 29 : 40, 3.26 * (corner + Vec3::Constant(place)) + 0.03 * moved);
    }
  }
  writeExtendedXyz(folder_ / "b2.xyz", {atoms});
  const Outcome outcome =
      run(with({"sim", (folder_ / "b2.xyz").string(), "-o", (folder_ / "run").string()},
               {"snapshots.thermal_motion=dynamics", "sim.potential=mendelev-2009",
                "snapshots.equilibration_ps=0.01", "snapshots.count=2",
                "snapshots.interval_ps=0.01", "vibrations.vectors=8", "vibrations.window_share=0.1",
                "vibrations.window_width_THz=0.5", "elasticity.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto states = table("density_of_states.csv");
  ASSERT_GT(states.size(), 5u);
  const double step = states[1][0] - states[0][0];
  EXPECT_NEAR(states[0][0], step, 1e-9);
  double sum = 0, before = 0;
  for (const auto& row : states) {
    ASSERT_EQ(row.size(), 4u);
    EXPECT_GE(row[1], before);
    before = row[1];
    sum += step * row[2];
    // What Debye's law makes constant: g / nu^2.
    EXPECT_NEAR(row[3] * row[0] * row[0], row[2], 1e-9 * row[2]);
  }
  EXPECT_NEAR(before, 3 * 128 - 3, 0.05 * 381);  // all modes but those above the last row
  EXPECT_NEAR(sum, 1, 0.1);                      // rows as far apart as the resolution
}

}  // namespace
}  // namespace glasscope
