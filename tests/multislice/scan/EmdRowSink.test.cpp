#include "multislice/scan/EmdRowSink.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

/// A folder that goes away with the test.
struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "glasscope-rows-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

TEST(EmdRowSink, recordsAScanAsADatacube) {
  const Folder folder;
  const Foil foil = smallGlass();
  const ScanJob job = smallScan(foil);
  MemorySink memory;
  runScan(job, std::span(&foil, 1), &memory);
  const std::filesystem::path path = folder.path / "cube.h5";
  EmdRowSink sink(path, cubeShape(job, foil), {}, "identity");
  runScan(job, std::span(&foil, 1), &sink);
  sink.commit();
  const EmdDatacube cube(path);
  EXPECT_EQ(cube.shape().rx, 5);
  EXPECT_EQ(cube.shape().ry, 4);
  const Array2<float> pattern = cube.pattern(3, 2);
  ASSERT_EQ(pattern.size(), 256u);
  for (std::size_t i = 0; i < 256; ++i) EXPECT_EQ(pattern[i], memory.rows[3][2 * 256 + i]);
}

TEST(EmdRowSink, aRunKilledInTheMiddleGoesOnToTheSameBits) {
  const Folder folder;
  const Foil foil = smallGlass();
  const ScanJob job = smallScan(foil);
  MemorySink memory;
  const ScanResult whole = runScan(job, std::span(&foil, 1), &memory);
  const std::filesystem::path path = folder.path / "cube.h5";
  {
    EmdRowSink killed(path, cubeShape(job, foil), {}, "identity");
    killed.writeRow(2, memory.rows[2], memory.extras[2]);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EmdRowSink sink(path, cubeShape(job, foil), {}, "identity");
  EXPECT_TRUE(sink.rowDone(2));
  const ScanResult resumed = runScan(job, std::span(&foil, 1), &sink);
  sink.commit();
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(whole.signals[1].values[i], resumed.signals[1].values[i]);
  }
  EXPECT_EQ(EmdDatacube(path).pattern(2, 1)(8, 8), memory.rows[2][256 + 8 * 16 + 8]);
}

TEST(EmdRowSink, keepsAnnularSignalsOfAScanWithoutPatterns) {
  const Folder folder;
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  const std::filesystem::path path = folder.path / "rows.h5";
  const ScanResult plain = runScan(job, std::span(&foil, 1));
  EmdRowSink sink(path, cubeShape(job, foil), {}, "identity");
  runScan(job, std::span(&foil, 1), &sink);
  EXPECT_TRUE(sink.rowDone(4));
  const ScanResult again = runScan(job, std::span(&foil, 1), &sink);  // everything is done already
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(plain.signals[0].values[i], again.signals[0].values[i]);
  }
  EXPECT_EQ(again.method.ns_per_pixel_slice_probe, 0);
}

// Resident memory now, not the peak: other tests of this program may have used more.
long residentBytes() {
  long total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

TEST(EmdRowSink, memoryDoesNotGrowWithTheScan) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the address sanitizer keeps what was freed for a while";
#endif
  const Folder folder;
  DatacubeShape shape;
  shape.rx = 96;
  shape.ry = 64;
  shape.qx = shape.qy = 64;  // 1 MiB a row, 96 MiB in all
  EmdRowSink sink(folder.path / "cube.h5", shape, {}, "identity", {NumberType::float32, 1, 0});
  std::vector<float> row(64 * 64 * 64);
  long early = 0;
  for (int rx = 0; rx < shape.rx; ++rx) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<float>(i + rx);
    sink.writeRow(rx, row, {});
    if (rx == 23) early = residentBytes();
  }
  // After a quarter every buffer is there; 72 MiB more were written. HDF5 keeps an index of chunks
  // (24 of them a row) of some 100 bytes each.
  EXPECT_LT(residentBytes() - early, 8 << 20);
}

}  // namespace
}  // namespace glasscope::multislice
