#include "voronoi/descriptors/WholeSample.h"

#include "core/system/Error.h"

namespace glasscope::voronoi {

const std::vector<double>& WholeSample::column(const std::string& name) const {
  const auto found = columns.find(name);
  GLASSCOPE_ENSURE(found != columns.end(), "a descriptor names the columns that it needs: " + name);
  return found->second;
}

}  // namespace glasscope::voronoi
