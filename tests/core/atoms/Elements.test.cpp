#include "core/atoms/Elements.h"

#include <set>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Elements, symbolsAreUniqueAndRoundTrip) {
  std::set<std::string_view> seen;
  for (int z = 1; z <= kMaxAtomicNumber; ++z) {
    EXPECT_EQ(atomicNumber(elementSymbol(z)), z);
    EXPECT_TRUE(seen.insert(elementSymbol(z)).second);
  }
}

TEST(Elements, massesGrowApartFromTheKnownInversions) {
  // Ar/K, Co/Ni, Te/I and the radioactive Th/Pa, U/Np, Pu/Am (mass numbers) are out of order.
  const std::set<int> inverted = {18, 27, 52, 90, 92, 94};
  for (int z = 1; z < kMaxAtomicNumber; ++z) {
    if (inverted.count(z)) continue;
    EXPECT_LE(elementMass(z), elementMass(z + 1)) << elementSymbol(z);
  }
}

TEST(Elements, massesIdentifyTheElementsOfALammpsFile) {
  EXPECT_EQ(elementOfMass(63.546), 29);
  EXPECT_EQ(elementOfMass(91.224), 40);
  EXPECT_EQ(elementOfMass(1.0), 1);
  EXPECT_EQ(elementOfMass(5000), 0);
}

TEST(Elements, aListNamesTheTypesInOrder) {
  EXPECT_THAT(parseElements("Cu, Zr"), testing::ElementsAre(29, 40));
  EXPECT_THROW(parseElements(""), Error);
  EXPECT_THROW(parseElements("Cu,,Zr"), Error);
}

TEST(Elements, anUnknownSymbolNamesTheNearest) {
  try {
    atomicNumber("zr");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("Zr"));
  }
  EXPECT_THROW(elementSymbol(0), Error);
  EXPECT_THROW(elementMass(104), Error);
}

TEST(Elements, listsMayRepeatAnElement) {
  EXPECT_EQ(parseElements("Cu*2, Zr"), (std::vector<int>{29, 29, 40}));
  for (const char* wrong : {"Cu*0", "Cu*-1", "Cu*x", "Cu*1e3", "Cu*99999999999"})
    EXPECT_THROW(parseElements(wrong), Error) << wrong;
}

}  // namespace
}  // namespace glasscope
