#include "voronoi/cells/ImageBins.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace glasscope::voronoi {

namespace {

/// No more bins than this per atom, however empty the box.
constexpr double kMostBinsPerAtom = 8;

}  // namespace

ImageBins::ImageBins(const Box& box, std::span<const Vec3> positions, double binWidth)
    : matrix_(box.matrix()), periodic_(box.periodic()) {
  Occupancy occupied(box);
  wrapped_.reserve(positions.size());
  fractional_.reserve(positions.size());
  for (const auto& p : positions) {
    fractional_.push_back(wrappedFractional(box, p));
    wrapped_.push_back(box.toCartesian(fractional_.back()));
    occupied.add(fractional_.back());
  }
  layOutBins(box, occupied, binWidth);
  sortIntoBins();
}

void ImageBins::layOutBins(const Box& box, const Occupancy& occupied, double binWidth) {
  std::array<Occupancy::Interval, 3> filled;
  for (int d = 0; d < 3; ++d) {
    filled[static_cast<std::size_t>(d)] = occupied.interval(d);
    const auto& [begin, length] = filled[static_cast<std::size_t>(d)];
    low_[d] = periodic_[static_cast<std::size_t>(d)] ? 0 : begin;
    high_[d] = periodic_[static_cast<std::size_t>(d)] ? 1 : begin + length;
  }
  spacing_ = occupied.spacing();
  const Vec3 extents = box.heights().cwiseProduct(high_ - low_);
  const double most = kMostBinsPerAtom * static_cast<double>(wrapped_.size()) + 27;
  double width = binWidth * spacing_;
  for (double total = 1e300; total > most; width *= 1.3) {
    total = 1;
    for (std::size_t d = 0; d < 3; ++d) {
      const double extent = extents[static_cast<int>(d)];
      bins_[d] = static_cast<std::int64_t>(std::clamp(extent / width, 1.0, 1e6));
      binHeight_[d] = extent / static_cast<double>(bins_[d]);
      firstKept_[d] = 0;
      kept_[d] = bins_[d];
      if (periodic_[d] && filled[d].length < 1) {
        const auto n = static_cast<double>(bins_[d]);
        firstKept_[d] = binAt(d, filled[d].begin);
        kept_[d] = std::min(bins_[d], static_cast<std::int64_t>(filled[d].length * n) + 2);
      }
      total *= static_cast<double>(kept_[d]);
    }
  }
  for (int d = 0; d < 3; ++d)
    binMatrix_.col(d) = matrix_.col(d) * ((high_[d] - low_[d]) /
                                          static_cast<double>(bins_[static_cast<std::size_t>(d)]));
  origin_ = box.toCartesian(low_);
  for (int corner = 0; corner < 4; ++corner) {
    const Vec3 half(0.5, corner & 1 ? 0.5 : -0.5, corner & 2 ? 0.5 : -0.5);
    binRadius_ = std::max(binRadius_, (binMatrix_ * half).norm());
  }
}

void ImageBins::sortIntoBins() {
  const auto n = wrapped_.size();
  const auto binCount = static_cast<std::size_t>(kept_[0] * kept_[1] * kept_[2]);
  firstInBin_.assign(binCount + 1, 0);
  std::vector<std::size_t> bin(n);
  for (std::size_t i = 0; i < n; ++i) {
    bin[i] = rowOf(fractional_[i]);
    ++firstInBin_[bin[i] + 1];
  }
  for (std::size_t b = 0; b < binCount; ++b) firstInBin_[b + 1] += firstInBin_[b];
  order_.resize(n);
  sorted_.resize(n);
  auto next = firstInBin_;
  for (std::size_t i = 0; i < n; ++i) {
    const auto slot = static_cast<std::size_t>(next[bin[i]]++);
    order_[slot] = static_cast<std::int32_t>(i);
    sorted_[slot] = wrapped_[i];
  }
}

std::int64_t ImageBins::binAt(std::size_t direction, double fractional) const {
  const int i = static_cast<int>(direction);
  const double x = (fractional - low_[i]) / (high_[i] - low_[i]);
  return std::clamp<std::int64_t>(
      static_cast<std::int64_t>(x * static_cast<double>(bins_[direction])), 0,
      bins_[direction] - 1);
}

std::size_t ImageBins::rowOf(const Vec3& fractional) const {
  std::int64_t row = 0;
  for (std::size_t d = 0; d < 3; ++d)
    row = row * kept_[d] + slotOf(d, binAt(d, fractional[static_cast<int>(d)]));
  return static_cast<std::size_t>(row);
}

double ImageBins::binsWithin(double radius) const {
  double total = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    const double wanted = 2 * radius / binHeight_[d] + 2;
    total *= periodic_[d] ? wanted : std::min(wanted, static_cast<double>(bins_[d]));
  }
  return total;
}

std::array<ImageBins::Range, 3> ImageBins::rangeOf(std::size_t atom, double radius) const {
  std::array<Range, 3> range{};
  for (std::size_t d = 0; d < 3; ++d) {
    const int i = static_cast<int>(d);
    const double x =
        (fractional_[atom][i] - low_[i]) / (high_[i] - low_[i]) * static_cast<double>(bins_[d]);
    const double span = radius / binHeight_[d] * (1 + 1e-12) + 1e-9;  // never a bin too few
    range[d] = {static_cast<std::int64_t>(std::floor(x - span)),
                static_cast<std::int64_t>(std::floor(x + span))};
    if (!periodic_[d]) {
      range[d].first = std::clamp<std::int64_t>(range[d].first, 0, bins_[d] - 1);
      range[d].last = std::clamp<std::int64_t>(range[d].last, 0, bins_[d] - 1);
    }
  }
  return range;
}

}  // namespace glasscope::voronoi
