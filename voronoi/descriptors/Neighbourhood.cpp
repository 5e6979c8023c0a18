#include "voronoi/descriptors/Neighbourhood.h"

#include <limits>

#include "core/system/Error.h"
#include "voronoi/cells/NeighbourMean.h"
#include "voronoi/order/TwoBodyEntropy.h"
#include "voronoi/pairs/LocalDensity.h"

namespace glasscope::voronoi {

namespace {

template <class T, class Make>
const T& once(std::optional<T>& slot, const Make& make) {
  if (!slot) slot = make();
  return *slot;
}

std::vector<double> entropyOf(const Atoms& atoms, const CellSet& set,
                              const StructureSettings& settings) {
  EntropySettings entropy;
  entropy.max_A = settings.entropyMax_A;
  entropy.broadening_A = settings.entropyBroadening_A;
  entropy.density_per_A3 = set.density_per_A3;
  return twoBodyEntropy(atoms, entropy, set.surface);
}

std::vector<double> excessVolumes(const Atoms& atoms, const CellSet& set) {
  std::vector<double> out(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!set.surface[i])
      out[i] = set.cells.volume_A3[i] - set.meanVolume_A3.at(atoms.atomicNumbers[i]);
  return out;
}

}  // namespace

Neighbourhood::Neighbourhood(const Atoms& atoms, const CellSet& set,
                             const StructureSettings& settings, double bondCutoff_A,
                             std::size_t count)
    : atoms_(atoms), set_(set), settings_(settings), bondCutoff_A_(bondCutoff_A), count_(count) {}

Neighbourhood::Harmonics& Neighbourhood::slot(int degree, BondWeighting weighting) const {
  GLASSCOPE_ENSURE(degree == 4 || degree == 6, "bond order is kept for l = 4 and 6");
  return harmonics_[(degree == 4 ? 0U : 2U) + (weighting == BondWeighting::plain ? 0U : 1U)];
}

const BondHarmonics& Neighbourhood::harmonics(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).own,
              [&] { return bondHarmonics(set_.cells, degree, weighting, set_.surface); });
}

const BondHarmonics& Neighbourhood::averagedHarmonicsOf(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).averaged,
              [&] { return averagedHarmonics(set_.cells, harmonics(degree, weighting)); });
}

const std::vector<double>& Neighbourhood::q(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).q,
              [&] { return secondInvariants(harmonics(degree, weighting)); });
}

const std::vector<double>& Neighbourhood::w(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).w,
              [&] { return thirdInvariants(harmonics(degree, weighting)); });
}

const std::vector<double>& Neighbourhood::averagedQ(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).averagedQ,
              [&] { return secondInvariants(averagedHarmonicsOf(degree, weighting)); });
}

const std::vector<double>& Neighbourhood::averagedW(int degree, BondWeighting weighting) const {
  return once(slot(degree, weighting).averagedW,
              [&] { return thirdInvariants(averagedHarmonicsOf(degree, weighting)); });
}

const std::vector<double>& Neighbourhood::localDensity() const {
  return once(localDensity_, [&] {
    return voronoi::localDensity(atoms_, set_.cells.volume_A3, settings_.densityLength_A,
                                 set_.surface);
  });
}

const CellShapes& Neighbourhood::shapes() const {
  return once(shapes_, [&] { return cellShapes(set_.cells); });
}

const std::vector<double>& Neighbourhood::localFreeVolume() const {
  return once(localFreeVolume_,
              [&] { return neighbourMean(set_.cells, excessVolumes(atoms_, set_)); });
}

const std::vector<double>& Neighbourhood::disorder() const {
  return once(disorder_,
              [&] { return disorderVariable(set_.cells, harmonics(6, BondWeighting::area)); });
}

const std::vector<double>& Neighbourhood::entropy() const {
  return once(entropy_, [&] { return entropyOf(atoms_, set_, settings_); });
}

const std::vector<double>& Neighbourhood::averagedEntropy() const {
  return once(averagedEntropy_, [&] { return neighbourMean(set_.cells, entropy()); });
}

const CrystalBonds& Neighbourhood::crystals() const {
  return once(crystals_, [&] {
    return crystalBonds(atoms_, set_.cells, harmonics(6, BondWeighting::area), settings_.crystals,
                        count_);
  });
}

const TetrahedralBonds& Neighbourhood::tetrahedra() const {
  GLASSCOPE_ENSURE(bondCutoff_A_ > 0, "tetrahedral order has a bond length");
  return once(tetrahedra_,
              [&] { return tetrahedralBonds(atoms_, bondCutoff_A_, set_.surface, count_); });
}

}  // namespace glasscope::voronoi
