#include "compare/diffraction/KinematicFem.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "compare/statistics/ScanBlocks.h"
#include "core/math/Random.h"
#include "core/math/randomRotation.h"
#include "core/scattering/ScatteringFactors.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"

namespace glasscope::compare {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kBin_A = 0.005;  // of distances; also the step of femsim's tables
constexpr double kAiry = 0.61;    // first zero of 2 J1(x) / x at x = 2 pi 0.61

double side_A(const KinematicFemSettings& s) {
  return kAiry * std::numbers::sqrt2 / s.aperture_invA;
}

void checkSettings(const Atoms& model, const KinematicFemSettings& s) {
  const bool rises = std::is_sorted(s.k_invA.begin(), s.k_invA.end());
  if (!(s.aperture_invA > 0) || s.k_invA.empty() || !rises || s.k_invA.front() < 0 ||
      s.origins < 1 || s.orientations < 2) {
    throw Error(
        ErrorKind::usage, "the variance of the model cannot be computed",
        fmt::format("an aperture of {:g} 1/A, {} values of k, {} origins and {} orientations",
                    s.aperture_invA, s.k_invA.size(), s.origins, s.orientations),
        "give a positive aperture, rising k, an origin and two orientations at least");
  }
  if (!model.box.fullyPeriodic()) {
    throw Error(ErrorKind::input, "the variance of the model cannot be computed",
                "the model is not periodic, so that a turned column would end in vacuum",
                "give a periodic box");
  }
  const double smallest = model.box.heights().minCoeff();
  if (side_A(s) > 1.001 * smallest) {
    throw Error(ErrorKind::usage, "the column is larger than the model",
                fmt::format("an aperture of {:g} 1/A asks for {:.2f} A, the model has {:.2f} A",
                            s.aperture_invA, side_A(s), smallest),
                fmt::format("take an aperture of at least {:.4f} 1/A, or a larger model",
                            kAiry * std::numbers::sqrt2 / smallest));
  }
}

Mat3 rotation(double psi, double theta) {
  const double c = std::cos(psi), s = std::sin(psi), C = std::cos(theta), S = std::sin(theta);
  Mat3 m;
  m << c, s, 0, -C * s, C * c, S, S * s, -S * c, C;
  return m;
}

// femsim's: a polar angle in 20 steps, and as many azimuths of it as keep their distance. The ends
// of each arc are left out.
std::vector<Mat3> femsimOrientations() {
  std::vector<Mat3> all;
  for (int j = 0; j < 20; ++j) {
    const double psi = j * 2 * kPi / 40;
    const int n = static_cast<int>(20 * std::sin(psi));
    if (n == 0) all.push_back(rotation(0, 0));
    for (int k = 1; k <= n - 2; ++k) all.push_back(rotation(psi, k * kPi / (n - 1)));
  }
  return all;
}

/// An atom of a column: where it is across the beam, its species, its amplitude.
struct Scatterer {
  double x, y, amplitude;
  int species;
};

/// The periodic model around one origin: every image that a turned column can hold.
struct Surroundings {
  std::vector<Vec3> positions;
  std::vector<int> species;
};

Surroundings surroundingsOf(const Atoms& model, const std::vector<int>& kinds, const Vec3& origin,
                            double side) {
  Surroundings around;
  const double reach = 0.5 * std::sqrt(3.0) * side;
  const Vec3 heights = model.box.heights();
  const Vec3 centre = model.box.toFractional(origin);
  for (std::size_t i = 0; i < model.size(); ++i) {
    const int kind = static_cast<int>(
        std::lower_bound(kinds.begin(), kinds.end(), model.atomicNumbers[i]) - kinds.begin());
    // The image nearest to the origin along each edge, and those beside it.
    Vec3 f = model.box.toFractional(model.positions[i]) - centre;
    for (int d = 0; d < 3; ++d) f[d] -= std::round(f[d]);
    const Eigen::Array3i copies = (reach / heights.array() + 0.5).ceil().cast<int>();
    for (int a = -copies[0]; a <= copies[0]; ++a) {
      for (int b = -copies[1]; b <= copies[1]; ++b) {
        for (int c = -copies[2]; c <= copies[2]; ++c) {
          const Vec3 p = model.box.matrix() * (f + Vec3(a, b, c));
          if (p.norm() > reach) continue;
          around.positions.push_back(p);
          around.species.push_back(kind);
        }
      }
    }
  }
  return around;
}

double airyAmplitude(double argument) {
  return argument > 1e-9 ? 2 * ::j1(argument) / argument : 1;
}

std::vector<Scatterer> columnOf(const Surroundings& around, const Mat3& turn, double side,
                                const KinematicFemSettings& s) {
  std::vector<Scatterer> column;
  for (std::size_t i = 0; i < around.positions.size(); ++i) {
    const Vec3 p = turn * around.positions[i];
    if (p.cwiseAbs().maxCoeff() > side / 2) continue;
    double x = 2 * kPi * s.aperture_invA * std::hypot(p.x(), p.y());
    if (s.femsimTables) x = kBin_A * std::floor(x / kBin_A);
    column.push_back({p.x(), p.y(), airyAmplitude(x), around.species[i]});
  }
  return column;
}

/// Amplitudes of pairs by their distance, for each pair of species: the weights of the bins, and
/// the same times the distance from the middle of the bin, so that J0 can be taken linear in a bin.
class PairBins {
 public:
  PairBins(int species, double side)
      : species_(species),
        bins_(static_cast<std::size_t>(std::numbers::sqrt2 * side / kBin_A) + 2),
        weights_(static_cast<std::size_t>(species) * species, std::vector<double>(bins_)),
        moments_(weights_) {}

  void fill(const std::vector<Scatterer>& column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      add(column[i], column[i], 0, 1);
      for (std::size_t j = i + 1; j < column.size(); ++j) {
        // std::hypot, which guards against overflow, takes most of the time of all pairs.
        const double dx = column[i].x - column[j].x, dy = column[i].y - column[j].y;
        const double r = std::sqrt(dx * dx + dy * dy);
        add(column[i], column[j], r, 2);
      }
    }
  }

  std::size_t bins() const { return bins_; }

  /// sum f f A A J0, with J0 and its derivative by r of each bin.
  double intensity(const std::vector<double>& factors, const double* j0,
                   const double* slope) const {
    double sum = 0;
    for (int a = 0; a < species_; ++a) {
      for (int b = a; b < species_; ++b) {
        const auto pair = static_cast<std::size_t>(a) * species_ + b;
        double part = 0;
        for (std::size_t r = 0; r < bins_; ++r) {
          part += weights_[pair][r] * j0[r] + moments_[pair][r] * slope[r];
        }
        sum += factors[static_cast<std::size_t>(a)] * factors[static_cast<std::size_t>(b)] * part;
      }
    }
    return sum;
  }

 private:
  void add(const Scatterer& one, const Scatterer& other, double r, double times) {
    const auto [a, b] = std::minmax(one.species, other.species);
    const auto pair = static_cast<std::size_t>(a) * species_ + b;
    const auto bin = static_cast<std::size_t>(r / kBin_A);
    const double weight = times * one.amplitude * other.amplitude;
    weights_[pair][bin] += weight;
    moments_[pair][bin] += weight * (r - (static_cast<double>(bin) + 0.5) * kBin_A);
  }

  int species_;
  std::size_t bins_;
  std::vector<std::vector<double>> weights_, moments_;
};

/// J0(2 pi k r) and its derivative at the bins, [k][bin].
struct BesselTable {
  std::vector<std::vector<double>> j0, slope;
};

BesselTable besselTable(const KinematicFemSettings& s, std::size_t bins) {
  BesselTable table{std::vector<std::vector<double>>(s.k_invA.size(), std::vector<double>(bins)),
                    {}};
  table.slope = table.j0;
  parallelFor(static_cast<std::int64_t>(s.k_invA.size()), [&](std::int64_t index, int) {
    const auto i = static_cast<std::size_t>(index);
    const double factor = 2 * kPi * s.k_invA[i];
    for (std::size_t bin = 0; bin < bins; ++bin) {
      if (s.femsimTables) {
        const double step = std::floor(factor * static_cast<double>(bin));
        table.j0[i][bin] = ::j0(kBin_A * step);
        continue;
      }
      const double x = factor * (static_cast<double>(bin) + 0.5) * kBin_A;
      table.j0[i][bin] = ::j0(x);
      table.slope[i][bin] = -factor * ::j1(x);
    }
  });
  return table;
}

/// Intensities of the columns about one origin, [orientation][k], and their mean number of atoms.
struct Columns {
  std::vector<std::vector<double>> intensity;
  double atoms = 0;
};

Columns columnsOf(const Surroundings& around, const std::vector<Mat3>& turns,
                  const std::vector<std::vector<double>>& factors, const BesselTable& table,
                  const KinematicFemSettings& s) {
  Columns columns;
  columns.intensity.assign(turns.size(), std::vector<double>(s.k_invA.size()));
  std::vector<double> atoms(turns.size());
  const int species = static_cast<int>(factors.front().size());
  parallelFor(static_cast<std::int64_t>(turns.size()), [&](std::int64_t index, int) {
    const auto o = static_cast<std::size_t>(index);
    const std::vector<Scatterer> column = columnOf(around, turns[o], side_A(s), s);
    PairBins bins(species, side_A(s));
    bins.fill(column);
    atoms[o] = static_cast<double>(column.size());
    for (std::size_t i = 0; i < s.k_invA.size(); ++i) {
      columns.intensity[o][i] =
          bins.intensity(factors[i], table.j0[i].data(), table.slope[i].data());
    }
  });
  for (const double count : atoms) columns.atoms += count;
  columns.atoms /= static_cast<double>(atoms.size());
  return columns;
}

/// Moments of the intensity over the columns of one origin, [k].
struct Moments {
  std::vector<double> sum, squares;
  double columns = 0;
};

Moments momentsOf(const Columns& columns) {
  const std::size_t n = columns.intensity.front().size();
  Moments m{std::vector<double>(n), std::vector<double>(n),
            static_cast<double>(columns.intensity.size())};
  for (const std::vector<double>& intensity : columns.intensity) {
    for (std::size_t i = 0; i < n; ++i) {
      m.sum[i] += intensity[i];
      m.squares[i] += intensity[i] * intensity[i];
    }
  }
  return m;
}

// V over all origins but one; `without` beyond the last leaves none out.
std::vector<double> variance(const std::vector<Moments>& origins, std::size_t without) {
  std::vector<double> v(origins.front().sum.size());
  for (std::size_t i = 0; i < v.size(); ++i) {
    double sum = 0, squares = 0, columns = 0;
    for (std::size_t o = 0; o < origins.size(); ++o) {
      if (o == without) continue;
      sum += origins[o].sum[i];
      squares += origins[o].squares[i];
      columns += origins[o].columns;
    }
    v[i] = squares * columns / (sum * sum) - 1;
  }
  return v;
}

}  // namespace

KinematicFem kinematicFem(const Atoms& model, const KinematicFemSettings& settings) {
  checkSettings(model, settings);
  const std::vector<int> kinds = model.species();
  const ScatteringFactors scattering(Parametrisation::kirkland);
  std::vector<std::vector<double>> factors;  // [k][species]
  for (const double k : settings.k_invA) {
    factors.emplace_back();
    for (const int z : kinds) factors.back().push_back(scattering.factor(z, k));
  }
  const std::size_t bins = PairBins(1, side_A(settings)).bins();
  const BesselTable table = besselTable(settings, bins);
  const int origins = settings.femsimOrientations ? 1 : settings.origins;
  KinematicFem result;
  result.k_invA = settings.k_invA;
  std::vector<Moments> moments;
  Progress progress("columns of the model", origins);
  for (int o = 0; o < origins; ++o) {
    throwIfInterrupted();
    Vec3 fraction = Vec3::Constant(0.5);
    std::vector<Mat3> turns;
    if (settings.femsimOrientations) {
      turns = femsimOrientations();
    } else {
      Random random(settings.seed, "kinematic_fem", static_cast<std::uint64_t>(o));
      for (int d = 0; d < 3; ++d) fraction[d] = random.uniform();
      for (int t = 0; t < settings.orientations; ++t) turns.push_back(randomRotation(random));
    }
    const Surroundings around =
        surroundingsOf(model, kinds, model.box.toCartesian(fraction), side_A(settings));
    const Columns columns = columnsOf(around, turns, factors, table, settings);
    moments.push_back(momentsOf(columns));
    result.vOfOrigin.push_back(variance({moments.back()}, 1));
    result.atomsInColumn += columns.atoms / origins;
    progress.advance();
  }
  if (!(result.atomsInColumn > 0)) {
    throw Error(ErrorKind::usage, "the columns of the model hold no atom",
                fmt::format("an aperture of {:g} 1/A resolves {:.2g} A", settings.aperture_invA,
                            kAiry / settings.aperture_invA),
                "take a smaller aperture, in 1/angstrom");
  }
  result.v = variance(moments, moments.size());
  std::vector<std::vector<double>> leftOut;
  for (std::size_t o = 0; o < moments.size() && moments.size() > 1; ++o) {
    leftOut.push_back(variance(moments, o));
  }
  result.error = leftOut.empty() ? std::vector<double>(result.v.size(), std::nan(""))
                                 : jackknifeErrors(leftOut);
  for (std::size_t i = 0; i < result.v.size(); ++i) {
    double sum = 0, columns = 0;
    for (const Moments& m : moments) {
      sum += m.sum[i];
      columns += m.columns;
    }
    result.intensity.push_back(sum / columns);
  }
  return result;
}

VarianceFit fitVariance(const std::vector<double>& v, const std::vector<double>& measured,
                        const std::vector<double>& error, double scale) {
  GLASSCOPE_ENSURE(v.size() == measured.size() && v.size() == error.size() && !v.empty(),
                   "curves of one length");
  double vv = 0, vm = 0, mm = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double weight = 1 / (error[i] * error[i]);
    vv += weight * v[i] * v[i];
    vm += weight * v[i] * measured[i];
    mm += weight * measured[i] * measured[i];
  }
  const auto n = static_cast<double>(v.size());
  return {(mm - 2 * vm / scale + vv / (scale * scale)) / n, (mm - vm * vm / vv) / n, vv / vm};
}

}  // namespace glasscope::compare
