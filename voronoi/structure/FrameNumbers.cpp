#include "voronoi/structure/FrameNumbers.h"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/order/BondOrder.h"
#include "voronoi/order/ChemicalOrder.h"
#include "voronoi/order/Crystals.h"
#include "voronoi/structure/SpreadTable.h"

namespace glasscope::voronoi {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Means over the closed cells of one species (0: all).
class Means {
 public:
  Means(const Atoms& atoms, const CellSet& set, int species) {
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (!set.surface[i] && (species == 0 || atoms.atomicNumbers[i] == species))
        members_.push_back(i);
  }
  template <class Value>
  double of(const Value& value) const {
    double sum = 0;
    for (const auto i : members_) sum += value(i);
    return members_.empty() ? kUndefined : sum / static_cast<double>(members_.size());
  }

 private:
  std::vector<std::size_t> members_;
};

void addSpecies(std::vector<FrameNumber>& out, const Atoms& atoms, const CellSet& set, int z) {
  const Means mean(atoms, set, z);
  const std::string tag = z == 0 ? "" : fmt::format("_{}", elementSymbol(z));
  const auto& indices = set.indices;
  out.push_back({"mean_volume" + tag + "_A3", "angstrom^3",
                 mean.of([&](auto i) { return set.cells.volume_A3[i]; })});
  out.push_back({"coordination" + tag, "1",
                 mean.of([&](auto i) { return static_cast<double>(set.cells.facesOf(i)); })});
  out.push_back({"icosahedra" + tag, "1",
                 mean.of([&](auto i) { return isIcosahedron(indices[i]) ? 1.0 : 0.0; })});
  out.push_back({"kasper_polyhedra" + tag, "1",
                 mean.of([&](auto i) { return kasperNumber(indices[i]) > 0 ? 1.0 : 0.0; })});
  out.push_back({"five_fold_fraction" + tag, "1", mean.of([&](auto i) {
                   const int faces = indices[i].faces();
                   return faces > 0 ? static_cast<double>(indices[i].of(5)) / faces : 0.0;
                 })});
  out.push_back({"excess_disclinations" + tag, "1", mean.of([&](auto i) {
                   return static_cast<double>(excessDisclinations(indices[i]));
                 })});
}

void addMotifs(std::vector<FrameNumber>& out, const Atoms& atoms, const CellSet& set,
               const StructureReport& reference) {
  std::map<std::pair<int, VoronoiIndex>, std::int64_t> counts;
  std::map<int, std::int64_t> closed;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (set.surface[i]) continue;
    ++counts[{atoms.atomicNumbers[i], set.indices[i]}];
    ++closed[atoms.atomicNumbers[i]];
  }
  for (const auto& motif : reference.motifs) {
    const auto n = static_cast<double>(closed[motif.centre]);
    out.push_back(
        {fmt::format("motif_{}_{}", elementSymbol(motif.centre), motif.index.text()), "1",
         n > 0 ? static_cast<double>(counts[{motif.centre, motif.index}]) / n : kUndefined});
  }
}

double find(const std::vector<PairValue>& pairs, int a, int b) {
  for (const auto& pair : pairs)
    if (pair.centre == a && pair.neighbour == b) return pair.value;
  return kUndefined;
}

void addChemistry(std::vector<FrameNumber>& out, const Atoms& atoms, const CellSet& set,
                  const StructureReport& reference) {
  const auto order = chemicalOrder(set.cells, atoms.atomicNumbers, set.surface);
  out.push_back({"cargill_spaepen", "1", order.cargillSpaepen});
  for (const auto& a : reference.species)
    for (const auto& b : reference.species) {
      const auto pair =
          fmt::format("{}_{}", elementSymbol(a.atomicNumber), elementSymbol(b.atomicNumber));
      out.push_back(
          {"warren_cowley_" + pair, "1", find(order.warrenCowley, a.atomicNumber, b.atomicNumber)});
      out.push_back({"partial_coordination_" + pair, "1",
                     find(order.partialCoordination, a.atomicNumber, b.atomicNumber)});
    }
}

void addOrder(std::vector<FrameNumber>& out, const DescribedFrame& frame) {
  const Means mean(frame.atoms, frame.set, 0);
  const auto& order = frame.order;
  out.push_back(
      {"q6_area_weighted", "1", mean.of([&](auto i) { return frame.q6_area_weighted[i]; })});
  out.push_back({"crystal_fraction", "1", order.crystalFraction});
  const char* const kinds[] = {"vertex", "edge", "face", "interpenetrating"};
  for (std::size_t k = 0; k < order.linksPerIcosahedron.size(); ++k)
    out.push_back(
        {fmt::format("{}_links_per_icosahedron", kinds[k]), "1", order.linksPerIcosahedron[k]});
  out.push_back({"icosahedral_network_fraction", "1", order.networkFraction});
  out.push_back({"largest_icosahedral_cluster", "1", static_cast<double>(order.largestCores)});
}

std::string conventionText(const SpreadRow& row) {
  return fmt::format("({}; {})", row.weighting == Weighting::plain ? "plain" : "radical",
                     row.convention.text());
}

/// Rows of the reference's table that the frame has as well.
void addSpread(std::vector<FrameNumber>& out, const DescribedFrame& frame,
               const StructureReport& reference) {
  const auto species = frame.atoms.species();
  for (const auto& wanted : reference.spread) {
    const auto how = conventionText(wanted);
    const auto row =
        std::find_if(frame.spread.begin(), frame.spread.end(),
                     [&](const SpreadRow& other) { return conventionText(other) == how; });
    const bool there = row != frame.spread.end();
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

OrderSummary orderOf(const Atoms& atoms, const CellSet& set, const BondHarmonics& harmonics,
                     const StructureSettings& settings) {
  OrderSummary order;
  const auto crystals = findCrystals(atoms, set.cells, harmonics, settings.crystals);
  order.setGrains(crystals.grains, settings.crystals.nucleus,
                  static_cast<std::int64_t>(atoms.size()) - set.surfaceCount());
  std::vector<std::uint8_t> centres(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    centres[i] = !set.surface[i] && isIcosahedron(set.indices[i]);
  order.setNetwork(motifNetwork(atoms, set.cells, centres, settings.convention), atoms.size());
  return order;
}

std::vector<SpreadRow> spreadOf(const Atoms& atoms, const CellSet& set,
                                const StructureReport& reference) {
  std::vector<SpreadRow> out;
  for (const auto weighting : {Weighting::plain, Weighting::radical}) {
    const auto& rows = reference.spread;
    if (std::none_of(rows.begin(), rows.end(),
                     [&](const SpreadRow& row) { return row.weighting == weighting; }))
      continue;
    std::vector<double> radii;
    if (weighting == Weighting::radical)
      radii = radiiOf(atoms.atomicNumbers, reference.settings.radii_A);
    const auto found = conventionSpread(atoms, set, weighting, radii, reference.settings);
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

}  // namespace

std::vector<FrameNumber> frameNumbers(const DescribedFrame& frame,
                                      const StructureReport& reference) {
  std::vector<FrameNumber> out;
  const auto& [atoms, set, q6, order, spread] = frame;
  addSpecies(out, atoms, set, 0);
  for (const auto& species : reference.species) addSpecies(out, atoms, set, species.atomicNumber);
  addMotifs(out, atoms, set, reference);
  addChemistry(out, atoms, set, reference);
  addOrder(out, frame);
  out.push_back({"surface_atoms", "1", static_cast<double>(set.surfaceCount())});
  addSpread(out, frame, reference);
  return out;
}

std::vector<FrameNumber> frameNumbers(const Atoms& atoms, const StructureReport& reference) {
  const auto set = buildCells(atoms, reference.settings);
  const auto harmonics = bondHarmonics(set.cells, 6, BondWeighting::area, set.surface);
  return frameNumbers(
      {atoms, set, secondInvariants(harmonics), orderOf(atoms, set, harmonics, reference.settings),
       spreadOf(atoms, set, reference)},
      reference);
}

}  // namespace glasscope::voronoi
