#include "pipeline/report/ReportAccuracy.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/system/Files.h"
#include "multislice/convergence/AccuracyJson.h"
#include "multislice/convergence/typicalErrors.h"
#include "pipeline/report/StageFacts.h"
#include "report/NumberText.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::json;

std::string nameOf(const ScanCase& scan, const std::string& signal) {
  const std::string own = report::readableName(scan.name);
  return signal == scan.name ? own : own + ": " + signal;
}

// What was stated when the settings were chosen.
void addStated(const Case& c, const ScanCase& scan, const std::filesystem::path& file,
               std::vector<report::ReportNumber>& numbers) {
  const auto choice = multislice::accuracyChoice(readFile(file), c.microscope);
  for (const multislice::SignalAccuracy& signal : choice.signals) {
    const std::string note =
        signal.judged ? fmt::format("up to about this, measured here; {:.3g} % were asked for",
                                    100 * choice.asked)
                      : "too faint to judge in single precision";
    numbers.push_back({.name = nameOf(scan, signal.signal.name),
                       .value = 100 * signal.bound,
                       .unit = "%",
                       .note = note});
  }
}

// What reached the edge of the windows, from the record of the scan.
double windowErrorOf(const RunDirectory& run, const std::string& scan) {
  const Json facts = factsOf(run, scan);
  if (!facts.contains("window") || !facts["window"]["edge_intensity_max"].is_number()) return 0;
  return multislice::windowError(facts["window"]["edge_intensity_max"]);
}

// Rules of thumb for settings that nobody chose.
void addTypical(const ScanCase& scan, const std::string& text, double window,
                std::vector<report::ReportNumber>& numbers) {
  const Json typical = Json::parse(text);
  for (const Json& signal : typical.at("signals")) {
    const double sampling = signal.at("sampling"), slices = signal.at("slices");
    numbers.push_back(
        {.name = nameOf(scan, signal.at("name")),
         .value = 100 * (sampling + slices + window),
         .unit = "%",
         .note = fmt::format("by rules of thumb: sampling {:.2g}, slices {:.2g}, window {:.2g} %",
                             100 * sampling, 100 * slices, 100 * window)});
  }
}

}  // namespace

report::ReportSection accuracySection(const Case& c, const RunDirectory& run) {
  report::ReportSection section;
  section.id = "accuracy";
  section.title = "How far off the signals are";
  section.intro =
      "What sampling, slices, potentials and window leave, root mean square over the positions of "
      "a scan, of the signal. What thermal motion leaves is in the standard errors. Rules of thumb "
      "come from two glasses and are good to a factor of two; accuracy_percent of a scan measures "
      "on its own specimen and chooses the settings.";
  for (const ScanCase& scan : c.scans) {
    const std::filesystem::path stated = run.path(Product::accuracy, {scan.name});
    const Product made = scan.series.isOverTilts() ? Product::series : Product::signal;
    const std::filesystem::path signal = run.path(made, {scan.name});
    if (!scan.enabled) continue;
    if (scan.accuracy_percent > 0 && std::filesystem::exists(stated)) {
      addStated(c, scan, stated, section.numbers);
    } else if (std::filesystem::exists(signal)) {
      const EmdMetadata about = readEmdMetadata(signal);
      if (const auto text = about.find("typical_errors"); text != about.end())
        addTypical(scan, text->second, windowErrorOf(run, scan.name), section.numbers);
    }
  }
  return section;
}

}  // namespace glasscope::pipeline
