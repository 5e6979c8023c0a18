#include "core/math/randomRotation.h"

#include <gtest/gtest.h>

namespace glasscope {
namespace {

// Even over all rotations: every element has the mean 0 and the mean square 1/3, and the trace,
// 1 + 2 cos of the angle, the mean 0 (Haar measure). Four thousand know a mean to 0.01.
TEST(randomRotation, isEvenOverAllOfThem) {
  constexpr int kCount = 4000;
  Mat3 mean = Mat3::Zero(), squares = Mat3::Zero();
  for (int i = 0; i < kCount; ++i) {
    Random random(3, "turn", 0, static_cast<std::uint64_t>(i));
    const Mat3 r = randomRotation(random);
    ASSERT_NEAR((r * r.transpose() - Mat3::Identity()).norm(), 0, 1e-12);
    ASSERT_GT(r(0, 0) * (r(1, 1) * r(2, 2) - r(1, 2) * r(2, 1)) -
                  r(0, 1) * (r(1, 0) * r(2, 2) - r(1, 2) * r(2, 0)) +
                  r(0, 2) * (r(1, 0) * r(2, 1) - r(1, 1) * r(2, 0)),
              0.99);  // no mirror
    mean += r / kCount;
    squares += Mat3(r.array().square()) / kCount;
  }
  EXPECT_LT(mean.cwiseAbs().maxCoeff(), 0.04);  // four standard errors
  EXPECT_LT((squares - Mat3::Constant(1.0 / 3)).cwiseAbs().maxCoeff(), 0.02);
}

}  // namespace
}  // namespace glasscope
