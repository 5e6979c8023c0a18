#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace glasscope::cli {

/// What `glasscope score` takes beside the sealed truth: one answer.
struct ScoreOptions {
  std::string map, labels;          ///< EMD files
  std::string positions;            ///< CSV
  std::string number;               ///< "thickness_A=83.2"
  std::vector<std::string> truths;  ///< names; empty: all that the file holds
  std::string data;                 ///< the file that was given away, to check the seal
  std::string json;                 ///< where the scores go as JSON; empty: nowhere
  int surrogates = 999;
  std::uint64_t seed = 1;
};

}  // namespace glasscope::cli
