#include "compare/measured/NumberFindings.h"

#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 5 x 4 different numbers that nothing can be said of.
Array2<double> plainImage() {
  Array2<double> image(5, 4);
  for (int x = 0; x < 5; ++x)
    for (int y = 0; y < 4; ++y) image(x, y) = 10 + x * x + 3 * y + x * y;
  return image;
}

std::vector<std::string> saidOf(const std::function<void(Array2<double>&)>& change) {
  Array2<double> image = plainImage();
  change(image);
  NumberFindings findings;
  findings.add(image);
  return findings.sentences();
}

TEST(NumberFindings, ofSensibleNumbersSayNothing) {
  EXPECT_THAT(saidOf([](auto&) {}), IsEmpty());
  EXPECT_THAT(saidOf([](auto& image) { image(2, 1) = 0; }), IsEmpty());
}

TEST(NumberFindings, countsWhatIsNotFiniteAndWhatIsNegativeOverAllImages) {
  Array2<double> one = plainImage(), two = plainImage();
  one(0, 0) = std::nan("");
  two(1, 0) = INFINITY;
  two(4, 3) = -2.5;
  two(3, 3) = -0.5;
  NumberFindings findings;
  findings.add(one);
  findings.add(two);
  EXPECT_EQ(findings.notFinite(), 2);
  EXPECT_THAT(findings.sentences(),
              ElementsAre(HasSubstr("2 of 40 numbers are not finite"),
                          AllOf(HasSubstr("2 of 40 numbers are negative"), HasSubstr("-2.5"))));
}

// The largest number of a type has all bits set; once or three times it may be chance.
TEST(NumberFindings, saysThatNumbersAreSaturated) {
  const auto with = [](double value, int times) {
    return saidOf([&](auto& image) {
      for (int i = 0; i < times; ++i) image[static_cast<std::size_t>(5 * i)] = value;
    });
  };
  for (const double full : {127.0, 255.0, 4095.0, 32767.0, 65535.0, 4294967295.0})
    EXPECT_THAT(with(full, 4), ElementsAre(HasSubstr("4 of 20 numbers are"))) << full;
  EXPECT_THAT(with(65535, 3), IsEmpty());
  for (const double other : {63.0, 256.0, 65534.0, 65536.0, 8589934591.0})
    EXPECT_THAT(with(other, 4), IsEmpty()) << other;
  // Below the largest of all they are numbers like others.
  EXPECT_THAT(saidOf([](auto& image) {
                for (const std::size_t i : {0, 5, 10, 15}) image[i] = 255;
                image(4, 3) = 1000;
              }),
              IsEmpty());
}

TEST(NumberFindings, saysWhichLinesDoNotVary) {
  EXPECT_THAT(saidOf([](auto& image) {
                for (int y = 0; y < 4; ++y) image(3, y) = 7;
              }),
              ElementsAre(HasSubstr("1 line(s) of one x does not vary: 3 ")));
  EXPECT_THAT(saidOf([](auto& image) {
                for (int x = 0; x < 5; ++x) image(x, 1) = 7, image(x, 2) = 8;
              }),
              ElementsAre(HasSubstr("2 line(s) of one y do not vary: 1, 2 ")));
  EXPECT_THAT(saidOf([](auto& image) {
                for (int y = 0; y < 3; ++y) image(3, y) = 7;
              }),
              IsEmpty())
      << "all but one number of a line";
  EXPECT_THAT(saidOf([](auto& image) { std::fill(image.begin(), image.end(), 4.0); }),
              ElementsAre("all numbers are 4"));
}

TEST(NumberFindings, namesTenLinesAtMostAndNoneOfThinImages) {
  const auto dead = [](int nx, int ny, int count) {
    Array2<double> image(nx, ny);
    for (int x = 0; x < nx; ++x)
      for (int y = 0; y < ny; ++y) image(x, y) = x < count ? 100 + x : 3 * x + y * y;
    NumberFindings findings;
    findings.add(image);
    return findings.sentences();
  };
  EXPECT_THAT(dead(12, 3, 10), ElementsAre(HasSubstr("0, 1, 2, 3, 4, 5, 6, 7, 8, 9 (")));
  EXPECT_THAT(dead(12, 3, 11), ElementsAre(HasSubstr("7, 8, 9, ... (")));
  EXPECT_THAT(dead(12, 2, 10), IsEmpty()) << "two numbers that agree are chance";
}

// Bytes in the wrong order: more than one number in a hundred is absurd.
TEST(NumberFindings, refusesNumbersThatNoDetectorGives) {
  const auto refused = [](double value, std::size_t times) {
    Array2<double> image(10, 20);
    for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<double>(i);
    for (std::size_t i = 0; i < times; ++i) image[3 + i] = value;
    NumberFindings findings;
    findings.add(image);
    try {
      findings.requireSensible("a.mrc");
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      EXPECT_THAT(error.what(), HasSubstr("a.mrc"));
      return true;
    }
    return false;
  };
  for (const double absurd : {1.1e30, -1.1e30, 0.9e-30, -0.9e-30}) {
    EXPECT_TRUE(refused(absurd, 3)) << absurd;
    EXPECT_FALSE(refused(absurd, 2)) << "two of two hundred";
  }
  for (const double large : {0.9e30, -0.9e30, 1.1e-30, 0.0}) EXPECT_FALSE(refused(large, 20));
  EXPECT_NO_THROW(NumberFindings().requireSensible("nothing"));
}

}  // namespace
}  // namespace glasscope::compare
