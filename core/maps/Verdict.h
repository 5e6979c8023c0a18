#pragma once

#include <array>

#include "core/settings/Words.h"

namespace glasscope {

/// What may be said of a pair of maps.
enum class Verdict {
  visible,          ///< beyond chance, over the whole table
  notBeyondChance,  ///< an effect that matters would have been seen, and was not
  couldNotBeSeen,   ///< the test was too weak for an effect that matters
  tooFewAreas,      ///< too few independent areas: no claim
  untested
};
constexpr auto wordsOf(Verdict) {
  return std::array{Word{Verdict::visible, "visible"},
                    Word{Verdict::notBeyondChance, "not beyond chance"},
                    Word{Verdict::couldNotBeSeen, "could not have been seen"},
                    Word{Verdict::tooFewAreas, "too few independent areas"},
                    Word{Verdict::untested, "not tested"}};
}

}  // namespace glasscope
