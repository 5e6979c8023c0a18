#include "report/PlotlyScript.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/report/RenderedPage.h"

namespace glasscope::report {
namespace {

TEST(PlotlyScript, isWhereTheBuildFoundIt) {
  EXPECT_GT(plotlyScript().size(), 500'000u);  // any whole build of plotly.js is megabytes
}

TEST(PlotlyScript, mayBeReplacedThroughTheEnvironment) {
  const TinyPlotly tiny("/* plotly.js of my own */");
  EXPECT_EQ(plotlyScript(), "/* plotly.js of my own */");
}

TEST(PlotlyScript, saysWhatToInstallWhenItIsGone) {
  const TinyPlotly tiny;
  setenv("GLASSCOPE_PLOTLY_JS", "/nowhere/plotly.js", 1);
  try {
    plotlyScript();
    FAIL() << "a missing plotly.js must be an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("/nowhere/plotly.js"));
    EXPECT_THAT(error.remedy(), ::testing::HasSubstr("python3-plotly"));
  }
}

TEST(PlotlyScript, refusesAFileThatIsSomethingElse) {
  const TinyPlotly other("<!doctype html><title>404</title>");
  EXPECT_THROW(plotlyScript(), Error);
}

}  // namespace
}  // namespace glasscope::report
