#pragma once

namespace glasscope::constants {

// CODATA 2018 (Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021)); the only copy in the project.
inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kPlanck_Js = 6.62607015e-34;            // exact
inline constexpr double kLightSpeed_m_per_s = 299792458.0;      // exact
inline constexpr double kElementaryCharge_C = 1.602176634e-19;  // exact
inline constexpr double kElectronMass_kg = 9.1093837015e-31;
inline constexpr double kElectronRest_eV = 510998.95000;
inline constexpr double kBohrRadius_A = 0.529177210903;
inline constexpr double kHartree_eV = 27.211386245988;
inline constexpr double kBoltzmann_eV_per_K = 8.617333262e-5;
inline constexpr double kGPa_per_bar = 1e-4;  // exact

}  // namespace glasscope::constants
