#include "core/math/Random.h"

#include <cmath>

#include <boost/random/poisson_distribution.hpp>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope {

namespace {

// FNV-1a: turns the purpose into a number that is the same on every machine.
std::uint64_t purposeCode(std::string_view purpose) {
  std::uint64_t code = 14695981039346656037ULL;
  for (const char c : purpose) {
    code ^= static_cast<unsigned char>(c);
    code *= 1099511628211ULL;
  }
  return code;
}

// SplitMix64 finaliser: spreads a small seed over all bits of the key.
std::uint64_t mix(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::uint32_t low(std::uint64_t v) {
  return static_cast<std::uint32_t>(v);
}
std::uint32_t high(std::uint64_t v) {
  return static_cast<std::uint32_t>(v >> 32);
}

}  // namespace

std::array<std::uint32_t, 4> Random::philox(std::array<std::uint32_t, 4> c,
                                            std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * c[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * c[2];
    c = {high(p1) ^ c[1] ^ key[0], low(p1), high(p0) ^ c[3] ^ key[1], low(p0)};
    key[0] += 0x9E3779B9U;
    key[1] += 0xBB67AE85U;
  }
  return c;
}

// The key takes seed, purpose and stream (mixed, so that neighbouring seeds are unrelated); the
// counter takes the index in its upper half and the number of the draw in its lower half.
Random::Random(std::uint64_t seed, std::string_view purpose, std::uint64_t stream,
               std::uint64_t index) {
  const std::uint64_t key = mix(mix(mix(seed) ^ purposeCode(purpose)) ^ stream);
  key_ = {low(key), high(key)};
  counter_ = {0, 0, low(index), high(index)};
}

std::uint32_t Random::bits32() {
  if (used_ == 4) {
    block_ = philox(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint64_t Random::bits64() {
  const std::uint64_t upper = bits32();
  return upper << 32 | bits32();
}

double Random::uniform() {
  return static_cast<double>(bits64() >> 11) * 0x1.0p-53;
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));  // 1 - u is never zero
  return radius * std::cos(2.0 * constants::kPi * uniform());
}

std::uint64_t Random::below(std::uint64_t n) {
  GLASSCOPE_ENSURE(n > 0, "a random integer needs a range");
  const std::uint64_t limit = ~std::uint64_t{0} - (~std::uint64_t{0} % n + 1) % n;
  for (;;) {
    const std::uint64_t bits = bits64();
    if (bits <= limit) return bits % n;
  }
}

namespace {

/// The numbers of a stream as a library's distributions ask for them.
class Engine {
 public:
  using result_type = std::uint64_t;
  explicit Engine(Random& random) : random_(random) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~std::uint64_t{0}; }
  result_type operator()() { return random_.bits64(); }

 private:
  Random& random_;
};

}  // namespace

// Small means by inversion, others by transformed rejection, in constant time (W. Hoermann,
// Insurance: Mathematics and Economics 12, 39 (1993), as Boost has it).
std::uint64_t Random::poisson(double mean) {
  constexpr double kLargest = 1e15;  // counts beyond are no whole doubles
  GLASSCOPE_ENSURE(mean >= 0 && mean <= kLargest, "a Poisson mean is between 0 and 1e15");
  if (mean == 0) return 0;
  Engine engine(*this);
  boost::random::poisson_distribution<std::int64_t, double> distribution(mean);
  return static_cast<std::uint64_t>(distribution(engine));
}

}  // namespace glasscope
