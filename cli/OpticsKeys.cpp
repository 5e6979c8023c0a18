#include "cli/OpticsKeys.h"

#include <utility>

#include <fmt/format.h>

#include "cli/CaseKeyTypes.h"

namespace glasscope::cli {

namespace {

using multislice::Aberrations;
using multislice::kAberrationTerms;

Aberrations& haadfLens(Case& c) {
  return c.haadf.probe.aberrations;
}

Aberrations& nanodiffractionLens(Case& c) {
  return c.nanodiffraction.probe.aberrations;
}

template <auto lens, std::size_t i>
void addTerm(const std::string& table, std::vector<CaseKey>& keys) {
  constexpr const auto& term = kAberrationTerms[i];
  keys.push_back(
      numberKey(fmt::format("{}.{}", table, term.name),
                fmt::format("{}, C{}{} of Krivanek", term.what, term.order, term.multiplicity), {},
                [](Case& c) -> double& { return lens(c).*kAberrationTerms[i].magnitude_A; }));
  if constexpr (term.multiplicity > 0) {
    keys.push_back(
        numberKey(fmt::format("{}.{}", table, term.azimuth), "Its azimuth from x", {-360, 360},
                  [](Case& c) -> double& { return lens(c).*kAberrationTerms[i].azimuth_deg; }));
  }
}

// Defocus and every aberration to fifth order.
template <auto lens>
std::vector<CaseKey> aberrationKeys(const std::string& table) {
  std::vector<CaseKey> keys = {numberKey(table + ".defocus_A", "Defocus; positive is underfocus",
                                         {}, [](Case& c) -> double& { return lens(c).defocus_A; })};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (addTerm<lens, i>(table, keys), ...);
  }
  (std::make_index_sequence<kAberrationTerms.size()>());
  return keys;
}

}  // namespace

std::vector<CaseKey> haadfOpticsKeys() {
  return aberrationKeys<haadfLens>("haadf");
}

std::vector<CaseKey> nanodiffractionOpticsKeys() {
  return aberrationKeys<nanodiffractionLens>("nanodiffraction");
}

}  // namespace glasscope::cli
