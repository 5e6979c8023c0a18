#include "voronoi/cells/CellBuilder.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "voronoi/cells/Tessellation.h"

namespace glasscope::voronoi {

namespace {

/// First search radius in typical distances: most cells of a dense sample close within it.
constexpr double kFirstSearch = 1.9;
/// Atoms nearer than this (typical distances) cannot be told apart by the library.
constexpr double kCoinciding = 1e-7;
/// A search over more bins or images than this is refused.
constexpr double kMostBins = 4e6;
constexpr std::size_t kMostImages = 4'000'000;
/// Faces below this area (typical distances squared) are the square of the library's tolerance, not
/// faces.
constexpr double kNoArea = 1e-20;
constexpr int kFirstWall = -100;
/// Corners that a plane just touches count as reached.
constexpr double kCornerSlack = 1 + 1e-9;

std::vector<Vec3> scaled(const std::vector<Vec3>& vectors, double factor) {
  std::vector<Vec3> out;
  out.reserve(vectors.size());
  for (const auto& v : vectors) out.emplace_back(v * factor);
  return out;
}

Box scaled(const Box& box, double factor) {
  return Box(box.matrix() * factor, box.origin() * factor, box.periodic());
}

}  // namespace

CellBuilder::CellBuilder(const Atoms& atoms, std::span<const double> radii_A)
    : CellBuilder(atoms, radii_A, sampleFrame(atoms, radii_A), Region{}) {}

CellBuilder::CellBuilder(const Atoms& atoms, std::span<const double> radii_A,
                         const SampleFrame& frame, const Region& region)
    : atoms_(atoms),
      frame_(frame),
      region_(region),
      box_(scaled(atoms.box, 1 / frame.unit_A)),
      bins_(box_, scaled(atoms.positions, 1 / frame.unit_A)) {
  for (const double r : radii_A) radii_.push_back(r / frame.unit_A);
  largestRadius2_ = std::pow(frame.largestRadius_A / frame.unit_A, 2);
  // Every cell of a periodic box lies within half of its longest diagonal; walls close the others.
  const Vec3 extent = frame.wallHigh - frame.wallLow;
  startHalfWidth_ = 2 * (box_.lengths().cwiseProduct(extent)).sum();
}

double CellBuilder::searchRadius(std::size_t atom, double reach) const {
  if (radii_.empty()) return 2 * reach;
  const double gain = largestRadius2_ - radii_[atom] * radii_[atom];
  return reach + std::sqrt(reach * reach + gain);
}

double CellBuilder::planeDistance(std::size_t atom, std::int32_t other, double distance) const {
  if (radii_.empty()) return 0.5 * distance;
  const double ri = radii_[atom], rj = radii_[static_cast<std::size_t>(other)];
  return 0.5 * (distance + (ri - rj) * (ri + rj) / distance);
}

void CellBuilder::failCoinciding(std::size_t atom, std::int32_t other) const {
  const auto j = static_cast<std::size_t>(other);
  const auto& p = atoms_.positions[atom];
  throw Error(ErrorKind::input,
              fmt::format("atoms {} and {} are both at ({:.6g}, {:.6g}, {:.6g}) angstrom",
                          atoms_.ids[atom], atoms_.ids[j], p.x(), p.y(), p.z()),
              "atoms on the same spot have no Voronoi cells of their own",
              "remove one of them, or check that the box belongs to these coordinates");
}

void CellBuilder::cutWalls(std::size_t atom, Scratch& scratch) const {
  scratch.walls.clear();
  const Vec3& f = bins_.fractional(atom);
  for (int d = 0; d < 3; ++d) {
    if (box_.periodic()[static_cast<std::size_t>(d)]) continue;
    const Vec3 normal = box_.inverse().row(d).transpose();  // |normal| = 1 / height
    const double height = 1 / normal.norm();
    for (const bool upper : {false, true}) {
      const double distance =
          height * (upper ? frame_.wallHigh[d] - f[d] : f[d] - frame_.wallLow[d]);
      const Vec3 unit = normal * (upper ? height : -height);
      const int id = kFirstWall - static_cast<int>(scratch.walls.size());
      scratch.walls.emplace_back(2 * distance * unit);
      scratch.cutter.cut(unit, distance, id);
    }
  }
}

void CellBuilder::gather(std::size_t atom, double inner, double outer, Scratch& scratch) const {
  if (bins_.binsWithin(outer) > kMostBins || scratch.images.size() > kMostImages)
    throw Error(
        ErrorKind::capacity,
        fmt::format("the Voronoi cell of atom {} reaches over more than {:.0e} images of the box",
                    atoms_.ids[atom], kMostBins),
        "the box is a needle or a plate with next to no atoms in it",
        "repeat the box along its short edges first");
  if (!region_.holdsBall(box_, bins_.fractional(atom), outer)) throw RegionTooNarrow{};
  const auto keep = [&](std::int32_t other, const Vec3& vector) {
    scratch.images.push_back({other, vector});
  };
  if (inner < 0) {
    bins_.search(atom, inner, outer, EveryBin{}, keep);
    return;
  }
  // Far searches come from few, stretched cells: only bins that can reach one of the corners count.
  scratch.cutter.vertices(scratch.corners);
  scratch.cornerReach2.clear();
  const double gain = radii_.empty() ? 0 : largestRadius2_ - radii_[atom] * radii_[atom];
  for (const auto& corner : scratch.corners) {
    const double reach = std::sqrt(corner.squaredNorm() + gain) + bins_.binRadius();
    scratch.cornerReach2.push_back(reach * reach);
  }
  const auto canCut = [&](const Vec3& binCentre) {
    for (std::size_t k = 0; k < scratch.corners.size(); ++k)
      if ((scratch.corners[k] - binCentre).squaredNorm() <= scratch.cornerReach2[k]) return true;
    return false;
  };
  // The very image is asked as well: what a cell is cut by must not depend on where bins begin.
  bins_.search(atom, inner, outer, canCut, [&](std::int32_t other, const Vec3& vector) {
    const auto reaches = [&](const Vec3& corner) {
      return (corner - vector).squaredNorm() <= (corner.squaredNorm() + gain) * kCornerSlack;
    };
    if (std::any_of(scratch.corners.begin(), scratch.corners.end(), reaches)) keep(other, vector);
  });
}

/// An order of images that depends on nothing but the sample.
bool CellBuilder::comesFirst(const ImageNeighbour& a, const ImageNeighbour& b) const {
  const auto idA = atoms_.ids[static_cast<std::size_t>(a.atom)];
  const auto idB = atoms_.ids[static_cast<std::size_t>(b.atom)];
  if (idA != idB) return idA < idB;
  return std::lexicographical_compare(a.vector.begin(), a.vector.end(), b.vector.begin(),
                                      b.vector.end());
}

bool CellBuilder::cutGathered(std::size_t atom, std::size_t firstImage, Scratch& scratch) const {
  scratch.planes.clear();
  for (auto k = firstImage; k < scratch.images.size(); ++k) {
    const auto& image = scratch.images[k];
    const double d = image.vector.norm();
    if (d < kCoinciding) failCoinciding(atom, image.atom);
    scratch.planes.push_back({planeDistance(atom, image.atom, d), static_cast<std::int32_t>(k)});
  }
  std::sort(scratch.planes.begin(), scratch.planes.end(), [&](const auto& a, const auto& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    return comesFirst(scratch.images[static_cast<std::size_t>(a.image)],
                      scratch.images[static_cast<std::size_t>(b.image)]);
  });
  double reach = scratch.cutter.reach();
  for (const auto& plane : scratch.planes) {
    if (plane.distance >= reach) break;
    const auto& vector = scratch.images[static_cast<std::size_t>(plane.image)].vector;
    if (!scratch.cutter.cut(vector.normalized(), plane.distance, plane.image)) return false;
    reach = scratch.cutter.reach();
  }
  return true;
}

BuiltCell CellBuilder::build(std::size_t atom, Scratch& scratch, std::vector<Face>& faces,
                             std::vector<float>& edges) const {
  scratch.images.clear();
  scratch.cutter.start(startHalfWidth_);
  cutWalls(atom, scratch);
  double searched = -1, wanted = kFirstSearch * frame_.spacing_A / frame_.unit_A;
  while (searched < wanted) {
    const auto known = scratch.images.size();
    gather(atom, searched, wanted, scratch);
    if (!cutGathered(atom, known, scratch)) {
      BuiltCell swallowed;
      swallowed.atom = static_cast<std::int32_t>(atom);
      return swallowed;
    }
    searched = wanted;
    // A cell that is still wide open shrinks as it is cut: go out step by step.
    wanted = std::max(searched, std::min(searchRadius(atom, scratch.cutter.reach()), 2 * searched));
  }
  return collect(atom, scratch, faces, edges);
}

BuiltCell CellBuilder::collect(std::size_t atom, Scratch& scratch, std::vector<Face>& faces,
                               std::vector<float>& edges) const {
  auto& measures = scratch.measures;
  scratch.cutter.measure(measures);
  BuiltCell cell;
  cell.atom = static_cast<std::int32_t>(atom);
  cell.volume = measures.volume;
  cell.surface = measures.surface;
  cell.reach = scratch.cutter.reach();
  auto edge = measures.edgeLength.begin();
  for (std::size_t k = 0; k < measures.id.size(); ++k) {
    const auto next = edge + measures.edgeCount[k];
    const int id = measures.id[k];
    if (measures.area[k] > kNoArea) {
      GLASSCOPE_ENSURE(!CellCutter::isStart(id), "a Voronoi cell must be closed");
      const bool wall = id <= kFirstWall;
      const auto index = static_cast<std::size_t>(wall ? kFirstWall - id : id);
      faces.push_back({wall ? Tessellation::kWall : scratch.images[index].atom,
                       measures.edgeCount[k], measures.area[k],
                       wall ? scratch.walls[index] : scratch.images[index].vector});
      edges.insert(edges.end(), edge, next);
      ++cell.faces;
      cell.open |= wall ? 1 : 0;
    }
    edge = next;
  }
  return cell;
}

}  // namespace glasscope::voronoi
