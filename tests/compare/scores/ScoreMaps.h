#pragma once

#include <string>
#include <utility>

#include "core/maps/Map2.h"
#include "core/math/Random.h"

namespace glasscope::compare {

/// A map of noise with a correlation length of two pixels, periodic: a truth to be found.
inline Map2 blobs(int nx, int ny, std::uint64_t stream, std::string name = std::string("truth")) {
  Map2 noise;
  noise.name = std::move(name);
  noise.unit = std::string("1");
  noise.periodic = true;
  noise.values = Array2<double>(nx, ny);
  for (std::size_t i = 0; i < noise.values.size(); ++i)
    noise.values[i] = Random(5, "blobs", stream, i).normal();
  Map2 smooth = noise;
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y) {
      double sum = 0;
      for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j) sum += noise.values((x + i) % nx, (y + j) % ny);
      smooth.values(x, y) = sum;
    }
  return smooth;
}

}  // namespace glasscope::compare
