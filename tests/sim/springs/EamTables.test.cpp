#include "sim/springs/EamTables.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

TableFunction sine(double step) {
  std::vector<double> values;
  for (double x = 0; x < 3.0001; x += step) values.push_back(std::sin(x));
  return TableFunction(values, step);
}

TEST(EamTables, functionsGoThroughTheirKnots) {
  const TableFunction function({1, 4, 9, 16, 25, 36}, 0.5);
  EXPECT_DOUBLE_EQ(function.at(1.0, Curvature::smooth).value, 9);
  EXPECT_DOUBLE_EQ(function.at(2.5, Curvature::smooth).value, 36);
  EXPECT_DOUBLE_EQ(function.end(), 2.5);
  // (1 + 2 x)^2 inside: the five-point rule is exact for it.
  EXPECT_NEAR(function.at(1.2, Curvature::smooth).value, 3.4 * 3.4, 1e-12);
  EXPECT_NEAR(function.at(1.2, Curvature::smooth).first, 4 * 3.4, 1e-12);
  EXPECT_NEAR(function.at(1.2, Curvature::piecewise).second, 8, 1e-12);
  EXPECT_DOUBLE_EQ(function.at(9, Curvature::smooth).value, 36) << "beyond the table";
}

// Five-point slopes reach a knot beyond the last number that is none; LAMMPS' cut-off does not.
TEST(EamTables, reachesToTheKnotBehindItsLastNumber) {
  EXPECT_DOUBLE_EQ(TableFunction({3, 2, 0, 1, 0, 0, 0}, 0.5).reach(), 2);
  EXPECT_DOUBLE_EQ(TableFunction({3, 2, 1}, 0.5).reach(), 1.5) << "the end of the table";
  EXPECT_EQ(TableFunction({0, 0, 0}, 0.5).reach(), 0);
}

TEST(EamTables, derivativesAreThoseOfTheFunction) {
  const TableFunction function = sine(0.01);
  for (const double x : {0.5, 1.2345, 2.0}) {
    const auto value = function.at(x, Curvature::smooth);
    EXPECT_NEAR(value.value, std::sin(x), 1e-9);    // step^4
    EXPECT_NEAR(value.first, std::cos(x), 1e-6);    // step^3
    EXPECT_NEAR(value.second, -std::sin(x), 2e-5);  // linear between knots: step^2 / 8
    // The cubic's own second derivative is off by step^2 / 12 and jumps.
    EXPECT_NEAR(function.at(x, Curvature::piecewise).second, -std::sin(x), 1e-4);
  }
}

TEST(EamTables, piecewiseCurvatureIsTheSlopeOfTheSlope) {
  const TableFunction function = sine(0.1);
  const double x = 1.234, h = 1e-5;
  const double numerical = (function.at(x + h, Curvature::piecewise).first -
                            function.at(x - h, Curvature::piecewise).first) /
                           (2 * h);
  EXPECT_NEAR(function.at(x, Curvature::piecewise).second, numerical, 1e-8);
}

TEST(EamTables, ofThePotentialEndWhereItsDensitiesDo) {
  const auto tables = EamTables::of(Potential::find("mendelev-2009", {29, 40}));
  ASSERT_TRUE(tables);
  EXPECT_DOUBLE_EQ(tables->cutoff_A(), 7.6);
  EXPECT_NEAR(tables->densityReach_A(), 6.0, 0.01);
  EXPECT_FALSE(EamTables::of(Potential::find("sw-si-1985", {14})));
  const auto phi = tables->pair(0, 1, 2.8, Curvature::smooth);
  const auto mirrored = tables->pair(1, 0, 2.8, Curvature::smooth);
  EXPECT_EQ(phi.value, mirrored.value);
  const double h = 1e-4;
  const double numerical = (tables->pair(0, 1, 2.8 + h, Curvature::smooth).value -
                            tables->pair(0, 1, 2.8 - h, Curvature::smooth).value) /
                           (2 * h);
  EXPECT_NEAR(phi.first, numerical, 1e-5 * std::abs(numerical));
}

}  // namespace
}  // namespace glasscope::sim
