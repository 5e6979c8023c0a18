#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/maps/AssociationRow.h"
#include "core/maps/Curves.h"
#include "core/maps/Map2.h"
#include "core/maps/Quantity.h"

namespace glasscope::report {

/// A number that is not known; shown as a dash, written as null.
inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

using ReportNumber = Quantity;
using ReportCurves = Curves;

/// What was made and what was imaged. Everything may be left out.
struct ReportSample {
  struct Species {
    std::string symbol;
    std::int64_t count = 0;
  };
  std::string name;       ///< "Cu64Zr36"
  std::string described;  ///< which structure the numbers are of: "the mean of 16 frames"
  std::int64_t atoms = 0;
  std::vector<Species> composition;
  std::string potential;  ///< identity of the interatomic potential; "" for an imported structure
  double coolingRate_K_per_s = kUnknown;
  double temperature_K = kUnknown;  ///< of the imaged snapshots
  double thickness_A = kUnknown;    ///< of the foil along the beam
  double width_A = kUnknown, height_A = kUnknown;
  double voltage_kV = kUnknown, semiangle_mrad = kUnknown;
  struct Probe {
    std::string scan;  ///< "haadf"
    double fwhm_A = kUnknown, semiangle_mrad = kUnknown;
    double electrons_per_A2 = 0;  ///< dose of the recorded signal; 0: no shot noise
  };
  std::vector<Probe> probes;
  int snapshots = 0;                 ///< thermal snapshots averaged over
  std::vector<std::string> signals;  ///< what was imaged, for a sentence: "an HAADF map"
};

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

/// A section of the page that needs no code of its own: whatever it holds is drawn.
struct ReportSection {
  std::string id;            ///< of the link to it, "signals"
  std::string title, intro;  ///< heading, and a sentence below it
  std::vector<ReportNumber> numbers;
  std::vector<ReportCurves> curves;
  std::vector<ReportMap> maps;
};

/// A 4-D scan prepared for display by displayScan(): binned, cropped, 8-bit logarithmic.
struct ReportScan {
  int rx = 0, ry = 0;  ///< scan positions shown
  int qx = 0, qy = 0;  ///< pixels of a shown pattern; zero frequency at (qx/2, qy/2)
  Vec2 rStep_A{1, 1}, rOrigin_A{0, 0};
  double qStep_invA = 0;             ///< of the shown patterns
  double wavelength_A = kUnknown;    ///< for the axes in mrad
  double semiangle_mrad = kUnknown;  ///< the bright disc is drawn when known
  std::string unit = "1";
  /// Level 0 is "at or below 10^logMin"; level k in 1..255 is 10^(logMin +
  /// (logMax-logMin)(k-1)/254).
  double logMin = -8, logMax = 0;
  std::vector<std::uint8_t> levels;  ///< [rx][ry][qx][qy]
  std::vector<double> mean;          ///< mean pattern over all positions, [qx][qy], not quantised
  std::vector<Map2> virtualImages;   ///< to click on, in frames of their own
  std::string source;                ///< where the full data are: "signals/nbed.h5"
  std::string treatment;             ///< what was done for display, in words
};

/// A row of provenance: "LAMMPS version", "29 Sep 2021".
struct ReportFact {
  std::string group;  ///< "versions", "inputs", "seeds", "machine", or any other heading
  std::string name, value;
};

/// One question to the run: does any signal show this part of the structure?
struct ReportAnswer {
  std::string question;                  ///< "Free volume"
  std::vector<std::string> descriptors;  ///< that it was put as
  AssociationRow best;                   ///< the row that says most
};

struct ReportAssociations {
  std::vector<AssociationRow> rows;  ///< descriptors and signals by the names of their maps
  double qThreshold = 0.05;
  std::string surrogates;           ///< "9999 phase randomisation"
  std::string method;               ///< one paragraph: what was computed, how, and its limits
  std::vector<ReportFact> leftOut;  ///< maps that are not in the table, and why
};

/// A measured map beside what the authors' atoms predict. Maps share one frame; NaN outside
/// `valid`.
struct ReportFilm {
  struct Score {
    std::string model;  ///< "multislice", "linear projection"
    double nccValid = kUnknown, nccInterior = kUnknown, r1 = kUnknown;
    double nccHighPass = kUnknown, ssim = kUnknown;
    double frcHalfBit_invA = kUnknown;  ///< spatial frequency where the curve crosses half-bit
  };
  std::string title, source;  ///< what was measured, by whom, licence
  std::optional<Map2> measured, multislice, linear;
  std::vector<Score> scores;
  std::optional<ReportCurves> ringCorrelation;  ///< Fourier ring correlation, half-bit curve
  std::vector<ReportNumber> parameters;         ///< fitted or given
  std::string verdict;                          ///< one honest sentence; generated when empty
};

struct ReportStage {
  std::string name;
  double wall_s = kUnknown;
  double peakMemory_bytes = kUnknown;
  std::string state;  ///< "done", "reused", "resumed"
};

/// Everything that a report shows, in plain values: whoever runs the stages fills it. What is left
/// out is left out of the page, or the page says what to run to get it.
struct ReportData {
  std::string title = "Glasscope report";
  std::string summary;  ///< generated from the numbers when empty
  std::string created;  ///< date and time in words, for the foot of the page
  ReportSample sample;
  std::vector<ReportNumber> headline;  ///< cards; generated from the numbers when empty
  std::optional<ReportThermo> thermo;
  std::vector<ReportCurves> pairs;  ///< g(r)
  std::string motifConvention;      ///< convention of `motifs`
  std::string motifErrors;          ///< what their errors are, in words
  std::vector<ReportMotif> motifs;
  std::vector<ReportConvention> conventionSpread;
  std::vector<ReportNumber> chemicalOrder;
  std::vector<ReportHistogram> histograms;
  std::vector<ReportCurves> curves;
  std::vector<ReportSeries> series;
  std::vector<ReportNumber> order;  ///< beyond the first shell
  std::optional<ReportMatrix> descriptorMatrix;
  std::optional<ReportAtoms> atoms;
  std::vector<ReportMap> maps;
  std::vector<ReportSection> sections;
  std::optional<ReportScan> scan;
  std::optional<ReportAssociations> associations;
  std::optional<ReportFilm> film;
  std::vector<std::string> warnings;
  std::string caseToml;  ///< the resolved case
  std::vector<ReportFact> facts;
  std::vector<ReportStage> stages;
  std::string conventions;  ///< core's conventionsText() when empty
};

}  // namespace glasscope::report
