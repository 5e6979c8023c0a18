#pragma once

#include <string>
#include <vector>

#include "pipeline/sweep/SweepFolders.h"

namespace glasscope::pipeline {

/// index.html: a page that shows a finished set at a glance, without scripts and with nothing from
/// elsewhere: how many samples each split has, how the conditions are spread, a few samples. Reads
/// these few out of their shards.
std::string setPage(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                    const SweepFolders& folders);

}  // namespace glasscope::pipeline
