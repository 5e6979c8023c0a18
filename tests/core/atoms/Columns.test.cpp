#include "core/atoms/Columns.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Columns, namesAreUniqueAndLengthsEqual) {
  Columns columns;
  columns.add({"a", "1", "", {1, 2}});
  EXPECT_THROW(columns.add({"a", "1", "", {3, 4}}), Error);
  EXPECT_THROW(columns.add({"b", "1", "", {3}}), Error);
  EXPECT_EQ(columns.size(), 1u);
}

TEST(Columns, aMissingColumnNamesTheNearestOne) {
  Columns columns;
  columns.add({"voronoi_volume_A3", "angstrom^3", "", {1}});
  try {
    columns.at("voronoi_volume_a3");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'voronoi_volume_A3'"));
  }
}

TEST(Columns, removedColumnsAreGone) {
  Columns columns;
  columns.add({"a", "1", "", {1}});
  columns.remove("a");
  EXPECT_FALSE(columns.has("a"));
}

}  // namespace
}  // namespace glasscope
