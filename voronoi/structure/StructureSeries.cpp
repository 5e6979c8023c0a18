#include "voronoi/structure/StructureSeries.h"

#include <cmath>
#include <limits>

#include "core/math/StandardError.h"
#include "core/system/Progress.h"
#include "voronoi/structure/Describe.h"
#include "voronoi/structure/SeriesPairs.h"

namespace glasscope::voronoi {

namespace {

constexpr std::size_t kFewestBlocks = 4;
constexpr std::size_t kFewestToBlock = 8;

double errorOf(std::span<const double> values) {
  return MeanAndError::of(values).error;
}

std::vector<double> defined(const std::vector<double>& values) {
  std::vector<double> out;
  for (const double v : values)
    if (std::isfinite(v)) out.push_back(v);
  return out;
}

bool sameConfiguration(const Atoms& a, const Atoms& b) {
  return a.box.matrix() == b.box.matrix() && a.box.origin() == b.box.origin() &&
         a.box.periodic() == b.box.periodic() && a.ids == b.ids &&
         a.atomicNumbers == b.atomicNumbers && a.positions == b.positions;
}

std::string errorText(SeriesKind kind, bool blocks) {
  if (kind == SeriesKind::process) return "none: the frames are those of a process";
  if (blocks)
    return "standard error of the mean by blocking (Flyvbjerg and Petersen 1989), the largest "
           "estimate with at least four blocks";
  return "standard error of the mean, frames taken as independent";
}

}  // namespace

double blockedError(std::span<const double> values) {
  double error = errorOf(values);
  if (values.size() < kFewestToBlock) return error;
  std::vector<double> blocks(values.begin(), values.end());
  while (blocks.size() / 2 >= kFewestBlocks) {
    for (std::size_t i = 0; i + 1 < blocks.size(); i += 2)
      blocks[i / 2] = 0.5 * (blocks[i] + blocks[i + 1]);
    blocks.resize(blocks.size() / 2);
    error = std::max(error, errorOf(blocks));
  }
  return error;
}

StructureSeries structureSeries(std::span<const Atoms> frames, SeriesKind kind,
                                const StructureReport& reference, const Atoms* described) {
  StructureSeries out;
  const bool blocks = kind == SeriesKind::trajectory && frames.size() >= kFewestToBlock;
  const bool process = kind == SeriesKind::process;
  out.errorMethod = errorText(kind, blocks);
  SeriesPairs pairs(reference);
  Progress progress("describing frames", static_cast<std::int64_t>(frames.size()));
  for (const auto& frame : frames) {
    out.step.push_back(frame.step);
    out.time_ps.push_back(frame.time_ps);
    out.source.push_back(frame.source);
    const bool known = described != nullptr && sameConfiguration(frame, *described);
    auto numbers = known ? reference.numbers : sampleNumbersOf(frame, reference);
    const auto shells = pairs.add(frame, known);
    numbers.insert(numbers.end(), shells.begin(), shells.end());
    if (out.quantities.empty())
      for (const auto& number : numbers) out.quantities.push_back({number.name, number.unit, {}});
    for (std::size_t q = 0; q < numbers.size(); ++q)
      out.quantities[q].values.push_back(numbers[q].value);
    progress.advance();
  }
  for (auto& quantity : out.quantities) {
    const auto values = process ? std::vector<double>{} : defined(quantity.values);
    quantity.mean = MeanAndError::of(values).mean;
    quantity.error = blocks ? blockedError(values) : errorOf(values);
  }
  if (frames.size() > 1 && !process) out.pairs = pairs.means(blocks ? blockedError : errorOf);
  return out;
}

}  // namespace glasscope::voronoi
