#include "pipeline/sweep/SweepPlan.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/sweep/splitByFamily.h"

namespace glasscope::pipeline {

namespace {

// Samples of one cost.
struct Kind {
  const SweepSample* first = nullptr;
  std::vector<const SweepSample*> samples;
};

bool changesCost(const std::string& key) {
  for (const char* table : {"case.", "record.", "compare.", "voronoi."})
    if (key.starts_with(table)) return false;
  return true;
}

std::vector<Kind> kindsOf(const Sweep& sweep, const std::vector<SweepSample>& samples) {
  std::map<std::string, std::size_t> known;
  std::vector<Kind> kinds;
  for (const SweepSample& sample : samples) {
    std::string text;
    for (std::size_t i = 0; i < sweep.axes.size(); ++i)
      if (changesCost(sweep.axes[i].key)) text += tomlText(sample.values[i]) + "\n";
    const auto [at, isNew] = known.emplace(text, kinds.size());
    if (isNew) kinds.push_back({&sample, {}});
    kinds[at->second].samples.push_back(&sample);
  }
  return kinds;
}

// What one stage of a kind costs.
struct StageCost {
  std::string stage;
  Room room = Room::sim;
  Cost cost;
};

// What a sample of a kind costs: its stages, and the truth that goes along with its signals.
struct KindCost {
  std::vector<StageCost> stages;
  double truth_bytes = 0;
};

// Maps of every descriptor, mass, density and composition; of an atom its place, element, identity
// and labels. Scans whose positions follow from a step are left out.
double truthBytes(const Case& c, double atoms) {
  const auto columns = static_cast<double>(c.compare.descriptors.size());
  double numbers = atoms * (5 + columns);
  for (const ScanCase& scan : c.scans)
    if (scan.enabled) numbers += static_cast<double>(scan.nx) * scan.ny * (3 + columns);
  return sizeof(double) * numbers;
}

Cost minus(const Cost& after, const Cost& before) {
  return {after.time_s - before.time_s, after.memory_bytes, after.disk_bytes - before.disk_bytes};
}

KindCost costsOf(const Sweep& sweep, const Kind& kind, const std::filesystem::path& folder,
                 bool speed) {
  const MutedLog muted;
  try {
    const Case c = caseOf(sweep, *kind.first);
    RunPlan plan(c, expectedStructure(c, ""), speed);
    KindCost costs;
    costs.truth_bytes = truthBytes(c, static_cast<double>(plan.structure().atoms.size()));
    for (const Stage& stage : sampleStages(c)) {
      const Cost before = plan.total();
      if (stage.plan) stage.plan(c, plan);
      costs.stages.push_back({stage.name, stage.room, minus(plan.total(), before)});
    }
    plan.require(folder);
    return costs;
  } catch (const Error& error) {
    throw Error(
        error.kind(),
        fmt::format("The sample with {}: {}", conditionsText(sweep, *kind.first), error.problem()),
        error.why(), error.remedy());
  }
}

// Adds up what is done once for all samples that share it.
class Sum {
 public:
  explicit Sum(SweepPlan& plan) : plan_(plan) {}

  void add(const Kind& kind, const KindCost& costs, bool measured) {
    for (const SweepSample* sample : kind.samples) {
      plan_.set_bytes += costs.truth_bytes;
      for (std::size_t i = 0; i < sample->nodes.size() && i < costs.stages.size(); ++i) {
        const StageCost& stage = costs.stages[i];
        const bool images = stage.room == Room::multislice;
        if (images) plan_.set_bytes += stage.cost.disk_bytes;
        if (!done_.insert(sample->nodes[i]).second) continue;
        plan_.work.disk_bytes += stage.cost.disk_bytes;
        plan_.work.memory_bytes = std::max(plan_.work.memory_bytes, stage.cost.memory_bytes);
        if (stage.stage == kRecordStage) {
          ++plan_.recordings;
        } else if (images) {
          ++plan_.scans;
          (measured ? measured_ : unmeasured_) += 1;
          measured_s_ += measured ? stage.cost.time_s : 0;
        } else {
          plan_.work.time_s += stage.cost.time_s;
        }
      }
    }
  }

  // What was not measured takes as long as what was, on average.
  void finish() {
    if (measured_ > 0) plan_.work.time_s += measured_s_ * (1 + unmeasured_ / measured_);
  }

 private:
  SweepPlan& plan_;
  std::set<std::size_t> done_;
  double measured_ = 0, unmeasured_ = 0, measured_s_ = 0;
};

// As people write it: 1e+13 and not 10000000000000.0.
std::string shortText(const FieldValue& value) {
  return value.is_number_float() ? fmt::format("{:g}", value.get<double>()) : tomlText(value);
}

std::string axesText(const Sweep& sweep) {
  std::string text;
  const auto values = valuesOfAxes(sweep);
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    text += fmt::format("  {}: {} value{}, {}{}{}\n", sweep.axes[i].key, values[i].size(),
                        values[i].size() == 1 ? "" : "s", shortText(values[i].front()),
                        values[i].size() == 1 ? "" : " to " + shortText(values[i].back()),
                        sweep.axes[i].zip.empty() ? "" : " (zipped: " + sweep.axes[i].zip + ")");
  }
  return text;
}

std::string splitText(const Sweep& sweep, const std::vector<SweepSample>& samples) {
  const std::vector<Split> splits = splitByFamily(samples, sweep.settings);
  std::string text;
  for (const auto& word : wordsOf(Split{})) {
    std::set<std::string> families;
    std::size_t count = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (splits[i] != word.value) continue;
      ++count;
      families.insert(samples[i].family);
    }
    text +=
        fmt::format("{}{} {} of {}", text.empty() ? "" : ", ", word.text, count, families.size());
  }
  return text;
}

void requireDisk(const SweepPlan& plan, const std::filesystem::path& folder) {
  const double needed = plan.set_bytes + plan.work.disk_bytes, free = freeDisk_bytes(folder);
  if (needed <= free) return;
  throw Error(
      ErrorKind::capacity, "The data set does not fit onto the disk",
      fmt::format("it takes {} and the work behind it {} before compression, and {} is free "
                  "where '{}' will be",
                  formatBytes(plan.set_bytes), formatBytes(plan.work.disk_bytes), formatBytes(free),
                  folder.string()),
      "ask for fewer samples, scan fewer positions, record fewer pixels "
      "(scan.NAME.pixels), or choose another disk with --output");
}

}  // namespace

SweepPlan planSweep(const Sweep& sweep, const SweepSamples& all,
                    const std::filesystem::path& folder, bool speed) {
  SweepPlan plan;
  plan.samples = all.samples.size();
  std::set<std::string> glasses, families;
  for (const SweepSample& sample : all.samples) {
    glasses.insert(sample.glass);
    families.insert(sample.family);
  }
  plan.glasses = glasses.size();
  plan.families = families.size();
  const std::vector<Kind> kinds = kindsOf(sweep, all.samples);
  const std::size_t measured = speed ? std::min(kinds.size(), kMeasuredKinds) : 0;
  Sum sum(plan);
  std::set<std::size_t> timed;  // spread evenly over the kinds
  for (std::size_t i = 0; i < measured; ++i) timed.insert(i * kinds.size() / measured);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    throwIfInterrupted();
    sum.add(kinds[i], costsOf(sweep, kinds[i], folder, timed.contains(i)), timed.contains(i));
  }
  sum.finish();
  plan.text = fmt::format("Data set '{}': {} sample{}\n{}", sweep.settings.name, plan.samples,
                          plan.samples == 1 ? "" : "s", axesText(sweep));
  plan.text += fmt::format(
      "Work that is done once: {} glass{}, {} clean scans and images, {} recordings\n"
      "Order: samples are numbered so that the glass varies slowest and the recording fastest\n"
      "Splits by family of glasses ({}): {} families\n",
      plan.glasses, plan.glasses == 1 ? "" : "es", plan.scans, plan.recordings, plan.families,
      splitText(sweep, all.samples));
  if (plan.families == 1)
    plan.text +=
        "  one family cannot be split: all samples come from one glass or one melt; add an axis "
        "over case.seed, or over configuration.file\n";
  if (speed) {
    plan.text +=
        fmt::format("Time: about {} on one rank (images: {} of {} kinds of sample were measured)\n",
                    formatDuration(plan.work.time_s), measured, kinds.size());
  }
  plan.text += fmt::format(
      "Memory: {} at once\nDisk before compression: {} of data in shards of {} samples, {} of work "
      "({} free)\n",
      formatBytes(plan.work.memory_bytes), formatBytes(plan.set_bytes),
      sweep.settings.samplesPerShard, formatBytes(plan.work.disk_bytes),
      formatBytes(freeDisk_bytes(folder)));
  requireDisk(plan, folder);
  return plan;
}

}  // namespace glasscope::pipeline
