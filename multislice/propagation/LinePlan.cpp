#include "multislice/propagation/LinePlan.h"

#include <array>
#include <cmath>
#include <limits>
#include <ranges>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

/// A radix and what a pass of it costs, in arithmetic operations a value. Larger ones would spare
/// passes but do not fit into the registers, and passes within a block cost little.
struct Cost {
  int radix;
  double operations;
};

constexpr std::array kCosts{Cost{3, 6},   Cost{4, 8},   Cost{5, 10},  Cost{6, 11},
                            Cost{7, 15},  Cost{8, 11},  Cost{9, 14},  Cost{10, 13},
                            Cost{12, 13}, Cost{14, 18}, Cost{15, 16}, Cost{16, 15}};
/// Twiddles, loads and stores of a pass.
constexpr double kPassCost = 9;

constexpr auto kRadices = [] {
  std::array<int, kCosts.size()> radices{};
  for (std::size_t i = 0; i < kCosts.size(); ++i) radices[i] = kCosts[i].radix;
  return radices;
}();

struct Split {
  double cost = std::numeric_limits<double>::infinity();
  std::vector<int> radices;
};

/// The cheapest product of radices that makes n, larger radices first.
Split cheapest(int n, int largest) {
  Split best;
  for (const auto [radix, operations] : kCosts) {
    if (radix > largest || n % radix != 0) continue;
    Split split = n == radix ? Split{0, {}} : cheapest(n / radix, radix);
    split.cost += operations + kPassCost;
    split.radices.insert(split.radices.begin(), radix);
    if (split.cost < best.cost) best = split;
  }
  return best;
}

std::vector<int> radicesOf(int n) {
  if (!LinePlan::canPlan(n)) {
    throw Error(ErrorKind::internal, fmt::format("no plan for a line of {} values", n),
                "it is no product of the small radices", "report this as a bug");
  }
  return cheapest(n, kRadices.back()).radices;
}

Wave twiddlesOf(int radix, int count) {
  Wave twiddles;
  for (int b = 0; b < count; ++b) {
    for (int k = 1; k < radix; ++k) {
      const double turn = static_cast<double>(b) * k / (static_cast<double>(radix) * count);
      twiddles.push_back(std::complex<float>(std::polar(1.0, -2 * constants::kPi * turn)));
    }
  }
  return twiddles;
}

}  // namespace

std::span<const int> LinePlan::radices() {
  return kRadices;
}

bool LinePlan::canPlan(int n) {
  return n > kRadices.back() && n <= 65536 && std::isfinite(cheapest(n, kRadices.back()).cost);
}

LinePlan::LinePlan(int n) : LinePlan(radicesOf(n)) {}

LinePlan::LinePlan(std::span<const int> radices) : lastRadix_(radices.back()) {
  for (const int radix : radices) size_ *= radix;
  // One slot more behind every block of the first pass: without it the slots of a butterfly lie a
  // power of two apart for the usual sizes.
  const int block = size_ / radices.front(), step = block + 1;
  slots_ = radices.front() * step;
  slotOf_.resize(size_);
  for (int x = 0; x < size_; ++x) slotOf_[x] = x / block * step + x % block;

  std::vector<int> starts{0};
  int length = size_;
  for (std::size_t level = 0; level < radices.size(); ++level) {
    const int radix = radices[level], count = length / radix;
    const int distance = level == 0 ? step : count;
    if (level + 1 == radices.size()) {
      lastStarts_ = starts;
      break;
    }
    passes_.push_back({radix, count, distance, starts, twiddlesOf(radix, count)});
    std::vector<int> next;
    for (const int start : starts) {
      for (int k = 0; k < radix; ++k) next.push_back(start + k * distance);
    }
    starts = std::move(next);
    length = count;
  }

  // Position a * lastRadix + b holds frequency k1 + R1 (k2 + R2 (...)), where k1, k2, ... are the
  // digits of the position, the first pass's first.
  for (int position = 0; position < size_; ++position) {
    int frequency = 0, rest = position, weight = size_;
    for (const int radix : std::views::reverse(radices)) {
      weight /= radix;
      frequency += rest % radix * weight;
      rest /= radix;
    }
    frequencies_.push_back(frequency);
  }
}

}  // namespace glasscope::multislice
