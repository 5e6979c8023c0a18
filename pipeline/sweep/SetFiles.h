#pragma once

#include <string>
#include <vector>

#include "pipeline/sweep/SweepFolders.h"
#include "pipeline/sweep/SweepPool.h"

namespace glasscope::pipeline {

/// What stands beside the shards of a finished set: manifest.csv, failures.csv, README.md (the data
/// card), citations.bib, index.html and, written last, set.json with the hash of every file. Shards
/// of an earlier form of the set that no longer belong to it are removed.
void writeSetFiles(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                   const SweepFolders& folders, const SweepPool& pool);

/// Stands for all that a set is made of: two programs on one folder have to agree on it.
std::string setIdentity(const Sweep& sweep, const SweepSamples& all);

/// Whether set.json in the folder is that of this set with all shards as they lie there.
bool isFinished(const std::string& identity, const SweepFolders& folders);

}  // namespace glasscope::pipeline
