#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/ReportNumber.h"

namespace glasscope::report {

/// Thermodynamics while the glass was made; vectors as long as time_ps or empty.
struct ReportThermo {
  struct Stage {
    std::string name;  ///< "melt", "quench", "hold"
    double start_ps = 0;
  };
  std::vector<double> time_ps, temperature_K, energy_eV_per_atom, volume_A3_per_atom, pressure_GPa;
  std::vector<Stage> stages;
};

/// Frequencies of Voronoi motifs of one centre species, or of all atoms.
struct ReportMotif {
  std::string species;  ///< "Cu"; "all"
  std::string motif;    ///< "<0,0,12,0>"
  double percent = 0;
  double error_percent = kUnknown;  ///< one standard error
  std::string quantity = {};        ///< what a ReportSeries calls its share
};

/// How much the answer depends on the convention of the tessellation.
struct ReportConvention {
  std::string convention;              ///< "raw, plain"
  std::string species, motif;          ///< what is counted
  double percent = 0;                  ///< frequency of the motif
  double error_percent = kUnknown;     ///< one standard error
  double meanCoordination = kUnknown;  ///< mean number of faces
  double validPercent = kUnknown;      ///< cells that obey sum (6-i) n_i = 12
  double validError_percent = kUnknown;
  bool used = false;  ///< the convention of everything else in the report
};

/// The indices of the cells.
struct ReportMotifs {
  std::string convention;  ///< of `rows`
  std::string errors;      ///< what theirs are, in words
  std::vector<ReportMotif> rows;
  std::vector<ReportConvention> spread;
};

/// Distribution of one descriptor. Counts are per bin.
struct ReportHistogram {
  struct Series {
    std::string species;
    std::vector<double> counts;  ///< edges.size() - 1
  };
  std::string descriptor, unit, description;
  std::vector<double> edges;
  std::vector<Series> series;
};

/// Quantities of the sample frame by frame, or sample by sample.
struct ReportSeries {
  struct Quantity {
    std::string name, unit;
    std::vector<double> values;
    double mean = kUnknown, error = kUnknown;  ///< of the mean
  };
  std::string title, xTitle, caption;
  std::vector<double> x;
  std::vector<Quantity> quantities;
};

/// Rank correlations of descriptors with one another, atom by atom.
struct ReportMatrix {
  std::vector<std::string> names;
  std::vector<double> values;  ///< [row][column], NaN where undefined
  std::string caption;
};

/// Atoms for pictures of slices, each with the levels of several fields.
struct ReportAtoms {
  struct Field {
    std::string name, unit;
    double low = 0, high = 1;          ///< level 1 and level 255; level 0 is undefined
    std::vector<std::uint8_t> levels;  ///< [atom]
  };
  std::vector<double> position_A;     ///< x, y, z of one atom after the other
  std::vector<std::uint8_t> species;  ///< [atom] index into `symbols`
  std::vector<std::string> symbols;
  std::vector<Field> fields;
  std::string caption;
};

/// What is true of the atoms, whatever an instrument sees of it.
struct ReportStructure {
  std::optional<ReportThermo> thermo;
  std::vector<ReportCurves> pairs;  ///< g(r)
  ReportMotifs motifs;
  std::vector<ReportNumber> chemicalOrder;
  std::vector<ReportHistogram> histograms;
  std::vector<ReportCurves> curves;
  std::vector<ReportSeries> series;
  std::vector<ReportNumber> order;  ///< beyond the first shell
  std::optional<ReportMatrix> descriptorMatrix;
  std::optional<ReportAtoms> atoms;
};

}  // namespace glasscope::report
