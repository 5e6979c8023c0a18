#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Text.h"
#include "multislice/convergence/atomSampling.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/scan/ScanPlan.h"
#include "pipeline/convergence/MeasureConvergence.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/imaging/TiltPlan.h"
#include "sim/potentials/Potential.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::cli {

namespace {

/// Prints once, whatever the number of ranks.
template <class... Values>
void say(fmt::format_string<Values...> text, Values&&... values) {
  if (Mpi::isRoot()) fmt::print(text, std::forward<Values>(values)...);
}

// Before the glass exists, its box is that of a metallic glass: 16 cubic angstrom an atom (measured
// on Cu64Zr36, docs/physics.md); positions do not matter for the cost.
Atoms expectedGlass(const pipeline::Case& c) {
  const double volume = 16.0 * c.meltQuench.atomCount;
  Atoms atoms;
  const double edge = std::cbrt(volume);
  atoms.box = Box::orthogonal(Vec3(edge, edge, edge));
  const auto& elements = c.meltQuench.elements;
  for (int i = 0; i < c.meltQuench.atomCount; ++i) {
    Random random(0, "plan", 0, static_cast<std::uint64_t>(i));
    const Vec3 position(edge * random.uniform(), edge * random.uniform(), edge * random.uniform());
    atoms.add(elements[static_cast<std::size_t>(i) % elements.size()], position);
  }
  return atoms;
}

struct Expected {
  Atoms atoms;
  int snapshots = 1;
};

Expected configurationOf(const pipeline::Case& c, const std::filesystem::path& folder) {
  const std::filesystem::path made = folder / "structure.h5";
  if (std::filesystem::exists(made)) {
    const pipeline::Structure structure = pipeline::readStructure(made);
    return {structure.snapshots.front(), static_cast<int>(structure.snapshots.size())};
  }
  if (c.configuration.file.empty()) return {expectedGlass(c), c.meltQuench.snapshotCount};
  sim::ReadOptions options;
  options.comparesFrames = false;
  if (!c.configuration.elements.empty()) {
    options.elements = parseElements(c.configuration.elements);
  }
  options.frames = sim::FrameSelection::parse(c.configuration.frames);
  const std::vector<Atoms> frames = sim::readFrames(c.configuration.file, options);
  frames.back().validate();
  using Motion = sim::ThermalMotion;
  const Motion motion = c.configuration.thermalMotion;
  if (motion == Motion::none) return {frames.back(), 1};
  if (motion == Motion::frames || (motion == Motion::automatic && frames.size() > 1)) {
    return {frames.back(), static_cast<int>(frames.size())};
  }
  return {frames.back(), c.meltQuench.snapshotCount};
}

// LAMMPS (neighbour lists, ghosts, states of the minimiser) takes most; every snapshot is held as
// positions, species and ids, and once more while it is written. Measured: 5 kB an atom for 4,000
// atoms and 16 snapshots.
double simMemory_bytes(const pipeline::Case& c) {
  return c.meltQuench.atomCount * (3700.0 + 80.0 * c.meltQuench.snapshotCount);
}

void planSim(const pipeline::Case& c) {
  if (!c.configuration.file.empty()) return;
  const auto potential = sim::Potential::find(c.potential, c.meltQuench.elements);
  const auto steps = static_cast<double>(c.meltQuench.totalSteps());
  // Measured with the Mendelev 2009 model through KIM: 107 / 1.44 steps/s for 4,000 atoms on one
  // rank, 1.73 times that on two (docs/physics.md). An estimate, not a promise.
  const double atomStepsPerSecond = 4000 * 107 / 1.44 * std::pow(Mpi::size(), 0.79);
  say("Glass: {} atoms, {:.0f} steps ({:.1f} ps), potential {} ({}), about {}, {}\n\n",
      c.meltQuench.atomCount, steps, c.meltQuench.totalTime_ps(), potential.identity().name,
      potential.identity().style,
      formatDuration(steps * c.meltQuench.atomCount / atomStepsPerSecond),
      formatBytes(simMemory_bytes(c)));
  if (simMemory_bytes(c) > availableMemory_bytes()) {
    throw Error(ErrorKind::capacity, "The glass does not fit into memory",
                fmt::format("{} atoms need about {}, and {} is available", c.meltQuench.atomCount,
                            formatBytes(simMemory_bytes(c)), formatBytes(availableMemory_bytes())),
                "lower sim.atoms or sim.snapshots");
  }
}

// Snapshots and descriptors: 24 bytes a position, 28 for species and id; about 30 columns of eight
// bytes in HDF5 and of 20 characters in each of two texts.
double structureDisk_bytes(const Atoms& atoms, int snapshots) {
  return static_cast<double>(atoms.size()) * (52.0 * (snapshots + 2) + 30 * (8 + 2 * 20));
}

void planDisk(double bytes, const std::filesystem::path& folder) {
  const double free = freeDisk_bytes(folder);
  say("Disk: {} before compression; {} free\n", formatBytes(bytes), formatBytes(free));
  if (bytes <= free) return;
  throw Error(ErrorKind::capacity, "The results do not fit onto the disk",
              fmt::format("they take {} before compression, and {} is free where '{}' will be",
                          formatBytes(bytes), formatBytes(free), folder.string()),
              "scan fewer positions, record fewer pixels (nanodiffraction.pixels), or choose "
              "another disk with --output");
}

// Members of a focal series, and the scans of a point source that their averages are made of.
double scanFiles(const pipeline::ScanCase& scan, const multislice::ElectronBeam& beam) {
  const int nodes = pipeline::focalCount(scan, beam);
  const bool direct = nodes == 1 && scan.source.fwhm_A == 0;
  return 1.0 + static_cast<double>(pipeline::seriesDefoci(scan).size()) + (direct ? 0 : nodes);
}

// How far the sampling is from converged, for scattering once.
std::string samplingText(const multislice::ScanPlan& plan, const multislice::ScanJob& job,
                         const multislice::Foil& foil, int snapshots) {
  if (!plan.feasible()) return {};
  const auto errors = multislice::atomSampling(multislice::settled(job, foil, snapshots), foil);
  return fmt::format(
      "  {:<18} {} (one {} atom under the probe, against half the pixel; the foil itself: "
      "--converge)\n",
      "sampling error", multislice::samplingText(errors), elementSymbol(foil.species().back()));
}

multislice::ScanPlan planScan(const pipeline::ScanCase& scan, const multislice::ScanJob& job,
                              const multislice::Foil& foil, int snapshots,
                              double number_bytes = sizeof(float)) {
  multislice::ScanPlan plan =
      multislice::plan(job, foil, snapshots, availableMemory_bytes(), number_bytes);
  plan.disk_bytes *= scanFiles(scan, multislice::ElectronBeam(job.microscope.voltage_kV));
  const std::string coarse = multislice::SourceKernel::coarseScan(scan.source, job.scan.step_A);
  say("{}{}{}\n", plan.text(), samplingText(plan, job, foil, snapshots),
      coarse.empty() ? coarse : fmt::format("  {:<18} {}\n", "source", coarse));
  return plan;
}

multislice::ScanPlan planTilts(const pipeline::Case& c, const Atoms& atoms, int snapshots) {
  const pipeline::TiltScans scans(c, {atoms});
  multislice::ScanPlan plan = pipeline::planTiltSeries(scans, snapshots);
  say("{}{}\n", plan.text(), pipeline::tiltText(scans));
  return plan;
}

// A plane wave costs little beside a scan: what it asks of memory and of the sampling.
void planHrtem(const pipeline::Case& c, const multislice::Foil& foil) {
  const multislice::HrtemJob job = multislice::settled(pipeline::hrtemJob(c), foil);
  const multislice::Grid grid = multislice::gridOf(job, foil);
  const multislice::ElectronBeam beam(job.microscope.voltage_kV);
  const double needed = Mpi::ranksHere() * multislice::memory_bytes(job, grid);
  say("hrtem\n  grid               {} x {}, carries {:.1f} mrad\n  memory             {}\n\n",
      grid.nx(), grid.ny(), grid.carriedAngle_mrad(beam), formatBytes(needed));
  grid.require(job.pattern.max_angle_mrad, beam, "the diffraction pattern");
  if (needed <= availableMemory_bytes()) return;
  throw Error(ErrorKind::capacity, "The plane wave does not fit into memory",
              fmt::format("it needs {}, and {} is available", formatBytes(needed),
                          formatBytes(availableMemory_bytes())),
              "lower hrtem.max_angle_mrad, or image a smaller foil or fewer defoci");
}

int snapshotsOf(const pipeline::Case& c, const pipeline::ScanCase& scan, int there) {
  // Where a standard error is asked for, at most all of them.
  const bool all = scan.snapshots == 0 || scan.standardError_percent > 0;
  const int snapshots = all ? there : std::min(scan.snapshots, there);
  const int moving = c.einstein.enabled() ? snapshots * c.einstein.configurations : snapshots;
  return moving * std::max(1, c.microscope.sliceOffsets);
}

void planTarget(const pipeline::Target& target) {
  const pipeline::Case& c = target.settings;
  say("{} rank(s) of {} thread(s)\n\n", Mpi::size(), threadCount());
  planSim(c);
  const auto [atoms, snapshots] = configurationOf(c, target.folder);
  const multislice::Foil foil = multislice::Foil::cut(atoms, c.foil);
  say("Foil: {:.2f} x {:.2f} angstrom, {:.2f} thick, {} atoms{}\n\n", foil.extent_A().x(),
      foil.extent_A().y(), foil.thickness_A(), foil.size(),
      foil.isPeriodic() ? "" : ", not periodic across the beam");
  std::vector<multislice::ScanPlan> plans;
  if (c.haadf.enabled) {
    plans.push_back(
        planScan(c.haadf, pipeline::haadfJob(c, foil), foil, snapshotsOf(c, c.haadf, snapshots)));
  }
  if (c.nanodiffraction.enabled) {
    plans.push_back(planScan(c.nanodiffraction, pipeline::nanodiffractionJob(c, foil), foil,
                             snapshotsOf(c, c.nanodiffraction, snapshots),
                             c.nanodiffraction.dtype == NumberType::float32 ? 4 : 2));
  }
  if (c.hrtem.enabled) planHrtem(c, foil);
  if (c.tiltSeries.enabled) {
    plans.push_back(planTilts(c, atoms, snapshotsOf(c, c.haadf, snapshots)));
  }
  bool feasible = true;
  double disk_bytes = structureDisk_bytes(atoms, snapshots);
  for (const multislice::ScanPlan& plan : plans) {
    feasible = feasible && plan.feasible();
    disk_bytes += plan.disk_bytes;
  }
  if (!feasible) {
    throw Error(ErrorKind::capacity, "This case cannot run as it is", "see the refusals above",
                "change the keys that they name");
  }
  planDisk(disk_bytes, target.folder);
}

int run(const VerbOptions& options) {
  const pipeline::Target target = openTarget(options);
  planTarget(target);  // on all ranks: the sampling of an atom is measured by all of them together
  if (options.converge.wanted) pipeline::measureConvergence(target, options.converge);
  return 0;
}

}  // namespace

Verb planVerb() {
  Verb verb;
  verb.name = "plan";
  verb.summary = "Say what a run will cost before it starts, and refuse what cannot be";
  verb.input = "Case file (.toml), configuration or run folder";
  verb.makesRun = true;
  verb.converges = true;
  verb.examples =
      "  glasscope plan inputs/cu64zr36.toml\n"
      "  glasscope plan glass.dump --elements Cu,Zr --set haadf.outer_mrad=200\n"
      "  mpirun -np 4 glasscope plan inputs/cu64zr36.toml     (the time on four ranks)\n"
      "  glasscope plan runs/cu64zr36 --converge              (is it sampled finely enough?)\n"
      "  glasscope plan glass.dump --elements Cu,Zr --converge --tolerance 0.5% "
      "--budget-minutes 20";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
