#include "report/ReportJson.h"

#include <bit>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "tests/report/RenderedPage.h"
#include "tests/report/SampleReport.h"

namespace glasscope::report {
namespace {

using nlohmann::json;

std::vector<float> floatsIn(const json& text) {
  const auto bytes = unbase64(text.get<std::string>());
  std::vector<float> values;
  for (std::size_t i = 0; i + 3 < bytes.size(); i += 4)
    values.push_back(std::bit_cast<float>(
        std::uint32_t{bytes[i]} | (std::uint32_t{bytes[i + 1]} << 8) |
        (std::uint32_t{bytes[i + 2]} << 16) | (std::uint32_t{bytes[i + 3]} << 24)));
  return values;
}

TEST(ReportJson, holdsTheNumbersItWasGiven) {
  const ReportData data = sample::report();
  const json read = json::parse(reportJson(data));
  EXPECT_EQ(read["thermo"]["energy_eV_per_atom"].get<std::vector<double>>(),
            data.structure.thermo->energy_eV_per_atom);
  EXPECT_EQ(read["pairs"][0]["curves"][2]["y"].get<std::vector<double>>(),
            data.structure.pairs[0].curves[2].y);
  EXPECT_EQ(read["histograms"][1]["series"][0]["counts"].get<std::vector<double>>(),
            data.structure.histograms[1].series[0].counts);
  EXPECT_EQ(read["associations"]["rows"][7]["pSurrogate"].get<double>(),
            data.signals.associations->rows[7].significance.pSurrogate);
  EXPECT_EQ(read["film"]["scores"][1]["nccInterior"].get<double>(),
            data.film->scores[1].nccInterior);
  EXPECT_EQ(read["sample"]["atoms"].get<std::int64_t>(), 4000);
  EXPECT_EQ(read["stages"][0]["memory"].get<double>(), 2.1e8);
  const json& table = read["sections"][0]["table"];
  EXPECT_EQ(table["rows"][0]["values"][1].get<double>(), 0.012345);
  EXPECT_TRUE(table["rows"][1]["values"][1].is_null());
  EXPECT_EQ(table["columns"][2]["digits"].get<int>(), 2);
  EXPECT_EQ(read["caseToml"].get<std::string>(), data.run.caseToml);
}

TEST(ReportJson, aTableHasANumberForEachColumn) {
  ReportData data = sample::report();
  data.signals.sections[0].table->rows[0].values.pop_back();
  EXPECT_THROW(reportJson(data), Error);
}

TEST(ReportJson, holdsMapsAsFloatsRunningFastestAlongY) {
  const ReportData data = sample::report();
  const json read = json::parse(reportJson(data));
  const Map2& map = data.signals.maps[3].map;
  const auto values = floatsIn(read["maps"][3]["data"]);
  ASSERT_EQ(values.size(), map.values.size());
  EXPECT_EQ(values[static_cast<std::size_t>(5 * map.ny() + 7)],
            static_cast<float>(map.values(5, 7)));
  EXPECT_EQ(read["maps"][3]["kind"], "truth");
  EXPECT_EQ(read["maps"][3]["pixel"][1].get<double>(), map.pixel_A.y());
}

TEST(ReportJson, keepsMissingPixelsOfMapsAsNaN) {
  const ReportData data = sample::report();
  const auto values = floatsIn(json::parse(reportJson(data))["film"]["measured"]["data"]);
  EXPECT_TRUE(std::isnan(values.front()));
  EXPECT_FALSE(std::isnan(values.back()));
}

TEST(ReportJson, writesUnknownAndInfiniteNumbersAsNull) {
  ReportData data;
  data.headline = {{"a", kUnknown, std::numeric_limits<double>::infinity(), "", ""}};
  data.structure.thermo.emplace();
  data.structure.thermo->time_ps = {0, 1};
  data.structure.thermo->pressure_GPa = {-std::numeric_limits<double>::infinity(), 2};
  const std::string text = reportJson(data);
  const json read = json::parse(text);  // a NaN in the text would not parse
  EXPECT_TRUE(read["headline"][0]["value"].is_null());
  EXPECT_TRUE(read["headline"][0]["error"].is_null());
  EXPECT_TRUE(read["thermo"]["pressure_GPa"][0].is_null());
  EXPECT_TRUE(read["sample"]["thickness_A"].is_null());
}

TEST(ReportJson, leavesOutWhatIsNotThere) {
  const json read = json::parse(reportJson(ReportData{}));
  for (const char* key :
       {"thermo", "pairs", "motifs", "conventionSpread", "chemicalOrder", "histograms", "maps",
        "scan", "associations", "film", "warnings", "caseToml", "facts", "stages"})
    EXPECT_FALSE(read.contains(key)) << key;
}

TEST(ReportJson, shrinksMapsThatAreTooLargeToShow) {
  ReportData data;
  data.signals.maps = {
      {sample::map("large", "1", 1, 0, 1, 1100, 300), ReportMap::Kind::signal, false, 0}};
  const json read = json::parse(reportJson(data));
  EXPECT_EQ(read["maps"][0]["binned"], 3);
  EXPECT_EQ(read["maps"][0]["nx"], 367);
}

TEST(ReportJson, survivesNamesThatAreNotUtf8) {
  ReportData data;
  data.run.warnings = {std::string("file \xFF\xFE.dump")};
  const json report = json::parse(reportJson(data));
  // Each byte that is no letter is shown as one that cannot be shown.
  EXPECT_NE(report.dump().find("file \xEF\xBF\xBD\xEF\xBF\xBD.dump"), std::string::npos)
      << report.dump();
}

TEST(ReportJson, refusesDataThatContradictThemselves) {
  ReportData thermo = sample::report();
  thermo.structure.thermo->energy_eV_per_atom.pop_back();
  EXPECT_THROW(reportJson(thermo), Error);
  ReportData scan = sample::report();
  scan.signals.scan->levels.pop_back();
  EXPECT_THROW(reportJson(scan), Error);
  ReportData histogram = sample::report();
  histogram.structure.histograms[0].edges.pop_back();
  EXPECT_THROW(reportJson(histogram), Error);
  ReportData film = sample::report();
  film.film->ringCorrelation->curves[2].y.pop_back();
  EXPECT_THROW(reportJson(film), Error);
}

}  // namespace
}  // namespace glasscope::report
