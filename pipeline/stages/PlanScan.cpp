#include "pipeline/stages/PlanScan.h"

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "multislice/convergence/atomSampling.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/recording/SourceSize.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/AccurateCase.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

// Members that share the scan's own foil, and the scans of a point source that their averages are
// made of.
double filesOf(const Case& c, const ScanCase& scan) {
  const int nodes = focalCount(scan, multislice::ElectronBeam(c.microscope.voltage_kV));
  const bool direct = nodes == 1 && scan.source.fwhm_A == 0;
  const bool shares = variesAberrations(scan.series);
  const auto members = shares ? otherValues(c, scan.name, scan.series).size() : 0;
  return 1.0 + static_cast<double>(members) + (direct ? 0 : nodes);
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
  const multislice::ElectronBeam beam(job.microscope.voltage_kV);
  std::string text = fmt::format(
      "  {:<18} {:.3g} nm (full width at half maximum, in focus), {:.3g} mrad\n", "probe",
      0.1 * multislice::airyWidth_A(scan.probe.semiangle_mrad, beam), scan.probe.semiangle_mrad);
  if (one.feasible()) text += samplingText(job, foil, snapshots);
  const std::string coarse = multislice::SourceKernel::coarseScan(scan.source, job.scan.step_A);
  if (!coarse.empty()) text += fmt::format("  {:<18} {}\n", "source", coarse);
  return text;
}

void planOne(const Case& c, const ScanCase& scan, const multislice::Foil& foil, RunPlan& plan) {
  const int snapshots = plan.snapshots(scan);
  multislice::ScanJob job = scanJob(c, scan, foil);
  job.thicknesses_A = depthsInOnePass(c, scan, foil);
  const double number_bytes = scan.dtype == NumberType::float32 ? 4 : 2;
  multislice::ScanPlan one =
      multislice::plan(job, foil, snapshots, availableMemory_bytes(), number_bytes, plan.speed());
  one.storage.disk_bytes *= filesOf(c, scan);
  addScanPlan(one, plan.speed() ? warningsOf(scan, one, job, foil, snapshots) : "", plan);
}

}  // namespace

void planScan(const Case& asked, const ScanCase& of, RunPlan& plan) {
  const auto chosen = plan.finished(fileOf(Product::accuracy, {of.name}));
  const Case c = chosen.empty() ? asked : accurateCase(asked, of.name, chosen);
  const ScanCase& scan = *c.findScan(of.name);
  planOne(c, scan, plan.foil(), plan);
  if (!hasMembers(scan.series) || variesAberrations(scan.series)) return;
  if (!depthsInOnePass(c, scan, plan.foil()).empty()) return;
  for (const double value : otherValues(c, scan.name, scan.series)) {
    Case member = memberOf(c, scan.name, scan.series, value);
    ScanCase one = *member.findScan(scan.name);
    one.name = fmt::format("{}, {} = {:g}", scan.name, scan.series.key, value);
    planOne(member, one, multislice::Foil::cut(plan.structure().atoms, member.foil), plan);
  }
}

void addScanPlan(const multislice::ScanPlan& scan, const std::string& moreText, RunPlan& plan) {
  Cost cost;
  cost.time_s = scan.time.total_s;
  cost.memory_bytes =
      Mpi::ranksHere() * (scan.storage.memory.all_bytes() + scan.storage.program_bytes);
  cost.disk_bytes = scan.storage.disk_bytes;
  plan.add(cost, fmt::format("{}{}\n", scan.text(), moreText));
  for (const Error& refusal : scan.refusals) plan.refuse(refusal);
}

}  // namespace glasscope::pipeline
