#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/system/Mpi.h"

namespace glasscope {

/// Gives every rank the values of all, rank after rank. To be called by all ranks.
template <class T>
void gatherOverRanks(std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (Mpi::size() == 1) return;
  constexpr std::size_t kMost = (std::size_t{1} << 26) / sizeof(T);  // values of one message
  std::vector<T> all;
  for (int rank = 0; rank < Mpi::size(); ++rank) {
    const auto count = std::stoull(Mpi::broadcast(std::to_string(values.size()), rank));
    for (std::size_t first = 0; first < count; first += kMost) {
      const auto length = std::min(kMost, static_cast<std::size_t>(count) - first);
      std::string bytes;
      if (rank == Mpi::rank())
        bytes.assign(reinterpret_cast<const char*>(values.data() + first), length * sizeof(T));
      bytes = Mpi::broadcast(bytes, rank);
      all.resize(all.size() + length);
      std::memcpy(static_cast<void*>(all.data() + (all.size() - length)), bytes.data(),
                  bytes.size());
    }
  }
  values = std::move(all);
}

/// Marks that each rank sets for its own atoms only, of all ranks together.
inline void gatherMarks(std::vector<std::uint8_t>& marks) {
  if (Mpi::size() == 1) return;
  std::vector<float> numbers(marks.begin(), marks.end());
  Mpi::sum(std::span<float>(numbers));
  std::transform(numbers.begin(), numbers.end(), marks.begin(),
                 [](float mark) { return static_cast<std::uint8_t>(mark); });
}

}  // namespace glasscope
