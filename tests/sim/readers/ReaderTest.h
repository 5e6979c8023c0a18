#pragma once

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/readers/ReadFrames.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::sim {

/// Writes text into a file of the test's own folder and reads it as a configuration.
class ReaderTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& text, const std::string& name = "input.txt") {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  std::vector<Atoms> read(const std::string& text, std::vector<int> elements = {},
                          FrameSelection frames = {}) {
    return readFrames(write(text), {std::move(elements), frames});
  }

  /// The error that reading this text must end in.
  Error errorOf(const std::string& text, std::vector<int> elements = {},
                FrameSelection frames = {}) {
    return errorOf([&] { read(text, std::move(elements), frames); });
  }

  static Error errorOf(const std::function<void()>& reads) {
    try {
      reads();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no Error was thrown";
    return {ErrorKind::internal, "", "", ""};
  }

  TemporaryFolder folder_;
};

}  // namespace glasscope::sim
