// The page in a real browser, where one is installed.

#include <array>
#include <cstdio>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/Report.h"
#include "tests/TemporaryFolder.h"
#include "tests/report/SampleReport.h"

namespace glasscope::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string outputOf(const std::string& command) {
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 65536> buffer;
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), n);
  pclose(pipe);
  return text;
}

bool browserInstalled() {
  return !outputOf("command -v chromium").empty();
}

/// The document as it stands after its scripts have run, without what the scripts themselves say.
std::string drawn(const ReportData& data, const std::string& fragment) {
  const TemporaryFolder folder;
  writeReport(folder / "report.html", data);
  std::string document;
  // A browser on a crowded machine now and then never starts; the page itself gets no second
  // chance, for one that fails leaves a document.
  for (int attempt = 0; attempt < 3 && document.empty(); ++attempt)
    document = outputOf(
        "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage "
        "--no-first-run --disable-extensions --disable-background-networking "
        "--virtual-time-budget=10000 --user-data-dir='" +
        (folder / ("profile" + std::to_string(attempt))).string() + "' --dump-dom 'file://" +
        (folder / "report.html").string() + fragment + "' 2>/dev/null");
  return document.substr(0, document.find("<script id=\"report-data\""));
}

/// What stands outside the tags.
std::string visibleText(const std::string& page) {
  std::string text;
  bool inside = false;
  for (const char c : page) {
    inside = c == '<' || (inside && c != '>');
    if (!inside && c != '>') text += c;
  }
  return text;
}

#define NEEDS_BROWSER() \
  if (!browserInstalled()) GTEST_SKIP() << "chromium is not installed: the page was NOT drawn"

TEST(Page, drawsEverySectionAndTheScanPositionOfItsAddress) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "#pattern=12,7");
  EXPECT_THAT(page, HasSubstr("data-ready=\"yes\""));
  for (const char* section :
       {"making", "structure", "maps", "scan", "associations", "film", "provenance"})
    EXPECT_THAT(page, HasSubstr("<section id=\"" + std::string(section) + "\"")) << section;
  EXPECT_THAT(page, HasSubstr("position (12, 7) of 14"));
  EXPECT_THAT(page, HasSubstr("One warning"));
  EXPECT_THAT(page, HasSubstr("used here"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"missing\"")));
}

TEST(Page, saysWhatToRunForSectionsWithoutData) {
  NEEDS_BROWSER();
  const std::string page = drawn(ReportData{}, "");
  EXPECT_THAT(page, HasSubstr("data-ready=\"yes\""));
  EXPECT_THAT(page, HasSubstr("No diffraction patterns in this run."));
  EXPECT_THAT(page, HasSubstr("glasscope multislice"));
  EXPECT_THAT(page, Not(HasSubstr("<section id=\"film\"")));
  EXPECT_THAT(page, Not(HasSubstr("<section id=\"making\"")));
}

TEST(Page, drawsDataFullOfHolesAndNamesFullOfMarkup) {
  NEEDS_BROWSER();
  ReportData data = sample::report();
  data.scan->virtualImages.clear();
  data.scan->wavelength_A = data.scan->semiangle_mrad = kUnknown;
  data.associations->rows[0] = {"density", "haadf"};
  data.maps[0].map.values = Array2<double>(48, 40, kUnknown);
  data.maps[1].map.values = Array2<double>(48, 40, 0.25);
  data.film->linear.reset();
  data.film->ringCorrelation.reset();
  data.thermo->volume_A3_per_atom.clear();
  data.title = "<img src=x onerror=alert(1)>";
  data.maps[0].map.name = "<b>bold</b>";
  data.warnings = {"<i>slanted</i>"};
  const std::string page = drawn(data, "#pattern=99,99");
  EXPECT_THAT(page, HasSubstr("data-ready=\"yes\""));
  EXPECT_THAT(page, HasSubstr("position (13, 11) of 14"));
  EXPECT_THAT(visibleText(page), Not(HasSubstr("NaN")));
  EXPECT_THAT(visibleText(page), Not(HasSubstr("undefined")));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;slanted&lt;/i&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<b>bold")));
}

}  // namespace
}  // namespace glasscope::report
