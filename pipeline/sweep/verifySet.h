#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace glasscope::pipeline {

/// What is wrong with a set, a line each; empty where everything is as it was written: files that
/// are gone, that were changed or are damaged (of a shard: which samples), shards of another
/// version, a manifest that says something else than the shards, families in two splits. Reads all
/// of it. Throws Error(input) where no finished set lies in the folder.
std::vector<std::string> verifySet(const std::filesystem::path& folder);

}  // namespace glasscope::pipeline
