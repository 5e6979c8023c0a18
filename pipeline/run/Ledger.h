#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/run/StageRecord.h"

namespace glasscope::pipeline {

/// How closely a file is looked at.
enum class Check : std::uint8_t {
  fast,  ///< by size and time; by its content where these are not what was noted
  full   ///< by its content
};

/// The finished stages of a run folder: provenance.json.
class Ledger {
 public:
  /// Of an empty folder when there is none. Throws Error(input) on one that cannot be understood.
  explicit Ledger(std::filesystem::path folder);

  const std::vector<StageRecord>& records() const { return records_; }
  const StageRecord* find(const std::string& stage) const;

  /// The hash of what is in a file now; "" when it does not exist. A file that some stage wrote is
  /// not read again where size and time are those that were noted.
  std::string content(const std::string& path, Check check = Check::fast) const;

  /// The hash of a file of others. It is read once, and again when its size or time is another: a
  /// run asks several times for that of a configuration of any size.
  std::string contentOfOthers(const std::filesystem::path& file) const;

  /// The outputs of a stage that are gone, or are not what was written.
  std::vector<std::string> changedOutputs(const StageRecord& record, Check check) const;

  /// Notes a finished stage in place of its earlier record, with the content of its outputs as they
  /// lie there. Files of the earlier one that it no longer writes are removed, where they are still
  /// what was written.
  void put(StageRecord record);
  /// Writes provenance.json anew, atomically.
  void write(const Case& c) const;

 private:
  OutputRecord noted(const std::string& path) const;
  bool looksAsNoted(const OutputRecord& output) const;

  std::filesystem::path folder_;
  std::vector<StageRecord> records_;
  mutable std::map<std::string, OutputRecord> others_;  // as they were when they were read
};

}  // namespace glasscope::pipeline
