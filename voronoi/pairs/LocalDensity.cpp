#include "voronoi/pairs/LocalDensity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "core/system/Parallel.h"
#include "voronoi/cells/ImageBins.h"

namespace glasscope::voronoi {

std::vector<double> localDensity(const Atoms& atoms, std::span<const double> volume_A3,
                                 double length_A, std::span<const std::uint8_t> skip) {
  if (!(length_A > 0) || !std::isfinite(length_A))
    throw Error(ErrorKind::usage, fmt::format("local density within {} angstrom", length_A),
                "the length must be positive", "use for example 5 angstrom");
  const ImageBins images(atoms.box, atoms.positions);
  std::vector<double> out(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::vector<std::pair<double, double>>> found(
      static_cast<std::size_t>(threadCount()));
  interruptibleFor(static_cast<std::int64_t>(atoms.size()), [&](std::int64_t k, int worker) {
    const auto i = static_cast<std::size_t>(k);
    if (skip[i]) return;
    auto& near = found[static_cast<std::size_t>(worker)];
    near.clear();
    images.search(i, -1, length_A, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
      const auto other = static_cast<std::size_t>(j);
      if (!skip[other]) near.emplace_back(vector.squaredNorm(), volume_A3[other]);
    });
    // Nearest first, so that the sum does not depend on how the sample lies in its box.
    std::sort(near.begin(), near.end());
    double volume = volume_A3[i];
    for (const auto& [distance, cell] : near) volume += cell;
    out[i] = static_cast<double>(near.size() + 1) / volume;
  });
  return out;
}

std::vector<double> distanceToMarked(const Atoms& atoms, std::span<const std::uint8_t> marked,
                                     double limit_A) {
  const ImageBins images(atoms.box, atoms.positions);
  std::vector<double> out(atoms.size(), limit_A);
  interruptibleFor(static_cast<std::int64_t>(atoms.size()), [&](std::int64_t k, int) {
    const auto i = static_cast<std::size_t>(k);
    if (marked[i]) {
      out[i] = 0;
      return;
    }
    images.search(i, -1, limit_A, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
      if (marked[static_cast<std::size_t>(j)]) out[i] = std::min(out[i], vector.norm());
    });
  });
  return out;
}

}  // namespace glasscope::voronoi
