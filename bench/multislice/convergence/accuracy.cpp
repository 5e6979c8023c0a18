// How true the accuracy is that a scan states: for each case of a table the settings are chosen for
// what is asked (multislice/convergence/chooseAccuracy.h), and what is stated is compared with the
// true error: all signals at other positions, with those settings and with a sampling and slices
// four times as fine as those of the case and at least twice as fine as those chosen.
//
//   glasscope_accuracy_bench bench/multislice/convergence/accuracy_cases.txt [name ...]
//
// With "parts" among the names what each setting alone leaves of the true error is printed, too.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/system/Log.h"
#include "core/system/Progress.h"
#include "multislice/convergence/SignalWatch.h"
#include "multislice/convergence/boundedError.h"
#include "multislice/convergence/chooseAccuracy.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/potentials/Slicing.h"

namespace {

using namespace glasscope;
using namespace glasscope::multislice;

/// One line of the table.
struct ProofCase {
  std::string name, elements;
  double atomsPerA3, side_A, thickness_A, voltage_kV, semiangle_mrad, defocus_A, inner_mrad,
      outer_mrad, pattern_mrad;
  int snapshots;
  double asked_percent;
};

std::vector<ProofCase> readCases(const char* file) {
  std::ifstream in(file);
  std::vector<ProofCase> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    ProofCase c;
    words >> c.name >> c.elements >> c.atomsPerA3 >> c.side_A >> c.thickness_A >> c.voltage_kV >>
        c.semiangle_mrad >> c.defocus_A >> c.inner_mrad >> c.outer_mrad >> c.pattern_mrad >>
        c.snapshots >> c.asked_percent;
    if (!words) throw std::runtime_error("cannot read the line '" + line + "'");
    cases.push_back(c);
  }
  return cases;
}

std::vector<int> numbersOf(const std::string& elements) {
  std::vector<int> numbers;
  std::istringstream words(elements);
  for (std::string symbol; std::getline(words, symbol, ',');)
    numbers.push_back(atomicNumber(symbol));
  return numbers;
}

/// Atoms at random that keep apart: of each the best of some places, so that the density is right.
Foil glassOf(const ProofCase& c, int snapshot) {
  Atoms atoms;
  atoms.box = Box::orthogonal({c.side_A, c.side_A, c.thickness_A});
  const Vec3 box(c.side_A, c.side_A, c.thickness_A);
  const std::vector<int> numbers = numbersOf(c.elements);
  const auto count = static_cast<int>(c.atomsPerA3 * box.prod());
  std::vector<Vec3> places;
  for (int i = 0; i < count; ++i) {
    Random random(17, c.name, 0, i);
    Vec3 best(0, 0, 0);
    double farthest2 = -1;
    for (int trial = 0; trial < 30; ++trial) {
      const Vec3 r = Vec3(random.uniform(), random.uniform(), random.uniform()).cwiseProduct(box);
      double nearest2 = HUGE_VAL;
      for (const Vec3& other : places) {
        Vec3 d = r - other;
        for (int a = 0; a < 3; ++a) d[a] -= box[a] * std::round(d[a] / box[a]);
        nearest2 = std::min(nearest2, d.squaredNorm());
      }
      if (nearest2 > farthest2) {
        farthest2 = nearest2;
        best = r;
      }
    }
    places.push_back(best);
    Random shake(18, c.name, snapshot, i);
    const Vec3 moved = best + 0.08 * Vec3(shake.normal(), shake.normal(), shake.normal());
    atoms.add(numbers[static_cast<std::size_t>(i) % numbers.size()], moved);
  }
  return Foil::cut(atoms, {});
}

ScanJob jobOf(const ProofCase& c, const Foil& foil) {
  ScanJob job;
  job.label = c.name;
  job.microscope.voltage_kV = c.voltage_kV;
  job.microscope.potentialOversampling = 0;  // as a case has it
  job.microscope.method = WaveMethod::automatic;
  job.probe.semiangle_mrad = c.semiangle_mrad;
  job.probe.aberrations.defocus_A = c.defocus_A;
  job.scan = ScanGrid::covering(foil, 64, 64);
  if (c.outer_mrad > 0) job.annular = {{"haadf", c.inner_mrad, c.outer_mrad}};
  if (c.pattern_mrad > 0) job.pixelated = PixelatedDetector{c.pattern_mrad, 64};
  return job;
}

/// Sampling and slices four times as fine as those of the case and at least twice as fine as those
/// chosen, a window of one and a half times the side.
MicroscopeSettings finerThan(const ScanJob& chosen, const ScanJob& asked, const Foil& foil) {
  MicroscopeSettings m = chosen.microscope;
  const ElectronBeam beam(m.voltage_kV);
  const auto carried = [&](const ScanJob& job) {
    return cellGridOf(job, foil).carriedAngle_mrad(beam);
  };
  m.max_angle_mrad = 0.999 * std::max(4 * carried(asked), 2 * carried(chosen));
  m.potentialOversampling = std::max(1, m.potentialOversampling / 2);
  m.slices = 0;
  m.slice_thickness_A = foil.thickness_A() /
                        std::max(4 * sliceCount(asked.microscope, foil), 2 * sliceCount(m, foil));
  m.window_A = 1.5 * gridOf(chosen, foil).lx_A();  // of a cell that is smaller the repeats
  return m;
}

/// Positions that the choice did not look at: one at random in each of 6 x 6 squares. Sixteen knew
/// the error of a window, which stands in few positions, to 30 % only.
ScanGrid otherPositions(const ProofCase& c) {
  constexpr int kSide = 6;
  std::vector<Vec2> positions;
  for (int i = 0; i < kSide * kSide; ++i) {
    Random random(19, c.name, 0, i);
    const Vec2 within(random.uniform(), random.uniform());
    positions.push_back(c.side_A / kSide * (Vec2(i / kSide, i % kSide) + within));
  }
  return ScanGrid::list(std::move(positions));
}

struct Tally {
  int signals = 0, held = 0, reached = 0, cases = 0;
};

/// What each of the settings, finer alone, changes.
void printParts(const ScanJob& coarse, const ScanJob& fine, const SignalWatch& watch,
                const std::vector<Foil>& foils, const SignalValues& is) {
  const auto print = [&](const char* what, const auto& set) {
    ScanJob job = coarse;
    set(job.microscope, fine.microscope);
    const SignalValues values = watch.measure(watch.watched(job), foils);
    fmt::print("    {:<14}", what);
    for (std::size_t s = 0; s < is.size(); ++s) {
      double mean = 0, size = 0;
      for (std::size_t i = 0; i < is[s].size(); ++i) {
        mean += is[s][i] - values[s][i];
        size += values[s][i];
      }
      const double rms = boundedError(is[s], values[s], watch.signals()[s].components).found;
      fmt::print(" {:7.3f} ({:+.3f})", 100 * rms, 100 * mean / size);
    }
    fmt::print(" %\n");
    std::fflush(stdout);
  };
  print("sampling", [](MicroscopeSettings& m, const MicroscopeSettings& finer) {
    m.max_angle_mrad = finer.max_angle_mrad;
    m.grid_points = finer.grid_points;
  });
  print("oversampling",
        [](MicroscopeSettings& m, const MicroscopeSettings&) { m.potentialOversampling *= 2; });
  print("slices", [](MicroscopeSettings& m, const MicroscopeSettings& finer) {
    m.slices = finer.slices;
    m.slice_thickness_A = finer.slice_thickness_A;
  });
  print("window", [](MicroscopeSettings& m, const MicroscopeSettings& finer) {
    m.window_A = finer.window_A;
  });
}

void prove(const ProofCase& c, bool parts, Tally& tally) {
  std::vector<Foil> foils;
  for (int s = 0; s < c.snapshots; ++s) foils.push_back(glassOf(c, s));
  ScanJob job = jobOf(c, foils[0]);
  fmt::print("{}: {} atoms in {}\n", c.name, foils[0].size(), c.elements);
  std::fflush(stdout);
  const auto start = std::chrono::steady_clock::now();
  AccuracySettings settings;
  settings.accuracy = c.asked_percent / 100;
  settings.least_s = 10;
  const AccuracyChoice choice = chooseAccuracy(job, foils, settings);
  const double choosing_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  job.scan = otherPositions(c);
  ScanJob coarse = job;
  coarse.microscope = choice.microscope;
  coarse = settled(coarse, foils[0], c.snapshots);
  coarse.microscope.method = WaveMethod::multislice;
  ScanJob fine = coarse;
  fine.microscope = finerThan(coarse, job, foils[0]);
  const SignalWatch watch(coarse, foils[0]);
  fmt::print("{}", choice.text());
  std::fflush(stdout);
  const SignalValues is = watch.measure(watch.watched(coarse), foils);
  if (parts) printParts(coarse, fine, watch, foils, is);
  SignalValues shouldBe = watch.measure(watch.watched(fine), foils);
  for (std::size_t s = 0; s < shouldBe.size(); ++s) {  // an annulus of exact area
    const double area = 1 + watch.areaError(s, watch.watched(fine), foils[0]);
    for (double& value : shouldBe[s]) value /= area;
  }
  int held = 0, judged = 0;
  double worst = 0;
  for (std::size_t s = 0; s < is.size(); ++s) {
    const SignalAccuracy& stated = choice.signals[s];
    const double true_ = boundedError(is[s], shouldBe[s], stated.signal.components).found;
    fmt::print("    {:<18} stated {:7.3f} %   true {:7.3f} %   {}\n", stated.signal.name,
               100 * stated.bound, 100 * true_,
               !stated.judged          ? "not judged"
               : true_ <= stated.bound ? ""
                                       : "EXCEEDED");
    if (!stated.judged) continue;
    ++judged;
    held += true_ <= stated.bound ? 1 : 0;
    worst = std::max(worst, true_);
  }
  const double all_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print(
      "  {}: {} of {} signals hold, asked {} %, stated {:.2f} %, true worst {:.2f} %; {:.0f} s to "
      "choose, {:.0f} s in all\n\n",
      c.name, held, judged, c.asked_percent, 100 * choice.bound(), 100 * worst, choosing_s, all_s);
  std::fflush(stdout);
  tally.signals += judged;
  tally.held += held;
  tally.reached += choice.reached ? 1 : 0;
  ++tally.cases;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: {} TABLE [parts] [name ...]\n", argv[0]);
    return 2;
  }
  Progress::setQuiet(true);
  const MutedLog muted;
  Tally tally;
  std::vector<std::string> names(argv + 2, argv + argc);
  const bool parts = std::erase(names, "parts") > 0;
  for (const ProofCase& c : readCases(argv[1])) {
    const bool wanted =
        names.empty() || std::find(names.begin(), names.end(), c.name) != names.end();
    if (wanted) prove(c, parts, tally);
  }
  fmt::print("{} of {} signals are within what is stated; {} of {} cases reach what was asked\n",
             tally.held, tally.signals, tally.reached, tally.cases);
  return 20 * tally.held >= 19 * tally.signals ? 0 : 1;
}
