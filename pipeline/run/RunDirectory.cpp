#include "pipeline/run/RunDirectory.h"

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Provenance.h"
#include "pipeline/case/CaseFile.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

// The lock dies with the process, so a killed run leaves nothing to clean up.
int lockFolder(const fs::path& folder) {
  const fs::path file = folder / ".lock";
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (descriptor >= 0) ::close(descriptor);
    throw Error(ErrorKind::environment,
                fmt::format("The run folder '{}' is in use", folder.string()),
                "another glasscope is writing into it",
                "wait for it to end, or choose another folder with --output");
  }
  return descriptor;
}

/// Calls visit(key, field) for what a stage's record holds: the one list for writing and reading.
template <class Record, class Visit>
void forEachField(Record& stage, const Visit& visit) {
  visit("name", stage.name);
  visit("hash", stage.hash);
  visit("wall_s", stage.wall_s);
  visit("peak_memory_bytes", stage.peakMemory_bytes);
  visit("threads", stage.threads);
  visit("ranks", stage.ranks);
  visit("outputs", stage.outputs);
  visit("checksums", stage.checksums);
  visit("warnings", stage.warnings);
}

Json toJson(const StageRecord& stage) {
  Json json;
  forEachField(stage, [&](const char* key, const auto& field) { json[key] = field; });
  json["facts"] = stage.facts.empty() ? Json::object() : Json::parse(stage.facts);
  return json;
}

StageRecord fromJson(const Json& json) {
  StageRecord stage;
  forEachField(stage, [&](const std::string& key, auto& field) {
    if (key == "checksums" && !json.contains(key)) return;  // a run of an earlier version
    json.at(key).get_to(field);
  });
  stage.facts = json.at("facts").dump();
  return stage;
}

}  // namespace

RunDirectory::RunDirectory(fs::path folder) : folder_(std::move(folder)) {
  if (Mpi::isRoot()) {
    ensureWritableFolder(folder_);
    lock_ = lockFolder(folder_);
  }
  Mpi::barrier();
  stages_ = readStages(folder_);
  Mpi::barrier();
}

RunDirectory::~RunDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

std::vector<StageRecord> readStages(const fs::path& folder) {
  const fs::path file = folder / "provenance.json";
  std::vector<StageRecord> stages;
  if (!fs::exists(file)) return stages;
  try {
    const Json json = Json::parse(readFile(file));
    for (const Json& stage : json.at("stages")) stages.push_back(fromJson(stage));
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, fmt::format("Cannot understand '{}'", file.string()),
                error.what(), "delete it; the stages are then done again");
  }
  return stages;
}

bool RunDirectory::intact(const StageRecord& record) const {
  for (std::size_t i = 0; i < record.outputs.size(); ++i) {
    const fs::path file = path(record.outputs[i]);
    if (!fs::exists(file)) return false;
    // Runs of earlier versions have no checksums.
    if (i >= record.checksums.size() || hashFile(file) == record.checksums[i]) continue;
    logWarning(
        fmt::format("{} is not what was written: it was changed or is damaged on disk, and "
                    "is made again",
                    file.string()));
    return false;
  }
  return true;
}

bool RunDirectory::upToDate(const std::string& stage, const std::string& hash) const {
  const auto found = std::find_if(stages_.begin(), stages_.end(),
                                  [&](const StageRecord& record) { return record.name == stage; });
  double answer =
      Mpi::isRoot() && found != stages_.end() && found->hash == hash && intact(*found) ? 1 : 0;
  Mpi::broadcast(std::span(&answer, 1));
  return answer != 0;
}

void RunDirectory::finish(const StageRecord& record, const Case& c) {
  std::erase_if(stages_, [&](const StageRecord& old) { return old.name == record.name; });
  stages_.push_back(record);
  if (!Mpi::isRoot()) return;
  for (const std::string& output : record.outputs)
    stages_.back().checksums.push_back(hashFile(path(output)));
  Json json;
  json["build"] = Json::parse(buildProvenance());
  json["conventions"] = conventionsText();
  json["seed"] = c.seed;
  json["case"] = resolvedToml(c);
  json["stages"] = Json::array();
  for (const StageRecord& stage : stages_) json["stages"].push_back(toJson(stage));
  writeFileAtomically(provenance(), json.dump(2) + "\n");
}

}  // namespace glasscope::pipeline
