#include "pipeline/sweep/dataCard.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/settings/TomlText.h"
#include "core/system/Provenance.h"
#include "pipeline/run/Citations.h"
#include "pipeline/run/Ledger.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::ordered_json;

// What the work behind a set says of itself.
struct WorkFacts {
  std::vector<Citation> citations;
  std::map<std::string, Json> potentials;       // by name
  std::map<std::string, std::size_t> warnings;  // how often
};

void addPotential(const StageRecord& record, WorkFacts& facts) {
  const Json about = Json::parse(record.facts.empty() ? "{}" : record.facts, nullptr, false);
  if (about.is_object() && about.contains("potential"))
    facts.potentials.emplace(about["potential"].value("name", ""), about["potential"]);
}

WorkFacts factsOf(const Sweep& sweep, const SweepSamples& all, const SweepPool& pool) {
  WorkFacts facts;
  for (std::size_t node = 0; node < all.nodes.size(); ++node) {
    const Ledger ledger(pool.folderOf(node));
    const StageRecord* record = ledger.find(all.nodes[node].stage);
    if (record == nullptr) continue;  // it failed
    for (const std::string& warning : record->warnings) {
      // What names the work itself says how it went (killed, damaged, begun again), and where.
      if (warning.find(pool.folderOf(node).string()) == std::string::npos)
        ++facts.warnings[warning];
    }
    addPotential(*record, facts);
    const Case c = caseOf(sweep, all.samples[all.nodes[node].sample]);
    for (Citation& citation : citationsOf(c, ledger)) {
      if (std::ranges::find(facts.citations, citation.key, &Citation::key) == facts.citations.end())
        facts.citations.push_back(std::move(citation));
    }
  }
  return facts;
}

std::string headText(const Sweep& sweep, const SweepSamples& all, std::size_t failed) {
  std::string text = fmt::format(
      "# {}\n\n{}{} simulated samples of metallic glasses in an electron microscope, made by "
      "glasscope {}.\n",
      sweep.settings.name, sweep.settings.about.empty() ? "" : sweep.settings.about + "\n\n",
      all.samples.size() - failed, versionText());
  if (failed > 0)
    text += fmt::format("{} more could not be made: failures.csv says which and why.\n", failed);
  return text + fmt::format("\nLicence of the data: {}\n\n", sweep.settings.licence.empty()
                                                                 ? "none is stated"
                                                                 : sweep.settings.licence);
}

std::string conditionsTable(const Sweep& sweep) {
  if (sweep.axes.empty()) return "";
  std::string text =
      "## Conditions\n\n| key | values | least or first | largest or last |\n|---|---|---|---|\n";
  const auto values = valuesOfAxes(sweep);
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const auto order = [](const FieldValue& a, const FieldValue& b) {
      return a.is_number() && b.is_number() && a.get<double>() < b.get<double>();
    };
    const auto [least, most] = std::minmax_element(values[i].begin(), values[i].end(), order);
    const bool numbers = values[i].front().is_number();
    text += fmt::format("| `{}` | {} | {} | {} |\n", sweep.axes[i].key, values[i].size(),
                        tomlText(numbers ? *least : values[i].front()),
                        tomlText(numbers ? *most : values[i].back()));
  }
  return text + "\nAll other settings are those of the case; the manifest has a row a sample.\n\n";
}

std::string splitsTable(const SweepSamples& all, const std::vector<Shard>& shards) {
  std::string text =
      "## Splits\n\n| split | samples | families of glasses | shards |\n|---|---|---|---|\n";
  std::size_t families = 0;
  for (const auto& word : wordsOf(Split{})) {
    std::set<std::string> own;
    std::size_t samples = 0, files = 0;
    for (const Shard& shard : shards) {
      if (shard.split != word.value) continue;
      ++files;
      samples += shard.samples.size();
      for (const std::size_t at : shard.samples) own.insert(all.samples[at].family);
    }
    families += own.size();
    text += fmt::format("| {} | {} | {} | {} |\n", word.text, samples, own.size(), files);
  }
  text +=
      "\nA family is a glass with all that comes of it: everything that was quenched from one melt "
      "(case.seed), or cut from one file, is in one split.\n";
  if (families == 1)
    text += "**There is one family only: nothing of this set can test what was trained on it.**\n";
  return text + "\n";
}

std::string potentialsText(const WorkFacts& facts) {
  if (facts.potentials.empty())
    return "## Potentials\n\nNone: the atoms were brought, or placed by a model.\n\n";
  std::string text = "## Potentials\n\n";
  for (const auto& [name, about] : facts.potentials) {
    const std::string id = about.value("kim_id", "");
    text += fmt::format(
        "- {}: {}{}{}\n", name, about.value("citation", ""),
        about.value("fallback", false) ? " (in place of the one that was asked for)" : "",
        id.empty() ? fmt::format("; file {}: its licence is that of whoever gave it",
                                 about.value("file", ""))
                   : fmt::format("; its licence stands at https://openkim.org/id/{}", id));
  }
  return text + "\ncitations.bib has these and the codes and tables that the set rests on.\n\n";
}

std::string warningsText(const WorkFacts& facts) {
  if (facts.warnings.empty()) return "";
  constexpr std::size_t kMost = 30;
  std::string text = "## What the work warned of\n\n";
  std::size_t told = 0;
  for (const auto& [warning, count] : facts.warnings) {
    if (++told > kMost) break;
    text += fmt::format("- {} ({} time{})\n", warning, count, count == 1 ? "" : "s");
  }
  if (facts.warnings.size() > kMost)
    text += fmt::format("- and {} more\n", facts.warnings.size() - kMost);
  return text + "\n";
}

constexpr const char* kFiles =
    "## Files\n\n"
    "- `manifest.csv`: a row a sample: index, name, split, glass, family, shard and group in it, "
    "content key, checksum, seed of the noise, conditions.\n"
    "- `shards/SPLIT-NUMBER.h5`: HDF5; each sample is a group of its own and an EMD 1.0 root, "
    "which "
    "py4DSTEM and HyperSpy open: 4-D scans [Rx, Ry, Qx, Qy] and maps [x, y] with axes and units, "
    "truth maps (`truth_DESCRIPTOR@SCAN`), `atoms/` (positions in the frame of the foil, elements, "
    "labels), and its conditions in `metadatabundle/glasscope`.\n"
    "- `failures.csv`: samples that could not be made, and why.\n"
    "- `index.html`: the set at a glance.\n- `citations.bib`: what to cite.\n"
    "- `set.json`: hashes of all files. `glasscope sweep --verify FOLDER` checks them.\n\n"
    "    import csv, h5py\n"
    "    row = next(r for r in csv.DictReader(open('manifest.csv')) if r['split'] == 'train')\n"
    "    sample = h5py.File(row['shard'])[row['group']]\n\n";

constexpr const char* kNaive =
    "## What a naive use would get wrong\n\n"
    "- A random split of the samples. Many of them show one glass; take the column `split`.\n"
    "- Samples of one glass are not independent, and share their thermal configurations: errors "
    "over samples are those over families, not over rows.\n"
    "- Scale. Signals are fractions of the incident beam (of patterns: per pixel), recorded ones "
    "too: "
    "counts over gain and electrons; the unit stands beside each array.\n"
    "- Noise. It is drawn anew in every sample (`noise_seed`): two doses of one scan are two "
    "recordings, not one with fewer electrons.\n"
    "- Truth maps are what the atoms in the column under the probe are on average, through the "
    "whole "
    "foil, at the resolution of the probe; no atom is seen alone. NaN: the probe meets no atom.\n"
    "- A foil thicker than its box repeats the box along the beam, and a tiled one across it: "
    "copies "
    "are no further matter.\n"
    "- Glasses from molecular dynamics are cooled many orders of magnitude faster than cast ones, "
    "and a potential is a model: what separates classes here need not separate them in a "
    "measurement.\n"
    "- What is not asked for in `[record]` is not there: no scan distortion, contamination, camera "
    "response or dead pixel unless its key is set; inelastic scattering is left out.\n"
    "- Numbers of the multislice are off by some per cent at the default sampling: see "
    "`glasscope plan CASE --converge`.\n\n";

}  // namespace

DataCard dataCard(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                  std::size_t failed, const SweepPool& pool) {
  const WorkFacts facts = factsOf(sweep, all, pool);
  DataCard card;
  card.text = headText(sweep, all, failed) + kFiles + conditionsTable(sweep) +
              splitsTable(all, shards) + potentialsText(facts) + kNaive + warningsText(facts);
  card.text += "## Conventions\n\n" + conventionsText() + "\n";
  card.citations = bibtexOf(facts.citations);
  return card;
}

}  // namespace glasscope::pipeline
