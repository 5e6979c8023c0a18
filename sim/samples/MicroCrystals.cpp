#include "sim/samples/MicroCrystals.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/samples/CutSample.h"
#include "sim/samples/Nanocrystal.h"
#include "sim/springs/NeighbourSearch.h"
#include "sim/statics/RandomCrystal.h"
#include "sim/statics/shuffle.h"

namespace glasscope::sim {

namespace {

constexpr double kNearest = 0.7;  // of the distance of neighbours, below which one atom goes

// What else could own a site: points about that of a grain, its own images too, nearest first.
std::vector<Vec3> rivalsOf(const std::vector<Vec3>& points, std::size_t grain, double edge_A) {
  std::vector<Vec3> rivals;
  for (std::size_t k = 0; k < points.size(); ++k) {
    for (int x = -2; x <= 2; ++x) {
      for (int y = -2; y <= 2; ++y) {
        for (int z = -2; z <= 2; ++z) {
          if (k == grain && x == 0 && y == 0 && z == 0) continue;
          rivals.emplace_back(points[k] + edge_A * Vec3(x, y, z) - points[grain]);
        }
      }
    }
  }
  std::ranges::sort(rivals, {}, [](const Vec3& rival) { return rival.squaredNorm(); });
  return rivals;
}

bool isOwn(const Vec3& site, const std::vector<Vec3>& rivals) {
  const double squared = site.squaredNorm();
  for (const Vec3& rival : rivals) {
    if (rival.squaredNorm() > 4 * squared) return true;  // too far to be nearer
    if ((site - rival).squaredNorm() < squared) return false;
  }
  return true;
}

// Sites of one grain about its point.
std::vector<Vec3> sitesOf(const std::vector<Vec3>& rivals, double cell_A, double reach_A,
                          const Mat3& rotation) {
  const Vec3 corners[] = {{0, 0, 0}, {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5}};
  const int cells = static_cast<int>(std::ceil(reach_A / cell_A)) + 1;
  std::vector<Vec3> sites;
  for (int x = -cells; x <= cells; ++x) {
    for (int y = -cells; y <= cells; ++y) {
      for (int z = -cells; z <= cells; ++z) {
        for (const Vec3& corner : corners) {
          const Vec3 site = rotation * (cell_A * (Vec3(x, y, z) + corner));
          if (site.norm() <= reach_A && isOwn(site, rivals)) sites.push_back(site);
        }
      }
    }
  }
  return sites;
}

// One of two that are too near, the later one.
std::vector<bool> thinned(const Atoms& atoms, double nearest_A) {
  std::vector<bool> keeps(atoms.size(), true);
  const NeighbourSearch search(atoms, nearest_A);
  std::vector<std::vector<std::int32_t>> near(atoms.size());
  for (std::size_t at = 0; at < search.size(); ++at)
    search.visit(at, [&](std::int32_t other, const Vec3&, double) {
      near[static_cast<std::size_t>(search.order()[at])].push_back(
          search.order()[static_cast<std::size_t>(other)]);
    });
  for (std::size_t i = 0; i < atoms.size(); ++i)
    for (const std::int32_t other : near[i])
      if (static_cast<std::size_t>(other) < i && keeps[static_cast<std::size_t>(other)])
        keeps[i] = false;
  return keeps;
}

void giveElements(Atoms& atoms, const MicroCrystalSettings& s) {
  std::vector<int> elements =
      occupantsOf(s.elements, wholeCounts(s.fractions, static_cast<int>(atoms.size())));
  shuffle(elements, s.seed, "grain_elements");
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    atoms.atomicNumbers[i] = elements[i];
    atoms.ids[i] = static_cast<std::int64_t>(i) + 1;
  }
}

}  // namespace

Atoms microCrystals(const MicroCrystalSettings& s) {
  const double cell_A = std::sqrt(2.0) * s.nearest_A;
  const double volume_A3 = s.atoms * cell_A * cell_A * cell_A / 4, edge_A = std::cbrt(volume_A3);
  const auto grains = std::llround(volume_A3 / (s.grain_A * s.grain_A * s.grain_A));
  if (grains < 1)
    throw Error(
        ErrorKind::usage, "Less than one grain fits into the sample",
        fmt::format("its edge is {:.4g} angstrom, and sample.size_A {:g}", edge_A, s.grain_A),
        "take smaller grains, or more atoms");
  if (s.grain_A < cell_A)
    throw Error(ErrorKind::usage, "The grains are no crystals",
                fmt::format("sample.size_A = {:g} angstrom is less than one cell of {:.4g}",
                            s.grain_A, cell_A),
                "take larger grains");
  std::vector<Vec3> points;
  for (std::int64_t k = 0; k < grains; ++k) {
    Random random(s.seed, "grain", 0, static_cast<std::uint64_t>(k));
    points.emplace_back(edge_A * Vec3(random.uniform(), random.uniform(), random.uniform()));
  }
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(edge_A));
  std::vector<double> grainOf;
  for (std::size_t k = 0; k < points.size(); ++k) {
    throwIfInterrupted();
    const std::vector<Vec3> rivals = rivalsOf(points, k, edge_A);
    // No place of the cube is further from the next image of a point.
    const double reach_A = 0.5 * std::sqrt(3.0) * edge_A;
    for (const Vec3& site : sitesOf(rivals, cell_A, reach_A, randomRotation(s.seed, k))) {
      atoms.add(s.elements.front(), atoms.box.wrap(points[k] + site));
      grainOf.push_back(static_cast<double>(k));
    }
  }
  atoms.columns.add({"grain", "1", "number of the grain that the atom belongs to", grainOf});
  atoms = selected(atoms, thinned(atoms, kNearest * s.nearest_A));
  giveElements(atoms, s);
  atoms.source = "micro-crystalline model";
  return atoms;
}

}  // namespace glasscope::sim
