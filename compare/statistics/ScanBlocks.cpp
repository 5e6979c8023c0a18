#include "compare/statistics/ScanBlocks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/math/Jackknife.h"

namespace glasscope::compare {

namespace {

constexpr int kMostBlocksAlong = 4;

}  // namespace

ScanBlocks::ScanBlocks(int rx, int ry)
    : rx_(rx), ry_(ry), nx_(std::min(kMostBlocksAlong, rx)), ny_(std::min(kMostBlocksAlong, ry)) {}

std::vector<double> jackknifeErrors(const std::vector<std::vector<double>>& leftOut) {
  if (leftOut.empty()) return {};
  std::vector<double> errors, ofOne;
  for (std::size_t i = 0; i < leftOut.front().size(); ++i) {
    ofOne.clear();
    for (const std::vector<double>& estimate : leftOut) ofOne.push_back(estimate[i]);
    errors.push_back(jackknifeError(ofOne));
  }
  return errors;
}

BlockMeans::BlockMeans(const ScanBlocks& blocks, std::size_t numbers)
    : sums_(static_cast<std::size_t>(blocks.count()), std::vector<double>(numbers)),
      added_(sums_) {}

void BlockMeans::add(int block, std::span<const double> numbers) {
  const auto b = static_cast<std::size_t>(block);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!std::isfinite(numbers[i])) continue;
    sums_[b][i] += numbers[i];
    added_[b][i] += 1;
  }
}

std::vector<double> BlockMeans::meanWithout(int block) const {
  std::vector<double> mean(sums_.front().size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    double sum = 0, added = 0;
    for (std::size_t b = 0; b < sums_.size(); ++b) {
      if (static_cast<int>(b) == block) continue;
      sum += sums_[b][i];
      added += added_[b][i];
    }
    mean[i] = added > 0 ? sum / added : std::numeric_limits<double>::quiet_NaN();
  }
  return mean;
}

std::vector<double> BlockMeans::mean() const {
  return meanWithout(-1);
}

std::vector<std::vector<double>> BlockMeans::leftOut() const {
  std::vector<std::vector<double>> all;
  for (std::size_t b = 0; b < sums_.size(); ++b) all.push_back(meanWithout(static_cast<int>(b)));
  return all;
}

}  // namespace glasscope::compare
