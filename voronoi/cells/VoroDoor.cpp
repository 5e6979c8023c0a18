#include "voronoi/cells/VoroDoor.h"

#include <cmath>

#include <Eigen/Geometry>
#include <voro++/voro++.hh>

#include "core/system/Error.h"
#include "voronoi/cells/VoroReference.h"

namespace glasscope::voronoi {

struct CellCutter::State {
  voro::voronoicell_neighbor cell;
};

namespace {

// The library keeps vertices at twice their coordinates.
constexpr double kStored = 0.5;

Vec3 vertexOf(const voro::voronoicell_neighbor& cell, int i) {
  return kStored * Vec3(cell.pts[3 * i], cell.pts[3 * i + 1], cell.pts[3 * i + 2]);
}

int nextEdge(const voro::voronoicell_neighbor& cell, int vertex, int edge) {
  return edge == cell.nu[vertex] - 1 ? 0 : edge + 1;
}

/// Walks once around the face that begins with edge j of vertex i, marking its edges as seen.
void measureFace(const voro::voronoicell_neighbor& cell, int i, int j, CellMeasures& out) {
  const Vec3 first = vertexOf(cell, i);
  Vec3 here = first, twiceArea = Vec3::Zero();
  int vertex = i, edge = j, edges = 0;
  do {
    const int next = cell.ed[vertex][edge];
    cell.ed[vertex][edge] = -1 - next;
    const Vec3 there = vertexOf(cell, next);
    out.edgeLength.push_back(static_cast<float>((there - here).norm()));
    twiceArea += (here - first).cross(there - first);
    edge = nextEdge(cell, next, cell.ed[vertex][cell.nu[vertex] + edge]);
    vertex = next;
    here = there;
    ++edges;
  } while (vertex != i);
  const double area = 0.5 * twiceArea.norm();
  out.id.push_back(cell.ne[i][j]);
  out.area.push_back(area);
  out.edgeCount.push_back(edges);
  out.surface += area;
  out.volume += first.dot(twiceArea) / 6;  // signed: the origin may lie outside
}

void unmarkEdges(const voro::voronoicell_neighbor& cell) {
  for (int i = 0; i < cell.p; ++i)
    for (int j = 0; j < cell.nu[i]; ++j)
      if (cell.ed[i][j] < 0) cell.ed[i][j] = -1 - cell.ed[i][j];
}

}  // namespace

CellCutter::CellCutter() : state_(std::make_unique<State>()) {}
CellCutter::~CellCutter() = default;

void CellCutter::start(double halfWidth) {
  const double h = halfWidth;
  state_->cell.init(-h, h, -h, h, -h, h);
}

bool CellCutter::cut(const Vec3& unit, double distance, int id) {
  return state_->cell.nplane(unit.x(), unit.y(), unit.z(), 2 * distance, id);
}

double CellCutter::reach() const {
  return kStored * std::sqrt(state_->cell.max_radius_squared());
}

void CellCutter::vertices(std::vector<Vec3>& out) const {
  out.resize(static_cast<std::size_t>(state_->cell.p));
  for (int i = 0; i < state_->cell.p; ++i)
    out[static_cast<std::size_t>(i)] = vertexOf(state_->cell, i);
}

void CellCutter::measure(CellMeasures& out) const {
  out.volume = out.surface = 0;
  out.id.clear();
  out.area.clear();
  out.edgeCount.clear();
  out.edgeLength.clear();
  const auto& cell = state_->cell;
  for (int i = 0; i < cell.p; ++i)
    for (int j = 0; j < cell.nu[i]; ++j)
      if (cell.ed[i][j] >= 0) measureFace(cell, i, j, out);
  unmarkEdges(cell);
  out.volume = std::abs(out.volume);
}

double bareVoroVolume(const Atoms& atoms) {
  if (!atoms.box.isOrthogonal() || !atoms.box.fullyPeriodic())
    throw Error(ErrorKind::usage, "bare Voro++ was asked for a box that it cannot take",
                "its plain container is orthogonal and periodic", "use tessellate() instead");
  constexpr double kAtomsPerBlock = 4;  // the fastest of 4, 6 and 8
  const Vec3 l = atoms.box.lengths();
  const double block = std::cbrt(kAtomsPerBlock * l.prod() / static_cast<double>(atoms.size()));
  const auto blocks = [&](int d) { return std::max(1, static_cast<int>(l[d] / block)); };
  voro::container container(0, l.x(), 0, l.y(), 0, l.z(), blocks(0), blocks(1), blocks(2), true,
                            true, true, 8);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Vec3 p = atoms.box.wrap(atoms.positions[i]) - atoms.box.origin();
    container.put(static_cast<int>(i), p.x(), p.y(), p.z());
  }
  voro::c_loop_all loop(container);
  voro::voronoicell_neighbor cell;
  std::vector<int> neighbours, orders;
  std::vector<double> areas;
  double volume = 0;
  if (loop.start()) do {
      if (!container.compute_cell(cell, loop)) continue;
      volume += cell.volume();
      cell.neighbors(neighbours);
      cell.face_orders(orders);
      cell.face_areas(areas);
    } while (loop.inc());
  return volume;
}

}  // namespace glasscope::voronoi
