#include "sim/samples/ShearBand.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Log.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {

namespace {

constexpr double kStep = 0.02;

[[noreturn]] void refuse(const std::string& why, const std::string& remedy) {
  throw Error(ErrorKind::usage, "No shear band can be made", why, remedy);
}

// The slab in the frame of the box: normal and shear along edges of a rectangular one.
struct Slab {
  int normal = 2, along = 0;
  double low_A = 0, high_A = 0;  ///< along the normal, from the origin of the box

  double width_A() const { return high_A - low_A; }
};

Slab slabOf(const Atoms& glass, const SampleSettings& settings) {
  Slab slab;
  slab.normal = static_cast<int>(settings.axis);
  slab.along = slab.normal == 0 ? 1 : 0;
  for (const int axis : {slab.normal, slab.along})
    if (!glass.box.periodic()[static_cast<std::size_t>(axis)])
      refuse(fmt::format("the sample does not repeat along {}", "xyz"[axis]),
             "take a glass that fills its box");
  if (!glass.box.isOrthogonal())
    refuse("the box is skewed", "take a configuration in a rectangular box");
  const double height_A = glass.box.lengths()[slab.normal];
  if (settings.size_A > 0.5 * height_A)
    refuse(fmt::format("a slab of {:g} angstrom is more than half of the sample, {:.4g}",
                       settings.size_A, height_A),
           "take a smaller sample.size_A, or more atoms");
  slab.low_A = 0.5 * (height_A - settings.size_A);
  slab.high_A = slab.low_A + settings.size_A;
  return slab;
}

// Position along the normal within the box, from its origin.
double heightOf(const Atoms& atoms, const Vec3& position, const Slab& slab) {
  const Vec3 wrapped = atoms.box.wrap(position);
  return wrapped[slab.normal] - atoms.box.origin()[slab.normal];
}

// One step: atoms of the slab by their height in it, those above it by all of the displacement, and
// the box with them. A lean of more than half of an edge is the same lattice as one less an edge.
void shear(Atoms& atoms, const Slab& slab, double strain) {
  for (Vec3& position : atoms.positions) {
    position = atoms.box.wrap(position);
    const double height = position[slab.normal] - atoms.box.origin()[slab.normal];
    position[slab.along] += strain * std::clamp(height - slab.low_A, 0.0, slab.width_A());
  }
  Mat3 matrix = atoms.box.matrix();
  double& lean = matrix(slab.along, slab.normal);
  const double edge = matrix(slab.along, slab.along);
  lean += strain * slab.width_A();
  lean -= edge * std::round(lean / edge);
  atoms.box = Box(matrix, atoms.box.origin(), atoms.box.periodic());
}

}  // namespace

Atoms withShearBand(const Potential& potential, const Atoms& glass, const SampleSettings& settings,
                    const std::filesystem::path& folder) {
  const Slab slab = slabOf(glass, settings);
  Atoms atoms = glass;
  atoms.columns.clear();
  atoms.velocities.clear();
  const int steps = std::max(1, static_cast<int>(std::lround(settings.bandStrain / kStep)));
  for (int i = 0; i < steps; ++i) {
    shear(atoms, slab, settings.bandStrain / steps);
    stopIfAsked("the making of a shear band");
    atoms = inherentStructure(potential, atoms, folder);
  }
  atoms.columns.clear();
  std::vector<double> inside;
  for (Vec3& position : atoms.positions) {
    position = atoms.box.wrap(position);
    const double height = heightOf(atoms, position, slab);
    inside.push_back(height >= slab.low_A && height < slab.high_A ? 1 : 0);
  }
  atoms.columns.add(
      {"shear_band", "1", "1 for an atom in the slab that was sheared, else 0", inside});
  atoms.source = fmt::format("{} with a shear band", glass.source);
  logInfo(fmt::format(
      "a shear band from {:.4g} to {:.4g} angstrom along {}, sheared by {:g} along {} in {} steps",
      slab.low_A, slab.high_A, "xyz"[slab.normal], settings.bandStrain, "xyz"[slab.along], steps));
  return atoms;
}

}  // namespace glasscope::sim
