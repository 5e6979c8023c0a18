#include "pipeline/stages/ComparedMaps.h"

#include <algorithm>

#include <fmt/format.h>

#include "compare/truth/GivenThickness.h"
#include "compare/truth/NullMaps.h"
#include "compare/truth/TruthMap.h"
#include "core/atoms/Elements.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "multislice/recording/Recorder.h"
#include "multislice/specimen/foilAtoms.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

// A stated resolution is the same at every depth; the probe of the scan widens away from its focus.
compare::DepthKernel kernelOf(const Case& c, const ScanCase& scan, double thickness_A) {
  if (scan.truthResolution_A > 0) return compare::ProbeKernel::gaussian(scan.truthResolution_A);
  return compare::DepthKernel::vacuumProbe(
      scan.probe, multislice::ElectronBeam(c.microscope.voltage_kV), thickness_A);
}

// Not every configuration has every descriptor of the default list: a single frame has no
// vibrations, somebody's frames have no energies. A name outside that list is a mistake.
Columns wantedColumns(const Case& c, const Atoms& atoms) {
  const std::vector<std::string> usual = Case().compare.descriptors;
  Columns chosen;
  std::vector<std::string> known, missing;
  for (const Column& column : atoms.columns) known.push_back(column.name);
  for (const std::string& name : c.compare.descriptors) {
    if (atoms.columns.has(name)) {
      chosen.add(atoms.columns.at(name));
    } else if (std::find(usual.begin(), usual.end(), name) != usual.end()) {
      missing.push_back(name);
    } else {
      const std::string nearest = nearestName(name, known);
      throw Error(
          ErrorKind::usage, fmt::format("compare.descriptors: there is no column '{}'", name),
          fmt::format("the atoms have {}", fmt::join(known, ", ")),
          nearest.empty() ? "choose among these" : fmt::format("did you mean '{}'?", nearest));
    }
  }
  if (!missing.empty()) {
    logWarning(
        fmt::format("This configuration has no {}: vibrations need several frames or dynamics, "
                    "energies need a potential. They are left out of the comparison",
                    fmt::join(missing, ", ")));
  }
  return chosen;
}

// What the table of all scans is made from.
struct Specimen {
  Atoms atoms;                   ///< of the foil, with their columns
  std::optional<Atoms> replica;  ///< a foil that knows nothing of it
  Columns columns;               ///< that are asked about
  Vec3 extent_A{0, 0, 0};
  compare::Copies copies;
};

// The sample seen along its x axis, in a foil of the same settings: its columns of atoms are
// others, so it stands for an independent sample. None where the box is open or not rectangular.
std::optional<Atoms> seenFromTheSide(const Atoms& configuration, const Case& c) {
  if (!configuration.box.fullyPeriodic() || !configuration.box.isOrthogonal()) return std::nullopt;
  if (c.foil.oriented()) return std::nullopt;
  const auto turned = [](const Vec3& r) { return Vec3(r.y(), r.z(), r.x()); };
  Atoms side = configuration;
  side.box =
      Box::orthogonal(turned(configuration.box.lengths()), turned(configuration.box.origin()));
  for (Vec3& r : side.positions) r = turned(r);
  return multislice::foilAtoms(multislice::Foil::cut(side, c.foil), side);
}

Specimen specimenOf(const Case& c, const Atoms& configuration) {
  const auto foil = multislice::Foil::cut(configuration, c.foil);
  Specimen specimen;
  specimen.atoms = multislice::foilAtoms(foil, configuration);
  specimen.replica = seenFromTheSide(configuration, c);
  specimen.columns = wantedColumns(c, specimen.atoms);
  specimen.extent_A = foil.extent_A();
  specimen.copies = compare::Copies::of(foil, configuration, c.foil.tile_x);
  if (const auto text = specimen.copies.warning(c.foil.randomShift); !text.empty()) {
    logWarning("compare: " + text);
  }
  return specimen;
}

// Thickness and composition as a truth map shows them: reported beside the descriptors, and taken
// out of both sides of every pair.
std::vector<Map2> covariateMaps(const compare::TruthMap& truth, const Atoms& atoms) {
  std::vector<Map2> maps{truth.arealMass(atoms), truth.arealDensity(atoms)};
  const std::vector<int> species = atoms.species();
  for (std::size_t i = 1; i < species.size(); ++i)
    maps.push_back(truth.fraction(atoms, species[i]));
  return maps;
}

// The truths of a scan go beside its signals, and its group into the table. The truths beside a
// scan carry its name, because each scan has its own grid and resolution.
compare::AssociationGroup compareScan(const Case& c, const Specimen& specimen, const ScanCase& scan,
                                      ComparedScan& compared) {
  const std::vector<Map2>& signals = compared.signals;
  const compare::TruthMap truth(MapGrid::of(signals.front()),
                                kernelOf(c, scan, specimen.extent_A.z()));
  compare::AssociationGroup group;
  group.descriptors = truth.means(specimen.atoms, specimen.columns);
  group.signals = signals;
  group.covariates = covariateMaps(truth, specimen.atoms);
  if (!c.compare.thicknessFile.empty()) {
    compare::GivenThickness given =
        compare::givenThickness(c.compare.thicknessFile, c.compare.thicknessMap, truth.grid());
    logInfo(fmt::format("{}: {}", scan.name, given.text));
    group.covariates.push_back(std::move(given.map));
  }
  if (!specimen.columns.empty()) {
    group.nulls = compare::nullMaps(truth, specimen.atoms, *specimen.columns.begin(),
                                    specimen.replica ? &*specimen.replica : nullptr,
                                    static_cast<std::uint64_t>(c.seed));
  }
  for (auto* maps : {&group.descriptors, &group.covariates, &group.nulls}) {
    for (Map2& map : *maps) map.name += "@" + scan.name;
  }
  for (const auto* maps : {&group.descriptors, &group.covariates}) {
    compared.truths.insert(compared.truths.end(), maps->begin(), maps->end());
  }
  for (auto* maps : {&group.descriptors, &group.covariates, &group.nulls, &group.signals}) {
    for (Map2& map : *maps)
      map = compare::onePeriod(map, specimen.copies, specimen.extent_A.head<2>());
  }
  return group;
}

void sayWhyNot(const ScanCase& scan) {
  if (!scan.enabled || scan.isUprightRaster()) return;
  logWarning(
      fmt::format("{}: a line, a list or a turned raster is recorded, but not compared with the "
                  "truth",
                  scan.name));
}

std::vector<Map2> mapSignals(const Case& c, const RunDirectory& run, const ScanCase& scan) {
  const std::filesystem::path file = run.path(comparedSignal(c, scan.name));
  for (const Map2& map : readEmdMaps(file)) {
    if (map.name == scan.annular.name) return {map};
  }
  throw Error(ErrorKind::input, fmt::format("Cannot use '{}'", file.string()),
              fmt::format("it holds no map '{}'", scan.annular.name), "delete it and run again");
}

std::vector<Map2> wantedSignals(const Case& c, const std::vector<Map2>& maps) {
  std::vector<Map2> chosen;
  std::vector<std::string> known;
  for (const Map2& map : maps) known.push_back(map.name);
  for (const std::string& name : c.compare.signals) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw Error(ErrorKind::usage, fmt::format("compare.signals: there is no signal '{}'", name),
                  fmt::format("the 4-D scan gives {}", fmt::join(known, ", ")),
                  "choose among these");
    }
    chosen.push_back(maps[static_cast<std::size_t>(found - known.begin())]);
  }
  return chosen;
}

// What the patterns of a scan are reduced to. The scan's name goes with the maps where there are
// several such scans, each of which gives the same ones.
std::vector<Map2> patternSignals(const Case& c, const RunDirectory& run, const ScanCase& scan,
                                 bool several, ComparedScan& compared) {
  const EmdDatacube cube(run.path(comparedSignal(c, scan.name)));
  compare::ReductionSettings settings = c.compare.reduction;
  settings.counts = recordedElectrons(c, cube.shape().rStep_A);
  settings.camera = {c.record.pointSpread_pixels, c.record.mtf};
  compare::Reductions reductions = compare::reduce(cube, settings);
  std::vector<Map2> signals = wantedSignals(c, reductions.maps);
  for (Map2& map : signals) {
    if (several) map.name += "@" + scan.name;
  }
  reductions.maps.clear();  // the signals hold what is compared
  compared.reductions = std::move(reductions);
  return signals;
}

}  // namespace

LabelledFoil LabelledFoil::of(const Case& c, const Atoms& configuration) {
  const auto foil = multislice::Foil::cut(configuration, c.foil);
  LabelledFoil labelled{multislice::foilAtoms(foil, configuration), foil.extent_A()};
  labelled.atoms.columns = wantedColumns(c, labelled.atoms);
  return labelled;
}

std::vector<Map2> truthsAt(const Case& c, const ScanCase& scan, const LabelledFoil& foil,
                           const MapGrid& grid) {
  const compare::TruthMap truth(grid, kernelOf(c, scan, foil.extent_A.z()));
  std::vector<Map2> maps = truth.means(foil.atoms, foil.atoms.columns);
  const std::vector<Map2> covariates = covariateMaps(truth, foil.atoms);
  maps.insert(maps.end(), covariates.begin(), covariates.end());
  return maps;
}

double recordedElectrons(const Case& c, const Vec2& step_A) {
  return c.record.counts() ? multislice::Recorder(c.record).electrons(step_A) : 0;
}

ProductFile comparedSignal(const Case& c, const std::string& scan) {
  return fileOf(c.record.any() ? Product::recorded : Product::signal, {scan});
}

ComparedMaps readComparedMaps(const Case& c, const RunDirectory& run) {
  const Specimen specimen =
      specimenOf(c, readH5md(run.path(Product::descriptors)).front().frames.front());
  ComparedMaps compared;
  compared.copies = specimen.copies;
  const auto patternScans = std::count_if(c.scans.begin(), c.scans.end(), [](const ScanCase& scan) {
    return scan.enabled && scan.recordsPatterns();
  });
  for (const ScanCase& scan : c.scans) {
    if (!isComparable(scan)) {
      sayWhyNot(scan);
      continue;
    }
    ComparedScan one;
    one.name = scan.name;
    one.signals = scan.recordsPatterns() ? patternSignals(c, run, scan, patternScans > 1, one)
                                         : mapSignals(c, run, scan);
    compared.groups.push_back(compareScan(c, specimen, scan, one));
    compared.scans.push_back(std::move(one));
  }
  return compared;
}

}  // namespace glasscope::pipeline
