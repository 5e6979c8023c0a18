#include "pipeline/sweep/SweepSamples.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Hash.h"
#include "core/system/Interrupt.h"
#include "pipeline/case/CaseTables.h"
#include "pipeline/case/ResolveCase.h"
#include "pipeline/stages/StageKey.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

constexpr const char* kNoiseKey = "record.noise_seed";

// Does what may refuse a sample, and says which it is.
template <class Action>
decltype(auto) ofSample(const Sweep& sweep, const SweepSample& sample, const Action& action) {
  try {
    return action();
  } catch (const Error& error) {
    throw Error(
        error.kind(),
        fmt::format("The sample with {}: {}", conditionsText(sweep, sample), error.problem()),
        error.why(), error.remedy());
  }
}

// Every sample has noise of its own, unless the file says which.
bool choosesNoise(const Sweep& sweep) {
  return sweep.base.record.noiseSeed == 0 &&
         std::none_of(sweep.axes.begin(), sweep.axes.end(),
                      [](const SweepAxis& axis) { return axis.key == kNoiseKey; });
}

// Of what the sample is without its noise, so that it stays when other samples join.
std::int64_t noiseSeedOf(const Sweep& sweep, const std::string& key) {
  const std::string hash = hashBytes(fmt::format("noise {} {}", sweep.settings.seed, key));
  constexpr std::size_t kDigits = 12;  // 48 bits, which a double holds exactly
  return std::max<std::int64_t>(1, std::stoll(hash.substr(0, kDigits), nullptr, 16));
}

// Glasses that begin with the same seed come from one melt, frames of one file from one sample.
std::string familyOf(const Case& c, const Ledger& files) {
  return c.configuration.file.empty()
             ? fmt::format("seed_{}", c.seed)
             : "file_" + files.contentOfOthers(c.configuration.file).substr(0, 16);
}

// Finds the work of samples, and numbers it as it is first met.
class WorkFinder {
 public:
  explicit WorkFinder(const Sweep& sweep)
      : sweep_(sweep), choosesNoise_(choosesNoise(sweep)), files_("") {}

  void find(SweepSample& sample) {
    Case c = caseOf(sweep_, sample);
    const std::vector<Stage> stages = sampleStages(c);
    std::vector<std::string> keys = keysOf(stages, c);
    const auto recording = std::ranges::find(stages, kRecordStage, &Stage::name);
    if (recording != stages.end() && choosesNoise_) {
      sample.noiseSeed = noiseSeedOf(sweep_, sampleKey(c, keys));
      c = caseOf(sweep_, sample);
      const auto at = static_cast<std::size_t>(recording - stages.begin());
      keys[at] = keyOf(*recording, c, inputKeys_[at]);
    }
    addNodes(stages, keys, sample);
    sample.key = sampleKey(c, keys);
    sample.glass = keys.front();
    sample.family = familyOf(c, files_);
  }

  std::vector<WorkNode> nodes;

 private:
  std::string keyOf(const Stage& stage, const Case& c, const std::string& inputs) const {
    return hashBytes(StageKey::of(stage, c, files_).settings + inputs);
  }

  // Beside the keys it leaves, for each stage, which others it reads.
  std::vector<std::string> keysOf(const std::vector<Stage>& stages, const Case& c) {
    std::map<std::string, std::size_t> writers;
    std::vector<std::string> keys;
    inputKeys_.assign(stages.size(), "");
    inputs_.assign(stages.size(), {});
    for (std::size_t i = 0; i < stages.size(); ++i) {
      for (const ProductFile& file : stages[i].reads) {
        const auto writer = writers.find(file.path);
        GLASSCOPE_ENSURE(writer != writers.end(), "what is read is written before: " + file.path);
        inputKeys_[i] += fmt::format("\n{} {}", file.path, keys[writer->second]);
        if (std::ranges::find(inputs_[i], writer->second) == inputs_[i].end())
          inputs_[i].push_back(writer->second);
      }
      keys.push_back(keyOf(stages[i], c, inputKeys_[i]));
      for (const ProductFile& file : stages[i].writes) writers[file.path] = i;
    }
    return keys;
  }

  // What is projected onto the scans and kept of every atom is no stage.
  static std::string sampleKey(const Case& c, const std::vector<std::string>& keys) {
    return hashBytes(
        fmt::format("{}\n{}", fmt::join(keys, "\n"), fmt::join(c.compare.descriptors, ",")));
  }

  void addNodes(const std::vector<Stage>& stages, const std::vector<std::string>& keys,
                SweepSample& sample) {
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const auto [at, isNew] = known_.emplace(stages[i].name + keys[i], nodes.size());
      if (isNew) {
        WorkNode node{stages[i].name, keys[i], {}, sample.index};
        for (const std::size_t input : inputs_[i]) node.inputs.push_back(sample.nodes[input]);
        nodes.push_back(std::move(node));
      }
      sample.nodes.push_back(at->second);
    }
  }

  const Sweep& sweep_;
  bool choosesNoise_;
  Ledger files_;  // remembers the content of files of others
  std::map<std::string, std::size_t> known_;
  std::vector<std::string> inputKeys_;
  std::vector<std::vector<std::size_t>> inputs_;
};

std::vector<SweepSample> product(const Sweep& sweep) {
  const auto values = valuesOfAxes(sweep);
  const auto groups = axisGroups(sweep);
  std::size_t count = 1;
  for (const auto& group : groups) count *= values[group.front()].size();
  std::vector<SweepSample> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    samples[i].index = i;
    samples[i].values.resize(values.size());
    std::size_t rest = i;
    for (const auto& group : std::ranges::reverse_view(groups)) {
      const std::size_t size = values[group.front()].size();
      for (const std::size_t axis : group) samples[i].values[axis] = values[axis][rest % size];
      rest /= size;
    }
  }
  return samples;
}

void requireDifferent(const Sweep& sweep, const std::vector<SweepSample>& samples) {
  std::map<std::string, const SweepSample*> seen;
  for (const SweepSample& sample : samples) {
    const auto [other, isNew] = seen.emplace(sample.key, &sample);
    if (isNew) continue;
    throw Error(ErrorKind::usage, "Two samples of the sweep would be the same",
                fmt::format("that with {} and that with {} hold the same data",
                            conditionsText(sweep, *other->second), conditionsText(sweep, sample)),
                "leave out the axis on which nothing depends, or values that mean the same");
  }
}

}  // namespace

std::string SweepSample::name() const {
  return fmt::format("s{}", key.substr(0, 16));
}

std::vector<Stage> sampleStages(const Case& c) {
  std::vector<Stage> all = stagesOf(c), wanted;
  std::set<std::string> read;
  for (Stage& stage : std::ranges::reverse_view(all)) {
    const bool isRead = std::ranges::any_of(
        stage.writes, [&](const ProductFile& file) { return read.contains(file.path); });
    if (stage.room != Room::voronoi && stage.room != Room::multislice && !isRead) continue;
    for (const ProductFile& file : stage.reads) read.insert(file.path);
    wanted.push_back(std::move(stage));
  }
  std::ranges::reverse(wanted);
  return wanted;
}

std::string conditionsText(const Sweep& sweep, const SweepSample& sample) {
  std::string text;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", sweep.axes[i].key,
                        tomlText(sample.values[i]));
  return text.empty() ? "the case as it is" : text;
}

Case caseOf(const Sweep& sweep, const SweepSample& sample) {
  Case c = sweep.base;
  ofSample(sweep, sample, [&] {
    const BoundFields tables = caseTables(c);
    for (std::size_t i = 0; i < sweep.axes.size(); ++i)
      caseKey(tables, sweep.axes[i].key).set(sample.values[i]);
    if (sample.noiseSeed != 0) c.record.noiseSeed = sample.noiseSeed;
    resolveCase(c);
  });
  return c;
}

SweepSamples samplesOf(const Sweep& sweep) {
  SweepSamples all;
  all.samples = product(sweep);
  WorkFinder finder(sweep);
  for (SweepSample& sample : all.samples) {
    throwIfInterrupted();
    ofSample(sweep, sample, [&] { finder.find(sample); });
  }
  requireDifferent(sweep, all.samples);
  // Work is numbered as it is first met: what samples share comes in one piece.
  std::ranges::stable_sort(all.samples, std::ranges::lexicographical_compare, &SweepSample::nodes);
  std::vector<std::size_t> place(all.samples.size());
  for (std::size_t i = 0; i < all.samples.size(); ++i) {
    place[all.samples[i].index] = i;
    all.samples[i].index = i;
  }
  all.nodes = std::move(finder.nodes);
  for (WorkNode& node : all.nodes) node.sample = place[node.sample];
  for (const SweepSample& sample : std::ranges::reverse_view(all.samples))
    for (const std::size_t node : sample.nodes) all.nodes[node].sample = sample.index;
  return all;
}

}  // namespace glasscope::pipeline
