#include "pipeline/case/ResolveCase.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/case/SeriesMember.h"
#include "sim/samples/ClusterFormula.h"

namespace glasscope::pipeline {

namespace {

// Steps are dynamics, and what is described has its motion from them.
void refuseOtherMotion(const Case& c) {
  using sim::ThermalMotion;
  const ThermalMotion asked = c.configuration.thermalMotion;
  if (asked != ThermalMotion::automatic && asked != ThermalMotion::dynamics)
    throw Error(
        ErrorKind::usage,
        fmt::format("snapshots.thermal_motion cannot be \"{}\" with [[step]]", textOf(asked)),
        "steps are dynamics, which give the thermal motion too", "leave it out, or the steps");
  if (c.thermalise.relaxBox)
    throw Error(ErrorKind::usage, "snapshots.relax_box is of no use with [[step]]",
                "every step has its box under sim.pressure_bar already",
                "leave it out, or add a step of kind relax");
}

void requireNoFile(const Case& c) {
  c.meltQuench.validateComposition();
  if (c.configuration.file.empty()) return;
  throw Error(ErrorKind::usage, "There are two samples",
              fmt::format("configuration.file names one, and sample.kind = \"{}\" makes one",
                          textOf(c.sample.kind)),
              "leave one of them out");
}

void checkModel(const Case& c) {
  if (sim::isModel(c.sample.kind)) requireNoFile(c);
  if (c.sample.kind == sim::SampleKind::clusterGlue) sim::clusterFormula(c.sample.formula);
  if (!c.sample.relax || sim::isModel(c.sample.kind)) return;
  throw Error(ErrorKind::usage, "sample.relax is for a model of structure",
              fmt::format("sample.kind is \"{}\"", textOf(c.sample.kind)),
              "leave it out; a glass or a configuration is relaxed by a [[step]] of kind relax");
}

void resolveSim(Case& c) {
  c.meltQuench.elements = parseElements(c.elements);
  c.meltQuench.seed = static_cast<std::uint64_t>(c.seed);
  c.sample.seed = static_cast<std::uint64_t>(c.seed);
  c.meltQuench.startsFromMelt = c.makesGlass();
  checkModel(c);
  if (c.meltQuench.startsFromMelt || !c.meltQuench.steps.empty()) c.meltQuench.validate();
  if (!c.meltQuench.steps.empty()) refuseOtherMotion(c);
  sim::ThermaliseSettings& t = c.thermalise;
  t.seed = static_cast<std::uint64_t>(c.seed);
  t.timestep_fs = c.meltQuench.timestep_fs;
  t.temperature_K = c.meltQuench.finalTemperature_K;
  t.equilibration_ps = c.meltQuench.equilibration_ps;
  t.snapshotCount = c.meltQuench.snapshotCount;
  t.snapshotInterval_ps = c.meltQuench.snapshotInterval_ps;
  t.pressure_bar = c.meltQuench.pressure_bar;
  t.checkpointInterval_s = c.meltQuench.checkpointInterval_s;
  if (!c.makesGlass() || c.sample.kind != sim::SampleKind::bulk) t.validate();
  c.vibrations.seed = static_cast<std::uint64_t>(c.seed);
  c.vibrations.temperature_K = c.meltQuench.describedTemperature_K();
  c.vibrations.validate();
  c.elasticity.validate();
  c.moduli.seed = static_cast<std::uint64_t>(c.seed);
  if (c.moduli.enabled) c.moduli.validate();
  if (c.shear.enabled) c.shear.validate();
  c.indicators.seed = static_cast<std::uint64_t>(c.seed);
  c.indicators.validate();
}

// One number a species, given by ascending atomic number, whatever the order of the types.
std::map<int, double> bySpecies(const Case& c, const std::vector<double>& values,
                                const std::string& key) {
  std::map<int, double> out;
  if (values.empty()) return out;
  std::vector<int> elements =
      parseElements(c.configuration.elements.empty() ? c.elements : c.configuration.elements);
  std::sort(elements.begin(), elements.end());
  elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
  if (elements.size() != values.size()) {
    throw Error(ErrorKind::usage, fmt::format("{} does not fit the elements", key),
                fmt::format("there are {} elements and {} values", elements.size(), values.size()),
                "give one value for each element, by ascending atomic number");
  }
  for (std::size_t i = 0; i < elements.size(); ++i) out[elements[i]] = values[i];
  return out;
}

void resolveVoronoi(Case& c) {
  c.voronoi.radii_A = bySpecies(c, c.radii_A, "voronoi.radii_A");
  c.voronoi.referenceVolume_A3 = bySpecies(c, c.referenceVolume_A3, "voronoi.reference_volume_A3");
  c.voronoi.rankByMustExist = c.voronoi.rankBy != voronoi::StructureSettings().rankBy;
  c.voronoi.seed = static_cast<std::uint64_t>(c.seed);
  c.voronoi.unfavoured.clear();
  for (const std::string& text : c.unfavoured)
    c.voronoi.unfavoured.push_back(voronoi::motifOf(text));
}

// What further samples cannot be.
void checkSamples(const Case& c) {
  if (c.samples > 1 && !c.configuration.file.empty()) {
    throw Error(ErrorKind::usage, "voronoi.samples makes glasses of other seeds",
                fmt::format("and this run takes '{}'", c.configuration.file),
                "name files of further samples in voronoi.replicas");
  }
  const bool several = c.samples > 1 || !c.replicas.empty();
  if (several && !c.compare.thicknessFile.empty()) {
    throw Error(ErrorKind::usage, "compare.thickness_file is of one sample",
                "and the case has several", "leave out the one or the others");
  }
  if (c.compare.thicknessFile.empty() && !c.compare.thicknessMap.empty()) {
    throw Error(
        ErrorKind::usage,
        fmt::format("compare.thickness_map = \"{}\" is a map of no file", c.compare.thicknessMap),
        "compare.thickness_file is not given", "give both, or none");
  }
}

[[noreturn]] void refuseScan(const std::string& why, const std::string& remedy) {
  throw Error(ErrorKind::usage, "The positions of the scan are not usable", why, remedy);
}

void resolvePositions(const ScanCase& scan) {
  if (scan.kind == ScanKind::line && (scan.from_A.size() != 2 || scan.to_A.size() != 2)) {
    refuseScan(fmt::format("a line needs two ends; scan_from_A holds {} numbers, scan_to_A {}",
                           scan.from_A.size(), scan.to_A.size()),
               "give scan_from_A = [x, y] and scan_to_A = [x, y] in angstrom");
  }
  if (scan.kind == ScanKind::list && (scan.list_A.empty() || scan.list_A.size() % 2 != 0)) {
    refuseScan(fmt::format("a list needs x and y of each position; {} numbers are given",
                           scan.list_A.size()),
               "give scan_file, or an even number of values in scan_list_A");
  }
  if (scan.kind != ScanKind::list && !scan.list_A.empty()) {
    refuseScan(fmt::format("a list of positions is given, but scan = \"{}\"", textOf(scan.kind)),
               "write scan = \"list\", or leave the list out");
  }
  if (scan.rotation_deg != 0 && (scan.kind != ScanKind::raster || scan.region_A.empty())) {
    refuseScan("scan_rotation_deg turns a raster over a part of the foil",
               "give scan_region_A = [x0, y0, width, height] such that its turned corners stay in "
               "the foil");
  }
}

void resolveSource(const ScanCase& scan) {
  if (scan.source.fwhm_A == 0 || scan.kind == ScanKind::raster) return;
  throw Error(
      ErrorKind::usage, "The source has no size on this scan",
      fmt::format("a {} does not know what its neighbourhood would record", textOf(scan.kind)),
      "scan a raster, or leave source_fwhm_A at 0");
}

void resolveDetectors(ScanCase& scan) {
  scan.annular.name = scan.name;
  if (!scan.recordsPatterns() && scan.annular.inner_mrad >= scan.annular.outer_mrad) {
    throw Error(
        ErrorKind::usage, fmt::format("The detector of the scan '{}' has no area", scan.name),
        fmt::format("its inner angle {} mrad is not below its outer angle {} mrad",
                    scan.annular.inner_mrad, scan.annular.outer_mrad),
        fmt::format("set scan.{}.inner_mrad below scan.{}.outer_mrad", scan.name, scan.name));
  }
  multislice::checkDetectors(scan.detectors);
  for (const auto& detector : scan.detectors) {
    if (scan.recordsPatterns() || detector.name != scan.annular.name) continue;
    throw Error(ErrorKind::usage, "Two detectors have one name",
                fmt::format("'{}' is that of the annular detector of the scan", detector.name),
                "give every detector a name of its own");
  }
}

// The semiangle that the width of the probe asks for: it is written into the resolved case.
void resolveProbe(ScanCase& scan, const multislice::ElectronBeam& beam) {
  if (scan.probeFwhm_A == 0) return;
  constexpr double kLargest_mrad = 200;  // the limit of semiangle_mrad
  const double semiangle_mrad = multislice::semiangleOfWidth_mrad(scan.probeFwhm_A, beam);
  if (semiangle_mrad > kLargest_mrad) {
    throw Error(ErrorKind::usage, fmt::format("The probe of the scan '{}' is too small", scan.name),
                fmt::format("a width of {} angstrom asks for a semiangle of {:.3g} mrad",
                            scan.probeFwhm_A, semiangle_mrad),
                fmt::format("give scan.{}.probe_fwhm_A at least {:.3g} angstrom", scan.name,
                            multislice::airyWidth_A(kLargest_mrad, beam)));
  }
  scan.probe.semiangle_mrad = semiangle_mrad;
}

void resolveScan(ScanCase& scan, const multislice::ElectronBeam& beam) {
  resolveProbe(scan, beam);
  if (scan.kind == ScanKind::raster && (scan.nx == 0) != (scan.ny == 0)) {
    throw Error(ErrorKind::usage,
                fmt::format("The scan '{}' is given along one axis only", scan.name),
                fmt::format("scan_nx = {} and scan_ny = {}", scan.nx, scan.ny),
                "give both, or neither and a scan_step_A");
  }
  resolvePositions(scan);
  resolveSource(scan);
  resolveDetectors(scan);
  const auto& region = scan.region_A;
  if (!region.empty() && (region.size() != 4 || region[2] <= 0 || region[3] <= 0)) {
    throw Error(ErrorKind::usage,
                fmt::format("The region of the scan '{}' is not usable", scan.name),
                fmt::format("scan_region_A holds {} numbers", region.size()),
                "give [x0, y0, width, height] in angstrom with a positive width and height");
  }
}

}  // namespace

void resolveCase(Case& c) {
  resolveSim(c);
  resolveVoronoi(c);
  checkSamples(c);
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  for (ScanCase& scan : c.scans) resolveScan(scan, beam);
  c.tilts.seed = static_cast<std::uint64_t>(c.seed);
  c.foil.seed = c.einstein.seed = static_cast<std::uint64_t>(c.seed);
  c.compare.association.seed = static_cast<std::uint64_t>(c.seed);
  c.record.seed = static_cast<std::uint64_t>(c.record.noiseSeed != 0 ? c.record.noiseSeed : c.seed);
  c.record.validate();
  const bool lists = std::any_of(c.scans.begin(), c.scans.end(),
                                 [](const ScanCase& scan) { return scan.kind == ScanKind::list; });
  if (c.record.distorts() && lists)
    refuseScan("scan faults are defined between the lines of a raster, and a list has none",
               "leave jitter, drift and fly-back out of [record], or scan a raster");
  c.film.seed = static_cast<std::uint64_t>(c.seed);
  checkSeries(c);
}

}  // namespace glasscope::pipeline
