#include "voronoi/structure/SampleNumbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/motifs/Motifs.h"
#include "voronoi/structure/SampleNames.h"
#include "voronoi/structure/SpeciesTables.h"

namespace glasscope::voronoi {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Mean of a value of atoms over the closed cells of one species (0: all), in the order of the
/// atoms.
template <class Value>
double meanOver(const DescribedSample& sample, int species, const Value& value) {
  double sum = 0;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < sample.atoms.size(); ++i) {
    if (sample.surface[i] || (species != 0 && sample.atoms.atomicNumbers[i] != species)) continue;
    sum += value(i);
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : kUndefined;
}

/// Counts over the closed cells of one species (0: all).
class CellCounts {
 public:
  CellCounts(const DescribedSample& sample, int species)
      : tally_(sample.motifs),
        species_(species == 0 ? sample.atoms.species() : std::vector<int>{species}) {}
  double meanFaces() const {
    return mean([&](int z) { return facesOf(tally_, z); });
  }
  double meanOf(const std::function<std::int64_t(const VoronoiIndex&)>& value) const {
    return mean([&](int z) { return sumOverCells(tally_, z, value); });
  }

 private:
  template <class Sum>
  double mean(const Sum& sumOf) const {
    std::int64_t sum = 0, closed = 0;
    for (const int z : species_) {
      sum += sumOf(z);
      closed += closedCellsOf(tally_, z);
    }
    return closed > 0 ? static_cast<double>(sum) / static_cast<double>(closed) : kUndefined;
  }

  const Tally& tally_;
  std::vector<int> species_;
};

void addSpecies(std::vector<SampleNumber>& out, const DescribedSample& sample, int z) {
  const CellCounts counts(sample, z);
  const std::string tag = z == 0 ? "" : fmt::format("_{}", elementSymbol(z));
  out.push_back({"mean_volume" + tag + "_A3", "angstrom^3",
                 meanOver(sample, z, [&](auto i) { return sample.volume_A3[i]; })});
  out.push_back({"coordination" + tag, "1", counts.meanFaces()});
  out.push_back({"icosahedra" + tag, "1", counts.meanOf(isIcosahedron)});
  out.push_back({"kasper_polyhedra" + tag, "1", counts.meanOf([](const VoronoiIndex& index) {
                   return kasperNumber(index) > 0 ? 1 : 0;
                 })});
  out.push_back({"five_fold_fraction" + tag, "1", meanOver(sample, z, [&](auto i) {
                   const double f = sample.fiveFoldFraction[i];
                   return std::isnan(f) ? 0.0 : f;  // no face counts: none has five edges
                 })});
  out.push_back({"excess_disclinations" + tag, "1", counts.meanOf(excessDisclinations)});
}

void addMotifs(std::vector<SampleNumber>& out, const DescribedSample& sample,
               const StructureReport& reference) {
  for (const auto& motif : reference.motifs.counts) {
    const auto n = static_cast<double>(closedCellsOf(sample.motifs, motif.centre));
    const auto count =
        static_cast<double>(cellsWithIndex(sample.motifs, motif.centre, motif.index));
    out.push_back({motifNumber(speciesName(motif.centre), motif.index.text()), "1",
                   n > 0 ? count / n : kUndefined});
  }
}

double find(const std::vector<PairValue>& pairs, int a, int b) {
  for (const auto& pair : pairs)
    if (pair.centre == a && pair.neighbour == b) return pair.value;
  return kUndefined;
}

void addChemistry(std::vector<SampleNumber>& out, const StructureReport& report,
                  const StructureReport& reference) {
  out.push_back({"cargill_spaepen", "1", report.chemistry.cargillSpaepen});
  for (const auto& a : reference.species)
    for (const auto& b : reference.species) {
      const auto pair =
          fmt::format("{}_{}", elementSymbol(a.atomicNumber), elementSymbol(b.atomicNumber));
      out.push_back({"warren_cowley_" + pair, "1",
                     find(report.chemistry.warrenCowley, a.atomicNumber, b.atomicNumber)});
      out.push_back({"partial_coordination_" + pair, "1",
                     find(report.chemistry.partialCoordination, a.atomicNumber, b.atomicNumber)});
    }
}

void addOrder(std::vector<SampleNumber>& out, const DescribedSample& sample) {
  out.push_back({"q6_area_weighted", "1",
                 meanOver(sample, 0, [&](auto i) { return sample.q6_area_weighted[i]; })});
  out.push_back({"crystal_fraction", "1", sample.report.order.grains.fraction});
  const OrderSummary::Network& network = sample.report.order.network;
  const char* const kinds[] = {"vertex", "edge", "face", "interpenetrating"};
  for (std::size_t k = 0; k < network.linksPerIcosahedron.size(); ++k)
    out.push_back(
        {fmt::format("{}_links_per_icosahedron", kinds[k]), "1", network.linksPerIcosahedron[k]});
  out.push_back({"icosahedral_network_fraction", "1", network.fraction});
  out.push_back({"largest_icosahedral_cluster", "1", static_cast<double>(network.largestCores)});
}

/// Only where the reference has it: its bonds are those of all.
void addTetrahedra(std::vector<SampleNumber>& out, const OrderSummary& order,
                   const OrderSummary& reference) {
  if (!reference.tetrahedra) return;
  const auto found = order.tetrahedra.value_or(OrderSummary::Tetrahedra());
  out.push_back({"mean_tetrahedrality", "1", found.meanTetrahedrality});
  out.push_back({"bonds_per_atom", "1", found.bondsPerAtom});
  out.push_back({"low_density_fraction", "1", found.lowDensityFraction});
  out.push_back({"high_density_fraction", "1", found.highDensityFraction});
}

std::string conventionText(const SpreadRow& row) {
  return fmt::format("({}; {})", row.weighting == Weighting::plain ? "plain" : "radical",
                     row.convention.text());
}

/// Rows of the reference's table that the sample has as well.
void addSpread(std::vector<SampleNumber>& out, const DescribedSample& sample,
               const StructureReport& reference) {
  const auto species = sample.atoms.species();
  const auto& spread = sample.report.motifs.spread;
  for (const auto& wanted : reference.motifs.spread) {
    const auto how = conventionText(wanted);
    const auto row = std::find_if(spread.begin(), spread.end(), [&](const SpreadRow& other) {
      return conventionText(other) == how;
    });
    const bool there = row != spread.end();
    for (const auto& s : reference.species) {
      const auto at = std::find(species.begin(), species.end(), s.atomicNumber);
      out.push_back({fmt::format("icosahedra_{} {}", elementSymbol(s.atomicNumber), how), "1",
                     there && at != species.end()
                         ? row->icosahedra[static_cast<std::size_t>(at - species.begin())]
                         : kUndefined});
    }
    out.push_back({"valid_fraction " + how, "1", there ? row->validFraction : kUndefined});
  }
}

}  // namespace

std::vector<SampleNumber> sampleNumbers(const DescribedSample& sample,
                                        const StructureReport& reference) {
  std::vector<SampleNumber> out;
  addSpecies(out, sample, 0);
  for (const auto& species : reference.species) addSpecies(out, sample, species.atomicNumber);
  addMotifs(out, sample, reference);
  addChemistry(out, sample.report, reference);
  addOrder(out, sample);
  addTetrahedra(out, sample.report.order, reference.order);
  out.push_back({"surface_atoms", "1", static_cast<double>(sample.report.surfaceAtoms)});
  addSpread(out, sample, reference);
  return out;
}

}  // namespace glasscope::voronoi
