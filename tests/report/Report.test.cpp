#include "report/Report.h"

#include <filesystem>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/report/RenderedPage.h"
#include "tests/report/SampleReport.h"

namespace glasscope::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(Report, embedsDataThatParseAndHoldTheSameNumbers) {
  const TinyPlotly tiny;
  const ReportData data = sample::report();
  const auto read = dataOf(renderReport(data));
  EXPECT_EQ(read["thermo"]["temperature_K"].get<std::vector<double>>(),
            data.structure.thermo->temperature_K);
  EXPECT_EQ(read["motifs"].size(), data.structure.motifs.rows.size());
  EXPECT_EQ(read["associations"]["rows"][0]["r"].get<double>(),
            data.signals.associations->rows[0].correlation.pearson);
}

// As differences from a first pattern; that of another place or of no pattern would show here.
TEST(Report, carriesThePatternsByteByByte) {
  const TinyPlotly tiny;
  const ReportData data = sample::report();
  const std::string bytes = textOf(renderReport(data), "report-patterns");
  const std::vector<std::uint8_t>& levels = data.signals.scan->levels;
  const auto pixels =
      static_cast<std::size_t>(data.signals.scan->pattern.nx * data.signals.scan->pattern.ny);
  ASSERT_EQ(bytes.size(), pixels + levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i)
    ASSERT_EQ(static_cast<std::uint8_t>(bytes[i % pixels] + bytes[pixels + i]), levels[i]) << i;
  EXPECT_EQ(textOf(renderReport(ReportData{}), "report-patterns"), "");
}

TEST(Report, fillsInSummaryCardsVerdictAndConventions) {
  const TinyPlotly tiny;
  const auto read = dataOf(renderReport(sample::report()));
  EXPECT_THAT(read["summary"].get<std::string>(), HasSubstr("4,000 atoms"));
  EXPECT_FALSE(read["headline"].empty());
  EXPECT_THAT(read["film"]["verdict"].get<std::string>(), HasSubstr("Multislice"));
  EXPECT_FALSE(read["conventions"].get<std::string>().empty());
}

TEST(Report, showsTitleAndSummaryWithoutAnyScript) {
  const TinyPlotly tiny;
  const std::string page = renderReport(sample::report());
  EXPECT_THAT(page, HasSubstr("<h1>Cu64Zr36, quenched and imaged</h1>"));
  EXPECT_THAT(between(page, "<p class=\"lead\">", "</p>"), HasSubstr("4,000 atoms"));
}

TEST(Report, letsNoNameBecomeMarkup) {
  const TinyPlotly tiny;
  const std::string attack = "</script><script>alert(1)</script><!--";
  ReportData data = sample::report();
  data.title = data.summary = data.sample.name = data.run.caseToml = attack;
  data.run.warnings = {attack};
  data.signals.maps[0].map.name = attack;
  data.run.facts.push_back({attack, attack, attack});
  const std::string page = renderReport(data);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  // Exactly the page's own four scripts end, and each begins once. What is packed is base64.
  EXPECT_EQ(occurrences(page, "</script"), 4u);
  EXPECT_EQ(occurrences(page, "<script"), 4u);
  EXPECT_EQ(dataOf(page)["warnings"][0], attack);
}

TEST(Report, loadsNothing) {
  const TinyPlotly tiny;
  const std::string page = renderReport(ReportData{});
  for (const char* word :
       {"http:", "https:", "//cdn", "@import", "url(", "fetch(", "XMLHttpRequest", "WebSocket",
        "EventSource", "sendBeacon", "importScripts", "import("})
    EXPECT_THAT(page, Not(HasSubstr(word))) << word;
  EXPECT_FALSE(std::regex_search(page, std::regex(R"(<(link|img|iframe|object|embed|base)\b)")));
  EXPECT_FALSE(std::regex_search(page, std::regex(R"(<script[^>]*\bsrc\s*=)")));
  // And whatever plotly.js might want, the browser is told to refuse it.
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("connect-src")));
}

TEST(Report, leavesNoPlaceUnfilled) {
  const TinyPlotly tiny;
  EXPECT_FALSE(std::regex_search(renderReport(ReportData{}), std::regex(R"(\{\{[A-Z]+\}\})")));
}

TEST(Report, isTheSameForTheSameData) {
  const TinyPlotly tiny;
  EXPECT_EQ(renderReport(sample::report()), renderReport(sample::report()));
}

TEST(Report, staysBelowTwentyMegabytesWithALargeScanAndADozenMaps) {
  // 40 x 38 places of 128 x 128 pixels are 25 million numbers; plotly.js itself is part of the
  // page.
  ReportData data = sample::report();
  data.signals.scan = displayScan(sample::datacube(40, 128), {});
  for (int i = 0; i < 5; ++i)
    data.signals.maps.push_back({sample::map("map_" + std::to_string(i), "1", i, 0, 1, 256, 256),
                                 ReportMap::Kind::signal, false, 0});
  EXPECT_LT(renderReport(data).size(), 20'000'000u);
}

TEST(Report, isWrittenWholeOrNotAtAll) {
  const TinyPlotly tiny;
  const TemporaryFolder folder;
  writeReport(folder / "report.html", sample::report());
  EXPECT_EQ(readFile(folder / "report.html"), renderReport(sample::report()));
  EXPECT_FALSE(std::filesystem::exists(partialPath(folder / "report.html")));
}

TEST(Report, namesTheFolderThatCannotBeWritten) {
  const TinyPlotly tiny;
  const TemporaryFolder folder;
  writeFileAtomically(folder / "file", "not a folder");
  try {
    writeReport(folder / "file" / "report.html", ReportData{});
    FAIL() << "a report inside a file must be an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
  }
}

}  // namespace
}  // namespace glasscope::report
