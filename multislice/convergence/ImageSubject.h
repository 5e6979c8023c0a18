#pragma once

#include <vector>

#include "core/math/Array2.h"
#include "multislice/convergence/ConvergenceSubject.h"
#include "multislice/plane_wave/HrtemJob.h"
#include "multislice/plane_wave/HrtemResult.h"

namespace glasscope::multislice {

/// A plane wave through a foil, for a study of convergence. Its signals are
///
///  - of every image its contrast, the intensity less its mean, at some thousand pixels of the
///  image
///    of now, so that an error is one of what is seen and not of the bright ground that it lies on;
///  - the mean intensity of the image, where an aperture stops electrons;
///  - four rings of the diffraction pattern up to its largest angle, without the incident beam.
///
/// Its settings are the sampling (now, 1.25, 1.5 and 2 times as many points on the same extent),
/// the thickness of slices (now, then twice, four and eight times as many) and the oversampling of
/// potentials (now, twice and four times, 8 at most). Images on a finer grid are brought to the
/// pixels of now by their Fourier coefficients.
class ImageSubject : public ConvergenceSubject {
 public:
  /// `foil` has to outlive it. Throws what runHrtem throws of a job.
  ImageSubject(const HrtemJob& job, const Foil& foil);

  std::string label() const override { return job_.label; }
  const std::vector<WatchedSignal>& signals() const override { return signals_; }
  ScanGrid positions() const override;
  int slices() const override;
  std::vector<ConvergenceKnob> knobs() const override { return knobs_; }
  bool isPresent(const ConvergenceLevel& level) const override { return level.settings.empty(); }
  double present_s() const override { return cost_s(job_.microscope); }
  double relativeCost(const ConvergenceLevel& level) const override;
  void requireMemory(const ConvergenceLevel& level, double memory_bytes) const override;
  SignalValues measure(const ConvergenceLevel* level, const Foil& foil,
                       const std::string& name) const override;

  /// An image at the points of another grid of the same extent that has no more of them: what its
  /// Fourier series below their Nyquist frequency gives there.
  static Array2<double> resampled(const Array2<double>& image, int nx, int ny);

 private:
  HrtemJob with(const MicroscopeSettings& microscope) const;
  /// Of one core of a reference machine, images included.
  double cost_s(const MicroscopeSettings& microscope) const;
  ConvergenceLevel level(double value, double refinement, std::vector<std::string> set,
                         const MicroscopeSettings& microscope) const;
  void watch();
  /// Where a ring of the diffraction pattern begins.
  double ringEdge_invA(int ring) const;

  HrtemJob job_;  ///< settled
  bool automaticOversampling_;
  const Foil& foil_;
  Grid grid_;  ///< of now
  std::vector<WatchedSignal> signals_;
  std::vector<ConvergenceKnob> knobs_;
};

}  // namespace glasscope::multislice
