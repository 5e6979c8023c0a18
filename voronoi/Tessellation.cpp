#include "voronoi/Tessellation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/Error.h"
#include "core/Parallel.h"
#include "voronoi/CellBuilder.h"

namespace glasscope::voronoi {

namespace {

/// Atoms of one task: large enough to keep the queue cheap, small enough to balance the threads.
constexpr std::size_t kChunk = 256;
/// Cells fill the box up to rounding: each volume is good to about 1e-13 of itself.
constexpr double kFillTolerance = 1e-8;

void checkRadii(const Atoms& atoms, std::span<const double> radii_A) {
  if (radii_A.empty()) return;
  GLASSCOPE_ENSURE(radii_A.size() == atoms.size(), "one radius an atom");
  for (const double r : radii_A)
    if (!(r > 0) || !std::isfinite(r))
      throw Error(ErrorKind::input, fmt::format("radius {} angstrom of an atom", r),
                  "the radical tessellation needs positive radii",
                  "give a positive radius for every element");
}

/// What one task found, in the order in which it worked.
struct Chunk {
  std::vector<BuiltCell> cells;
  std::vector<Face> faces;
  std::vector<float> edges;
};

void allocate(Tessellation& out, const std::vector<Chunk>& chunks, std::size_t atoms) {
  out.volume_A3.resize(atoms);
  out.surface_A2.resize(atoms);
  out.reach_A.resize(atoms);
  out.open.resize(atoms);
  out.firstFace.assign(atoms + 1, 0);
  for (const auto& chunk : chunks)
    for (const auto& cell : chunk.cells) {
      const auto i = static_cast<std::size_t>(cell.atom);
      out.firstFace[i + 1] = cell.faces;
    }
  std::partial_sum(out.firstFace.begin(), out.firstFace.end(), out.firstFace.begin());
  const auto faces = static_cast<std::size_t>(out.firstFace.back());
  out.neighbour.resize(faces);
  out.neighbourVector_A.resize(faces);
  out.area_A2.resize(faces);
  out.firstEdge.assign(faces + 1, 0);
}

/// Copies a chunk to its place; edges go in a second sweep, when every face knows its edge count.
void placeCells(Tessellation& out, const Chunk& chunk, double unit) {
  const Face* face = chunk.faces.data();
  for (const auto& cell : chunk.cells) {
    const auto i = static_cast<std::size_t>(cell.atom);
    out.volume_A3[i] = cell.volume * unit * unit * unit;
    out.surface_A2[i] = cell.surface * unit * unit;
    out.reach_A[i] = cell.reach * unit;
    out.open[i] = cell.open;
    auto f = static_cast<std::size_t>(out.firstFace[i]);
    for (int k = 0; k < cell.faces; ++k, ++f, ++face) {
      out.neighbour[f] = face->neighbour;
      out.neighbourVector_A[f] = face->vector * unit;
      out.area_A2[f] = face->area * unit * unit;
      out.firstEdge[f + 1] = face->edges;
    }
  }
}

void placeEdges(Tessellation& out, const Chunk& chunk, double unit) {
  const float* edge = chunk.edges.data();
  for (const auto& cell : chunk.cells) {
    const auto i = static_cast<std::size_t>(cell.atom);
    const auto begin = out.firstEdge[static_cast<std::size_t>(out.firstFace[i])];
    const auto end = out.firstEdge[static_cast<std::size_t>(out.firstFace[i + 1])];
    for (auto e = begin; e < end; ++e)
      out.edgeLength_A[static_cast<std::size_t>(e)] = *edge++ * static_cast<float>(unit);
  }
}

Tessellation assemble(const std::vector<Chunk>& chunks, std::size_t atoms, double unit) {
  Tessellation out;
  allocate(out, chunks, atoms);
  const auto count = static_cast<std::int64_t>(chunks.size());
  parallelFor(count, [&](std::int64_t c, int) {
    placeCells(out, chunks[static_cast<std::size_t>(c)], unit);
  });
  std::partial_sum(out.firstEdge.begin(), out.firstEdge.end(), out.firstEdge.begin());
  out.edgeLength_A.resize(static_cast<std::size_t>(out.firstEdge.back()));
  parallelFor(count, [&](std::int64_t c, int) {
    placeEdges(out, chunks[static_cast<std::size_t>(c)], unit);
  });
  return out;
}

void checkFilled(const Tessellation& cells, double wanted_A3) {
  const double sum = std::accumulate(cells.volume_A3.begin(), cells.volume_A3.end(), 0.0);
  if (std::abs(sum - wanted_A3) <= kFillTolerance * wanted_A3) return;
  throw Error(ErrorKind::input,
              fmt::format("the Voronoi cells fill {:.10g} of the box's {:.10g} cubic angstrom", sum,
                          wanted_A3),
              "atoms that nearly coincide make cells that cannot be resolved",
              "look for overlapping atoms, or for a box that does not belong to the atoms");
}

}  // namespace

double Tessellation::planeDistance_A(std::size_t atom, std::int64_t face) const {
  const auto f = static_cast<std::size_t>(face);
  const double d = neighbourVector_A[f].norm();
  if (radii_A.empty() || neighbour[f] == kWall) return 0.5 * d;
  const double ri = radii_A[atom], rj = radii_A[static_cast<std::size_t>(neighbour[f])];
  return 0.5 * (d + (ri - rj) * (ri + rj) / d);
}

Tessellation tessellate(const Atoms& atoms, std::span<const double> radii_A) {
  atoms.validate();
  checkRadii(atoms, radii_A);
  const CellBuilder builder(atoms, radii_A);
  const auto& order = builder.order();
  std::vector<Chunk> chunks((atoms.size() + kChunk - 1) / kChunk);
  std::vector<CellBuilder::Scratch> scratch(static_cast<std::size_t>(threadCount()));
  parallelFor(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t c, int worker) {
    auto& chunk = chunks[static_cast<std::size_t>(c)];
    const auto begin = static_cast<std::size_t>(c) * kChunk;
    const auto end = std::min(begin + kChunk, order.size());
    for (auto k = begin; k < end; ++k)
      chunk.cells.push_back(builder.build(static_cast<std::size_t>(order[k]),
                                          scratch[static_cast<std::size_t>(worker)], chunk.faces,
                                          chunk.edges));
  });
  auto out = assemble(chunks, atoms.size(), builder.unit_A());
  out.weighting = radii_A.empty() ? Weighting::plain : Weighting::radical;
  out.box = atoms.box;
  out.radii_A.assign(radii_A.begin(), radii_A.end());
  checkFilled(out, builder.filledVolume_A3());
  return out;
}

}  // namespace glasscope::voronoi
