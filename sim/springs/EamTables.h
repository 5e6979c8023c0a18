#pragma once

#include <array>
#include <vector>

#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// Which second derivative of a table is meant. LAMMPS interpolates by cubics that are continuous
/// in value and slope only: their second derivative jumps at every knot (some 1e-3 angstrom apart).
enum class Curvature {
  smooth,    ///< second derivatives at the knots by the five-point rule, linear between
  piecewise  ///< of the cubic itself: what forces answer to displacements of 1e-5 angstrom
};

/// The words that a result carries for it.
const char* curvatureText(Curvature curvature);

/// A function tabulated at equal steps from zero, interpolated as LAMMPS' pair styles eam do
/// (five-point slopes at the knots, cubic Hermite between), so that energies and forces are
/// LAMMPS' to rounding.
class TableFunction {
 public:
  TableFunction() = default;
  TableFunction(const std::vector<double>& values, double step);

  struct Value {
    double value = 0, first = 0, second = 0;
  };
  /// Beyond the last knot: the value at the knot.
  Value at(double x, Curvature curvature) const;
  double end() const { return step_ * static_cast<double>(cubics_.size() - 1); }
  /// The smallest argument beyond which the table is zero.
  double reach() const { return reach_; }

 private:
  double step_ = 1, reach_ = 0;
  std::vector<std::array<double, 4>> cubics_;  // of the fraction of a step, lowest power first
  std::vector<double> second_;                 // at the knots
};

/// The functions of an EAM or Finnis-Sinclair model for the elements of a potential; types count
/// from 0 in the order of Potential::elements().
class EamTables {
 public:
  /// Nothing when the potential is no such model.
  static std::optional<EamTables> of(const Potential& potential);

  double cutoff_A() const { return cutoff_A_; }
  /// Where all density functions have vanished, at most the cut-off.
  double densityReach_A() const { return densityReach_A_; }
  /// Beyond it an embedding function is a straight line.
  double largestDensity() const { return embedding_.front().end(); }

  const TableFunction& embedding(int type) const { return embedding_[index(type)]; }
  const TableFunction& density(int of, int at) const { return density_[index(of, at)]; }
  TableFunction::Value pair(int one, int other, double r_A, Curvature curvature) const;

 private:
  std::size_t index(int type) const { return static_cast<std::size_t>(type); }
  std::size_t index(int one, int other) const {
    return index(one) * embedding_.size() + index(other);
  }

  double cutoff_A_ = 0, densityReach_A_ = 0;
  std::vector<TableFunction> embedding_, density_, rPhi_;
};

}  // namespace glasscope::sim
