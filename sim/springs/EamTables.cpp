#include "sim/springs/EamTables.h"

#include <algorithm>
#include <cmath>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

// Differences per step at the knots: five points inside, three and two at the ends.
std::vector<double> slopes(const std::vector<double>& values) {
  const std::size_t n = values.size();
  std::vector<double> slope(n);
  slope[0] = values[1] - values[0];
  slope[n - 1] = values[n - 1] - values[n - 2];
  if (n < 3) return slope;
  slope[1] = 0.5 * (values[2] - values[0]);
  slope[n - 2] = 0.5 * (values[n - 1] - values[n - 3]);
  for (std::size_t k = 2; k + 2 < n; ++k) {
    slope[k] = ((values[k - 2] - values[k + 2]) + 8 * (values[k + 1] - values[k - 1])) / 12;
  }
  return slope;
}

}  // namespace

const char* curvatureText(Curvature curvature) {
  return curvature == Curvature::smooth
             ? "second derivatives of the potential's table by five points at its knots (the "
               "table's own cubics jump there; the choice moves single atoms by 1 %)"
             : "second derivatives of the cubics between the knots of the potential's table";
}

TableFunction::TableFunction(const std::vector<double>& values, double step) : step_(step) {
  GLASSCOPE_ENSURE(values.size() >= 2 && step > 0, "a table has steps");
  const auto slope = slopes(values);
  second_ = slopes(slope);
  for (double& each : second_) each /= step * step;
  cubics_.resize(values.size());
  for (std::size_t k = 0; k + 1 < values.size(); ++k) {
    const double rise = values[k + 1] - values[k];
    cubics_[k] = {values[k], slope[k], 3 * rise - 2 * slope[k] - slope[k + 1],
                  slope[k] + slope[k + 1] - 2 * rise};
  }
  cubics_.back() = {values.back(), slope.back(), 0, 0};
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] != 0) reach_ = step * static_cast<double>(k + 1);
  }
}

TableFunction::Value TableFunction::at(double x, Curvature curvature) const {
  const double steps = std::max(0.0, x / step_);
  const std::size_t k =
      std::min(static_cast<std::size_t>(std::min(steps, 1e9)), cubics_.size() - 2);
  const double p = std::min(steps - static_cast<double>(k), 1.0);
  const auto& c = cubics_[k];
  Value result;
  result.value = ((c[3] * p + c[2]) * p + c[1]) * p + c[0];
  result.first = ((3 * c[3] * p + 2 * c[2]) * p + c[1]) / step_;
  result.second = curvature == Curvature::smooth ? second_[k] + p * (second_[k + 1] - second_[k])
                                                 : (6 * c[3] * p + 2 * c[2]) / (step_ * step_);
  return result;
}

std::optional<EamTables> EamTables::of(const Potential& potential) {
  const auto data = potential.eamData();
  if (!data) return std::nullopt;
  const std::size_t n = data->elements.size();
  std::vector<std::size_t> row;  // of each type in the data
  for (const int element : potential.elements()) {
    const auto found = std::find(data->elements.begin(), data->elements.end(), element);
    GLASSCOPE_ENSURE(found != data->elements.end(), "the potential was set up for its elements");
    row.push_back(static_cast<std::size_t>(found - data->elements.begin()));
  }
  EamTables tables;
  tables.cutoff_A_ = data->cutoff_A;
  for (const std::size_t one : row) {
    tables.embedding_.emplace_back(data->embedding_eV[one], data->deltaRho);
    for (const std::size_t other : row) {
      tables.density_.emplace_back(data->density[one * n + other], data->deltaR_A);
      tables.rPhi_.emplace_back(data->rPhi_eV_A[one * n + other], data->deltaR_A);
      tables.densityReach_A_ = std::max(tables.densityReach_A_, tables.density_.back().reach());
    }
  }
  tables.densityReach_A_ = std::min(tables.densityReach_A_, tables.cutoff_A_);
  return tables;
}

TableFunction::Value EamTables::pair(int one, int other, double r_A, Curvature curvature) const {
  const auto rPhi = rPhi_[index(one, other)].at(r_A, curvature);
  TableFunction::Value phi;
  phi.value = rPhi.value / r_A;
  phi.first = (rPhi.first - phi.value) / r_A;
  phi.second = (rPhi.second - 2 * phi.first) / r_A;
  return phi;
}

}  // namespace glasscope::sim
