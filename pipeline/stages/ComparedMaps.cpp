#include "pipeline/stages/ComparedMaps.h"

#include <algorithm>

#include <fmt/format.h>

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
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

// A stated resolution is the same at every depth; the probe of the scan widens away from its focus.
compare::DepthKernel kernelOf(const Case& c, const ScanCase& scan, double resolution_A,
                              double thickness_A) {
  if (resolution_A > 0) return compare::ProbeKernel::gaussian(resolution_A);
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

// One scan's truths and signals go into the file, and its group into the table. The truths beside a
// scan carry its name, because each scan has its own grid and resolution.
compare::AssociationGroup compareScan(const Case& c, const Specimen& specimen,
                                      const compare::DepthKernel& kernel, const std::string& scan,
                                      const std::vector<Map2>& signals, ComparedMaps& compared) {
  const compare::TruthMap truth(MapGrid::of(signals.front()), kernel);
  compare::AssociationGroup group;
  group.descriptors = truth.means(specimen.atoms, specimen.columns);
  group.signals = signals;
  group.covariates = covariateMaps(truth, specimen.atoms);
  if (!specimen.columns.empty()) {
    group.nulls = compare::nullMaps(truth, specimen.atoms, *specimen.columns.begin(),
                                    specimen.replica ? &*specimen.replica : nullptr,
                                    static_cast<std::uint64_t>(c.seed));
  }
  for (auto* maps : {&group.descriptors, &group.covariates, &group.nulls}) {
    for (Map2& map : *maps) map.name += "@" + scan;
  }
  for (const auto* maps : {&group.descriptors, &group.covariates}) {
    compared.truths.insert(compared.truths.end(), maps->begin(), maps->end());
  }
  compared.signals.insert(compared.signals.end(), signals.begin(), signals.end());
  for (auto* maps : {&group.descriptors, &group.covariates, &group.nulls, &group.signals}) {
    for (Map2& map : *maps)
      map = compare::onePeriod(map, specimen.copies, specimen.extent_A.head<2>());
  }
  return group;
}

// Truth maps lie on rasters along the axes of the foil.
bool isComparable(const ScanCase& scan, const char* name) {
  if (scan.enabled && !scan.isUprightRaster()) {
    logWarning(
        fmt::format("{}: a line, a list or a turned raster is recorded, but not compared "
                    "with the truth",
                    name));
  }
  return scan.enabled && scan.isUprightRaster();
}

std::vector<Map2> haadfSignals(const Case& c, const RunDirectory& run) {
  const std::filesystem::path file = run.path(comparedSignal(c, "haadf"));
  for (const Map2& map : readEmdMaps(file)) {
    if (map.name == c.haadf.detector.name) return {map};
  }
  throw Error(ErrorKind::input, fmt::format("Cannot use '{}'", file.string()),
              fmt::format("it holds no map '{}'", c.haadf.detector.name),
              "delete it and run again");
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

}  // namespace

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
  if (isComparable(c.haadf, "haadf")) {
    compared.groups.push_back(compareScan(
        c, specimen, kernelOf(c, c.haadf, c.compare.haadfResolution_A, specimen.extent_A.z()),
        "haadf", haadfSignals(c, run), compared));
  }
  if (isComparable(c.nanodiffraction, "nanodiffraction")) {
    const EmdDatacube cube(run.path(comparedSignal(c, "nanodiffraction")));
    compare::ReductionSettings settings = c.compare.reduction;
    settings.counts = recordedElectrons(c, cube.shape().rStep_A);
    compared.reductions = compare::reduce(cube, settings);
    compared.groups.push_back(
        compareScan(c, specimen,
                    kernelOf(c, c.nanodiffraction, c.compare.nanodiffractionResolution_A,
                             specimen.extent_A.z()),
                    "nanodiffraction", wantedSignals(c, compared.reductions->maps), compared));
    compared.reductions->maps.clear();  // the signals hold what is compared
  }
  return compared;
}

}  // namespace glasscope::pipeline
