#include "compare/measured/ImportPlan.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compare/measured/ImportAxes.h"
#include "core/math/Units.h"
#include "core/system/Error.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::compare {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFromFile = "the file";
constexpr const char* kGiven = "given";

/// Makes a plan step by step, and keeps what is missing until all of it is known.
class Planner {
 public:
  Planner(const MeasuredFile& file, const fs::path& path, const ImportSettings& settings)
      : path_(path),
        settings_(settings),
        index_(chooseArray(file, path, settings.dataset)),
        array_(file.arrays().at(index_)),
        roles_(rolesOf(array_, path, settings.axes)) {
    plan_.array = index_;
  }

  ImportPlan plan() {
    requireSizes();
    readInstrument();
    const bool x = has(AxisRole::x), y = has(AxisRole::y), frame = has(AxisRole::frame);
    const std::size_t rank = roles_.size();
    if (has(AxisRole::qx) && has(AxisRole::qy) && rank <= 4 && !(frame && (x || y)) && !(y && !x) &&
        rank == 2U + x + y + frame) {
      planPatterns();
    } else if (x && y && rank == 2U + frame) {
      planMap();
    } else if (has(AxisRole::k) && rank == 1) {
      planProfile();
    } else {
      refuseAxes();
    }
    ask();
    return plan_;
  }

 private:
  std::optional<std::size_t> find(AxisRole role) const {
    const auto found = std::find(roles_.begin(), roles_.end(), role);
    if (found == roles_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - roles_.begin());
  }
  bool has(AxisRole role) const { return find(role).has_value(); }
  const MeasuredAxis& axis(AxisRole role) const { return array_.axes[*find(role)]; }
  int pixels(AxisRole role) const { return static_cast<int>(axis(role).size); }

  void requireSizes() const {
    constexpr std::uint64_t kMost = 1 << 24;
    for (const MeasuredAxis& one : array_.axes)
      if (one.size < 1 || one.size > kMost)
        throw Error(ErrorKind::input,
                    fmt::format("Cannot import {} of {}", array_.path, path_.string()),
                    fmt::format("its axis '{}' has {} entries", one.name, one.size),
                    "check that it is the file you mean");
  }

  [[noreturn]] void refuseAxes() const {
    std::vector<std::string_view> words;
    for (const AxisRole role : roles_) words.push_back(textOf(role));
    throw Error(
        ErrorKind::usage,
        fmt::format("Axes ({}) are no signal of this program", fmt::join(words, ", ")),
        "it takes images (x, y), series of them, rings (k), and diffraction patterns with up "
        "to two scan axes",
        "choose another array, or name the axes with --axes");
  }

  void fact(const std::string& name, double value, const char* source) {
    plan_.facts.push_back({name, fmt::format("{:.9g}", value), source});
  }

  // A number of the instrument: what is given counts more than what the file says.
  double take(const std::string& name, double given, double told, double least, double most) {
    const bool isGiven = given > 0;
    const double value = isGiven ? given : told;
    if (!std::isfinite(value) || (!isGiven && value == 0)) {
      plan_.facts.push_back({name, "", "not told"});
      return kNotTold;
    }
    requireBetween(name, value, least, most, isGiven);
    fact(name, value, isGiven ? kGiven : kFromFile);
    return value;
  }

  // A scale that no microscope has is a damaged file or a wrong unit.
  void requireBetween(const std::string& name, double value, double least, double most,
                      bool isGiven) const {
    if (value >= least && value <= most) return;
    throw Error(isGiven ? ErrorKind::usage : ErrorKind::input,
                fmt::format("{} = {:.4g} cannot be", name, value),
                fmt::format("{}; between {:.4g} and {:.4g} is possible",
                            isGiven ? std::string("it was given")
                                    : fmt::format("'{}' says so", path_.string()),
                            least, most),
                fmt::format("give the right one with --{}", name));
  }

  void readInstrument() {
    const InstrumentFacts& told = array_.facts;
    voltage_kV_ = take("voltage_kV", settings_.voltage_kV, told.voltage_kV, 1, 5000);
    take("convergence_semiangle_mrad", settings_.semiangle_mrad, told.semiangle_mrad, 1e-3, 500);
    cameraLength_mm_ =
        take("camera_length_mm", settings_.cameraLength_mm, told.cameraLength_mm, 1, 1e5);
    detectorPixel_um_ =
        take("detector_pixel_um", settings_.detectorPixel_um, told.detectorPixel_um, 1, 1e4);
    take("dose_e_per_A2", settings_.dose_e_per_A2, told.dose_e_per_A2, 1e-6, 1e15);
    if (settings_.beamCounts > 0)
      requireBetween("beam_counts", settings_.beamCounts, 1e-6, 1e15, true);
    if (settings_.scanRotation_deg) {
      fact("scan_rotation_deg", *settings_.scanRotation_deg, kGiven);
    } else if (std::isfinite(told.scanRotation_deg)) {
      fact("scan_rotation_deg", told.scanRotation_deg, kFromFile);
    } else {
      plan_.facts.push_back({"scan_rotation_deg", "", "not told"});
    }
  }

  // Steps between pixels or scan positions.
  void planSteps(bool needed) {
    // Of a list that is a scan, the step of the list is that of the scan.
    const auto told = [&](AxisRole role) {
      if (!has(role) && isScan_) role = AxisRole::frame;
      if (!has(role)) return kNotTold;
      const auto factor = unitFactor(axis(role).unit, Dimension::length);
      return factor ? axis(role).step * *factor : kNotTold;
    };
    const bool given = settings_.calibration.pixel_A > 0;
    const double x_A = told(AxisRole::x);
    const Vec2 fromFile(x_A, has(AxisRole::y) ? told(AxisRole::y) : x_A);
    Vec2 step = settings_.calibration.step_A(fromFile, path_.string());
    constexpr double kLeast_A = 1e-3, kMost_A = 1e6;
    if (!step.allFinite()) {
      if (needed) missing_.push_back("--pixel_A (distance of pixels or scan positions, angstrom)");
      step = Vec2(kNotTold, kNotTold);
    } else {
      for (int d = 0; d < 2; ++d)
        requireBetween(d == 0 ? "pixel_A" : "pixel_y_A", step[d], kLeast_A, kMost_A, given);
      fact("pixel_A", step.x(), given ? kGiven : kFromFile);
      if (step.x() != step.y()) fact("pixel_y_A", step.y(), given ? kGiven : kFromFile);
    }
    plan_.shape.rStep_A = step;
  }

  void planMap() {
    const auto frame = find(AxisRole::frame);
    plan_.kind = frame ? ImportKind::series : ImportKind::map;
    if (frame) plan_.order.push_back(*frame), plan_.frames = axis(AxisRole::frame).size;
    if (frame && plan_.frames == 1) plan_.kind = ImportKind::map;
    plan_.order.push_back(*find(AxisRole::x));
    plan_.order.push_back(*find(AxisRole::y));
    plan_.shape.rx = pixels(AxisRole::x);
    plan_.shape.ry = pixels(AxisRole::y);
    planSteps(true);
  }

  void planPatterns() {
    plan_.kind = ImportKind::patterns;
    DatacubeShape& shape = plan_.shape;
    shape.rx = shape.ry = 1;
    if (const auto x = find(AxisRole::x)) plan_.order.push_back(*x), shape.rx = pixels(AxisRole::x);
    if (const auto y = find(AxisRole::y)) plan_.order.push_back(*y), shape.ry = pixels(AxisRole::y);
    if (const auto frame = find(AxisRole::frame)) plan_.order.push_back(*frame), planList();
    plan_.order.push_back(*find(AxisRole::qx));
    plan_.order.push_back(*find(AxisRole::qy));
    shape.qx = pixels(AxisRole::qx);
    shape.qy = pixels(AxisRole::qy);
    planSteps(has(AxisRole::x) || isScan_);
    planDiffractionStep();
    planCentre();
  }

  // Patterns one after the other: of how many rows, and of how many in a row.
  void planList() {
    const std::uint64_t count = axis(AxisRole::frame).size;
    const bool given = settings_.scanRows > 0;
    const std::uint64_t rows =
        given ? static_cast<std::uint64_t>(settings_.scanRows) : array_.facts.scanRows;
    const std::uint64_t columns =
        given ? static_cast<std::uint64_t>(settings_.scanColumns) : array_.facts.scanColumns;
    plan_.shape.rx = static_cast<int>(count);
    if (rows == 0) {
      if (count > 1)
        missing_.push_back(
            fmt::format("--scan_shape (rows,columns of the {} patterns; {},1 for a list "
                        "without places)",
                        count, count));
      return;
    }
    if (rows * columns != count)
      throw Error(given ? ErrorKind::usage : ErrorKind::input,
                  fmt::format("{} patterns are no scan of {} x {}", count, rows, columns),
                  "a scan has a pattern at every position", "give --scan_shape=ROWS,COLUMNS");
    plan_.shape.rx = static_cast<int>(rows);
    plan_.shape.ry = static_cast<int>(columns);
    isScan_ = columns > 1;
  }

  // 1/angstrom of a pixel along one axis, as the file tells it.
  double toldDiffraction(AxisRole role) const {
    const MeasuredAxis& q = axis(role);
    if (const auto factor = unitFactor(q.unit, Dimension::reciprocalLength))
      return q.step * *factor;
    const bool mrad = q.unit == "mrad" || q.unit == "mradian";
    if (!(mrad || q.unit == "rad") || !std::isfinite(voltage_kV_)) return kNotTold;
    return multislice::ElectronBeam(voltage_kV_).frequency_invA(mrad ? q.step : 1e3 * q.step);
  }

  void planDiffractionStep() {
    double step = settings_.calibration.diffractionPixel_invA;
    const char* source = kGiven;
    if (step > 0) {
      const double told = toldDiffraction(AxisRole::qx);
      static_cast<void>(settings_.calibration.diffractionStep_invA(told, path_.string()));  // warns
    }
    const bool camera = std::isfinite(cameraLength_mm_) && std::isfinite(detectorPixel_um_) &&
                        std::isfinite(voltage_kV_);
    if (!(step > 0)) {
      const double x = toldDiffraction(AxisRole::qx), y = toldDiffraction(AxisRole::qy);
      source = kFromFile;
      if (std::isfinite(x) && std::isfinite(y) && !(std::abs(x - y) <= 1e-3 * std::abs(x)))
        throw Error(ErrorKind::input, fmt::format("Cannot import {}", path_.string()),
                    fmt::format("its diffraction pixels are {:.6g} by {:.6g} 1/angstrom and not "
                                "square",
                                x, y),
                    "resample the patterns to square pixels first, or give the right side with "
                    "--diffraction_pixel_invA");
      step = std::isfinite(y) ? x : kNotTold;
      if (!(std::isfinite(step) && step != 0) && camera) {
        // tan(angle) = pixel / camera length, and small.
        step = multislice::ElectronBeam(voltage_kV_)
                   .frequency_invA(1e3 * std::atan(1e-3 * detectorPixel_um_ / cameraLength_mm_));
        source = "camera length, detector pixel and voltage";
      }
    }
    if (!std::isfinite(step) || step == 0) {
      missing_.push_back(
          "--diffraction_pixel_invA (side of a pixel as 1/d), or --camera_length_mm "
          "with --detector_pixel_um and --voltage_kV");
      return;
    }
    constexpr double kLeast_invA = 1e-4, kMost_invA = 1;
    requireBetween("diffraction_pixel_invA", step, kLeast_invA, kMost_invA, source != kFromFile);
    fact("diffraction_pixel_invA", step, source);
    plan_.shape.qStep_invA = step;
  }

  // The place of the zero on an axis, in pixels, if its origin says something.
  static std::optional<double> zeroOf(const MeasuredAxis& q) {
    if (q.unit.empty() || q.unit == "pixels" || q.origin == 0 || !(std::abs(q.step) > 0))
      return std::nullopt;
    const double at = -q.origin / q.step;
    if (!(at > 0 && at < static_cast<double>(q.size))) return std::nullopt;
    return at;
  }

  void planCentre() {
    const Vec2 middle(plan_.shape.qx / 2, plan_.shape.qy / 2);
    plan_.centre = settings_.centre;
    plan_.centre_px = settings_.centre == PatternCentre::given ? settings_.centre_px : middle;
    const char* source = kGiven;
    if (settings_.centre == PatternCentre::told) {
      const auto x = zeroOf(axis(AxisRole::qx)), y = zeroOf(axis(AxisRole::qy));
      source = kFromFile;
      if (array_.facts.centre_px) {
        const bool turned = *find(AxisRole::qx) > *find(AxisRole::qy);
        const Vec2 told = *array_.facts.centre_px;
        plan_.centre_px = turned ? Vec2(told.y(), told.x()) : told;
      } else if (x && y) {
        plan_.centre_px = Vec2(*x, *y);
      } else {
        missing_.push_back("--centre_px (X,Y of the zero frequency, middle, or rings to find it)");
      }
    }
    const bool inside = (plan_.centre_px.array() >= 0).all() &&
                        plan_.centre_px.x() <= plan_.shape.qx &&
                        plan_.centre_px.y() <= plan_.shape.qy;
    if (!inside)
      throw Error(
          ErrorKind::usage, "The centre of the patterns lies outside of them",
          fmt::format("it is ({:.6g}, {:.6g}), and a pattern has {} x {} pixels",
                      plan_.centre_px.x(), plan_.centre_px.y(), plan_.shape.qx, plan_.shape.qy),
          "give --centre_px=X,Y in pixels from (0, 0), middle or rings");
    if (plan_.centre != PatternCentre::rings)
      plan_.facts.push_back({"centre_px",
                             fmt::format("{:.9g},{:.9g}", plan_.centre_px.x(), plan_.centre_px.y()),
                             source});
  }

  void planProfile() {
    plan_.kind = ImportKind::profile;
    plan_.order = {0};
    const MeasuredAxis& k = array_.axes[0];
    const auto factor = unitFactor(k.unit, Dimension::reciprocalLength);
    const double given = settings_.calibration.diffractionPixel_invA;
    const double step = given > 0 ? given : factor ? k.step * *factor : kNotTold;
    plan_.kOrigin_invA = given > 0 || !factor ? 0 : k.origin * *factor;
    if (!std::isfinite(step) || step == 0) {
      missing_.push_back("--diffraction_pixel_invA (step of k = 1/d, 1/angstrom)");
      return;
    }
    constexpr double kLeast_invA = 1e-6, kMost_invA = 1;
    requireBetween("diffraction_pixel_invA", step, kLeast_invA, kMost_invA, given > 0);
    fact("diffraction_pixel_invA", step, given > 0 ? kGiven : kFromFile);
    plan_.kStep_invA = step;
  }

  void ask() const {
    if (missing_.empty()) return;
    throw Error(ErrorKind::usage, fmt::format("'{}' does not tell enough", path_.string()),
                "what a file does not say is asked for and not guessed",
                fmt::format("give {}", fmt::join(missing_, "; ")));
  }

  fs::path path_;
  const ImportSettings& settings_;
  std::size_t index_;
  const MeasuredArray& array_;
  std::vector<AxisRole> roles_;
  ImportPlan plan_;
  std::vector<std::string> missing_;
  double voltage_kV_ = kNotTold, cameraLength_mm_ = kNotTold, detectorPixel_um_ = kNotTold;
  bool isScan_ = false;
};

}  // namespace

ImportPlan planImport(const MeasuredFile& file, const fs::path& path,
                      const ImportSettings& settings) {
  return Planner(file, path, settings).plan();
}

}  // namespace glasscope::compare
