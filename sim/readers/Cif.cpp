#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

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
#include "sim/columns/Fractions.h"
#include "sim/columns/TypeElements.h"
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

/// What a block says of its space group by a name or a number.
struct NamedGroup {
  std::string said;                          ///< "" when it says nothing
  const gemmi::SpaceGroup* group = nullptr;  ///< of the tables, if it is in them
  std::optional<gemmi::GroupOps> operations = std::nullopt;
  bool isSetting = false;  ///< by a name, not by a number alone
};

NamedGroup namedGroup(gemmi::cif::Block& block, const gemmi::UnitCell& cell,
                      const std::string& file) {
  NamedGroup named;
  const auto take = [&](const char* tag, const auto& find) {
    const std::string* value = block.find_value(tag);
    if (value == nullptr || gemmi::cif::is_null(*value)) return;
    const std::string said = gemmi::cif::as_string(*value);
    const gemmi::SpaceGroup* group = find(said);
    if (named.group != nullptr && group != nullptr && named.group->number != group->number)
      refuse(file,
             fmt::format("its space group is {} ({}) and {} ({})", named.said, named.group->number,
                         said, group->number),
             "take the wrong one of the two out");
    if (named.said.empty() || named.group == nullptr) named.said = said;
    if (named.group == nullptr) named.group = group;
  };
  const auto byName = [&](const std::string& name) {  // of R groups the cell tells the setting
    return gemmi::find_spacegroup_by_name(name, cell.alpha, cell.gamma);
  };
  const auto byNumber = [](const std::string& number) {
    return gemmi::find_spacegroup_by_number(gemmi::cif::as_int(number, 0));
  };
  take("_space_group_name_H-M_alt", byName);
  take("_symmetry_space_group_name_H-M", byName);
  named.isSetting = named.group != nullptr;
  take("_space_group_IT_number", byNumber);
  take("_symmetry_Int_Tables_number", byNumber);
  if (named.group != nullptr) named.operations = named.group->operations();
  for (const char* tag : {"_space_group_name_Hall", "_symmetry_space_group_name_Hall"}) {
    const std::string* hall = block.find_value(tag);
    if (named.operations || hall == nullptr || gemmi::cif::is_null(*hall)) continue;
    named.said = gemmi::cif::as_string(*hall);
    named.operations = gemmi::symops_from_hall(named.said.c_str());
    named.isSetting = true;
  }
  return named;
}

// Edges and angles have to be those that the operations leave as they are.
void requireCell(gemmi::UnitCell cell, const gemmi::GroupOps& operations, const std::string& said,
                 const std::string& file) {
  constexpr double kSame = 0.01;  // of the square of the longest edge: printed cells are rounded
  const double longest = std::max({cell.a, cell.b, cell.c});
  if (!cell.is_compatible_with_groupops(operations, kSame * longest * longest))
    refuse(file, fmt::format("its cell does not have the symmetry of its space group {}", said),
           "correct edges, angles or the group");
}

// The operations of the space group: listed, or those of its name or number.
std::vector<gemmi::Op> operationsOf(gemmi::cif::Block& block, const gemmi::UnitCell& cell,
                                    const std::string& file) {
  const NamedGroup named = namedGroup(block, cell, file);
  std::vector<gemmi::Op> operations;
  for (const char* tag : {"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"}) {
    for (const std::string& value : block.find_values(tag))
      operations.push_back(gemmi::parse_triplet(gemmi::cif::as_string(value)));
    if (operations.empty()) continue;
    // A number does not tell the setting, and with it how many operations there are.
    const auto order = named.operations && named.isSetting
                           ? static_cast<std::size_t>(named.operations->order())
                           : operations.size();
    if (order != operations.size())
      refuse(file,
             fmt::format("it lists {} operations, and its space group {} has {}", operations.size(),
                         named.said, order),
             "take the wrong one of the two out");
    return operations;
  }
  if (!named.said.empty() && !named.operations)
    refuse(file, fmt::format("its space group '{}' is not known", named.said),
           "list the operations (_space_group_symop_operation_xyz), or give its number");
  if (!named.operations) {
    logWarning(fmt::format("'{}' names no space group: P 1 is taken", file));
    return {gemmi::Op::identity()};
  }
  requireCell(cell, *named.operations, named.said, file);
  for (const gemmi::Op& operation : *named.operations) operations.push_back(operation);
  return operations;
}

// gemmi fills in what is missing, with edges of 1 angstrom.
void requireCellOf(gemmi::cif::Block& block, const std::string& file) {
  for (const char* name :
       {"length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"}) {
    const std::string* value = block.find_value(fmt::format("_cell_{}", name));
    if (value == nullptr || !std::isfinite(gemmi::cif::as_number(*value)))
      refuse(file, fmt::format("it has no _cell_{}, or none that is a number", name),
             "give three edges and three angles");
  }
}

// Alternatives of which only one is there at a time.
void requireOneDisorder(const gemmi::SmallStructure& structure, const std::string& file) {
  const gemmi::SmallStructure::Site* first = nullptr;
  for (const auto& site : structure.sites) {
    if (site.disorder_group == 0) continue;
    if (first != nullptr && first->disorder_group != site.disorder_group)
      refuse(file,
             fmt::format("the sites {} and {} are alternatives (disorder groups {} and {})",
                         first->label, site.label, first->disorder_group, site.disorder_group),
             "keep the sites of one group");
    if (first == nullptr) first = &site;
  }
}

// A label begins with the symbol of its site; some begin with other letters.
void warnOfOtherLabels(const gemmi::SmallStructure& structure, const std::string& file) {
  for (const auto& site : structure.sites) {
    const std::string letters = site.label.substr(0, site.label.find_first_of("0123456789 (+-"));
    const int named = elementOfNameOrNone(letters);
    if (named == 0 || named == site.element.atomic_number() || letters.size() < 2) continue;
    logWarning(fmt::format("the site {} of '{}' has the type symbol {}, which is taken", site.label,
                           file, site.type_symbol));
    return;
  }
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
  requireCellOf(block, file);
  const gemmi::SmallStructure structure = gemmi::make_small_structure_from_block(block);
  requireOneDisorder(structure, file);
  warnOfOtherLabels(structure, file);
  Atoms atoms;
  atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
  CellEdges cell;
  cell.matrix = edgesOf(structure.cell);
  atoms.box = boxOf(cell, {});
  const auto operations = operationsOf(block, structure.cell, file);
  std::vector<Vec3> fractions;
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
    fractions.push_back(fraction);
    addImages(atoms, site, operations, atoms.box);
  }
  warnOfLengths(fractions, file);
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
