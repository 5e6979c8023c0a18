#include "sim/frames/FrameSelection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FrameSelection, understandsEveryForm) {
  EXPECT_THAT(FrameSelection::parse("all").resolve(3), ElementsAre(0, 1, 2));
  EXPECT_THAT(FrameSelection::parse("-1").resolve(3), ElementsAre(2));
  EXPECT_THAT(FrameSelection::parse("1").resolve(3), ElementsAre(1));
  EXPECT_THAT(FrameSelection::parse("0:-1:10").resolve(25), ElementsAre(0, 10, 20));
  EXPECT_THAT(FrameSelection::parse("0:20:10").resolve(25), ElementsAre(0, 10, 20))
      << "the last counts";
  EXPECT_THAT(FrameSelection::parse("::2").resolve(4), ElementsAre(0, 2));
  EXPECT_THAT(FrameSelection::parse("-2:").resolve(4), ElementsAre(2, 3));
}

TEST(FrameSelection, refusesWhatItDoesNotUnderstand) {
  for (const char* text : {"", "x", "1:2:3:4", "0:5:0", "1.5", "0:-1:-1", "2:1", "-1:-2"})
    EXPECT_THROW(FrameSelection::parse(text), Error) << text;
}

TEST(FrameSelection, saysWhichFramesThereAre) {
  for (const char* text : {"3", "-4", "0:7"}) {
    try {
      FrameSelection::parse(text).resolve(3);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_THAT(error.why(), HasSubstr("3 frames, numbered 0 to 2"));
    }
  }
  EXPECT_THROW(FrameSelection::parse("2:-2").resolve(3), Error);
}

}  // namespace
}  // namespace glasscope::sim
