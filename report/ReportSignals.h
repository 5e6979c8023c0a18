#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/maps/AssociationRow.h"
#include "core/maps/Map2.h"
#include "report/ReportNumber.h"
#include "report/ReportRun.h"
#include "report/ReportScan.h"

namespace glasscope::report {

/// A map in the common frame of the comparison.
struct ReportMap {
  enum class Kind { signal, truth };
  Map2 map;
  Kind kind = Kind::signal;
  bool diverging = false;  ///< signed about `centre`: drawn with a diverging colour map
  double centre = 0;
  bool reciprocal = false;   ///< a diffraction pattern: axes in 1/angstrom
  bool logarithmic = false;  ///< drawn with logarithmic colours
};

/// A table whose columns the page need not know: the first holds words, the others numbers.
struct ReportTable {
  struct Column {
    std::string title, help;
    int digits = 3;
  };
  struct Row {
    std::string name;
    std::vector<double> values;  ///< one a column but the first; NaN: not known
  };
  std::string caption;
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// A section of the page that needs no code of its own: whatever it holds is drawn.
struct ReportSection {
  std::string id;            ///< of the link to it, "signals"
  std::string title, intro;  ///< heading, and a sentence below it
  std::vector<ReportNumber> numbers;
  std::vector<ReportCurves> curves;
  std::vector<ReportMap> maps;
  std::optional<ReportTable> table;
};

/// One question to the run: does any signal show this part of the structure?
struct ReportAnswer {
  std::string question;                  ///< "Free volume"
  std::vector<std::string> descriptors;  ///< that it was put as
  AssociationRow best;                   ///< the row that says most
};

/// The table of truth maps against signals.
struct ReportAssociations {
  std::vector<AssociationRow> rows;  ///< descriptors and signals by the names of their maps
  double qThreshold = 0.05;
  std::string surrogates;           ///< "9999 phase randomisation"
  std::string method;               ///< one paragraph: what was computed, how, and its limits
  std::vector<ReportFact> leftOut;  ///< maps that are not in the table, and why
};

/// What instruments saw, and how it compares with the atoms.
struct ReportSignals {
  std::vector<ReportMap> maps;
  std::vector<ReportSection> sections;
  std::optional<ReportScan> scan;
  std::optional<ReportAssociations> associations;
};

}  // namespace glasscope::report
