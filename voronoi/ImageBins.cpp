#include "voronoi/ImageBins.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace glasscope::voronoi {

namespace {

/// Bins of this many typical distances keep about one atom a bin.
constexpr double kBinPerSpacing = 1.0;
/// No more bins than this per atom, however empty the box.
constexpr double kMostBinsPerAtom = 8;

}  // namespace

ImageBins::ImageBins(const Box& box, std::span<const Vec3> positions)
    : matrix_(box.matrix()), periodic_(box.periodic()) {
  wrapAll(box, positions);
  layOutBins(box);
  sortIntoBins();
}

void ImageBins::wrapAll(const Box& box, std::span<const Vec3> positions) {
  wrapped_.reserve(positions.size());
  fractional_.reserve(positions.size());
  low_ = Vec3::Constant(1e300);
  high_ = -low_;
  for (const auto& p : positions) {
    Vec3 f = box.toFractional(p);
    for (int d = 0; d < 3; ++d)
      if (periodic_[static_cast<std::size_t>(d)]) {
        f[d] -= std::floor(f[d]);
        if (f[d] >= 1) f[d] = 0;  // a tiny negative number less its floor rounds to one
      }
    low_ = low_.cwiseMin(f);
    high_ = high_.cwiseMax(f);
    fractional_.push_back(f);
    wrapped_.push_back(box.toCartesian(f));
  }
  wallLow_ = low_.cwiseMin(Vec3::Zero());
  wallHigh_ = high_.cwiseMax(Vec3::Ones());
}

void ImageBins::layOutBins(const Box& box) {
  const auto n = static_cast<double>(wrapped_.size());
  // Bins cover what is occupied, so that vacuum in open directions costs nothing.
  for (int d = 0; d < 3; ++d) {
    if (periodic_[static_cast<std::size_t>(d)]) {
      low_[d] = 0;
      high_[d] = 1;
    } else {
      const double pad = std::max(1e-6 * (wallHigh_[d] - wallLow_[d]), 1e-3 * (high_[d] - low_[d]));
      low_[d] -= pad;
      high_[d] += pad;
    }
  }
  const Vec3 extents = box.heights().cwiseProduct(high_ - low_);
  spacing_ = std::cbrt(box.volume() * (high_ - low_).prod() / n);
  double width = kBinPerSpacing * spacing_;
  for (double total = 1e300; total > kMostBinsPerAtom * n + 27; width *= 1.3) {
    total = 1;
    for (std::size_t d = 0; d < 3; ++d) {
      const double extent = extents[static_cast<int>(d)];
      bins_[d] = static_cast<std::int64_t>(std::clamp(extent / width, 1.0, 1e6));
      binHeight_[d] = extent / static_cast<double>(bins_[d]);
      total *= static_cast<double>(bins_[d]);
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
  const auto binCount = static_cast<std::size_t>(bins_[0] * bins_[1] * bins_[2]);
  firstInBin_.assign(binCount + 1, 0);
  std::vector<std::size_t> bin(n);
  for (std::size_t i = 0; i < n; ++i) {
    bin[i] = binOf(fractional_[i]);
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

std::size_t ImageBins::binOf(const Vec3& fractional) const {
  std::size_t bin = 0;
  for (std::size_t d = 0; d < 3; ++d) {
    const int i = static_cast<int>(d);
    const double x = (fractional[i] - low_[i]) / (high_[i] - low_[i]);
    const auto k = std::clamp<std::int64_t>(
        static_cast<std::int64_t>(x * static_cast<double>(bins_[d])), 0, bins_[d] - 1);
    bin = bin * static_cast<std::size_t>(bins_[d]) + static_cast<std::size_t>(k);
  }
  return bin;
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

std::pair<std::int64_t, std::int64_t> ImageBins::fold(int direction, std::int64_t bin) const {
  const auto d = static_cast<std::size_t>(direction);
  if (bin >= 0 && bin < bins_[d]) return {bin, 0};
  std::int64_t boxes = bin / bins_[d];
  if (bin % bins_[d] < 0) --boxes;
  return {bin - boxes * bins_[d], boxes};
}

}  // namespace glasscope::voronoi
