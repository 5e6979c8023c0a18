#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace glasscope::pipeline {

/// A file as a stage left it.
struct OutputRecord {
  std::string path;              ///< relative to the folder of the run
  std::string hash;              ///< of its content
  std::uint64_t size_bytes = 0;  ///< size and time tell at once whether it may have changed
  std::int64_t modified_ns = 0;
};

/// What a stage read: the content that its result belongs to.
struct InputRecord {
  std::string path;
  std::string hash;  ///< "" where there was no such file

  bool operator==(const InputRecord&) const = default;
};

/// What is kept of a finished stage.
struct StageRecord {
  std::string name;
  std::string settings;  ///< hash of its revision, its keys and the files of others that it read
  std::vector<InputRecord> inputs;  ///< products of earlier stages
  double wall_s = 0;
  double peakMemory_bytes = 0;
  int threads = 1, ranks = 1;
  std::vector<OutputRecord> outputs;
  std::vector<std::string> warnings;  ///< raised while it ran
  std::string facts;                  ///< JSON object of what else is worth keeping

  const OutputRecord* output(const std::string& path) const;
};

nlohmann::ordered_json toJson(const StageRecord& record);
/// Throws nlohmann::json::exception on what toJson did not write.
StageRecord stageRecordOf(const nlohmann::ordered_json& json);

}  // namespace glasscope::pipeline
