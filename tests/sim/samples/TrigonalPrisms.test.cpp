#include "sim/samples/TrigonalPrisms.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/samples/ShellDirections.h"
#include "sim/samples/ShellFit.h"

namespace glasscope::sim {
namespace {

// Palladium and a silicon whose ratio of radii is that of nine neighbours.
const std::map<int, double> kRadii = {{46, 1.37}, {14, 0.98}, {29, 1.28}};

TrigonalPrismSettings palladium() {
  TrigonalPrismSettings settings{{46, 14}, {0.8, 0.2}};
  settings.atoms = 160;
  return settings;
}

const Atoms& sample() {
  static const Atoms atoms = trigonalPrisms(palladium(), kRadii);
  return atoms;
}

std::vector<Vec3> nearestMetals(const Atoms& atoms, std::size_t centre) {
  std::vector<Vec3> apart;
  for (std::size_t k = 0; k < atoms.size(); ++k)
    if (atoms.atomicNumbers[k] != 14)
      apart.push_back(atoms.box.minimumImage(atoms.positions[k] - atoms.positions[centre]));
  std::ranges::sort(apart, {}, [](const Vec3& vector) { return vector.norm(); });
  return apart;
}

// "Metalloid coordination 9" (Gaskell 1979): nine metals touch, and the tenth is well behind them.
TEST(TrigonalPrisms, haveNineMetalNeighbours) {
  const double touching = 1.37 + 0.98;
  int nine = 0, metalloids = 0;
  double bond = 0;
  for (std::size_t i = 0; i < sample().size(); ++i) {
    if (sample().atomicNumbers[i] != 14) continue;
    ++metalloids;
    const std::vector<Vec3> apart = nearestMetals(sample(), i);
    nine += apart[8].norm() < 1.22 * touching && apart[9].norm() > 1.22 * touching;
    for (std::size_t k = 0; k < 9; ++k) bond += apart[k].norm() / 9;
  }
  ASSERT_EQ(metalloids, 32);
  EXPECT_GE(nine, 29);
  EXPECT_NEAR(bond / metalloids / touching, 1.02, 0.03);
}

TEST(TrigonalPrisms, metalloidsDoNotTouch) {
  for (std::size_t i = 0; i < 32; ++i)
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_GT(sample().box.minimumImage(sample().positions[k] - sample().positions[i]).norm(),
                1.3 * (1.37 + 0.98));
}

// What nine atoms make of themselves by touching alone would be further from a prism.
TEST(TrigonalPrisms, areCappedPrisms) {
  double squares = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    std::vector<Vec3> directions = nearestMetals(sample(), i);
    directions.resize(9);
    for (Vec3& direction : directions) direction.normalize();
    ShellFit fit(cappedPrism());
    const auto order = fit.match(directions);
    std::vector<Vec3> inOrder;
    for (const std::size_t n : order) inOrder.push_back(directions[n]);
    const Mat3 turned = fit.turn(inOrder);
    for (std::size_t n = 0; n < 9; ++n)
      squares += (turned * cappedPrism()[n] - inOrder[n]).squaredNorm() / (9 * 32);
  }
  EXPECT_LT(std::sqrt(squares), 0.2);  // 11 degrees
}

TEST(TrigonalPrisms, keepTheCompositionAndShareAccordingly) {
  sample().validate();
  EXPECT_EQ(sample().size(), 160u);
  double sum = 0;
  for (const double shells : sample().columns.at("shells").values) sum += shells;
  EXPECT_EQ(sum, 9 * 32);
  TrigonalPrismSettings settings{{29, 46, 14}, {0.4, 0.4, 0.2}};
  settings.atoms = 60;
  const Atoms three = trigonalPrisms(settings, kRadii);
  for (const auto& [z, wanted] : {std::pair{29, 24}, {46, 24}, {14, 12}})
    EXPECT_EQ(std::count(three.atomicNumbers.begin(), three.atomicNumbers.end(), z), wanted);
}

TEST(TrigonalPrisms, needMetalsAndAMetalloid) {
  TrigonalPrismSettings settings = palladium();
  settings.fractions = {0.6, 0.4};
  EXPECT_THROW(trigonalPrisms(settings, kRadii), Error);
  settings.fractions = {0.95, 0.05};
  EXPECT_THROW(trigonalPrisms(settings, kRadii), Error);
  settings = {{46}, {1}};
  EXPECT_THROW(trigonalPrisms(settings, kRadii), Error);
}

}  // namespace
}  // namespace glasscope::sim
