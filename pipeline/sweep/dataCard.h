#pragma once

#include <string>
#include <vector>

#include "pipeline/sweep/Shard.h"
#include "pipeline/sweep/SweepPool.h"

namespace glasscope::pipeline {

/// What goes along with a data set for people.
struct DataCard {
  std::string text;       ///< README.md
  std::string citations;  ///< BibTeX of all that the set rests on
};

/// What a set is and how it was made, its potentials with citations and where their licences stand,
/// what its work warned of, its limits, and what a naive use would get wrong.
DataCard dataCard(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                  std::size_t failed, const SweepPool& pool);

}  // namespace glasscope::pipeline
