#include "core/math/Sobol.h"

#include <boost/random/sobol.hpp>
#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope {

std::vector<std::vector<double>> sobolPoints(std::size_t count, std::size_t dimensions,
                                             std::uint64_t seed) {
  if (dimensions > kMostSobolDimensions) {
    throw Error(ErrorKind::usage, fmt::format("Sobol points of {} dimensions", dimensions),
                fmt::format("there are direction numbers for {}", kMostSobolDimensions),
                "draw some of them at random");
  }
  std::vector<std::vector<double>> points(count, std::vector<double>(dimensions));
  if (dimensions == 0) return points;
  std::vector<std::uint64_t> shift;
  for (std::size_t d = 0; d < dimensions; ++d) shift.push_back(Random(seed, "sobol", d).bits64());
  boost::random::sobol sequence(dimensions);
  for (auto& point : points) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      // The upper 53 bits: what a double holds.
      point[d] = static_cast<double>((sequence() ^ shift[d]) >> 11) * 0x1p-53;
    }
  }
  return points;
}

}  // namespace glasscope
