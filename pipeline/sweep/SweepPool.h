#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "core/system/Error.h"
#include "pipeline/run/Products.h"
#include "pipeline/sweep/SweepSamples.h"

namespace glasscope::pipeline {

/// The work behind the samples of a sweep on disk: a folder for each piece, known by what it
/// depends on, which several programs may make together. A piece is a run of one stage; what it
/// reads is linked into its folder.
class SweepPool {
 public:
  /// Creates the folder. `all` has to live as long as the pool.
  SweepPool(std::filesystem::path folder, const SweepSamples& all);

  /// Makes what is missing of a sample, and waits for what another program is making. A killed
  /// piece goes on where it stopped. Throws what its stages throw; a piece that failed once is not
  /// tried again by this pool.
  void make(const SweepSample& sample, const Case& c);

  /// Whether all of it is there, whoever made it. What was changed since does not count.
  bool has(const SweepSample& sample) const;

  /// Where the files of a sample lie, by their paths in a run; those that its stages wrote.
  std::map<std::string, std::filesystem::path> files(const SweepSample& sample,
                                                     const Case& c) const;

  std::filesystem::path folderOf(std::size_t node) const;

 private:
  void makeNode(std::size_t node, const Stage& stage, const Case& c,
                const std::map<std::string, std::size_t>& writers);

  std::filesystem::path folder_;
  const SweepSamples& all_;
  mutable std::set<std::size_t> done_;
  std::map<std::size_t, Error> failed_;
};

}  // namespace glasscope::pipeline
