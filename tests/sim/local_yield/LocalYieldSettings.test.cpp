#include "sim/local_yield/LocalYieldSettings.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

TEST(LocalYieldSettings, refuseWhatCannotBeStrained) {
  const auto refused = [](auto&& change) {
    LocalYieldSettings settings;
    change(settings);
    EXPECT_THROW(settings.validate(), Error);
  };
  EXPECT_NO_THROW(LocalYieldSettings().validate());
  refused([](auto& s) { s.sites = -1; });
  refused([](auto& s) { s.radius_A = 1.9; });
  refused([](auto& s) { s.radius_A = 51; });
  refused([](auto& s) { s.directions.clear(); });
  refused([](auto& s) { s.directions.push_back(s.directions.front()); });
  refused([](auto& s) { s.step = 0.3; });
  refused([](auto& s) { s.step = 1e-9, s.smallestStep = 1e-9; });
  refused([](auto& s) { s.smallestStep = 0.01; });
  refused([](auto& s) { s.largestStrain = 0.6; });
  refused([](auto& s) { s.eventEnergy_eV = 0; });
  refused([](auto& s) { s.forceTolerance_eV_per_A = 0; });
}

}  // namespace
}  // namespace glasscope::sim
