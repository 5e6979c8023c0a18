#include "core/atoms/ColumnScratch.h"

#include <algorithm>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"

namespace glasscope {

namespace fs = std::filesystem;

namespace {

// A row: the number of the atom within its range, then one number a column. All are doubles, so
// that rows need no packing.
[[noreturn]] void fail(const fs::path& file, const std::string& why) {
  throw Error(ErrorKind::environment,
              fmt::format("Cannot use the scratch file '{}'", file.string()), why,
              "free disk space, or choose another run folder with --output");
}

}  // namespace

ColumnScratch::ColumnScratch(fs::path folder, std::size_t atoms)
    : folder_(std::move(folder)), atoms_(atoms) {
  if (Mpi::isRoot()) {
    std::error_code error;
    fs::remove_all(folder_, error);  // of a run that was killed
    fs::create_directories(folder_, error);
    if (error) fail(folder_, error.message());
  }
  Mpi::barrier();
}

ColumnScratch::~ColumnScratch() {
  std::error_code ignored;
  for (std::size_t range = 0; range * kRange < atoms_; ++range) fs::remove(fileOf(range), ignored);
  fs::remove(folder_, ignored);  // the last rank finds it empty
}

fs::path ColumnScratch::fileOf(std::size_t range) const {
  return folder_ / fmt::format("rank{}.range{}", Mpi::rank(), range);
}

void ColumnScratch::put(std::span<const std::int32_t> atoms, const Columns& columns) {
  if (heads_.empty())
    for (const Column& column : columns)
      heads_.push_back({column.name, column.unit, column.description, {}});
  GLASSCOPE_ENSURE(columns.size() == heads_.size(), "every piece must have the same columns");
  std::size_t c = 0;
  for (const Column& column : columns)
    GLASSCOPE_ENSURE(column.name == heads_[c++].name && column.values.size() >= atoms.size(),
                     "every piece must have the same columns: " + column.name);
  std::map<std::size_t, std::vector<double>> rows;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto atom = static_cast<std::size_t>(atoms[i]);
    auto& out = rows[atom / kRange];
    out.push_back(static_cast<double>(atom % kRange));
    for (const Column& column : columns) out.push_back(column.values[i]);
  }
  for (const auto& [range, values] : rows) {
    const auto file = fileOf(range);
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out.write(reinterpret_cast<const char*>(values.data()),
              static_cast<std::streamsize>(values.size() * sizeof(double)));
    out.flush();
    if (!out) fail(file, "writing failed; is the disk full?");
  }
}

void ColumnScratch::addLate(std::string name, std::string unit, std::string description,
                            std::function<double(std::size_t)> value) {
  late_.push_back(
      {{std::move(name), std::move(unit), std::move(description), {}}, std::move(value)});
}

std::vector<Column> ColumnScratch::heads() const {
  auto out = heads_;
  for (const auto& late : late_) out.push_back(late.head);
  return out;
}

std::vector<std::vector<double>> ColumnScratch::readRange(std::size_t range,
                                                          std::size_t columns) const {
  // Zero where other ranks know the value: the sum over ranks then is that value. The last column
  // counts how often an atom was put in.
  const auto count = std::min(kRange, atoms_ - range * kRange);
  std::vector<std::vector<double>> out(columns + 1, std::vector<double>(count));
  const auto file = fileOf(range);
  if (!fs::exists(file)) return out;
  std::ifstream in(file, std::ios::binary);
  std::vector<double> row(columns + 1);
  const auto bytes = static_cast<std::streamsize>(row.size() * sizeof(double));
  while (in.read(reinterpret_cast<char*>(row.data()), bytes)) {
    const auto atom = static_cast<std::size_t>(row[0]);
    for (std::size_t c = 0; c < columns; ++c) out[c][atom] = row[c + 1] + 0.0;  // no -0
    ++out[columns][atom];
  }
  if (in.gcount() != 0) fail(file, "it ends within a row");
  return out;
}

void ColumnScratch::forEachRange(const Visit& visit) const {
  const auto columns =
      static_cast<std::size_t>(Mpi::broadcast(static_cast<std::int64_t>(heads_.size())));
  for (std::size_t range = 0; range * kRange < atoms_; ++range) {
    auto values = readRange(range, columns);
    for (auto& column : values) Mpi::sum(std::span<double>(column));
    const auto& times = values.back();
    GLASSCOPE_ENSURE(std::all_of(times.begin(), times.end(), [](double n) { return n == 1; }),
                     "every atom must be put in once");
    values.pop_back();
    if (!Mpi::isRoot()) continue;
    const auto first = range * kRange, count = std::min(kRange, atoms_ - first);
    for (const auto& late : late_) {
      auto& column = values.emplace_back(count);
      parallelFor(static_cast<std::int64_t>(count), [&](std::int64_t i, int) {
        column[static_cast<std::size_t>(i)] = late.value(first + static_cast<std::size_t>(i));
      });
    }
    visit(first, values);
  }
}

}  // namespace glasscope
