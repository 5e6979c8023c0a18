#include "sim/potentials/KnownPotentials.h"

namespace glasscope::sim {

// Identifiers as Debian 12's openkim-models (2021.01.28) installs them; citations are those that
// the models themselves carry (kimcite.bib).
const std::vector<KnownPotential>& knownPotentials() {
  static const std::vector<KnownPotential> list{
      {"mendelev-2009", "EAM_Dynamo_MendelevKramerOtt_2009_CuZr__MO_600021860456_005", "",
       "M. I. Mendelev, M. J. Kramer, R. T. Ott, D. J. Sordelet, D. Yagodin, P. Popel, Philos. "
       "Mag. "
       "89, 967 (2009), doi:10.1080/14786430902832773",
       "mendelev-2007"},
      {"mendelev-2019", "EAM_Dynamo_MendelevSunZhang_2019_CuZr__MO_609260676108_000", "",
       "M. I. Mendelev, Y. Sun, F. Zhang, C. Z. Wang, K. M. Ho, J. Chem. Phys. 151, 214502 (2019), "
       "doi:10.1063/1.5131500",
       ""},
      {"mendelev-2007", "EAM_Dynamo_MendelevSordeletKramer_2007_CuZr__MO_120596890176_005",
       "CuZr_mm.eam.fs",
       "M. I. Mendelev, D. J. Sordelet, M. J. Kramer, J. Appl. Phys. 102, 043501 (2007), "
       "doi:10.1063/1.2769157",
       ""},
      {"ni-zr-2012", "EAM_Dynamo_MendelevKramerHao_2012_NiZr__MO_149104665840_005", "",
       "M. I. Mendelev, M. J. Kramer, S. G. Hao, K. M. Ho, C. Z. Wang, Philos. Mag. 92, 4454 "
       "(2012), "
       "doi:10.1080/14786435.2012.712220",
       ""},
      {"al-sm-2015", "EAM_Dynamo_MendelevFangYe_2015_AlSm__MO_338600200739_000", "",
       "M. I. Mendelev et al., Modelling Simul. Mater. Sci. Eng. 23, 045013 (2015), "
       "doi:10.1088/0965-0393/23/4/045013",
       ""},
      {"sw-si-1985", "SW_StillingerWeber_1985_Si__MO_405512056662_005", "",
       "F. H. Stillinger, T. A. Weber, Phys. Rev. B 31, 5262 (1985), doi:10.1103/PhysRevB.31.5262",
       ""},
  };
  return list;
}

const KnownPotential* knownPotential(const std::string& name) {
  for (const KnownPotential& known : knownPotentials()) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

}  // namespace glasscope::sim
