// The page in a real browser, where one is installed.

#include <array>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "report/Report.h"
#include "tests/TemporaryFolder.h"
#include "tests/report/RenderedPage.h"
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
/// `deeds` is a script that acts on the drawn page as a reader would; what it returns comes back as
/// the text of an element.
std::string drawn(const ReportData& data, const std::string& fragment,
                  const std::string& deeds = "") {
  const TemporaryFolder folder;
  std::string page = renderReport(data);
  if (!deeds.empty()) {
    const std::string end = "</body>";
    page.insert(page.rfind(end),
                "<script>(async () => { while (document.documentElement.dataset.ready !== 'yes') "
                "await new Promise((done) => setTimeout(done, 20)); let told; try { told = await "
                "(async () => {" +
                    deeds +
                    "})(); } catch (error) { told = 'failed: ' + error; } const out = "
                    "document.createElement('output'); out.id = 'told'; out.textContent = told; "
                    "document.body.prepend(out); })();</script>");
  }
  writeFileAtomically(folder / "report.html", page);
  std::string document;
  // A browser on a crowded machine now and then never starts; the page itself gets no second
  // chance, for one that fails leaves a document.
  for (int attempt = 0; attempt < 3 && document.empty(); ++attempt)
    document = outputOf(
        "timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage "
        "--no-first-run --disable-extensions --disable-background-networking "
        "--virtual-time-budget=20000 --user-data-dir='" +
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
  for (const char* section : {"answers", "making", "structure", "maps", "signals", "scan",
                              "associations", "film", "provenance"})
    EXPECT_THAT(page, HasSubstr("<section id=\"" + std::string(section) + "\"")) << section;
  EXPECT_THAT(page, HasSubstr("position (12, 7) of 14"));
  EXPECT_THAT(page, HasSubstr("One warning"));
  EXPECT_THAT(page, HasSubstr("used here"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"missing\"")));
  EXPECT_THAT(page, Not(HasSubstr("p over samples")));  // it is of one
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
  data.signals.scan->virtualImages.clear();
  data.signals.scan->pattern.wavelength_A = data.signals.scan->pattern.semiangle_mrad = kUnknown;
  data.signals.associations->rows[0] = {"density", "haadf"};
  for (AssociationRow& row : data.signals.associations->rows) {
    row.significance.samples = 6;  // the first row has no number for them
    if (!row.signal.empty() && &row != &data.signals.associations->rows[0])
      row.significance.pSamples = 0.0123;
  }
  data.signals.maps[0].map.values = Array2<double>(48, 40, kUnknown);
  data.signals.maps[1].map.values = Array2<double>(48, 40, 0.25);
  data.film->linear.reset();
  data.film->ringCorrelation.reset();
  data.structure.thermo->volume_A3_per_atom.clear();
  data.title = "<img src=x onerror=alert(1)>";
  data.signals.maps[0].map.name = "<b>bold</b>";
  data.run.warnings = {"<i>slanted</i>"};
  const std::string page = drawn(data, "#pattern=99,99");
  EXPECT_THAT(page, HasSubstr("data-ready=\"yes\""));
  EXPECT_THAT(page, HasSubstr("position (13, 11) of 14"));
  EXPECT_THAT(visibleText(page), Not(HasSubstr("NaN")));
  EXPECT_THAT(visibleText(page), Not(HasSubstr("undefined")));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;slanted&lt;/i&gt;"));
  EXPECT_THAT(visibleText(page), HasSubstr("Over 6 independent samples"));  // the answers
  EXPECT_THAT(visibleText(page), HasSubstr("are over 6 independent samples"));
  EXPECT_THAT(visibleText(page), HasSubstr("p over samples"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<b>bold")));
}

std::string told(const std::string& page) {
  return between(page, "<output id=\"told\">", "</output>");
}

TEST(Page, answersBeforeAnythingElse) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "");
  EXPECT_LT(page.find("<section id=\"answers\""), page.find("<section id=\"maps\""));
  const std::string answers = between(page, "<section id=\"answers\"", "</section>");
  EXPECT_THAT(answers, HasSubstr("verdict yes"));
  EXPECT_THAT(answers, HasSubstr("could not have been seen"));
  EXPECT_THAT(answers, HasSubstr("4 times the area"));
  EXPECT_THAT(answers, HasSubstr("0.62"));
  EXPECT_THAT(page, HasSubstr("HAADF probe"));
}

TEST(Page, drawsCurvesAndPatternsThatItHasNoCodeFor) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "");
  const std::string section = between(page, "<section id=\"signals\"", "</section>");
  EXPECT_THAT(section, HasSubstr("Normalised variance V(k)"));
  EXPECT_THAT(section, HasSubstr("Angular power of the first ring"));
  EXPECT_THAT(section, HasSubstr("Mean pattern"));
  EXPECT_THAT(section, HasSubstr("2.31 ± 0.12 Å"));
  EXPECT_THAT(section, HasSubstr("k = 1/d (1/Å)"));
  EXPECT_THAT(section, HasSubstr("Ranked for a test."));
  EXPECT_THAT(section, HasSubstr("−0.654"));
  EXPECT_THAT(section, HasSubstr("0.012<")) << "as many digits as its column asks for";
  EXPECT_THAT(section, HasSubstr("Voronoi volume"));
}

TEST(Page, aClickOrAKeyOnAnAnswerShowsItsPair) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "", R"(
    const chosen = () => [...document.querySelectorAll('select[aria-label=descriptor], select[aria-label=signal]')].map((s) => s.value).join('+');
    const lines = [...document.querySelectorAll('#answers tbody tr')];
    const before = chosen();
    lines[2].click();
    const clicked = chosen();
    lines[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    return [before, clicked, chosen(), lines.every((line) => line.tabIndex === 0)].join('|');)");
  EXPECT_EQ(told(page), "Density+HAADF|Five fold symmetry+HAADF|Free volume+HAADF|true");
}

TEST(Page, keysMoveTheScanPositionAndClicksSortTables) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "#pattern=3,4", R"(
    const box = document.querySelector('#scan [tabindex]');
    box.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    const moved = document.querySelector('#scan output').textContent.slice(0, 15);
    const first = () => document.querySelector('#associations tbody tr').textContent;
    document.querySelector('#associations thead button').click();
    const ascending = first();
    document.querySelector('#associations thead button').click();
    return [moved, ascending.startsWith('Density'), first().startsWith('Vibration')].join('|');)");
  EXPECT_EQ(told(page), "position (4, 4)|true|true");
}

// Two neighbouring pixels of one place: as drawn, they are the levels that the scan holds.
TEST(Page, drawsThePatternsThatTheScanHolds) {
  NEEDS_BROWSER();
  const ReportData data = sample::report();
  const ReportScan& scan = *data.signals.scan;
  const std::string page = drawn(data, "#pattern=3,4", R"(
    const charts = [...document.querySelectorAll('#scan .chart')].map((gd) => gd.figure);
    const one = charts.find((c) => c.node.querySelector('b').textContent === 'Pattern at this position');
    const z = one.gd.data[0].z;
    return [z[20][30].toFixed(6), z[21][30].toFixed(6)].join('|');)");
  const auto shown = [&](int x, int y) {
    const int place = 3 * scan.positions.ny + 4, pixel = x * scan.pattern.ny + y;
    const int level =
        scan.levels[static_cast<std::size_t>(place * scan.pattern.nx * scan.pattern.ny + pixel)];
    return fmt::format(
        "{:.6f}", scan.scale.logMin + (scan.scale.logMax - scan.scale.logMin) * (level - 1) / 254);
  };
  EXPECT_EQ(told(page), shown(30, 20) + "|" + shown(30, 21));
}

TEST(Page, figuresGoOutAsSvgOnPaperAndAsNumbers) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "", R"(
    const charts = [...document.querySelectorAll('.chart')].map((gd) => gd.figure);
    const named = (name) => charts.find((one) => one.node.querySelector('b').textContent.startsWith(name));
    const svg = decodeURIComponent(await named('Normalised variance').svg());
    const csv = named('Normalised variance').csv().split('\n');
    const map = named('Density').csv().split('\n');
    const withoutNumbers = charts.filter((one) => one.csv().split('\n').length < 4).length;
    return [svg.startsWith('data:image/svg+xml'), svg.includes('rgb(255, 255, 255)'), csv[0], csv[1], csv[2], map[1], map.length, withoutNumbers].join('|');)");
  EXPECT_EQ(told(page),
            "true|true|# Normalised variance V(k)|\"k = 1/d (1/Å)\",\"V_Omega\",\"standard "
            "error\"|0,0.02,0.003|\"x (Å)\",\"y (Å)\",\"Å⁻³\"|1923|0");
}

TEST(Page, everyFigureAndControlHasALabel) {
  NEEDS_BROWSER();
  const std::string page = drawn(sample::report(), "", R"(
    const bare = [...document.querySelectorAll('button, select, input, .chart')].filter((node) => !node.textContent.trim() && !node.getAttribute('aria-label') && !node.closest('label'));
    const charts = [...document.querySelectorAll('.chart')].filter((node) => !node.getAttribute('aria-label') || node.getAttribute('role') !== 'img');
    return `${bare.length} ${charts.length}`;)");
  EXPECT_EQ(told(page), "0 0");
}

}  // namespace
}  // namespace glasscope::report
