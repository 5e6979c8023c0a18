#include "voronoi/motifs/Motifs.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::voronoi {
namespace {

TEST(Motifs, kasperPolyhedraObeyEulersRuleAndAreNamedByTheirFaces) {
  int z = 8;
  for (const auto& motif : kasperMotifs()) {
    EXPECT_TRUE(motif.index.obeysEuler()) << motif.name;
    EXPECT_EQ(kasperNumber(motif.index), z) << motif.name;
    EXPECT_EQ(kasperName(motif.index), motif.name);
    ++z;
  }
  EXPECT_EQ(z, 17);
  EXPECT_EQ(kasperNumber(makeIndex(0, 2, 8, 2)), 0);
  EXPECT_EQ(kasperName(makeIndex(0, 2, 8, 2)), "");
}

TEST(Motifs, icosahedronHasTwelvePentagonsNotHexagons) {
  EXPECT_TRUE(isIcosahedron(makeIndex(0, 0, 12, 0)));
  EXPECT_FALSE(isIcosahedron(makeIndex(0, 0, 0, 12)));
}

/// Z11 and Z13 cannot be made without an extra pair of disclinations; the others have none.
TEST(Motifs, kasperPolyhedraHaveTheFewestDisclinations) {
  for (const auto& motif : kasperMotifs()) {
    const int z = motif.index.faces();
    EXPECT_EQ(excessDisclinations(motif.index), z == 11 || z == 13 ? 2 : 0) << motif.name;
  }
  EXPECT_EQ(excessDisclinations(makeIndex(0, 2, 8, 2)), 4);
  EXPECT_EQ(excessDisclinations(makeIndex(0, 3, 6, 4)), 6);
  EXPECT_EQ(excessDisclinations(makeIndex(0, 6, 0, 8)), 12);  // bcc
}

TEST(Motifs, areReadFromText) {
  EXPECT_EQ(motifOf("<0,2,8,1>").index, makeIndex(0, 2, 8, 1));
  EXPECT_EQ(motifOf("<0,2,8,1>").centre, 0);
  EXPECT_EQ(motifOf(" Zr < 0, 0, 12, 4 > ").centre, 40);
  auto seven = makeIndex(0, 1, 2, 3);
  seven.add(7);
  EXPECT_EQ(motifOf("Cu <0,1,2,3,1>").index, seven);
  for (const char* wrong : {"0,2,8,1", "<0,2,8", "<0,x>", "Cv <0,2,8,1>", "<0,2,8,1> Cu", "<-1,2>"})
    EXPECT_THROW(motifOf(wrong), Error) << wrong;
}

TEST(Motifs, tablesCanBeForOneSpecies) {
  const std::vector<Motif> table = {{"a", makeIndex(0, 3, 6, 4), 29},
                                    {"b", makeIndex(0, 2, 8, 6), 0}};
  EXPECT_TRUE(inTable(table, makeIndex(0, 3, 6, 4), 29));
  EXPECT_FALSE(inTable(table, makeIndex(0, 3, 6, 4), 40));
  EXPECT_TRUE(inTable(table, makeIndex(0, 2, 8, 6), 40));
}

}  // namespace
}  // namespace glasscope::voronoi
