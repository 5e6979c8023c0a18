#include "pipeline/run/Ledger.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Provenance.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/run/independentFiles.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kFile = "provenance.json";

std::int64_t modified_ns(const fs::path& file) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             fs::last_write_time(file).time_since_epoch())
      .count();
}

}  // namespace

Ledger::Ledger(fs::path folder) : folder_(std::move(folder)) {
  const fs::path file = folder_ / kFile;
  if (!fs::exists(file)) return;
  try {
    const Json json = Json::parse(readFile(file));
    for (const Json& stage : json.at("stages")) records_.push_back(stageRecordOf(stage));
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, fmt::format("Cannot understand '{}'", file.string()),
                error.what(), "delete it; the stages are then done again");
  }
}

const StageRecord* Ledger::find(const std::string& stage) const {
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const StageRecord& record) { return record.name == stage; });
  return found == records_.end() ? nullptr : &*found;
}

// A path that is absolute stays what it is.
bool Ledger::looksAsNoted(const OutputRecord& output) const {
  const fs::path file = folder_ / output.path;
  return fs::file_size(file) == output.size_bytes && modified_ns(file) == output.modified_ns;
}

std::string Ledger::contentOfOthers(const fs::path& file) const {
  const std::string path = fs::absolute(file).string();
  const auto known = others_.find(path);
  if (known != others_.end() && looksAsNoted(known->second)) return known->second.hash;
  requireContent(file);
  return (others_[path] = noted(path)).hash;
}

std::string Ledger::content(const std::string& path, Check check) const {
  const fs::path file = folder_ / path;
  if (!fs::is_regular_file(file)) return "";
  for (const StageRecord& record : records_) {
    const OutputRecord* output = record.output(path);
    if (output != nullptr && check == Check::fast && looksAsNoted(*output)) return output->hash;
  }
  return hashFile(file);
}

std::vector<std::string> Ledger::changedOutputs(const StageRecord& record, Check check) const {
  std::vector<std::string> changed;
  for (const OutputRecord& output : record.outputs) {
    if (content(output.path, check) != output.hash) changed.push_back(output.path);
  }
  return changed;
}

OutputRecord Ledger::noted(const std::string& path) const {
  const fs::path file = folder_ / path;
  return {path, hashFile(file), fs::file_size(file), modified_ns(file)};
}

void Ledger::put(StageRecord record) {
  for (OutputRecord& output : record.outputs) output = noted(output.path);
  if (const StageRecord* earlier = find(record.name); earlier != nullptr) {
    for (const OutputRecord& old : earlier->outputs) {
      if (record.output(old.path) == nullptr && content(old.path) == old.hash)
        fs::remove(folder_ / old.path);
    }
    std::erase_if(records_, [&](const StageRecord& old) { return old.name == record.name; });
  }
  records_.push_back(std::move(record));
}

void Ledger::write(const Case& c) const {
  Json json;
  json["build"] = Json::parse(buildProvenance());
  json["conventions"] = conventionsText();
  json["seed"] = c.seed;
  json["case"] = resolvedToml(c);
  json["stages"] = Json::array();
  for (const StageRecord& record : records_) json["stages"].push_back(toJson(record));
  writeFileAtomically(folder_ / kFile, json.dump(2) + "\n");
}

}  // namespace glasscope::pipeline
