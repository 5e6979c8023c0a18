#include "voronoi/motifs/IndexConvention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/cells/VoroDoor.h"

namespace glasscope::voronoi {

namespace {

using Rule = IndexConvention::Rule;

constexpr std::int64_t kChunk = 512;
/// A cell that is cut again grows; this many times its old reach is always enough room.
constexpr double kRoom = 8;

void check(const IndexConvention& convention) {
  const double t = convention.threshold;
  const bool fraction =
      convention.rule == Rule::dropFaceFraction || convention.rule == Rule::cutAgain;
  if (t >= 0 && std::isfinite(t) && (!fraction || t <= 0.5)) return;
  throw Error(ErrorKind::usage, fmt::format("threshold {} of the index convention", t),
              "a threshold is not negative, and as a fraction of a cell's surface at most 0.5",
              "use for example 0.01 of the surface, or edges of 0.1 angstrom");
}

int edgesThatCount(const Tessellation& cells, std::size_t face, const IndexConvention& convention) {
  const auto begin = cells.firstEdge[face], end = cells.firstEdge[face + 1];
  if (convention.rule != Rule::dropShortEdges) return static_cast<int>(end - begin);
  int edges = 0;
  for (auto e = begin; e < end; ++e)
    if (cells.edgeLength_A[static_cast<std::size_t>(e)] >= convention.threshold) ++edges;
  return edges;
}

VoronoiIndex countFaces(const Tessellation& cells, std::size_t atom,
                        const IndexConvention& convention) {
  VoronoiIndex index;
  const auto end = static_cast<std::size_t>(cells.firstFace[atom + 1]);
  for (auto f = static_cast<std::size_t>(cells.firstFace[atom]); f < end; ++f) {
    if (!faceCounts(cells, atom, f, convention)) continue;
    const int edges = edgesThatCount(cells, f, convention);
    if (edges >= VoronoiIndex::kFewestEdges) index.add(edges);
  }
  return index;
}

/// Makes the indices of one atom after the other, each under some conventions in turn.
class IndexMaker {
 public:
  explicit IndexMaker(const Tessellation& cells) : cells_(cells) {}

  VoronoiIndex make(std::size_t atom, const IndexConvention& convention) {
    return convention.rule == Rule::cutAgain ? cutAgain(atom, convention)
                                             : countFaces(cells_, atom, convention);
  }

 private:
  /// Cuts the cell by the neighbours with large faces alone. When these leave the cell unbounded,
  /// the raw index stands.
  VoronoiIndex cutAgain(std::size_t atom, const IndexConvention& convention) {
    const auto begin = cells_.firstFace[atom], end = cells_.firstFace[atom + 1];
    nearest_.clear();
    for (auto f = begin; f < end; ++f)
      if (faceCounts(cells_, atom, static_cast<std::size_t>(f), convention))
        nearest_.emplace_back(cells_.planeDistance_A(atom, f) / cells_.reach_A[atom], f);
    if (static_cast<std::int64_t>(nearest_.size()) == end - begin)
      return countFaces(cells_, atom, {});
    // Faces are kept from the largest downwards: as many are the same.
    if (atom != lastAtom_ || nearest_.size() != lastKept_) last_ = cutByNearest(atom);
    lastAtom_ = atom;
    lastKept_ = nearest_.size();
    return last_;
  }

  VoronoiIndex cutByNearest(std::size_t atom) {
    const auto& vectors = cells_.neighbourVector_A;
    // Nearest first, so that the cell is small from the beginning and few vertices are made in
    // vain.
    std::sort(nearest_.begin(), nearest_.end());
    cutter_.start(kRoom);
    for (const auto& [distance, f] : nearest_)
      cutter_.cut(vectors[static_cast<std::size_t>(f)].normalized(), distance, static_cast<int>(f));
    cutter_.measure(measures_);
    VoronoiIndex index;
    for (std::size_t k = 0; k < measures_.id.size(); ++k) {
      if (CellCutter::isStart(measures_.id[k])) return countFaces(cells_, atom, {});
      index.add(measures_.edgeCount[k]);
    }
    return index;
  }

  const Tessellation& cells_;
  CellCutter cutter_;
  CellMeasures measures_;
  std::vector<std::pair<double, std::int64_t>> nearest_;
  VoronoiIndex last_;  // by cutting again, of:
  std::size_t lastAtom_ = std::numeric_limits<std::size_t>::max(), lastKept_ = 0;
};

}  // namespace

bool faceCounts(const Tessellation& cells, std::size_t atom, std::size_t face,
                const IndexConvention& convention) {
  switch (convention.rule) {
    case Rule::dropFaceFraction:
    case Rule::cutAgain:
      return cells.area_A2[face] >= convention.threshold * cells.surface_A2[atom];
    case Rule::dropFaceArea:
      return cells.area_A2[face] >= convention.threshold;
    case Rule::raw:
    case Rule::dropShortEdges:
      return true;
  }
  return true;
}

std::string IndexConvention::text() const {
  switch (rule) {
    case Rule::raw:
      return "raw";
    case Rule::dropFaceFraction:
      return fmt::format("faces < {:g} % dropped", 100 * threshold);
    case Rule::dropFaceArea:
      return fmt::format("faces < {:g} A^2 dropped", threshold);
    case Rule::dropShortEdges:
      return fmt::format("edges < {:g} A ignored", threshold);
    case Rule::cutAgain:
      return fmt::format("cut again < {:g} %", 100 * threshold);
  }
  return "";
}

std::vector<IndexConvention> usualConventions() {
  return {{Rule::raw, 0},
          {Rule::dropFaceFraction, 0.01},
          {Rule::dropFaceFraction, 0.02},
          {Rule::dropShortEdges, 0.1},
          {Rule::dropShortEdges, 0.3},
          {Rule::cutAgain, 0.01},
          {Rule::cutAgain, 0.02}};
}

std::vector<VoronoiIndex> voronoiIndices(const Tessellation& cells,
                                         const IndexConvention& convention) {
  return std::move(indicesUnder(cells, std::span(&convention, 1)).front());
}

std::vector<std::vector<VoronoiIndex>> indicesUnder(const Tessellation& cells,
                                                    std::span<const IndexConvention> conventions) {
  for (const auto& convention : conventions) check(convention);
  const auto n = static_cast<std::int64_t>(cells.size());
  std::vector<std::vector<VoronoiIndex>> indices(conventions.size());
  for (auto& list : indices) list.resize(cells.size());
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    IndexMaker maker(cells);
    for (auto i = chunk * kChunk; i < std::min(n, (chunk + 1) * kChunk); ++i)
      for (std::size_t c = 0; c < conventions.size(); ++c) {
        const auto atom = static_cast<std::size_t>(i);
        indices[c][atom] = maker.make(atom, conventions[c]);
      }
  });
  return indices;
}

Fraction validFraction(const Tessellation& cells, const std::vector<VoronoiIndex>& indices) {
  std::int64_t closed = 0, valid = 0;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (cells.open[i] || cells.facesOf(i) == 0) continue;
    ++closed;
    if (indices[i].obeysEuler()) ++valid;
  }
  return binomialFraction(valid, closed);
}

}  // namespace glasscope::voronoi
