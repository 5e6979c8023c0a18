#include "pipeline/stages/Pipeline.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compare/statistics/MeanInterval.h"
#include "compare/truth/GivenThickness.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/case/FurtherSamples.h"
#include "pipeline/run/FileStamp.h"
#include "pipeline/run/RunDirectory.h"
#include "pipeline/stages/StageKey.h"
#include "pipeline/stages/Stages.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::pipeline {

namespace {

bool isDone(const Stage& stage, const StageKey& key, const Ledger& ledger) {
  const StageStatus status = statusOf(stage, key, ledger);
  if (status.state == StageState::outputsChanged) {
    logWarning(
        fmt::format("{} is not what was written: it was changed or removed, or is damaged on disk, "
                    "and is made again",
                    fmt::join(status.files, ", ")));
  }
  return status.state == StageState::done;
}

// The files of a stage as they lie there before it runs.
class FilesBefore {
 public:
  FilesBefore(const Stage& stage, const RunDirectory& run) : run_(run) {
    for (const ProductFile& file : stage.writes) {
      ensureWritableFolder(run.path(file).parent_path());
      if (const auto stamp = FileStamp::of(run.path(file))) stamps_.emplace(file.path, *stamp);
    }
  }

  // What a stage did not write this time (it may write fewer files than it could) is of an earlier
  // result and would be taken for one of this: of another sample, or under other settings.
  void removeUntouched() const {
    for (const auto& [path, stamp] : stamps_) {
      if (FileStamp::of(run_.path(path)) == stamp) std::filesystem::remove(run_.path(path));
    }
  }

 private:
  const RunDirectory& run_;
  std::map<std::string, FileStamp> stamps_;
};

StageRecord recordOf(const Stage& stage, const StageKey& key, const RunDirectory& run) {
  StageRecord record;
  record.name = stage.name;
  record.settings = key.settings;
  record.inputs = key.inputs;
  record.peakMemory_bytes = peakMemoryBytes();
  record.threads = threadCount();
  record.ranks = Mpi::size();
  for (const ProductFile& file : stage.writes)
    if (std::filesystem::exists(run.path(file))) record.outputs.push_back({file.path, "", 0, 0});
  record.warnings = takeWarnings();
  return record;
}

// HyperSpy tells the format by the ending: beside each EMD file stands a link to it that it opens
// without being told. Where the file system has no links there is none.
void linkForHyperSpy(const Stage& stage, const RunDirectory& run) {
  for (const ProductFile& file : stage.writes) {
    const std::filesystem::path path = run.path(file);
    if (kindOf(file.product).format != "EMD 1.0" || !std::filesystem::exists(path)) continue;
    std::filesystem::path link = path;
    link.replace_extension(".emd");
    std::error_code ignored;
    if (std::filesystem::is_symlink(link, ignored)) std::filesystem::remove(link, ignored);
    std::filesystem::create_symlink(path.filename(), link, ignored);
  }
}

// The structure that a run has made and that the case still asks for.
std::filesystem::path madeStructure(const std::vector<Stage>& stages, const Case& c,
                                    const Ledger& ledger, const std::filesystem::path& folder) {
  const Stage& first = stages.front();
  const bool done =
      statusOf(first, StageKey::of(first, c, ledger), ledger).state == StageState::done;
  return done ? folder / fileOf(Product::structure).path : std::filesystem::path();
}

// Plans what follows with the settings that were chosen already.
void addFinished(const std::vector<Stage>& stages, const Case& c, const Ledger& ledger,
                 const std::filesystem::path& folder, RunPlan& plan) {
  const std::vector<StageStatus> status = statusOf(stages, c, ledger, Check::fast);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (status[i].state != StageState::done) continue;
    for (const ProductFile& file : stages[i].writes) plan.addFinished(file, folder / file.path);
  }
}

// The comparison comes last, and would refuse after all else was done.
void requireThickness(const Case& c) {
  if (c.compare.thicknessFile.empty()) return;
  requireRegularFile(c.compare.thicknessFile);
  compare::readThickness(c.compare.thicknessFile, c.compare.thicknessMap);
}

// Before a hash is taken of what may be a device or a terabyte of nothing.
void requireReadable(const Case& c) {
  std::vector<std::string> files = c.replicas;
  if (!c.configuration.file.empty()) files.push_back(c.configuration.file);
  for (const std::string& file : files) {
    requireRegularFile(file);
    if (!Hdf5::isHdf5(file)) sim::requireFormat(file);  // HDF5 may be a measured film, too
  }
  requireThickness(c);
}

// A quench takes hours: what the stages after it will refuse is refused now.
void requirePlan(const std::vector<Stage>& stages, const Case& c, const RunDirectory& run,
                 const std::filesystem::path& folder) {
  const MutedLog muted;
  std::vector<const Stage*> due;
  bool images = false;
  for (const Stage& stage : stages) {
    const StageStatus status = statusOf(stage, StageKey::of(stage, c, run.ledger()), run.ledger());
    if (status.state == StageState::done || !stage.plan) continue;
    due.push_back(&stage);
    images = images || stage.room == Room::multislice;
  }
  // What comes first is refused by itself; a sample that is only described may be too large to be
  // read twice.
  if (due.size() < 2 || !images) return;
  RunPlan plan(c, expectedStructure(c, madeStructure(stages, c, run.ledger(), folder)), false);
  addFinished(stages, c, run.ledger(), folder, plan);
  for (const Stage* stage : due) stage->plan(c, plan);
  plan.require(folder);
}

}  // namespace

// Rank 0 knows the ledger: it decides, and tells the others.
void runStage(const Stage& stage, const Case& c, RunDirectory& run) {
  takeWarnings();
  StageKey key;
  bool done = false;
  if (Mpi::isRoot()) {
    key = StageKey::of(stage, c, run.ledger());
    done = isDone(stage, key, run.ledger());
  }
  if (Mpi::broadcast(done)) {
    logInfo(
        fmt::format("{}: nothing has changed, the result of the earlier run is used", stage.name));
    return;
  }
  logInfo(fmt::format("{}: {}", stage.name, stage.about));
  const auto start = std::chrono::steady_clock::now();
  const StageWork work{c, run, Mpi::broadcast(key.identity())};
  std::optional<FilesBefore> before;
  if (Mpi::isRoot() && !stage.writesBelow) before.emplace(stage, run);
  Mpi::barrier();
  std::string facts;
  if (stage.collective || Mpi::isRoot()) facts = stage.run(work);
  if (Mpi::isRoot()) linkForHyperSpy(stage, run);
  Mpi::barrier();
  if (before) before->removeUntouched();
  StageRecord record = recordOf(stage, key, run);
  record.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.facts = std::move(facts);
  const double wall_s = record.wall_s;
  run.finish(std::move(record), c);
  Mpi::barrier();
  logInfo(fmt::format("{}: done in {}", stage.name, formatDuration(wall_s)));
}

void runPipeline(const Case& c, const std::filesystem::path& folder, std::optional<Room> room) {
  if (Mpi::isRoot()) requireReadable(c);
  RunDirectory run(folder);
  const std::vector<Stage> stages = room ? stagesOf(c, *room) : stagesOf(c);
  if (Mpi::isRoot()) {
    requirePlan(stages, c, run, folder);
    writeFileAtomically(run.caseFile(), resolvedToml(c));
  }
  for (const Stage& stage : stages) {
    throwIfInterrupted();
    runStage(stage, c, run);
  }
}

namespace {

RunPlan planStages(const std::vector<Stage>& stages, const Case& c,
                   const std::filesystem::path& folder, bool speed) {
  const Ledger ledger(folder);
  const bool images = std::any_of(stages.begin(), stages.end(),
                                  [](const Stage& stage) { return bool(stage.plan); });
  RunPlan plan(
      c,
      images ? expectedStructure(c, madeStructure(stages, c, ledger, folder)) : ExpectedStructure(),
      speed);
  addFinished(stages, c, ledger, folder, plan);
  for (const Stage& stage : stages) {
    if (stage.plan)
      stage.plan(c, plan);
    else
      plan.leaveOut(stage.name);
  }
  return plan;
}

// Each further sample is made, imaged and compared like the first. Glasses of other seeds cost the
// same, so one is planned for all of them.
void addSamples(const Case& c, const std::filesystem::path& folder, bool speed, RunPlan& plan) {
  const std::vector<FurtherSample> further = furtherSamples(c);
  if (further.empty()) return;
  std::optional<Cost> ofGlass;
  Cost all;
  for (const FurtherSample& sample : further) {
    Cost cost;
    if (sample.made && ofGlass) {
      cost = *ofGlass;
    } else {
      cost = planStages(stagesOf(sample.settings, Room::compare), sample.settings,
                        folder / sample.folder(), speed)
                 .total();
      if (sample.made) ofGlass = cost;
    }
    all.time_s += cost.time_s;
    all.disk_bytes += cost.disk_bytes;
    all.memory_bytes = std::max(all.memory_bytes, cost.memory_bytes);
  }
  const std::size_t samples = further.size() + 1;
  std::string text = fmt::format(
      "Further samples: {} runs of their own, about {} and {} of disk; what is done already is "
      "counted\n",
      further.size(), formatDuration(all.time_s), formatBytes(all.disk_bytes));
  if (samples < compare::kFewestReplicas)
    text += fmt::format("  {} samples are fewer than {}: no intervals or p over samples\n", samples,
                        compare::kFewestReplicas);
  plan.add(all, text + "\n");
}

}  // namespace

RunPlan planPipeline(const Case& c, const std::filesystem::path& folder, bool speed) {
  if (Mpi::isRoot()) requireThickness(c);
  RunPlan plan = planStages(stagesOf(c), c, folder, speed);
  addSamples(c, folder, speed, plan);
  return plan;
}

}  // namespace glasscope::pipeline
