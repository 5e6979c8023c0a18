#pragma once

#include <cmath>

#include "compare/statistics/AssociationSettings.h"
#include "core/maps/Map2.h"

namespace glasscope::compare::planted {

/// Exactly so many surrogates of the linear test, and none of the costly measures.
inline AssociationSettings plainSettings(int surrogates) {
  AssociationSettings settings;
  settings.surrogates = surrogates;
  settings.adaptive = false;
  settings.dependenceSurrogates = 0;
  return settings;
}

/// share * a + sqrt(1 - share^2) * b: of two maps of one variance, correlation `share` with a.
inline Map2 mixture(const Map2& a, const Map2& b, double share) {
  Map2 map = a;
  map.name = "mixture";
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    map.values[i] = share * a.values[i] + std::sqrt(1 - share * share) * b.values[i];
  }
  return map;
}

}  // namespace glasscope::compare::planted
