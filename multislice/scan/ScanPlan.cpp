#include "multislice/scan/ScanPlan.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Text.h"
#include "multislice/detectors/makeDetector.h"
#include "multislice/instrument/ScanInstrument.h"
#include "multislice/scan/Calibration.h"
#include "multislice/scan/potentialCost.h"
#include "multislice/tiles/ScanLayout.h"

namespace glasscope::multislice {

namespace {

/// Runs a part of the planning; what it refuses becomes a line of the plan.
template <class Part>
void attempt(ScanPlan& plan, const Part& part) {
  try {
    part();
  } catch (const Error& error) {
    const bool known = std::ranges::any_of(plan.refusals, [&](const Error& other) {
      return std::string_view(other.what()) == error.what();
    });
    if (!known) plan.refusals.push_back(error);
  }
}

void requireMemory(const ScanJob& job, const Foil& foil, int snapshots, const ScanMemory& memory,
                   double available_bytes) {
  const double needed = Mpi::ranksHere() * memory.all_bytes();
  if (needed <= available_bytes) return;
  ScanJob frugal = job;
  frugal.potential_memory_GB =
      std::min(job.potential_memory_GB, 0.25e-9 * available_bytes / Mpi::ranksHere());
  const double least = Mpi::ranksHere() * ScanMemory::of(frugal, foil, snapshots, 0).all_bytes();
  throw Error(ErrorKind::capacity, fmt::format("{} does not fit into memory", job.label),
              fmt::format("{} rank(s) on this machine need {}, and {} is available",
                          Mpi::ranksHere(), formatBytes(needed), formatBytes(available_bytes)),
              least <= available_bytes
                  ? "lower microscope.potential_memory_GB: slices are then built when they are "
                    "needed"
                  : "image less at a time: a smaller angle, a smaller window or foil, fewer ranks "
                    "on this machine");
}

bool outside(const ScanGrid& scan, const Foil& foil) {
  try {
    scan.requireInside(foil);
    return false;
  } catch (const Error&) {
    return true;
  }
}

int patternPixelsOf(const ScanJob& job, const Grid& grid) {
  if (!job.pixelated) return 0;
  return PixelBinning(*job.pixelated, grid, ElectronBeam(job.microscope.voltage_kV)).pixels();
}

/// Memory of a job as far as it can be told; throws when it does not fit.
void planMemory(ScanPlan& plan, const ScanJob& job, const Foil& foil, int snapshots) {
  if (outside(job.scan, foil)) return;  // refused already
  const ScanLayout layout(job, foil, snapshots);
  plan.potentials.kept = layout.kept();
  plan.potentials.tileRows = layout.tileRows();
  plan.potentials.tileColumns = layout.tileColumns();
  plan.storage.memory =
      ScanMemory::of(job, foil, snapshots, plan.probes.patternPixels, plan.storage.number_bytes);
  requireMemory(job, foil, snapshots, plan.storage.memory, plan.storage.available_bytes);
}

/// Where slices are built again for every tile: what it would save to keep them.
void planKeeping(ScanPlan& plan, const ScanJob& job, const Foil& foil, int snapshots,
                 const Calibration& speed) {
  ScanJob keeping = job;
  keeping.potential_memory_GB = HUGE_VAL;
  const ScanMemory memory = ScanMemory::of(keeping, foil, snapshots, plan.probes.patternPixels);
  if (Mpi::ranksHere() * memory.all_bytes() > plan.storage.available_bytes) return;
  const double streamed_ns = potentialCost_ns(job, foil, snapshots, speed) / Mpi::size();
  const double saved_s = 1e-9 * job.foci / threadCount() *
                         (streamed_ns - potentialCost_ns(keeping, foil, snapshots, speed));
  constexpr double kWorthwhile = 0.1;
  if (saved_s < kWorthwhile * plan.time.total_s) return;
  plan.potentials.keepingMemory_GB = 1.001e-9 * memory.potentials_bytes;
  plan.potentials.keepingTime_s = plan.time.total_s - saved_s;
}

void estimate(ScanPlan& plan, const ScanJob& job, const Foil& foil, int snapshots,
              const Grid& grid) {
  const double threads = threadCount(), ranks = Mpi::size();
  const Calibration speed = Calibration::measure(grid);
  plan.time.ns_per_pixel_slice_probe = speed.ns_per_pixel_slice_probe;
  const double multislice_s = plan.method.multislice_s(speed.ns_per_pixel_slice_probe);
  // Matrices that do not all fit are made again for every focus.
  ScanMethod method = plan.method;
  const bool shared = snapshots * method.matrix_bytes <= 1e9 * job.potential_memory_GB;
  if (!shared) method.matrixSteps *= job.foci;
  const double matrix_s = method.matrix_s(speed.ns_per_pixel_slice_probe, speed.product_ns);
  const double probes_ns = 1e9 * (plan.method.matrix ? matrix_s : multislice_s) / (threads * ranks);
  plan.time.other_s = (plan.method.matrix ? multislice_s : matrix_s) / (threads * ranks);
  // With shared matrices one snapshot's slices are made again for each focus, as a check.
  const double builds = plan.method.matrix && shared ? 1 + (job.foci - 1.0) / snapshots : job.foci;
  const double potentials_ns = builds * potentialCost_ns(job, foil, snapshots, speed) /
                               (threads * (plan.potentials.kept ? 1 : ranks));
  plan.time.total_s = 1e-9 * (probes_ns + potentials_ns);
  if (!plan.potentials.kept) planKeeping(plan, job, foil, snapshots, speed);
}

}  // namespace

void requireMemory(const ScanJob& job, const Foil& foil, int snapshots, double available_bytes) {
  const int pixels = patternPixelsOf(job, gridOf(job, foil));
  requireMemory(job, foil, snapshots, ScanMemory::of(job, foil, snapshots, pixels),
                available_bytes);
}

ScanPlan plan(const ScanJob& asked, const Foil& foil, int snapshots, double available_bytes,
              double number_bytes, bool speed) {
  ScanPlan plan;
  plan.storage.number_bytes = number_bytes;
  ScanJob job = asked;
  attempt(plan, [&] { job = withOversampling(asked, foil); });
  attempt(plan, [&] {
    plan.method = ScanMethod::of(asked, foil, snapshots);
    job = settled(asked, foil, snapshots);
  });
  plan.methodLabel = ScanMethod::label(job.microscope);
  plan.storage.available_bytes = available_bytes;
  plan.storage.program_bytes = residentMemory_bytes();
  plan.label = job.label;
  plan.probes.count = job.scan.size() * snapshots * job.foci;
  plan.probes.foci = job.foci;
  attempt(plan, [&] {
    const SliceStack stack = sliceStackOf(job, foil, 0, snapshots);
    plan.sampling.slices = stack.count();
    plan.sampling.sliceThickness_A = stack.step_A();
  });
  attempt(plan, [&] { job.scan.requireInside(foil); });
  attempt(plan, [&] {
    const Grid grid = gridOf(job, foil);
    const ElectronBeam beam(job.microscope.voltage_kV);
    plan.sampling.nx = grid.nx();
    plan.sampling.ny = grid.ny();
    plan.sampling.carriedAngle_mrad = grid.carriedAngle_mrad(beam);
    plan.sampling.neededAngle_mrad = neededAngle_mrad(job);
    plan.sampling.undersampling = undersampling(job, grid);
    if (plan.sampling.slices == 0) return;
    plan.sampling.window_A = {grid.lx_A(), grid.ly_A()};
    plan.sampling.wholeCell = ProbeWindows(job, foil).isWholeCell();
    planMemory(plan, job, foil, snapshots);  // nothing that large is tried below
    attempt(plan, [&] { Probe(job.probe, grid, beam); });
    for (const AnnularDetector& d : job.annular) attempt(plan, [&] { AnnularMask(d, grid, beam); });
    for (const DetectorSettings& d : job.detectors) {
      attempt(plan, [&] { makeDetector(d, grid, beam); });
    }
    if (job.pixelated) {
      attempt(plan, [&] {
        plan.probes.patternPixels = PixelBinning(*job.pixelated, grid, beam).pixels();
      });
    }
    attempt(plan, [&] { planMemory(plan, job, foil, snapshots); });
    attempt(plan, [&] { ScanInstrument(job, foil); });
    const double q = plan.probes.patternPixels;
    plan.storage.disk_bytes =
        static_cast<double>(job.scan.size()) * q * q * plan.storage.number_bytes;
    if (speed && plan.feasible()) estimate(plan, job, foil, snapshots, grid);
  });
  return plan;
}

std::string ScanPlan::memoryText() const {
  std::string text = fmt::format(
      "{} {}, {} waves, {} to make slices", formatBytes(storage.memory.potentials_bytes),
      method.matrix ? "slices and matrices" : "transmission functions",
      formatBytes(storage.memory.waves_bytes), formatBytes(storage.memory.building_bytes));
  if (storage.memory.patterns_bytes == 0) return text;
  return text + fmt::format("{}, {} patterns",
                            storage.memory.builtFirst ? " (before the first probe)" : "",
                            formatBytes(storage.memory.patterns_bytes));
}

std::string ScanPlan::text() const {
  std::string out = fmt::format("{}\n", label);
  const auto line = [&](const char* what, const std::string& value) {
    out += fmt::format("  {:<18} {}\n", what, value);
  };
  line("grid", fmt::format("{} x {}, carries {:.1f} mrad of {:.1f} needed", sampling.nx,
                           sampling.ny, sampling.carriedAngle_mrad, sampling.neededAngle_mrad));
  if (!sampling.undersampling.empty()) line("too coarse", sampling.undersampling);
  line("slices", fmt::format("{} of {:.3f} angstrom", sampling.slices, sampling.sliceThickness_A));
  line("probes",
       fmt::format("{} (positions times snapshots{})", probes.count,
                   probes.foci > 1 ? fmt::format(" times {} foci", probes.foci) : std::string()));
  line("window",
       fmt::format("{:.4g} x {:.4g} angstrom{}", sampling.window_A.x(), sampling.window_A.y(),
                   sampling.wholeCell ? ", the whole cell" : " around each probe"));
  line("method", fmt::format("{}, {}", methodLabel,
                             method.matrix ? fmt::format("{} plane waves a snapshot", method.waves)
                                           : "one pass a probe and snapshot"));
  line("", "because: " + method.why);
  if (potentials.tileRows > 0) {
    line("potentials", potentials.kept
                           ? "kept in memory"
                           : fmt::format("streamed slice by slice, {} x {} positions at a time",
                                         potentials.tileRows, potentials.tileColumns));
  }
  if (probes.patternPixels > 0)
    line("patterns", fmt::format("{0} x {0} pixels", probes.patternPixels));
  if (storage.memory.potentials_bytes > 0) {
    line("memory", memoryText());
    line("", fmt::format("at most {} a rank with the program and the specimen; {} available",
                         formatBytes(storage.memory.all_bytes() + storage.program_bytes),
                         formatBytes(storage.available_bytes)));
  }
  if (feasible()) {
    if (storage.disk_bytes > 0)
      line("disk", fmt::format("{} before compression", formatBytes(storage.disk_bytes)));
    if (time.ns_per_pixel_slice_probe == 0) return out;
    line("speed", fmt::format("{:.1f} ns per pixel, slice and probe on one thread (measured now)",
                              time.ns_per_pixel_slice_probe));
    line("time", fmt::format("{}; waves by {}: {}", formatDuration(time.total_s),
                             method.matrix ? "multislice" : "the exact scattering matrix",
                             formatDuration(time.other_s)));
    if (potentials.keepingMemory_GB > 0) {
      line("", fmt::format("with microscope.potential_memory_GB = {:.1f} slices would be kept: {}",
                           potentials.keepingMemory_GB + 0.05,
                           formatDuration(potentials.keepingTime_s)));
    }
  }
  for (const Error& refusal : refusals) line("refused", refusal.what());
  return out;
}

}  // namespace glasscope::multislice
