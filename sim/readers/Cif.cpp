#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>
#include <gemmi/cif.hpp>
#include <gemmi/smcif.hpp>
#include <gemmi/symmetry.hpp>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/frames/FrameReader.h"
#include "sim/readers/ConfigurationFormat.h"

// Crystallographic Information Files of small structures, by gemmi: Hall, Allen, Brown, Acta Cryst.
// A47, 655 (1991).
namespace glasscope::sim {
namespace {

constexpr double kSamePlace_A = 0.4;  // images nearer than this are one atom on a special position
constexpr double kFarthest = 1e6;     // cells from the first; beyond, fractions lose their digits

[[noreturn]] void refuse(const std::string& file, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}' as a CIF", file), why, remedy);
}

// The operations of the space group: listed, or those of its name or number.
std::vector<gemmi::Op> operationsOf(gemmi::cif::Block& block, const std::string& file) {
  std::vector<gemmi::Op> operations;
  for (const char* tag : {"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"}) {
    for (const std::string& value : block.find_values(tag))
      operations.push_back(gemmi::parse_triplet(gemmi::cif::as_string(value)));
    if (!operations.empty()) return operations;
  }
  const gemmi::SpaceGroup* group = nullptr;
  for (const char* tag : {"_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M"})
    if (const std::string* name = block.find_value(tag); name && !group)
      group = gemmi::find_spacegroup_by_name(gemmi::cif::as_string(*name));
  for (const char* tag : {"_space_group_IT_number", "_symmetry_Int_Tables_number"})
    if (const std::string* number = block.find_value(tag); number && !group)
      group = gemmi::find_spacegroup_by_number(gemmi::cif::as_int(*number));
  if (group == nullptr) {
    logWarning(fmt::format("'{}' names no space group that is known: P 1 is taken", file));
    return {gemmi::Op::identity()};
  }
  for (const gemmi::Op& operation : group->operations()) operations.push_back(operation);
  return operations;
}

Mat3 edgesOf(const gemmi::UnitCell& cell) {
  Mat3 edges;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) edges(i, j) = cell.orth.mat[i][j];
  return edges;
}

void addImages(Atoms& atoms, const gemmi::SmallStructure::Site& site,
               const std::vector<gemmi::Op>& operations, const Box& box) {
  const std::size_t first = atoms.size();
  for (const gemmi::Op& operation : operations) {
    const auto image = operation.apply_to_xyz({{site.fract.x, site.fract.y, site.fract.z}});
    const Vec3 position = box.toCartesian(Vec3(image[0], image[1], image[2]));
    bool known = false;
    for (std::size_t i = first; i < atoms.size() && !known; ++i)
      known = box.minimumImage(position - atoms.positions[i]).norm() < kSamePlace_A;
    if (!known) atoms.add(site.element.atomic_number(), box.wrap(position));
  }
}

gemmi::cif::Block& structureIn(gemmi::cif::Document& document, const std::string& file) {
  gemmi::cif::Block* found = nullptr;
  for (gemmi::cif::Block& block : document.blocks) {
    if (!block.find_values("_atom_site_fract_x")) continue;
    if (found != nullptr)
      refuse(file,
             fmt::format("it holds more than one structure: {} and {}", found->name, block.name),
             "save the one you mean into a file of its own");
    found = &block;
  }
  if (found == nullptr) refuse(file, "no block of it has _atom_site_fract_x", "check the file");
  return *found;
}

Atoms readDocument(gemmi::cif::Document& document, const std::string& file) {
  gemmi::cif::Block& block = structureIn(document, file);
  const gemmi::SmallStructure structure = gemmi::make_small_structure_from_block(block);
  Atoms atoms;
  atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
  CellEdges cell;
  cell.matrix = edgesOf(structure.cell);
  atoms.box = boxOf(cell, {});
  const auto operations = operationsOf(block, file);
  for (const auto& site : structure.sites) {
    if (!(std::abs(site.occ - 1) < 1e-6))
      refuse(file, fmt::format("the site {} is occupied to {:g}", site.label, site.occ),
             "draw one occupation of the disordered sites first");
    if (site.element.atomic_number() < 1 || site.element.atomic_number() > kMaxAtomicNumber)
      refuse(file, fmt::format("the site {} has no element", site.label),
             "correct its type symbol");
    const Vec3 fraction(site.fract.x, site.fract.y, site.fract.z);
    if (!fraction.allFinite())
      refuse(file, fmt::format("the site {} has no coordinates", site.label),
             "give three fractions of the cell");
    if (fraction.cwiseAbs().maxCoeff() > kFarthest)
      refuse(file,
             fmt::format("the site {} lies {:.3g} cells away", site.label,
                         fraction.cwiseAbs().maxCoeff()),
             "give coordinates as fractions of the cell");
    addImages(atoms, site, operations, atoms.box);
  }
  return atoms;
}

Atoms readCif(const std::filesystem::path& path) {
  const std::string file = path.string();
  const auto stream = openText(path);
  const std::string text{std::istreambuf_iterator<char>(*stream), {}};
  try {
    gemmi::cif::Document document = gemmi::cif::read_string(text);
    return readDocument(document, file);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    refuse(file, error.what(), "correct the file, or write it again");
  }
}

bool isCif(const FileHead& head) {
  for (const std::string& line : head.lines) {
    const std::string_view text = trim(line);
    if (text.empty() || text.front() == '#') continue;
    return text.starts_with("data_") || text.starts_with("DATA_");
  }
  return false;
}

}  // namespace

ConfigurationFormat cifFormat() {
  return {
      "CIF", "databases, VESTA, ASE",
      "small structures by gemmi: the whole cell by its symmetry; sites that are occupied in part "
      "are refused",
      isCif,
      [](const std::filesystem::path& path, const ReadOptions&) -> std::unique_ptr<FrameReader> {
        return std::make_unique<SingleFrame>([path] { return readCif(path); });
      }};
}

}  // namespace glasscope::sim
