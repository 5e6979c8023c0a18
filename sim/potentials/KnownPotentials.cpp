#include "sim/potentials/KnownPotentials.h"

namespace glasscope::sim {

namespace {

// Identifiers as Debian 12's openkim-models (2021.01.28) installs them; citations are those that
// the models themselves carry (kimcite.bib).
std::vector<KnownPotential> copperZirconium() {
  return {
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
      {"cu-zr-2016", "EAM_Dynamo_BorovikovMendelevKing_2016_CuZr__MO_097471813275_000", "",
       "V. Borovikov, M. I. Mendelev, A. H. King, Modelling Simul. Mater. Sci. Eng. 24, 085017 "
       "(2016), doi:10.1088/0965-0393/24/8/085017",
       ""},
      {"cu-zr-emt-2007", "EMT_Asap_MetalGlass_PaduraruKenoufiBailey_2007_CuZr__MO_987541074959_001",
       "",
       "A. Paduraru, A. Kenoufi, N. P. Bailey, J. Schiotz, Adv. Eng. Mater. 9, 505 (2007), "
       "doi:10.1002/adem.200700047",
       ""},
  };
}

std::vector<KnownPotential> otherGlasses() {
  return {
      {"cu-mg-emt-2004", "EMT_Asap_MetalGlass_BaileySchiotzJacobsen_2004_CuMg__MO_228059236215_001",
       "",
       "N. P. Bailey, J. Schiotz, K. W. Jacobsen, Phys. Rev. B 69, 144205 (2004), "
       "doi:10.1103/PhysRevB.69.144205",
       ""},
      {"ni-zr-2015", "EAM_Dynamo_WilsonMendelev_2015_NiZr__MO_306032198193_000", "",
       "S. R. Wilson, M. I. Mendelev, Philos. Mag. 95, 224 (2015), "
       "doi:10.1080/14786435.2014.995742",
       ""},
      {"ni-nb-2016", "EAM_Dynamo_ZhangAshcraftMendelev_2016_NiNb__MO_047308317761_000", "",
       "Y. Zhang, R. Ashcraft, M. I. Mendelev, C. Z. Wang, K. F. Kelton, J. Chem. Phys. 145, "
       "204505 "
       "(2016), doi:10.1063/1.4968212",
       ""},
      {"al-mg-2009", "EAM_Dynamo_MendelevAstaRahman_2009_AlMg__MO_658278549784_005", "",
       "M. I. Mendelev, M. Asta, M. J. Rahman, J. J. Hoyt, Philos. Mag. 89, 3269 (2009), "
       "doi:10.1080/14786430903260727",
       ""},
      {"ni-mo-snap-2018", "SNAP_LiHuChen_2018_NiMo__MO_468686727341_000", "",
       "X.-G. Li, C. Hu, C. Chen, Z. Deng, J. Luo, S. P. Ong, Phys. Rev. B 98, 094104 (2018), "
       "doi:10.1103/PhysRevB.98.094104",
       ""},
      {"c-dunn-2019", "DUNN_WenTadmor_2019v1_C__MO_584345505904_000", "",
       "M. Wen, E. B. Tadmor, npj Comput. Mater. 6 (2020), doi:10.1038/s41524-020-00390-8; a "
       "neural "
       "network",
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
}

}  // namespace

const std::vector<KnownPotential>& knownPotentials() {
  static const std::vector<KnownPotential> list = [] {
    std::vector<KnownPotential> all = copperZirconium();
    for (const KnownPotential& other : otherGlasses()) all.push_back(other);
    return all;
  }();
  return list;
}

const KnownPotential* knownPotential(const std::string& name) {
  for (const KnownPotential& known : knownPotentials()) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

}  // namespace glasscope::sim
