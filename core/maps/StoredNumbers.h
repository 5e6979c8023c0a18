#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/maps/DatacubeStorage.h"

namespace glasscope {

/// Numbers as they lie on disk.
struct StoredNumbers {
  std::vector<std::byte> bytes;
  std::int64_t saturated = 0;  ///< values that the type does not reach: stored as its largest
};

/// Rounds each value / scale to the nearest number of the type (ties to even for float16, away from
/// zero for uint16). A value that is negative becomes 0 in uint16; one beyond the type's reach
/// becomes its largest number and is counted.
StoredNumbers storeNumbers(std::span<const float> values, const DatacubeStorage& storage);

/// The largest value that can be stored.
double largestStored(const DatacubeStorage& storage);

/// IEEE 754 binary16 of a number, rounded to nearest even; beyond 65520 infinity.
std::uint16_t halfBits(float value);
float fromHalfBits(std::uint16_t bits);

}  // namespace glasscope
