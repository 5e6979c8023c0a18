#include "pipeline/imaging/TiltPlan.h"

#include <algorithm>

#include <fmt/format.h>

namespace glasscope::pipeline {

namespace {

std::vector<double> thicknesses(const TiltScans& scans) {
  std::vector<double> values;
  for (const multislice::Tilt& tilt : scans.series().tilts()) {
    values.push_back(scans.series().thickness_A(tilt));
  }
  return values;
}

// Maps with their errors as doubles, each detector's numbers once more in single precision, and the
// rows that a killed series goes on with.
double disk_bytes(const TiltScans& scans, const multislice::ScanJob& job) {
  std::size_t numbers = job.annular.size();
  for (const auto& detector : job.detectors) numbers += detector.signals().size();
  const double perPosition = static_cast<double>(numbers) * (2 * 8 + 4 + 2 * 8) + 12;
  return static_cast<double>(scans.size()) * static_cast<double>(job.scan.size()) * perPosition;
}

}  // namespace

multislice::ScanPlan planTiltSeries(const TiltScans& scans, int snapshots, bool speed) {
  const std::vector<double> thick = thicknesses(scans);
  const auto most = std::max_element(thick.begin(), thick.end());
  const auto at = static_cast<std::size_t>(most - thick.begin());
  const multislice::Foil foil = scans.stillFoil(at);
  const multislice::ScanJob job = scans.job(at, foil);
  multislice::ScanPlan plan =
      multislice::plan(job, foil, snapshots, availableMemory_bytes(), sizeof(float), speed);
  // Slices and potentials take time as the specimen is thick.
  double share = 0;
  for (const double thickness : thick) share += thickness / *most;
  plan.time.total_s *= share;
  plan.time.other_s *= share;
  plan.probes.count *= static_cast<long>(scans.size());
  plan.storage.disk_bytes = disk_bytes(scans, job);
  return plan;
}

std::string tiltText(const TiltScans& scans) {
  const std::vector<double> thick = thicknesses(scans);
  const auto [thin, most] = std::minmax_element(thick.begin(), thick.end());
  const Vec2 axis = scans.axisPixel();
  return fmt::format(
      "  tilts              {}, {:.4g} to {:.4g} degrees; {:.4g} to {:.4g} angstrom thick\n"
      "                     grid, slices and memory are those of the thickest, the rest is of all\n"
      "  tilt axis          through pixel ({:.5g}, {:.5g})\n",
      scans.size(), scans.tilt(0).nominal_deg, scans.tilt(scans.size() - 1).nominal_deg, *thin,
      *most, axis.x(), axis.y());
}

}  // namespace glasscope::pipeline
