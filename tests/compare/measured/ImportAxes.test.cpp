#include "compare/measured/ImportAxes.h"

#include <functional>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using enum AxisRole;

class Arrays : public MeasuredFile {
 public:
  explicit Arrays(std::vector<std::string> paths) {
    for (std::string& path : paths) arrays_.push_back({std::move(path), "", {}, {}});
  }
  std::string format() const override { return "test"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t, const Shape&, const Shape&) const override { return {}; }

 private:
  std::vector<MeasuredArray> arrays_;
};

std::string messageOf(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

TEST(ImportAxes, anArrayIsChosenByItsPathOrItsNumber) {
  const Arrays one({"/data/a"}), three({"/data/a", "/data/b", "c"});
  EXPECT_EQ(chooseArray(one, "f.h5", ""), 0u);
  EXPECT_EQ(chooseArray(three, "f.h5", "/data/b"), 1u);
  EXPECT_EQ(chooseArray(three, "f.h5", "data/b"), 1u);
  EXPECT_EQ(chooseArray(three, "f.h5", "c"), 2u);
  EXPECT_EQ(chooseArray(three, "f.h5", "2"), 2u);
  EXPECT_THAT(messageOf([&] { chooseArray(three, "f.h5", ""); }),
              AllOf(HasSubstr("holds 3 arrays"), HasSubstr("1: /data/b")));
  EXPECT_THAT(messageOf([&] { chooseArray(three, "f.h5", "3"); }), HasSubstr("no array '3'"));
  EXPECT_THAT(messageOf([&] { chooseArray(one, "f.h5", "b"); }), HasSubstr("no array 'b'"));
}

TEST(ImportAxes, twentyArraysAreNamed) {
  std::vector<std::string> paths;
  for (int i = 0; i < 20; ++i) paths.push_back(fmt::format("/a{}", i));
  EXPECT_THAT(messageOf([&] { chooseArray(Arrays(paths), "f", ""); }),
              AllOf(HasSubstr("19: /a19"), Not(HasSubstr("..."))));
  paths.emplace_back("/a20");
  EXPECT_THAT(messageOf([&] { chooseArray(Arrays(paths), "f", ""); }),
              AllOf(HasSubstr("19: /a19"), Not(HasSubstr("/a20")), HasSubstr("; ...")));
}

// Axes of the given units, with roles where the file tells them.
std::vector<AxisRole> roles(const std::vector<std::string>& units,
                            const std::vector<AxisRole>& known = {},
                            const std::vector<AxisRole>& given = {}) {
  MeasuredArray array{"/a", "", {}, {}};
  for (std::size_t d = 0; d < units.size(); ++d) {
    MeasuredAxis axis;
    axis.unit = units[d];
    axis.size = d + 2;
    if (!known.empty()) axis.role = known[d];
    array.axes.push_back(axis);
  }
  return rolesOf(array, "f.h5", given);
}

TEST(ImportAxes, unitsTellWhatTheLastTwoAxesAre) {
  EXPECT_THAT(roles({"nm", "nm"}), ElementsAre(x, y));
  EXPECT_THAT(roles({"1/nm", "1/nm"}), ElementsAre(qx, qy));
  for (const char* angle : {"mrad", "rad", "mradian"})
    EXPECT_THAT(roles({angle, angle}), ElementsAre(qx, qy)) << angle;
  EXPECT_THAT(roles({"nm", "nm", "1/nm", "1/nm"}), ElementsAre(x, y, qx, qy));
  EXPECT_THAT(roles({"s", "nm", "nm"}), ElementsAre(frame, x, y));
  EXPECT_THAT(roles({"s", "1/nm", "1/nm"}), ElementsAre(frame, qx, qy));
  EXPECT_THAT(roles({"nm", "1/nm", "1/nm"}), ElementsAre(x, qx, qy)) << "a line of patterns";
  EXPECT_THAT(roles({"nm", "nm", "nm"}), ElementsAre(frame, x, y)) << "an image has no scan";
}

TEST(ImportAxes, whatUnitsDoNotTellHasToBeGiven) {
  for (const auto& units : {std::vector<std::string>{"", ""},
                            {"nm", "1/nm"},
                            {"nm", ""},
                            {"s", "nm", "1/nm", "1/nm"},
                            {"nm", "s", "1/nm", "1/nm"},
                            {"nm", "nm", "nm", "nm"}})
    EXPECT_THAT(messageOf([&] { roles(units); }), HasSubstr("does not tell what its axes are"));
}

TEST(ImportAxes, whatTheFileTellsAndWhatIsGivenStays) {
  EXPECT_THAT(roles({"", "nm", "nm"}, {frame, unknown, unknown}), ElementsAre(frame, x, y));
  EXPECT_THAT(roles({"nm", "nm"}, {y, x}), ElementsAre(y, x));
  EXPECT_THAT(roles({"nm", "nm"}, {}, {y, x}), ElementsAre(y, x));
  EXPECT_THAT(messageOf([] { roles({"nm", "nm"}, {}, {x, y, qx}); }), HasSubstr("names 3 axes"));
  EXPECT_THAT(messageOf([] { roles({"nm", "nm"}, {}, {x, x}); }), HasSubstr("'x' more than once"));
  EXPECT_THAT(messageOf([] { roles({"nm", "nm"}, {}, {x, unknown}); }), HasSubstr("'unknown'"));
}

}  // namespace
}  // namespace glasscope::compare
