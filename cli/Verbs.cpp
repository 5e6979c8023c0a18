#include "cli/Verb.h"

namespace glasscope::cli {

// Each in a file of its own, cli/verbs/<Name>Verb.cpp.
Verb runVerb();
Verb planVerb();
Verb simVerb();
Verb voronoiVerb();
Verb multisliceVerb();
Verb compareVerb();
Verb detectVerb();
Verb blindVerb();
Verb scoreVerb();
Verb sweepVerb();
Verb reportVerb();
Verb importVerb();
Verb reduceVerb();
Verb matchVerb();
Verb degradeVerb();
Verb pairsVerb();
Verb femVerb();
Verb shearVerb();
Verb mobilityVerb();
Verb propensityVerb();
Verb yieldVerb();
Verb infoVerb();
Verb citeVerb();
Verb validateVerb();
Verb helpVerb();

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      runVerb(),     planVerb(),   simVerb(),    voronoiVerb(),  multisliceVerb(),
      compareVerb(), detectVerb(), blindVerb(),  scoreVerb(),    sweepVerb(),
      reportVerb(),  importVerb(), reduceVerb(), matchVerb(),    degradeVerb(),
      pairsVerb(),   femVerb(),    shearVerb(),  mobilityVerb(), propensityVerb(),
      yieldVerb(),   infoVerb(),   citeVerb(),   validateVerb(), helpVerb()};
  return all;
}

}  // namespace glasscope::cli
