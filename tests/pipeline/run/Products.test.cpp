#include "pipeline/run/Products.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::pipeline {
namespace {

TEST(Products, everyKindHasOneRowInTheOrderOfTheEnumeration) {
  ASSERT_EQ(productKinds().size(), static_cast<std::size_t>(Product::count));
  for (std::size_t i = 0; i < productKinds().size(); ++i) {
    const ProductKind& kind = productKinds()[i];
    EXPECT_EQ(static_cast<std::size_t>(kind.product), i) << kind.path;
    EXPECT_FALSE(kind.format.empty() || kind.writer.empty() || kind.holds.empty()) << kind.path;
    EXPECT_THAT(productsMarkdown(), testing::HasSubstr("`" + kind.path + "`"));
  }
}

TEST(Products, namesFillThePathInTheirOrder) {
  EXPECT_EQ(fileOf(Product::structure).path, "atoms/structure.h5");
  EXPECT_EQ(fileOf(Product::signal, {"haadf"}).path, "signals/haadf/signal.h5");
  EXPECT_EQ(fileOf(Product::memberDetectors, {"nanodiffraction", "defocus_0_50A"}).path,
            "signals/nanodiffraction/defocus_0_50A_detectors.h5");
  EXPECT_THROW(fileOf(Product::signal), Error);
  EXPECT_THROW(fileOf(Product::structure, {"haadf"}), Error);
}

TEST(Products, aFileIsOfTheKindWhosePathItHas) {
  EXPECT_TRUE(isOf(Product::descriptors, "atoms/descriptors.h5"));
  EXPECT_TRUE(isOf(Product::signal, "signals/haadf/signal.h5"));
  EXPECT_TRUE(isOf(Product::memberDetectors, "signals/nbed/dose_0_1_detectors.h5"));
  EXPECT_FALSE(isOf(Product::signal, "signals/haadf/series.h5"));
  EXPECT_FALSE(isOf(Product::signal, "signals/signal.h5"));
  EXPECT_FALSE(isOf(Product::signal, "signals/haadf/more/signal.h5"));
  EXPECT_FALSE(isOf(Product::memberDetectors, "signals/nbed/_detectors.h5"));  // of no member
  EXPECT_FALSE(isOf(Product::recordedMember, "signals/nbed/dose_0_1.h5"));
  for (const ProductKind& kind : productKinds()) {
    std::vector<std::string> names(
        static_cast<std::size_t>(std::count(kind.path.begin(), kind.path.end(), '<')), "name");
    EXPECT_TRUE(isOf(kind.product, fileOf(kind.product, names).path)) << kind.path;
  }
}

}  // namespace
}  // namespace glasscope::pipeline
