#include "voronoi/structure/StreamedDescribe.h"

#include <algorithm>
#include <map>

#include "core/system/Error.h"
#include "core/system/Gather.h"
#include "core/system/Mpi.h"
#include "voronoi/cells/BrickCells.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/DescriptorColumns.h"
#include "voronoi/order/ChemicalOrder.h"
#include "voronoi/pairs/StreamedPairs.h"
#include "voronoi/structure/ConnectedColumns.h"
#include "voronoi/structure/ReportChecks.h"
#include "voronoi/structure/SpeciesTables.h"
#include "voronoi/structure/SpreadTable.h"
#include "voronoi/structure/StreamedOrder.h"

namespace glasscope::voronoi {

namespace {

/// Cells, surface flags, columns and chunks under way of 14 faces each: see docs/scaling.md.
constexpr double kDescribe_bytesPerAtom = 4500;
/// The neighbours of an atom that is no surface atom lie within this many typical distances but
/// for the rarest; whether they do is checked.
constexpr double kMargin = 3;

/// Walks over the bricks of this rank twice: first for what the sample as a whole is, then for the
/// columns that are relative to it.
class StreamedDescription {
 public:
  StreamedDescription(const Atoms& atoms, const StructureSettings& settings,
                      std::int64_t atomsPerBrick)
      : atoms_(atoms),
        settings_(settings),
        plan_(atoms, std::min<std::int64_t>(
                         atomsPerBrick, 1 + static_cast<std::int64_t>(atoms.size()) / Mpi::size())),
        own_(plan_.bricksOf(Mpi::rank(), Mpi::size())),
        volume_A3_(atoms.size()),
        surface_(atoms.size()) {
    report_.settings = settings;
    if (settings.weighting == Weighting::radical) radii_A_ = radiiOfAtoms();
    frame_ = sampleFrame(atoms, radii_A_);
  }

  StructureReport run(ColumnScratch& columns) {
    countCells();
    if (settings_.spreadTable) addSpread();
    makeTables();
    addRadial();
    checkVoids(report_, atoms_);
    warnOfMissingCores(report_, atoms_);
    const double bondCutoff_A = tetrahedralCutoff(report_);
    StreamedOrder order(atoms_, settings_, bondCutoff_A);
    for (const auto brick : own_) writeColumns(brick, columns, bondCutoff_A, order);
    addStructureFactor();
    order.finish(columns, surface_, report_);
    addCorrelations(order);
    return std::move(report_);
  }

 private:
  std::vector<double> radiiOfAtoms() const {
    return radiiOf(atoms_.atomicNumbers, settings_.radii_A);
  }

  CellSet cellSet(Tessellation cells) const {
    CellSet set;
    set.cells = std::move(cells);
    set.surface = surfaceAtoms(set.cells, settings_.surfaceProbe_A);
    set.indices = voronoiIndices(set.cells, settings_.convention);
    return set;
  }

  /// The first walk: volumes and surface flags of all atoms, and counts.
  void countCells() {
    for (const auto b : own_) {
      auto brick = cellsOfBrick(atoms_, radii_A_, frame_, plan_, b, 0);
      const auto own = brick.piece.own;
      const auto set = cellSet(std::move(brick.cells));
      for (std::size_t k = 0; k < own; ++k) {
        const auto i = static_cast<std::size_t>(brick.piece.atoms[k]);
        volume_A3_[i] = set.cells.volume_A3[k];
        surface_[i] = set.surface[k];
        if (set.cells.open[k] || set.cells.facesOf(k) == 0) continue;
        valid_.add({0});
        if (set.indices[k].obeysEuler()) valid_.add({1});
      }
      countMotifs(motifs_, brick.atoms, set, own);
      countNeighbours(neighbours_, set.cells, brick.atoms.atomicNumbers, set.surface, own);
      if (settings_.spreadTable)
        countSpread(spread_, brick.atoms, set.cells, set.surface, usualConventions(), own);
    }
    Mpi::sum(std::span<double>(volume_A3_));
    gatherMarks(surface_);
    for (auto* tally : {&valid_, &motifs_, &neighbours_}) tally->sumOverRanks();
    requireFilled(volume_A3_, frame_.filledVolume_A3(atoms_.box));
  }

  /// The other tessellation as well, where there are radii for it.
  void addSpread() {
    const auto conventions = usualConventions();
    for (const auto weighting : {Weighting::plain, Weighting::radical}) {
      if (weighting != settings_.weighting && !countOther(weighting)) continue;
      auto tally = spread_;
      tally.sumOverRanks();
      const auto rows = spreadRows(tally, weighting, conventions, plan_.species());
      report_.spread.insert(report_.spread.end(), rows.begin(), rows.end());
    }
  }

  bool countOther(Weighting weighting) {
    std::vector<double> radii;
    try {
      if (weighting == Weighting::radical) radii = radiiOfAtoms();
    } catch (const Error& error) {
      warnOfMissingRadii(report_, error);
      return false;
    }
    const auto frame = sampleFrame(atoms_, radii);
    for (const auto b : own_) {
      const auto brick = cellsOfBrick(atoms_, radii, frame, plan_, b, 0);
      std::vector<std::uint8_t> surface;
      for (const auto atom : brick.piece.atoms)
        surface.push_back(surface_[static_cast<std::size_t>(atom)]);
      countSpread(spread_, brick.atoms, brick.cells, surface, usualConventions(), brick.piece.own);
    }
    return true;
  }

  void makeTables() {
    CellSet whole;  // of its contents only what is relative to the sample
    setReferences(whole, atoms_.atomicNumbers, volume_A3_, surface_, settings_);
    density_per_A3_ = whole.density_per_A3;
    referenceVolume_A3_ = whole.referenceVolume_A3;
    meanVolume_A3_ = whole.meanVolume_A3;
    report_.surfaceAtoms = std::count(surface_.begin(), surface_.end(), 1);
    setValidFraction(report_, binomialFraction(valid_.of({1}), valid_.of({0})));
    checkConvention(report_);
    report_.species =
        speciesSummaries(motifs_, atoms_, volume_A3_, surface_, radii_A_, referenceVolume_A3_);
    report_.motifs = motifHistogram(motifs_, plan_.species(), settings_.topMotifs);
    const auto order = chemicalOrder(neighbours_);
    report_.partialCoordination = order.partialCoordination;
    report_.warrenCowley = order.warrenCowley;
    report_.cargillSpaepen = order.cargillSpaepen;
    report_.meanCoordination = order.meanCoordination;
    report_.meanCoordinationError = meanCoordinationError(report_.species);
    double density = 0;
    for (const auto& [species, d] : density_per_A3_) density += d;
    report_.meanVolume_A3 = 1 / density;
  }

  void addRadial() {
    auto radial = radialSettings(settings_);
    if (report_.surfaceAtoms > 0) {
      const double wanted = radialReach(radial);
      const auto depth = streamedDepths(atoms_, plan_, own_, surface_, wanted);
      if (!keepToInterior(report_, radial, depth, density_per_A3_, wanted)) return;
    }
    report_.radial = streamedDistributions(atoms_, plan_, own_, radial);
    report_.shells = coordinationShells(report_.radial, density_per_A3_);
    report_.radialSettings = std::move(radial);
  }

  void addStructureFactor() {
    const auto settings = structureFactorSettings(report_);
    if (!settings.enabled || report_.radial.empty()) return;
    if (settings.method == StructureFactorSettings::Method::direct) {
      report_.structureFactor = structureFactorDirect(atoms_, settings, settings_.seed);
    } else {
      const auto fine = structureFactorPairs(atoms_, report_.radialSettings, settings);
      const auto pairs = streamedDistributions(atoms_, plan_, own_, fine);
      report_.structureFactor = structureFactorOf(pairs, atoms_, fine, settings);
    }
    for (const auto& warning : report_.structureFactor.warnings) warn(report_, warning);
  }

  void addCorrelations(StreamedOrder& order) {
    const auto settings = correlationSettings(report_);
    std::vector<FieldLevels> levels;
    const auto& names = settings_.correlate;
    for (auto name = names.begin(); name != names.end(); ++name) {
      const bool again = std::find(name + 1, names.end(), *name) != names.end();
      const auto values = again ? order.values(*name) : order.takeValues(*name);
      levels.push_back(fieldLevels(values, atoms_.atomicNumbers, settings.removeSpeciesMean));
    }
    report_.fields =
        streamedCorrelations(atoms_, plan_, own_, levels, settings_.correlate, settings);
  }

  /// True when the cells of all neighbours of the brick's own atoms are there.
  static bool marginHolds(const Piece& piece, const CellSet& set) {
    for (std::size_t i = 0; i < piece.own; ++i) {
      if (set.surface[i]) continue;
      for (auto f = set.cells.firstFace[i]; f < set.cells.firstFace[i + 1]; ++f) {
        const auto j = set.cells.neighbour[static_cast<std::size_t>(f)];
        if (j >= static_cast<std::int64_t>(piece.inner)) return false;
      }
    }
    return true;
  }

  /// The second walk.
  void writeColumns(std::size_t b, ColumnScratch& columns, double bondCutoff_A,
                    StreamedOrder& order) const {
    const double around = settings_.entropyMax_A + 6 * settings_.entropyBroadening_A;
    double margin = std::max({kMargin * frame_.spacing_A, settings_.densityLength_A, bondCutoff_A});
    for (;; margin *= 1.5) {
      // The neighbours in the margin have their entropy averaged: it looks further.
      auto brick = cellsOfBrick(atoms_, radii_A_, frame_, plan_, b, margin, margin + around);
      auto set = cellSet(std::move(brick.cells));
      if (!marginHolds(brick.piece, set)) continue;
      set.density_per_A3 = density_per_A3_;
      set.referenceVolume_A3 = referenceVolume_A3_;
      set.meanVolume_A3 = meanVolume_A3_;
      const auto bonds = sampleBonds(set);
      addDescriptorColumns(brick.atoms, set, bonds, settings_);
      const auto found = addNeighbourhoodColumns(brick.atoms, set, bonds, settings_, bondCutoff_A,
                                                 brick.piece.own);
      const bool wholeSample = brick.piece.atoms.size() >= atoms_.size();
      if (found.tetrahedra.searched_A > margin && !wholeSample) continue;
      order.add(brick.piece, brick.atoms, set, found);
      columns.put(std::span(brick.piece.atoms).first(brick.piece.own), brick.atoms.columns);
      return;
    }
  }

  const Atoms& atoms_;
  const StructureSettings& settings_;
  BrickPlan plan_;
  std::vector<std::size_t> own_;
  std::vector<double> radii_A_;
  SampleFrame frame_;
  std::vector<double> volume_A3_;
  std::vector<std::uint8_t> surface_;
  Tally valid_, motifs_, neighbours_, spread_;
  std::map<int, double> density_per_A3_, referenceVolume_A3_, meanVolume_A3_;
  StructureReport report_;
};

}  // namespace

StructureReport describeStreamed(const Atoms& atoms, const StructureSettings& settings,
                                 ColumnScratch& columns, std::int64_t atomsPerBrick) {
  atoms.validate();
  return StreamedDescription(atoms, settings, atomsPerBrick).run(columns);
}

double describeMemory_bytes(std::size_t atoms) {
  return kDescribe_bytesPerAtom * static_cast<double>(atoms);
}

}  // namespace glasscope::voronoi
