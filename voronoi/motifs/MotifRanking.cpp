#include "voronoi/motifs/MotifRanking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/math/StandardError.h"
#include "core/system/Error.h"

namespace glasscope::voronoi {

namespace {

using Key = std::pair<int, VoronoiIndex>;

struct Moments {
  std::int64_t count = 0;
  double mean = 0, squares = 0;  // Welford's running sums
  void add(double value) {
    ++count;
    const double before = value - mean;
    mean += before / static_cast<double>(count);
    squares += before * (value - mean);
  }
  double standardError() const { return standardErrorOfMean(squares, static_cast<double>(count)); }
};

void sortWorstFirst(std::vector<MotifRanking::Class>& classes, bool highestIsWorst) {
  std::stable_sort(classes.begin(), classes.end(), [&](const auto& a, const auto& b) {
    return highestIsWorst ? a.mean > b.mean : a.mean < b.mean;
  });
}

}  // namespace

MotifRanking rankMotifs(const Atoms& atoms, const Column& field,
                        std::span<const VoronoiIndex> indices, std::span<const std::uint8_t> skip,
                        const MotifRankingSettings& settings) {
  if (!(settings.worstShare > 0 && settings.worstShare <= 1))
    throw Error(ErrorKind::usage, fmt::format("the worst share {} of motifs", settings.worstShare),
                "it is a fraction above 0 and at most 1", "use for example 0.1");
  const auto counts = [&](std::size_t i) { return !skip[i] && std::isfinite(field.values[i]); };
  std::map<Key, Moments> moments;
  std::int64_t atomsCounted = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (!counts(i)) continue;
    ++atomsCounted;
    moments[{atoms.atomicNumbers[i], indices[i]}].add(field.values[i]);
  }
  MotifRanking out;
  out.field = field.name;
  for (const auto& [key, m] : moments)
    if (m.count >= settings.fewest)
      out.classes.push_back({key.first, key.second, m.count, m.mean, m.standardError(), false});
  sortWorstFirst(out.classes, settings.highestIsWorst);
  std::map<Key, bool> worst;
  std::int64_t held = 0;
  for (auto& c : out.classes) {
    const double share = static_cast<double>(held + c.count) / static_cast<double>(atomsCounted);
    if (held > 0 && share > settings.worstShare) break;
    c.worst = true;
    worst[{c.centre, c.index}] = true;
    held += c.count;
    out.share = share;
  }
  out.marked.assign(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (counts(i)) out.marked[i] = worst.count({atoms.atomicNumbers[i], indices[i]}) ? 1 : 0;
  return out;
}

}  // namespace glasscope::voronoi
