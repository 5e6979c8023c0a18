#include "core/maps/StoredNumbers.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/system/Error.h"

namespace glasscope {
namespace {

constexpr float kLargestHalf = 65504;
constexpr float kLargestCount = 65535;

template <class T>
void put(std::vector<std::byte>& bytes, std::size_t i, T value) {
  std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
}

}  // namespace

// The exponent field of binary16 has 5 bits with bias 15, the fraction 10 bits (IEEE 754-2008,
// table 3.5). Adding a power of two lets the adder of the machine do the rounding: for a number
// below the smallest normal half the sum's last bit is worth 2^-24, that of a subnormal half.
std::uint16_t halfBits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000U);
  const float size = std::fabs(value);
  if (std::isnan(value)) return sign | 0x7e00U;
  if (size >= 65520.0F) return sign | 0x7c00U;
  if (size < 0x1p-14F) {
    const auto sum = std::bit_cast<std::uint32_t>(size + 0.5F);
    return sign | static_cast<std::uint16_t>(sum - std::bit_cast<std::uint32_t>(0.5F));
  }
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const std::uint32_t rounded = magnitude + 0x0fffU + (magnitude >> 13 & 1U);
  return sign | static_cast<std::uint16_t>((rounded - (112U << 23)) >> 13);
}

float fromHalfBits(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float size =
      exponent == 31
          ? (fraction != 0 ? std::numeric_limits<float>::quiet_NaN()
                           : std::numeric_limits<float>::infinity())
          : (exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                           : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25));
  return (bits & 0x8000U) != 0 ? -size : size;
}

double largestStored(const DatacubeStorage& storage) {
  if (storage.type == NumberType::float32) return std::numeric_limits<float>::max();
  return storage.scale * (storage.type == NumberType::float16 ? kLargestHalf : kLargestCount);
}

StoredNumbers storeNumbers(std::span<const float> values, const DatacubeStorage& storage) {
  GLASSCOPE_ENSURE(storage.scale > 0 && std::isfinite(storage.scale), "a scale is positive");
  StoredNumbers result;
  if (storage.type == NumberType::float32 && storage.scale == 1) {
    result.bytes.resize(values.size_bytes());
    if (!values.empty()) std::memcpy(result.bytes.data(), values.data(), values.size_bytes());
    return result;
  }
  const double perUnit = 1 / storage.scale;
  result.bytes.resize(values.size() * (storage.type == NumberType::float32 ? 4 : 2));
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto value = static_cast<float>(values[i] * perUnit);
    if (storage.type == NumberType::float32) {
      put(result.bytes, i, value);
    } else if (storage.type == NumberType::float16) {
      if (std::fabs(value) > kLargestHalf) {
        value = std::copysign(kLargestHalf, value);
        ++result.saturated;
      }
      put(result.bytes, i, halfBits(value));
    } else {
      if (std::isnan(value)) value = 0;
      const float count = std::round(std::fmax(value, 0.0F));
      if (count > kLargestCount) ++result.saturated;
      put(result.bytes, i, static_cast<std::uint16_t>(std::fmin(count, kLargestCount)));
    }
  }
  return result;
}

}  // namespace glasscope
