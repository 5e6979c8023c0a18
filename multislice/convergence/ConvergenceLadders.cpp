#include "multislice/convergence/ConvergenceLadders.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "multislice/convergence/levelValues.h"
#include "multislice/convergence/settingKnobs.h"
#include "multislice/instrument/ProbeWindows.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/instrument/samplePositions.h"
#include "multislice/scan/potentialCost.h"
#include "multislice/tiles/ScanLayout.h"

namespace glasscope::multislice {

namespace {

/// Grids of these multiples have the same extents: five quarters, three halves, twice and three
/// times an even product of small primes are such, mostly.
constexpr double kFinerGrid[] = {1.25, 1.5, 2, 3};
constexpr double kLarger[] = {1.25, 1.5, 2};

/// The same waves without interpolation, by multislice.
MicroscopeSettings withExactWaves(MicroscopeSettings m) {
  if (m.method != WaveMethod::scatteringMatrix) return m;
  m.method = WaveMethod::multislice;
  m.prism_interpolation = 1;
  m.partitions = 0;
  m.window = WaveWindow::cell;
  return m;
}

/// What to set beside a window so that a scan by the scattering matrix can have one.
std::vector<std::string> settingsForMultislice(const MicroscopeSettings& m) {
  std::vector<std::string> settings;
  if (m.method == WaveMethod::scatteringMatrix)
    settings.emplace_back("microscope.method=multislice");
  if (m.prism_interpolation > 1) settings.emplace_back("microscope.prism_interpolation=1");
  if (m.partitions > 0) settings.emplace_back("microscope.partitions=0");
  return settings;
}

/// A side of the window that the case has would count before that.
std::vector<std::string> settingsForCell(const MicroscopeSettings& m) {
  std::vector<std::string> settings = {"microscope.window=cell"};
  if (m.window_A > 0) settings.emplace_back("microscope.window_A=0");
  return settings;
}

/// What a level sets in `from` otherwise than it is `now`.
void takeChanges(MicroscopeSettings& to, const MicroscopeSettings& from,
                 const MicroscopeSettings& now) {
  const auto take = [&](auto MicroscopeSettings::*member) {
    if (from.*member != now.*member) to.*member = from.*member;
  };
  take(&MicroscopeSettings::max_angle_mrad);
  take(&MicroscopeSettings::grid_points);
  take(&MicroscopeSettings::potentialOversampling);
  take(&MicroscopeSettings::slice_thickness_A);
  take(&MicroscopeSettings::slices);
  take(&MicroscopeSettings::window);
  take(&MicroscopeSettings::window_A);
  take(&MicroscopeSettings::method);
  take(&MicroscopeSettings::prism_interpolation);
  take(&MicroscopeSettings::partitions);
}

bool keptInFull(const ScanJob& job, const Foil& foil, int snapshots) {
  return ScanLayout(job, foil, snapshots).kept();
}

/// Potentials are kept or streamed as the user's scan does, because the two differ a little
/// (ScanLayout), whatever the memory.
double memoryFor(const ScanJob& studied, const Foil& foil, bool kept) {
  ScanJob job = studied;
  job.potential_memory_GB = 1e9;
  if (kept) return job.potential_memory_GB;
  return 0.9e-9 * ScanLayout(job, foil, 1).potential_bytes();
}

}  // namespace

ConvergenceLadders::ConvergenceLadders(const ScanJob& job, const Foil& foil, int snapshots,
                                       int positions)
    : job_(settled(job, foil, snapshots)),
      automaticOversampling_(job.microscope.potentialOversampling == 0),
      foil_(foil),
      snapshots_(snapshots),
      watch_(job_, foil),
      exact_(job_) {
  exact_.scan = samplePositions(job.scan, positions);
  exact_.microscope = withExactWaves(job_.microscope);
  exact_ = watch_.watched(exact_);
  const bool kept = keptInFull(job_, foil, snapshots);
  exact_.potential_memory_GB =
      std::min(kept ? 1e9 : job.potential_memory_GB, memoryFor(exact_, foil, kept));
  const LevelMaker maker = [this](double value, double refinement, std::vector<std::string> set,
                                  const auto& change) {
    return changed(value, refinement, std::move(set), change);
  };
  const double carried =
      cellGridOf(exact_, foil_).carriedAngle_mrad(ElectronBeam(job_.microscope.voltage_kV));
  knobs_ = {samplingKnob(job_.microscope, carried, kFinerGrid, maker),
            sliceKnob(job_.microscope, foil_, maker)};
  addWindow();
  if (auto knob = oversamplingKnob(job_.microscope, maker)) knobs_.push_back(std::move(*knob));
  if (job.microscope.prism_interpolation > 1) addInterpolation();
  if (job.microscope.partitions > 0) addPartitions();
}

double ConvergenceLadders::cost_s(const ScanJob& job, int snapshots) const {
  const ScanMethod method = ScanMethod::of(job, foil_, snapshots);
  const Calibration speed = referenceCalibration();
  const double waves_s = method.matrix
                             ? method.matrix_s(speed.ns_per_pixel_slice_probe, speed.product_ns)
                             : method.multislice_s(speed.ns_per_pixel_slice_probe);
  return waves_s + 1e-9 * potentialCost_ns(job, foil_, snapshots, speed);
}

ConvergenceLevel ConvergenceLadders::level(double value, double refinement,
                                           std::vector<std::string> set,
                                           const MicroscopeSettings& asRun,
                                           const MicroscopeSettings& studied) const {
  ConvergenceLevel level;
  level.value = value;
  level.refinement = refinement;
  level.settings = std::move(set);
  level.asRun = job_;
  level.asRun.microscope = asRun;
  level.studied = exact_;
  level.studied.microscope = studied;
  if (exact_.potential_memory_GB < 1e8) {
    level.studied.potential_memory_GB =
        std::min(job_.potential_memory_GB, memoryFor(level.studied, foil_, false));
  }
  level.cost = cost_s(level.asRun, snapshots_) / cost_s(job_, snapshots_);
  const Grid grid = gridOf(level.studied, foil_);
  level.facts = fmt::format("{} x {}", grid.nx(), grid.ny());
  if (!automaticOversampling_) return level;
  ScanJob alone = level.asRun;
  alone.microscope.potentialOversampling = 0;
  sayOversampling(level, withOversampling(alone, foil_).microscope.potentialOversampling);
  return level;
}

ConvergenceLevel ConvergenceLadders::combined(const std::vector<std::size_t>& levels) const {
  MicroscopeSettings run = job_.microscope, study = exact_.microscope;
  std::vector<std::string> set;
  for (std::size_t k = 0; k < knobs_.size(); ++k) {
    const ConvergenceLevel& one = knobs_[k].levels[levels[k]];
    // In the order of the knobs: a window that is set counts before one that is only kept.
    takeChanges(run, one.asRun.microscope, job_.microscope);
    takeChanges(study, one.studied.microscope, exact_.microscope);
    for (const std::string& setting : one.settings) {
      const bool known = std::find(set.begin(), set.end(), setting) != set.end();
      // level() says the oversampling where it is not that of the combination by itself.
      const bool automatic =
          automaticOversampling_ &&
          setting == oversamplingSetting(one.asRun.microscope.potentialOversampling);
      if (!known && !automatic) set.push_back(setting);
    }
  }
  return level(0, 1, std::move(set), run, study);
}

ConvergenceLevel ConvergenceLadders::changed(
    double value, double refinement, std::vector<std::string> set,
    const std::function<void(MicroscopeSettings&)>& change) const {
  MicroscopeSettings run = job_.microscope, study = exact_.microscope;
  change(run);
  change(study);
  // The same window in angstrom on a finer lattice.
  const bool finer = study.grid_points != exact_.microscope.grid_points ||
                     study.max_angle_mrad != exact_.microscope.max_angle_mrad;
  const Grid window = gridOf(exact_, foil_);
  if (finer && window != cellGridOf(exact_, foil_))
    study.window_A = floorTo5(std::max(window.lx_A(), window.ly_A()));
  return level(value, refinement, std::move(set), run, study);
}

double ConvergenceLadders::presentWindow_A() const {
  const Grid now = gridOf(exact_, foil_);
  return std::max(now.lx_A(), now.ly_A());
}

void ConvergenceLadders::addWindow() {
  const double side = presentWindow_A();
  const Grid cell = cellGridOf(exact_, foil_);
  const double whole = std::max(cell.lx_A(), cell.ly_A());
  const bool isCell = ProbeWindows(exact_, foil_).isWholeCell();
  ConvergenceKnob knob{"window", "microscope.window_A", "A"};
  knob.levels = {level(side, 1, {}, job_.microscope, exact_.microscope)};
  knob.present = isCell ? settingsForCell(job_.microscope)
                        : std::vector<std::string>{settingOf(knob, floorTo5(side))};
  if (isCell) knob.levels[0].facts += ", cell";
  for (const double factor : kLarger) {
    const bool toCell = !isCell && factor * side >= whole;
    MicroscopeSettings run = job_.microscope, study = exact_.microscope;
    const double value = toCell ? whole : floorTo5(factor * side);
    run.window_A = study.window_A = toCell ? 0 : value;
    if (toCell) run.window = study.window = WaveWindow::cell;
    // The matrix has no windows.
    std::vector<std::string> set = toCell ? settingsForCell(job_.microscope)
                                          : std::vector<std::string>{settingOf(knob, value)};
    const std::vector<std::string> more = settingsForMultislice(run);
    set.insert(set.end(), more.begin(), more.end());
    run = withExactWaves(run);
    knob.levels.push_back(level(value, value / side, std::move(set), run, study));
    if (!toCell) continue;
    knob.levels.back().facts += ", cell";
    break;
  }
  knobs_.push_back(std::move(knob));
}

void ConvergenceLadders::addInterpolation() {
  ConvergenceKnob knob{"PRISM interpolation", "microscope.prism_interpolation", "", false};
  const int now = job_.microscope.prism_interpolation;
  knob.present = {settingOf(knob, now)};
  for (int f = now; f >= 1; f = f > 1 ? f / 2 : 0) {
    MicroscopeSettings m = job_.microscope;
    m.prism_interpolation = f;
    std::vector<std::string> set;
    if (f != now) set = {settingOf(knob, f)};
    knob.levels.push_back(level(f, static_cast<double>(now) / f, std::move(set), m, m));
  }
  knobs_.push_back(std::move(knob));
}

void ConvergenceLadders::addPartitions() {
  ConvergenceKnob knob{"parent beams", "microscope.partitions", "rings"};
  const int now = job_.microscope.partitions;
  knob.present = {settingOf(knob, now)};
  for (const int factor : {1, 2, 4, 0}) {
    MicroscopeSettings m = job_.microscope;
    m.partitions = now * factor;
    std::vector<std::string> set;
    if (factor != 1) set = {settingOf(knob, m.partitions)};
    knob.levels.push_back(level(m.partitions, factor == 0 ? 8 : factor, std::move(set), m, m));
    if (factor == 0) knob.levels.back().facts = "all beams";
  }
  knobs_.push_back(std::move(knob));
}

}  // namespace glasscope::multislice
