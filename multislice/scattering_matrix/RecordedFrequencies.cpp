#include "multislice/scattering_matrix/RecordedFrequencies.h"

#include <algorithm>
#include <numeric>

#include "multislice/scattering_matrix/BeamPanels.h"

namespace glasscope::multislice {

RecordedFrequencies::RecordedFrequencies(const Grid& grid,
                                         const std::vector<std::vector<bool>>& counted)
    : grid_(grid), at_(counted.size()) {
  for (std::size_t d = 0; d < counted.size(); ++d) {
    for (std::size_t k = 0; k < counted[d].size(); ++k) {
      if (counted[d][k]) at_[d].push_back(static_cast<std::uint32_t>(k));
    }
    first_.push_back(rows_);
    rows_ += at_[d].size();
  }
}

void RecordedFrequencies::record(int depth, std::span<const std::complex<float>> wave,
                                 std::span<std::complex<float>> values) const {
  std::complex<float>* value = values.data() + first_[depth];
  for (std::uint32_t k : at_[depth]) *value++ = wave[k];
}

std::vector<std::size_t> RecordedFrequencies::panelsFor(std::span<const Vec2>) const {
  std::vector<std::size_t> all((rows_ + BeamPanels::kRows - 1) / BeamPanels::kRows);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

void RecordedFrequencies::restore(int depth, const Vec2&, std::span<const std::size_t>,
                                  const float* product, std::span<std::complex<float>> wave) const {
  std::fill(wave.begin(), wave.end(), 0.0f);
  std::size_t row = first_[depth];
  for (std::uint32_t k : at_[depth]) {
    const float* at =
        product + row / BeamPanels::kRows * BeamPanels::kPanel + row % BeamPanels::kRows;
    wave[k] = {at[0], at[BeamPanels::kRows]};
    ++row;
  }
}

}  // namespace glasscope::multislice
