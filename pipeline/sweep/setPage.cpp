#include "pipeline/sweep/setPage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/hdf5/Hdf5.h"
#include "core/settings/TomlText.h"
#include "core/system/Provenance.h"
#include "pipeline/sweep/Thumbnail.h"
#include "report/PageText.h"

namespace glasscope::pipeline {

namespace {

using report::escapeHtml;

constexpr const char* kStyle =
    "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{padding:.2rem .8rem;"
    "text-align:left;border-bottom:1px solid #8884}figure{display:inline-block;margin:0 1rem 1rem "
    "0;"
    "width:11rem;vertical-align:top}figure img{width:11rem;height:auto;image-rendering:pixelated}"
    "figcaption,.small{font-size:.8rem;overflow-wrap:anywhere}svg{display:block}rect{fill:#4a7ebb}"
    "</style>\n";

// How often each bar of a histogram is hit.
struct Bars {
  std::vector<std::size_t> counts;
  std::string first, last;  ///< what its ends stand for
};

// Few values have a bar each; many are binned, by their logarithms where they span decades.
Bars barsOf(const std::vector<FieldValue>& values) {
  constexpr std::size_t kMost = 24;
  std::map<std::string, std::size_t> texts;
  std::vector<double> numbers;
  for (const FieldValue& value : values) {
    ++texts[tomlText(value)];
    if (value.is_number()) numbers.push_back(value.get<double>());
  }
  Bars bars;
  if (numbers.size() != values.size()) {
    for (const auto& [text, count] : texts) bars.counts.push_back(count);
    bars.first = texts.begin()->first;
    bars.last = texts.rbegin()->first;
    return bars;
  }
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  bars.first = fmt::format("{:g}", *least);
  bars.last = fmt::format("{:g}", *most);
  if (texts.size() <= kMost) {
    std::map<double, std::size_t> sorted;
    for (const double number : numbers) ++sorted[number];
    for (const auto& [number, count] : sorted) bars.counts.push_back(count);
    return bars;
  }
  constexpr double kDecade = 30;  // a ratio beyond which equal steps would hide most values
  const bool log = *least > 0 && *most / *least > kDecade;
  const auto place = [log](double number) { return log ? std::log(number) : number; };
  const double from = place(*least), span = place(*most) - from;
  bars.counts.assign(kMost, 0);
  for (const double number : numbers) {
    const double part = (place(number) - from) / span * static_cast<double>(kMost);
    ++bars.counts[std::min(kMost - 1, static_cast<std::size_t>(part))];
  }
  return bars;
}

std::string histogram(const std::string& key, const std::vector<FieldValue>& values) {
  const Bars bars = barsOf(values);
  constexpr double kWidth = 320, kHeight = 48;
  const double step = kWidth / static_cast<double>(bars.counts.size());
  const auto most = static_cast<double>(*std::ranges::max_element(bars.counts));
  std::string text = fmt::format(
      "<h3>{}</h3><svg width=\"{:g}\" height=\"{:g}\" role=\"img\" aria-label=\"histogram\">",
      escapeHtml(key), kWidth, kHeight);
  for (std::size_t i = 0; i < bars.counts.size(); ++i) {
    const double height = kHeight * static_cast<double>(bars.counts[i]) / most;
    text += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
        "height=\"{:.1f}\"><title>{}</title></rect>",
        step * static_cast<double>(i), kHeight - height, std::max(1.0, step - 1), height,
        bars.counts[i]);
  }
  return text + fmt::format("</svg><p class=\"small\">{} to {}</p>\n", escapeHtml(bars.first),
                            escapeHtml(bars.last));
}

// The mean pattern of a scan; its square root shows what lies outside of the bright disc.
Array2<double> meanPattern(const Hdf5& file, const std::string& path) {
  const Hdf5::Shape shape = file.shape(path);
  Array2<double> mean(static_cast<int>(shape[2]), static_cast<int>(shape[3]));
  const std::uint64_t pixels = shape[2] * shape[3];
  for (std::uint64_t rx = 0; rx < shape[0]; ++rx) {
    const auto row = file.readBlock(path, {rx, 0, 0, 0}, {1, shape[1], shape[2], shape[3]});
    for (std::size_t i = 0; i < row.size(); ++i) mean.begin()[i % pixels] += row[i];
  }
  for (double& value : mean) value = std::sqrt(std::max(0.0, value));
  return mean;
}

// The first signal of a sample, and what it is.
std::optional<std::pair<std::string, Array2<double>>> pictureOf(const Case& c, const Hdf5& file,
                                                                const std::string& group) {
  std::vector<std::string> names;
  for (const ScanCase& scan : c.scans)
    if (scan.enabled) names.push_back(scan.name);
  for (const std::string& name : names) {
    const std::string path = fmt::format("{}/{}/data", group, name);
    if (!file.isDataset(path)) continue;
    const Hdf5::Shape shape = file.shape(path);
    if (shape.size() == 4)
      return std::pair(name + ", mean pattern (square root)", meanPattern(file, path));
    if (shape.size() != 2) continue;
    Array2<double> map(static_cast<int>(shape[0]), static_cast<int>(shape[1]));
    std::ranges::copy(file.readDoubles(path), map.begin());
    return std::pair(name, std::move(map));
  }
  return {};
}

std::string figures(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                    const SweepFolders& folders) {
  constexpr std::size_t kMost = 12;
  std::string text;
  const std::size_t count = std::min(kMost, all.samples.size());
  std::set<std::size_t> chosen;  // spread over the set
  for (std::size_t i = 0; i < count; ++i) chosen.insert(i * all.samples.size() / count);
  for (const Shard& shard : shards) {
    std::vector<std::size_t> here;
    std::ranges::copy_if(shard.samples, std::back_inserter(here),
                         [&](std::size_t at) { return chosen.contains(at); });
    if (here.empty() || !std::filesystem::exists(folders.shard(shard))) continue;
    const Hdf5 file = Hdf5::open(folders.shard(shard));
    for (const std::size_t at : here) {
      const SweepSample& sample = all.samples[at];
      if (!file.has(sample.name())) continue;
      const auto picture = pictureOf(caseOf(sweep, sample), file, sample.name());
      if (!picture) continue;
      text += fmt::format(
          "<figure><img alt=\"{0}\" src=\"{1}\"><figcaption>{2} ({3}): {0}; "
          "{4}</figcaption></figure>\n",
          escapeHtml(picture->first), thumbnailUri(picture->second), sample.index,
          textOf(shard.split), escapeHtml(conditionsText(sweep, sample)));
    }
  }
  return text;
}

std::string splitRows(const SweepSamples& all, const std::vector<Shard>& shards) {
  std::string text;
  for (const auto& word : wordsOf(Split{})) {
    std::set<std::string> families;
    std::size_t samples = 0;
    for (const Shard& shard : shards) {
      if (shard.split != word.value) continue;
      samples += shard.samples.size();
      for (const std::size_t at : shard.samples) families.insert(all.samples[at].family);
    }
    text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", word.text, samples,
                        families.size());
  }
  return text;
}

}  // namespace

std::string setPage(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                    const SweepFolders& folders) {
  const std::string name = escapeHtml(sweep.settings.name);
  std::string text = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{0}</title>\n{1}</head><body>\n<h1>{0}</h1>\n<p>{2}</"
      "p>\n"
      "<p>{3} simulated samples; <a href=\"README.md\">what they are, how they were made and what "
      "they are not</a>; <a href=\"manifest.csv\">manifest</a>; <a href=\"failures.csv\">what "
      "could "
      "not be made</a>; <a href=\"citations.bib\">what to cite</a>.</p>\n"
      "<table><tr><th>split</th><th>samples</th><th>families of glasses</th></tr>\n{4}</table>\n",
      name, kStyle, escapeHtml(sweep.settings.about), all.samples.size(), splitRows(all, shards));
  if (!sweep.axes.empty()) text += "<h2>Conditions</h2>\n";
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    std::vector<FieldValue> values;
    for (const SweepSample& sample : all.samples) values.push_back(sample.values[i]);
    text += histogram(sweep.axes[i].key, values);
  }
  text += "<h2>Some samples</h2>\n" + figures(sweep, all, shards, folders);
  return text + fmt::format("<p class=\"small\">glasscope {}</p>\n</body></html>\n",
                            escapeHtml(versionText()));
}

}  // namespace glasscope::pipeline
