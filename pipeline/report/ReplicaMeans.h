#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// Means and errors over the independent samples of a run (structure_replicas.json), which know the
/// error of a number better than one sample does. Empty where there are fewer than two.
class ReplicaMeans {
 public:
  explicit ReplicaMeans(const RunDirectory& run);

  bool empty() const { return quantities_.empty(); }
  /// "mean and <what the error is> over <n> independent samples"; "" when empty.
  const std::string& text() const { return text_; }
  /// Replaces value and error by `factor` times those of a quantity; false where it is unknown.
  bool take(const std::string& quantity, double factor, double& value, double& error) const;

 private:
  nlohmann::json quantities_;
  std::string text_;
};

}  // namespace glasscope::pipeline
