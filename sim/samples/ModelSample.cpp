#include "sim/samples/ModelSample.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "sim/samples/ClusterGlue.h"
#include "sim/samples/CutSample.h"
#include "sim/samples/EfficientClusters.h"
#include "sim/samples/MicroCrystals.h"
#include "sim/samples/Nanocrystal.h"
#include "sim/samples/SpherePacking.h"
#include "sim/samples/TrigonalPrisms.h"
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

Atoms grains(const SampleSettings& settings, const std::vector<int>& elements,
             const std::vector<double>& fractions, int atoms,
             const std::map<int, double>& radii_A) {
  MicroCrystalSettings grains{elements, fractions};
  grains.atoms = atoms;
  grains.nearest_A = 0;
  for (std::size_t k = 0; k < elements.size(); ++k)
    grains.nearest_A += 2 * fractions[k] * radii_A.at(elements[k]);
  grains.grain_A = settings.size_A;
  grains.seed = settings.seed;
  return microCrystals(grains);
}

// What is asked for, or what a model has else.
double fractionOf(const SampleSettings& settings, double usual) {
  constexpr double kLoosest = 0.3;
  if (settings.packingFraction == 0) return usual;
  if (settings.packingFraction >= kLoosest) return settings.packingFraction;
  throw Error(ErrorKind::usage,
              fmt::format("sample.packing_fraction = {:g} is no packing", settings.packingFraction),
              "neighbours would not touch", fmt::format("take {:g} or more", kLoosest));
}

// The solvent is the most frequent element; solutes follow by their size, the largest first.
Atoms efficient(const SampleSettings& settings, const std::vector<int>& elements,
                const std::vector<double>& fractions, int atoms,
                const std::map<int, double>& radii_A) {
  EfficientClusterSettings clusters;
  clusters.solvent =
      elements[static_cast<std::size_t>(std::ranges::max_element(fractions) - fractions.begin())];
  clusters.solutes = elements;
  std::erase(clusters.solutes, clusters.solvent);
  std::ranges::stable_sort(clusters.solutes, std::greater<>(),
                           [&](int z) { return radii_A.at(z); });
  clusters.atoms = atoms;
  clusters.neighbours = settings.neighbours;
  clusters.sharing = settings.sharing;
  clusters.packingFraction = fractionOf(settings, clusters.packingFraction);
  clusters.seed = settings.seed;
  return efficientClusters(clusters, radii_A);
}

Atoms prisms(const SampleSettings& settings, const std::vector<int>& elements,
             const std::vector<double>& fractions, int atoms,
             const std::map<int, double>& radii_A) {
  TrigonalPrismSettings prisms{elements, fractions};
  prisms.atoms = atoms;
  prisms.packingFraction = fractionOf(settings, prisms.packingFraction);
  prisms.seed = settings.seed;
  return trigonalPrisms(prisms, radii_A);
}

Atoms glued(const SampleSettings& settings, const std::vector<int>& elements, int atoms,
            const std::map<int, double>& radii_A) {
  ClusterGlueSettings glue;
  glue.formula = clusterFormula(settings.formula);
  for (const int z : glue.formula.species()) {
    if (std::ranges::find(elements, z) != elements.end()) continue;
    throw Error(
        ErrorKind::usage, "sample.formula names an element that the case does not",
        fmt::format("{} is in {} and not in sim.elements", elementSymbol(z), settings.formula),
        "name it in sim.elements too");
  }
  glue.atoms = atoms;
  glue.packingFraction = fractionOf(settings, glue.packingFraction);
  glue.seed = settings.seed;
  return clustersAndGlue(glue, radii_A);
}

}  // namespace

Atoms modelSample(const SampleSettings& settings, const std::vector<int>& elements,
                  const std::vector<double>& fractions, int atoms,
                  const std::map<int, double>& radii_A) {
  switch (settings.kind) {
    case SampleKind::hardSpheres:
      return hardSpheres(settings, elements, fractions, atoms, radii_A);
    case SampleKind::microCrystalline:
      return grains(settings, elements, fractions, atoms, radii_A);
    case SampleKind::efficientClusters:
      return efficient(settings, elements, fractions, atoms, radii_A);
    case SampleKind::trigonalPrisms:
      return prisms(settings, elements, fractions, atoms, radii_A);
    case SampleKind::clusterGlue:
      return glued(settings, elements, atoms, radii_A);
    default:
      break;
  }
  GLASSCOPE_ENSURE(false, "this sample is made of a glass");
  return {};
}

Atoms shapedSample(Atoms glass, const SampleSettings& settings,
                   const std::map<int, double>& radii_A) {
  // A shear band needs forces (ShearBand.h).
  if (settings.kind == SampleKind::bulk || settings.kind == SampleKind::shearBand ||
      isModel(settings.kind))
    return glass;
  if (settings.kind == SampleKind::nanocrystal) return withNanocrystal(glass, settings, radii_A);
  return cutSample(glass, settings);
}

}  // namespace glasscope::sim
