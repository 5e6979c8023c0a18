#include "multislice/recording/PatternStorage.h"

#include <algorithm>
#include <cmath>

#include "core/math/Constants.h"

namespace glasscope::multislice {

double usualFullScale(const ElectronBeam& beam, double semiangle_mrad, const DatacubeShape& shape) {
  const double radius_invA = beam.frequency_invA(semiangle_mrad);
  const double disc = constants::kPi * radius_invA * radius_invA;
  return std::min(1.0, 2 * shape.qStep_invA * shape.qStep_invA / disc);
}

DatacubeStorage patternStorage(NumberType type, double fullScale, double count, int compression) {
  DatacubeStorage storage;
  storage.compression = compression;
  storage.type = type;
  // Half of the type's reach leaves room for the unexpected.
  if (type == NumberType::float16)
    storage.scale = std::exp2(std::ceil(std::log2(fullScale / 32768)));
  if (type == NumberType::uint16) storage.scale = count > 0 ? count : fullScale / 65535;
  return storage;
}

}  // namespace glasscope::multislice
