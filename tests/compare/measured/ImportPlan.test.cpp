// How an array becomes a signal: what is taken from the file, in which unit, and what is given
// instead.
#include "compare/measured/ImportPlan.h"

#include <gmock/gmock.h>

#include "compare/measured/MeasuredFile.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope::compare {
namespace {

using enum AxisRole;
using testing::ElementsAre;
using testing::HasSubstr;

// A file of arrays without numbers.
class Described : public MeasuredFile {
 public:
  explicit Described(std::vector<MeasuredArray> arrays) : arrays_(std::move(arrays)) {}
  std::string format() const override { return "described"; }
  const std::vector<MeasuredArray>& arrays() const override { return arrays_; }
  std::vector<double> read(std::size_t, const Shape&, const Shape&) const override { return {}; }

 private:
  std::vector<MeasuredArray> arrays_;
};

ImportPlan planOf(const MeasuredArray& array, const ImportSettings& settings = {}) {
  return planImport(Described({array}), "file", settings);
}

std::string refusal(const MeasuredArray& array, const ImportSettings& settings = {}) {
  try {
    planOf(array, settings);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was refused";
}

// What is said of a number, and from where: "200 (the file)".
std::string said(const ImportPlan& plan, const std::string& name) {
  for (const ImportFact& fact : plan.facts)
    if (fact.name == name) return fact.value + " (" + fact.source + ")";
  return "";
}

MeasuredAxis axis(const char* name, const char* unit, std::uint64_t size, double origin,
                  double step, AxisRole role = unknown) {
  return {name, unit, size, origin, step, role};
}

// A 4-D scan whose four axes are of different lengths and steps, in the units of other programs.
MeasuredArray scan() {
  MeasuredArray array;
  array.path = "/data";
  array.axes = {axis("x", "nm", 3, 0, 0.2, x), axis("y", "nm", 5, 0, 0.3, y),
                axis("qx", "1/nm", 8, -0.6, 0.2, qx), axis("qy", "1/nm", 12, -1, 0.2, qy)};
  array.facts.voltage_kV = 200;
  array.facts.semiangle_mrad = 1.5;
  array.facts.cameraLength_mm = 500;
  array.facts.detectorPixel_um = 55;
  array.facts.dose_e_per_A2 = 40;
  array.facts.scanRotation_deg = -12.5;
  return array;
}

TEST(ImportPlan, scalesOfTheFileComeInAngstrom) {
  const ImportPlan plan = planOf(scan());
  EXPECT_EQ(plan.kind, ImportKind::patterns);
  EXPECT_THAT(plan.order, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(plan.shape.rx, 3);
  EXPECT_EQ(plan.shape.ry, 5);
  EXPECT_EQ(plan.shape.qx, 8);
  EXPECT_EQ(plan.shape.qy, 12);
  EXPECT_NEAR(plan.shape.rStep_A.x(), 2, 1e-12);
  EXPECT_NEAR(plan.shape.rStep_A.y(), 3, 1e-12);
  EXPECT_NEAR(plan.shape.qStep_invA, 0.02, 1e-12);
  // The zero lies where origin + index step is nought: 0.6 / 0.2 and 1 / 0.2.
  EXPECT_NEAR(plan.centre_px.x(), 3, 1e-12);
  EXPECT_NEAR(plan.centre_px.y(), 5, 1e-12);
  EXPECT_EQ(said(plan, "pixel_A"), "2 (the file)");
  EXPECT_EQ(said(plan, "pixel_y_A"), "3 (the file)");
  EXPECT_EQ(said(plan, "diffraction_pixel_invA"), "0.02 (the file)");
  EXPECT_EQ(said(plan, "centre_px"), "3,5 (the file)");
  EXPECT_EQ(said(plan, "voltage_kV"), "200 (the file)");
  EXPECT_EQ(said(plan, "convergence_semiangle_mrad"), "1.5 (the file)");
  EXPECT_EQ(said(plan, "camera_length_mm"), "500 (the file)");
  EXPECT_EQ(said(plan, "detector_pixel_um"), "55 (the file)");
  EXPECT_EQ(said(plan, "dose_e_per_A2"), "40 (the file)");
  EXPECT_EQ(said(plan, "scan_rotation_deg"), "-12.5 (the file)");
}

TEST(ImportPlan, whatIsGivenCountsMoreThanTheFile) {
  ImportSettings settings;
  settings.voltage_kV = 300;
  settings.semiangle_mrad = 2.5;
  settings.cameraLength_mm = 600;
  settings.detectorPixel_um = 150;
  settings.dose_e_per_A2 = 50;
  settings.scanRotation_deg = 0;
  settings.calibration.pixel_A = 4;
  settings.calibration.pixelY_A = 5;
  settings.calibration.diffractionPixel_invA = 0.03;
  settings.centre = PatternCentre::given;
  settings.centre_px = {2, 7};
  const ImportPlan plan = planOf(scan(), settings);
  takeWarnings();
  EXPECT_EQ(plan.shape.rStep_A, Vec2(4, 5));
  EXPECT_EQ(plan.shape.qStep_invA, 0.03);
  EXPECT_EQ(plan.centre_px, Vec2(2, 7));
  EXPECT_EQ(said(plan, "voltage_kV"), "300 (given)");
  EXPECT_EQ(said(plan, "convergence_semiangle_mrad"), "2.5 (given)");
  EXPECT_EQ(said(plan, "camera_length_mm"), "600 (given)");
  EXPECT_EQ(said(plan, "detector_pixel_um"), "150 (given)");
  EXPECT_EQ(said(plan, "dose_e_per_A2"), "50 (given)");
  EXPECT_EQ(said(plan, "scan_rotation_deg"), "0 (given)") << "no turn is a turn that is known";
  EXPECT_EQ(said(plan, "pixel_A"), "4 (given)");
  EXPECT_EQ(said(plan, "pixel_y_A"), "5 (given)");
  EXPECT_EQ(said(plan, "diffraction_pixel_invA"), "0.03 (given)");
  EXPECT_EQ(said(plan, "centre_px"), "2,7 (given)");
}

TEST(ImportPlan, whatNobodyTellsIsSaidNotToBeKnown) {
  MeasuredArray array = scan();
  array.facts = {};
  const ImportPlan plan = planOf(array);
  for (const char* name : {"voltage_kV", "convergence_semiangle_mrad", "camera_length_mm",
                           "detector_pixel_um", "dose_e_per_A2", "scan_rotation_deg"})
    EXPECT_EQ(said(plan, name), " (not told)") << name;
}

// lambda(200 kV) = 0.0250793 angstrom (Kirkland 2010).
TEST(ImportPlan, anglesBecomeFrequenciesByTheVoltage) {
  MeasuredArray array = scan();
  for (std::size_t d : {2, 3}) array.axes[d].unit = "mrad", array.axes[d].step = 0.5;
  EXPECT_NEAR(planOf(array).shape.qStep_invA, 5e-4 / 0.0250793, 1e-7);
  for (std::size_t d : {2, 3})
    array.axes[d].unit = "rad", array.axes[d].step = 5e-4, array.axes[d].origin = -2e-3;
  EXPECT_NEAR(planOf(array).shape.qStep_invA, 5e-4 / 0.0250793, 1e-7);
  array.facts.voltage_kV = kNotTold;
  EXPECT_THAT(refusal(array), HasSubstr("--diffraction_pixel_invA"));
}

// The zero of an axis without a unit, at its beginning or beyond its end says nothing.
TEST(ImportPlan, aZeroOutsideOfThePatternIsNoCentre) {
  for (const auto& [origin, unit] :
       {std::pair{0.0, "1/nm"}, {0.4, "1/nm"}, {-1.6, "1/nm"}, {-0.6, ""}, {-0.6, "pixels"}}) {
    MeasuredArray array = scan();
    array.axes[2].origin = origin;
    array.axes[2].unit = unit;
    ImportSettings settings;
    settings.calibration.diffractionPixel_invA = 0.02;
    EXPECT_THAT(refusal(array, settings), HasSubstr("--centre_px")) << origin << unit;
    takeWarnings();
  }
  // A centre that the file tells in pixels is along the axes of the file.
  MeasuredArray turned = scan();
  turned.facts.centre_px = Vec2(2, 9);
  EXPECT_EQ(planOf(turned).centre_px, Vec2(2, 9));
  std::swap(turned.axes[2], turned.axes[3]);  // qy, qx: 12 by 8 in the file
  turned.facts.centre_px = Vec2(9, 2);
  const ImportPlan plan = planOf(turned);
  EXPECT_EQ(plan.centre_px, Vec2(2, 9));
  EXPECT_EQ(plan.shape.qx, 8);
  EXPECT_THAT(plan.order, ElementsAre(0, 1, 3, 2));
}

TEST(ImportPlan, theMiddleOfAPatternIsThatOfEachSide) {
  MeasuredArray array = scan();
  array.axes[2].size = 9;
  array.axes[3].size = 14;
  ImportSettings settings;
  settings.centre = PatternCentre::middle;
  EXPECT_EQ(planOf(array, settings).centre_px, Vec2(4, 7));
  settings.centre = PatternCentre::given;
  settings.centre_px = {9, 14};
  EXPECT_EQ(planOf(array, settings).centre_px, Vec2(9, 14)) << "the far corner is the last place";
  for (const Vec2& outside : {Vec2(9.5, 3), Vec2(3, 14.5), Vec2(-0.5, 3), Vec2(3, -0.5)}) {
    settings.centre_px = outside;
    EXPECT_THAT(refusal(array, settings), HasSubstr("outside")) << outside.transpose();
  }
}

TEST(ImportPlan, pixelsThatAreNotSquareAreRefused) {
  MeasuredArray array = scan();
  array.axes[3].step = 0.2 * 1.0005;  // rounding of other programs
  EXPECT_NEAR(planOf(array).shape.qStep_invA, 0.02, 1e-12);
  array.axes[3].step = 0.2 * 1.002;
  EXPECT_THAT(refusal(array), HasSubstr("not square"));
}

// A list of patterns takes rows and columns from what is given, else from the file; where it is a
// scan, the step of the list is that of the scan.
TEST(ImportPlan, aListBecomesRowsAndColumns) {
  MeasuredArray array = scan();
  array.axes.erase(array.axes.begin());
  array.axes[0] = axis("n", "nm", 12, 0, 0.25, frame);
  array.facts.scanRows = 4;
  array.facts.scanColumns = 3;
  const ImportPlan plan = planOf(array);
  EXPECT_EQ(plan.shape.rx, 4);
  EXPECT_EQ(plan.shape.ry, 3);
  EXPECT_NEAR(plan.shape.rStep_A.x(), 2.5, 1e-12);
  EXPECT_NEAR(plan.shape.rStep_A.y(), 2.5, 1e-12);
  ImportSettings settings;
  settings.scanRows = 2;
  settings.scanColumns = 6;
  EXPECT_EQ(planOf(array, settings).shape.rx, 2);
  EXPECT_EQ(planOf(array, settings).shape.ry, 6);
  settings.scanColumns = 5;
  EXPECT_THAT(refusal(array, settings), HasSubstr("no scan of 2 x 5"));
  // One column is a list, whose places are not known and not needed.
  settings.scanRows = 12;
  settings.scanColumns = 1;
  array.axes[0].unit = "";
  EXPECT_EQ(planOf(array, settings).shape.rx, 12);
  EXPECT_EQ(planOf(array, settings).shape.ry, 1);
}

TEST(ImportPlan, imagesAndRingsKeepTheirScales) {
  MeasuredArray image;
  image.axes = {axis("t", "s", 7, 0, 1, frame), axis("", "nm", 4, 0, 0.1, x),
                axis("", "nm", 6, 0, 0.15, y)};
  const ImportPlan series = planOf(image);
  EXPECT_EQ(series.kind, ImportKind::series);
  EXPECT_EQ(series.frames, 7u);
  EXPECT_EQ(series.shape.rx, 4);
  EXPECT_EQ(series.shape.ry, 6);
  EXPECT_NEAR(series.shape.rStep_A.y(), 1.5, 1e-12);
  image.axes[0].size = 1;
  EXPECT_EQ(planOf(image).kind, ImportKind::map) << "one frame is an image";
  MeasuredArray rings;
  rings.axes = {axis("k", "1/nm", 100, 0.5, 0.25, k)};
  const ImportPlan profile = planOf(rings);
  EXPECT_EQ(profile.kind, ImportKind::profile);
  EXPECT_NEAR(profile.kStep_invA, 0.025, 1e-12);
  EXPECT_NEAR(profile.kOrigin_invA, 0.05, 1e-12);
  ImportSettings settings;
  settings.calibration.diffractionPixel_invA = 0.125;
  EXPECT_EQ(planOf(rings, settings).kStep_invA, 0.125);
  EXPECT_EQ(planOf(rings, settings).kOrigin_invA, 0) << "the file's origin is in its own scale";
}

// By units alone: lengths are an image, reciprocal lengths a pattern, what stands before them a
// scan.
TEST(ImportPlan, axesWithoutNamesAreKnownByTheirUnits) {
  const auto roles = [](const std::vector<const char*>& units) {
    MeasuredArray array;
    array.path = "/data";
    std::uint64_t size = 4;
    for (const char* unit : units) array.axes.push_back(axis("", unit, size++, -0.1, 0.1));
    std::string text;
    ImportSettings settings;
    settings.calibration.pixel_A = 1;
    settings.calibration.diffractionPixel_invA = 0.02;
    settings.centre = PatternCentre::middle;
    settings.scanRows = 4;
    settings.scanColumns = 1;
    try {
      const ImportPlan plan = planOf(array, settings);
      for (const std::size_t d : plan.order) text += std::to_string(d);
      text += plan.kind == ImportKind::patterns ? " patterns"
              : plan.kind == ImportKind::map    ? " map"
                                                : " series";
    } catch (const Error&) {
      text = "asked";
    }
    takeWarnings();
    return text;
  };
  EXPECT_EQ(roles({"nm", "A"}), "01 map");
  EXPECT_EQ(roles({"1/nm", "1/nm"}), "01 patterns");
  EXPECT_EQ(roles({"mrad", "mrad"}), "01 patterns");
  EXPECT_EQ(roles({"", "nm", "nm"}), "012 series");
  EXPECT_EQ(roles({"", "1/nm", "1/nm"}), "012 patterns");
  EXPECT_EQ(roles({"nm", "nm", "1/nm", "1/nm"}), "0123 patterns");
  EXPECT_EQ(roles({"nm", "1/nm"}), "asked");
  EXPECT_EQ(roles({"", ""}), "asked");
  EXPECT_EQ(roles({"s", "nm", "1/nm", "1/nm"}), "asked");
}

TEST(ImportPlan, theArrayIsChosenByPathOrNumber) {
  MeasuredArray one = scan(), other = scan();
  other.path = "/other";
  other.axes[0].size = 9;
  const Described file({one, other});
  const auto chosen = [&](const std::string& dataset) {
    ImportSettings settings;
    settings.dataset = dataset;
    return planImport(file, "file", settings).array;
  };
  EXPECT_EQ(chosen("/other"), 1u);
  EXPECT_EQ(chosen("other"), 1u);
  EXPECT_EQ(chosen("0"), 0u);
  EXPECT_EQ(chosen("1"), 1u);
  EXPECT_THROW(chosen(""), Error);
  EXPECT_THROW(chosen("2"), Error);
}

}  // namespace
}  // namespace glasscope::compare
