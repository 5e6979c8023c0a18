#pragma once

#include <string>

namespace glasscope::voronoi {

/// docs/descriptors.md: every row of the table of descriptors with name, unit and text, under the
/// default settings, for a binary that has tetrahedral order as well.
std::string descriptorReferenceMarkdown();

}  // namespace glasscope::voronoi
