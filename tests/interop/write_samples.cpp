// Writes one file of each kind that other programs open, with values that open_with_peers.py knows.
#include <cmath>
#include <filesystem>
#include <iostream>

#include "core/formats/AtomFiles.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/formats/MapSeries.h"
#include "core/formats/Mrc.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

// Small whole numbers, so that the script can say them again exactly: 1000 rx + 100 ry + 10 qx +
// qy.
void writeScan(const fs::path& path) {
  DatacubeShape shape;
  shape.rx = 3;
  shape.ry = 4;
  shape.qx = 6;
  shape.qy = 6;
  shape.rStep_A = {0.5, 0.5};
  shape.rOrigin_A = {2.0, 3.0};
  shape.qStep_invA = 0.025;
  EmdDatacubeWriter writer(path, shape,
                           {{"conventions", "The beam travels along +z."},
                            {"voltage_kV", "200"},
                            {"convergence_semiangle_mrad", "1.2540"},
                            {"convergence_semiangle_invA", "0.05"},
                            {"dose_e_per_A2", "150"},
                            {"thickness_A", "25.5"}},
                           "sample");
  for (int rx = 0; rx < shape.rx; ++rx) {
    std::vector<float> row;
    for (int ry = 0; ry < shape.ry; ++ry)
      for (int qx = 0; qx < shape.qx; ++qx)
        for (int qy = 0; qy < shape.qy; ++qy)
          row.push_back(static_cast<float>(1000 * rx + 100 * ry + 10 * qx + qy));
    writer.writeRow(rx, row);
  }
  writer.commit();
}

Map2 map(const std::string& name, double factor) {
  Map2 result;
  result.name = name;
  result.unit = "1";
  result.description = "A ramp.";
  result.values = Array2<double>(5, 7);
  for (std::size_t i = 0; i < result.values.size(); ++i)
    result.values[i] = factor * static_cast<double>(i);
  result.pixel_A = {0.2, 0.3};
  result.origin_A = {1.0, -2.0};
  return result;
}

Atoms atoms(double shift) {
  Mat3 matrix;
  matrix << 10, 1, 0, 0, 11, 2, 0, 0, 12;
  Atoms result;
  result.box = Box(matrix, {0, 0, 0}, {true, true, false});
  result.add(29, {1 + shift, 2, 3});
  result.add(40, {4, 5 + shift, 6});
  result.add(29, {7, 8, 9 + shift});
  result.velocities = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
  result.columns.add(
      {"voronoi_volume", "angstrom^3", "Volume of the Voronoi cell.", {15.5, 17.25, 1.0 / 3}});
  result.columns.add({"five_fold", "1", "Fraction of pentagons.", {0.25, 0.5, 0.75}});
  result.columns.add({"coordination", "1", "Number of faces.", {12, NAN, 13}});
  result.step = 100;
  result.time_ps = 0.2;
  return result;
}

void writeAll(const fs::path& folder) {
  writeScan(folder / "scan.h5");
  writeEmdMaps(folder / "maps.h5", {map("haadf", 1), map("truth", 0.5)}, {{"settings", "{}"}});
  // Angles that are not evenly spaced.
  const std::vector<Map2> tilts{map("haadf", 1), map("haadf", 2), map("haadf", 3)};
  writeEmdSeries(
      folder / "series.h5",
      seriesOf({{tilts[0], map("bf", 3)}, {tilts[1], map("bf", 2)}, {tilts[2], map("bf", 1)}},
               "tilt", "deg", {-30, 0, 10}),
      {{"settings", "{}"}});
  writeMrcStack(folder / "series.mrc", tilts, "sample");
  const std::vector<Atoms> frames{atoms(0), atoms(0.125)};
  writeExtendedXyz(folder / "atoms.xyz", frames);
  writeLammpsDump(folder / "atoms.dump", frames);
  writeH5md(folder / "structure.h5", {{"snapshots", frames}, {"reference", {frames.front()}}},
            "{}");
}

}  // namespace
}  // namespace glasscope

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_samples FOLDER\n";
    return 2;
  }
  try {
    glasscope::writeAll(argv[1]);
  } catch (const glasscope::Error& error) {
    std::cerr << error.what() << '\n';
    return error.exitStatus();
  }
}
