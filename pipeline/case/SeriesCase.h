#pragma once

#include <string>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::pipeline {

/// One setting at several values: of a scan or an image itself ("defocus_A"), of another table
/// ("foil.thickness_A", "record.dose_e_per_A2"), or the tilt of the foil ("tilt_deg").
struct SeriesCase {
  std::string key;             ///< empty: no series
  std::vector<double> values;  ///< in the order of the members

  bool empty() const { return key.empty(); }
  bool isOverTilts() const { return key == "tilt_deg"; }
  bool isOverThickness() const { return key == "foil.thickness_A"; }
  bool isOverDefocus() const { return key == "defocus_A"; }
  bool isOfRecord() const { return key.starts_with("record."); }
};

void eachField(MaybeConst<SeriesCase> auto& s, auto&& visit) {
  visit(
      Field{"key",
            "Setting that is varied: a number of the scan (defocus_A), of the tables foil, "
            "thermal, microscope or record (foil.thickness_A, record.dose_e_per_A2), or tilt_deg"},
      s.key);
  visit(Field{"values", "Its values, one a member of the series"}, s.values);
}

}  // namespace glasscope::pipeline
