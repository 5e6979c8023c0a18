#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "multislice/detectors/Detector.h"
#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/instrument/ProbeWindows.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/optics/Probe.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/waves/EdgeIntensity.h"

namespace glasscope::multislice {

/// A scan job made ready for one specimen geometry: everything that all probes share. Immutable.
class ScanInstrument {
 public:
  /// For so many snapshots, foils like this one. Throws what ProbeWindows, Probe, the detectors,
  /// ScanGrid and SliceStack throw.
  ScanInstrument(const ScanJob& job, const Foil& foil, int snapshots = 1, double taper_invA = 0);

  const ProbeWindows& windows() const { return windows_; }
  const Grid& grid() const { return windows_.grid(); }  ///< of the waves
  const ElectronBeam& beam() const { return beam_; }
  const MicroscopeSettings& microscope() const { return microscope_; }
  double taper_invA() const { return taper_invA_; }
  int snapshots() const { return static_cast<int>(stacks_.size()); }
  /// How a snapshot is cut; the numbers of slices are the same for all.
  const SliceStack& stack(int snapshot) const { return stacks_[snapshot]; }
  int slices() const { return stacks_[0].count(); }
  const ScanGrid& scan() const { return scan_; }
  const Propagator& propagator() const { return propagator_; }
  const Probe& probe() const { return probe_; }

  /// Slices after which the detectors record; the last is the exit.
  const std::vector<int>& depths() const { return stacks_[0].depths(); }
  /// Where these are in the foil, angstrom.
  const std::vector<double>& depths_A() const { return depths_A_; }
  /// From where the waves are after depths()[depth] slices, each pixel's factor to where the next
  /// slice is; not after the last depth.
  const Propagator& joint(std::size_t depth) const { return joints_[depth]; }
  /// Numbers of one probe: those of the detectors, each at every depth.
  std::size_t signals() const { return values_ * depths_A_.size(); }
  /// Values in one diffraction pattern; 0 without a pixelated detector.
  std::size_t patternSize() const;

  /// The probe of a position in the plane of a snapshot's first slice, in reciprocal space.
  void form(int rx, int ry, std::span<std::complex<float>> wave, int snapshot = 0) const;

  /// Writes what the detectors see of a wave after depths()[depth] slices into a probe's signals()
  /// numbers: detector by detector, within each number by number, within each depth by depth.
  void measure(std::size_t depth, std::span<const std::complex<float>> wave,
               std::span<double> signals) const;

  /// Which frequencies of the grid are looked at after depths()[depth] slices.
  std::vector<bool> counted(std::size_t depth) const;

  /// Adds weight times the diffraction pattern.
  void addPattern(std::span<const std::complex<float>> wave, float weight,
                  std::span<float> pattern) const;

  /// True for the positions at which the edge of the window is looked at: every fourth of a scan,
  /// counted row by row, all of a small one. It takes a transform of its own, and neighbours differ
  /// little.
  bool looksAtEdge(int rx, int ry) const;
  /// What of the probe reached the edge of its window; overwrites the wave.
  double edgeIntensity(int rx, int ry, Wave& wave) const;

 private:
  ElectronBeam beam_;
  MicroscopeSettings microscope_;
  ProbeWindows windows_;
  double taper_invA_;
  std::vector<SliceStack> stacks_;  ///< by snapshot
  std::vector<double> depths_A_;
  ScanGrid scan_;
  Propagator propagator_;
  std::vector<Propagator> joints_;
  Probe probe_;
  std::vector<Probe> entering_;  ///< the probe in the first plane of each snapshot
  EdgeIntensity edge_;
  std::vector<std::unique_ptr<Detector>> detectors_;
  std::size_t values_ = 0;
  std::optional<PixelBinning> binning_;
};

}  // namespace glasscope::multislice
