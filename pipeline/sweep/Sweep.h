#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/sweep/SweepAxis.h"
#include "pipeline/sweep/SweepSettings.h"

namespace glasscope::pipeline {

/// A data set as its file asks for it: a case, and keys of it that take several values.
struct Sweep {
  SweepSettings settings;
  Case base;
  std::vector<SweepAxis> axes;  ///< in the order of the file
};

/// Whether a case file is one of a sweep: it has the table [sweep] or a list [[axis]].
bool isSweepFile(const std::filesystem::path& path);

/// Reads a sweep: the tables of a case (or `case = "file.toml"`, with tables over it), [sweep] and
/// [[axis]]. `overrides` are of the case. Throws Error(usage) as reading a case does, for axes that
/// cannot be (axisOf), two over one key, zipped ones of unequal lengths, more samples than are
/// allowed, and cases that hold several samples themselves.
Sweep readSweep(const std::filesystem::path& path, const std::vector<std::string>& overrides);

/// Axes that go together: their indices. The groups form a product, the first varies slowest.
std::vector<std::vector<std::size_t>> axisGroups(const Sweep& sweep);

/// The values of every axis.
std::vector<std::vector<FieldValue>> valuesOfAxes(const Sweep& sweep);

}  // namespace glasscope::pipeline
