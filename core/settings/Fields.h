#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/settings/Range.h"

namespace glasscope {

/// What is said of a field of a struct beside its value. The texts are borrowed for the visit. The
/// unit is the end of the name: FieldUnit.h.
struct Field {
  std::string_view name;  ///< as files have it; ends in the unit where there is one
  std::string_view help;  ///< one sentence without a final full stop
  Range range = {};       ///< of a number, or of each in a list
  /// False for what only changes how a result is come by (compression, time between checkpoints).
  bool affectsResult = true;
};

/// T or const T.
template <class S, class T>
concept MaybeConst = std::same_as<std::remove_const_t<S>, T>;

// One list of fields for a struct
//
// Beside a struct of settings or results stands one function, the only list of its fields. It calls
// `visit(Field, value)` for each in the order in which people should see them:
//
//     struct ProbeSettings {
//       double semiangle_mrad = 25;
//       Aberrations aberrations;
//     };
//
//     void eachField(MaybeConst<ProbeSettings> auto& s, auto&& visit) {
//       visit(Field{"semiangle_mrad", "Convergence semiangle", {0, 200, true}}, s.semiangle_mrad);
//       eachField(s.aberrations, visit);  // its fields as if they were our own, or
//       visit(Field{"aberrations", "What the lens does"}, s.aberrations);  // a table of its own
//     }
//
// A value is a flag, a number, a text, an enumeration with words (Words.h), a vector of Eigen, a
// list of any of these, an optional one, a struct that has an eachField itself, or a list of such
// structs. The default of a field is what a struct that is made without arguments holds.
//
// Files, command lines and documents are made from the list, not from the struct: BoundFields.h
// reads and writes values by name and checks them, FieldSchema.h describes them for editors,
// core/hdf5/Hdf5Fields.h keeps them as attributes.

/// A struct with a list of fields.
template <class S>
concept HasFields = requires(S& s) {
  eachField(s, [](const Field&, auto&&) {});
};

/// The visitor that sees every name with a word before it: "pair_" makes pair_min_invA of min_invA.
template <class Visit>
auto prefixed(std::string prefix, Visit& visit) {
  return [prefix = std::move(prefix), &visit](Field field, auto&& value) {
    const std::string name = prefix + std::string(field.name);
    field.name = name;
    visit(field, value);
  };
}

/// Fields of several structs that form one table: `list(visit)` visits them.
///
///     visit(Field{"sim", "The glass"}, FieldGroup{[&](auto& inner) {
///             inner(Field{"potential", "..."}, c.potential);
///             eachField(c.meltQuench, inner);
///           }});
template <class List>
struct FieldGroup {
  List list;
};
template <class List>
FieldGroup(List) -> FieldGroup<List>;

template <class List>
void eachField(const FieldGroup<List>& group, auto&& visit) {
  group.list(visit);
}

}  // namespace glasscope
