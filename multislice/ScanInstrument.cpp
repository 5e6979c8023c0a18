#include "multislice/ScanInstrument.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/Error.h"
#include "multislice/SlicedPotential.h"

namespace glasscope::multislice {

namespace {

/// Slice counts nearest to the wanted depths, ascending, the exit last.
std::vector<int> depthsOf(const ScanJob& job, const Foil& foil, int slices) {
  std::vector<int> depths;
  for (double depth : job.thicknesses_A) {
    if (!(depth > 0) || depth > foil.thickness_A() * (1 + 1e-9)) {
      throw Error(ErrorKind::usage, fmt::format("nothing can be recorded at {} angstrom", depth),
                  fmt::format("the foil is {:.5g} angstrom thick", foil.thickness_A()),
                  "choose thicknesses_A inside the foil");
    }
    const double at = std::round(depth / foil.thickness_A() * slices);
    depths.push_back(std::clamp(static_cast<int>(at), 1, slices));
  }
  depths.push_back(slices);
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  return depths;
}

}  // namespace

ScanInstrument::ScanInstrument(const ScanJob& job, const Foil& foil, double taper_invA)
    : beam_(job.microscope.voltage_kV),
      microscope_(job.microscope),
      grid_(gridOf(job, foil)),
      limit_(grid_, taper_invA),
      slices_(sliceCount(job.microscope, foil)),
      scan_(job.scan),
      propagator_(grid_, beam_, limit_, foil.thickness_A() / slices_,
                  job.microscope.tiltInFoil_mrad()),
      probe_(job.probe, grid_, beam_),
      depths_(depthsOf(job, foil, slices_)) {
  scan_.requireInside(foil);
  if (job.annular.empty() && !job.pixelated) {
    throw Error(ErrorKind::usage, fmt::format("{} has no detector", job.label),
                "nothing would be recorded", "add an annular or a pixelated detector");
  }
  for (const AnnularDetector& detector : job.annular) masks_.emplace_back(detector, grid_, beam_);
  if (job.pixelated) binning_.emplace(*job.pixelated, grid_, beam_);
}

std::size_t ScanInstrument::patternSize() const {
  return binning_ ? static_cast<std::size_t>(binning_->pixels()) * binning_->pixels() : 0;
}

Transmission ScanInstrument::transmissionOf(const Foil& foil) const {
  const SlicedPotential potential(foil, grid_, microscope_);
  return Transmission(grid_, beam_, limit_, slices_, [&](int s) { return potential.slice(s); });
}

void ScanInstrument::measure(int rx, int ry, const Transmission& transmission, WaveStepper& stepper,
                             Wave& scratch, std::span<double> signals, float weight,
                             std::span<float> pattern) const {
  scratch.resize(grid_.pixels());
  probe_.form(scan_.position(rx, ry), scratch);
  int slice = 0;
  for (std::size_t d = 0; d < depths_.size(); ++d) {
    stepper.advance(scratch, transmission.views(slice, depths_[d]));
    slice = depths_[d];
    for (std::size_t m = 0; m < masks_.size(); ++m) {
      signals[m * depths_.size() + d] = masks_[m].measure(scratch);
    }
  }
  if (binning_) binning_->accumulate(scratch, weight, pattern);
}

}  // namespace glasscope::multislice
