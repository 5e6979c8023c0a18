#include "multislice/instrument/ScanInstrument.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/makeDetector.h"
#include "multislice/potentials/Slicing.h"

namespace glasscope::multislice {

namespace {

std::vector<SliceStack> stacksOf(const ScanJob& job, const Foil& foil, int snapshots) {
  std::vector<SliceStack> stacks;
  for (int s = 0; s < snapshots; ++s) stacks.push_back(sliceStackOf(job, foil, s, snapshots));
  return stacks;
}

std::vector<double> depthsOf(const ScanJob& job, const Foil& foil) {
  std::vector<double> depths = recordedDepths_A(job, foil);
  depths.push_back(foil.thickness_A());
  return depths;
}

}  // namespace

ScanInstrument::ScanInstrument(const ScanJob& job, const Foil& foil, int snapshots,
                               double taper_invA)
    : beam_(job.microscope.voltage_kV),
      microscope_(job.microscope),
      windows_(job, foil),
      taper_invA_(taper_invA),
      stacks_(stacksOf(job, foil, snapshots)),
      depths_A_(depthsOf(job, foil)),
      scan_(job.scan),
      propagator_(grid(), beam_, BandLimit(grid(), taper_invA_), stacks_[0].step_A(),
                  job.microscope.tiltInFoil_mrad()),
      probe_(job.probe, grid(), beam_),
      edge_(grid()) {
  scan_.requireInside(foil);
  const Vec2 tilt_mrad = job.microscope.tiltInFoil_mrad();
  for (std::size_t d = 0; d + 1 < depths_A_.size(); ++d) {
    joints_.emplace_back(grid(), beam_, BandLimit(grid()), stacks_[0].joint_A(d), tilt_mrad);
  }
  for (const SliceStack& stack : stacks_) {
    entering_.push_back(probe_.propagated(stack.entry_A(), beam_, tilt_mrad));
  }
  if (job.annular.empty() && job.detectors.empty() && !job.pixelated) {
    throw Error(ErrorKind::usage, fmt::format("{} has no detector", job.label),
                "nothing would be recorded", "add an annular or a pixelated detector");
  }
  for (const AnnularDetector& detector : job.annular) {
    detectors_.push_back(std::make_unique<AnnularMask>(detector, grid(), beam_));
  }
  for (const DetectorSettings& detector : job.detectors) {
    detectors_.push_back(makeDetector(detector, grid(), beam_));
  }
  if (job.pixelated) binning_.emplace(*job.pixelated, grid(), beam_);
  for (const auto& detector : detectors_) values_ += detector->values();
}

std::size_t ScanInstrument::patternSize() const {
  return binning_ ? static_cast<std::size_t>(binning_->pixels()) * binning_->pixels() : 0;
}

void ScanInstrument::form(int rx, int ry, std::span<std::complex<float>> wave, int snapshot) const {
  entering_[snapshot].form(windows_.within(scan_.position(rx, ry)), wave);
}

void ScanInstrument::measure(std::size_t depth, std::span<const std::complex<float>> wave,
                             std::span<double> signals) const {
  std::vector<double> values;
  std::size_t first = 0;
  for (const auto& detector : detectors_) {
    values.resize(detector->values());
    detector->measure(wave, values);
    for (double value : values) signals[first++ * depths_A_.size() + depth] = value;
  }
}

std::vector<bool> ScanInstrument::counted(std::size_t depth) const {
  std::vector<bool> counted(grid().pixels());
  for (const auto& detector : detectors_) detector->mark(counted);
  if (binning_ && depth + 1 == depths_A_.size()) binning_->mark(counted);
  // Nothing lies beyond the band limit.
  for (int i = 0; i < grid().nx(); ++i) {
    for (int j = 0; j < grid().ny(); ++j) {
      if (grid().carries(grid().kx_invA(i), grid().ky_invA(j))) continue;
      counted[static_cast<std::size_t>(i) * grid().ny() + j] = false;
    }
  }
  return counted;
}

void ScanInstrument::addPattern(std::span<const std::complex<float>> wave, float weight,
                                std::span<float> pattern) const {
  if (binning_) binning_->accumulate(wave, weight, pattern);
}

bool ScanInstrument::looksAtEdge(int rx, int ry) const {
  constexpr long each = 4, few = 64;
  return scan_.size() <= few || (static_cast<long>(rx) * scan_.ny + ry) % each == 0;
}

double ScanInstrument::edgeIntensity(int rx, int ry, Wave& wave) const {
  const Vec2 at = windows_.within(scan_.position(rx, ry));
  return edge_.measure(wave, {static_cast<int>(std::lround(at.x() / grid().dx_A())),
                              static_cast<int>(std::lround(at.y() / grid().dy_A()))});
}

}  // namespace glasscope::multislice
