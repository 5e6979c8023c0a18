#include "compare/diffraction/VariableResolution.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

TEST(VariableResolution, isRayleighs) {
  EXPECT_NEAR(rayleighResolution_A(0.0305), 20, 1e-12);
}

// Half height of (2 J1(x) / x)^2 and of the Gaussian lie at one distance.
TEST(VariableResolution, ofDarkFieldIsTheWidthOfItsSpeckle) {
  const double q = 0.0305, a = darkFieldSpeckle_A(q), half = a * std::sqrt(2 * std::log(2.0));
  const double x = 2 * M_PI * q * half;
  EXPECT_NEAR(std::pow(2 * std::cyl_bessel_j(1.0, x) / x, 2), 0.5, 1e-5);
}

TEST(VariableResolution, tableRunsFromFineToCoarse) {
  const std::vector<ResolvedVariance> all = {
      {20, "wide.h5", "V_Omega", {0.1, 0.2}, {0.5, 0.25}, {0.01, std::nan("")}},
      {8, "narrow.h5", "V_Omega", {0.1, 0.2}, {std::nan(""), 0.125}, {}}};
  EXPECT_EQ(variableResolutionTable(all, "# by hand"),
            "# by hand\nresolution_A,definition,k_invA,v,standard_error,source\n"
            "8,V_Omega,0.2,0.125,,narrow.h5\n"
            "20,V_Omega,0.1,0.5,0.01,wide.h5\n"
            "20,V_Omega,0.2,0.25,,wide.h5\n");
}

TEST(VariableResolution, takesTheCurvesOfAScan) {
  Curves curves;
  curves.name = "fluctuation";
  curves.x = {0.1, 0.2};
  curves.curves = {{"V_Omega", {1, 2}, {0.1, 0.2}}, {"V_r", {3, 4}, {}}};
  const auto found = resolvedVariances({Curves(), curves}, 12, "scan.h5");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].definition, "V_r");
  EXPECT_EQ(found[1].v, (std::vector<double>{3, 4}));
  EXPECT_EQ(found[0].resolution_A, 12);
  EXPECT_EQ(found[0].error, (std::vector<double>{0.1, 0.2}));
  EXPECT_THROW(resolvedVariances({}, 12, "scan.h5"), Error);
}

}  // namespace
}  // namespace glasscope::compare
