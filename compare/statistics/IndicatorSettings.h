#pragma once

#include <cstdint>

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// How descriptors are ranked by how well they tell where a sample yields.
struct IndicatorSettings {
  int surrogates = 999;
  std::uint64_t seed = 1;

  void validate() const;  ///< throws Error(usage)
};

/// The seed is set beside it.
void eachField(MaybeConst<IndicatorSettings> auto& s, auto&& visit) {
  visit(Field{"surrogates",
              "Fields that are moved and mirrored at random against the atoms; the smallest p is "
              "one over their number",
              {19, 100000}},
        s.surrogates);
}

}  // namespace glasscope::compare
