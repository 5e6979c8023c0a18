#include "pipeline/stages/StageKey.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/system/Hash.h"
#include "pipeline/case/CaseFile.h"

namespace glasscope::pipeline {

namespace {

std::string nameOf(const std::string& file) {
  return std::filesystem::path(file).filename().string();
}

// Files are known by their content, and by their names where results carry these, but not by where
// they lie.
Case withoutFolders(Case c) {
  c.configuration.file = nameOf(c.configuration.file);
  for (std::string& replica : c.replicas) replica = nameOf(replica);
  c.compare.thicknessFile = nameOf(c.compare.thicknessFile);
  return c;
}

}  // namespace

StageKey StageKey::of(const Stage& stage, const Case& c, const Ledger& ledger, Check check) {
  std::string text = fmt::format("{} {}\nseed {}\n", stage.name, stage.revision, c.seed);
  text += keysText(withoutFolders(c), stage.tables);
  text += stage.more;
  for (const std::filesystem::path& file : stage.files) text += ledger.contentOfOthers(file) + "\n";
  StageKey key;
  key.settings = hashBytes(text);
  for (const ProductFile& file : stage.reads)
    key.inputs.push_back({file.path, ledger.content(file.path, check)});
  return key;
}

std::string StageKey::identity() const {
  std::string text = settings;
  for (const InputRecord& input : inputs) text += fmt::format("\n{} {}", input.path, input.hash);
  return hashBytes(text);
}

StageStatus statusOf(const Stage& stage, const StageKey& key, const Ledger& ledger, Check check) {
  const StageRecord* record = ledger.find(stage.name);
  if (record == nullptr) return {StageState::missing, {}};
  if (std::vector<std::string> files = ledger.changedOutputs(*record, check); !files.empty())
    return {StageState::outputsChanged, std::move(files)};
  if (record->settings != key.settings) return {StageState::settingsChanged, {}};
  StageStatus status{StageState::done, {}};
  for (const InputRecord& input : key.inputs) {
    if (std::find(record->inputs.begin(), record->inputs.end(), input) == record->inputs.end())
      status.files.push_back(input.path);
  }
  // What is no longer read was an input of another case.
  if (!status.files.empty() || record->inputs.size() != key.inputs.size())
    status.state = StageState::inputsChanged;
  return status;
}

namespace {

StageStatus statusNow(const Stage& stage, const Case& c, const Ledger& ledger, Check check) {
  StageStatus gone{StageState::unknown, {}};
  for (const std::filesystem::path& file : stage.files)
    if (!std::filesystem::exists(file)) gone.files.push_back(file.string());
  if (!gone.files.empty()) return gone;
  return statusOf(stage, StageKey::of(stage, c, ledger, check), ledger, check);
}

}  // namespace

std::vector<StageStatus> statusOf(const std::vector<Stage>& stages, const Case& c,
                                  const Ledger& ledger, Check check) {
  std::vector<StageStatus> all;
  std::set<std::string> stale;
  for (const Stage& stage : stages) {
    StageStatus status = statusNow(stage, c, ledger, check);
    if (status.state == StageState::done) {
      for (const ProductFile& file : stage.reads)
        if (stale.contains(file.path)) status.files.push_back(file.path);
      if (!status.files.empty()) status.state = StageState::inputsChanged;
    }
    if (status.state != StageState::done && status.state != StageState::unknown)
      for (const ProductFile& file : stage.writes) stale.insert(file.path);
    all.push_back(std::move(status));
  }
  return all;
}

}  // namespace glasscope::pipeline
