#pragma once

#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/quench/MeltQuench.h"

namespace glasscope::sim {

inline void expectEqualBits(const Atoms& one, const Atoms& other, const std::string& which) {
  EXPECT_EQ(one.box.matrix(), other.box.matrix()) << which;
  EXPECT_EQ(one.box.origin(), other.box.origin()) << which;
  EXPECT_EQ(one.positions, other.positions) << which;
  EXPECT_EQ(one.velocities, other.velocities) << which;
  EXPECT_EQ(one.source, other.source) << which;
  EXPECT_EQ(one.step, other.step) << which;
  EXPECT_EQ(one.time_ps, other.time_ps) << which;
}

/// All but the states that only one of them may keep.
inline void expectEqualBits(const Glass& one, const Glass& other) {
  ASSERT_EQ(one.thermo.size(), other.thermo.size());
  for (std::size_t i = 0; i < other.thermo.size(); ++i) {
    EXPECT_EQ(one.thermo[i].phase, other.thermo[i].phase) << i;
    EXPECT_EQ(one.thermo[i].time_ps, other.thermo[i].time_ps) << i;
    EXPECT_EQ(one.thermo[i].temperature_K, other.thermo[i].temperature_K) << i;
    EXPECT_EQ(one.thermo[i].pressure_bar, other.thermo[i].pressure_bar) << i;
    EXPECT_EQ(one.thermo[i].strain, other.thermo[i].strain) << i;
    EXPECT_EQ(one.thermo[i].stress_GPa, other.thermo[i].stress_GPa) << i;
  }
  ASSERT_EQ(one.snapshots.size(), other.snapshots.size());
  for (std::size_t k = 0; k < other.snapshots.size(); ++k) {
    expectEqualBits(one.snapshots[k], other.snapshots[k], "snapshot " + std::to_string(k));
  }
  expectEqualBits(one.inherent, other.inherent, "inherent structure");
}

/// Runs until the protocol has been asked to stop `times` times, each time after one slice.
inline void interruptAfterSlices(std::size_t times, const std::function<Glass()>& run) {
  for (std::size_t i = 0; i < times; ++i) {
    requestInterrupt();
    try {
      run();
      ADD_FAILURE() << "the request to stop was not noticed in slice " << i;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::interrupted) << error.what();
    }
    clearInterrupt();
  }
}

}  // namespace glasscope::sim
