#include "sim/samples/ModelSample.h"

#include "core/system/Error.h"
#include "sim/samples/CutSample.h"
#include "sim/samples/MicroCrystals.h"
#include "sim/samples/Nanocrystal.h"
#include "sim/samples/SpherePacking.h"
#include "sim/statics/RandomCrystal.h"

namespace glasscope::sim {

namespace {

Atoms hardSpheres(const SampleSettings& settings, const std::vector<int>& elements,
                  const std::vector<double>& fractions, int count,
                  const std::map<int, double>& radii_A) {
  const std::vector<int> atomicNumbers = occupantsOf(elements, wholeCounts(fractions, count));
  std::vector<double> radii;
  for (const int z : atomicNumbers) radii.push_back(radii_A.at(z));
  const SpherePacking packing = packSpheres(radii, settings.seed);
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(packing.edge_A));
  for (std::size_t i = 0; i < radii.size(); ++i) atoms.add(atomicNumbers[i], packing.centres_A[i]);
  atoms.source = "random dense packing of hard spheres";
  return atoms;
}

}  // namespace

Atoms modelSample(const SampleSettings& settings, const std::vector<int>& elements,
                  const std::vector<double>& fractions, int atoms,
                  const std::map<int, double>& radii_A) {
  GLASSCOPE_ENSURE(isModel(settings.kind), "this sample is made of a glass");
  if (settings.kind == SampleKind::hardSpheres)
    return hardSpheres(settings, elements, fractions, atoms, radii_A);
  MicroCrystalSettings grains{elements, fractions};
  grains.atoms = atoms;
  grains.nearest_A = 0;
  for (std::size_t k = 0; k < elements.size(); ++k)
    grains.nearest_A += 2 * fractions[k] * radii_A.at(elements[k]);
  grains.grain_A = settings.size_A;
  grains.seed = settings.seed;
  return microCrystals(grains);
}

Atoms shapedSample(Atoms glass, const SampleSettings& settings,
                   const std::map<int, double>& radii_A) {
  if (settings.kind == SampleKind::bulk || isModel(settings.kind)) return glass;
  if (settings.kind == SampleKind::nanocrystal) return withNanocrystal(glass, settings, radii_A);
  return cutSample(glass, settings);
}

}  // namespace glasscope::sim
