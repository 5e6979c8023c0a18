#include "sim/samples/ClusterFormula.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

using Parts = std::vector<std::pair<int, int>>;

TEST(ClusterFormula, namesCentreShellAndGlue) {
  const ClusterFormula formula = clusterFormula("[Ni-Nb6Ni6]Ni2Zr");
  EXPECT_EQ(formula.centre, 28);
  EXPECT_EQ(formula.shell, (Parts{{41, 6}, {28, 6}}));
  EXPECT_EQ(formula.glue, (Parts{{28, 2}, {40, 1}}));
  EXPECT_EQ(formula.atoms(), 16);
  EXPECT_EQ(formula.species(), (std::vector<int>{28, 40, 41}));
}

// Cu8Zr5 is an icosahedron of Cu7Zr5 about a copper atom.
TEST(ClusterFormula, takesTheCentreFromTheFirstElementWhereThereIsNoDash) {
  const ClusterFormula one = clusterFormula("[Cu8Zr5]Cu"), other = clusterFormula("[Cu-Cu7Zr5]Cu");
  EXPECT_EQ(one.centre, other.centre);
  EXPECT_EQ(one.shell, other.shell);
  EXPECT_EQ(one.glue, other.glue);
  EXPECT_EQ(one.shellAtoms(), 12);
  EXPECT_EQ(clusterFormula("[BFe9]").shell, (Parts{{26, 9}}));
  EXPECT_EQ(clusterFormula("[BFe9]").glueAtoms(), 0);
}

TEST(ClusterFormula, whatIsNoneIsRefused) {
  for (const char* text :
       {"", "Cu8Zr5", "[Cu8Zr5", "[]Cu", "[Cu-]Cu", "[Cu2Zr]Cu", "[Cu-Zr25]", "[Cu-Zr12]Cu4",
        "[Cu-Zr0Cu12]", "[Cu-cu12]", "[Xx-Cu12]", "[Cu-Cu9999]", "[Cu-Cu7Zr5]Cu ", "[Cu-Cu7Zr5]12"})
    EXPECT_THROW(clusterFormula(text), Error) << text;
  EXPECT_THROW(clusterFormula("[Cu-" + std::string(100000, 'C') + "]"), Error);
}

}  // namespace
}  // namespace glasscope::sim
