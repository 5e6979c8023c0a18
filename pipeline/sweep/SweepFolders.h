#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/EmdShard.h"
#include "core/system/Error.h"
#include "pipeline/sweep/Shard.h"
#include "pipeline/sweep/SweepSamples.h"

namespace glasscope::pipeline {

/// Why a sample could not be made.
struct SampleFailure {
  std::string problem, why, remedy;
};

/// The folder of a data set, which is given away, and that of the work behind it, which may be
/// removed when the set is finished: where their files lie, and what is noted there of samples that
/// failed and of finished shards.
class SweepFolders {
 public:
  /// Creates both. Throws Error(environment); Error(usage) where the folder of the set holds files
  /// of something else.
  SweepFolders(std::filesystem::path set, std::filesystem::path work);

  const std::filesystem::path& set() const { return set_; }
  std::filesystem::path pool() const { return work_ / "pool"; }
  std::filesystem::path lock(const std::string& name) const { return work_ / (".lock_" + name); }
  std::filesystem::path shard(const Shard& shard) const { return set_ / shard.path(); }

  /// Whether the set of this identity was found possible before: what it takes of the disk is
  /// partly there then.
  bool wasPlanned(const std::string& identity) const;
  void notePlanned(const std::string& identity) const;

  void fail(const SweepSample& sample, const Error& error) const;
  void forgetFailure(const SweepSample& sample) const;
  std::optional<SampleFailure> failure(const SweepSample& sample) const;

  /// What lies in a shard; nothing where there is none, or none of this layout.
  std::optional<EmdShardIndex> index(const Shard& shard) const;
  /// The hash of the whole file, taken when it was written (or now, where that is not known).
  std::string hashOf(const std::string& path) const;
  /// Notes hash and index of a shard that was just written, so that neither has to be read again
  /// while the file stays as it is.
  void noteShard(const Shard& shard, const EmdShardIndex& index) const;

 private:
  std::filesystem::path noteFile(const std::string& path) const;
  std::filesystem::path failureFile(const SweepSample& sample) const;

  std::filesystem::path set_, work_;
};

}  // namespace glasscope::pipeline
