#include "report/DisplayScan.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "report/NumberText.h"

namespace glasscope::report {

namespace {

constexpr int kSmallestPattern = 48;  // below this a pattern is no longer worth looking at

/// Relativistic wavelength (de Broglie): h c / sqrt(E (E + 2 m c^2)), angstrom.
double wavelength_A(double voltage_kV) {
  const double energy_eV = voltage_kV * 1e3;
  const double hc_eVA = constants::kPlanck_Js * constants::kLightSpeed_m_per_s /
                        constants::kElementaryCharge_C * 1e10;
  return hc_eVA / std::sqrt(energy_eV * (energy_eV + 2 * constants::kElectronRest_eV));
}

/// What of the cube is shown: every `stride`-th position, `half` blocks of `binning` pixels on each
/// side of the zero frequency.
struct Plan {
  int stride = 1, binning = 1, halfX = 0, halfY = 0, rx = 0, ry = 0;
  int qx() const { return 2 * halfX; }
  int qy() const { return 2 * halfY; }
  std::size_t bytes() const {
    return static_cast<std::size_t>(rx) * static_cast<std::size_t>(ry) *
           static_cast<std::size_t>(qx()) * static_cast<std::size_t>(qy());
  }
};

Plan planFor(const DatacubeShape& shape, const DisplayScanOptions& options, int binning,
             int stride) {
  Plan plan{
      stride, binning, 0, 0, (shape.rx + stride - 1) / stride, (shape.ry + stride - 1) / stride};
  int halfX = shape.qx / 2, halfY = shape.qy / 2;
  if (options.maximum_invA > 0) {
    const int wanted = static_cast<int>(std::ceil(options.maximum_invA / shape.qStep_invA));
    halfX = std::clamp(wanted, 1, halfX);
    halfY = std::clamp(wanted, 1, halfY);
  }
  plan.halfX = std::max(1, halfX / binning);
  plan.halfY = std::max(1, halfY / binning);
  return plan;
}

Plan choosePlan(const DatacubeShape& shape, const DisplayScanOptions& options) {
  int binning = 1, stride = 1;
  Plan plan = planFor(shape, options, binning, stride);
  while (plan.bytes() > options.budget_bytes) {
    const Plan coarser = planFor(shape, options, binning + 1, stride);
    if (std::min(coarser.qx(), coarser.qy()) >= kSmallestPattern)
      ++binning;
    else
      ++stride;
    plan = planFor(shape, options, binning, stride);
    if (plan.rx == 1 && plan.ry == 1) break;
  }
  return plan;
}

/// Sums blocks so that the block that holds the zero frequency is (qx/2, qy/2), its centre on the
/// zero frequency when `binning` is odd and half a fine pixel beside it when even.
std::vector<double> binned(const Array2<float>& pattern, const Plan& plan) {
  std::vector<double> sums(static_cast<std::size_t>(plan.qx() * plan.qy()), 0.0);
  const int shift = plan.binning / 2;
  for (int bx = 0; bx < plan.qx(); ++bx)
    for (int by = 0; by < plan.qy(); ++by) {
      double sum = 0;
      for (int i = 0; i < plan.binning; ++i)
        for (int j = 0; j < plan.binning; ++j) {
          const int x = pattern.nx() / 2 + (bx - plan.halfX) * plan.binning + i - shift;
          const int y = pattern.ny() / 2 + (by - plan.halfY) * plan.binning + j - shift;
          if (x >= 0 && y >= 0 && x < pattern.nx() && y < pattern.ny()) sum += pattern(x, y);
        }
      const int pixel = bx * plan.qy() + by;
      sums[static_cast<std::size_t>(pixel)] = sum;
    }
  return sums;
}

/// The whole dark field of a pattern beyond `inner` (1/angstrom), from the pixels as recorded.
double sumBeyond(const Array2<float>& pattern, double qStep_invA, double inner_invA) {
  double sum = 0;
  for (int x = 0; x < pattern.nx(); ++x)
    for (int y = 0; y < pattern.ny(); ++y) {
      const double q = qStep_invA * std::hypot(x - pattern.nx() / 2, y - pattern.ny() / 2);
      if (q > inner_invA) sum += pattern(x, y);
    }
  return sum;
}

void quantise(const std::vector<double>& values, const ReportScan& scan, std::uint8_t* levels) {
  const double span = scan.scale.logMax - scan.scale.logMin;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double logarithm = values[i] > 0 ? std::log10(values[i]) : -400.0;
    // Level 0 is kept for what lies below the range (and for what is not a number).
    if (!(logarithm > scan.scale.logMin))
      levels[i] = 0;
    else
      levels[i] = static_cast<std::uint8_t>(
          1 + std::lround(254 * std::min(1.0, (logarithm - scan.scale.logMin) / span)));
  }
}

std::string describe(const DatacubeShape& shape, const Plan& plan, const ReportScan& scan) {
  std::string text = "Patterns are quantised for display: 8 bits on a logarithmic scale from " +
                     scientificText(std::pow(10, scan.scale.logMin)) + " to " +
                     scientificText(std::pow(10, scan.scale.logMax)) + " for each shown pixel";
  if (plan.binning > 1) text += fmt::format(", {0} x {0} diffraction pixels summed", plan.binning);
  if (plan.qx() * plan.binning < shape.qx - 1 || plan.qy() * plan.binning < shape.qy - 1)
    text +=
        fmt::format(", cropped at {:.2f} 1/angstrom", plan.halfX * plan.binning * shape.qStep_invA);
  if (plan.stride > 1) text += fmt::format(", every {}th scan position shown", plan.stride);
  return text + ".";
}

Map2 emptyImage(const DatacubeShape& shape, const Plan& plan, bool darkField) {
  Map2 image;
  image.name = darkField ? "dark_field" : "total_intensity";
  image.unit = shape.unit;
  image.description = darkField ? "sum of each pattern beyond 1.5 probe semiangles"
                                : "sum of each recorded pattern";
  image.values = Array2<double>(plan.rx, plan.ry);
  image.pixel_A = shape.rStep_A * plan.stride;
  image.origin_A = shape.rOrigin_A;
  image.periodic = shape.periodicScan && plan.stride == 1;
  return image;
}

// What the scan says of itself and what the options know of it, before any pattern is read.
ReportScan emptyScan(const DatacubeShape& shape, const Plan& plan,
                     const DisplayScanOptions& options) {
  ReportScan scan;
  scan.positions = {plan.rx, plan.ry, shape.rStep_A * plan.stride, shape.rOrigin_A};
  scan.pattern.nx = plan.qx();
  scan.pattern.ny = plan.qy();
  scan.pattern.step_invA = shape.qStep_invA * plan.binning;
  scan.scale.unit = shape.unit;
  scan.source = options.source;
  if (options.voltage_kV > 0) scan.pattern.wavelength_A = wavelength_A(options.voltage_kV);
  if (options.semiangle_mrad > 0) scan.pattern.semiangle_mrad = options.semiangle_mrad;
  return scan;
}

// First pass: mean pattern, scale, image. Memory holds one pattern.
void addMeans(const Datacube& cube, const Plan& plan, const DisplayScanOptions& options,
              ReportScan& scan) {
  const DatacubeShape& shape = cube.shape();
  const bool darkField = options.voltage_kV > 0 && options.semiangle_mrad > 0;
  const double inner_invA =
      darkField ? 1.5e-3 * options.semiangle_mrad / scan.pattern.wavelength_A : -1.0;
  std::vector<double>& mean = scan.pattern.mean;
  mean.assign(static_cast<std::size_t>(plan.qx()) * static_cast<std::size_t>(plan.qy()), 0.0);
  Map2 image = emptyImage(shape, plan, darkField);
  double brightest = 0;
  for (int x = 0; x < plan.rx; ++x)
    for (int y = 0; y < plan.ry; ++y) {
      const Array2<float> pattern = cube.pattern(x * plan.stride, y * plan.stride);
      const std::vector<double> sums = binned(pattern, plan);
      for (std::size_t i = 0; i < mean.size(); ++i) {
        mean[i] += sums[i] / (static_cast<double>(plan.rx) * plan.ry);
        if (std::isfinite(sums[i])) brightest = std::max(brightest, sums[i]);
      }
      image.values(x, y) = sumBeyond(pattern, shape.qStep_invA, inner_invA);
    }
  scan.scale.logMax = brightest > 0 ? std::log10(brightest) : 0.0;
  scan.scale.logMin = scan.scale.logMax - options.decades;
  scan.virtualImages.push_back(image);
}

// Second pass.
void addLevels(const Datacube& cube, const Plan& plan, ReportScan& scan) {
  const std::size_t pixels = scan.pattern.mean.size();
  scan.levels.resize(pixels * static_cast<std::size_t>(plan.rx) *
                     static_cast<std::size_t>(plan.ry));
  for (int x = 0; x < plan.rx; ++x)
    for (int y = 0; y < plan.ry; ++y)
      quantise(binned(cube.pattern(x * plan.stride, y * plan.stride), plan), scan,
               scan.levels.data() + pixels * static_cast<std::size_t>(x * plan.ry + y));
}

}  // namespace

ReportScan displayScan(const Datacube& cube, const DisplayScanOptions& options) {
  const DatacubeShape& shape = cube.shape();
  GLASSCOPE_ENSURE(
      shape.rx > 0 && shape.ry > 0 && shape.qx > 1 && shape.qy > 1 && shape.qStep_invA > 0,
      "a scan without positions or pixels");
  const Plan plan = choosePlan(shape, options);
  ReportScan scan = emptyScan(shape, plan, options);
  addMeans(cube, plan, options, scan);
  addLevels(cube, plan, scan);
  scan.treatment = describe(shape, plan, scan);
  return scan;
}

}  // namespace glasscope::report
