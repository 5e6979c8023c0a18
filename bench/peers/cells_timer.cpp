// Our side of bench/peers/voronoi.py. Usage: glasscope_cells_timer FILE THREADS [REPEATS]
// FILE: count (int64), box edges x y z (double), positions (count x 3 doubles), atomic numbers
// (count x int32). Prints wall and processor seconds, the best of the repeats, as JSON.

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>

#include <fmt/format.h>

#include "core/system/Parallel.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/cells/VoroReference.h"
#include "voronoi/motifs/IndexConvention.h"
#include "voronoi/order/BondOrder.h"

namespace glasscope::voronoi {
namespace {

template <class T>
std::vector<T> read(std::istream& in, std::size_t count) {
  std::vector<T> values(count);
  in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count * sizeof(T)));
  return values;
}

Atoms readSample(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const auto count = static_cast<std::size_t>(read<std::int64_t>(in, 1)[0]);
  if (!in) throw std::runtime_error("the sample cannot be read");
  const auto edges = read<double>(in, 3);
  const auto numbers = read<double>(in, 3 * count);
  const auto species = read<std::int32_t>(in, count);
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(edges[0], edges[1], edges[2]));
  for (std::size_t i = 0; i < count; ++i)
    atoms.add(species[i], Vec3(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]));
  if (!in) throw std::runtime_error("the sample cannot be read");
  return atoms;
}

struct Seconds {
  double wall = 1e300, processor = 1e300;
};

Seconds best(int repeats, const std::function<void()>& job) {
  Seconds out;
  for (int k = 0; k < repeats; ++k) {
    const auto start = std::chrono::steady_clock::now();
    const auto clock = std::clock();
    job();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    out.wall = std::min(out.wall, wall.count());
    out.processor =
        std::min(out.processor, static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC);
  }
  return out;
}

int run(const char* path, int threads, int repeats) {
  const auto atoms = readSample(path);
  setThreadCount(threads);
  const auto radii = radiiOf(atoms.atomicNumbers, {});
  const std::pair<const char*, std::function<void()>> jobs[] = {
      {"plain", [&] { voronoiIndices(tessellate(atoms), {}); }},
      {"radical", [&] { voronoiIndices(tessellate(atoms, radii), {}); }},
      {"plain_q6", [&] { bondOrder(tessellate(atoms), 6, BondWeighting::area); }},
      {"bare_voro", [&] { bareVoroVolume(atoms); }}};
  std::string text;
  for (const auto& [name, job] : jobs) {
    const auto seconds = best(repeats, job);
    text += fmt::format("{}\"{}\": {{\"wall\": {}, \"processor\": {}}}", text.empty() ? "" : ", ",
                        name, seconds.wall, seconds.processor);
  }
  fmt::print("{{{}}}\n", text);
  return 0;
}

}  // namespace
}  // namespace glasscope::voronoi

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: glasscope_cells_timer FILE THREADS [REPEATS]\n";
    return 2;
  }
  try {
    return glasscope::voronoi::run(argv[1], std::atoi(argv[2]), argc > 3 ? std::atoi(argv[3]) : 3);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
