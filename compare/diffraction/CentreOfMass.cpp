#include <cmath>

#include "compare/diffraction/PatternSignals.h"

namespace glasscope::compare {

namespace {

class CentreOfMass : public PatternSignal {
 public:
  explicit CentreOfMass(const PatternContext& context) : grid_(&context.grid) {}

  std::vector<PatternMap> maps() const override {
    return {
        {"com_x", "1/angstrom", "Centre of mass of the pattern along x."},
        {"com_y", "1/angstrom", "Centre of mass of the pattern along y."},
        {"com_magnitude", "1/angstrom", "Distance of the centre of mass from the zero frequency."}};
  }

  // Inside the largest full circle, because the corners of a pattern would pull along the
  // diagonals.
  std::vector<double> measure(const Array2<double>& pattern) const override {
    double sum = 0, sumX = 0, sumY = 0;
    for (int x = 0; x < pattern.nx(); ++x) {
      for (int y = 0; y < pattern.ny(); ++y) {
        const std::size_t i = static_cast<std::size_t>(x) * pattern.ny() + y;
        if (grid_->k(i) > grid_->largestCircle_invA()) continue;
        sum += pattern[i];
        sumX += pattern[i] * grid_->frequency(x, y).x();
        sumY += pattern[i] * grid_->frequency(x, y).y();
      }
    }
    return {sumX / sum, sumY / sum, std::hypot(sumX / sum, sumY / sum)};
  }

 private:
  const DiffractionGrid* grid_;
};

}  // namespace

std::unique_ptr<PatternSignal> makeCentreOfMass(const PatternContext& context) {
  return std::make_unique<CentreOfMass>(context);
}

}  // namespace glasscope::compare
