#include "pipeline/report/ReportQuench.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/system/Files.h"
#include "pipeline/report/TableFile.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

class ReportQuench : public testing::Test {
 protected:
  ReportQuench() : run_(folder_ / "run") {
    std::filesystem::create_directories(run_.path(Product::thermo).parent_path());
  }
  /// A melt, a quench from 2000 to 300 K within 170 ps, which is 1e13 K/s, and a short hold.
  report::ReportData of(double bend_K) {
    std::string text =
        "phase,time_ps,temperature_K,potential_energy_eV_per_atom,volume_A3_per_atom,"
        "pressure_bar\nmelt,0,2000,-4,17,0\nmelt,1,2000,-4,17,0\n";
    for (int i = 0; i <= 170; ++i) {
      const double t = 2000 - 10 * i;
      text +=
          fmt::format("quench,{},{},{:.10g},{:.10g},0\n", 2 + i, t,
                      -4.5 + 1.5 * 8.617333262e-5 * std::min(t - bend_K, 0.0) +
                          2.5 * 8.617333262e-5 * std::max(t - bend_K, 0.0),
                      16 + 5e-4 * std::min(t - bend_K, 0.0) + 1.2e-3 * std::max(t - bend_K, 0.0));
    }
    text += "equilibrate,173,300,-4.5,16,0\n";
    writeFileAtomically(run_.path(Product::thermo), text);
    report::ReportData data;
    addQuench(data, run_);
    return data;
  }

  const TemporaryFolder folder_;
  RunDirectory run_;
};

TEST_F(ReportQuench, tellsWhereVolumeAndEnergyBend) {
  const report::ReportData data = of(745);
  ASSERT_EQ(data.signals.sections.size(), 1u);
  const auto& numbers = data.signals.sections[0].numbers;
  ASSERT_EQ(numbers.size(), 2u);
  EXPECT_EQ(numbers[0].name, "quench, by volume");
  EXPECT_NEAR(numbers[0].value, 745, 0.5);
  EXPECT_THAT(numbers[0].note, HasSubstr("at 1e+13 K/s"));
  // The final volume is 16 - 5e-4 * 445 = 15.78.
  EXPECT_THAT(numbers[0].note, HasSubstr("glass 31.7, liquid 76.1 1e-6/K"));
  EXPECT_EQ(numbers[1].name, "quench, by potential energy");
  EXPECT_NEAR(numbers[1].value, 745, 0.5);
  EXPECT_THAT(numbers[1].note, HasSubstr("glass 1.5, liquid 2.5 k an atom"));
}

TEST_F(ReportQuench, saysWhereNothingBends) {
  const auto numbers = of(5000).signals.sections.at(0).numbers;
  EXPECT_FALSE(std::isfinite(numbers[0].value));
  EXPECT_THAT(numbers[0].note, HasSubstr("none found"));
}

TEST_F(ReportQuench, aSampleThatWasNotCooledHasNoSection) {
  writeFileAtomically(run_.path(Product::thermo),
                      "phase,time_ps,temperature_K,potential_energy_eV_per_atom,"
                      "volume_A3_per_atom,pressure_bar\nsnapshots,0,300,-4,16,0\n");
  report::ReportData data;
  addQuench(data, run_);
  EXPECT_TRUE(data.signals.sections.empty());
}

// Cooled by 300 K it is a quench, by less it is a change of temperature.
TEST_F(ReportQuench, aQuenchCoolsByThreeHundredKelvin) {
  const auto sections = [&](double from_K) {
    std::string text =
        "phase,time_ps,temperature_K,potential_energy_eV_per_atom,volume_A3_per_atom,"
        "pressure_bar\n";
    for (int i = 0; i <= 10; ++i)
      text += fmt::format("quench,{},{},-4,16,0\n", i, from_K + (400 - from_K) * i / 10);
    writeFileAtomically(run_.path(Product::thermo), text);
    report::ReportData data;
    addQuench(data, run_);
    return data.signals.sections.size();
  };
  EXPECT_EQ(sections(700), 1u);
  EXPECT_EQ(sections(699), 0u);
}

}  // namespace
}  // namespace glasscope::pipeline
