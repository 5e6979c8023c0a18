#include "pipeline/report/ReportForces.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/report/TableFile.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ReportForces : public testing::Test {
 protected:
  ReportForces() : run_(folder_ / "run") {
    std::filesystem::create_directories(run_.path(Product::densityOfStates).parent_path());
  }
  report::ReportData withFacts(const std::string& facts, const char* stage = "sim") {
    StageRecord record;
    record.name = stage;
    record.facts = facts;
    run_.finish(record, Case());
    report::ReportData data;
    addForces(data, run_);
    return data;
  }

  const TemporaryFolder folder_;
  RunDirectory run_;
};

TEST_F(ReportForces, aSampleWithoutForcesHasNoSection) {
  EXPECT_TRUE(withFacts("{\"atoms\": 4}").signals.sections.empty());
}

TEST_F(ReportForces, drawsTheColumnsOfItsTablesAndSaysWhereTheBoxEndsWhatIsKnown) {
  writeFileAtomically(run_.path(Product::densityOfStates),
                      "frequency_THz,modes_below,density_per_THz,reduced_density_per_THz3\n"
                      "0.5,3,7,28\n1,9,11,11\n");
  writeFileAtomically(
      run_.path(Product::heatCapacity),
      "temperature_K,quantum_k_per_atom,classical_k_per_atom,quantum_per_T3_k_per_K3\n"
      "10,0.5,3,5e-4\n");
  const std::string facts =
      R"({"vibrations": {"soft_edge_THz": 0.86, "harmonic_u2_A2": 0.0117},)"
      R"("elasticity": {"shear_modulus_GPa": 24.2, "affine_shear_modulus_GPa": 44.8},)"
      R"("boson_peak": {"frequency_THz": 0.61, "over_debye": 2.5, "first_phonon_THz": 0.44,)"
      R"("limited_by_box": LIMITED},)"
      R"("softest_modes": {"modes": 30, "below_first_phonon": 12, "complete": true,)"
      R"("first_phonon_THz": 0.44, "softest_THz": 0.194, "softest_participation_ratio": 0.015}})";
  const auto with = [&](const char* limited) {
    std::string text = facts;
    return withFacts(text.replace(text.find("LIMITED"), 7, limited)).signals.sections.at(0);
  };
  const report::ReportSection section = with("true");
  ASSERT_EQ(section.curves.size(), 2u);
  EXPECT_THAT(section.curves[0].x, ElementsAre(0.5, 1));
  EXPECT_THAT(section.curves[0].curves.at(0).y, ElementsAre(28, 11));
  EXPECT_THAT(section.curves[1].x, ElementsAre(10));
  EXPECT_THAT(section.curves[1].curves.at(0).y, ElementsAre(5e-4));
  const auto number = [](const report::ReportSection& of, const std::string& name) {
    for (const report::ReportNumber& each : of.numbers)
      if (each.name == name) return each;
    return report::ReportNumber();
  };
  EXPECT_EQ(number(section, "shear modulus").value, 24.2);
  EXPECT_THAT(number(section, "shear modulus").note, HasSubstr("44.8"));
  EXPECT_EQ(number(section, "boson peak").value, 0.61);
  EXPECT_THAT(number(section, "boson peak").note, HasSubstr("0.44 THz: THE PEAK IS LIMITED"));
  EXPECT_THAT(number(with("false"), "boson peak").note, Not(HasSubstr("LIMITED")));
  EXPECT_EQ(number(section, "end of the soft window").value, 0.86);
  EXPECT_EQ(number(section, "modes below the first sound wave").value, 12);
  EXPECT_THAT(number(section, "modes below the first sound wave").note, Not(HasSubstr("at least")));
}

TEST_F(ReportForces, putsTheModuliOfThreeRoutesIntoOneLine) {
  const auto numbers =
      withFacts(R"({"shear": {"linear_response_GPa": 24.2, "strained_GPa": 24.3,)"
                R"("fluctuations_GPa": [19.5, 0.4], "verdict": "softer by 19.4 % with heat"},)"
                R"("bulk": {"linear_response_GPa": null, "strained_GPa": 124,)"
                R"("fluctuations_GPa": [null, null], "verdict": "one route"},)"
                R"("temperature_K": 300})",
                "moduli")
          .signals.sections.at(0)
          .numbers;
  ASSERT_EQ(numbers.size(), 2u);
  EXPECT_EQ(numbers[0].name, "shear modulus at 300 K");
  EXPECT_EQ(numbers[0].value, 19.5);
  EXPECT_EQ(numbers[0].error, 0.4);
  EXPECT_THAT(numbers[0].note, HasSubstr("24.2 by linear response, 24.3 between"));
  EXPECT_THAT(numbers[0].note, HasSubstr("softer by 19.4 %"));
  EXPECT_EQ(numbers[1].name, "bulk modulus at 300 K");
  EXPECT_TRUE(std::isnan(numbers[1].value));
}

TEST_F(ReportForces, aTableOfARunThatIsDamagedOrCutIsAnError) {
  const auto read = [&](const char* text) {
    writeFileAtomically(run_.path(Product::densityOfStates), text);
    return ownTable(run_, Product::densityOfStates).numbers(0);
  };
  EXPECT_THAT(read("frequency_THz\n12\n"), ElementsAre(12));
  EXPECT_THROW(read("frequency_THz\nnone\n"), Error);
  EXPECT_THROW(read("frequency_THz\n12"), Error) << "it may have been 123";
}

}  // namespace
}  // namespace glasscope::pipeline
