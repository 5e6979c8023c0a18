#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace glasscope {

/// Counter-based random numbers (Philox4x32-10: Salmon et al., SC'11, doi:10.1145/2063384.2063405),
/// keyed by (seed, purpose, stream, index) and never by thread, rank or clock: any number can be
/// drawn in any order, anywhere, and is the same.
class Random {
 public:
  /// `purpose` names the use ("poisson_dose"), `stream` is a snapshot, replica or surrogate,
  /// `index` an atom or pixel. Draws advance a private counter.
  Random(std::uint64_t seed, std::string_view purpose, std::uint64_t stream = 0,
         std::uint64_t index = 0);

  std::uint32_t bits32();
  std::uint64_t bits64();
  double uniform();                      ///< [0, 1), 53 bits
  double normal();                       ///< mean 0, variance 1 (Box-Muller)
  std::uint64_t below(std::uint64_t n);  ///< integer in [0, n), unbiased
  std::uint64_t poisson(double mean);    ///< exact for every mean >= 0

  /// The raw block function, for tests against the published known-answer vectors.
  static std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                             std::array<std::uint32_t, 2> key);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
};

}  // namespace glasscope
