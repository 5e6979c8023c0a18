#include "voronoi/structure/Describe.h"

#include <utility>

#include "core/system/Error.h"
#include "voronoi/structure/SampleDescription.h"

namespace glasscope::voronoi {

namespace {

/// Cells, surface flags, columns and chunks under way of 14 faces each: see docs/scaling.md.
constexpr double kDescribe_bytesPerAtom = 4500;

/// Keeps the columns in memory, in the order of the atoms.
class ColumnsInMemory : public ColumnSink {
 public:
  explicit ColumnsInMemory(std::size_t atoms) : atoms_(atoms) {}

  /// There is one piece, in the order of the sample.
  void put(std::span<const std::int32_t> atoms, const Columns& columns) override {
    GLASSCOPE_ENSURE(atoms.size() == atoms_, "a sample in memory is one piece");
    for (const auto& column : columns) all_.push_back(column);
  }
  void addLate(std::string name, std::string unit, std::string description,
               std::function<double(std::size_t)> value) override {
    Column column{std::move(name), std::move(unit), std::move(description), {}};
    column.values.reserve(atoms_);
    for (std::size_t i = 0; i < atoms_; ++i) column.values.push_back(value(i));
    all_.push_back(std::move(column));
  }
  void moveTo(Columns& columns) {
    for (auto& column : all_) {
      if (columns.has(column.name)) columns.remove(column.name);
      columns.add(std::move(column));
    }
  }

 private:
  std::size_t atoms_;
  std::vector<Column> all_;
};

}  // namespace

StructureReport describe(Atoms& atoms, const StructureSettings& settings) {
  ColumnsInMemory columns(atoms.size());
  auto report = SampleDescription(atoms, settings).describe(columns);
  columns.moveTo(atoms.columns);
  return report;
}

StructureReport describeStreamed(const Atoms& atoms, const StructureSettings& settings,
                                 ColumnSink& columns, std::int64_t atomsPerBrick) {
  return SampleDescription(atoms, settings, atomsPerBrick).describe(columns);
}

std::vector<SampleNumber> sampleNumbersOf(const Atoms& atoms, const StructureReport& reference) {
  auto settings = reference.settings;  // radii from pairs are among them
  settings.rankBy.clear();
  return SampleDescription(atoms, settings).numbers(reference);
}

double describeMemory_bytes(std::size_t atoms) {
  return kDescribe_bytesPerAtom * static_cast<double>(atoms);
}

}  // namespace glasscope::voronoi
