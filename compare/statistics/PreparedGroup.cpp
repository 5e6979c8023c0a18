#include "compare/statistics/PreparedGroup.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "compare/statistics/FourierBasis.h"
#include "compare/statistics/MoranBasis.h"
#include "core/maps/MapGrid.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

constexpr double kLeastShareOfPixels = 0.5;
constexpr double kMostMaskedForPhases = 0.2;
constexpr double kLeastShareOfVariance = 1e-4;

std::string inWords(const Map2& map) {
  return fmt::format("{} x {} pixels of {:.6g} x {:.6g} angstrom from ({:.6g}, {:.6g})", map.nx(),
                     map.ny(), map.pixel_A.x(), map.pixel_A.y(), map.origin_A.x(),
                     map.origin_A.y());
}

void checkGrids(const AssociationGroup& group) {
  const Map2& one = group.signals.front();
  for (const auto* maps : {&group.descriptors, &group.signals, &group.nulls, &group.covariates}) {
    for (const Map2& map : *maps) {
      if (MapGrid::of(one).matches(MapGrid::of(map))) continue;
      throw Error(
          ErrorKind::usage, fmt::format("'{}' and '{}' cannot be compared", one.name, map.name),
          fmt::format("they lie on different grids: {}, and {}", inWords(one), inWords(map)),
          "give maps of the same positions: scan both alike, or bring one onto the other");
    }
  }
}

std::size_t finitePixels(const Map2& map) {
  return static_cast<std::size_t>(std::count_if(map.values.begin(), map.values.end(),
                                                [](double v) { return std::isfinite(v); }));
}

// Means over squares of 2 x 2 pixels, of those that are finite; NaN where fewer than two are.
Map2 halved(const Map2& map) {
  Map2 result = map;
  result.values = Array2<double>(map.nx() / 2, map.ny() / 2);
  result.pixel_A = 2 * map.pixel_A;
  result.origin_A = map.origin_A + 0.5 * map.pixel_A;
  for (int x = 0; x < result.nx(); ++x) {
    for (int y = 0; y < result.ny(); ++y) {
      double sum = 0;
      int count = 0;
      for (const auto& [dx, dy] : {std::pair{0, 0}, {0, 1}, {1, 0}, {1, 1}}) {
        const double value = map.values(2 * x + dx, 2 * y + dy);
        if (!std::isfinite(value)) continue;
        sum += value;
        ++count;
      }
      result.values(x, y) = count > 1 ? sum / count : std::numeric_limits<double>::quiet_NaN();
    }
  }
  return result;
}

AssociationGroup halved(const AssociationGroup& group) {
  AssociationGroup result;
  const auto halve = [](const std::vector<Map2>& from, std::vector<Map2>& to) {
    for (const Map2& map : from) to.push_back(halved(map));
  };
  halve(group.descriptors, result.descriptors);
  halve(group.signals, result.signals);
  halve(group.nulls, result.nulls);
  halve(group.covariates, result.covariates);
  return result;
}

// Maps that carry information on too few pixels would cost all others theirs.
void dropEmptyMaps(AssociationGroup& group, std::vector<LeftOut>& leftOut) {
  std::size_t most = 0;
  for (const auto* maps : {&group.descriptors, &group.signals, &group.nulls}) {
    for (const Map2& map : *maps) most = std::max(most, finitePixels(map));
  }
  for (auto* maps : {&group.descriptors, &group.signals, &group.nulls, &group.covariates}) {
    std::erase_if(*maps, [&](const Map2& map) {
      const std::size_t finite = finitePixels(map);
      const bool drop = finite == 0 || static_cast<double>(finite) <
                                           kLeastShareOfPixels * static_cast<double>(most);
      if (drop) {
        leftOut.push_back({map.name, fmt::format("it carries information on {} pixels only, others "
                                                 "on up to {}",
                                                 finite, most)});
      }
      return drop;
    });
  }
}

PixelMask commonMask(const AssociationGroup& group) {
  const Map2& one = group.signals.front();
  PixelMask mask(one.nx(), one.ny(), 1);
  for (const auto* maps : {&group.descriptors, &group.signals, &group.nulls, &group.covariates}) {
    for (const Map2& map : *maps) {
      for (std::size_t i = 0; i < mask.size(); ++i) {
        if (!std::isfinite(map.values[i])) mask[i] = 0;
      }
    }
  }
  return mask;
}

std::size_t countOf(const PixelMask& mask) {
  return static_cast<std::size_t>(
      std::count_if(mask.begin(), mask.end(), [](unsigned char m) { return m != 0; }));
}

// The map prepared, or why it cannot be tested.
PreparedMap prepare(const PreparedGroup& group, const Map2& map, RowRole role, std::string& why) {
  PreparedMap result;
  result.name = map.name;
  result.role = role;
  result.plain = group.basis->expand(map.values);
  if (result.plain.empty()) {
    why = "it does not vary at the resolution of the probe";
    return result;
  }
  Array2<double> rest = group.covariates->residual(map.values);
  if (group.covariates->count() > 0 &&
      group.covariates->shareLeft(map.values) < kLeastShareOfVariance) {
    if (role != RowRole::null) {
      why = "slopes, thickness and composition explain all of it";
      return result;
    }
    rest = map.values;
    result.alone = true;
  }
  result.partial = group.basis->expand(rest);
  result.covariance = std::make_unique<Autocovariance>(rest, group.basis->mask(), map.periodic);
  for (const std::size_t i : group.pixels) {
    result.values.push_back(map.values[i]);
    result.rest.push_back(rest[i]);
  }
  return result;
}

// A map of the group, and where it belongs.
struct Wanted {
  const Map2* map;
  RowRole role;
  bool isSignal;
};

std::vector<Wanted> wantedOf(const AssociationGroup& group) {
  std::vector<Wanted> wanted;
  for (const Map2& map : group.descriptors) wanted.push_back({&map, RowRole::descriptor, false});
  for (const Map2& map : group.nulls) wanted.push_back({&map, RowRole::null, false});
  for (const Map2& map : group.signals) wanted.push_back({&map, RowRole::descriptor, true});
  return wanted;
}

bool usesMoran(SurrogateKind kind, const PixelMask& mask) {
  const double masked = 1 - static_cast<double>(countOf(mask)) / static_cast<double>(mask.size());
  return kind == SurrogateKind::moranRandomisation ||
         (kind == SurrogateKind::automatic && masked > kMostMaskedForPhases);
}

std::unique_ptr<SurrogateBasis> basisOf(bool moran, const PixelMask& mask) {
  if (moran) return std::make_unique<MoranBasis>(mask);
  return std::make_unique<FourierBasis>(mask);
}

}  // namespace

PreparedGroup::PreparedGroup(const AssociationGroup& given, SurrogateKind kind) {
  AssociationGroup group = given;
  if (group.signals.empty()) return;
  checkGrids(group);
  dropEmptyMaps(group, leftOut);
  if (group.signals.empty() || group.descriptors.size() + group.nulls.size() == 0) return;
  PixelMask mask = commonMask(group);
  const bool moran = usesMoran(kind, mask);
  while (moran && countOf(mask) > MoranBasis::kMostPixels) {
    group = halved(group);
    mask = commonMask(group);
    coarsening *= 2;
  }
  if (countOf(mask) < 4) {
    leftOut.push_back({group.signals.front().name, "the maps share fewer than four pixels"});
    return;
  }
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i]) pixels.push_back(i);
  }
  // Periodic maps have no slopes: their left edge is their right edge.
  covariates =
      std::make_unique<Covariates>(group.covariates, !group.signals.front().periodic, mask);
  basis = basisOf(moran, mask);
  for (const Array2<double>& direction : covariates->directions()) {
    directions.push_back(basis->expand(direction));
  }
  const std::vector<Wanted> wanted = wantedOf(group);
  std::vector<PreparedMap> prepared(wanted.size());
  std::vector<std::string> why(wanted.size());
  parallelFor(static_cast<std::int64_t>(wanted.size()), [&](std::int64_t index, int) {
    const auto i = static_cast<std::size_t>(index);
    prepared[i] = prepare(*this, *wanted[i].map, wanted[i].role, why[i]);
  });
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!why[i].empty())
      leftOut.push_back({wanted[i].map->name, why[i]});
    else
      (wanted[i].isSignal ? signals : first).push_back(std::move(prepared[i]));
  }
}

}  // namespace glasscope::compare
