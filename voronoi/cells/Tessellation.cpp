#include "voronoi/cells/Tessellation.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "voronoi/cells/CellBuilder.h"

namespace glasscope::voronoi {

namespace {

/// Atoms of one task: large enough to keep the queue cheap, small enough to balance the threads.
constexpr std::size_t kChunk = 256;
/// Room that hardly any chunk outgrows: faces of a cell (14 to 15.5 on average), edges of a face
/// (less than six).
constexpr std::size_t kUsualFaces = 16, kUsualEdges = 6;
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
  out.firstEdge.resize(faces + 1);
  out.firstEdge.front() = 0;
}

/// Copies a chunk to its place; edges go in a second sweep, when every face knows its edge count.
/// What has been copied is given back at once: by many threads, and before the edges take memory.
void placeCells(Tessellation& out, Chunk& chunk, double unit) {
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
  chunk.faces = {};
}

void placeEdges(Tessellation& out, Chunk& chunk, double unit) {
  const float* edge = chunk.edges.data();
  for (const auto& cell : chunk.cells) {
    const auto i = static_cast<std::size_t>(cell.atom);
    const auto begin = out.firstEdge[static_cast<std::size_t>(out.firstFace[i])];
    const auto end = out.firstEdge[static_cast<std::size_t>(out.firstFace[i + 1])];
    for (auto e = begin; e < end; ++e)
      out.edgeLength_A[static_cast<std::size_t>(e)] = *edge++ * static_cast<float>(unit);
  }
  chunk = {};
}

Tessellation assemble(std::vector<Chunk> chunks, std::size_t atoms, double unit) {
  Tessellation out;
  allocate(out, chunks, atoms);
  const auto count = static_cast<std::int64_t>(chunks.size());
  interruptibleFor(count, [&](std::int64_t c, int) {
    placeCells(out, chunks[static_cast<std::size_t>(c)], unit);
  });
  std::partial_sum(out.firstEdge.begin(), out.firstEdge.end(), out.firstEdge.begin());
  out.edgeLength_A.resize(static_cast<std::size_t>(out.firstEdge.back()));
  interruptibleFor(count, [&](std::int64_t c, int) {
    placeEdges(out, chunks[static_cast<std::size_t>(c)], unit);
  });
  return out;
}

/// The cells of these atoms, in chunks.
std::vector<Chunk> computeCells(const CellBuilder& builder, std::span<const std::int32_t> atoms) {
  std::vector<Chunk> chunks((atoms.size() + kChunk - 1) / kChunk);
  std::vector<CellBuilder::Scratch> scratch(static_cast<std::size_t>(threadCount()));
  interruptibleFor(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t c, int worker) {
    auto& chunk = chunks[static_cast<std::size_t>(c)];
    const auto begin = static_cast<std::size_t>(c) * kChunk;
    const auto end = std::min(begin + kChunk, atoms.size());
    chunk.cells.reserve(end - begin);
    chunk.faces.reserve(kUsualFaces * (end - begin));
    chunk.edges.reserve(kUsualFaces * kUsualEdges * (end - begin));
    for (auto k = begin; k < end; ++k)
      chunk.cells.push_back(builder.build(static_cast<std::size_t>(atoms[k]),
                                          scratch[static_cast<std::size_t>(worker)], chunk.faces,
                                          chunk.edges));
  });
  return chunks;
}

Tessellation assembleFor(const Atoms& atoms, std::span<const double> radii_A,
                         std::vector<Chunk> chunks, double unit_A) {
  auto out = assemble(std::move(chunks), atoms.size(), unit_A);
  out.weighting = radii_A.empty() ? Weighting::plain : Weighting::radical;
  out.box = atoms.box;
  out.radii_A.assign(radii_A.begin(), radii_A.end());
  return out;
}

template <class T>
void pack(std::string& bytes, const std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T> || std::is_same_v<T, Face>);
  const std::uint64_t count = values.size();
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(values.data()), count * sizeof(T));
}

template <class T>
const char* unpack(const char* bytes, std::vector<T>& values) {
  std::uint64_t count = 0;
  std::memcpy(&count, bytes, sizeof count);
  values.resize(count);
  std::memcpy(static_cast<void*>(values.data()), bytes + sizeof count, count * sizeof(T));
  return bytes + sizeof count + count * sizeof(T);
}

/// Gives every rank the chunks of all, rank after rank.
std::vector<Chunk> exchange(std::vector<Chunk> own) {
  std::vector<Chunk> all;
  for (int rank = 0; rank < Mpi::size(); ++rank) {
    // Chunk after chunk: a message must stay below 2 GiB however large the sample.
    const bool mine = rank == Mpi::rank();
    const auto count = Mpi::broadcast(static_cast<std::int64_t>(own.size()), rank);
    for (std::int64_t c = 0; c < count; ++c) {
      std::string bytes;
      if (mine) {
        const Chunk& given = own[static_cast<std::size_t>(c)];
        pack(bytes, given.cells);
        pack(bytes, given.faces);
        pack(bytes, given.edges);
      }
      bytes = Mpi::broadcast(bytes, rank);
      Chunk chunk;
      unpack(unpack(unpack(bytes.data(), chunk.cells), chunk.faces), chunk.edges);
      all.push_back(std::move(chunk));
    }
  }
  return all;
}

}  // namespace

double Tessellation::planeDistance_A(std::size_t atom, std::int64_t face) const {
  const auto f = static_cast<std::size_t>(face);
  const double d = neighbourVector_A[f].norm();
  if (radii_A.empty() || neighbour[f] == kWall) return 0.5 * d;
  const double ri = radii_A[atom], rj = radii_A[static_cast<std::size_t>(neighbour[f])];
  return 0.5 * (d + (ri - rj) * (ri + rj) / d);
}

void requireFilled(std::span<const double> volume_A3, double wanted_A3) {
  const double sum = std::accumulate(volume_A3.begin(), volume_A3.end(), 0.0);
  if (std::abs(sum - wanted_A3) <= kFillTolerance * wanted_A3) return;
  throw Error(ErrorKind::input,
              fmt::format("the Voronoi cells fill {:.10g} of the box's {:.10g} cubic angstrom", sum,
                          wanted_A3),
              "atoms that nearly coincide make cells that cannot be resolved",
              "look for overlapping atoms, or for a box that does not belong to the atoms");
}

Tessellation tessellate(const Atoms& atoms, std::span<const double> radii_A) {
  atoms.validate();
  checkRadii(atoms, radii_A);
  const CellBuilder builder(atoms, radii_A);
  auto out = assembleFor(atoms, radii_A, computeCells(builder, builder.order()), builder.unit_A());
  requireFilled(out.volume_A3, builder.filledVolume_A3());
  return out;
}

Tessellation tessellateOverRanks(const Atoms& atoms, std::span<const double> radii_A) {
  if (Mpi::size() == 1) return tessellate(atoms, radii_A);
  atoms.validate();
  checkRadii(atoms, radii_A);
  const CellBuilder builder(atoms, radii_A);
  const auto n = atoms.size(), ranks = static_cast<std::size_t>(Mpi::size());
  const auto share = [&](std::size_t rank) { return n * rank / ranks; };
  const auto begin = share(static_cast<std::size_t>(Mpi::rank()));
  const auto end = share(static_cast<std::size_t>(Mpi::rank()) + 1);
  const std::span own(builder.order().data() + begin, end - begin);
  auto out = assembleFor(atoms, radii_A, exchange(computeCells(builder, own)), builder.unit_A());
  requireFilled(out.volume_A3, builder.filledVolume_A3());
  return out;
}

std::optional<Tessellation> tessellatePiece(const Atoms& piece, std::span<const double> radii_A,
                                            const SampleFrame& frame, const Region& region,
                                            std::size_t count) {
  checkRadii(piece, radii_A);
  const CellBuilder builder(piece, radii_A, frame, region);
  std::vector<std::int32_t> wanted;
  for (const auto atom : builder.order())
    if (static_cast<std::size_t>(atom) < count) wanted.push_back(atom);
  try {
    return assembleFor(piece, radii_A, computeCells(builder, wanted), frame.unit_A);
  } catch (const CellBuilder::RegionTooNarrow&) {
    return std::nullopt;
  }
}

}  // namespace glasscope::voronoi
