#include "multislice/ScanPlan.h"

#include <algorithm>
#include <complex>

#include <fmt/format.h>

#include "core/Error.h"
#include "core/Mpi.h"
#include "core/Parallel.h"
#include "core/Text.h"
#include "multislice/Calibration.h"
#include "multislice/ScanInstrument.h"

namespace glasscope::multislice {

namespace {

/// Runs a part of the planning; what it refuses becomes a line of the plan.
template <class Part>
void attempt(ScanPlan& plan, const Part& part) {
  try {
    part();
  } catch (const Error& error) {
    const std::string refusal = error.what();
    for (const std::string& known : plan.refusals) {
      if (known == refusal) return;
    }
    plan.refusals.push_back(refusal);
  }
}

struct Memory {
  double potentials_bytes = 0, scratch_bytes = 0;
};

Memory memoryOf(const ScanJob& job, const Grid& grid, int slices, int snapshots, double q) {
  const double each = Transmission::memory_bytes(grid, slices);
  const double pixels = static_cast<double>(grid.pixels()), threads = threadCount();
  return {std::max(each, std::min(snapshots * each, 1e9 * job.potential_memory_GB)),
          threads * pixels * sizeof(std::complex<float>) + 8 * threads * q * q * sizeof(float)};
}

void requireMemory(const ScanJob& job, const Memory& memory, double one_bytes,
                   double available_bytes) {
  const double needed = Mpi::ranksHere() * (memory.potentials_bytes + memory.scratch_bytes);
  if (needed <= available_bytes) return;
  const bool oneFits = Mpi::ranksHere() * (one_bytes + memory.scratch_bytes) <= available_bytes;
  throw Error(ErrorKind::capacity, fmt::format("{} does not fit into memory", job.label),
              fmt::format("{} rank(s) on this machine need {}, and {} is available",
                          Mpi::ranksHere(), formatBytes(needed), formatBytes(available_bytes)),
              oneFits ? "lower microscope.potential_memory_GB: the potentials are then built anew "
                        "when they are needed"
                      : "image less at a time: a smaller angle, a smaller or thinner foil, thicker "
                        "slices, fewer ranks on this machine");
}

double patternPixelsOf(const ScanJob& job, const Grid& grid) {
  if (!job.pixelated) return 0;
  return PixelBinning(*job.pixelated, grid, ElectronBeam(job.microscope.voltage_kV)).pixels();
}

void estimate(ScanPlan& plan, const ScanJob& job, const Foil& foil, int snapshots,
              const Grid& grid) {
  const double pixels = static_cast<double>(grid.pixels());
  const double threads = threadCount(), ranks = Mpi::size();
  const double q = plan.patternPixels;
  plan.disk_bytes = static_cast<double>(job.scan.size()) * q * q * sizeof(float);

  const Calibration speed = Calibration::measure(grid);
  plan.ns_per_pixel_slice_probe = speed.ns_per_pixel_slice_probe;
  const double probes_ns = static_cast<double>(plan.probes) * plan.slices * pixels *
                           speed.ns_per_pixel_slice_probe / (threads * ranks);
  const double potentials_ns =
      snapshots *
      (static_cast<double>(foil.size()) * speed.potential_ns_per_atom +
       plan.slices * pixels *
           (speed.potential_ns_per_pixel * static_cast<double>(foil.species().size()) +
            speed.slice_ns_per_pixel)) /
      threads;
  plan.time_s = 1e-9 * (probes_ns + potentials_ns);
}

}  // namespace

void requireMemory(const ScanJob& job, const Foil& foil, int snapshots, double available_bytes) {
  const Grid grid = gridOf(job, foil);
  const int slices = sliceCount(job.microscope, foil);
  const Memory memory = memoryOf(job, grid, slices, snapshots, patternPixelsOf(job, grid));
  requireMemory(job, memory, Transmission::memory_bytes(grid, slices), available_bytes);
}

ScanPlan plan(const ScanJob& job, const Foil& foil, int snapshots, double available_bytes) {
  ScanPlan plan;
  plan.availableMemory_bytes = available_bytes;
  plan.label = job.label;
  plan.probes = job.scan.size() * snapshots;
  attempt(plan, [&] {
    plan.slices = sliceCount(job.microscope, foil);
    plan.sliceThickness_A = foil.thickness_A() / plan.slices;
  });
  attempt(plan, [&] { job.scan.requireInside(foil); });
  attempt(plan, [&] {
    const Grid grid = gridOf(job, foil);
    const ElectronBeam beam(job.microscope.voltage_kV);
    plan.nx = grid.nx();
    plan.ny = grid.ny();
    plan.carriedAngle_mrad = grid.carriedAngle_mrad(beam);
    if (plan.slices == 0) return;
    const Memory memory = memoryOf(job, grid, plan.slices, snapshots, 0);
    plan.potentialMemory_bytes = memory.potentials_bytes;
    plan.scratchMemory_bytes = memory.scratch_bytes;
    requireMemory(job, memory, Transmission::memory_bytes(grid, plan.slices), available_bytes);
    attempt(plan, [&] { Probe(job.probe, grid, beam); });
    for (const AnnularDetector& d : job.annular) attempt(plan, [&] { AnnularMask(d, grid, beam); });
    if (job.pixelated) {
      attempt(plan,
              [&] { plan.patternPixels = PixelBinning(*job.pixelated, grid, beam).pixels(); });
      plan.scratchMemory_bytes =
          memoryOf(job, grid, plan.slices, snapshots, plan.patternPixels).scratch_bytes;
    }
    attempt(plan, [&] { ScanInstrument(job, foil); });
    if (plan.feasible()) estimate(plan, job, foil, snapshots, grid);
  });
  return plan;
}

std::string ScanPlan::text() const {
  std::string out = fmt::format("{}\n", label);
  const auto line = [&](const char* what, const std::string& value) {
    out += fmt::format("  {:<18} {}\n", what, value);
  };
  line("grid", fmt::format("{} x {}, carries {:.1f} mrad", nx, ny, carriedAngle_mrad));
  line("slices", fmt::format("{} of {:.3f} angstrom", slices, sliceThickness_A));
  line("probes", fmt::format("{} (positions times snapshots)", probes));
  line("method", "multislice, one pass a probe and snapshot");
  if (patternPixels > 0) line("patterns", fmt::format("{0} x {0} pixels", patternPixels));
  if (potentialMemory_bytes > 0) {
    line("memory", fmt::format("{} transmission functions, {} scratch a rank; {} available",
                               formatBytes(potentialMemory_bytes), formatBytes(scratchMemory_bytes),
                               formatBytes(availableMemory_bytes)));
  }
  if (feasible()) {
    if (disk_bytes > 0) line("disk", fmt::format("{} before compression", formatBytes(disk_bytes)));
    line("speed", fmt::format("{:.1f} ns per pixel, slice and probe on one thread (measured now)",
                              ns_per_pixel_slice_probe));
    line("time", formatDuration(time_s));
  }
  for (const std::string& refusal : refusals) line("refused", refusal);
  return out;
}

}  // namespace glasscope::multislice
