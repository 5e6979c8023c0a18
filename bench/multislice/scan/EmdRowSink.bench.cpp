// Rows of patterns to disk: 256 x 256 positions of 256 x 256 pixels with Poisson-like numbers
// around a ring. Prints the rate of pattern bytes (in single precision, as they arrive), what they
// take on the disk, and the resident memory after a quarter and at the end. Run it with
// --benchmark_filter: the whole takes minutes and some gigabytes of the current folder.
#include "multislice/scan/EmdRowSink.h"

#include <filesystem>
#include <fstream>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

constexpr int kPixels = 256, kColumns = 256;

double residentMiB() {
  double total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::vector<float> patterns() {
  std::vector<float> row(static_cast<std::size_t>(kColumns) * kPixels * kPixels);
  Random random(1, "bench_patterns");
  std::vector<float> one(kPixels * kPixels);
  for (float& value : one) value = static_cast<float>(random.poisson(0.3)) * 1e-5F;
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = one[(i * 7 + i / one.size()) % one.size()];
  return row;
}

void writeScan(benchmark::State& state, NumberType type) {
  const int rows = static_cast<int>(state.range(0));
  const std::filesystem::path file = "emd_row_sink_bench.h5";
  DatacubeShape shape;
  shape.rx = rows;
  shape.ry = kColumns;
  shape.qx = shape.qy = kPixels;
  const std::vector<float> row = patterns();
  const double scale = type == NumberType::float32 ? 1 : 1e-5;
  double quarter = 0;
  for (auto _ : state) {
    EmdRowSink sink(file, shape, {}, "bench", {type, scale, 1});
    for (int rx = 0; rx < rows; ++rx) {
      sink.writeRow(rx, row, {});
      if (rx == rows / 4 - 1) quarter = residentMiB();
    }
    state.counters["MiB_quarter"] = quarter;
    state.counters["MiB_end"] = residentMiB();
    sink.commit();
    state.counters["GiB_disk"] = static_cast<double>(std::filesystem::file_size(file)) / (1 << 30);
    std::filesystem::remove(file);
  }
  state.SetBytesProcessed(state.iterations() * rows * static_cast<std::int64_t>(row.size()) * 4);
}
BENCHMARK_CAPTURE(writeScan, float32, NumberType::float32)->Arg(64)->Arg(256)->Iterations(1);
BENCHMARK_CAPTURE(writeScan, float16, NumberType::float16)->Arg(64)->Arg(256)->Iterations(1);
BENCHMARK_CAPTURE(writeScan, uint16, NumberType::uint16)->Arg(64)->Arg(256)->Iterations(1);

}  // namespace
}  // namespace glasscope::multislice
