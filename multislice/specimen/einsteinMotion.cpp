#include "multislice/specimen/einsteinMotion.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

Foil einsteinMotion(const Foil& foil, const EinsteinSettings& settings,
                    std::uint64_t configuration) {
  const std::vector<int> species = foil.species();
  const std::vector<double>& rms = settings.rms_A;
  if (rms.size() != 1 && rms.size() != species.size()) {
    throw Error(
        ErrorKind::usage, "thermal.einstein_rms_A does not fit the specimen",
        fmt::format("it holds {} numbers, and the foil {} elements", rms.size(), species.size()),
        "give one number for all, or one for each element by ascending atomic number");
  }
  if (std::any_of(rms.begin(), rms.end(), [](double u) { return !(u >= 0 && u < 2); })) {
    throw Error(ErrorKind::usage, "thermal.einstein_rms_A is no thermal displacement",
                "a number is negative or beyond 2 angstrom", "0.05 to 0.2 angstrom is usual");
  }
  std::vector<Vec3> moves(foil.size());
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const auto at = std::lower_bound(species.begin(), species.end(), foil.atomicNumbers()[i]);
    const double u = rms.size() == 1 ? rms[0] : rms[static_cast<std::size_t>(at - species.begin())];
    Random random(settings.seed, "einstein", configuration, i);
    for (int d = 0; d < 3; ++d) moves[i][d] = u * random.normal();
  }
  return foil.moved(moves);
}

std::vector<Foil> einsteinMotions(std::span<const Foil> foils, const EinsteinSettings& settings,
                                  std::uint64_t draw) {
  if (!settings.enabled()) return {foils.begin(), foils.end()};
  std::vector<Foil> moving;
  std::uint64_t configuration = draw * foils.size() * settings.configurations;
  for (const Foil& foil : foils) {
    for (int k = 0; k < settings.configurations; ++k)
      moving.push_back(einsteinMotion(foil, settings, configuration++));
  }
  return moving;
}

}  // namespace glasscope::multislice
