#include "sim/deformation/ModulusRoutes.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace glasscope::sim {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
using testing::HasSubstr;

ElasticTensor isotropic(double bulk, double shear) {
  ElasticTensor c = ElasticTensor::Zero();
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) c(i, j) = bulk - 2 * shear / 3;
    c(i, i) += 2 * shear;
    c(3 + i, 3 + i) = shear;
  }
  return c;
}

TEST(ModulusRoutes, putTheThreeSideBySide) {
  ElasticResponse response;
  response.affine_GPa = isotropic(140, 45);
  response.relaxed_GPa = isotropic(124, 24.2);
  response.relaxed_GPa(0, 5) = 1;  // under stress a tensor is not symmetric
  AthermalModuli strained;
  strained.tensor_GPa = isotropic(124.1, 24.3);
  FluctuationModuli hot;
  hot.affine_GPa = isotropic(139, 44);
  hot.tensor_GPa = isotropic(118, 20);
  hot.error_GPa = ElasticTensor::Constant(0.7);
  hot.shear_GPa = {20, 0.5};
  hot.bulk_GPa = {118, 0.9};
  const auto rows = modulusRows(response, strained, hot);
  ASSERT_EQ(rows.size(), 23u);
  EXPECT_EQ(rows[0].name, "shear");
  EXPECT_NEAR(rows[0].affine, 45, 1e-9);
  EXPECT_NEAR(rows[0].response, 24.2, 1e-9);
  EXPECT_NEAR(rows[0].strained, 24.3, 1e-9);
  EXPECT_NEAR(rows[0].hotAffine, 44, 1e-9);
  EXPECT_EQ(rows[0].hot, 20);
  EXPECT_EQ(rows[0].hotError, 0.5);
  EXPECT_NEAR(rows[1].strained, 124.1, 1e-9);
  EXPECT_EQ(rows[1].hot, 118);
  EXPECT_EQ(rows[2].name, "c11");
  EXPECT_EQ(rows[7].name, "c16");
  EXPECT_NEAR(rows[7].response, 0.5, 1e-9);
  EXPECT_EQ(rows[22].name, "c66");
  EXPECT_NEAR(rows[22].hot, 20, 1e-9);
  EXPECT_NEAR(rows[22].hotError, 0.7, 1e-9);
  const std::string table = modulusCsv(rows);
  EXPECT_THAT(table,
              HasSubstr("\nshear,45.00000,24.20000,24.30000,44.00000,20.00000,0.50000,softer "
                        "by 17.4 % with heat\n"));

  const auto none = modulusRows(std::nullopt, strained, std::nullopt);
  EXPECT_TRUE(std::isnan(none[0].response) && std::isnan(none[0].hot));
  EXPECT_NEAR(none[0].strained, 24.3, 1e-9);
}

TEST(ModulusRoutes, sayWhereTheyDisagree) {
  const auto verdict = [](double response, double strained, double hot, double error) {
    return verdictOf({"shear", 45, response, strained, 44, hot, error});
  };
  EXPECT_EQ(verdict(24, 24.4, 23, 0.6), RouteVerdict::agree);
  EXPECT_EQ(verdict(24, 24.6, 24, 0.6), RouteVerdict::restDiffers);
  EXPECT_EQ(verdict(24, 24, 22.7, 0.6), RouteVerdict::softer);
  EXPECT_EQ(verdict(24, 24, 25.3, 0.6), RouteVerdict::stiffer);
  EXPECT_EQ(verdict(24, 24, 20, 2.5), RouteVerdict::tooUncertain);
  EXPECT_EQ(verdict(24, 24, 20, kUnknown), RouteVerdict::tooUncertain);
  EXPECT_EQ(verdict(24, 24, kUnknown, kUnknown), RouteVerdict::agree);
  EXPECT_EQ(verdict(kUnknown, 24, kUnknown, kUnknown), RouteVerdict::oneRoute);
  EXPECT_EQ(verdict(0, 0.5, kUnknown, kUnknown), RouteVerdict::restDiffers) << "more than nothing";
  EXPECT_EQ(verdict(1e-3, -1e-3, 0.05, 0.05), RouteVerdict::agree) << "zero by symmetry";
  EXPECT_THAT(verdictText({"shear", 45, 24, 26, 0, kUnknown, kUnknown}), HasSubstr("8.3 %"));
  EXPECT_THAT(verdictText({"shear", 45, 24, 24, 44, 27, 1}), HasSubstr("stiffer by 12.5 %"));
  EXPECT_THAT(verdictText({"shear", 45, 24, 24, 44, 27, 9}), HasSubstr("time_ps"));
}

}  // namespace
}  // namespace glasscope::sim
