#include "multislice/convergence/atomSampling.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "multislice/convergence/SignalWatch.h"

namespace glasscope::multislice {

namespace {

/// Nothing of an atom is left at half of that.
constexpr double kLargest_A = 40;

/// One atom in the middle of a cell with the pixels of a window, and its sides where these are not
/// longer than it takes.
Foil atomIn(const Grid& window, int atomicNumber) {
  const auto side = [](int points, double step_A) {
    return std::min(points, Grid::friendlySize(static_cast<int>(kLargest_A / step_A))) * step_A;
  };
  const double x = side(window.nx(), window.dx_A()), y = side(window.ny(), window.dy_A());
  Atoms atom;
  atom.box = Box::orthogonal({x, y, 1});
  atom.add(atomicNumber, {x / 2, y / 2, 0.5});
  return Foil::cut(atom, {});
}

ScanJob overAtom(ScanJob job, const Foil& atom, double angle_mrad) {
  job.microscope.method = WaveMethod::multislice;
  job.microscope.prism_interpolation = 1;
  job.microscope.partitions = 0;
  job.microscope.window = WaveWindow::cell;
  job.microscope.window_A = 0;
  job.microscope.grid_points = 0;
  job.microscope.max_angle_mrad = angle_mrad;
  job.microscope.slices = 1;
  job.thicknesses_A.clear();
  job.scan = ScanGrid::list({atom.extent_A().head<2>() / 2});
  return job;
}

}  // namespace

std::vector<AtomSampling> atomSampling(const ScanJob& job, const Foil& foil) {
  const Grid grid = gridOf(job, foil);
  const double carried = grid.carriedAngle_mrad(ElectronBeam(job.microscope.voltage_kV));
  const Foil atom = atomIn(grid, foil.species().back());
  const ScanJob coarse = overAtom(job, atom, carried), fine = overAtom(job, atom, 2 * carried);
  const SignalWatch watch(coarse, atom);
  const MutedLog muted;
  const SignalValues is = watch.measure(watch.watched(coarse), {&atom, 1});
  const SignalValues shouldBe = watch.measure(watch.watched(fine), {&atom, 1});
  std::vector<AtomSampling> errors;
  for (std::size_t s = 0; s < is.size(); ++s) {
    const WatchedSignal& signal = watch.signals()[s];
    if (!signal.intensity) continue;
    // Segments of a detector count together: each of them alone may hold next to nothing.
    double found = 0, wanted = 0;
    for (const double value : is[s]) found += value;
    for (const double value : shouldBe[s]) wanted += value;
    if (wanted > 0) errors.push_back({signal.name, found / wanted - 1});
  }
  return errors;
}

std::string samplingText(const std::vector<AtomSampling>& errors) {
  std::string text;
  for (const AtomSampling& e : errors) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {:+.1f} %", e.signal, 100 * e.relative);
  }
  return text;
}

}  // namespace glasscope::multislice
