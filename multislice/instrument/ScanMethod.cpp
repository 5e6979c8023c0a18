#include "multislice/instrument/ScanMethod.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Text.h"
#include "multislice/scattering_matrix/BeamPanels.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

/// Nanoseconds of one core (AVX-512, about 3 GHz; bench/multislice): of a pixel, slice and wave; of
/// a row, beam and probe of the product; of a row and probe of what detectors do with it.
constexpr double kStep_ns = 2, kProduct_ns = 0.08, kRow_ns = 2;

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, why, remedy);
}

void check(const MicroscopeSettings& m) {
  const bool matrix = m.method == WaveMethod::scatteringMatrix;
  if (m.prism_interpolation < 1 || m.partitions < 0) {
    refuse(fmt::format("prism_interpolation = {} and partitions = {} cannot be used",
                       m.prism_interpolation, m.partitions),
           "the first is at least 1, the second not negative", "1 and 0 are exact");
  }
  if (!matrix && (m.prism_interpolation > 1 || m.partitions > 0)) {
    refuse(fmt::format("{} does not interpolate", textOf(m.method)),
           "prism_interpolation and partitions belong to the scattering matrix",
           "set method = \"scattering_matrix\", or leave them at 1 and 0");
  }
  if (matrix && m.window_A > 0) {
    refuse("the scattering matrix has no windows", "it is that of the whole cell",
           "leave window_A at 0, or set method = \"multislice\"");
  }
}

/// Frequencies of the cell between two angles.
double frequencies(const Foil& foil, const ElectronBeam& beam, double inner_mrad,
                   double outer_mrad) {
  const double in = beam.frequency_invA(inner_mrad), out = beam.frequency_invA(outer_mrad);
  return kPi * (out * out - in * in) * foil.extent_A().x() * foil.extent_A().y();
}

/// About how many values of exit waves a job looks at.
double rowsOf(const ScanJob& job, const Foil& foil, const ElectronBeam& beam) {
  const double largest = recordedAngle_mrad(job);
  if (job.microscope.prism_interpolation > 1) {
    const double reach = 2 * beam.frequency_invA(largest);
    return reach * reach * foil.extent_A().x() * foil.extent_A().y() * 1.2 *
           static_cast<double>(1 + job.thicknesses_A.size());
  }
  double outer = 0, inner = HUGE_VAL;
  for (const AnnularDetector& d : job.annular) {
    outer = std::max(outer, d.outer_mrad);
    inner = std::min(inner, d.inner_mrad);
  }
  const double annuli = outer > 0 ? frequencies(foil, beam, inner, outer) : 0;
  double exit = annuli;
  if (job.pixelated) {
    const double square = 4 / kPi * frequencies(foil, beam, 0, job.pixelated->max_angle_mrad);
    exit = std::min(square + annuli, std::max(square, frequencies(foil, beam, 0, outer)));
  }
  return exit + annuli * static_cast<double>(job.thicknesses_A.size());
}

/// The same job by the other method.
ScanJob as(const ScanJob& job, WaveMethod method) {
  ScanJob other = job;
  other.microscope.method = method;
  return other;
}

/// Matrices larger than this together are only made when they are asked for.
constexpr double kAffordable_bytes = 4e9;

bool affordable(const ScanMethod& m, int snapshots) {
  return snapshots * m.matrix_bytes <= kAffordable_bytes;
}

std::string reason(const ScanMethod& m, const ScanJob& job, int snapshots) {
  if (job.microscope.method != WaveMethod::automatic) return "as asked for";
  if (job.microscope.window_A > 0) return "a window was asked for";
  std::string costs = fmt::format(
      "on one core of reference about {} by multislice and {} by the scattering matrix of {} beams",
      formatDuration(m.multislice_s(kStep_ns)), formatDuration(m.matrix_s(kStep_ns, kProduct_ns)),
      m.beams);
  if (job.foci > 1) costs += fmt::format(", which {} foci share", job.foci);
  if (affordable(m, snapshots)) return costs;
  return fmt::format("{}, which would take {}; beyond {} it has to be asked for", costs,
                     formatBytes(snapshots * m.matrix_bytes), formatBytes(kAffordable_bytes));
}

}  // namespace

double ScanMethod::matrix_s(double step_ns, double product_ns) const {
  return 1e-9 * (step_ns * matrixSteps + product_ns * products + kRow_ns * readings);
}

std::string ScanMethod::label(const MicroscopeSettings& m) {
  if (m.method != WaveMethod::scatteringMatrix) return std::string(textOf(m.method));
  std::string text = "scattering matrix";
  if (m.prism_interpolation > 1) {
    text += fmt::format(", PRISM interpolation {}", m.prism_interpolation);
  }
  if (m.partitions > 0) text += fmt::format(", beams interpolated from {} rings", m.partitions);
  return text;
}

ScanMethod ScanMethod::of(const ScanJob& job, const Foil& foil, int snapshots) {
  const MicroscopeSettings& m = job.microscope;
  check(m);
  const ElectronBeam beam(m.voltage_kV);
  const double f2 = static_cast<double>(m.prism_interpolation) * m.prism_interpolation;
  ScanMethod result;
  result.beams = static_cast<int>(frequencies(foil, beam, 0, job.probe.semiangle_mrad) / f2) + 1;
  result.waves = m.partitions > 0 ? 1 + 3 * m.partitions * (m.partitions + 1) : result.beams;
  result.rows = rowsOf(job, foil, beam);
  result.matrix_bytes = BeamPanels::memory_bytes(result.beams, result.rows);

  const double probes = static_cast<double>(job.scan.size()) * snapshots * job.foci;
  const double slices = sliceStackOf(job, foil, 0, snapshots).count();
  const auto pixels = [&](WaveMethod method) {
    const ScanJob other = as(job, method);
    return static_cast<double>(method == WaveMethod::multislice ? gridOf(other, foil).pixels()
                                                                : cellGridOf(other, foil).pixels());
  };
  const double productRows = result.rows / f2;
  result.multisliceSteps = probes * slices * pixels(WaveMethod::multislice);
  result.matrixSteps = snapshots * slices * result.waves * pixels(WaveMethod::scatteringMatrix);
  result.products = probes * productRows * result.beams;
  result.readings = probes * productRows;
  constexpr double kWorthwhile = 0.8;  // the costs are no better than that
  result.matrix =
      m.method == WaveMethod::scatteringMatrix ||
      (m.method == WaveMethod::automatic && m.window_A <= 0 && affordable(result, snapshots) &&
       result.matrix_s(kStep_ns, kProduct_ns) < kWorthwhile * result.multislice_s(kStep_ns));
  result.why = reason(result, job, snapshots);
  return result;
}

ScanJob withOversampling(ScanJob job, const Foil& foil) {
  job.microscope.potentialOversampling =
      job.microscope.oversamplingFor(cellGridOf(job, foil).dx_A());
  return job;
}

ScanJob settled(const ScanJob& job, const Foil& foil, int snapshots) {
  const bool matrix = ScanMethod::of(job, foil, snapshots).matrix;
  return withOversampling(as(job, matrix ? WaveMethod::scatteringMatrix : WaveMethod::multislice),
                          foil);
}

}  // namespace glasscope::multislice
