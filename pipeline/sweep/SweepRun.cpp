#include "pipeline/sweep/SweepRun.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/LoneRank.h"
#include "core/system/Mpi.h"
#include "core/system/Progress.h"
#include "core/system/Provenance.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/sweep/FileLock.h"
#include "pipeline/sweep/SampleReader.h"
#include "pipeline/sweep/SetFiles.h"
#include "pipeline/sweep/SweepPlan.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// What a stage says of itself is kept in the provenance of the work, and goes into the data card;
// a thousand samples would say it a thousand times.
class Silence {
 public:
  explicit Silence(bool quiet) : quiet_(quiet) {
    setLogLevel(-1);
    Progress::setQuiet(true);
  }
  ~Silence() {
    setLogLevel(quiet_ ? 0 : 1);
    Progress::setQuiet(quiet_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  bool quiet_;
};

class SetMaker {
 public:
  SetMaker(const Sweep& sweep, const fs::path& folder, const fs::path& work, bool quiet)
      : sweep_(sweep),
        quiet_(quiet),
        all_(samplesOf(sweep)),
        shards_(
            shardsOf(splitByFamily(all_.samples, sweep.settings), sweep.settings.samplesPerShard)),
        folders_(folder, work),
        lock_(FileLock::share(folder / ".lock", setIdentity(sweep, all_),
                              fmt::format("The data set '{}'", folder.string()))),
        pool_(folders_.pool(), all_),
        labels_(sweep_, pool_) {}

  bool finished() const { return isFinished(setIdentity(sweep_, all_), folders_); }
  std::size_t samples() const { return all_.samples.size(); }

  // What cannot be is refused before anything is done.
  void requirePlan() const {
    const std::string identity = setIdentity(sweep_, all_);
    const FileLock lock = FileLock::wait(folders_.lock("plan"));
    if (folders_.wasPlanned(identity)) return;
    planSweep(sweep_, all_, folders_.set(), false);
    folders_.notePlanned(identity);
  }

  // The samples of one of so many parts: neighbours, which share most.
  void make(std::size_t part, std::size_t parts) {
    const std::set<std::size_t> there = inShards();
    const std::size_t count = all_.samples.size();
    const std::size_t first = count * part / parts, last = count * (part + 1) / parts;
    Progress progress("samples", static_cast<std::int64_t>(last - first));
    for (std::size_t i = first; i < last; ++i) {
      if (there.contains(i)) {
        progress.skip(1);
        continue;
      }
      makeSample(all_.samples[i]);
      progress.advance();
    }
  }

  // Shards all of whose samples are made, or cannot be made.
  void writeShards() {
    for (const Shard& shard : shards_) {
      throwIfInterrupted();
      writeShard(shard);
    }
  }

  SweepOutcome finish() {
    SweepOutcome outcome{all_.samples.size(), 0, 0};
    const std::set<std::size_t> there = inShards();
    for (const SweepSample& sample : all_.samples) {
      if (there.contains(sample.index)) continue;
      ++(folders_.failure(sample) ? outcome.failed : outcome.pending);
    }
    if (!outcome.finished()) return outcome;
    const FileLock lock = FileLock::wait(folders_.lock("set"));
    const Silence silence(quiet_);
    writeSetFiles(sweep_, all_, shards_, folders_, pool_);
    return outcome;
  }

 private:
  // A sample lies in its shard where the shard holds it as it is asked for.
  std::set<std::size_t> inShards() const {
    std::set<std::size_t> there;
    for (const Shard& shard : shards_) {
      const auto index = folders_.index(shard);
      if (!index) continue;
      const std::set<std::string> keys(index->keys.begin(), index->keys.end());
      for (const std::size_t at : shard.samples)
        if (keys.contains(all_.samples[at].key)) there.insert(at);
    }
    return there;
  }

  void makeSample(const SweepSample& sample) {
    const Silence silence(quiet_);
    folders_.forgetFailure(sample);
    try {
      const Case c = caseOf(sweep_, sample);
      pool_.make(sample, c);
      labels_.requireLabels(sample, c);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::environment) throw;
      const FileLock lock = FileLock::wait(folders_.lock("failed"));
      folders_.fail(sample, error);
    }
  }

  void writeShard(const Shard& shard) {
    const FileLock lock = FileLock::wait(folders_.lock(fs::path(shard.path()).stem().string()));
    const auto index = folders_.index(shard);
    std::vector<std::string> keys;
    std::vector<const SweepSample*> made;
    for (const std::size_t at : shard.samples) {
      const SweepSample& sample = all_.samples[at];
      if (folders_.failure(sample)) continue;
      keys.push_back(sample.key);
      made.push_back(&sample);
    }
    if (index && index->keys == keys) return;
    if (made.empty()) {
      fs::remove(folders_.shard(shard));
      return;
    }
    if (!std::ranges::all_of(made, [&](const SweepSample* s) { return pool_.has(*s); })) return;
    const Silence silence(quiet_);
    EmdShardWriter writer(folders_.shard(shard), about());
    SampleReader reader(sweep_, pool_);
    for (const SweepSample* sample : made) {
      throwIfInterrupted();
      writer.add(reader.read(*sample, shard.split));
    }
    folders_.noteShard(shard, writer.commit());
  }

  EmdMetadata about() const {
    return {{"data_set", sweep_.settings.name},
            {"case", resolvedToml(sweep_.base)},
            {"conventions", conventionsText()}};
  }

  const Sweep& sweep_;
  bool quiet_;
  SweepSamples all_;
  std::vector<Shard> shards_;
  SweepFolders folders_;
  FileLock lock_;
  SweepPool pool_;
  SampleReader labels_;  // asked of every sample when it is made
};

}  // namespace

SweepPart SweepPart::parse(const std::string& text) {
  const auto words = split(text, '/');
  try {
    if (words.size() == 2) {
      const std::int64_t number = parseInteger(words[0], "--part"),
                         of = parseInteger(words[1], "--part");
      constexpr std::int64_t kMost = 1'000'000;
      if (number >= 1 && number <= of && of <= kMost)
        return {static_cast<int>(number), static_cast<int>(of)};
    }
  } catch (const Error&) {
  }
  throw Error(ErrorKind::usage, fmt::format("--part {} is no part of a set", text),
              "a part is a number from 1 on, and of how many",
              "write --part 3/8 for the third of eight");
}

SweepOutcome runSweep(const Sweep& sweep, const fs::path& folder, const fs::path& work,
                      const SweepPart& part, bool quiet) {
  const auto ranks = static_cast<std::size_t>(Mpi::size()),
             rank = static_cast<std::size_t>(Mpi::rank());
  if (Mpi::isRoot()) SweepFolders(folder, work);  // who comes second finds the folders
  Mpi::barrier();
  std::optional<SetMaker> maker;
  {
    const LoneRank alone;
    maker.emplace(sweep, folder, work, quiet);
    if (maker->finished()) return {maker->samples(), 0, 0};
    if (rank == 0) maker->requirePlan();
  }
  Mpi::barrier();
  {
    const LoneRank alone;
    maker->make((static_cast<std::size_t>(part.number) - 1) * ranks + rank,
                static_cast<std::size_t>(part.of) * ranks);
    maker->writeShards();
  }
  Mpi::barrier();
  SweepOutcome outcome;
  if (Mpi::isRoot()) {
    const LoneRank alone;
    maker->writeShards();
    outcome = maker->finish();
  }
  Mpi::barrier();
  return outcome;
}

}  // namespace glasscope::pipeline
