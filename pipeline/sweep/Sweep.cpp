#include "pipeline/sweep/Sweep.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/math/Sobol.h"
#include "core/system/Error.h"
#include "pipeline/case/CaseFile.h"

namespace glasscope::pipeline {

namespace {

const std::vector<std::string> kOwnNames = {"sweep", "axis"};

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, why, remedy);
}

void requireOneSample(const Case& c) {
  if (c.samples > 1 || !c.replicas.empty())
    refuse("The case of a sweep has further samples (voronoi.samples, voronoi.replicas)",
           "every sample of a sweep stands for itself",
           "leave them out, and add an axis over case.seed or configuration.file");
  const auto over = [](const std::string& name, const SeriesCase& series) {
    if (series.empty()) return;
    refuse(fmt::format("'{}' has a series over '{}' in a sweep", name, series.key),
           "every sample of a sweep has one value of every setting",
           fmt::format("write [[axis]] with key = \"{}\" in its place",
                       series.key.find('.') == std::string::npos
                           ? fmt::format("scan.{}.{}", name, series.key)
                           : series.key));
  };
  for (const ScanCase& scan : c.scans) over(scan.name, scan.series);
  for (const ImageCase& image : c.images) over(image.name, image.series);
  const bool records =
      std::any_of(c.scans.begin(), c.scans.end(), [](const auto& scan) { return scan.enabled; }) ||
      std::any_of(c.images.begin(), c.images.end(),
                  [](const auto& image) { return image.enabled; });
  if (!records)
    refuse("The case of a sweep records nothing", "no scan and no image is enabled",
           "add a [[scan]]; see 'glasscope help scan'");
}

void requireDifferentKeys(const std::vector<SweepAxis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (axes[i].key != axes[j].key) continue;
      refuse(fmt::format("Two axes are over {}", axes[i].key),
             fmt::format("axis {} and axis {}, and a sample has one value of it", j + 1, i + 1),
             "join their values, or leave one of them out");
    }
  }
}

// As a number that cannot overflow: what is asked for may be absurd.
double countOf(const Sweep& sweep) {
  double count = 1;
  for (const auto& group : axisGroups(sweep)) {
    const SweepAxis& first = sweep.axes[group.front()];
    for (const std::size_t other : group) {
      const SweepAxis& axis = sweep.axes[other];
      if (axis.size() == first.size()) continue;
      refuse(fmt::format("The axes zipped as '{}' do not go together", first.zip),
             fmt::format("{} has {} values, and {} has {}", first.key, first.size(), axis.key,
                         axis.size()),
             "give as many values to each, or leave zip out for a product");
    }
    count *= static_cast<double>(first.size());
  }
  return count;
}

void requireFew(const Sweep& sweep) {
  const double count = countOf(sweep);
  if (count <= static_cast<double>(sweep.settings.mostSamples)) return;
  refuse(fmt::format("The sweep asks for {:.15g} samples", count),
         fmt::format("sweep.most_samples allows {}", sweep.settings.mostSamples),
         "give fewer values, zip axes that need not form a product, or raise sweep.most_samples");
}

// The points of the Sobol axes of a group: the dimensions of one sequence.
std::map<std::size_t, std::vector<double>> sobolOf(const Sweep& sweep,
                                                   const std::vector<std::size_t>& group) {
  std::vector<std::size_t> axes;
  for (const std::size_t axis : group)
    if (sweep.axes[axis].sobol) axes.push_back(axis);
  std::map<std::size_t, std::vector<double>> all;
  if (axes.empty()) return all;
  const auto points = sobolPoints(static_cast<std::size_t>(sweep.axes[axes.front()].size()),
                                  axes.size(), static_cast<std::uint64_t>(sweep.settings.seed));
  for (std::size_t d = 0; d < axes.size(); ++d)
    for (const auto& point : points) all[axes[d]].push_back(point[d]);
  return all;
}

}  // namespace

bool isSweepFile(const std::filesystem::path& path) {
  return hasTables(path, kOwnNames);
}

Sweep readSweep(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  SharedCaseFile file = readSharedCase(path, kOwnNames, overrides);
  if (!file.own.contains("sweep") && !file.own.contains("axis"))
    refuse("This is no data set", path.string() + " has neither [sweep] nor [[axis]]",
           "a case without them is one sample: glasscope run");
  Sweep sweep;
  sweep.base = std::move(file.settings);
  if (file.own.contains("sweep")) {
    if (!file.own["sweep"].is_object())
      refuse("sweep is no table", path.string(), "write [sweep] and its keys below it");
    setFields(sweep.settings, file.own["sweep"], "sweep");
  }
  sweep.settings.validate();
  if (sweep.settings.name.empty()) sweep.settings.name = path.stem().string();
  requireOneSample(sweep.base);
  const FieldValue axes = file.own.value("axis", FieldValue::array());
  if (!axes.is_array())
    refuse("axis is a list of tables", path.string(), "write [[axis]] and its keys below it");
  for (std::size_t i = 0; i < axes.size(); ++i)
    sweep.axes.push_back(axisOf(axes[i], i, sweep.base, path.parent_path()));
  requireDifferentKeys(sweep.axes);
  requireFew(sweep);
  return sweep;
}

std::vector<std::vector<std::size_t>> axisGroups(const Sweep& sweep) {
  std::vector<std::vector<std::size_t>> groups;
  std::map<std::string, std::size_t> zipped;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const std::string& name = sweep.axes[i].zip;
    const auto [at, isNew] = zipped.emplace(name, groups.size());
    if (name.empty() || isNew) {
      groups.push_back({i});
    } else {
      groups[at->second].push_back(i);
    }
  }
  return groups;
}

std::vector<std::vector<FieldValue>> valuesOfAxes(const Sweep& sweep) {
  std::vector<std::vector<FieldValue>> values(sweep.axes.size());
  for (const auto& group : axisGroups(sweep)) {
    const auto points = sobolOf(sweep, group);
    for (const std::size_t axis : group) {
      const auto own = points.find(axis);
      values[axis] = valuesOfAxis(sweep.axes[axis], static_cast<std::uint64_t>(sweep.settings.seed),
                                  own == points.end() ? std::vector<double>() : own->second);
    }
  }
  return values;
}

}  // namespace glasscope::pipeline
