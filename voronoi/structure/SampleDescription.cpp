#include "voronoi/structure/SampleDescription.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "core/system/Error.h"
#include "core/system/Gather.h"
#include "core/system/Mpi.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/RankingSettings.h"
#include "voronoi/order/ChemicalOrder.h"
#include "voronoi/pairs/PairRadii.h"
#include "voronoi/pairs/StreamedPairs.h"
#include "voronoi/structure/ReportChecks.h"
#include "voronoi/structure/SampleNumbers.h"
#include "voronoi/structure/SpeciesTables.h"
#include "voronoi/structure/SpreadTable.h"

namespace glasscope::voronoi {

namespace {

/// The neighbours of an atom that is no surface atom lie within this many typical distances but
/// for the rarest; whether they do is checked.
constexpr double kMargin = 3;

/// Columns whose means are among the numbers of a sample.
const char* const kFiveFold = "five_fold_fraction";
const char* const kBondOrder = "q6_area_weighted";

/// True when the cells of all neighbours of the piece's owned atoms are there.
bool marginHolds(const Piece& piece, const CellSet& set) {
  for (std::size_t i = 0; i < piece.own; ++i) {
    if (set.surface[i]) continue;
    for (auto f = set.cells.firstFace[i]; f < set.cells.firstFace[i + 1]; ++f) {
      const auto j = set.cells.neighbour[static_cast<std::size_t>(f)];
      if (j >= static_cast<std::int64_t>(piece.inner)) return false;
    }
  }
  return true;
}

/// The columns of the atoms that a piece owns.
Columns columnsOf(const Neighbourhood& here, const std::vector<LocalDescriptor>& rows,
                  std::size_t own) {
  Columns out;
  for (const auto& row : rows) {
    const auto value = row.of(here);
    std::vector<double> values(own, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < own; ++i)
      if (row.atSurfaces || !here.set().surface[i]) values[i] = value(i);
    out.add({row.name, row.unit, row.text, std::move(values)});
  }
  return out;
}

const Atoms& validated(const Atoms& atoms) {
  atoms.validate();
  return atoms;
}

std::int64_t brickSize(const Atoms& atoms, std::int64_t atomsPerBrick) {
  return std::min<std::int64_t>(atomsPerBrick,
                                1 + static_cast<std::int64_t>(atoms.size()) / Mpi::size());
}

}  // namespace

SampleDescription::SampleDescription(const Atoms& atoms, const StructureSettings& settings)
    : SampleDescription(atoms, settings, std::max<std::int64_t>(1, std::ssize(atoms.positions)),
                        true) {}

SampleDescription::SampleDescription(const Atoms& atoms, const StructureSettings& settings,
                                     std::int64_t atomsPerBrick)
    : SampleDescription(atoms, settings, brickSize(atoms, atomsPerBrick), false) {}

SampleDescription::SampleDescription(const Atoms& atoms, const StructureSettings& settings,
                                     std::int64_t atomsPerBrick, bool onePiece)
    : atoms_(validated(atoms)),
      settings_(settings),
      plan_(atoms, atomsPerBrick),
      onePiece_(onePiece),
      share_(onePiece ? BrickShare{plan_, {0}, false} : shareOverRanks(plan_)),
      volume_A3_(atoms.size()),
      surface_(atoms.size()) {}

void SampleDescription::useRadiiOfPairs() {
  if (settings_.radiiSource != RadiiSource::pairs) return;
  const auto pairs = streamedDistributions(atoms_, share_, pairRadiiSettings());
  for (const auto& [species, radius] : radiiFromPairs(pairs, plan_.species()))
    settings_.radii_A.emplace(species, radius);  // in every output; what is given stays
}

StructureReport SampleDescription::describe(ColumnSink& columns) {
  useRadiiOfPairs();
  report_.settings = settings_;
  countCells();
  makeTables();
  checkConvention(report_);
  if (settings_.spreadTable) addSpread({Weighting::plain, Weighting::radical});
  addRadial();
  checkVoids(report_, atoms_);
  const auto known = facts();
  const auto rows = localDescriptors(known);
  std::set<std::string> kept(settings_.correlate.begin(), settings_.correlate.end());
  for (const auto& name : settings_.rankBy) kept.insert(rankedColumn(name));
  kept.insert({kFiveFold, kBondOrder});
  SampleParts parts(atoms_, known, share_.overRanks, kept);
  describePieces(known, rows, parts, &columns);
  addStructureFactor();
  parts.gather(surface_, report_);
  report_.numbers = numbersOf(parts, report_);
  parts.finish(columns, report_);
  addCorrelations(parts);
  return std::move(report_);
}

std::vector<SampleNumber> SampleDescription::numbers(const StructureReport& reference) {
  report_.settings = settings_;
  countCells();
  makeTables();
  std::vector<Weighting> weightings;
  for (const auto weighting : {Weighting::plain, Weighting::radical})
    if (std::any_of(reference.motifs.spread.begin(), reference.motifs.spread.end(),
                    [&](const SpreadRow& row) { return row.weighting == weighting; }))
      weightings.push_back(weighting);
  addSpread(weightings);
  const auto& order = reference.order;
  const DescriptorFacts known{settings_, plan_.species(), false,
                              order.tetrahedra ? order.tetrahedra->cutoff_A : 0};
  auto rows = localDescriptors(known);
  const std::set<std::string> wanted{kFiveFold, kBondOrder, "tetrahedrality", "bonds"};
  std::erase_if(rows, [&](const auto& row) { return wanted.count(row.name) == 0; });
  SampleParts parts(atoms_, known, share_.overRanks, {kFiveFold, kBondOrder});
  describePieces(known, rows, parts, nullptr);
  parts.gather(surface_, report_);
  return numbersOf(parts, reference);
}

std::vector<double> SampleDescription::radiiOfAtoms() const {
  return radiiOf(atoms_.atomicNumbers, settings_.radii_A);
}

BrickCells SampleDescription::cellsOf(std::size_t brick, const std::vector<double>& radii_A,
                                      const SampleFrame& frame, double margin_A,
                                      double reach_A) const {
  if (!onePiece_) return cellsOfBrick(atoms_, radii_A, frame, plan_, brick, margin_A, reach_A);
  BrickCells out;
  out.piece = plan_.piece(brick, 0, 0);
  out.atoms = out.piece.of(atoms_);
  out.cells = tessellateAs(settings_, out.atoms, radii_A);
  return out;
}

SampleDescription::PieceCells SampleDescription::cellSet(std::size_t brick, double margin_A,
                                                         double reach_A) const {
  auto cells = cellsOf(brick, radii_A_, frame_, margin_A, reach_A);
  PieceCells out{std::move(cells.piece), std::move(cells.atoms), {}};
  out.set.cells = std::move(cells.cells);
  out.set.surface = surfaceAtoms(out.set.cells, settings_.surfaceProbe_A);
  out.set.indices = voronoiIndices(out.set.cells, settings_.convention);
  return out;
}

void SampleDescription::countPiece(const PieceCells& here) {
  const auto& [piece, atoms, set] = here;
  for (std::size_t k = 0; k < piece.own; ++k) {
    const auto i = static_cast<std::size_t>(piece.atoms[k]);
    volume_A3_[i] = set.cells.volume_A3[k];
    surface_[i] = set.surface[k];
    if (set.cells.open[k] || set.cells.facesOf(k) == 0) continue;
    valid_.add({0});
    if (set.indices[k].obeysEuler()) valid_.add({1});
  }
  countMotifs(motifs_, atoms, set, piece.own);
  countNeighbours(neighbours_, set.cells, atoms.atomicNumbers, set.surface, piece.own);
  if (settings_.spreadTable)
    countSpread(spread_, atoms, set.cells, set.surface, usualConventions(), piece.own);
}

/// The first walk: volumes and surface flags of all atoms, and counts.
void SampleDescription::countCells() {
  if (settings_.weighting == Weighting::radical) radii_A_ = radiiOfAtoms();
  frame_ = sampleFrame(atoms_, radii_A_);
  for (const auto b : share_.bricks) {
    auto here = cellSet(b, 0, 0);
    countPiece(here);
    if (onePiece_) kept_ = std::move(here);
  }
  if (share_.overRanks) {
    Mpi::sum(std::span<double>(volume_A3_));
    gatherMarks(surface_);
    for (auto* tally : {&valid_, &motifs_, &neighbours_}) tally->sumOverRanks();
  }
  requireFilled(volume_A3_, frame_.filledVolume_A3(atoms_.box));
}

/// The other tessellation as well, where there are radii for it.
void SampleDescription::addSpread(const std::vector<Weighting>& weightings) {
  const auto conventions = usualConventions();
  for (const auto weighting : weightings) {
    if (weighting != settings_.weighting && !countOther(weighting)) continue;
    auto tally = spread_;
    if (share_.overRanks) tally.sumOverRanks();
    for (auto& row : spreadRows(tally, weighting, conventions, plan_.species())) {
      row.used =
          weighting == settings_.weighting && row.convention.text() == settings_.convention.text();
      report_.motifs.spread.push_back(std::move(row));
    }
  }
}

bool SampleDescription::countOther(Weighting weighting) {
  std::vector<double> radii;
  try {
    if (weighting == Weighting::radical) radii = radiiOfAtoms();
  } catch (const Error& error) {
    warnOfMissingRadii(report_, error);
    return false;
  }
  const auto frame = sampleFrame(atoms_, radii);
  for (const auto b : share_.bricks) {
    const auto brick = cellsOf(b, radii, frame, 0, 0);
    std::vector<std::uint8_t> surface;
    for (const auto atom : brick.piece.atoms)
      surface.push_back(surface_[static_cast<std::size_t>(atom)]);
    countSpread(spread_, brick.atoms, brick.cells, surface, usualConventions(), brick.piece.own);
  }
  return true;
}

void SampleDescription::makeTables() {
  CellSet whole;  // of its contents only what is relative to the sample
  setReferences(whole, atoms_.atomicNumbers, volume_A3_, surface_, settings_);
  density_per_A3_ = whole.density_per_A3;
  referenceVolume_A3_ = whole.referenceVolume_A3;
  meanVolume_A3_ = whole.meanVolume_A3;
  report_.surfaceAtoms = std::count(surface_.begin(), surface_.end(), 1);
  setValidFraction(report_, binomialFraction(valid_.of({1}), valid_.of({0})));
  report_.species =
      speciesSummaries(motifs_, atoms_, volume_A3_, surface_, radii_A_, referenceVolume_A3_);
  report_.motifs.counts = motifHistogram(motifs_, plan_.species(), settings_.topMotifs);
  report_.chemistry = chemicalOrder(neighbours_);
  report_.meanCoordinationError = meanCoordinationError(report_.species);
  double density = 0;
  for (const auto& [species, d] : density_per_A3_) density += d;
  report_.meanVolume_A3 = 1 / density;
}

void SampleDescription::addRadial() {
  auto radial = radialSettings(settings_);
  if (report_.surfaceAtoms > 0) {
    const double wanted = radialReach(radial);
    const auto depth = streamedDepths(atoms_, share_, surface_, wanted);
    if (!keepToInterior(report_, radial, depth, density_per_A3_, wanted)) return;
  }
  report_.pairs.radial = streamedDistributions(atoms_, share_, radial);
  report_.pairs.shells = coordinationShells(report_.pairs.radial, density_per_A3_);
  report_.pairs.settings = std::move(radial);
}

void SampleDescription::addStructureFactor() {
  const auto settings = structureFactorSettings(report_);
  if (!settings.enabled || report_.pairs.radial.empty()) return;
  if (settings.method == StructureFactorSettings::Method::direct) {
    report_.pairs.structureFactor = structureFactorDirect(atoms_, settings, settings_.seed);
    checkShape(report_);
  } else {
    const auto fine = structureFactorPairs(atoms_, report_.pairs.settings, settings);
    const auto pairs = streamedDistributions(atoms_, share_, fine);
    report_.pairs.structureFactor = structureFactorOf(pairs, atoms_, fine, settings);
  }
  for (const auto& warning : report_.pairs.structureFactor.warnings) warn(report_, warning);
}

void SampleDescription::addCorrelations(SampleParts& parts) {
  const auto settings = correlationSettings(report_);
  std::vector<FieldLevels> levels;
  const auto& names = settings_.correlate;
  for (auto name = names.begin(); name != names.end(); ++name) {
    const bool again = std::find(name + 1, names.end(), *name) != names.end();
    const auto values = again ? parts.values(*name) : parts.takeValues(*name);
    levels.push_back(fieldLevels(values, atoms_.atomicNumbers, settings.removeSpeciesMean));
  }
  report_.pairs.fields = streamedCorrelations(atoms_, share_, levels, names, settings);
}

/// Warns where there are no radii for hard cores, and where there is no length for bonds.
DescriptorFacts SampleDescription::facts() {
  const bool cores = knowsHardCores(report_, plan_.species());
  return {settings_, plan_.species(), cores, tetrahedralCutoff(report_)};
}

bool SampleDescription::describePiece(const PieceCells& here, double margin_A,
                                      const DescriptorFacts& facts,
                                      const std::vector<LocalDescriptor>& rows, SampleParts& parts,
                                      ColumnSink* columns) const {
  const auto& piece = here.piece;
  const Neighbourhood around(here.atoms, here.set, settings_, facts.bondCutoff_A, piece.own);
  const bool wholeSample = piece.atoms.size() >= atoms_.size();
  if (facts.bondCutoff_A > 0 && !wholeSample && around.tetrahedra().searched_A > margin_A)
    return false;
  const auto values = columnsOf(around, rows, piece.own);
  parts.add(piece, around, values);
  if (columns != nullptr) columns->put(std::span(piece.atoms).first(piece.own), values);
  return true;
}

/// The second walk.
void SampleDescription::describePieces(const DescriptorFacts& facts,
                                       const std::vector<LocalDescriptor>& rows, SampleParts& parts,
                                       ColumnSink* columns) {
  const double around = settings_.entropyMax_A + 6 * settings_.entropyBroadening_A;
  for (const auto b : share_.bricks) {
    double margin =
        std::max({kMargin * frame_.spacing_A, settings_.densityLength_A, facts.bondCutoff_A});
    for (;; margin *= 1.5) {
      // The neighbours in the margin have their entropy averaged: it looks further.
      auto here = kept_ ? std::move(*kept_) : cellSet(b, margin, margin + around);
      kept_.reset();
      if (!marginHolds(here.piece, here.set)) continue;
      here.set.density_per_A3 = density_per_A3_;
      here.set.referenceVolume_A3 = referenceVolume_A3_;
      here.set.meanVolume_A3 = meanVolume_A3_;
      if (describePiece(here, margin, facts, rows, parts, columns)) break;
    }
  }
}

std::vector<SampleNumber> SampleDescription::numbersOf(const SampleParts& parts,
                                                       const StructureReport& reference) const {
  const auto fiveFold = parts.values(kFiveFold), q6 = parts.values(kBondOrder);
  return sampleNumbers({atoms_, volume_A3_, surface_, motifs_, fiveFold, q6, report_}, reference);
}

}  // namespace glasscope::voronoi
