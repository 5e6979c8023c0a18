#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"

namespace glasscope {

/// One sample of a data set, as it goes into a shard.
struct EmdSample {
  struct Patterns {
    std::string name;
    std::shared_ptr<const Datacube> cube;
  };

  std::string name;                       ///< of its group
  std::string key;                        ///< stands for all that the data depend on
  EmdMetadata texts;                      ///< what is known of it
  std::map<std::string, double> numbers;  ///< the same, of numbers
  std::vector<Patterns> patterns;         ///< 4-D scans
  std::vector<Map2> maps;                 ///< signals, and what is true of them
  /// What is true of every atom; null: nothing is told. Samples that share it store it once.
  std::shared_ptr<const Atoms> atoms;
};

/// What a shard says of itself.
struct EmdShardIndex {
  int revision = 0;
  std::vector<std::string> names, keys;  ///< of its samples, in their order
  std::vector<std::string> checksums;    ///< emdSampleChecksum() of each, as it was written
};

/// Writes samples into one file, each below an EMD 1.0 root of its own (docs/sweep.md), which is
/// written aside and renamed: all of them or none. Throws Error(environment) on a full disk.
class EmdShardWriter {
 public:
  /// `about`: of the set, for /glasscope_set.
  EmdShardWriter(const std::filesystem::path& path, const EmdMetadata& about);
  void add(const EmdSample& sample);
  /// What the finished file says of itself.
  EmdShardIndex commit();

  /// Raised when the layout changes, so that readers need not guess.
  static constexpr int kRevision = 1;

 private:
  void writeAtoms(const std::string& at, const std::shared_ptr<const Atoms>& atoms);

  Hdf5 file_;
  std::vector<std::string> names_, keys_;
  std::shared_ptr<const Atoms> lastAtoms_;
  std::string lastAtomsAt_;
};

/// Throws Error(input) for a file that is no shard.
EmdShardIndex readEmdShardIndex(const std::filesystem::path& path);

/// One number for all data sets of a sample: their names, shapes and values. Reads a part at a
/// time. Throws Error(input) where one cannot be read.
std::string emdSampleChecksum(const Hdf5& shard, const std::string& sample);

}  // namespace glasscope
