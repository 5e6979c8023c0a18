#include "compare/diffraction/KinematicFem.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/scattering/ScatteringFactors.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "tests/SharedData.h"

namespace glasscope::compare {
namespace {

class KinematicFemTest : public testing::Test {
 protected:
  void SetUp() override { Progress::setQuiet(true); }
  void TearDown() override { Progress::setQuiet(false); }

  static Atoms emptyBox(double edge_A) {
    Atoms atoms;
    atoms.box =
        Box::orthogonal(Vec3::Constant(edge_A), Vec3::Constant(-edge_A / 2), {true, true, true});
    return atoms;
  }

  /// An ideal gas: no atom knows of another.
  static Atoms gas(int count, double edge_A) {
    Atoms atoms = emptyBox(edge_A);
    Random random(5, "gas");
    for (int i = 0; i < count; ++i) {
      const double x = random.uniform(), y = random.uniform(), z = random.uniform();
      atoms.add(i % 3 == 0 ? 40 : 29, edge_A * Vec3(x - 0.5, y - 0.5, z - 0.5));
    }
    return atoms;
  }
};

// One atom in the middle, seen from the middle: f^2 A(0)^2 whatever the orientation, no variance.
TEST_F(KinematicFemTest, ofOneAtomInTheMiddleIsItsScatteringFactor) {
  Atoms atoms = emptyBox(29);
  atoms.add(40, {0, 0, 0});
  KinematicFemSettings settings;
  settings.k_invA = {0.1, 0.4};
  settings.femsimOrientations = true;
  const KinematicFem found = kinematicFem(atoms, settings);
  const ScatteringFactors factors(Parametrisation::kirkland);
  for (const std::size_t i : {0u, 1u}) {
    const double f = factors.factor(40, settings.k_invA[i]);
    // J0 is taken linear within 0.005 angstrom: (2 pi 0.4 0.0025)^2 / 4 = 1e-5.
    EXPECT_NEAR(found.intensity[i], f * f, 2e-5 * f * f);
    EXPECT_NEAR(found.v[i], 0, 1e-12);
  }
  EXPECT_EQ(found.atomsInColumn, 1);
  EXPECT_TRUE(std::isnan(found.error[0]));  // one origin tells no error
}

// Two atoms on the axis of the one orientation (0, 0), and beside it: the sum for that column by
// hand. At the 210 other orientations the atoms turn about the middle.
TEST_F(KinematicFemTest, ofTwoAtomsIsTheInterferenceOfTheirProjections) {
  const double d = 3.0;
  Atoms atoms = emptyBox(29);
  atoms.add(29, {-d / 2, 0, 0});
  atoms.add(29, {d / 2, 0, 0});
  KinematicFemSettings settings;
  settings.k_invA = {0.35};
  settings.femsimOrientations = true;
  const double f = ScatteringFactors(Parametrisation::kirkland).factor(29, 0.35);
  // The mean over the orientations: rotation() leaves x = d/2 (cos psi, -cos theta sin psi) across.
  double sum = 0;
  int columns = 0;
  const auto intensity = [&](double psi, double theta) {
    const double r = d * std::hypot(std::cos(psi), std::cos(theta) * std::sin(psi));
    const double x = 2 * M_PI * settings.aperture_invA * r / 2;
    const double a = x > 1e-9 ? 2 * std::cyl_bessel_j(1, x) / x : 1;
    return 2 * f * f * a * a * (1 + std::cyl_bessel_j(0, 2 * M_PI * 0.35 * r));
  };
  for (int j = 0; j < 20; ++j) {
    const double psi = j * M_PI / 20;
    const int n = static_cast<int>(20 * std::sin(psi));
    if (n == 0) sum += intensity(0, 0), ++columns;
    for (int k = 1; k <= n - 2; ++k) sum += intensity(psi, k * M_PI / (n - 1)), ++columns;
  }
  EXPECT_EQ(columns, 211);
  // J0 is linear within 0.005 angstrom: (2 pi 0.35 0.005)^2 / 16 = 8e-6.
  EXPECT_NEAR(kinematicFem(atoms, settings).intensity[0], sum / columns, 2e-5 * sum / columns);
}

// N independent atoms give |sum of random phases|^2: an exponential intensity averaged over the
// azimuth, whose mean is sum f^2 A^2. 8 columns of 500 atoms: a few per cent.
TEST_F(KinematicFemTest, meanIntensityOfAGasIsThatOfItsAtoms) {
  const double edge = 30;
  const Atoms atoms = gas(1200, edge);
  KinematicFemSettings settings;
  settings.k_invA = {0.45};
  settings.origins = 4;
  settings.orientations = 60;
  const KinematicFem found = kinematicFem(atoms, settings);
  const ScatteringFactors factors(Parametrisation::kirkland);
  const double side = 0.61 * std::sqrt(2.0) / settings.aperture_invA;
  double squares = 0;
  for (const int z : atoms.atomicNumbers) squares += std::pow(factors.factor(z, 0.45), 2);
  // Mean of A^2 over the square, by a sum over 400 x 400 points.
  double weight = 0;
  for (int x = 0; x < 400; ++x) {
    for (int y = 0; y < 400; ++y) {
      const double r = side * std::hypot((x + 0.5) / 400 - 0.5, (y + 0.5) / 400 - 0.5);
      const double argument = 2 * M_PI * settings.aperture_invA * r;
      weight += std::pow(2 * std::cyl_bessel_j(1, argument) / argument, 2) / 160000;
    }
  }
  const double expected = squares * std::pow(side / edge, 3) * weight;
  EXPECT_NEAR(found.atomsInColumn, 1200 * std::pow(side / edge, 3), 10);
  EXPECT_NEAR(found.intensity[0], expected, 0.05 * expected);
  EXPECT_GT(found.error[0], 0);
  EXPECT_LT(found.error[0], 0.5 * found.v[0]);
}

// A model moved by any vector is the same periodic model.
TEST_F(KinematicFemTest, doesNotKnowWhereTheBoxIsCut) {
  const Atoms atoms = gas(300, 29);
  Atoms wrapped = atoms;
  for (Vec3& position : wrapped.positions) position += Vec3(29, -58, 0);
  KinematicFemSettings settings;
  settings.k_invA = {0.3, 0.5};
  settings.origins = 2;
  settings.orientations = 5;
  const KinematicFem one = kinematicFem(atoms, settings), other = kinematicFem(wrapped, settings);
  for (const std::size_t i : {0u, 1u}) EXPECT_NEAR(one.v[i], other.v[i], 1e-8);
}

TEST_F(KinematicFemTest, givesTheSameBitsOnAnyNumberOfThreads) {
  const Atoms atoms = gas(300, 29);
  KinematicFemSettings settings;
  settings.k_invA = {0.3, 0.5};
  settings.origins = 2;
  settings.orientations = 7;
  const int before = threadCount();
  setThreadCount(1);
  const KinematicFem one = kinematicFem(atoms, settings);
  setThreadCount(3);
  const KinematicFem three = kinematicFem(atoms, settings);
  setThreadCount(before);
  EXPECT_EQ(one.v, three.v);
  EXPECT_EQ(one.error, three.error);
  settings.seed = 2;
  EXPECT_NE(kinematicFem(atoms, settings).v, one.v);
}

TEST_F(KinematicFemTest, poolsItsOriginsAndErrsByLeavingOneOut) {
  const Atoms atoms = gas(300, 29);
  KinematicFemSettings settings;
  settings.k_invA = {0.4};
  settings.origins = 2;
  settings.orientations = 9;
  const KinematicFem found = kinematicFem(atoms, settings);
  ASSERT_EQ(found.vOfOrigin.size(), 2u);
  // Without one of two origins the other is left: half the distance of their V.
  EXPECT_NEAR(found.error[0], std::abs(found.vOfOrigin[0][0] - found.vOfOrigin[1][0]) / 2, 1e-12);
  EXPECT_NE(found.vOfOrigin[0][0], found.vOfOrigin[1][0]);
}

TEST_F(KinematicFemTest, takesBoxesThatAreNoCubes) {
  Atoms atoms = gas(600, 29);
  Mat3 matrix = atoms.box.matrix();
  matrix(0, 0) = 40;
  matrix(0, 1) = 5;  // sheared, too
  const Box cube = atoms.box;
  atoms.box = Box(matrix, atoms.box.origin(), {true, true, true});
  for (Vec3& p : atoms.positions) p = atoms.box.toCartesian(cube.toFractional(p));
  KinematicFemSettings settings;
  settings.k_invA = {0.4};
  settings.origins = 1;
  settings.orientations = 4;
  // 600 atoms in 40 x 29 x 29 (the sheared box keeps its volume).
  const double side = 0.61 * std::sqrt(2.0) / settings.aperture_invA;
  EXPECT_NEAR(kinematicFem(atoms, settings).atomsInColumn,
              600 * std::pow(side, 3) / atoms.box.volume(), 30);
}

TEST_F(KinematicFemTest, refusesWhatCannotBe) {
  const Atoms atoms = gas(50, 29);
  KinematicFemSettings settings;
  EXPECT_THROW(kinematicFem(atoms, settings), Error);  // no k
  settings.k_invA = {0.3};
  settings.aperture_invA = 0.02;  // 43 angstrom
  try {
    kinematicFem(atoms, settings);
    FAIL() << "a column larger than its model";
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("0.0297"), std::string::npos) << error.remedy();
  }
  settings.aperture_invA = 0.0305;
  const KinematicFemSettings good = settings;
  const auto refuses = [&](auto&& change) {
    KinematicFemSettings bad = good;
    change(bad);
    EXPECT_THROW(kinematicFem(atoms, bad), Error);
  };
  refuses([](auto& s) { s.k_invA = {0.4, 0.3}; });
  refuses([](auto& s) { s.k_invA = {-0.1, 0.3}; });
  refuses([](auto& s) { s.aperture_invA = 0; });
  refuses([](auto& s) { s.aperture_invA = 1e9; });  // columns without an atom
  refuses([](auto& s) { s.origins = 0; });
  refuses([](auto& s) { s.orientations = 1; });
  KinematicFemSettings least = good;
  least.k_invA = {0, 0.3};
  least.origins = 1;
  least.orientations = 2;
  EXPECT_EQ(kinematicFem(atoms, least).v.size(), 2u);
  Atoms open = atoms;
  open.box = Box(atoms.box.matrix(), atoms.box.origin(), {true, true, false});
  EXPECT_THROW(kinematicFem(open, settings), Error);
}

TEST_F(KinematicFemTest, fitsTheScaleOfAMeasuredVariance) {
  const std::vector<double> v = {0.02, 0.05, 0.03}, error = {1e-4, 2e-4, 1e-4};
  std::vector<double> measured;
  for (const double value : v) measured.push_back(value / 25);
  const VarianceFit exact = fitVariance(v, measured, error, 25);
  EXPECT_NEAR(exact.chiSquare, 0, 1e-12);
  EXPECT_NEAR(exact.bestScale, 25, 1e-9);
  EXPECT_NEAR(exact.bestChiSquare, 0, 1e-12);
  measured[1] += 2e-4;  // one standard error at one of three
  EXPECT_NEAR(fitVariance(v, measured, error, 25).chiSquare, 1.0 / 3, 1e-9);
}

// Two atoms of two elements anywhere but on an axis, about the middle of the box: the sum over the
// orientations of femsim, atom by atom, with and without its truncations. V is the variance of that
// sum over its mean squared.
TEST_F(KinematicFemTest, ofTwoElementsIsTheInterferenceOfTheirAmplitudes) {
  const Vec3 one(-1.1, 0.7, 0.4), other(2.1, -0.5, 1.3);
  Atoms atoms = emptyBox(29);
  atoms.add(29, one);
  atoms.add(40, other);
  KinematicFemSettings settings;
  settings.k_invA = {0.35, 0.6};
  settings.femsimOrientations = true;
  const ScatteringFactors factors(Parametrisation::kirkland);
  for (const bool tables : {false, true}) {
    settings.femsimTables = tables;
    const KinematicFem found = kinematicFem(atoms, settings);
    for (const std::size_t i : {0u, 1u}) {
      const double k = settings.k_invA[i];
      const double f1 = factors.factor(29, k), f2 = factors.factor(40, k);
      const auto amplitude = [&](const Vec2& at) {
        double x = 2 * M_PI * settings.aperture_invA * at.norm();
        if (tables) x = 0.005 * std::floor(x / 0.005);
        return 2 * std::cyl_bessel_j(1, x) / x;
      };
      const auto phases = [&](double r) {
        if (!tables) return std::cyl_bessel_j(0, 2 * M_PI * k * r);
        return std::cyl_bessel_j(0, 0.005 * std::floor(2 * M_PI * k * std::floor(r / 0.005)));
      };
      double sum = 0, squares = 0;
      int columns = 0;
      const auto add = [&](double psi, double theta) {
        const auto across = [&](const Vec3& p) {
          const double along = std::cos(psi) * p.y() - std::sin(psi) * p.x();
          return Vec2(std::cos(psi) * p.x() + std::sin(psi) * p.y(),
                      std::cos(theta) * along + std::sin(theta) * p.z());
        };
        const Vec2 a = across(one), b = across(other);
        const double intensity = std::pow(f1 * amplitude(a), 2) + std::pow(f2 * amplitude(b), 2) +
                                 2 * f1 * f2 * amplitude(a) * amplitude(b) * phases((a - b).norm());
        sum += intensity;
        squares += intensity * intensity;
        ++columns;
      };
      for (int j = 0; j < 20; ++j) {
        const double psi = j * M_PI / 20;
        const int n = static_cast<int>(20 * std::sin(psi));
        if (n == 0) add(0, 0);
        for (int step = 1; step <= n - 2; ++step) add(psi, step * M_PI / (n - 1));
      }
      // J0 linear within 0.005 angstrom: (2 pi 0.6 0.005)^2 / 16 = 2e-5, in a part of the sum.
      EXPECT_NEAR(found.intensity[i], sum / columns, 3e-5 * sum / columns);
      const double v = squares * columns / (sum * sum) - 1;
      EXPECT_GT(v, 0.01);
      EXPECT_NEAR(found.v[i], v, 1e-3 * v);
    }
  }
}

// --- Against the data and the program of the Voyles group: Zr50Cu35Al15. ---

Atoms modelOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string first, second;
  std::getline(in, first);
  std::getline(in, second);
  std::istringstream words(first.find('.') != std::string::npos ? first : second);
  const int count = std::stoi(first.find('.') != std::string::npos ? second : first);
  Vec3 edges;
  words >> edges[0] >> edges[1] >> edges[2];
  Atoms atoms;
  atoms.box = Box::orthogonal(edges, -edges / 2, {true, true, true});
  for (int i = 0; i < count; ++i) {
    std::string element;
    Vec3 p;
    in >> element >> p[0] >> p[1] >> p[2];
    atoms.add(atomicNumber(element), p);
  }
  return atoms;
}

std::vector<std::vector<double>> columnsOf(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<std::vector<double>> columns(3);
  for (std::string line; std::getline(in, line);) {
    for (char& c : line) c = c == ',' ? ' ' : c;
    std::istringstream words(line);
    double value = 0;
    for (std::size_t i = 0; i < 3 && words >> value; ++i) columns[i].push_back(value);
  }
  return columns;
}

double rmsOfRatio(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < b.size(); ++i) sum += std::pow(a[i] / b[i] - 1, 2);
  return std::sqrt(sum / static_cast<double>(b.size()));
}

TEST_F(KinematicFemTest, reproducesTheOutputOfFemsimWithItsTables) {
  GLASSCOPE_NEEDS_SHARED(folder, "data/zr50cu35al15_fem");
  const auto output = columnsOf(folder / "femsim_output_model_t3.txt");
  const Atoms model = modelOf(folder / "model_t3.xyz");
  KinematicFemSettings settings;
  settings.k_invA = output[0];
  settings.femsimOrientations = settings.femsimTables = true;
  const KinematicFem tables = kinematicFem(model, settings);
  EXPECT_LT(rmsOfRatio(tables.v, output[1]), 0.0030);
  for (std::size_t i = 0; i < output[0].size(); ++i) {
    EXPECT_NEAR(tables.v[i], output[1][i], 0.01 * output[1][i]) << output[0][i];
  }
  EXPECT_NEAR(tables.atomsInColumn, 1253.7, 0.1);
  // Without truncations V differs by what an independent evaluation found, 3.68 %.
  settings.femsimTables = false;
  EXPECT_NEAR(rmsOfRatio(kinematicFem(model, settings).v, output[1]), 0.0368, 0.0005);
}

// The factor is the authors' 3 t_exp / t_sim. The refined models fit their own data and no others.
TEST_F(KinematicFemTest, refinedModelsFitTheirDataAboutTheOriginTheyWereRefinedAt) {
  GLASSCOPE_NEEDS_SHARED(folder, "data/zr50cu35al15_fem");
  const auto chiSquare = [&](const char* model, const char* data) {
    const auto measured = columnsOf(folder / data);
    KinematicFemSettings settings;
    settings.k_invA = measured[0];
    settings.femsimOrientations = settings.femsimTables = true;
    const KinematicFem found = kinematicFem(modelOf(folder / model), settings);
    return fitVariance(found.v, measured[1], measured[2], 28.6378).chiSquare;
  };
  EXPECT_NEAR(chiSquare("model_t1.xyz", "vk_measured_t1.txt"), 0.0302, 0.0010);
  EXPECT_NEAR(chiSquare("model_t3.xyz", "vk_measured_t3.txt"), 0.0374, 0.0010);
  EXPECT_NEAR(chiSquare("model_unrefined.xyz", "vk_measured_t3.txt"), 71.5, 0.4);
}

}  // namespace
}  // namespace glasscope::compare
