#include "pipeline/stages/PlanScan.h"

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "multislice/convergence/atomSampling.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/recording/SourceSize.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

// Members of a focal series, and the scans of a point source that their averages are made of.
double filesOf(const ScanCase& scan, double voltage_kV) {
  const int nodes = focalCount(scan, multislice::ElectronBeam(voltage_kV));
  const bool direct = nodes == 1 && scan.source.fwhm_A == 0;
  return 1.0 + static_cast<double>(seriesDefoci(scan).size()) + (direct ? 0 : nodes);
}

// How far the sampling is from converged, for scattering once; measured by all ranks together.
std::string samplingText(const multislice::ScanJob& job, const multislice::Foil& foil,
                         int snapshots) {
  const auto errors = multislice::atomSampling(multislice::settled(job, foil, snapshots), foil);
  return fmt::format(
      "  {:<18} {} (one {} atom under the probe, against half the pixel; the foil itself: "
      "--converge)\n",
      "sampling error", multislice::samplingText(errors), elementSymbol(foil.species().back()));
}

// What a person wants to know beside the cost.
std::string warningsOf(const ScanCase& scan, const multislice::ScanPlan& one,
                       const multislice::ScanJob& job, const multislice::Foil& foil,
                       int snapshots) {
  std::string text;
  if (one.feasible()) text += samplingText(job, foil, snapshots);
  const std::string coarse = multislice::SourceKernel::coarseScan(scan.source, job.scan.step_A);
  if (!coarse.empty()) text += fmt::format("  {:<18} {}\n", "source", coarse);
  return text;
}

}  // namespace

void planScan(const ScanCase& scan, const multislice::ScanJob& job, RunPlan& plan,
              double number_bytes) {
  const int snapshots = plan.snapshots(scan);
  multislice::ScanPlan one = multislice::plan(job, plan.foil(), snapshots, availableMemory_bytes(),
                                              number_bytes, plan.speed());
  one.disk_bytes *= filesOf(scan, job.microscope.voltage_kV);
  addScanPlan(one, plan.speed() ? warningsOf(scan, one, job, plan.foil(), snapshots) : "", plan);
}

void addScanPlan(const multislice::ScanPlan& scan, const std::string& moreText, RunPlan& plan) {
  Cost cost;
  cost.time_s = scan.time_s;
  cost.memory_bytes = Mpi::ranksHere() * (scan.memory.all_bytes() + scan.program_bytes);
  cost.disk_bytes = scan.disk_bytes;
  plan.add(cost, fmt::format("{}{}\n", scan.text(), moreText));
  for (const Error& refusal : scan.errors) plan.refuse(refusal);
}

}  // namespace glasscope::pipeline
