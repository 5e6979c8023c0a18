#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compare/files/ComparisonFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/statistics/AssociationTable.h"
#include "compare/statistics/FalseDiscovery.h"
#include "compare/truth/TruthMap.h"
#include "core/atoms/Elements.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/specimen/foilAtoms.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

compare::ProbeKernel kernelOf(const Case& c, const ScanCase& scan, double resolution_A) {
  if (resolution_A > 0) return compare::ProbeKernel::gaussian(resolution_A);
  const auto profile =
      multislice::ProbeProfile::of(scan.probe, multislice::ElectronBeam(c.microscope.voltage_kV));
  return compare::ProbeKernel::radial(profile.radius_A, profile.intensity);
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

// The truths beside one scan carry its name, because each scan has its own grid and resolution.
std::vector<Map2> truthMaps(const Atoms& atoms, const Columns& columns, const MapGrid& grid,
                            const compare::ProbeKernel& kernel, const std::string& scan) {
  const compare::TruthMap project(grid, kernel);
  std::vector<Map2> maps = project.means(atoms, columns);
  maps.push_back(project.arealMass(atoms));
  if (const std::vector<int> species = atoms.species(); species.size() > 1) {
    maps.push_back(project.fraction(atoms, species.back()));
  }
  for (Map2& map : maps) map.name += "@" + scan;
  return maps;
}

void append(std::vector<Map2>& all, const std::vector<Map2>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// One scan's truths, signals and pairs, added to what is there.
void compareScan(const Case& c, const Atoms& atoms, const Columns& columns,
                 const compare::ProbeKernel& kernel, const std::string& scan,
                 const std::vector<Map2>& signals, compare::ComparisonFile& file) {
  const auto truths = truthMaps(atoms, columns, MapGrid::of(signals.front()), kernel, scan);
  const auto table = compare::associate(truths, signals, c.compare.association);
  file.table.settings = table.settings;
  file.table.method = table.method;
  file.table.rows.insert(file.table.rows.end(), table.rows.begin(), table.rows.end());
  append(file.truths, truths);
  append(file.signals, signals);
}

// The false-discovery rate is controlled over the whole table, all scans together.
void controlFalseDiscovery(compare::AssociationTable& table) {
  std::vector<double> p;
  for (const auto& row : table.rows) p.push_back(row.pSurrogate);
  const std::vector<double> q = compare::benjaminiHochberg(p);
  for (std::size_t i = 0; i < q.size(); ++i) {
    table.rows[i].qFdr = q[i];
    table.rows[i].significant = q[i] <= table.settings.level;
  }
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
  const std::filesystem::path file = c.record.any() ? run.recordedHaadf() : run.haadf();
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

std::string runCompareStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  const Atoms configuration = readH5md(run.descriptors()).front().frames.front();
  const Atoms atoms =
      multislice::foilAtoms(multislice::Foil::cut(configuration, c.foil), configuration);
  const Columns columns = wantedColumns(c, atoms);
  compare::ComparisonFile file;
  if (isComparable(c.haadf, "haadf")) {
    const auto signals = haadfSignals(c, run);
    compareScan(c, atoms, columns, kernelOf(c, c.haadf, c.compare.haadfResolution_A), "haadf",
                signals, file);
    file.findings.push_back(compare::findingsOf(compare::heterogeneity(signals.front()), "haadf"));
  }
  if (isComparable(c.nanodiffraction, "nanodiffraction")) {
    const EmdDatacube cube(c.record.any() ? run.recordedNanodiffraction() : run.nanodiffraction());
    file.reductions = compare::reduce(cube, c.compare.reduction);
    compareScan(c, atoms, columns,
                kernelOf(c, c.nanodiffraction, c.compare.nanodiffractionResolution_A),
                "nanodiffraction", wantedSignals(c, file.reductions->maps), file);
    file.findings.push_back({"nanodiffraction", std::move(file.reductions->curves),
                             std::move(file.reductions->numbers)});
    file.reductions->maps.clear();  // the signals hold what is compared
  }
  controlFalseDiscovery(file.table);
  nlohmann::ordered_json facts;
  facts["pairs"] = file.table.rows.size();
  facts["significant"] = std::count_if(file.table.rows.begin(), file.table.rows.end(),
                                       [](const auto& row) { return row.significant; });
  facts["stage_hash"] = hash;
  file.provenance = facts.dump();
  file.write(run.comparison());
  return facts.dump();
}

}  // namespace glasscope::pipeline
