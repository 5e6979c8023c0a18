#include "multislice/convergence/SignalWatch.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "multislice/detectors/deriveSignals.h"
#include "multislice/scan/runScan.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

namespace {

constexpr double kRing_mrad = 5;
constexpr int kMostRings = 8;

/// The bright disc with a little beyond its rim, and rings from there on.
std::vector<AnnularDetector> ringsOf(const ScanJob& job) {
  if (!job.pixelated) return {};
  const double outer = job.pixelated->max_angle_mrad;
  const double rim = 1.2 * (job.probe.semiangle_mrad + job.probe.edge_mrad / 2);
  const auto named = [](double a, double b) {
    return AnnularDetector{fmt::format("{:.3g}-{:.3g} mrad", a, b), a, b};
  };
  if (rim >= outer) return {named(0, outer)};
  std::vector<AnnularDetector> rings = {named(0, rim)};
  const int count =
      std::clamp(static_cast<int>(std::lround((outer - rim) / kRing_mrad)), 1, kMostRings);
  for (int r = 0; r < count; ++r) {
    rings.push_back(named(rim + (outer - rim) * r / count, rim + (outer - rim) * (r + 1) / count));
  }
  return rings;
}

/// Of an intensity that falls with the frequency k as k^-fall: its integral over a ring over what
/// the frequencies of a grid that lie in the ring sum to.
double areaCorrection(const AnnularDetector& ring, const Grid& grid, const ElectronBeam& beam,
                      int fall = 0) {
  if (ring.inner_mrad == 0) return 1;  // the disc is not filled evenly
  std::vector<bool> counted(grid.pixels());
  AnnularMask(ring, grid, beam).mark(counted);
  const double in = beam.frequency_invA(ring.inner_mrad),
               out = beam.frequency_invA(ring.outer_mrad);
  double sum = 0;
  for (std::size_t at = 0; at < counted.size(); ++at) {
    if (!counted[at]) continue;
    const auto column = static_cast<int>(at / grid.ny()), row = static_cast<int>(at % grid.ny());
    sum += fall == 0 ? 1 : std::pow(std::hypot(grid.kx_invA(column), grid.ky_invA(row)), -fall);
  }
  const double integral = fall == 2
                              ? 2 * std::log(out / in)
                              : (std::pow(out, 2 - fall) - std::pow(in, 2 - fall)) * 2 / (2 - fall);
  return constants::kPi * integral * grid.lx_A() * grid.ly_A() / sum;
}

std::string atDepth(const std::string& name, const std::vector<double>& depths, std::size_t d) {
  return d == depths.size() ? name : fmt::format("{} at {:.4g} A", name, depths[d]);
}

}  // namespace

SignalWatch::SignalWatch(const ScanJob& job, const Foil& foil)
    : rings_(ringsOf(job)), detectors_(job.detectors), depths_A_(recordedDepths_A(job, foil)) {
  watchAnnuli(job);
  watchDetectors(job);
}

void SignalWatch::watch(WatchedSignal signal, const Source& source) {
  signal.components = source.count;
  signals_.push_back(std::move(signal));
  sources_.push_back(source);
}

void SignalWatch::watchAnnuli(const ScanJob& job) {
  const std::size_t exit = depths_A_.size();
  for (std::size_t a = 0; a < job.annular.size(); ++a) {
    for (std::size_t d = 0; d <= exit; ++d) {
      watch({atDepth(job.annular[a].name, depths_A_, d)}, {Source::number, a, 1, d});
    }
  }
  for (std::size_t r = 0; r < rings_.size(); ++r) {
    watch({rings_[r].name}, {Source::ring, job.annular.size() + r, 1, exit});
  }
}

void SignalWatch::watchDetectors(const ScanJob& job) {
  std::size_t number = job.annular.size() + rings_.size(), derived = 0;
  for (const DetectorSettings& d : job.detectors) {
    const std::size_t count = d.signals().size();
    const bool centre = d.kind == DetectorKind::centreOfMass;
    const bool phase = d.kind == DetectorKind::segmented && d.sectors >= 3;
    for (std::size_t depth = 0; depth <= depths_A_.size(); ++depth) {
      const std::string name = atDepth(d.name, depths_A_, depth);
      if (!centre) watch({name}, {Source::number, number, count, depth});
      if (!centre && !phase) continue;
      watch({centre ? name : name + " dpc", 2, false, centre ? d.outer_mrad : 1.0},
            {Source::derived, derived, 2, depth});
      derived += 2;
    }
    number += count;
  }
}

ScanJob SignalWatch::watched(ScanJob job) const {
  job.annular.insert(job.annular.end(), rings_.begin(), rings_.end());
  job.pixelated.reset();
  job.thicknesses_A = depths_A_;
  return job;
}

const AnnularDetector* SignalWatch::annulusOf(std::size_t signal, const ScanJob& watched) const {
  const Source& source = sources_[signal];
  const std::size_t annuli = watched.annular.size() - rings_.size();
  if (source.kind != Source::number || source.first >= annuli) return nullptr;
  return &watched.annular[source.first];
}

double SignalWatch::areaError(std::size_t signal, const ScanJob& watched, const Foil& foil) const {
  const AnnularDetector* annulus = annulusOf(signal, watched);
  if (annulus == nullptr) return 0;
  const ElectronBeam beam(watched.microscope.voltage_kV);
  return 1 / areaCorrection(*annulus, gridOf(watched, foil), beam) - 1;
}

double SignalWatch::areaBound(std::size_t signal, const ScanJob& watched, const Foil& foil) const {
  const AnnularDetector* annulus = annulusOf(signal, watched);
  if (annulus == nullptr) return 0;
  const ElectronBeam beam(watched.microscope.voltage_kV);
  const Grid grid = gridOf(watched, foil);
  double most = 0;
  for (const int fall : {0, 2, 4})
    most = std::max(most, std::abs(1 / areaCorrection(*annulus, grid, beam, fall) - 1));
  return most;
}

SignalValues SignalWatch::measure(const ScanJob& watched, std::span<const Foil> snapshots) const {
  const ScanResult result = runScan(watched, snapshots);
  const ElectronBeam beam(watched.microscope.voltage_kV);
  const std::vector<Map2> derived = deriveSignals(detectors_, result.signals);
  const std::size_t depths = depths_A_.size() + 1;
  const std::size_t annuli = watched.annular.size() - rings_.size();
  SignalValues all;
  for (const Source& source : sources_) {
    const double factor =
        source.kind == Source::ring
            ? areaCorrection(rings_[source.first - annuli], result.window.grid, beam)
            : 1;
    std::vector<double> values;
    for (int p = 0; p < watched.scan.nx; ++p) {
      for (std::size_t n = 0; n < source.count; ++n) {
        const Map2& map = source.kind == Source::derived
                              ? derived[source.first + n]
                              : result.signals[(source.first + n) * depths + source.depth];
        values.push_back(factor * map.values(p, 0));
      }
    }
    all.push_back(std::move(values));
  }
  return all;
}

}  // namespace glasscope::multislice
