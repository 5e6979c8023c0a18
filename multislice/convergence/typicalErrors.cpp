#include "multislice/convergence/typicalErrors.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "multislice/convergence/SignalWatch.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

namespace {

constexpr double kSampling = 0.07, kSlices = 0.018, kSlice_A = 2, kSlicedAngle_mrad = 37;

double samplingOf(const AnnularDetector& annulus, double middle_mrad, double carried_mrad) {
  constexpr double kLeast = 0.005;  // between rings, outside the disc
  const double rule = kSampling * std::pow(middle_mrad / carried_mrad, 3);
  return annulus.inner_mrad > 0 ? std::max(rule, kLeast) : rule;
}

double slicesOf(double middle_mrad, const ScanJob& job, const Foil& foil, int configurations) {
  const MicroscopeSettings& m = job.microscope;
  const double slice_A = foil.thickness_A() / sliceCount(m, foil);
  const double reference_A = ElectronBeam(200).wavelength_A();
  const double phase = std::pow(middle_mrad / kSlicedAngle_mrad, 2) * reference_A /
                       ElectronBeam(m.voltage_kV).wavelength_A();
  const bool offsets = m.sliceOffsets != 1;
  return kSlices * slice_A / kSlice_A * std::min(1.0, phase) /
         std::sqrt(offsets ? configurations : 1);
}

}  // namespace

std::vector<TypicalError> typicalErrors(const ScanJob& job, const Foil& foil, int configurations,
                                        std::span<const AtomSampling> atom) {
  const double carried =
      gridOf(job, foil).carriedAngle_mrad(ElectronBeam(job.microscope.voltage_kV));
  std::vector<AnnularDetector> annuli = SignalWatch(job, foil).watched(job).annular;
  for (const DetectorSettings& d : job.detectors)
    annuli.push_back({d.name, d.inner_mrad, d.outer_mrad});
  std::vector<TypicalError> errors;
  for (const AnnularDetector& annulus : annuli) {
    const double middle = (annulus.inner_mrad + annulus.outer_mrad) / 2;
    TypicalError error{annulus.name, samplingOf(annulus, middle, carried),
                       slicesOf(middle, job, foil, configurations)};
    for (const AtomSampling& one : atom) {
      if (one.signal == annulus.name)
        error.sampling = std::max(error.sampling, std::abs(one.relative));
    }
    errors.push_back(std::move(error));
  }
  return errors;
}

double windowError(double edgeIntensity) {
  return 1.3 * edgeIntensity;
}

std::string worstText(std::span<const TypicalError> errors) {
  const auto total = [](const TypicalError& e) { return e.sampling + e.slices; };
  const auto worst = std::max_element(
      errors.begin(), errors.end(),
      [&](const TypicalError& a, const TypicalError& b) { return total(a) < total(b); });
  if (worst == errors.end()) return "nothing is recorded";
  return fmt::format("{} about {:.2g} % (sampling {:.2g}, slices {:.2g})", worst->signal,
                     100 * total(*worst), 100 * worst->sampling, 100 * worst->slices);
}

}  // namespace glasscope::multislice
