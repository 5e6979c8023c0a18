#include "multislice/convergence/ImageSubject.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <utility>

#include <fmt/format.h>

#include "core/math/Fourier2.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "multislice/convergence/levelValues.h"
#include "multislice/convergence/settingKnobs.h"
#include "multislice/optics/FocalSpread.h"
#include "multislice/plane_wave/runHrtem.h"
#include "multislice/potentials/Slicing.h"

namespace glasscope::multislice {

namespace {

constexpr double kFinerGrid[] = {1.25, 1.5, 2};
/// Rings of the pattern, and pixels of the image along each side that are looked at: a thousand
/// know a root mean square to a few per cent.
constexpr int kRings = 4, kPixels = 32;

/// Every so many pixels, the first in the middle of its stretch.
int pixelAt(int i, int count, int n) {
  return static_cast<int>((2L * i + 1) * n / (2L * count));
}

double meanOf(const Array2<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

}  // namespace

ImageSubject::ImageSubject(const HrtemJob& job, const Foil& foil)
    : job_(settled(job, foil)),
      automaticOversampling_(job.microscope.potentialOversampling == 0),
      foil_(foil),
      grid_(gridOf(job_, foil)) {
  if (job_.imaging.defoci_A.empty()) job_.imaging.defoci_A = {job_.imaging.aberrations.defocus_A};
  watch();
  const LevelMaker maker = [this](double value, double refinement, std::vector<std::string> set,
                                  const auto& change) {
    MicroscopeSettings microscope = job_.microscope;
    change(microscope);
    return level(value, refinement, std::move(set), microscope);
  };
  const double carried = grid_.carriedAngle_mrad(ElectronBeam(job_.microscope.voltage_kV));
  knobs_ = {samplingKnob(job_.microscope, carried, kFinerGrid, maker),
            sliceKnob(job_.microscope, foil_, maker)};
  if (auto knob = oversamplingKnob(job_.microscope, maker)) knobs_.push_back(std::move(*knob));
}

HrtemJob ImageSubject::with(const MicroscopeSettings& microscope) const {
  HrtemJob job = job_;
  job.microscope = microscope;
  return job;
}

ScanGrid ImageSubject::positions() const {
  std::vector<Vec2> places;
  const int nx = std::min(kPixels, grid_.nx()), ny = std::min(kPixels, grid_.ny());
  for (int i = 0; i < nx; ++i) {
    for (int j = 0; j < ny; ++j)
      places.emplace_back(pixelAt(i, nx, grid_.nx()) * grid_.dx_A(),
                          pixelAt(j, ny, grid_.ny()) * grid_.dy_A());
  }
  return ScanGrid::list(std::move(places));
}

int ImageSubject::slices() const {
  return sliceCount(job_.microscope, foil_);
}

double ImageSubject::ringEdge_invA(int ring) const {
  const double most =
      ElectronBeam(job_.microscope.voltage_kV).frequency_invA(job_.pattern.max_angle_mrad);
  return most * ring / kRings;
}

void ImageSubject::watch() {
  const auto contrast = [&](const std::string& name) {
    signals_.push_back({.name = name, .components = 1, .intensity = false, .size = 1});
  };
  const std::vector<double>& defoci = job_.imaging.defoci_A;
  for (const double defocus_A : defoci)
    contrast(defoci.size() == 1 ? std::string("image") : fmt::format("image at {:g} A", defocus_A));
  if (job_.imaging.aperture_mrad > 0) signals_.push_back({.name = "mean of the image"});
  const ElectronBeam beam(job_.microscope.voltage_kV);
  for (int ring = 0; ring < kRings; ++ring) {
    signals_.push_back(
        {.name = fmt::format("rings {:.3g} to {:.3g} mrad", beam.angle_mrad(ringEdge_invA(ring)),
                             beam.angle_mrad(ringEdge_invA(ring + 1)))});
  }
}

double ImageSubject::cost_s(const MicroscopeSettings& microscope) const {
  const HrtemJob job = with(microscope);
  const Grid grid = gridOf(job, foil_);
  const double pixels = static_cast<double>(grid.pixels());
  const double finer = microscope.potentialOversampling;
  const Calibration speed = referenceCalibration();
  const double slice_ns =
      pixels * (speed.ns_per_pixel_slice_probe +
                finer * finer *
                    (speed.potential_ns_per_pixel * static_cast<double>(foil_.species().size()) +
                     speed.slice_ns_per_pixel));
  // An image is a transform, a lens and an intensity for every defocus of its average.
  const HrtemSettings& lens = job.imaging;
  const double reach_invA =
      lens.aperture_mrad > 0
          ? ElectronBeam(microscope.voltage_kV).frequency_invA(lens.aperture_mrad)
          : grid.bandLimit_invA();
  const ElectronBeam beam(microscope.voltage_kV);
  int nodes = 1;
  if (lens.coherence == Coherence::average && lens.focalSpread_A > 0)
    nodes = lens.focalNodes > 0
                ? lens.focalNodes
                : focalNodesFor(lens.focalSpread_A, reach_invA, beam.wavelength_A()).count;
  constexpr double kImage_ns = 30;
  return 1e-9 * (sliceCount(microscope, foil_) * slice_ns +
                 static_cast<double>(foil_.size()) * speed.potential_ns_per_atom +
                 pixels * kImage_ns * nodes * static_cast<double>(lens.defoci_A.size()));
}

double ImageSubject::relativeCost(const ConvergenceLevel& level) const {
  return cost_s(level.studied.microscope) / cost_s(job_.microscope);
}

void ImageSubject::requireMemory(const ConvergenceLevel& level, double memory_bytes) const {
  const HrtemJob job = with(level.studied.microscope);
  const Grid grid = gridOf(job, foil_);
  const double needed = Mpi::ranksHere() * multislice::memory_bytes(job, grid);
  if (needed <= memory_bytes) return;
  throw Error(ErrorKind::capacity, fmt::format("{} does not fit into memory", job.label),
              fmt::format("{} x {} points need {}, and {} is available", grid.nx(), grid.ny(),
                          formatBytes(needed), formatBytes(memory_bytes)),
              "study a smaller foil");
}

SignalValues ImageSubject::measure(const ConvergenceLevel* level, const Foil& foil,
                                   const std::string& name) const {
  HrtemJob job = with(level == nullptr ? job_.microscope : level->studied.microscope);
  job.label = name;
  const HrtemResult result = runHrtem(job, std::span(&foil, 1));
  SignalValues values;
  for (const Map2& map : result.images) {
    const Array2<double> image = resampled(map.values, grid_.nx(), grid_.ny());
    const double mean = meanOf(image);
    const int nx = std::min(kPixels, grid_.nx()), ny = std::min(kPixels, grid_.ny());
    std::vector<double> contrast;
    for (int i = 0; i < nx; ++i) {
      for (int j = 0; j < ny; ++j)
        contrast.push_back(image(pixelAt(i, nx, grid_.nx()), pixelAt(j, ny, grid_.ny())) - mean);
    }
    values.push_back(std::move(contrast));
  }
  if (job.imaging.aperture_mrad > 0) values.push_back({meanOf(result.images[0].values)});
  std::vector<double> rings(kRings);
  for (const DiffractionRing& ring : result.rings) {
    if (ring.k_invA == 0) continue;  // the incident beam
    const auto at = static_cast<int>(kRings * ring.k_invA / ringEdge_invA(kRings));
    if (at < kRings)
      rings[at] += ring.intensity_per_invA2 * static_cast<double>(ring.pixels) /
                   (grid_.lx_A() * grid_.ly_A());
  }
  for (const double ring : rings) values.push_back({ring});
  return values;
}

Array2<double> ImageSubject::resampled(const Array2<double>& image, int nx, int ny) {
  const Array2<std::complex<double>> fine = forwardFourier(image);
  Array2<std::complex<double>> coarse(nx, ny);
  const double scale = static_cast<double>(coarse.size()) / static_cast<double>(fine.size());
  for (int i = 0; i < nx; ++i) {
    const int fx = signedFrequency(i, nx);
    for (int j = 0; j < ny; ++j) {
      const int fy = signedFrequency(j, ny);
      // The Nyquist frequency of an even number of points is neither positive nor negative.
      if (2 * std::abs(fx) == nx || 2 * std::abs(fy) == ny) continue;
      coarse(i, j) = scale * fine(fx < 0 ? fx + image.nx() : fx, fy < 0 ? fy + image.ny() : fy);
    }
  }
  return inverseFourierReal(coarse);
}

ConvergenceLevel ImageSubject::level(double value, double refinement, std::vector<std::string> set,
                                     const MicroscopeSettings& microscope) const {
  ConvergenceLevel level;
  level.value = value;
  level.refinement = refinement;
  level.settings = std::move(set);
  level.asRun.microscope = level.studied.microscope = microscope;
  level.cost = cost_s(microscope) / cost_s(job_.microscope);
  const Grid grid = gridOf(with(microscope), foil_);
  level.facts = fmt::format("{} x {}", grid.nx(), grid.ny());
  if (!automaticOversampling_) return level;
  MicroscopeSettings alone = microscope;
  alone.potentialOversampling = 0;
  sayOversampling(level, alone.oversamplingFor(grid.dx_A()));
  return level;
}

}  // namespace glasscope::multislice
