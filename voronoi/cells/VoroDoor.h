#pragma once

#include <memory>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::voronoi {

/// Measures of one convex cell; vectors are reused from cell to cell.
struct CellMeasures {
  double volume = 0, surface = 0;
  std::vector<int> id;            ///< [face] who cut it
  std::vector<double> area;       ///< [face]
  std::vector<int> edgeCount;     ///< [face]
  std::vector<float> edgeLength;  ///< [edge], face after face
};

/// The door to Voro++ (Rycroft, Chaos 19, 041111 (2009)): a convex polyhedron around the origin
/// that planes cut one after the other. Lengths should be of order one (the library's tolerance is
/// an absolute 1e-11). One object serves one thread.
class CellCutter {
 public:
  /// Identities above this and below zero belong to the faces of the starting cube.
  static constexpr int kLowestStart = -7;
  static bool isStart(int id) { return id < 0 && id > kLowestStart; }

  CellCutter();
  ~CellCutter();
  CellCutter(const CellCutter&) = delete;
  CellCutter& operator=(const CellCutter&) = delete;

  /// Begins with a cube of this half width.
  void start(double halfWidth);
  /// Keeps the side x . unit <= distance; returns false when nothing is left.
  bool cut(const Vec3& unit, double distance, int id);
  /// Largest distance of a vertex from the origin.
  double reach() const;
  /// Corners of the cell as it is now.
  void vertices(std::vector<Vec3>& out) const;
  /// Right also for cells that the origin is not inside of.
  void measure(CellMeasures& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace glasscope::voronoi
