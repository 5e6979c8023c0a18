#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// Means and errors over the independent samples of a run (structure/replicas.json), which know the
/// error of a number better than one sample does; where there are fewer than two, over its frames
/// (structure/series.json). Empty where there is one frame, or frames of a process (heating,
/// straining), of which there is no mean.
class ReplicaMeans {
 public:
  explicit ReplicaMeans(const RunDirectory& run);

  bool empty() const { return quantities_.empty(); }
  /// "mean and <what the error is> over <n> independent samples" (or frames); "" when empty.
  const std::string& text() const { return text_; }
  /// "<n> independent samples" (or frames); "" when empty.
  const std::string& over() const { return over_; }
  /// Replaces value and error by `factor` times those of a quantity; false where it is unknown.
  bool take(const std::string& quantity, double factor, double& value, double& error) const;
  /// g(r) of each pair with its error; an empty list where there is none.
  const nlohmann::json& pairs() const { return pairs_; }

 private:
  bool read(const std::filesystem::path& path, const char* of);

  nlohmann::json quantities_, pairs_ = nlohmann::json::array();
  std::string text_, over_;
};

}  // namespace glasscope::pipeline
