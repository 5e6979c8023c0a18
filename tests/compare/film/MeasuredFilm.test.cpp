#include "compare/film/MeasuredFilm.h"

#include <gmock/gmock.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

using testing::HasSubstr;

struct Told {
  double pixel = 0;  // 0: no data set pixel_size
  std::string pixelUnits{}, positionUnits{};
};

void writeFilm(const std::filesystem::path& path, const Told& told) {
  Hdf5 file = Hdf5::create(path);
  file.write("measured", std::vector<double>{1, 2, 3, 4, 5, 6}, {2, 3});
  for (const char* mask : {"valid", "interior"})
    file.write(mask, std::vector<std::uint8_t>{1, 1, 1, 1, 1, 0}, {2, 3});
  if (told.pixel > 0) file.writeScalar("pixel_size", told.pixel);
  if (!told.pixelUnits.empty()) file.setAttribute("units", told.pixelUnits, "pixel_size");
  Hdf5 atoms = file.createGroup("atoms");
  atoms.write("position", std::vector<double>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, {2, 3});
  atoms.write("atomic_number", std::vector<std::int64_t>{73, 73}, {2});
  if (!told.positionUnits.empty()) atoms.setAttribute("units", told.positionUnits, "position");
  file.commit();
}

TEST(MeasuredFilm, hasItsLengthsInAngstromOrInTheUnitsThatItTells) {
  const TemporaryFolder folder;
  writeFilm(folder / "film.h5", {0.4});
  const MeasuredFilm plain = readMeasuredFilm(folder / "film.h5");
  EXPECT_EQ(plain.measured.pixel_A, Vec2(0.4, 0.4));
  EXPECT_EQ(plain.atoms.positions[1], Vec3(0.4, 0.5, 0.6));
  writeFilm(folder / "film.h5", {0.04, "nm", "nm"});
  const MeasuredFilm converted = readMeasuredFilm(folder / "film.h5");
  EXPECT_DOUBLE_EQ(converted.measured.pixel_A.x(), 0.4);
  EXPECT_DOUBLE_EQ(converted.atoms.positions[1].y(), 5);
  writeFilm(folder / "film.h5", {0.4, "A", "furlong"});
  EXPECT_THROW(readMeasuredFilm(folder / "film.h5"), Error);
}

TEST(MeasuredFilm, asksForThePixelSizeThatNothingTells) {
  const TemporaryFolder folder;
  Calibration given;
  given.pixel_A = 0.3;
  for (const Told& told : {Told{}, Told{1, "pixels"}}) {
    writeFilm(folder / "film.h5", told);
    ASSERT_TRUE(isMeasuredFilm(folder / "film.h5"));
    try {
      readMeasuredFilm(folder / "film.h5");
      FAIL() << "read without a pixel size";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), HasSubstr("calibration.pixel_A"));
    }
    EXPECT_EQ(readMeasuredFilm(folder / "film.h5", given).measured.pixel_A, Vec2(0.3, 0.3));
  }
  given.pixelY_A = 0.4;  // a film is compared on square pixels
  EXPECT_THROW(readMeasuredFilm(folder / "film.h5", given), Error);
}

}  // namespace
}  // namespace glasscope::compare
