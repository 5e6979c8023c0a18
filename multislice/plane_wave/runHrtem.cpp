#include "multislice/plane_wave/runHrtem.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/StandardError.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Machine.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "core/system/Text.h"
#include "multislice/optics/FocalSpread.h"
#include "multislice/optics/TransferFunction.h"
#include "multislice/plane_wave/ExitWave.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {

namespace {

/// Mean and standard error of numbers that arrive snapshot by snapshot (Welford).
class RunningMean {
 public:
  explicit RunningMean(std::size_t size) : mean_(size), squares_(size) {}

  void add(const std::vector<double>& values) {
    ++count_;
    for (std::size_t i = 0; i < mean_.size(); ++i) {
      const double off = values[i] - mean_[i];
      mean_[i] += off / count_;
      squares_[i] += off * (values[i] - mean_[i]);
    }
  }
  double mean(std::size_t i) const { return mean_[i]; }
  double error(std::size_t i) const { return standardErrorOfMean(squares_[i], count_); }

 private:
  std::vector<double> mean_, squares_;
  int count_ = 0;
};

/// What one snapshot gives, before it is averaged with the others.
struct Exposure {
  std::vector<float> pattern;
  std::vector<double> rings;
  std::vector<std::vector<double>> images;  ///< by defocus

  /// From the rank that has it to all others.
  void broadcast(int from) {
    Mpi::broadcast(std::span<float>(pattern), from);
    Mpi::broadcast(std::span<double>(rings), from);
    for (std::vector<double>& image : images) Mpi::broadcast(std::span<double>(image), from);
  }
};

/// Everything between the exit waves and the result.
class Camera {
 public:
  Camera(const HrtemJob& job, const Grid& grid, const ElectronBeam& beam)
      : job_(job),
        grid_(grid),
        beam_(beam),
        fft_(grid.nx(), grid.ny()),
        binning_(job.pattern, grid, beam),
        defoci_(job.imaging.defoci_A),
        pattern_(static_cast<std::size_t>(binning_.pixels()) * binning_.pixels()),
        rings_(ringCount()) {
    nodeCount_ = nodeCount();
    if (defoci_.empty()) defoci_ = {job.imaging.aberrations.defocus_A};
    images_.assign(defoci_.size(), RunningMean(grid.pixels()));
    ringOf_.resize(grid.pixels());
    ringPixels_.assign(ringCount(), 0);
    ringK_invA_.assign(ringCount(), 0);
    for (std::size_t at = 0; at < ringOf_.size(); ++at) {
      const double k = frequency_invA(at);
      ringOf_[at] = std::min(ringCount() - 1, std::lround(k / width_invA()));
      ++ringPixels_[ringOf_[at]];
      ringK_invA_[ringOf_[at]] += k;
    }
  }

  /// Nothing yet, of the right size.
  Exposure unexposed() const {
    return {std::vector<float>(pattern_.size()), std::vector<double>(ringPixels_.size()),
            std::vector<std::vector<double>>(defoci_.size(), std::vector<double>(grid_.pixels()))};
  }

  /// What one snapshot's exit wave gives, on all threads of this rank.
  Exposure expose(const Wave& exit, float weight) const {
    Exposure exposure = unexposed();
    binning_.accumulate(exit, weight, exposure.pattern);
    exposure.rings = ringsOf(exit);
    addImages(exit, exposure.images);
    return exposure;
  }

  /// To be called in the order of the snapshots.
  void add(const Exposure& exposure) {
    for (std::size_t i = 0; i < pattern_.size(); ++i) pattern_[i] += exposure.pattern[i];
    rings_.add(exposure.rings);
    for (std::size_t d = 0; d < images_.size(); ++d) images_[d].add(exposure.images[d]);
  }

  void fill(HrtemResult& result, bool periodic) const {
    result.patternPixels = binning_.pixels();
    result.pattern_invA = binning_.pixel_invA();
    result.pattern = pattern_;
    for (std::size_t d = 0; d < defoci_.size(); ++d) {
      result.images.push_back(mapOf(d, periodic, false));
      result.standardErrors.push_back(mapOf(d, periodic, true));
    }
    const double limit = grid_.bandLimit_invA();
    for (std::size_t r = 0; r < ringPixels_.size(); ++r) {
      if (ringPixels_[r] == 0 || (static_cast<double>(r) + 0.5) * width_invA() > limit) continue;
      result.rings.push_back({ringK_invA_[r] / static_cast<double>(ringPixels_[r]), rings_.mean(r),
                              rings_.error(r), ringPixels_[r]});
    }
  }

 private:
  double width_invA() const { return 1 / std::min(grid_.lx_A(), grid_.ly_A()); }
  long ringCount() const {
    return std::lround(grid_.bandLimit_invA() / width_invA()) + 2;  // the last takes the rest
  }
  double frequency_invA(std::size_t at) const {
    return std::hypot(grid_.kx_invA(static_cast<int>(at / grid_.ny())),
                      grid_.ky_invA(static_cast<int>(at % grid_.ny())));
  }

  std::vector<double> ringsOf(const Wave& exit) const {
    std::vector<double> sums(ringPixels_.size());
    for (std::size_t at = 0; at < exit.size(); ++at) sums[ringOf_[at]] += std::norm(exit[at]);
    const double area_invA2 = 1 / (grid_.lx_A() * grid_.ly_A());
    for (std::size_t r = 0; r < sums.size(); ++r) {
      sums[r] /= std::max(1.0, static_cast<double>(ringPixels_[r])) * area_invA2;
    }
    return sums;
  }

  int nodeCount() const {
    const HrtemSettings& lens = job_.imaging;
    if (lens.focalNodes > 0 || lens.coherence != Coherence::average)
      return std::max(1, lens.focalNodes);
    double k = grid_.bandLimit_invA();
    if (lens.aperture_mrad > 0) k = std::min(k, beam_.frequency_invA(lens.aperture_mrad));
    const FocalNodeCount nodes = focalNodesFor(lens.focalSpread_A, k, beam_.wavelength_A());
    if (!nodes.enough) {
      logWarning(
          fmt::format("{}: {} defoci are too few for a focal spread of {:g} angstrom without an "
                      "objective aperture; the finest detail is wrong. Set an aperture, or the "
                      "coherence to envelope",
                      job_.label, nodes.count, lens.focalSpread_A));
    }
    return nodes.count;
  }

  /// Adds the images at all defoci, each averaged over the focal spread. As many at a time as there
  /// are threads, then in their order.
  void addImages(const Wave& exit, std::vector<std::vector<double>>& images) const {
    HrtemSettings lens = job_.imaging;
    std::vector<FocalNode> nodes = focalNodes(lens.focalSpread_A, nodeCount_);
    if (lens.coherence == Coherence::average) {
      lens.focalSpread_A = 0;
    } else {
      nodes = {{}};
    }
    const std::size_t count = defoci_.size() * nodes.size();
    std::vector<Wave> waves(std::min(count, static_cast<std::size_t>(threadCount())));
    for (std::size_t first = 0; first < count; first += waves.size()) {
      const std::size_t now = std::min(waves.size(), count - first);
      parallelFor(static_cast<std::int64_t>(now), [&](std::int64_t n, int) {
        const std::size_t task = first + static_cast<std::size_t>(n);
        const double defocus_A = defoci_[task / nodes.size()] + nodes[task % nodes.size()].offset_A;
        waves[n] = exit;
        TransferFunction(lens, beam_, defocus_A, job_.microscope.beamTilt_mrad)
            .apply(grid_, waves[n]);
        fft_.inverse(waves[n].data());
      });
      for (std::size_t task = first; task < first + now; ++task) {
        std::vector<double>& image = images[task / nodes.size()];
        const Wave& wave = waves[task - first];
        const double weight = nodes[task % nodes.size()].weight;
        for (std::size_t i = 0; i < image.size(); ++i) {
          image[i] += weight * static_cast<double>(std::norm(wave[i]));
        }
      }
    }
  }

  Map2 mapOf(std::size_t d, bool periodic, bool error) const {
    Map2 map;
    map.name = defoci_.size() == 1 ? std::string("image")
                                   : fmt::format("image_{}_defocus_{:g}A", d, defoci_[d]);
    map.description =
        fmt::format("image at defocus {:g} angstrom, fraction of the incident beam", defoci_[d]);
    if (error) {
      map.name += "_standard_error";
      map.description = fmt::format("standard error over snapshots, {}", map.description);
    }
    map.unit = std::string("1");
    map.pixel_A = {grid_.dx_A(), grid_.dy_A()};
    map.periodic = periodic;
    map.values = Array2<double>(grid_.nx(), grid_.ny());
    for (std::size_t i = 0; i < map.values.size(); ++i) {
      map.values[i] = error ? images_[d].error(i) : images_[d].mean(i);
    }
    return map;
  }

  const HrtemJob& job_;
  const Grid& grid_;
  const ElectronBeam& beam_;
  Fft fft_;
  PixelBinning binning_;
  std::vector<double> defoci_;
  std::vector<RunningMean> images_;
  std::vector<float> pattern_;
  int nodeCount_ = 1;
  RunningMean rings_;
  std::vector<long> ringOf_, ringPixels_;
  std::vector<double> ringK_invA_;
};

void check(const HrtemJob& job, const Grid& grid, const ElectronBeam& beam) {
  if (job.imaging.aperture_mrad > 0) {
    grid.require(job.imaging.aperture_mrad + job.microscope.beamTilt_mrad.norm(), beam,
                 "the objective aperture");
  }
  [[maybe_unused]] const TransferFunction refusesWhatIsNoLens(job.imaging, beam, 0);
  focalNodes(job.imaging.focalSpread_A, std::max(1, job.imaging.focalNodes));
  const double needed = Mpi::ranksHere() * memory_bytes(job, grid);
  const double available = availableMemory_bytes();
  if (needed > available) {
    throw Error(ErrorKind::capacity, fmt::format("{} does not fit into memory", job.label),
                fmt::format("{} x {} points need {}, and {} is available", grid.nx(), grid.ny(),
                            formatBytes(needed), formatBytes(available)),
                "image less at a time: a smaller angle or foil, fewer defoci");
  }
}

}  // namespace

HrtemResult runHrtem(const HrtemJob& asked, std::span<const Foil> snapshots) {
  if (snapshots.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no specimen", asked.label),
                "no foil was given", "give at least one snapshot");
  }
  const HrtemJob job = settled(asked, snapshots[0]);
  const Grid grid = gridOf(job, snapshots[0]);
  const ElectronBeam beam(job.microscope.voltage_kV);
  check(job, grid, beam);
  ExitWave exitWave(job.microscope, grid, snapshots[0], static_cast<int>(snapshots.size()));
  Camera camera(job, grid, beam);
  Progress progress(job.label, static_cast<std::int64_t>(snapshots.size()));
  // A snapshot a rank and round; every rank adds all of them in their order.
  const auto count = static_cast<int>(snapshots.size());
  for (int first = 0; first < count; first += Mpi::size()) {
    Exposure exposure = camera.unexposed();
    if (const int mine = first + Mpi::rank(); mine < count)
      exposure =
          camera.expose(exitWave.of(snapshots[mine], mine), 1.0f / static_cast<float>(count));
    const Exposure own = exposure;
    for (int rank = 0; rank < std::min(Mpi::size(), count - first); ++rank) {
      if (rank == Mpi::rank()) exposure = own;
      exposure.broadcast(rank);
      camera.add(exposure);
      progress.advance(1);
    }
  }
  HrtemResult result{grid,
                     exitWave.slices(),
                     static_cast<int>(snapshots.size()),
                     grid.carriedAngle_mrad(beam),
                     {},
                     {},
                     0,
                     0,
                     {},
                     {}};
  camera.fill(result, snapshots[0].isPeriodic());
  return result;
}

}  // namespace glasscope::multislice
