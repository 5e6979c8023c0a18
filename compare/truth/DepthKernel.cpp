#include "compare/truth/DepthKernel.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/optics/ProbeProfile.h"

namespace glasscope::compare {

namespace {

constexpr double kSlicesInFocus = 8;  // within the depth of focus
constexpr int kMostSlices = 64;
constexpr double kThirdDarkRing = 1.619;  // times wavelength / semiangle

}  // namespace

DepthKernel::DepthKernel(ProbeKernel kernel) : slices_{std::move(kernel)} {}

DepthKernel DepthKernel::vacuumProbe(const multislice::ProbeSettings& probe,
                                     const multislice::ElectronBeam& beam, double thickness_A) {
  if (!(thickness_A > 0) || !std::isfinite(thickness_A)) {
    throw Error(ErrorKind::usage, "the probe cannot be followed through the foil",
                fmt::format("{} angstrom is no thickness", thickness_A), "give a positive one");
  }
  const double angle = 1e-3 * probe.semiangle_mrad;
  const double depthOfFocus = beam.wavelength_A() / (angle * angle);
  const int count = std::clamp(
      static_cast<int>(std::ceil(kSlicesInFocus * thickness_A / depthOfFocus)), 1, kMostSlices);
  DepthKernel result;
  result.thickness_A_ = thickness_A / count;
  std::vector<double> defoci;
  double farthest = 0;
  for (int slice = 0; slice < count; ++slice) {
    defoci.push_back(probe.aberrations.defocus_A - (slice + 0.5) * result.thickness_A_);
    farthest = std::max(farthest, std::abs(defoci.back()));
  }
  const double reach = kThirdDarkRing * beam.wavelength_A() / angle + angle * farthest;
  for (const auto& profile : multislice::ProbeProfile::throughFocus(probe, beam, defoci, reach)) {
    result.slices_.push_back(ProbeKernel::radial(profile.radius_A, profile.intensity));
  }
  return result;
}

std::size_t DepthKernel::sliceOf(double depth_A) const {
  const double place = std::floor(depth_A / thickness_A_);
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(slices_.size() - 1)));
}

double DepthKernel::reach_A() const {
  double reach = 0;
  for (const ProbeKernel& slice : slices_) reach = std::max(reach, slice.reach_A());
  return reach;
}

double DepthKernel::narrowestFwhm_A() const {
  double width = slices_.front().fwhm_A();
  for (const ProbeKernel& slice : slices_) width = std::min(width, slice.fwhm_A());
  return width;
}

double DepthKernel::widestFwhm_A() const {
  double width = 0;
  for (const ProbeKernel& slice : slices_) width = std::max(width, slice.fwhm_A());
  return width;
}

}  // namespace glasscope::compare
