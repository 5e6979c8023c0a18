#include "report/Report.h"

#include <string_view>

#include "core/system/Compress.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Provenance.h"
#include "report/PageAssets.h"
#include "report/PageText.h"
#include "report/PlotlyScript.h"
#include "report/ReportJson.h"
#include "report/Summary.h"

namespace glasscope::report {

namespace {

/// The template with each {{NAME}} filled in one pass, so that nothing that is filled in is
/// searched.
std::string fill(std::string_view page,
                 const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string filled;
  std::size_t from = 0;
  while (true) {
    const std::size_t open = page.find("{{", from);
    filled += page.substr(from, open - from);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = page.find("}}", open);
    GLASSCOPE_ENSURE(close != std::string_view::npos, "page.html has an open place");
    const std::string_view name = page.substr(open + 2, close - open - 2);
    bool known = false;
    for (const auto& [key, value] : parts)
      if (key == name) {
        filled += value;
        known = true;
      }
    GLASSCOPE_ENSURE(known, "page.html has the unknown place " + std::string(name));
    from = close + 2;
  }
}

/// The levels of a scan as differences, modulo 256, from those of the mean level of each pixel,
/// which come first. A tenth smaller than the levels, and a quarter smaller than in the JSON: gzip
/// does not undo base64.
std::string patternBytes(const ReportScan& scan) {
  const auto pixels =
      static_cast<std::size_t>(scan.pattern.nx) * static_cast<std::size_t>(scan.pattern.ny);
  const std::size_t patterns = scan.levels.size() / pixels;
  std::vector<std::size_t> sum(pixels, 0);
  for (std::size_t i = 0; i < scan.levels.size(); ++i) sum[i % pixels] += scan.levels[i];
  std::string bytes;
  bytes.reserve(pixels + scan.levels.size());
  for (const std::size_t total : sum) bytes += static_cast<char>(total / patterns);
  for (std::size_t i = 0; i < scan.levels.size(); ++i)
    bytes += static_cast<char>(scan.levels[i] - static_cast<std::uint8_t>(bytes[i % pixels]));
  return bytes;
}

/// gzip in base64, a third of the size of the text; the page unpacks it.
std::string packed(const std::string& text) {
  const std::string bytes = gzip(text);
  return base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace

std::string renderReport(const ReportData& data) {
  ReportData full = data;
  if (full.summary.empty()) full.summary = summarize(full);
  if (full.headline.empty()) full.headline = headlineNumbers(full);
  if (full.run.conventions.empty()) full.run.conventions = conventionsText();
  if (full.film && full.film->verdict.empty()) full.film->verdict = filmVerdict(*full.film);
  const std::string script = plotlyScript();
  return fill(pageTemplate(),
              {{"TITLE", escapeHtml(full.title)},
               {"SUMMARY", escapeHtml(full.summary)},
               {"VERSION", escapeHtml(versionText())},
               {"STYLE", std::string(pageStyle())},
               {"PLOTLY", packed(script)},
               {"PLOTLY_LICENCE", escapeHtml(plotlyLicence(script))},
               {"DATA", packed(reportJson(full))},
               {"PATTERNS", full.signals.scan ? packed(patternBytes(*full.signals.scan)) : ""},
               {"SCRIPT", escapeScript(pageScript())}});
}

void writeReport(const std::filesystem::path& path, const ReportData& data) {
  writeFileAtomically(path, renderReport(data));
}

}  // namespace glasscope::report
