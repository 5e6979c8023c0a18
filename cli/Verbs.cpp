#include "cli/Verb.h"

namespace glasscope::cli {

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      runVerb(),     planVerb(),   simVerb(),      voronoiVerb(), multisliceVerb(),
      compareVerb(), detectVerb(), reportVerb(),   degradeVerb(), pairsVerb(),
      femVerb(),     infoVerb(),   validateVerb(), helpVerb()};
  return all;
}

}  // namespace glasscope::cli
