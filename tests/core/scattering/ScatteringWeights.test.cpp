#include "core/scattering/ScatteringWeights.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

/// The fits hold their electrons to 0.04 (of 98; a fit, not a sum rule).
TEST(ScatteringWeights, xrayForwardScatteringCountsElectrons) {
  for (int z = 1; z <= 98; ++z) EXPECT_NEAR(scatteringWeight(Radiation::xray, z, 0), z, 0.04) << z;
}

TEST(ScatteringWeights, neutronLengthsOfTheReferenceGlass) {
  EXPECT_EQ(scatteringWeight(Radiation::neutron, 29, 1), 7.718);
  EXPECT_EQ(scatteringWeight(Radiation::neutron, 40, 0.3), 7.16);
  EXPECT_LT(scatteringWeight(Radiation::neutron, 22, 1), 0);  // titanium
}

/// Lobato and Van Dyck, Acta Cryst. A70, 636 (2014), at k = 0.2, 0.5, 1 and 2 1/angstrom: another
/// fit of other calculations, so that a few per cent are between them.
TEST(ScatteringWeights, electronFactorsAgreeWithAnotherParametrisation) {
  struct Row {
    int z;
    double k, f;
  };
  for (const auto& row :
       {Row{14, 0.2, 4.4729}, Row{14, 0.5, 1.9677}, Row{14, 1, 0.7429}, Row{14, 2, 0.2705},
        Row{29, 0.2, 4.5919}, Row{29, 0.5, 2.7946}, Row{29, 1, 1.4682}, Row{29, 2, 0.5215},
        Row{40, 0.2, 8.7251}, Row{40, 0.5, 4.1610}, Row{40, 1, 1.8269}, Row{40, 2, 0.6727}})
    EXPECT_NEAR(scatteringWeight(Radiation::electron, row.z, row.k) / row.f, 1, 0.03)
        << row.z << " " << row.k;
}

/// Rutherford's limit: far out, f_e = 2 Z / (a0 Q^2) up to the electrons' own share.
TEST(ScatteringWeights, electronFactorTendsToRutherford) {
  const double q = 2 * 3.14159265358979 * 8;
  const double rutherford = 2 * 29 / (0.529177 * q * q);
  EXPECT_NEAR(scatteringWeight(Radiation::electron, 29, 8) / rutherford, 1, 0.06);
}

TEST(ScatteringWeights, elementsWithoutOneAreRefused) {
  EXPECT_THROW(scatteringWeight(Radiation::xray, 99, 1), Error);
  EXPECT_THROW(scatteringWeight(Radiation::xray, 0, 1), Error);
  EXPECT_THROW(scatteringWeight(Radiation::neutron, 84, 1), Error);
}

}  // namespace
}  // namespace glasscope
