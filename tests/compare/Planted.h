#pragma once

#include <cmath>
#include <string>

#include "core/maps/Map2.h"
#include "core/math/Random.h"

namespace glasscope::compare::planted {

/// White noise smoothed by a Gaussian of `sigma` pixels; open maps are cut from the middle of a
/// larger field, so that they are stationary up to their edges.
inline Map2 smoothNoise(int n, double sigma, std::uint64_t seed, std::uint64_t stream,
                        bool periodic) {
  const int reach = static_cast<int>(std::ceil(4 * sigma));
  const int size = periodic ? n : n + 2 * reach;
  Array2<double> noise(size, size), rows(size, size);
  Random random(seed, "planted_noise", stream);
  for (double& value : noise) value = random.normal();
  std::vector<double> kernel(static_cast<std::size_t>(reach) + 1);
  for (int i = 0; i <= reach; ++i)
    kernel[i] = sigma > 0 ? std::exp(-0.5 * i * i / (sigma * sigma)) : 1;
  const auto wrap = [&](int i) { return (i % size + size) % size; };
  for (int x = 0; x < size; ++x) {
    for (int y = 0; y < size; ++y) {
      for (int d = -reach; d <= reach; ++d)
        rows(x, y) += kernel[std::abs(d)] * noise(x, wrap(y + d));
    }
  }
  Map2 map;
  map.name = "noise_" + std::to_string(stream);
  map.periodic = periodic;
  map.values = Array2<double>(n, n);
  const int cut = periodic ? 0 : reach;
  for (int x = 0; x < n; ++x) {
    for (int y = 0; y < n; ++y) {
      for (int d = -reach; d <= reach; ++d) {
        map.values(x, y) += kernel[std::abs(d)] * rows(wrap(x + cut + d), y + cut);
      }
    }
  }
  return map;
}

}  // namespace glasscope::compare::planted
