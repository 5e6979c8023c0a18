#include "pipeline/sweep/SweepPool.h"

#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "pipeline/run/RunDirectory.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/sweep/FileLock.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLocks = ".locks";

// A link that stays right when the whole folder moves.
void linkInto(const fs::path& folder, const fs::path& from, const std::string& path) {
  const fs::path link = folder / path;
  if (!fs::exists(from / path)) return;  // a stage may write fewer files than it could
  fs::create_directories(link.parent_path());
  const fs::path target = fs::relative(from / path, link.parent_path());
  std::error_code ignored;
  if (fs::is_symlink(link) && fs::read_symlink(link, ignored) == target) return;
  fs::remove(link);
  fs::create_symlink(target, link);
}

// What ends the work on all samples: more of them would meet the same.
bool endsAll(const Error& error) {
  return error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::environment;
}

}  // namespace

SweepPool::SweepPool(fs::path folder, const SweepSamples& all)
    : folder_(std::move(folder)), all_(all) {
  ensureWritableFolder(folder_);
  fs::create_directories(folder_ / kLocks);
}

fs::path SweepPool::folderOf(std::size_t node) const {
  return folder_ / all_.nodes.at(node).folder();
}

void SweepPool::makeNode(std::size_t node, const Stage& stage, const Case& c,
                         const std::map<std::string, std::size_t>& writers) {
  const FileLock lock = FileLock::wait(folder_ / kLocks / all_.nodes[node].folder());
  RunDirectory run(folderOf(node));
  for (const ProductFile& file : stage.reads)
    linkInto(run.folder(), folderOf(writers.at(file.path)), file.path);
  runStage(stage, c, run);
}

void SweepPool::make(const SweepSample& sample, const Case& c) {
  const std::vector<Stage> stages = sampleStages(c);
  GLASSCOPE_ENSURE(stages.size() == sample.nodes.size(), "a sample knows all of its work");
  std::map<std::string, std::size_t> writers;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const std::size_t node = sample.nodes[i];
    for (const ProductFile& file : stages[i].writes) writers[file.path] = node;
    if (done_.contains(node)) continue;
    if (const auto failed = failed_.find(node); failed != failed_.end()) throw failed->second;
    try {
      makeNode(node, stages[i], c, writers);
    } catch (const Error& error) {
      if (!endsAll(error)) failed_.emplace(node, error);
      throw;
    } catch (const std::bad_alloc&) {
      const Error error(
          ErrorKind::capacity, "Out of memory",
          fmt::format("the stage {} needs more than this machine has", stages[i].name),
          "see 'glasscope plan'");
      failed_.emplace(node, error);
      throw error;
    }
    done_.insert(node);
  }
}

bool SweepPool::has(const SweepSample& sample) const {
  return std::ranges::all_of(sample.nodes, [&](std::size_t node) {
    if (done_.contains(node)) return true;
    if (!fs::exists(folderOf(node) / "provenance.json")) return false;
    const Ledger ledger(folderOf(node));
    const StageRecord* record = ledger.find(all_.nodes[node].stage);
    if (record == nullptr || !ledger.changedOutputs(*record, Check::fast).empty()) return false;
    done_.insert(node);
    return true;
  });
}

std::map<std::string, fs::path> SweepPool::files(const SweepSample& sample, const Case& c) const {
  const std::vector<Stage> stages = sampleStages(c);
  std::map<std::string, fs::path> files;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    for (const ProductFile& file : stages[i].writes) {
      const fs::path path = folderOf(sample.nodes[i]) / file.path;
      if (fs::exists(path)) files[file.path] = path;
    }
  }
  return files;
}

}  // namespace glasscope::pipeline
