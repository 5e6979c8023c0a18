#include "multislice/scattering_matrix/BeamPanels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "multislice/scattering_matrix/BeamPanels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int kRows = BeamPanels::kRows, kPanel = BeamPanels::kPanel;
constexpr int kGroup = BeamCoefficients::kGroup;
static_assert(kGroup == 4);

/// sum <- sum + a b, complex, a the same for all lanes.
template <class V>
HWY_INLINE void multiplyAdd(V aRe, V aIm, V bRe, V bIm, V& re, V& im) {
  re = hn::NegMulAdd(aIm, bIm, hn::MulAdd(aRe, bRe, re));
  im = hn::MulAdd(aIm, bRe, hn::MulAdd(aRe, bIm, im));
}

/// Some beams of one panel times one group of four probes, added to what out[probe][re, im][row]
/// holds. Sums stay in registers; each number of the panel is loaded once for four probes.
void addGroup(const float* panel, const float* coefficients, int beams, float* HWY_RESTRICT out) {
  const hn::CappedTag<float, 16> d;
  using V = hn::Vec<decltype(d)>;
  const int lanes = static_cast<int>(hn::Lanes(d));
  for (int row = 0; row < kRows; row += lanes) {
    float* at = out + row;
    V re0 = hn::LoadU(d, at), im0 = hn::LoadU(d, at + kRows);
    V re1 = hn::LoadU(d, at + kPanel), im1 = hn::LoadU(d, at + kPanel + kRows);
    V re2 = hn::LoadU(d, at + 2 * kPanel), im2 = hn::LoadU(d, at + 2 * kPanel + kRows);
    V re3 = hn::LoadU(d, at + 3 * kPanel), im3 = hn::LoadU(d, at + 3 * kPanel + kRows);
    const float *s = panel + row, *c = coefficients;
    for (int b = 0; b < beams; ++b, s += kPanel, c += 2 * kGroup) {
      const V sRe = hn::LoadU(d, s), sIm = hn::LoadU(d, s + kRows);
      multiplyAdd(hn::Set(d, c[0]), hn::Set(d, c[4]), sRe, sIm, re0, im0);
      multiplyAdd(hn::Set(d, c[1]), hn::Set(d, c[5]), sRe, sIm, re1, im1);
      multiplyAdd(hn::Set(d, c[2]), hn::Set(d, c[6]), sRe, sIm, re2, im2);
      multiplyAdd(hn::Set(d, c[3]), hn::Set(d, c[7]), sRe, sIm, re3, im3);
    }
    hn::StoreU(re0, d, at), hn::StoreU(im0, d, at + kRows);
    hn::StoreU(re1, d, at + kPanel), hn::StoreU(im1, d, at + kPanel + kRows);
    hn::StoreU(re2, d, at + 2 * kPanel), hn::StoreU(im2, d, at + 2 * kPanel + kRows);
    hn::StoreU(re3, d, at + 3 * kPanel), hn::StoreU(im3, d, at + 3 * kPanel + kRows);
  }
}

}  // namespace glasscope::multislice::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glasscope::multislice {

HWY_EXPORT(addGroup);

BeamPanels::BeamPanels(int beams, std::size_t rows)
    : beams_(beams),
      rows_(rows),
      panels_((rows + kRows - 1) / kRows),
      values_(panels_ * kPanel * beams) {}

void BeamPanels::store(int beam, std::span<const std::complex<float>> values) {
  for (std::size_t p = 0; p < panels_; ++p) {
    float* at = values_.data() + (p * beams_ + beam) * kPanel;
    const std::size_t first = p * kRows, count = std::min<std::size_t>(kRows, rows_ - first);
    for (std::size_t r = 0; r < count; ++r) {
      at[r] = values[first + r].real();
      at[kRows + r] = values[first + r].imag();
    }
  }
}

void BeamPanels::multiply(std::size_t panel, const BeamCoefficients& probes, float* out,
                          std::size_t stride) const {
  constexpr int kGroup = BeamCoefficients::kGroup;
  RealImage sums(static_cast<std::size_t>(probes.groups()) * kGroup * kPanel, 0.0f);
  for (int b = 0; b < beams_; b += kBeamsTogether) {
    const float* block = values_.data() + (panel * beams_ + b) * kPanel;
    const int count = std::min(kBeamsTogether, beams_ - b);
    for (int g = 0; g < probes.groups(); ++g) {
      HWY_DYNAMIC_DISPATCH(addGroup)
      (block, probes.group(g, b), count,
       sums.data() + static_cast<std::size_t>(g) * kGroup * kPanel);
    }
  }
  for (int p = 0; p < probes.probes(); ++p) {
    std::copy_n(sums.data() + static_cast<std::size_t>(p) * kPanel, kPanel, out + p * stride);
  }
}

}  // namespace glasscope::multislice
#endif
