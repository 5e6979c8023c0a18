#include "sim/local_yield/LocalYieldSettings.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

void LocalYieldSettings::validate() const {
  const auto require = [](bool fine, const char* name, double value, const char* rule) {
    if (fine) return;
    throw Error(ErrorKind::usage, fmt::format("local yield cannot have {} = {:g}", name, value),
                rule, "correct that setting");
  };
  require(sites >= 0, "sites", sites, "a number of atoms is not negative");
  // Below, the sphere is an atom and some neighbours; above, it is a sample of its own.
  require(radius_A >= 2 && radius_A <= 50, "radius_A", radius_A,
          "a sphere of some neighbours to some ten thousand atoms has 2 to 50 angstrom");
  // A strain that rounding swallows would be taken for ever.
  constexpr double kLeast = 1e-7;
  require(largestStrain > 0 && largestStrain <= 0.5, "largest_strain", largestStrain,
          "a strain is positive and at most a half");
  require(step >= kLeast && step <= largestStrain, "step", step,
          "a step is at least 1e-7 and no larger than the strain");
  require(smallestStep >= kLeast && smallestStep <= step, "smallest_step", smallestStep,
          "the smallest step is at least 1e-7 and no larger than the step");
  require(eventEnergy_eV > 0, "event_energy_eV", eventEnergy_eV, "yielding releases energy");
  require(forceTolerance_eV_per_A >= 1e-9 && forceTolerance_eV_per_A <= 1,
          "force_tolerance_eV_per_A", forceTolerance_eV_per_A,
          "forces of a minimum are lowered to 1e-9 to 1 eV/angstrom");
  for (auto one = directions.begin(); one != directions.end(); ++one) {
    if (std::find(one + 1, directions.end(), *one) == directions.end()) continue;
    throw Error(ErrorKind::usage,
                fmt::format("the directions of local yield name {} twice", textOf(*one)),
                "each is a column of its own", "leave one of them out");
  }
  if (!directions.empty()) return;
  throw Error(ErrorKind::usage, "local yield has no directions", "nothing would be strained",
              "name one or more of xy, xz, yz, x, y, z");
}

}  // namespace glasscope::sim
