#include "pipeline/stages/Pipeline.h"

#include <chrono>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/run/RunDirectory.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

void runStage(const Stage& stage, const Case& c, RunDirectory& run, const std::string& hash) {
  if (run.upToDate(stage.name, hash)) {
    logInfo(
        fmt::format("{}: nothing has changed, the result of the earlier run is used", stage.name));
    return;
  }
  logInfo(fmt::format("{}: {}", stage.name, stage.about));
  takeWarnings();
  const auto start = std::chrono::steady_clock::now();
  StageRecord record;
  record.name = stage.name;
  record.hash = hash;
  if (stage.collective || Mpi::isRoot()) record.facts = stage.run(c, run, hash);
  Mpi::barrier();
  record.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.peakMemory_bytes = peakMemoryBytes();
  record.threads = threadCount();
  record.ranks = Mpi::size();
  for (const std::string& output : stage.outputs(c))
    if (std::filesystem::exists(run.path(output))) record.outputs.push_back(output);
  record.warnings = takeWarnings();
  run.finish(record, c);
  Mpi::barrier();
  logInfo(fmt::format("{}: done in {}", stage.name, formatDuration(record.wall_s)));
}

// What the sim stage reads: a configuration, a table of a potential that is given by its path.
std::string inputHashes(const Case& c) {
  std::string text;
  if (!c.configuration.file.empty()) text += hashFile(c.configuration.file);
  if (const auto colon = c.potential.find(':'); c.potential.starts_with("eam/")) {
    const std::filesystem::path table = c.potential.substr(colon + 1);
    if (std::filesystem::exists(table)) text += hashFile(table);
  }
  return text;
}

std::string replicaHashes(const Case& c) {
  std::string text;
  for (const std::string& file : c.replicas) text += hashFile(file);
  return text;
}

}  // namespace

std::map<std::string, std::string> stageHashes(const Case& c) {
  std::map<std::string, std::string> hashes;
  for (const Stage& stage : stages()) {
    if (!stage.wanted(c)) continue;
    std::string text = versionText() + "\n" + stage.name + fmt::format("\nseed {}\n", c.seed);
    text += keysText(c, stage.tables);
    if (stage.name == "sim") text += inputHashes(c);
    if (stage.name == "voronoi") text += replicaHashes(c);
    if (stage.name == "report") text += c.title;
    for (const std::string& before : stage.after) {
      // A stage that is not wanted has no hash; one that is comes earlier in the list.
      if (const auto found = hashes.find(before); found != hashes.end()) text += found->second;
    }
    hashes[stage.name] = hashBytes(text);
  }
  return hashes;
}

void runPipeline(const Case& c, const std::filesystem::path& folder,
                 const std::set<std::string>& wanted) {
  RunDirectory run(folder);
  if (Mpi::isRoot()) writeFileAtomically(run.caseFile(), resolvedToml(c));
  const std::map<std::string, std::string> hashes = stageHashes(c);
  for (const Stage& stage : stages()) {
    if (!wanted.count(stage.name) || !stage.wanted(c)) continue;
    throwIfInterrupted();
    runStage(stage, c, run, hashes.at(stage.name));
  }
}

}  // namespace glasscope::pipeline
