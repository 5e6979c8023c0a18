#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace glasscope::sim {

/// The KIM door: the only place that includes the OpenKIM API (Tadmor et al., JOM 63, 17 (2011)).
/// It answers what must be known before LAMMPS is asked, because LAMMPS ends the process on a model
/// that is missing or does not know an element.
class Kim {
 public:
  struct Model {
    std::string id;
    std::filesystem::path library;  ///< the shared object that holds the tables
    double influence_A = 0;         ///< reach of the forces
    std::vector<int> elements;      ///< those of the elements asked about that it supports
  };

  /// Nothing when the model is not installed, or is not a portable model that works in metal units.
  static std::optional<Model> find(const std::string& id, const std::vector<int>& atomicNumbers);

  /// Silences the API's own log file (kim.log in the current folder). Idempotent.
  static void silence();

  /// The tables of a model of the driver EAM_Dynamo, as the API exposes them.
  struct EamTables {
    double cutoff_A = 0, deltaRho = 0, deltaR_A = 0;
    std::vector<int> elements;                      ///< in the order of the tables
    std::vector<std::vector<double>> embedding_eV;  ///< [element][density]
    std::vector<std::vector<double>> density;       ///< [of * n + at][distance]
    std::vector<std::vector<double>> rPhi_eV_A;     ///< pairs (0,0), (0,1), ..., (1,1), ...
  };
  /// Nothing when the model does not expose them.
  static std::optional<EamTables> eamTables(const Model& found);

  /// The parameters of a model of one element of the driver SW, as the API exposes them: energies
  /// and lengths of Stillinger and Weber's, with epsilon and sigma multiplied in.
  struct StillingerWeber {
    double a_eV = 0, b = 0, p = 0, q = 0, sigma_A = 0;  ///< of pairs
    double lambda_eV = 0, gamma_A = 0, cosine = 0;      ///< of angles
    double cutoff_A = 0;
  };
  /// Nothing when the model does not expose them, or has several elements.
  static std::optional<StillingerWeber> stillingerWeber(const Model& found);
};

}  // namespace glasscope::sim
