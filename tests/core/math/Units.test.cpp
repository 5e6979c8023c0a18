#include "core/math/Units.h"

#include <vector>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(Units, knowsLengthsAsProgramsWriteThem) {
  const struct {
    const char* unit;
    double factor;
  } lengths[] = {{"A", 1},    {"Angstrom", 1},          {"\u00c5", 1},         {"\u212b", 1},
                 {"nm", 10},  {"nanometer", 10},        {"pm", 0.01},          {"\u00b5m", 1e4},
                 {"um", 1e4}, {"bohr", 0.529177210903}, {"a0", 0.529177210903}};
  for (const auto& known : lengths)
    EXPECT_DOUBLE_EQ(unitFactor(known.unit, Dimension::length).value_or(0), known.factor)
        << known.unit;
}

TEST(Units, knowsEachUnitByTheWordsOfOtherCountries) {
  const struct {
    double factor;
    std::vector<const char*> names;
  } units[] = {
      {1, {"angstroms", "Ang"}},
      {10, {"nanometer", "nanometers", "nanometre", "nanometres"}},
      {0.01, {"picometer", "picometers", "picometre", "picometres"}},
      {1e4, {"micron", "microns", "micrometer", "micrometers", "micrometre", "micrometres"}},
      {1e7, {"mm"}},
      {1e10, {"m", "meter", "meters", "metre", "metres"}},
      {0.529177210903, {"bohr", "bohrs", "Bohr", "a0"}}};
  for (const auto& unit : units)
    for (const char* name : unit.names)
      EXPECT_EQ(unitFactor(name, Dimension::length), unit.factor) << name;
}

TEST(Units, knowsReciprocalLengthsAndVelocities) {
  for (const char* unit : {"nm^-1", "1/nm", "nm-1", "nm\u207b\u00b9", "nm^{-1}", "1 / nm"})
    EXPECT_DOUBLE_EQ(unitFactor(unit, Dimension::reciprocalLength).value_or(0), 0.1) << unit;
  EXPECT_EQ(unitFactor("A^-1", Dimension::reciprocalLength), 1);
  for (const char* unit : {"nm ps-1", "nm/ps", "nm ps^-1", "ps-1 nm"})
    EXPECT_EQ(unitFactor(unit, Dimension::velocity), 10) << unit;
  EXPECT_DOUBLE_EQ(unitFactor("Angstrom fs-1", Dimension::velocity).value_or(0), 1000);
  EXPECT_EQ(unitFactor("fs", Dimension::time), 1e-3);
}

TEST(Units, knowsNoFactorForAnotherDimensionOrNoUnit) {
  for (const char* unit : {"", "pixels", "nm", "mrad", "A^-2", "nm/ps/fs", "1/A^2", "A^-x"})
    EXPECT_FALSE(unitFactor(unit, Dimension::reciprocalLength).has_value()) << unit;
  for (const char* unit : {"", "pixels", "px", "nm^-1", "sigma", "nm nm", "ps"})
    EXPECT_FALSE(unitFactor(unit, Dimension::length).has_value()) << unit;
}

}  // namespace
}  // namespace glasscope
